package smtp

import "mailsink/internal/mail"

const (
	maxArrived = 256 << 10 // octets of a message that are held in case it is refused
	maxLent    = 8 << 20   // octets held of all messages under way
)

// An arrived is what came so far of the message under way, in case it is
// refused: its beginning. As long as that is in the connection's buffer it
// stays there, so that a short message that is accepted is never copied; what
// has to make room is copied into borrowed blocks.
type arrived struct {
	run    []byte // in the connection's buffer
	blocks []*[]byte
	held   int   // octets in blocks
	size   int64 // octets that came
	cut    bool  // no more are held
}

// arrive takes note of a run of content, which stays where it is until
// the next fill.
func (c *conn) arrive(run []byte) {
	if c.script == nil || len(run) == 0 {
		return
	}
	a := &c.arrived
	a.size += int64(len(run))
	if !a.cut {
		c.hold()
		a.run = run
	}
}

// hold copies the run out of the connection's buffer.
func (c *conn) hold() {
	a := &c.arrived
	for len(a.run) > 0 && !a.cut {
		at := a.held % bulkBuffer
		if at == 0 && !c.borrow() {
			a.cut = true
			break
		}
		n := copy((*a.blocks[a.held/bulkBuffer])[at:], a.run)
		a.held += n
		a.run = a.run[n:]
	}
	a.run = nil
}

// borrow gets one more block, unless there are enough.
func (c *conn) borrow() bool {
	if c.arrived.held >= maxArrived {
		return false
	}
	if c.service.lent.Add(bulkBuffer) > maxLent {
		c.service.lent.Add(-bulkBuffer)
		return false
	}
	c.arrived.blocks = append(c.arrived.blocks, c.service.bulks.get(bulkBuffer))
	return true
}

// letGo forgets what arrived, as of a message that was accepted.
func (c *conn) letGo() {
	a := &c.arrived
	for _, block := range a.blocks {
		c.service.bulks.put(block)
		c.service.lent.Add(-bulkBuffer)
	}
	clear(a.blocks)
	*a = arrived{blocks: a.blocks[:0]}
}

// keepArrived keeps what arrived beside the transcript, for a message that
// was refused with r.
func (c *conn) keepArrived(r mail.Reply) {
	a := &c.arrived
	if a.size > 0 {
		octets := make([]byte, 0, a.held+len(a.run))
		for _, block := range a.blocks {
			octets = append(octets, (*block)[:min(bulkBuffer, a.held-len(octets))]...)
		}
		reply := ""
		if r.Code != 0 {
			reply = replyText(r)
		}
		c.script.Keep(append(octets, a.run...), a.size, reply)
	}
	c.letGo()
}
