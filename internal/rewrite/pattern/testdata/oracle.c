/*
 * Answers for the tests what the regcomp(3) of this machine's C library, or its
 * PCRE2, answers. One request a line, octets in hexadecimal:
 *
 *   r FLAGS NMATCH PATTERN   compile with regcomp; FLAGS of i, m, x, n (REG_NOSUB)
 *   p FLAGS NMATCH PATTERN   compile with pcre2_compile; FLAGS of i, m, s, x, A, E, U
 *   k KEY                    match
 *
 * Answers: "ok GROUPS", "error TEXT" ("error OFFSET TEXT" of PCRE2), "no",
 * "limit", and "yes" with two offsets for each group.
 *
 *   cc -o oracle oracle.c -lpcre2-8
 */
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* A search that takes too long ends the program; it is started anew. */
static void limit(int on)
{
	struct itimerval t = { { 0, 0 }, { 0, on ? 200000 : 0 } };
	setitimer(ITIMER_PROF, &t, 0);
}

static regex_t re;
static pcre2_code *code;
static int posix, nmatch;
static char *line;
static size_t room;

static size_t unhex(char *s)
{
	size_t n = 0;
	for (char *p = s; p[0] && p[1] && p[0] != '\n'; p += 2) {
		unsigned c;
		sscanf(p, "%2x", &c);
		s[n++] = c;
	}
	s[n] = 0;
	return n;
}

static void drop(void)
{
	if (posix == 1)
		regfree(&re);
	if (code)
		pcre2_code_free(code);
	posix = 0;
	code = 0;
}

static void compile_posix(const char *flags, char *text)
{
	char msg[200];
	int opt = 0, err;
	if (strchr(flags, 'i')) opt |= REG_ICASE;
	if (strchr(flags, 'm')) opt |= REG_NEWLINE;
	if (strchr(flags, 'x')) opt |= REG_EXTENDED;
	if (strchr(flags, 'n')) opt |= REG_NOSUB;
	unhex(text);
	if ((err = regcomp(&re, text, opt)) != 0) {
		regerror(err, &re, msg, sizeof msg);
		printf("error %s\n", msg);
		return;
	}
	posix = 1;
	printf("ok %d\n", (int) re.re_nsub);
}

static void compile_pcre(const char *flags, char *text)
{
	unsigned char msg[200];
	int opt = 0, err;
	size_t at, n = unhex(text);
	uint32_t groups;
	if (strchr(flags, 'i')) opt |= PCRE2_CASELESS;
	if (strchr(flags, 'm')) opt |= PCRE2_MULTILINE;
	if (strchr(flags, 's')) opt |= PCRE2_DOTALL;
	if (strchr(flags, 'x')) opt |= PCRE2_EXTENDED;
	if (strchr(flags, 'A')) opt |= PCRE2_ANCHORED;
	if (strchr(flags, 'E')) opt |= PCRE2_DOLLAR_ENDONLY;
	if (strchr(flags, 'U')) opt |= PCRE2_UNGREEDY;
	code = pcre2_compile((PCRE2_SPTR) text, n, opt, &err, &at, 0);
	if (!code) {
		pcre2_get_error_message(err, msg, sizeof msg);
		printf("error %d %s\n", (int) at, msg);
		return;
	}
	pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
	printf("ok %d\n", (int) groups);
}

static void match(char *key)
{
	size_t n = unhex(key);
	if (posix) {
		regmatch_t m[100];
		int err = regexec(&re, key, nmatch, m, 0);
		if (err) {
			puts(err == REG_NOMATCH ? "no" : "error");
			return;
		}
		printf("yes");
		for (int i = 0; i < nmatch; i++)
			printf(" %d %d", (int) m[i].rm_so, (int) m[i].rm_eo);
		puts("");
		return;
	}
	pcre2_match_data *d = pcre2_match_data_create_from_pattern(code, 0);
	int rc = pcre2_match(code, (PCRE2_SPTR) key, n, 0, 0, d, 0);
	if (rc <= 0)
		puts(rc == PCRE2_ERROR_NOMATCH ? "no" : "limit");
	else {
		PCRE2_SIZE *o = pcre2_get_ovector_pointer(d);
		printf("yes");
		for (int i = 0; i < (int) pcre2_get_ovector_count(d) && i < nmatch; i++)
			if (i < rc && o[2 * i] != PCRE2_UNSET)
				printf(" %d %d", (int) o[2 * i], (int) o[2 * i + 1]);
			else
				printf(" -1 -1");
		puts("");
	}
	pcre2_match_data_free(d);
}

int main(void)
{
	while (getline(&line, &room, stdin) > 0) {
		line[strcspn(line, "\n")] = 0;
		limit(1);
		if (line[0] == 'k') {
			match(line + 2);
		} else {
			char *flags = line + 2, *count = strchr(flags, ' '), *text;
			*count++ = 0;
			text = strchr(count, ' ');
			*text++ = 0;
			nmatch = atoi(count);
			drop();
			if (line[0] == 'r')
				compile_posix(flags, text);
			else
				compile_pcre(flags, text);
		}
		fflush(stdout);
		limit(0);
	}
	return 0;
}
