"""session.py HOST PORT: exercises a mailbox with two messages by Python's imaplib."""
import imaplib
import re
import sys
import time

c = imaplib.IMAP4(sys.argv[1], int(sys.argv[2]), timeout=30)


def ok(answer):
    assert answer[0] == "OK", answer
    return answer[1]


def numbers(answer):
    return [int(n) for n in ok(answer)[0].split()]


ok(c.login("sink", 'a "quoted" password\\'))
assert ok(c.select("INBOX")) == [b"2"]
uidvalidity = c.response("UIDVALIDITY")[1][0]

# bodies are exact, sections and partials are parts of them
data = ok(c.fetch("2", "(RFC822.SIZE BODY.PEEK[])"))
body = data[0][1]
assert body.startswith(b"From: Ann <ann@a.test>\r\n") and body.endswith(b"\r\n\r\nHello.\r\n"), body
assert b"RFC822.SIZE %d " % len(body) in data[0][0], data
assert ok(c.fetch("2", "(BODY.PEEK[]<5.3>)"))[0][1] == body[5:8]
assert ok(c.fetch("2", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])"))[0][1] == b"Subject: two\r\n\r\n"
assert ok(c.fetch("2", "(RFC822.HEADER)"))[0][1] + ok(c.fetch("2", "(BODY.PEEK[1])"))[0][1] == body
assert ok(c.fetch("1:2", "(FLAGS)")) == [b"1 (FLAGS (\\Recent))", b"2 (FLAGS (\\Recent))"]

# searches
assert numbers(c.search(None, "ALL")) == [1, 2]
assert numbers(c.search(None, "SUBJECT", "TWO")) == [2]
assert numbers(c.search(None, "NOT", "SUBJECT", "two")) == [1]
assert numbers(c.search(None, "OR", "SUBJECT", "two", "UID", "2")) == [1, 2]
assert numbers(c.search(None, "TEXT", "hello.")) == [1, 2]
assert numbers(c.search(None, "BODY", "ann")) == []
assert numbers(c.search(None, "SENTON", "1-Jan-2026", "FROM", "a.test")) == [1, 2]
assert numbers(c.search(None, "SENTBEFORE", "1-Jan-2026")) == []
assert numbers(c.search(None, "UNSEEN", "SMALLER", "1000")) == [1, 2]
assert numbers(c.search(None, "HEADER", "X-None", '""')) == []
c.literal = "grüße".encode()
assert numbers(c.search("UTF-8", "SUBJECT")) == [1]

# flags
assert ok(c.store("1", "+FLAGS", r"(\Flagged Work)")) == [rb"1 (FLAGS (Work \Flagged \Recent))"]
assert numbers(c.search(None, "KEYWORD", "work")) == [1]
ok(c.fetch("1", "(BODY[])"))
assert numbers(c.search(None, "SEEN")) == [1]

# APPEND with date and flags
at = time.mktime((2020, 5, 17, 12, 0, 0, 0, 0, -1))
answer = ok(c.append("INBOX", r"(\Draft Later)", imaplib.Time2Internaldate(at), body))[0]
assert re.match(rb"\[APPENDUID %s \d+\]" % uidvalidity, answer), answer
data = ok(c.fetch("3", "(FLAGS INTERNALDATE BODY.PEEK[])"))
assert data[0][1] == body
assert time.mktime(imaplib.Internaldate2tuple(data[0][0])) == at, data
assert rb"Later \Draft" in data[0][0], data

# mailboxes
ok(c.create("One/Two"))
ok(c.rename("One", "Three"))
assert sorted(line.split(b'"/" ')[1] for line in ok(c.list()) if b"Recipients" not in line) == [b'"Three"', b'"Three/Two"', b"INBOX"]
ok(c.copy("1:3", "Three/Two"))
assert ok(c.status("Three/Two", "(MESSAGES UNSEEN)")) == [b'"Three/Two" (MESSAGES 3 UNSEEN 2)']
ok(c.subscribe("Three/Two"))
assert ok(c.lsub()) == [b'() "/" "Three/Two"']

# expunge
ok(c.store("1", "+FLAGS.SILENT", r"\Deleted"))
assert ok(c.expunge()) == [b"1"]
assert numbers(c.uid("SEARCH", "ALL"))[0] == 3
ok(c.close())
assert ok(c.select("Three/Two", readonly=True)) == [b"3"]
ok(c.unselect() if hasattr(c, "unselect") else c.close())
assert c.logout()[0] == "BYE"
print("done")
