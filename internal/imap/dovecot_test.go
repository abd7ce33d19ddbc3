package imap_test

import (
	"slices"
	"strings"
	"testing"

	"mailsink/internal/imap/dovecot"
)

// searched are messages that searches tell apart.
func searched() []string {
	lines := strings.NewReplacer("\n", "\r\n").Replace
	var out []string
	for _, m := range []string{
		"From: user-from@domain.test\nTo: user-to@domain.test\nSubject: hello beautiful world\nX-Extra: one two\nDate: Sat, 24 Mar 2007 23:00:00 +0200\n\nbody asdfghjkl zxcvbnm\n",
		"From: RealFrom <user-from@domain.test>\nTo: Group: groupuser@domain.test, other@domain.test;\nCc: \"Quoted Name\" <cc@domain.test>\nDate: Sun, 25 Mar 2007 01:00:00 +0200\n\nBODY ASDFGHJKL\n",
		"From: <user-from (comment)@ (comment) domain.test>\nTo: <user-to@domain.test> (RealTo)\nBcc: hidden@domain.test\n\nx\n",
		"Subject: =?utf-8?q?gr=C3=BC=C3=9Fe_aus?=\n =?utf-8?q?_M=C3=BCnchen?=\nFrom: =?iso-8859-1?q?J=FCrgen?= <j@domain.test>\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nR3LDvMOfZSB2b24gSGF1cwo=\n",
		"Subject: parts qwertyuiop\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\npreambleword\n--B\nContent-Type: text/plain; name=partheader\n\nfirstpart\n--B\nContent-Type: text/html\n\n<p>htmlword <b>bo</b>ld</p>\n--B\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\nYmluYXJ5d29yZA==\n--B\nContent-Type: message/rfc822\n\nSubject: innersubject\nFrom: inner@domain.test\n\ninnerbody\n--B--\nepilogueword\n",
		"Subject: folded\n  over lines\nX-Extra: \nTo: a@b.test,\n b@c.test\nDate: nonsense\n\n",
		"\nno header at all, only bodyword\n",
		"Subject: soft\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\nDate: Mon, 26 Mar 2007 00:30:00 -0500\n\nsoft line=\nbreak and caf=E9\n",
	} {
		out = append(out, lines(m))
	}
	return out
}

// TestDovecotFindsTheSame asks both servers.
func TestDovecotFindsTheSame(t *testing.T) {
	var octets [][]byte
	w := start(t)
	for _, m := range searched() {
		w.deliver(m)
		octets = append(octets, []byte(m))
	}
	ours, theirs := w.inbox(), dovecot.Start(t, octets...)
	theirs.Command("SELECT INBOX")
	ours.ok("SEARCH TEXT anything") // from here on what cannot be found is known
	for _, keys := range []string{
		"FROM user-from@domain.test", "FROM realfrom", "FROM ser-fro", "TO user-to@domain.test", "TO groupuser", "TO Group",
		"TO other@domain", "CC quoted", "CC \"Quoted Name\"", "BCC hidden", "HEADER From \"\"", "HEADER To \"\"", "HEADER X-Extra \"\"", "NOT HEADER X-Extra \"\"",
		"HEADER X-Extra two", "HEADER X-None \"\"", "HEADER Date 2007", "HEADER From user-from@domain.test", "HEADER To groupuser", "FROM \"\"", "TO \"<user-to\"", "TO comment", "FROM comment", "HEADER Message-ID x",
		"SUBJECT hello", "SUBJECT \"eautiful worl\"", "SUBJECT \"folded over\"", "SUBJECT \"folded  over\"", "SUBJECT innersubject",
		"CHARSET UTF-8 SUBJECT \"gr\xc3\xbc\xc3\x9fe aus M\xc3\xbcnchen\"", "CHARSET UTF-8 SUBJECT \"GR\xc3\x9c\"", "CHARSET UTF-8 FROM \"j\xc3\xbcrgen\"",
		"CHARSET UTF-8 BODY \"haus\"", "CHARSET UTF-8 BODY \"gr\xc3\xbc\xc3\x9fe\"", "BODY R3LDv", "CHARSET UTF-8 BODY \"caf\xc3\xa9\"", "CHARSET UTF-8 TEXT \"caf\xc3\xa9\"",
		"BODY asdfghjkl", "BODY sdfghjk", "BODY zxcvbnm", "TEXT zxcvbnm", "BODY qwertyuiop", "TEXT qwertyuiop", "BODY firstpart", "BODY partheader",
		"TEXT partheader", "BODY htmlword", "BODY \"bold\"", "BODY binaryword", "TEXT binaryword", "BODY innerbody", "BODY innersubject", "TEXT innersubject",
		"TEXT inner@domain.test", "BODY bodyword", "TEXT \"line break\"", "TEXT linebreak", "BODY \"text/html\"", "TEXT \"text/html\"",
		"SENTBEFORE 25-Mar-2007", "SENTON 24-Mar-2007", "SENTON 25-Mar-2007", "SENTSINCE 25-Mar-2007", "SENTON 26-Mar-2007", "SENTSINCE 1-Jan-2000", "NOT SENTSINCE 1-Jan-2000",
		"LARGER 200", "SMALLER 100", "ALL", "1:3,5", "4:2", "*", "NOT 2,4", "OR 1 SUBJECT soft", "(OR (1) (SUBJECT soft)) NOT 1",
		"SINCE 1-Jan-2000", "BEFORE 1-Jan-2000", "KEYWORD none", "UNKEYWORD none", "UNSEEN", "SEEN", "NEW NOT SEEN",
	} {
		a, b := found(ours.run("SEARCH "+keys)), found(theirs.Command("SEARCH "+keys))
		if a != b {
			t.Errorf("SEARCH %s: ours %q, Dovecot's %q", keys, a, b)
		}
	}
}

// found returns the answer to SEARCH, or how it was refused.
func found(responses []string) string {
	if i := slices.IndexFunc(responses, func(r string) bool { return strings.HasPrefix(r, "* SEARCH") }); i >= 0 {
		return strings.TrimSpace(responses[i])
	}
	return strings.Fields(responses[len(responses)-1])[0]
}
