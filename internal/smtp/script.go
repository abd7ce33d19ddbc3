package smtp

import (
	"bytes"
	"crypto/tls"
	"slices"
	"strconv"
	"strings"

	"mailsink/internal/mail"
	"mailsink/internal/sasl"
	"mailsink/internal/transcript"
)

// hidden stands in a transcript for what may be a password.
const hidden = "(hidden)"

// heard takes down what the client has said, without its secrets.
func (c *conn) heard(line []byte) {
	if c.script == nil {
		return
	}
	verb, _, _ := bytes.Cut(bytes.TrimLeft(line, " "), []byte(" "))
	switch {
	case c.phase == exchange:
		c.secretive = true
		c.script.Say(transcript.Client, hidden)
	case len(verb) >= 4 && bytes.EqualFold(verb[:4], []byte("AUTH")):
		c.secretive = true
		c.script.Say(transcript.Client, withoutSecrets(string(line)))
	case c.secretive && !isVerb(string(verb)):
		// Who was refused AUTH may have sent the exchange along with it.
		c.script.Say(transcript.Client, hidden)
	default:
		c.secretive = false
		c.script.SayBytes(transcript.Client, line)
	}
}

// withoutSecrets keeps of an AUTH command what is known to be none.
func withoutSecrets(line string) string {
	fields := strings.Fields(line)
	if !strings.EqualFold(fields[0], "AUTH") {
		return hidden
	}
	if len(fields) == 1 {
		return "AUTH"
	}
	kept := "AUTH " + hidden
	if slices.Contains(sasl.Every(), strings.ToUpper(fields[1])) {
		kept = "AUTH " + fields[1]
		if len(fields) > 2 {
			kept += " " + hidden
		}
	}
	return kept
}

// remark takes down what nobody said.
func (c *conn) remark(text string) { c.script.Say(transcript.Note, text) }

func (c *conn) remarkContent() {
	if c.script != nil {
		c.remark(strconv.FormatInt(c.body.size, 10) + " octets of content")
	}
}

// remarkEnd says why no more commands are read, where no reply can.
func (c *conn) remarkEnd(err error) {
	if c.script != nil {
		c.remark("the connection ended: " + err.Error())
	}
}

// describe says who the client is, as often as more is known.
func (c *conn) describe() {
	if c.script != nil {
		c.script.Describe(c.client())
	}
}

// remarkTLS takes down how the handshake went.
func (c *conn) remarkTLS(t *tls.Conn, err error) {
	if c.script == nil {
		return
	}
	if err != nil {
		c.remark("the TLS handshake failed: " + err.Error())
		return
	}
	c.remark("TLS handshake: " + c.cipher() + ", server name " + strconv.Quote(t.ConnectionState().ServerName))
	c.describe()
}

// recordOutcome makes a reply the result of the session: that to a message
// kept, or a refusal.
func (c *conn) recordOutcome(r mail.Reply, id mail.ID) {
	switch {
	case c.script == nil:
	case r.Refuses():
		c.script.Refuse(replyText(r))
	case id != 0:
		c.script.Accept(id, replyText(r))
	}
}

func replyText(r mail.Reply) string {
	return strings.TrimSuffix(string(appendReply(nil, r)), "\r\n")
}

func (v *service) door() string {
	switch {
	case v.lmtp:
		return "LMTP"
	case v.implicit != nil:
		return "SMTPS"
	}
	return "SMTP"
}
