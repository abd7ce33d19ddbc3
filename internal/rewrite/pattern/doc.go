// Package pattern matches byte strings the way glibc's regcomp(3) and PCRE2
// match them.
package pattern
