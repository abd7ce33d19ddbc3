"""session.py HOST PORT: exercises a maildrop of two messages by Python's poplib."""
import poplib
import sys

p = poplib.POP3(sys.argv[1], int(sys.argv[2]), timeout=30)
capabilities = p.capa()
for name in ("TOP", "UIDL", "USER", "SASL", "PIPELINING", "UTF8"):
    assert name in capabilities, capabilities
p.utf8()
p.user("sink")
p.pass_("a password")
count, octets = p.stat()
assert count == 2, count
assert [line.split()[0] for line in p.list()[1]] == [b"1", b"2"]
uids = p.uidl()[1]
assert len(set(line.split()[1] for line in uids)) == 2, uids
assert p.retr(1)[1] == [b"Subject: two", b"", b"first", b".dot", b"last"], p.retr(1)
assert p.retr(2)[1] == [b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=", b"", b".", b"..", b"end"], p.retr(2)
assert p.top(1, 1)[1] == [b"Subject: two", b"", b"first"], p.top(1, 1)
p.dele(1)
try:
    p.retr(1)
    raise SystemExit("a deleted message came")
except poplib.error_proto:
    pass
p.rset()
p.dele(2)
p.quit()

p = poplib.POP3(sys.argv[1], int(sys.argv[2]), timeout=30)
p.user("sink")
p.pass_("another password")
assert [line.split()[1] for line in p.uidl()[1]] == [uids[0].split()[1]]
p.quit()
print("done")
