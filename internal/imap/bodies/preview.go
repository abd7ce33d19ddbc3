package bodies

import (
	"strings"
	"unicode"

	"mailsink/internal/mime"
)

// maxPreview is the most characters of a PREVIEW (RFC 8970 §3.2).
const maxPreview = 200

// Preview returns the first words of the text of a message on one line: at
// most 200 characters of UTF-8, without markup, and without what is quoted of
// another message unless that is all there is (RFC 8970). It is empty for a
// message without text.
func Preview(content []byte, root *mime.Part) string {
	d := mime.Document{Content: content, Root: root}
	text := d.Text()
	if s := beginning(text, true); s != "" {
		return s
	}
	return beginning(text, false)
}

// beginning returns the first words of text.
func beginning(text string, unquoted bool) string {
	var b strings.Builder
	n, space := 0, false
	for line := range strings.Lines(text) {
		if unquoted && strings.HasPrefix(line, ">") {
			continue
		}
		for _, r := range line {
			switch {
			case unicode.IsSpace(r):
				space = n > 0
				continue
			case !unicode.IsGraphic(r):
				continue
			}
			if space && n+1 < maxPreview {
				b.WriteByte(' ')
				n++
			}
			if space = false; n == maxPreview {
				return strings.TrimRight(b.String(), " ")
			}
			b.WriteRune(r)
			n++
		}
		space = n > 0
	}
	return b.String()
}
