package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/client"
)

// printFlags say what of a message is printed.
type printFlags struct {
	JSON  bool   `name:"json" help:"Everything, one JSON object a line."`
	Print string `default:"message" enum:"message,id,subject,text,html,codes,links,recipients" help:"What to print: message, id, subject, text, html, codes, links or recipients."`
}

// print writes what was asked for.
func (f printFlags) print(w io.Writer, m client.Message) error {
	if f.JSON {
		return printJSON(w, m)
	}
	var lines []string
	switch f.Print {
	case "id":
		lines = []string{m.ID.String()}
	case "subject":
		lines = []string{m.Summary.Subject}
	case "text":
		lines = []string{m.Text}
	case "html":
		lines = []string{m.HTML}
	case "codes":
		lines = m.Codes
	case "links":
		for _, l := range m.Links {
			lines = append(lines, l.URL)
		}
	case "recipients":
		lines = m.Originals()
	default:
		return printMessage(w, m)
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, strings.TrimRight(line, "\r\n")); err != nil {
			return err
		}
	}
	return nil
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// printMessage writes a message for a person to read: what a mail program
// shows, with the envelope in front.
func printMessage(w io.Writer, m client.Message) error {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-12s %s\n", name, plain(value))
		}
	}
	line("id", m.ID.String())
	line("arrived", m.InternalDate.Local().Format(time.DateTime))
	line("from", "<"+string(m.Envelope.ReversePath)+">")
	for _, r := range m.Envelope.Recipients {
		value := "<" + string(r.Original) + ">"
		if r.Original != r.Final {
			value += " -> " + string(r.Final)
		}
		line("recipient", value)
	}
	line("subject", m.Summary.Subject)
	line("codes", strings.Join(m.Codes, " "))
	for _, l := range m.Links {
		line("link", l.URL)
	}
	for _, a := range m.Attachments {
		line("attachment", fmt.Sprintf("%s (%s, %d octets)", a.Filename, a.Type, a.Size))
	}
	for _, d := range m.Defects {
		line("defect", d)
	}
	fmt.Fprintf(&b, "\n%s\n", plainText(strings.TrimRight(strings.ReplaceAll(m.Text, "\r\n", "\n"), "\n")))
	_, err := io.WriteString(w, b.String())
	return err
}

// messages says how many there are: "1 message", "2 messages".
func messages(n int) string {
	if n == 1 {
		return "1 message"
	}
	return strconv.Itoa(n) + " messages"
}

// plain takes out what a terminal would obey: the mail of others is shown in
// one line.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return '\uFFFD'
		}
		return r
	}, s)
}

// plainText is plain for several lines.
func plainText(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = plain(strings.ReplaceAll(l, "\t", "    "))
	}
	return strings.Join(lines, "\n")
}
