package imap_test

import (
	"net"
	"strings"
	"testing"
)

// FuzzCommand says anything to a mailbox with a message in it. However wrong
// it is, the server answers in whole lines, without a mistake of its own.
func FuzzCommand(f *testing.F) {
	for _, seed := range []string{
		"FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE MODSEQ PREVIEW EMAILID THREADID SAVEDATE)",
		"FETCH 1 (BODY[1.2.MIME]<0.5> BODY.PEEK[HEADER.FIELDS.NOT (a \"b\")] BINARY[1]<5> BINARY.SIZE[1.] RFC822.TEXT)",
		"FETCH * FULL", "UID FETCH 1:* (FLAGS) (CHANGEDSINCE 1 VANISHED)", "FETCH 1 BODY[", "FETCH 1 BINARY[]", "FETCH 1 BODY[]<",
		"STORE 1 (UNCHANGEDSINCE 5) +FLAGS.SILENT (\\Seen $x)", "STORE 1 FLAGS", "COPY 1 INBOX", "MOVE $ INBOX", "UID EXPUNGE 1:*",
		"SEARCH RETURN (MIN MAX ALL COUNT SAVE PARTIAL 1:2 UPDATE) CHARSET UTF-8 OR (NOT 1:* UID *) HEADER a b", "SEARCH MODSEQ \"/flags/x\" all 1",
		"SEARCH OLDER 5 SENTON 1-Jan-2026 SAVEDBEFORE 2-Feb-2026 KEYWORD x", "SORT RETURN (COUNT) (REVERSE DATE DISPLAYTO) UTF-8 ALL", "THREAD REFS UTF-8 ALL",
		"SELECT INBOX (CONDSTORE)", "ENABLE QRESYNC IMAP4rev2", "EXAMINE INBOX (QRESYNC (1 2 1:* (1 1)))", "STATUS INBOX (MESSAGES SIZE MAILBOXID)",
		"LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (% \"*\") RETURN (CHILDREN STATUS (MESSAGES))", "LSUB \"\" %", "CREATE a/b (USE (\\Junk))", "RENAME a b", "SUBSCRIBE &-",
		"APPEND INBOX (\\Seen) \" 1-Jan-2026 00:00:00 +0000\" {3+}\r\nabc (\\Draft) ~{1+}\r\n\x00", "APPEND INBOX CATENATE (URL \"/INBOX/;UID=2/;SECTION=1/;PARTIAL=0.3\" TEXT {1+}\r\nx)",
		"NOTIFY SET STATUS (SELECTED (MessageNew (UID) MessageExpunge)) (SUBTREE (a b) (MailboxName))", "GETMETADATA (DEPTH 1 MAXSIZE 5) \"\" (/private/a)",
		"SETMETADATA INBOX (/shared/a NIL)", "GETQUOTAROOT INBOX", "ID (\"a\" NIL)", "LANGUAGE en", "CANCELUPDATE \"x\"", "IDLE\r\nDONE", "COMPRESS DEFLATE",
	} {
		f.Add(seed)
	}
	w := start(f)
	w.deliver("Subject: one\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nx\r\n--B\r\nContent-Type: message/rfc822\r\n\r\nSubject: y\r\n\r\nz\r\n--B--\r\n")
	f.Fuzz(func(t *testing.T, command string) {
		c, err := net.Dial("tcp", w.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		x := wireOn(t, c)
		go func() {
			c.Write([]byte("1 LOGIN sink pw\r\n2 SELECT INBOX\r\n3 " + command + "\r\n4 NOOP\r\n"))
			c.(*net.TCPConn).CloseWrite()
		}()
		said := x.closed()
		if strings.Contains(said, "SERVERBUG") || strings.Contains(said, "[UNAVAILABLE]") {
			t.Errorf("%q: %q", command, said)
		}
		if !strings.Contains(strings.ToUpper(command), "COMPRESS") && !strings.HasSuffix(said, "\r\n") {
			t.Errorf("%q: the answers end with %.100q", command, said[max(0, len(said)-100):])
		}
	})
}
