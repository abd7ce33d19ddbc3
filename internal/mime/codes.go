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
// a word such as code, OTP or PIN, in the subject or the text, or where there
// is none in the text of the HTML. Spaces and hyphens between digits are not
// part of a code, a hyphen between letters and digits is.
func (d *Document) Codes() []string {
	subject := ""
	if f := d.Root.Field("Subject"); f != nil {
		subject = f.Text()
	}
	text := d.Text()
	codes := findCodes(subject + "\n\n" + text[:min(len(text), maxCodeText)])
	if len(codes) > 0 || !hasHTML(d.Root) {
		return codes
	}
	return findCodes(htmlText(d.HTML(), maxCodeText))
}

// A candidate is a word that may be a code.
type candidate struct {
	code       string
	start, end int
	weak       bool // a mere word unless it is announced in so many words
	distance   int  // octets to the nearest word that says so
}

// findCodes looks through text once for candidates and once for the words
// that make codes of them.
func findCodes(text string) []string {
	// Hyphens and spaces that do not break a line, and marks of no width.
	text = strings.NewReplacer("\u2010", "-", "\u2011", "-", "\u00a0", " ", "\u2007", " ", "\u2009", " ", "\u202f", " ", "\u200b", "", "\u200c", "", "\u2060", "").Replace(text)
	marks := codeMarks(strings.ToLower(text))
	if len(marks) == 0 {
		return nil
	}
	var found []candidate
	for c := range candidates(text) {
		c.distance = nearest(marks, c)
		switch {
		case c.distance < 0, isYear(c.code) && c.distance > 12, c.weak && !announced(text, marks, c):
		default:
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
		if n > 0 && !otherCode(text[:i]) {
			marks = append(marks, Span{i, i + n})
		}
		i += max(1, n)
	}
	return marks
}

// otherCode reports whether the text before "code" makes something else of it.
func otherCode(before string) bool {
	if !strings.HasSuffix(before, " ") {
		return false
	}
	word := before[strings.LastIndexFunc(before[:len(before)-1], unicode.IsSpace)+1:]
	switch strings.TrimSpace(word) {
	case "zip", "postal", "area", "country", "source", "error", "status", "exit", "dress":
		return true
	}
	return false
}

// announced reports whether a mark says outright that c is a code: "code:
// a1b2c3", "code is a1b2c3", or the word is alone on a line behind one.
func announced(text string, marks []Span, c candidate) bool {
	i, _ := slices.BinarySearchFunc(marks, c.start, func(m Span, at int) int { return m.Start - at })
	if i == 0 {
		return false
	}
	between := text[marks[i-1].End:c.start]
	if aloneOnLine(text[max(0, c.start-codeBefore):c.start], text[c.end:min(len(text), c.end+codeBefore)]) {
		return true
	}
	switch strings.ToLower(strings.Trim(between, " \t\r\n:=*\"'-")) {
	case "", "is", "ist", "lautet", "est", "es", "è":
		return true
	}
	return false
}

// aloneOnLine reports whether there is nothing in a line but what stands
// between before and after.
func aloneOnLine(before, after string) bool {
	rest, _, _ := strings.Cut(after, "\n")
	return strings.TrimSpace(before[strings.LastIndexByte(before, '\n')+1:]+rest) == ""
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
			if c := spaced(text, i); len(c.code) > 1 {
				if c.isCode(text) && !yield(c) {
					return
				}
				i = c.end
				continue
			}
			start := i
			for i < len(text) && isCodeByte(text, i) {
				i++
			}
			word := strings.TrimRight(text[start:i], "-")
			if code, weak, ok := codeOf(word); ok && standsAlone(text, start, start+len(word)) {
				if !yield(candidate{code: code, start: start, end: start + len(word), weak: weak}) {
					return
				}
			}
		}
	}
}

// spaced returns the digits that stand apart from i on: "4 8 2 9 1 3", or one
// in each cell of a table.
func spaced(text string, i int) candidate {
	var digits []byte
	end, at := i, i
	for at < len(text) && isDigit(text[at]) && (at+1 == len(text) || !isAlnum(text[at+1])) {
		digits = append(digits, text[at])
		end = at + 1
		at = end + len(text[end:]) - len(strings.TrimLeft(text[end:], " \t\r\n|"))
		if at == end || at-end > 6 {
			break
		}
	}
	return candidate{code: string(digits), start: i, end: end}
}

// isCode reports whether digits apart may be a code. Who counts up from 1 makes
// a list.
func (c candidate) isCode(text string) bool {
	n := len(c.code)
	return n >= 4 && n <= 8 && !strings.HasPrefix("12345678", c.code) && standsAlone(text, c.start, c.end)
}

func isAlnum(c byte) bool { return isLetter(c) || '0' <= c && c <= '9' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isCodeByte reports whether the octet at i goes on with a word: letters,
// digits, a hyphen, one space between two groups of three digits. Scripts that
// write words without spaces between them do not.
func isCodeByte(text string, i int) bool {
	c := text[i]
	if c >= utf8.RuneSelf {
		for !utf8.RuneStart(text[i]) && i > 0 {
			i--
		}
		r, _ := utf8.DecodeRuneInString(text[i:])
		return unicode.IsLetter(r) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
	}
	if isAlnum(c) || c == '-' || c == '_' {
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
// "123 456" are 123456, "ABC-123" is itself. Words with small letters, or
// without digits, are weak.
func codeOf(word string) (code string, weak, ok bool) {
	if head, rest, ok := strings.Cut(word, "-"); ok && len(head) == 1 && isLetter(head[0]) {
		word = rest
	}
	digits, upper, lower := 0, 0, 0
	for i := range len(word) {
		switch c := word[i]; {
		case isDigit(c):
			digits++
		case c == '-' || c == ' ':
		case 'A' <= c && c <= 'Z':
			upper++
		case 'a' <= c && c <= 'z':
			lower++
		default:
			return "", false, false
		}
	}
	n := digits + upper + lower
	if n < 4 || n > 8 || !even(word) {
		return "", false, false
	}
	switch {
	case digits == n:
		return strings.NewReplacer("-", "", " ", "").Replace(word), false, true
	case digits > 0:
		return word, lower > 0, true
	case upper == n && strings.Contains(word, "-"):
		return word, true, true
	}
	return "", false, false
}

// even reports whether the groups of a word are none or two, each of three or
// more, and of one length: a date and a telephone number have others.
func even(word string) bool {
	i := strings.IndexAny(word, "- ")
	return i < 0 || i >= 3 && len(word) == 2*i+1 && !strings.ContainsAny(word[i+1:], "- ")
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
	if measured(text[end:]) {
		return false
	}
	switch after {
	case '/', '@', '=', '%', '_', '€', '$':
		return end == len(text)
	case '.', ',', ':':
		return end+1 >= len(text) || !isAlnum(text[end+1])
	}
	return true
}

// measured reports whether the word that follows makes a number an amount.
func measured(after string) bool {
	if !strings.HasPrefix(after, " ") {
		return false
	}
	word := strings.TrimLeft(after, " ")
	if end := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		word = word[:end]
	}
	switch strings.ToLower(word) {
	case "second", "seconds", "minute", "minutes", "min", "hour", "hours", "day", "days", "eur", "euro", "euros", "usd", "gbp", "chf", "dollars", "points":
		return true
	}
	return false
}
