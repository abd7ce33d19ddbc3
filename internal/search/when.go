package search

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// newWhen reads after: before: on: newer: and older:.
func newWhen(t term, now time.Time) (node, error) {
	var from, to time.Time // a zero one is no bound
	switch t.field {
	case "newer", "older":
		age, ok := parseAge(t.text)
		if !ok {
			return nil, t.fail("%s: needs an age such as 30s, 10m, 2h, 3d or 1w", t.field)
		}
		if from = now.Add(-age); t.field == "older" {
			from, to = time.Time{}, from
		}
	default:
		start, end, ok := parseTime(fold(t.text), now)
		if !ok {
			return nil, t.fail("%s: needs a day such as 2026-11-21, a time such as 2026-11-21T12:00, today or yesterday", t.field)
		}
		switch t.field {
		case "after":
			from = start
		case "before":
			to = start
		case "on":
			from, to = start, end
		}
	}
	return test{holds: func(s *subject) bool {
		at := s.InternalDate
		return (from.IsZero() || !at.Before(from)) && (to.IsZero() || at.Before(to))
	}}, nil
}

// parseTime returns the stretch of time that s names, in the location of now.
func parseTime(s string, now time.Time) (start, end time.Time, ok bool) {
	y, m, d := now.Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, now.Location())
	switch s {
	case "today":
		return today, today.AddDate(0, 0, 1), true
	case "yesterday":
		return today.AddDate(0, 0, -1), today, true
	}
	for _, layout := range []string{"2006-1-2", "2006/1/2", "2.1.2006", "20060102", "2 Jan 2006", "2-Jan-2006", "Jan 2, 2006", "2 January 2006", "January 2, 2006"} {
		if t, err := time.ParseInLocation(layout, s, now.Location()); err == nil {
			return t, t.AddDate(0, 0, 1), true
		}
	}
	s = strings.ToUpper(s)
	for _, f := range []struct {
		layout string
		length time.Duration
	}{
		{"2006-1-2T15:04", time.Minute}, {"2006-1-2 15:04", time.Minute}, {"2006/1/2 15:04", time.Minute},
		{"2006-1-2T15:04:05", time.Second}, {"2006-1-2 15:04:05", time.Second}, {"2006/1/2 15:04:05", time.Second}, {time.RFC3339, time.Second},
	} {
		if t, err := time.ParseInLocation(f.layout, s, now.Location()); err == nil {
			return t, t.Add(f.length), true
		}
	}
	return start, end, false
}

// parseAge reads a number and a unit.
func parseAge(s string) (time.Duration, bool) {
	if s == "" {
		return 0, false
	}
	unit, ok := map[byte]time.Duration{
		's': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour, 'y': 365 * 24 * time.Hour,
	}[s[len(s)-1]|0x20]
	n, err := strconv.ParseUint(s[:len(s)-1], 10, 32)
	if !ok || err != nil || time.Duration(n) > math.MaxInt64/unit {
		return 0, false
	}
	return time.Duration(n) * unit, true
}

// newSize reads larger: and smaller:, in octets or with k, M or G for powers
// of 1024.
func newSize(t term) (node, error) {
	size, ok := parseSize(t.text)
	if !ok {
		return nil, t.fail("%s: needs a size such as 500, 10k or 2M", t.field)
	}
	if t.field == "larger" {
		return test{holds: func(s *subject) bool { return s.Size > size }}, nil
	}
	return test{holds: func(s *subject) bool { return s.Size < size }}, nil
}

func parseSize(s string) (int64, bool) {
	s = strings.TrimSuffix(strings.ToLower(s), "b")
	shift := 0
	for i, unit := range []string{"k", "m", "g"} {
		if rest, ok := strings.CutSuffix(s, unit); ok {
			s, shift = rest, 10*(i+1)
			break
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64>>shift {
		return 0, false
	}
	return n << shift, true
}
