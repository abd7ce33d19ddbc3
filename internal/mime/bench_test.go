package mime

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/emersion/go-message"
)

// A sample is what an application sends: a long header, text and HTML in
// quoted-printable, and a file of about size octets.
func sample(size int) []byte {
	var b bytes.Buffer
	for i := range 3 {
		fmt.Fprintf(&b, "Received: from relay%d.example.test (relay%d.example.test [192.0.2.%d])\r\n\tby mx.example.test with ESMTPS id %08d\r\n\tfor <ann@example.test>; Thu, 01 Jan 2026 10:00:0%d +0100\r\n", i, i, i, i, i)
	}
	b.WriteString("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=shop.example.test;\r\n\ts=mail; bh=" + strings.Repeat("A", 43) + "=;\r\n\tb=" + strings.Repeat("b", 60) + "\r\n\t" + strings.Repeat("c", 60) + "\r\n")
	b.WriteString("From: =?UTF-8?Q?Caf=C3=A9_Shop?= <orders@shop.example.test>\r\nTo: Ann Example <ann@example.test>, \"Bob, B.\" <bob@example.test>\r\n")
	b.WriteString("Subject: =?UTF-8?B?" + base64.StdEncoding.EncodeToString([]byte("Ihre Bestellung 4711 ist unterwegs – danke für Ihr Vertrauen")) + "?=\r\n")
	b.WriteString("Date: Thu, 1 Jan 2026 10:00:00 +0100\r\nMessage-ID: <20260101100000.4711@shop.example.test>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_outer_4711\"\r\n\r\n")
	b.WriteString("--=_outer_4711\r\nContent-Type: multipart/alternative; boundary=\"=_inner_4711\"\r\n\r\n")
	b.WriteString("--=_inner_4711\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	b.WriteString(strings.Repeat("Guten Tag, Ihre Bestellung wurde versandt =E2=80=93 sie kommt =C3=BCbermorg=\r\nen an.\r\n", size/480))
	b.WriteString("\r\n--=_inner_4711\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><body>")
	b.WriteString(strings.Repeat("<p style=3D\"color:#333\">Guten Tag, Ihre Bestellung wurde <b>versandt</b>.</p>\r\n", size/480))
	b.WriteString("</body></html>\r\n--=_inner_4711--\r\n--=_outer_4711\r\nContent-Type: application/pdf; name=\"rechnung.pdf\"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"rechnung.pdf\"\r\n\r\n")
	for b.Len() < size-80 {
		b.WriteString(strings.Repeat("QUJD", 19) + "\r\n")
	}
	b.WriteString("--=_outer_4711--\r\n")
	return b.Bytes()
}

func BenchmarkSummarize6KiB(b *testing.B) {
	var z Summarizer
	m := sample(6 << 10)
	b.SetBytes(int64(len(m)))
	b.ReportAllocs()
	for b.Loop() {
		z.Summarize(m, true)
	}
}

func BenchmarkSummarizePlain6KiB(b *testing.B) {
	var z Summarizer
	m := []byte("From: a@example.test\r\nTo: b@example.test\r\nSubject: hello\r\nDate: Thu, 1 Jan 2026 10:00:00 +0000\r\nMessage-ID: <1@a.test>\r\n\r\n" +
		strings.Repeat("The quick brown fox jumps over the lazy dog and runs away again.\r\n", 90))
	b.SetBytes(int64(len(m)))
	b.ReportAllocs()
	for b.Loop() {
		z.Summarize(m, true)
	}
}

func BenchmarkSummarizeHTMLOnly6KiB(b *testing.B) { // a common kind: no text beside it
	var z Summarizer
	m := []byte("From: a@example.test\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head><style>" +
		strings.Repeat("p { color: #333 }\r\n", 100) + "</style></head><body>" + strings.Repeat("<p style=\"color:#333\">Guten Tag, Ihre Bestellung wurde <b>versandt</b>.</p>\r\n", 50))
	b.SetBytes(int64(len(m)))
	b.ReportAllocs()
	for b.Loop() {
		z.Summarize(m, true)
	}
}

func BenchmarkParse50KiB(b *testing.B) {
	m := sample(50 << 10)
	b.SetBytes(int64(len(m)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(m)
	}
}

func BenchmarkParse6KiB(b *testing.B) {
	m := sample(6 << 10)
	b.SetBytes(int64(len(m)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(m)
	}
}

// BenchmarkGoMessage50KiB is the measure for BenchmarkParse50KiB: the same
// message, its parts found and decoded by go-message.
func BenchmarkGoMessage50KiB(b *testing.B) {
	m := sample(50 << 10)
	b.SetBytes(int64(len(m)))
	b.ReportAllocs()
	for b.Loop() {
		e, err := message.Read(bytes.NewReader(m))
		if err != nil {
			b.Fatal(err)
		}
		e.Walk(func(_ []int, part *message.Entity, _ error) error {
			if part.MultipartReader() != nil {
				return nil
			}
			_, err := io.Copy(io.Discard, part.Body)
			return err
		})
	}
}
