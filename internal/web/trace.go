package web

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"mailsink/internal/mail"
)

// traceOf returns the fields that final delivery puts in front of a message
// (RFC 5321 §4.4, RFC 9228 for Delivered-To). They are made of what is kept
// beside the content, which stays as it came.
func traceOf(m *mail.Message) []byte {
	var b bytes.Buffer
	env := m.Envelope
	line := func(name, body string) { fmt.Fprintf(&b, "%s: %s\r\n", name, oneLine(body)) }
	line("Return-Path", "<"+string(env.ReversePath)+">")
	for i, r := range env.Recipients {
		if i == 0 || r.Final != env.Recipients[i-1].Final {
			line("Delivered-To", string(r.Final))
		}
	}
	for i, r := range env.Recipients {
		if i == 0 || r.Original != env.Recipients[i-1].Original {
			line("X-Original-To", string(r.Original))
		}
	}
	from := env.Client.Hello
	if from == "" {
		from = "unknown"
	}
	received := "from " + from
	if env.Client.Address != "" {
		received += " (" + env.Client.Address + ")"
	}
	received += " by mailsink"
	if env.Client.Protocol != "" {
		received += " with " + env.Client.Protocol
	}
	line("Received", received+" id "+m.ID.String()+"; "+m.InternalDate.UTC().Format(time.RFC1123Z))
	return b.Bytes()
}

// oneLine takes out what would end a field.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}
