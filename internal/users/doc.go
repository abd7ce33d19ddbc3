// Package users reads the file that says who may log in, in the form of
// htpasswd: a line for each user, a name, a colon and how the password is
// kept.
//
//	# made by: htpasswd -nbB ann secret
//	ann:$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC
//	bob:$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b6dWRWJTmaaOlsxkiPGE+aPq/Y
//	app:{PLAIN}secret
//
// A hash can only be compared with a password that a client sends. CRAM-MD5
// and SCRAM never send it, so they need a line with {PLAIN}. Empty lines and
// lines that begin with # mean nothing.
//
// The file is read anew when it changes. If it then has a mistake, what was
// read before stays in use.
//
// # Standards
//
// RFC 9106 (Argon2id, in the string form of its reference implementation);
// bcrypt as $2a$, $2b$ and $2y$.
package users
