package mime

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxCodes    = 10
	maxCodeText = 64 << 10 // octets of text looked through
	codeBefore  = 120      // octets between a word that announces a code and the code
	codeAfter   = 60       // octets between a code and a word that explains it
)

// Codes returns the one-time codes that the message seems to carry, likeliest
// first: words of 4 to 8 digits, or of letters and digits, that stand close to
// a word such as code, OTP or PIN, in the subject or the text. A space or
// hyphen in the middle of the digits is not part of the code.
func (d *Document) Codes() []string {
	subject := ""
	if f := d.Root.Field("Subject"); f != nil {
		subject = f.Text()
	}
	text := d.Text()
	return findCodes(subject + "\n\n" + text[:min(len(text), maxCodeText)])
}

// A candidate is a word that may be a code.
type candidate struct {
	code       string
	start, end int
	distance   int // octets to the nearest word that says so
}

// findCodes looks through text once for candidates and once for the words
// that make codes of them.
func findCodes(text string) []string {
	marks := codeMarks(strings.ToLower(text))
	if len(marks) == 0 {
		return nil
	}
	var found []candidate
	for c := range candidates(text) {
		if c.distance = nearest(marks, c); c.distance >= 0 && !(isYear(c.code) && c.distance > 12) {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return a.distance - b.distance })
	var codes []string
	for _, c := range found {
		if len(codes) < maxCodes && !slices.Contains(codes, c.code) {
			codes = append(codes, c.code)
		}
	}
	return codes
}

// isYear reports whether a code looks like a year of our time: most of those
// in a message are one.
func isYear(code string) bool {
	return len(code) == 4 && (code[:2] == "19" || code[:2] == "20")
}

// codeMarks returns the spans of words that announce a code, in order.
func codeMarks(text string) []Span {
	words := [...]string{
		"code", "otp", "pin", "passcode", "one-time", "verif", "token", "2fa", "mfa", "einmal", "kennwort",
		"código", "codigo", "codice", "kod", "код", "пароль", "验证码", "驗證碼", "コード", "인증", "tan",
	}
	var marks []Span
	for i := 0; i < len(text); {
		n := 0
		for _, w := range words {
			if text[i] == w[0] && strings.HasPrefix(text[i:], w) && startsWord(text, i, w) {
				n = max(n, len(w))
			}
		}
		if n > 0 {
			marks = append(marks, Span{i, i + n})
		}
		i += max(1, n)
	}
	return marks
}

// startsWord reports whether w, found at i, is no mere piece of another word:
// "spin" is no pin, but a "bestätigungscode" is a code. Short words must end
// there too.
func startsWord(text string, i int, w string) bool {
	switch w {
	case "otp", "pin", "tan", "token", "mfa", "2fa", "verif":
		if r, _ := utf8.DecodeLastRuneInString(text[:i]); i > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return false
		}
		if w == "verif" || w == "token" {
			return true
		}
		r, n := utf8.DecodeRuneInString(text[i+len(w):])
		return n == 0 || !unicode.IsLetter(r)
	}
	return true
}

// nearest returns how far c is from the nearest mark that reaches it, or -1.
func nearest(marks []Span, c candidate) int {
	i, _ := slices.BinarySearchFunc(marks, c.start, func(m Span, at int) int { return m.Start - at })
	best := -1
	if i > 0 {
		if d := c.start - marks[i-1].End; d >= 0 && d <= codeBefore {
			best = d
		}
	}
	if i < len(marks) {
		if d := marks[i].Start - c.end; d >= 0 && d <= codeAfter && (best < 0 || d < best) {
			best = d
		}
	}
	return best
}

// candidates yields the words of text that have the shape of a code.
func candidates(text string) func(yield func(candidate) bool) {
	return func(yield func(candidate) bool) {
		for i := 0; i < len(text); {
			if !isAlnum(text[i]) {
				i++
				continue
			}
			start := i
			for i < len(text) && isCodeByte(text, i) {
				i++
			}
			word := strings.TrimRight(text[start:i], "-")
			if code, ok := codeOf(word); ok && standsAlone(text, start, start+len(word)) {
				if !yield(candidate{code: code, start: start, end: start + len(word)}) {
					return
				}
			}
		}
	}
}

func isAlnum(c byte) bool { return isLetter(c) || '0' <= c && c <= '9' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isCodeByte reports whether the octet at i goes on with a word: letters,
// digits, what is not ASCII, a hyphen, one space between two groups of three
// digits.
func isCodeByte(text string, i int) bool {
	c := text[i]
	if isAlnum(c) || c == '-' || c == '_' || c >= utf8.RuneSelf {
		return true
	}
	return c == ' ' && digitsAround(text, i)
}

func digitsAround(text string, i int) bool {
	if i < 3 || i+3 >= len(text) {
		return false
	}
	for k := 1; k <= 3; k++ {
		if !isDigit(text[i-k]) || !isDigit(text[i+k]) {
			return false
		}
	}
	return (i == 3 || !isAlnum(text[i-4])) && (i+4 == len(text) || !isAlnum(text[i+4]))
}

// codeOf returns the code that word is. "G-123456" is 123456, "123-456" and
// "123 456" are 123456.
func codeOf(word string) (string, bool) {
	if head, rest, ok := strings.Cut(word, "-"); ok && len(head) == 1 && isLetter(head[0]) {
		word = rest
	}
	digits, upper, other := 0, 0, 0
	joined := make([]byte, 0, 12)
	for i := 0; i < len(word) && len(joined) < 12; i++ {
		switch c := word[i]; {
		case isDigit(c):
			digits++
		case 'A' <= c && c <= 'Z':
			upper++
		case c == '-' || c == ' ':
			continue
		default:
			other++
		}
		joined = append(joined, word[i])
	}
	n := len(joined)
	if other > 0 || n < 4 || n > 8 || digits == 0 || digits < n && len(word) > n+1 {
		return "", false
	}
	if upper > 0 && digits == 0 {
		return "", false
	}
	return string(joined), true
}

// standsAlone reports whether the word is not part of a number, an amount, an
// address, a URL or a time.
func standsAlone(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	switch before {
	case '.', ',', '/', '@', '#', '$', '€', '£', '¥', '=', '&', '?', '%', '+', '_':
		if start > 0 {
			return false
		}
	}
	switch after {
	case '/', '@', '=', '%', '_', '€', '$':
		return end == len(text)
	case '.', ',', ':':
		return end+1 >= len(text) || !isAlnum(text[end+1])
	}
	return true
}
