package mime

import (
	"bytes"
	"fmt"
	"strings"
)

// maxPasted bounds the files found in one text.
const maxPasted = 100

// A pastedFile is a file that stands in plain text, encoded by uuencode, or
// by yEnc as in news.
type pastedFile struct {
	name     string
	start    int // of its encoded lines
	end      int // where the text goes on, the line end of the last line not passed
	encoding string
}

// pasted returns the files in the plain text p as parts that have no header.
// Their IDs are that of p with ".u1" and so on.
func pasted(content []byte, p *Part) []*Part {
	var found []*Part
	body := p.Body.Of(content)
	f := pastedFinder{body: body}
	for len(found) < maxPasted && f.next() {
		span := Span{p.Body.Start + f.file.start, p.Body.Start + f.file.end}
		found = append(found, &Part{
			ID: fmt.Sprintf("%s.u%d", sectionOf(p), len(found)+1), Header: Span{span.Start, span.Start}, Body: span,
			Type: "application", Subtype: "octet-stream", Encoding: f.file.encoding, Disposition: "attachment",
			Filename: cleanFilename(f.file.name),
		})
	}
	return found
}

// A pastedFinder walks over a text from file to file. What it has looked for
// in vain it looks for no more.
type pastedFinder struct {
	body []byte
	pos  int
	file pastedFile
	none [2]bool // no uuencode, no yEnc from pos on
}

// next finds the next file.
func (f *pastedFinder) next() bool {
	uu, y := f.uuencoded(), f.yencoded()
	switch {
	case uu.encoding == "" && y.encoding == "":
		return false
	case uu.encoding == "" || y.encoding != "" && y.start < uu.start:
		f.file = y
	default:
		f.file = uu
	}
	f.pos = f.file.end
	return true
}

func (f *pastedFinder) uuencoded() (file pastedFile) {
	if f.none[0] {
		return file
	}
	name, next, ok := findUU(f.body, f.pos)
	if !ok {
		f.none[0] = true
		return file
	}
	last := "\nend"
	file = pastedFile{name: name, start: next, encoding: "x-uuencode"}
	if bytes.HasPrefix(lastLine(f.body[:next]), []byte("begin-base64 ")) {
		file.encoding, last = "base64", "\n===="
	}
	file.end = endOf(f.body, next, last)
	return file
}

func (f *pastedFinder) yencoded() (file pastedFile) {
	if f.none[1] {
		return file
	}
	at := lineStarting(f.body, f.pos, "=ybegin ")
	if at < 0 {
		f.none[1] = true
		return file
	}
	line, _, _ := bytes.Cut(f.body[at:], []byte("\n"))
	_, name, _ := bytes.Cut(line[:min(len(line), 1_000)], []byte(" name="))
	start := min(at+len(line)+1, len(f.body))
	end := endOf(f.body, start, "\n=yend")
	return pastedFile{name: toUTF8(bytes.TrimSpace(name), ""), start: start, end: end, encoding: "x-yenc"}
}

// endOf returns where the line that begins with last, which has the line end
// before it in front, ends its mark, or the end of body.
func endOf(body []byte, from int, last string) int {
	if i := bytes.Index(body[from:], []byte(last)); i >= 0 {
		return from + i + len(last)
	}
	return len(body)
}

// lineStarting returns the position of the first line from pos on that begins
// with prefix, or -1.
func lineStarting(body []byte, pos int, prefix string) int {
	for pos < len(body) {
		i := bytes.Index(body[pos:], []byte(prefix))
		if i < 0 {
			return -1
		}
		if pos += i; pos == 0 || body[pos-1] == '\n' {
			return pos
		}
		pos++
	}
	return -1
}

// lastLine returns the last line of b with its line end.
func lastLine(b []byte) []byte {
	return b[bytes.LastIndexByte(b[:max(0, len(b)-1)], '\n')+1:]
}

// findUU looks for the line "begin MODE NAME" from pos on, or that of
// "begin-base64". It returns the name and where the line after it starts.
func findUU(body []byte, pos int) (name string, next int, ok bool) {
	for {
		at := lineStarting(body, pos, "begin")
		if at < 0 {
			return "", 0, false
		}
		end := len(body)
		if j := bytes.IndexByte(body[at:], '\n'); j >= 0 {
			end = at + j + 1
		}
		rest := bytes.TrimPrefix(body[at+len("begin"):end], []byte("-base64"))
		if name, ok := uuName(rest); ok {
			return name, end, true
		}
		pos = at + 1
	}
}

// uuName reads " 644 name".
func uuName(rest []byte) (string, bool) {
	if len(rest) == 0 || rest[0] != ' ' {
		return "", false
	}
	rest = bytes.TrimSpace(rest[:min(len(rest), 1_000)])
	mode, name, ok := bytes.Cut(rest, []byte(" "))
	if !ok || len(mode) < 3 || len(mode) > 4 || strings.Trim(string(mode), "01234567") != "" {
		return "", false
	}
	return toUTF8(bytes.TrimSpace(name), ""), true
}

// decodeYEnc undoes yEnc (version 1.3): octets are 42 too high, and 64 more
// behind an equals sign; lines that begin with =y are not part of the file.
func decodeYEnc(body []byte) []byte {
	out := make([]byte, 0, len(body))
	for line := range bytes.Lines(body) {
		line = bytes.TrimRight(line, "\r\n")
		if bytes.HasPrefix(line, []byte("=y")) {
			continue
		}
		for i := 0; i < len(line); i++ {
			c := line[i]
			if c == '=' && i+1 < len(line) {
				i++
				c = line[i] - 64
			}
			out = append(out, c-42)
		}
	}
	return out
}
