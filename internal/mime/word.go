package mime

import (
	"strings"
	"unicode/utf8"
)

const (
	maxWords     = 1_000 // encoded-words decoded in one field
	maxWordLabel = 75    // RFC 2047 §2: no word is longer
)

// DecodeHeader returns the body of an unstructured field for show: its
// encoded-words decoded (RFC 2047 and the language tags of RFC 2231 §5), raw
// octets read as UTF-8 or else windows-1252, white space squeezed, controls
// replaced. Broken encoded-words are decoded as far as they make sense:
// unterminated, with spaces, without spaces between them, with characters cut
// in two. The result is at most 64 KiB.
func DecodeHeader(s string) string { return clean(decodeWords(s, ""), maxHeaderText) }

// decodeWords is DecodeHeader without the cleaning. Raw octets that are not
// UTF-8 are read as the charset label.
func decodeWords(s, label string) string {
	if !strings.Contains(s, "=?") {
		if isASCII(s) && strings.IndexByte(s, '\x1b') < 0 {
			return s
		}
		return rawText(s, label) // an ESC may be ISO-2022-JP
	}
	d := wordDecoder{label: label, octets: make([]byte, 0, min(len(s), maxHeaderText))}
	d.out.Grow(min(len(s), maxHeaderText))
	d.decode(s)
	return d.out.String()
}

// rawText decodes raw octets: UTF-8 where they are that (RFC 6532), whatever
// the charset of the text behind the header is, else in the charset label.
func rawText(s, label string) string {
	if !isASCII(s) && validUTF8(s) {
		label = ""
	}
	return toUTF8([]byte(s), label)
}

// A wordDecoder joins the octets of adjacent encoded-words of one charset
// before it decodes them, for characters, and even base64 groups, are cut in
// two by many who write them.
type wordDecoder struct {
	out    strings.Builder
	label  string // charset of raw octets
	octets []byte // of the words of the run
	run    string // their charset
	inRun  bool
	base64 base64Reader
	words  int
}

func (d *wordDecoder) decode(s string) {
	literal, pos := 0, 0
	for d.words < maxWords && d.out.Len() < maxHeaderText {
		i := strings.Index(s[pos:], "=?")
		if i < 0 {
			break
		}
		i += pos
		w, n, ok := cutWord(s[i:])
		if !ok {
			pos = i + 2
			continue
		}
		d.text(s[literal:i], true)
		d.word(w)
		pos = i + n
		literal = pos
	}
	d.text(s[literal:], false)
	d.flush()
}

// text writes what stands between words. White space between two words is
// none (RFC 2047 §6.2).
func (d *wordDecoder) text(s string, beforeWord bool) {
	if s == "" || beforeWord && d.inRun && trimBlank(s) == "" {
		return
	}
	d.flush()
	if isASCII(s) && strings.IndexByte(s, '\x1b') < 0 {
		d.out.WriteString(s)
	} else {
		d.out.WriteString(rawText(s, d.label))
	}
}

func (d *wordDecoder) word(w encodedWord) {
	d.words++
	if d.inRun && !strings.EqualFold(d.run, w.charset) {
		d.flush()
	}
	d.inRun, d.run = true, w.charset
	if w.encoding == 'B' {
		d.octets = d.base64.append(d.octets, []byte(w.text))
		return
	}
	d.octets = d.base64.flush(d.octets)
	d.octets = appendQ(d.octets, w.text)
}

// flush writes the run.
func (d *wordDecoder) flush() {
	if !d.inRun {
		return
	}
	d.octets = d.base64.flush(d.octets)
	label := charsetLabel(d.run)
	if label == "utf-8" && utf8.Valid(d.octets) {
		d.out.Write(trimBOM(d.octets))
	} else {
		d.out.WriteString(toUTF8(d.octets, label))
	}
	d.octets, d.inRun = d.octets[:0], false
}

// An encodedWord is =?charset?encoding?text?=.
type encodedWord struct {
	charset  string // without the language tag
	encoding byte   // 'B' or 'Q'
	text     string
}

// cutWord reads the encoded-word that s begins with; n is its length.
func cutWord(s string) (w encodedWord, n int, ok bool) {
	head := s[2:min(len(s), 2+maxWordLabel)]
	label, rest, found := strings.Cut(head, "?")
	encoding, _, ended := strings.Cut(rest, "?")
	if !found || !ended {
		return w, 0, false
	}
	i := 2 + len(label) + 1 + len(encoding) + 1
	label = strings.Trim(label, wordJunk)
	if strings.ContainsAny(label, " \t\r\n=<>\"") {
		return w, 0, false
	}
	switch strings.Trim(encoding, wordJunk) {
	case "B", "b":
		w.encoding = 'B'
	case "Q", "q":
		w.encoding = 'Q'
	default:
		return w, 0, false
	}
	w.charset, _, _ = strings.Cut(label, "*")
	text, length := wordText(s[i:])
	w.text = text
	return w, i + length, w.encoding == 'Q' || text == "" || strings.IndexFunc(text, isSextet) >= 0
}

// wordJunk is what some leave around the charset and the encoding of a word.
const wordJunk = " \t\r\n\""

// isSextet reports whether r is a base64 digit: text without any is none.
func isSextet(r rune) bool { return r < 0x80 && sextet(byte(r)) >= 0 }

// wordText returns the text of a word, and how far it goes with its end. It
// ends with "?="; if the next word begins before that, or there is no end, at
// the next white space.
func wordText(s string) (text string, n int) {
	window := s
	if i := strings.Index(s, "=?"); i >= 0 {
		window = s[:min(len(s), i+3)]
	}
	if i := strings.Index(window, "?="); i >= 0 {
		return s[:i], i + 2
	}
	if i := strings.IndexAny(window, " \t\r\n"); i >= 0 {
		return s[:i], i
	}
	if len(window) < len(s) {
		window = window[:len(window)-3] // the next word starts there
	}
	return strings.TrimSuffix(window, "?"), len(window)
}

// appendQ appends s with the Q encoding undone: RFC 2047 §4.2.
func appendQ(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '_':
			b = append(b, ' ')
			continue
		case s[i] == '=' && i+2 < len(s):
			if hi, lo := unhex(s[i+1]), unhex(s[i+2]); hi >= 0 && lo >= 0 {
				b = append(b, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	return b
}
