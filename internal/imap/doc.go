// Package imap shows mailboxes over IMAP4rev1 and IMAP4rev2, with the
// extensions that mail programs and test programs live on.
//
// A [session] is one client. It holds the [mailbox.Box] that it last told its
// client; a message sequence number is an index into it, plus one. Where IMAP
// lets a server speak, the session compares that Box with the newest one and
// says the difference; in IDLE, and after NOTIFY, it does so as soon as there
// is a newer one. There is nothing else to keep in step, so numbers and
// messages cannot disagree, and a session on a mailbox of a million messages
// costs what one on an empty mailbox does.
//
// # Layers
//
// A wire owns the socket, TLS and compression; answers are collected, and sent
// when the client is next waited for. A lexer takes one command apart as it is
// read, and answers for it that octets of a command that is refused are never
// taken for the next one: literals that the client does not wait to send are
// read and thrown away, or the connection ends. Each command is a method
// cmdName that reads its arguments to the end before it does anything, and one
// table says which there are. What is in a message is told by package bodies,
// orders and threads are made by package order.
//
// # Accounts
//
// Without [Server.Auth] any credentials log in: to the account that the user
// name leads to, if there is one, else to all mail of all accounts.
//
// # Bounds
//
// Commands of 64 KiB, 16 KiB before the login; literals of 32 KiB, messages of
// [Server.MaxSize]; 2,000 search keys nested 50 deep, 5 seconds a search,
// 10 searches kept up to date; 1,000 items a FETCH; 10,000 mailboxes and
// [Server.MaxSessions] sessions an account; 1,000 keywords a mailbox; and times
// to log in, to say the next command and to read an answer. A client that does
// not read costs itself alone: no more than 64 KiB of an answer are held.
//
// # Standards
//
// RFC 9051 (IMAP4rev2) and RFC 3501 (IMAP4rev1); RFC 2177 (IDLE), RFC 2342
// (NAMESPACE), RFC 2971 (ID), RFC 3348 and 5258 (CHILDREN, LIST-EXTENDED), RFC
// 3502 (MULTIAPPEND), RFC 3516 (BINARY), RFC 3691 (UNSELECT), RFC 4315
// (UIDPLUS), RFC 4467 and 5524 (URLAUTH, URLAUTH=BINARY), RFC 4469 (CATENATE,
// with URLs of RFC 5092), RFC 4731 (ESEARCH), RFC 4959 (SASL-IR), RFC 4978
// (COMPRESS=DEFLATE), RFC 5032 (WITHIN), RFC 5161 (ENABLE), RFC 5182 (SEARCHRES), RFC 5255 (LANGUAGE,
// I18NLEVEL=1), RFC 5256 and 5957 (SORT, SORT=DISPLAY, THREAD), RFC 5267
// (ESORT, CONTEXT), RFC 5464 (METADATA), RFC 5465 (NOTIFY), RFC 5819
// (LIST-STATUS), RFC 6154 (SPECIAL-USE), RFC 6851 (MOVE), RFC 6855
// (UTF8=ACCEPT), RFC 7162 (CONDSTORE, QRESYNC), RFC 7888 (LITERAL+), RFC 7889
// (APPENDLIMIT), RFC 8438 (STATUS=SIZE), RFC 8474 (OBJECTID), RFC 8514
// (SAVEDATE), RFC 8970 (PREVIEW), RFC 9208 (QUOTA), RFC 8314 (implicit TLS).
package imap
