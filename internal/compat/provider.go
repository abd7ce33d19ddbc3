package compat

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	netmail "net/mail"
	"strings"

	"mailsink/internal/compose"
)

// named writes an address with its name.
func named(name, address string) string {
	if name == "" {
		return address
	}
	return (&netmail.Address{Name: name, Address: address}).String()
}

// texts writes addresses.
func texts[T fmt.Stringer](list []T) []string {
	var out []string
	for _, p := range list {
		out = append(out, p.String())
	}
	return out
}

// split parts a list of addresses at its commas, if there is anything in it.
func split(list string) []string {
	if strings.TrimSpace(list) == "" {
		return nil
	}
	return []string{list}
}

// attach adds a file to c whose content is base64.
func attach(c *compose.Composition, name, kind, content, contentID string) error {
	octets, err := base64.StdEncoding.DecodeString(strings.NewReplacer("\r", "", "\n", "", " ", "").Replace(content))
	if err != nil {
		return badRequest("The content of the attachment %.80q is not base64.", name)
	}
	c.Attachments = append(c.Attachments, compose.Enclosure{Filename: name, Type: kind, Content: octets, ContentID: strings.Trim(contentID, "<>")})
	return nil
}

// templateField is the header field with the name of a template.
const templateField = "X-Template"

// template notes which template the provider would have filled, and with what:
// this sink does not have it. The name is in a header field, the variables are
// a file, and where the message has no content of its own both are its text.
func template(c *compose.Composition, id string, data any) {
	if id == "" {
		return
	}
	shown, err := json.MarshalIndent(data, "", "  ")
	if err != nil {
		shown = nil // it came as JSON; it cannot happen
	}
	c.Headers = maps.Clone(c.Headers)
	if c.Headers == nil {
		c.Headers = make(map[string]string)
	}
	c.Headers[templateField] = id
	c.Attachments = append(c.Attachments, compose.Enclosure{Filename: "template.json", Type: "application/json", Content: append(shown, '\n')})
	if c.Subject == "" {
		c.Subject = "Template " + id
	}
	if c.Text == "" && c.HTML == "" {
		c.Text = "Template: " + id + "\n\n" + string(shown) + "\n"
	}
}

// object returns JSON that came as text; as the text, where it is none.
func object(text string) any {
	if raw := json.RawMessage(text); json.Valid(raw) {
		return raw
	}
	return text
}

// incomplete refuses what a provider refuses: a message without an address or
// without content.
func incomplete(c compose.Composition) error {
	switch {
	case c.From == "":
		return badRequest("The sender is missing.")
	case len(c.To)+len(c.Cc)+len(c.Bcc) == 0:
		return badRequest("The recipient is missing.")
	case c.Text == "" && c.HTML == "":
		return badRequest("The message has neither text nor HTML.")
	}
	return nil
}

// intake returns a route that takes messages in.
func intake(path string, speak speaker, h func(w http.ResponseWriter, r *http.Request) error) Route {
	return Route{Method: http.MethodPost, Path: path, Large: true, Handler: handler(speak, h)}
}
