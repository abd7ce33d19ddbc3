// Package pattern matches byte strings the way glibc's regcomp(3) and PCRE2
// match them, for tables whose patterns were written for these.
//
// CompilePOSIX and CompilePCRE turn a pattern into a Regexp, or say in the
// original's own words why it is none. A Matcher holds a key and the memory
// that matching needs: Match asks whether a Regexp matches the key, Find where
// and with which groups. A Regexp may be used by any number of Matchers at
// once; a Matcher by one goroutine.
//
// Both dialects become the same tree and the same program (parse, compile,
// run). They differ in what the end of a program means. PCRE2 takes the first
// way through. glibc takes the leftmost match, of those the longest, and
// reports for its groups the first way that backtracking finds to that end.
//
// Time is bounded. A POSIX pattern without back-references is tried at most
// once for each instruction and place; everything else stops with ErrLimit
// after ten million steps, which counts as not matched.
//
// Keys and patterns are bytes, as in the C locale, unless a PCRE2 pattern
// begins with (*UTF). What PCRE2 has and this package does not is a SyntaxError
// with Unsupported set.
//
// # Standards
//
// IEEE Std 1003.1 §9 (basic and extended regular expressions), with the
// extensions of the GNU C library 2.36; pcre2pattern(3) of PCRE2 10.42.
package pattern
