package load

import (
	"bytes"
	"encoding/base64"
	"fmt"
)

// Message returns a MIME message of about size octets as DATA carries it:
// dots stuffed, the final dot included. It has the parts that mail usually
// has: a text, the same in HTML, and an attachment that fills it up.
func Message(size int) []byte {
	var b bytes.Buffer
	b.WriteString(head)
	for b.Len() < size/2-len(alternative) {
		fmt.Fprintf(&b, "Line %d of the text, as long as lines of text usually are in mail.\r\n", b.Len())
	}
	b.WriteString(alternative)
	fill := make([]byte, max(0, size-b.Len()-len(tail))/78*57)
	for i := range fill {
		fill[i] = byte(i*i>>3 ^ i)
	}
	for line := range chunks(base64.StdEncoding.EncodeToString(fill), 76) {
		b.WriteString(line + "\r\n")
	}
	b.WriteString(tail)
	return b.Bytes()
}

const head = "From: Load <sender@example.com>\r\n" +
	"To: Somebody <load@example.com>\r\n" +
	"Subject: =?utf-8?q?A_message_like_=C3=BCbel_many?=\r\n" +
	"Date: Thu, 01 Jan 2026 10:00:00 +0000\r\n" +
	"Message-ID: <load@sender.example.com>\r\n" +
	"MIME-Version: 1.0\r\n" +
	"Content-Type: multipart/mixed; boundary=outer\r\n\r\n" +
	"--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n" +
	"--inner\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"

const alternative = "\r\n--inner\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" +
	"<p>The same in <b>HTML</b>, with a <a href=\"http://www.example.com/\">link</a>.</p>\r\n" +
	"--inner--\r\n--outer\r\nContent-Type: application/octet-stream; name=data.bin\r\n" +
	"Content-Disposition: attachment; filename=data.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"

const tail = "--outer--\r\n.\r\n"

// chunks cuts s into pieces of n octets.
func chunks(s string, n int) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for len(s) > 0 {
			cut := min(n, len(s))
			if !yield(s[:cut]) {
				return
			}
			s = s[cut:]
		}
	}
}
