package smtp

import (
	"fmt"
	"runtime/debug"

	"mailsink/internal/mail"
)

// lobby talks with a client until that sends what only the engine can answer:
// MAIL or AUTH. Most connections of most hours have said no more than EHLO;
// they cost a small stack, and no buffers of the engine.
func (c *conn) lobby() {
	defer c.recover()
	c.begin()
	for c.toRead == "" && !c.closing {
		c.readCommand()
	}
	if c.toRead != "" && !c.closing {
		if c.service.engaged.hand(c) {
			return
		}
		c.say(replyShutdown())
	}
	_ = c.Close() // the client may be gone already
}

// rest goes back to the lobby, as a new conn that knows what this one knows.
// The engine is told that the connection has ended.
func (c *conn) rest() {
	next := newConn(c.service, c.socket, nil)
	next.Conn, next.readBy, next.writeBy, next.commandBy = c.Conn, c.readBy, c.writeBy, c.commandBy
	next.hello, next.extended, next.identity = c.hello, c.extended, c.identity
	next.secretive, next.rate, next.rateForGood = c.secretive, c.rate, c.rateForGood
	next.forwarded = c.forwarded
	c.succeed(next)
}

// succeed passes the socket to next, which goes on in the lobby.
func (c *conn) succeed(next *conn) {
	next.id, next.born, next.greeted, next.script = c.id, c.born, true, c.script
	next.bad, next.failed = c.bad, c.failed
	next.address, next.overrides = c.address, c.overrides
	c.service.succeed(c, next)
	c.handed, c.closing = true, true
	c.service.lobbies.Go(next.lobby)
}

// recover ends the connection that met a mistake of ours, and no other.
func (c *conn) recover() {
	v := recover()
	if v == nil {
		return
	}
	c.service.Log.Error("panic in a session", "conn", c.id, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
	c.say(mail.Reply{Code: 421, Enhanced: "4.3.0", Text: "Internal error, closing connection"})
	_ = c.Close() // as above
}

// begin says the first words.
func (c *conn) begin() {
	if c.greeted { // before STARTTLS
		c.secure()
		return
	}
	c.greet()
}

// forward hands a command to the engine, or answers it as the engine would
// where that is not needed yet.
func (c *conn) forward(verb, line string) {
	c.verb = verb
	if c.engaged {
		c.toRead = line
		return
	}
	switch verb {
	case "MAIL", "AUTH":
		c.engaged = true
		c.unheard = 2 // its greeting, and its answer to EHLO
		c.toRead = "EHLO client\r\n" + line
	case "EHLO":
		c.send(c.extensions())
	default:
		c.say(acceptance(verb))
		c.closing = verb == "QUIT"
	}
}
