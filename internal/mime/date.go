package mime

import (
	"strings"
	"time"
)

// ParseDate reads a date: that of RFC 5322 §3.3 with its obsolete zones and
// two-digit years, that of asctime, that of ISO 8601, all with what people
// leave out or put in beside. Without a zone it is UTC. It is the zero time
// where there is no hope.
func ParseDate(s string) time.Time {
	var d dateReader
	s = s[:min(len(s), 200)]
	for s != "" {
		s = d.token(s)
	}
	return d.time()
}

// A dateReader collects what the tokens of a date say.
type dateReader struct {
	year, day  int
	month      time.Month
	hour, min  int
	sec, nsec  int
	hasClock   bool
	hasZone    bool
	pm, am     bool
	zone       int // seconds east of UTC
	yearDigits int
}

// token takes the first token off s.
func (d *dateReader) token(s string) string {
	switch c := s[0]; {
	case c == '(':
		if end := skipComment(s, 0); end > 0 {
			return s[end:]
		}
		return ""
	case c >= '0' && c <= '9':
		return d.number(s)
	case c == '+' || c == '-':
		return d.offset(s)
	case isLetter(c):
		n := 1
		for n < len(s) && isLetter(s[n]) {
			n++
		}
		d.word(s[:n])
		return s[n:]
	}
	return s[1:]
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func digits(s string) (value, n int) {
	for n < len(s) && n < 9 && '0' <= s[n] && s[n] <= '9' {
		value = value*10 + int(s[n]-'0')
		n++
	}
	return value, n
}

// number reads a clock, an ISO date, a day or a year.
func (d *dateReader) number(s string) string {
	v, n := digits(s)
	rest := s[n:]
	switch {
	case n <= 2 && !d.hasClock && clockFollows(rest):
		return d.clock(v, rest)
	case n == 4 && d.year == 0 && len(rest) > 1 && (rest[0] == '-' || rest[0] == '/') && rest[1] >= '0' && rest[1] <= '9':
		return d.iso(v, rest)
	case d.day == 0 && n <= 2 && v >= 1 && v <= 31:
		d.day = v
	case d.year == 0 && d.yearDigits == 0:
		d.year, d.yearDigits = v, n
	}
	return strings.TrimLeft(rest, "-/.")
}

func clockFollows(rest string) bool {
	return len(rest) > 2 && (rest[0] == ':' || rest[0] == '.') && '0' <= rest[1] && rest[1] <= '9' && '0' <= rest[2] && rest[2] <= '9'
}

// clock reads :mm, :mm:ss and :mm:ss.fff after the hour.
func (d *dateReader) clock(hour int, s string) string {
	d.hasClock, d.hour = true, hour
	var n int
	d.min, n = digits(s[1:])
	s = s[1+n:]
	if clockFollows(s) {
		d.sec, n = digits(s[1:])
		s = s[1+n:]
		if len(s) > 1 && (s[0] == '.' || s[0] == ',') && '0' <= s[1] && s[1] <= '9' {
			v, n := digits(s[1:])
			for i := n; i < 9; i++ {
				v *= 10
			}
			d.nsec, s = v, s[1+n:]
		}
	}
	return s
}

// iso reads -mm-dd after the year.
func (d *dateReader) iso(year int, s string) string {
	d.year, d.yearDigits = year, 4
	m, n := digits(s[1:])
	d.month = time.Month(m)
	s = s[1+n:]
	if len(s) > 1 && (s[0] == '-' || s[0] == '/') {
		d.day, n = digits(s[1:])
		s = s[1+n:]
	}
	return s
}

// offset reads +hhmm, +hh:mm and +hh after a clock.
func (d *dateReader) offset(s string) string {
	if !d.hasClock || d.hasZone {
		return s[1:] // a hyphen: 1-Jan-2026
	}
	v, n := digits(s[1:])
	rest := s[1+n:]
	if n == 0 {
		return rest
	}
	h, m := v/100, v%100
	if n <= 2 {
		h, m = v, 0
		if clockFollows(rest) {
			m, n = digits(rest[1:])
			rest = rest[1+n:]
		}
	}
	if h > 23 || m > 59 {
		return rest
	}
	d.hasZone = true
	d.zone = h*3600 + m*60
	if s[0] == '-' {
		d.zone = -d.zone
	}
	return rest
}

// word reads a month, a zone, am or pm; days of the week say nothing new.
func (d *dateReader) word(w string) {
	var buf [3]byte
	for i := range min(3, len(w)) {
		buf[i] = w[i] | 0x20
	}
	if len(w) >= 3 && d.month == 0 {
		if m := month(string(buf[:])); m > 0 {
			d.month = m
			return
		}
	}
	if !d.hasClock || len(w) > 4 {
		return
	}
	switch up := strings.ToUpper(w); up {
	case "AM":
		d.am = true
	case "PM":
		d.pm = true
	default:
		if zone, ok := zoneOf(up); ok && !d.hasZone {
			d.hasZone, d.zone = true, zone
		}
	}
}

func month(s string) time.Month {
	const names = "janfebmaraprmayjunjulaugsepoctnovdec"
	if i := strings.Index(names, s); i >= 0 && i%3 == 0 {
		return time.Month(i/3 + 1)
	}
	return 0
}

// zoneOf returns the offset of a zone with a name: RFC 5322 §4.3, and those
// of Europe that are seen as often. Military zones mean nothing there.
func zoneOf(name string) (seconds int, ok bool) {
	hours := 0
	switch name {
	case "UT", "UTC", "GMT", "Z", "WET":
	case "EST", "CDT":
		hours = -5
	case "EDT":
		hours = -4
	case "CST", "MDT":
		hours = -6
	case "MST", "PDT":
		hours = -7
	case "PST":
		hours = -8
	case "CET", "MET", "WEST", "BST":
		hours = 1
	case "CEST", "MEST", "EET":
		hours = 2
	case "EEST", "MSK":
		hours = 3
	case "JST", "KST":
		hours = 9
	default:
		return 0, false
	}
	return hours * 3600, true
}

// time puts together what was found.
func (d *dateReader) time() time.Time {
	switch {
	case d.yearDigits == 2 && d.year < 50: // RFC 5322 §4.3
		d.year += 2000
	case d.yearDigits == 2, d.yearDigits == 3:
		d.year += 1900
	}
	if d.pm && d.hour < 12 {
		d.hour += 12
	} else if d.am && d.hour == 12 {
		d.hour = 0
	}
	if d.year < 1 || d.year > 9998 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 {
		return time.Time{}
	}
	if d.hour > 24 || d.min > 59 || d.sec > 60 {
		return time.Time{}
	}
	loc := time.UTC
	if d.zone != 0 {
		loc = time.FixedZone("", d.zone)
	}
	return time.Date(d.year, d.month, d.day, d.hour, d.min, d.sec, d.nsec, loc)
}
