package rewrite

import "strings"

// failure answers what error: says: a keyword or a status code (RFC 3463) and
// what a client is to be told, which begins with a reply code as a rule.
func (v *virtUser) failure(local, domain, rest string) {
	enhanced, rest := failureStatus(rest)
	if rest == "" {
		rest = ">" + local + "<@" + domain + "."
	}
	rest = failureText(rest)
	code, text := replyCode(rest)
	if code == 0 {
		v.refuse(553, "5.3.0", rest, true)
		return
	}
	if word, after, ok := strings.Cut(text, " "); ok && isStatus(word) {
		enhanced, text = word, after
	}
	if code >= 600 {
		code = 550
		v.refuse(code, statusOr(enhanced, code), text, false)
		return
	}
	about := code == 550 || code == 553 || code == 450 || code < 400
	v.refuse(code, statusOr(enhanced, code), text, about)
}

// failureStatus cuts "5.7.1:" or a keyword from the text of an error. Three
// words with dots are a status code by their form alone; enhanced is empty
// unless they are one by their digits, too.
func failureStatus(rest string) (enhanced, text string) {
	if code, text, ok := strings.Cut(rest, ":"); ok && strings.Count(code, ".") == 2 && !strings.ContainsAny(code, ` %@!^/[]+"(),;<>`) {
		if isStatus(code) {
			enhanced = code
		}
		return enhanced, trimSpace(text)
	}
	i := 0
	for i < len(rest) && (isAlnum(rest[i]) || rest[i] == '_' || rest[i] == '-') {
		i++
	}
	return "", trimSpace(rest[i:])
}

// isStatus reports whether s is an enhanced status code (RFC 3463 §2).
func isStatus(s string) bool {
	parts := strings.Split(s, ".")
	if len(parts) != 3 || parts[0] != "2" && parts[0] != "4" && parts[0] != "5" {
		return false
	}
	for _, p := range parts[1:] {
		if p == "" || len(p) > 3 || strings.Trim(p, "0123456789") != "" {
			return false
		}
	}
	return true
}

// statusOr returns the status code of a refusal, or what its code stands for.
func statusOr(enhanced string, code int) string {
	if enhanced != "" {
		return enhanced
	}
	return string(rune('0'+code/100)) + ".0.0"
}

// replyCode cuts a reply code and a blank from a text; 0 without one.
func replyCode(text string) (int, string) {
	if len(text) > 3 && isDigit(text[0]) && isDigit(text[1]) && isDigit(text[2]) && text[3] == ' ' {
		return int(text[0]-'0')*100 + int(text[1]-'0')*10 + int(text[2]-'0'), text[4:]
	}
	return 0, text
}

// failureText returns a text as it comes out of Sendmail's rules, which take it
// for an address: comments are gone, and of blanks there is one between two
// words, and none beside anything that separates words in an address.
func failureText(text string) string {
	const operators = ".:%@!^/[]+(),;<>"
	var b strings.Builder
	word, blank := false, false // what is behind: a word, white space
	for text != "" {
		switch c := text[0]; {
		case isSpace(c):
			blank, text = true, text[1:]
		case c == '(':
			blank, text = true, afterComment(text)
		case c == '"':
			quoted, rest := quotedText(text[1:], '"')
			b.WriteString(quoted)
			word, blank, text = false, false, rest
		case strings.IndexByte(operators, c) >= 0:
			b.WriteByte(c)
			word, blank, text = false, false, text[1:]
		default:
			if word && blank {
				b.WriteByte(' ')
			}
			if c != '\\' {
				b.WriteByte(c)
			}
			word, blank, text = true, false, text[1:]
		}
	}
	return b.String()
}
