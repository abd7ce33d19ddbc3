package dsn

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/mail"
)

// A Report says that a message failed for some of its recipients.
type Report struct {
	Host     string        // the reporting server
	Envelope mail.Envelope // of the message that failed
	Failed   []mail.Address
	Reason   mail.Reply
	Content  []byte // of the message that failed
	Time     time.Time
}

// Wanted reports whether the transaction asks to be told of a failure for any
// of the recipients: there is someone to tell, and NOTIFY allows it (RFC 3461
// §4.1).
func (r Report) Wanted() bool { return r.Envelope.ReversePath != "" && len(r.recipients()) > 0 }

// recipients returns one recipient for each forward-path to be reported.
func (r Report) recipients() (list []mail.Recipient) {
	for _, path := range r.Failed {
		for _, rcpt := range r.Envelope.Recipients {
			if rcpt.Original != path {
				continue
			}
			if notify := param(rcpt.Params, "NOTIFY"); notify == "" || strings.Contains(strings.ToUpper(notify), "FAILURE") {
				list = append(list, rcpt)
			}
			break
		}
	}
	return list
}

func param(params []mail.Param, name string) string {
	for _, p := range params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// Bytes writes the message.
func (r Report) Bytes() []byte {
	var b bytes.Buffer
	boundary := "report-" + rand.Text()
	r.header(&b, boundary)
	fmt.Fprintf(&b, "--%s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n", boundary)
	r.text(&b)
	kind := "delivery-status"
	if r.international() {
		kind = "global-delivery-status"
	}
	fmt.Fprintf(&b, "\r\n--%s\r\nContent-Type: message/%s\r\nContent-Transfer-Encoding: 8bit\r\n\r\n", boundary, kind)
	r.status(&b)
	r.original(&b, boundary)
	fmt.Fprintf(&b, "\r\n--%s--\r\n", boundary)
	return b.Bytes()
}

func (r Report) header(b *bytes.Buffer, boundary string) {
	fmt.Fprintf(b, "From: Mail Delivery System <MAILER-DAEMON@%s>\r\n", r.Host)
	fmt.Fprintf(b, "To: <%s>\r\n", r.Envelope.ReversePath)
	b.WriteString("Subject: Undelivered Mail Returned to Sender\r\n")
	fmt.Fprintf(b, "Date: %s\r\n", r.Time.Format(time.RFC1123Z))
	fmt.Fprintf(b, "Message-ID: <%s@%s>\r\n", rand.Text(), r.Host)
	b.WriteString("Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n")
	fmt.Fprintf(b, "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=%q\r\n\r\n", boundary)
}

func (r Report) text(b *bytes.Buffer) {
	fmt.Fprintf(b, "This is the mail system at %s.\r\n\r\nYour message could not be delivered to:\r\n\r\n", r.Host)
	for _, rcpt := range r.recipients() {
		fmt.Fprintf(b, "<%s>: %s\r\n", rcpt.Original, said(r.Reason))
	}
}

// said writes a reply as SMTP does.
func said(reply mail.Reply) string {
	return strings.Join(strings.Fields(strconv.Itoa(reply.Code)+" "+reply.Enhanced+" "+reply.Text), " ")
}

// status writes the fields of RFC 3464: those of the message, then a group
// for each recipient.
func (r Report) status(b *bytes.Buffer) {
	if id := param(r.Envelope.Params, "ENVID"); id != "" {
		fmt.Fprintf(b, "Original-Envelope-Id: %s\r\n", id)
	}
	fmt.Fprintf(b, "Reporting-MTA: dns; %s\r\n", r.Host)
	if hello := r.Envelope.Client.Hello; hello != "" {
		fmt.Fprintf(b, "Received-From-MTA: dns; %s\r\n", hello)
	}
	fmt.Fprintf(b, "Arrival-Date: %s\r\n", r.Time.Format(time.RFC1123Z))
	for _, rcpt := range r.recipients() {
		b.WriteString("\r\n")
		if original := param(rcpt.Params, "ORCPT"); original != "" {
			kind, address, _ := strings.Cut(original, ";")
			fmt.Fprintf(b, "Original-Recipient: %s; %s\r\n", kind, address)
		}
		fmt.Fprintf(b, "Final-Recipient: %s; %s\r\n", addressType(rcpt.Original), rcpt.Original)
		fmt.Fprintf(b, "Action: failed\r\nStatus: %s\r\nDiagnostic-Code: smtp; %s\r\n", r.class(), said(r.Reason))
	}
}

// class returns the enhanced status code. A failure that is reported is final,
// whatever the reply would have been (RFC 3464 §2.3.4).
func (r Report) class() string {
	if rest, ok := strings.CutPrefix(r.Reason.Enhanced, "4."); ok {
		return "5." + rest
	}
	if r.Reason.Enhanced == "" {
		return "5.0.0"
	}
	return r.Reason.Enhanced
}

func addressType(a mail.Address) string {
	if isASCII(string(a)) {
		return "rfc822"
	}
	return "utf-8"
}

// international reports whether the report itself needs UTF-8.
func (r Report) international() bool {
	text := r.Envelope.Client.Hello + r.Reason.Text
	for _, rcpt := range r.recipients() {
		text += string(rcpt.Original) + param(rcpt.Params, "ORCPT")
	}
	return !isASCII(text)
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return c > '~' }) < 0
}

// original returns the message, or its header where RET asks for that (RFC
// 3461 §4.3).
func (r Report) original(b *bytes.Buffer, boundary string) {
	kind, content := "message/rfc822", r.Content
	if !strings.EqualFold(param(r.Envelope.Params, "RET"), "FULL") {
		kind, content = "text/rfc822-headers", headerOf(content)
	}
	fmt.Fprintf(b, "\r\n--%s\r\nContent-Type: %s\r\nContent-Transfer-Encoding: 8bit\r\n\r\n", boundary, kind)
	b.Write(content)
}

// headerOf returns content up to the empty line.
func headerOf(content []byte) []byte {
	for i := 0; i < len(content); {
		n := bytes.IndexByte(content[i:], '\n')
		if n < 0 {
			break
		}
		if line := content[i : i+n]; len(bytes.TrimRight(line, "\r")) == 0 {
			return content[:i]
		}
		i += n + 1
	}
	return content
}
