package pop3

import (
	"errors"
	"fmt"
	"strconv"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
)

// A session is a user's view of the maildrop.
type session struct {
	name    string       // that USER gave
	box     *mailbox.Box // nil before the login
	deleted map[int]bool // indexes into box
	octets  int64        // of the messages that are not deleted
}

func newSession(box *mailbox.Box) session {
	return session{box: box, deleted: make(map[int]bool), octets: box.Bytes}
}

// message returns the index of the message that an argument names. It answers
// where there is none.
func (c *conn) message(arg string) (int, bool) {
	n, err := strconv.ParseUint(arg, 10, 31)
	switch {
	case err != nil || n == 0:
		c.mistake("A message number is a number from 1")
		return 0, false
	case n > uint64(c.box.Len()):
		c.no("There is no such message; there are %d", c.box.Len())
		return 0, false
	case c.deleted[int(n)-1]:
		c.no("The message is deleted")
		return 0, false
	}
	return int(n) - 1, true
}

func (c *conn) stat([]string) { c.ok("%d %d", c.box.Len()-len(c.deleted), c.octets) }

func (c *conn) list(args []string) {
	c.tell(args, func(m *mail.Message) string { return strconv.FormatInt(m.Size, 10) })
}

// uidl says by which name a message is known in every session (RFC 1939 §7).
func (c *conn) uidl(args []string) {
	c.tell(args, func(m *mail.Message) string { return m.ID.String() })
}

// tell answers with something of one message, or of all.
func (c *conn) tell(args []string, what func(*mail.Message) string) {
	if len(args) > 0 {
		if i, ok := c.message(args[0]); ok {
			c.ok("%d %s", i+1, what(c.box.At(i)))
		}
		return
	}
	c.ok("%d messages (%d octets)", c.box.Len()-len(c.deleted), c.octets)
	for i, m := range c.box.From(0) {
		if !c.deleted[i] {
			fmt.Fprintf(c.out, "%d %s\r\n", i+1, what(m))
		}
	}
	c.out.WriteString(".\r\n")
}

func (c *conn) dele(args []string) {
	if i, ok := c.message(args[0]); ok {
		c.deleted[i] = true
		c.octets -= c.box.At(i).Size
		c.ok("Message %d goes at QUIT", i+1)
	}
}

func (c *conn) rset([]string) {
	c.session = newSession(c.box)
	c.ok("%d messages (%d octets)", c.box.Len(), c.octets)
}

// quit deletes what is to be deleted: the UPDATE state (RFC 1939 §6).
func (c *conn) quit([]string) {
	c.closing = true
	if len(c.deleted) == 0 {
		c.ok("Goodbye")
		return
	}
	var uids []mail.UID
	for i := range c.deleted {
		uids = append(uids, c.box.At(i).UID)
	}
	if err := c.Mailbox.Expunge(c.ctx, mail.UIDs(uids...)); err != nil {
		c.Log.Warn("messages could not be deleted over POP3", "err", err)
		c.no("[SYS/TEMP] The messages could not be deleted; try again later")
		return
	}
	c.ok("Goodbye; %d messages are deleted", len(uids))
}

func (c *conn) retr(args []string) {
	if i, ok := c.message(args[0]); ok {
		c.send(i, -1)
	}
}

// top sends the header and the first lines of the body (RFC 1939 §7).
func (c *conn) top(args []string) {
	i, ok := c.message(args[0])
	if !ok {
		return
	}
	lines, err := strconv.ParseUint(args[1], 10, 31)
	if err != nil {
		c.mistake("A number of lines is a number from 0")
		return
	}
	c.send(i, int(lines))
}

// send sends a message: all of it, or the first lines of its body. A client
// that has been told that a message comes must not take half of one for it, so
// that the connection ends where the rest cannot be read.
func (c *conn) send(i, lines int) {
	m := c.box.At(i)
	content, err := c.Mailbox.Content(c.ctx, m)
	switch {
	case errors.Is(err, store.ErrNotExist):
		c.no("The message has been deleted by another session")
		return
	case err != nil:
		c.Log.Warn("a message could not be read for POP3", "id", m.ID, "err", err)
		c.no("[SYS/TEMP] The message cannot be read")
		return
	}
	defer content.Close()
	c.ok("%d octets", m.Size)
	if err := copyLines(c.out, content, lines); err != nil {
		c.Log.Info("a message was not sent to its end over POP3", "id", m.ID, "err", err)
		c.Sever()
		c.closing = true
	}
}
