package web

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"

	"mailsink/internal/mail"
)

// traceOf returns the fields that final delivery puts in front of a message,
// in the order and form of Postfix's virtual(8) and local(8): Return-Path, then
// X-Original-To and Delivered-To of each recipient, then Received (RFC 5321
// §4.4, RFC 9228 for Delivered-To). Where Postfix writes a copy for each
// recipient, this one message has the fields of all. Where production hands a
// message on by SMTP or LMTP it writes Received alone, and so does this. They
// are made of what is kept beside the content, which stays as it came.
func traceOf(m *mail.Message) []byte {
	var b bytes.Buffer
	env := m.Envelope
	last := ""
	for _, r := range env.Recipients {
		if handedOn(r) {
			continue
		}
		if b.Len() == 0 {
			fmt.Fprintf(&b, "Return-Path: <%s>\r\n", oneLine(string(env.ReversePath)))
		}
		if fields := deliveredTo(r); fields != last {
			b.WriteString(fields)
			last = fields
		}
	}
	if len(env.Recipients) == 0 {
		fmt.Fprintf(&b, "Return-Path: <%s>\r\n", oneLine(string(env.ReversePath)))
	}
	b.WriteString(received(m))
	return b.Bytes()
}

// handedOn reports whether production would have left final delivery of a
// message to the server that it hands it to.
func handedOn(r mail.Recipient) bool {
	if r.Delivery == nil {
		return false
	}
	transport := r.Delivery.Transport
	return transport == "relay" || strings.HasPrefix(transport, "smtp") || strings.HasPrefix(transport, "lmtp")
}

// deliveredTo returns the fields of one recipient.
func deliveredTo(r mail.Recipient) string {
	to, fields := r.Final, "X-Original-To: "+oneLine(string(r.Original))+"\r\n"
	if d := r.Delivery; d != nil {
		if d.DeliveredTo != "" {
			to = d.DeliveredTo
		}
		if d.OriginalHidden {
			fields = ""
		}
	}
	return fields + "Delivered-To: " + oneLine(string(to)) + "\r\n"
}

// received returns the Received field, on three lines. It names a recipient
// only if there is no other: the rest are nobody's business.
func received(m *mail.Message) string {
	c := m.Envelope.Client
	hello, with := c.Hello, ""
	if hello == "" {
		hello = "unknown"
	}
	if c.Protocol != "" {
		with = " with " + c.Protocol
	}
	from := "from " + hello + clientOf(c.Address)
	by := "by mailsink" + with + " id " + m.ID.String()
	date := m.InternalDate.UTC().Format("Mon, 2 Jan 2006 15:04:05 -0700 (MST)")
	if only := onlyOriginal(m.Envelope.Recipients); only != "" {
		return fmt.Sprintf("Received: %s\r\n\t%s\r\n\tfor <%s>; %s\r\n", oneLine(from), oneLine(by), oneLine(only), date)
	}
	return fmt.Sprintf("Received: %s\r\n\t%s;\r\n\t%s\r\n", oneLine(from), oneLine(by), date)
}

// onlyOriginal returns the forward-path that all recipients were made of; none
// if there are several.
func onlyOriginal(list []mail.Recipient) string {
	only := ""
	for i, r := range list {
		if i > 0 && string(r.Original) != only {
			return ""
		}
		only = string(r.Original)
	}
	return only
}

// clientOf returns " (unknown [address])" as TCP-info (RFC 5321 §4.4): names of
// clients are not looked up. Anything but an IP address stands as it is.
func clientOf(address string) string {
	if address == "" {
		return ""
	}
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return " (" + address + ")"
	}
	ip := at.Addr().Unmap()
	if ip.Is6() {
		return " (unknown [IPv6:" + ip.String() + "])"
	}
	return " (unknown [" + ip.String() + "])"
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
