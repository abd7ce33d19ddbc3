package bodies

import (
	"strconv"
	"strings"
)

// AppendString appends s as an IMAP string (RFC 9051 §4.3): quoted if it can
// be, else as a literal. NUL, which neither may hold, becomes U+FFFD.
func AppendString(dst []byte, s string) []byte {
	s = withoutNUL(s)
	for i := range len(s) {
		if c := s[i]; c >= 0x80 || c == '\r' || c == '\n' {
			dst = append(dst, '{')
			dst = strconv.AppendInt(dst, int64(len(s)), 10)
			dst = append(dst, "}\r\n"...)
			return append(dst, s...)
		}
	}
	dst = append(dst, '"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			dst = append(dst, '\\')
		}
		dst = append(dst, s[i])
	}
	return append(dst, '"')
}

func withoutNUL(s string) string {
	if strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(s, "\x00", "\ufffd")
}

// AppendNString appends s as AppendString does, or NIL if it is empty.
func AppendNString(dst []byte, s string) []byte {
	if s == "" {
		return appendNil(dst)
	}
	return AppendString(dst, s)
}

// appendAString appends s as an atom if it is one, else as a string.
func appendAString(dst []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`(){%*"\\]`, c) >= 0 {
			return AppendString(dst, s)
		}
	}
	if s == "" {
		return AppendString(dst, s)
	}
	return append(dst, s...)
}

func appendNil(dst []byte) []byte { return append(dst, "NIL"...) }
