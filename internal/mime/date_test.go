package mime

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"RFC 5322", "Thu, 1 Jan 2026 10:00:05 +0100", "2026-01-01T10:00:05+01:00"},
		{"no day of the week", "01 Jan 2026 10:00:05 -0330", "2026-01-01T10:00:05-03:30"},
		{"no seconds", "1 Jan 2026 10:00 +0000", "2026-01-01T10:00:00Z"},
		{"comments", "Thu (x), 1 Jan 2026 10:00:05 +0100 (CET)", "2026-01-01T10:00:05+01:00"},
		{"obsolete zone", "1 Jan 2026 10:00:05 EST", "2026-01-01T10:00:05-05:00"},
		{"GMT", "Thu, 01 Jan 2026 10:00:05 GMT", "2026-01-01T10:00:05Z"},
		{"military zone means nothing", "1 Jan 2026 10:00:05 A", "2026-01-01T10:00:05Z"},
		{"CEST", "1 Jul 2026 10:00:05 CEST", "2026-07-01T10:00:05+02:00"},
		{"GMT+0200", "1 Jul 2026 10:00:05 GMT+0200", "2026-07-01T10:00:05Z"},
		{"no zone", "1 Jan 2026 10:00:05", "2026-01-01T10:00:05Z"},
		{"two-digit years of this century", "1 Jan 26 10:00:05 +0000", "2026-01-01T10:00:05Z"},
		{"two-digit years of the last", "1 Jan 97 10:00:05 +0000", "1997-01-01T10:00:05Z"},
		{"three-digit years", "1 Jan 126 10:00:05 +0000", "2026-01-01T10:00:05Z"},
		{"no time", "1 Jan 2026", "2026-01-01T00:00:00Z"},
		{"asctime", "Thu Jan  1 10:00:05 2026", "2026-01-01T10:00:05Z"},
		{"date(1)", "Thu Jan  1 10:00:05 CET 2026", "2026-01-01T10:00:05+01:00"},
		{"Go", "2026-01-01 10:00:05.123456789 +0100 CET m=+0.1", "2026-01-01T10:00:05.123456789+01:00"},
		{"ISO 8601", "2026-01-01T10:00:05Z", "2026-01-01T10:00:05Z"},
		{"ISO 8601 with zone", "2026-01-01T10:00:05.250+05:30", "2026-01-01T10:00:05.25+05:30"},
		{"ISO 8601 with a space", "2026-01-01 10:00", "2026-01-01T10:00:00Z"},
		{"ISO date", "2026-01-01", "2026-01-01T00:00:00Z"},
		{"hyphens", "01-Jan-2026 10:00:05 +0000", "2026-01-01T10:00:05Z"},
		{"long names", "Thursday, January 1, 2026 10:00:05 PM +0000", "2026-01-01T22:00:05Z"},
		{"midnight", "January 1, 2026 12:30 AM", "2026-01-01T00:30:00Z"},
		{"dots for colons", "1 Jan 2026 10.00.05 +0000", "2026-01-01T10:00:05Z"},
		{"upper case", "THU, 1 JAN 2026 10:00:05 +0000", "2026-01-01T10:00:05Z"},
		{"folded white space", "Thu,  1   Jan\t2026 10:00:05 +0000", "2026-01-01T10:00:05Z"},
		{"leap second", "31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00Z"},
		{"zone out of range", "1 Jan 2026 10:00:05 +9999", "2026-01-01T10:00:05Z"},
		{"far future", "Thu, 01 Jan 2999 00:00:00 +0000", "2999-01-01T00:00:00Z"},
		{"year 1000", "Thu, 01 Jan 1000 00:00:00 -0000", "1000-01-01T00:00:00Z"},
		{"year beyond four digits", "Thu, 01 Jan 99999 00:00:00 +0000", ""},
		{"year beyond all bounds", "-292277022399-01-01T00:00:00Z", ""},
		{"no month", "1 2026 10:00", ""},
		{"no day", "Jan 2026", ""},
		{"minute 61", "1 Jan 2026 10:61:05", ""},
		{"garbage", "garbage", ""},
		{"empty", "", ""},
		{"open comment", "(1 Jan 2026", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if d := ParseDate(tt.in); !d.IsZero() {
				got = d.Format(time.RFC3339Nano)
			}
			if got != tt.want {
				t.Errorf("ParseDate(%q) = %s, want %s", tt.in, got, tt.want)
			}
		})
	}
}
