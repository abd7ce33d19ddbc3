package rewrite

import (
	"fmt"
	"strings"
)

// Boxes are the parameters that say how large files of mail may grow. A limit of
// 0 is none.
type Boxes struct {
	VirtualBase              string
	VirtualLimit, SpoolLimit int
	SpoolDirectory           string
}

// boxes reads them. The limits that Postfix has by default are not followed:
// only those that a main.cf sets.
func (p Parameters) boxes() Boxes {
	get := func(name string) string { v, _ := p.Get(name); return v }
	b := Boxes{
		VirtualBase: get("virtual_mailbox_base"), VirtualLimit: p.number("virtual_mailbox_limit", 0),
		SpoolDirectory: get("mail_spool_directory"), SpoolLimit: p.number("mailbox_size_limit", 0),
	}
	if get("home_mailbox")+get("mailbox_command")+get("mailbox_transport") != "" {
		b.SpoolLimit = 0
	}
	return b
}

// fill says of a final which file of mail Postfix would have written it to, if
// that file has a limit. A directory of mail, which ends in /, has none.
func (q *trip) fill(f *Final, to resolved) error {
	boxes := &q.r.postfix.Boxes
	switch {
	case f.Bounce != "":
	case to.class == classMailbox && f.Transport == "virtual" && boxes.VirtualLimit > 0:
		res, _, err := q.find(q.r.mailboxRecipients, to.addr)
		if err != nil || !res.Found || strings.HasSuffix(res.Value, "/") {
			return err
		}
		f.Mailbox, f.MailboxLimit = boxes.VirtualBase+"/"+res.Value, boxes.VirtualLimit
		f.Full = fmt.Sprintf("5.2.2 delivery failed to mailbox %s: error writing message: File too large", f.Mailbox)
	case to.class == classLocal && f.Transport == "local" && boxes.SpoolLimit > 0 && !strings.HasSuffix(boxes.SpoolDirectory, "/"):
		local, _, _ := split(to.addr)
		user, _ := q.r.splitExtension(local)
		user = fold(user, true)
		f.Mailbox, f.MailboxLimit = boxes.SpoolDirectory+"/"+user, boxes.SpoolLimit
		f.Full = fmt.Sprintf("5.2.2 cannot update mailbox %s for user %s. error writing message: File too large", f.Mailbox, user)
	}
	return nil
}
