package compat

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones that a client may name

	"mailsink/internal/compose"
	"mailsink/internal/jsonbody"
	"mailsink/internal/mail"
	"mailsink/internal/mime"
	"mailsink/internal/store"
)

// mailpit returns the API of Mailpit, version 1.
func (f *facade) mailpit() []Route {
	route := func(method, path string, h func(http.ResponseWriter, *http.Request) error) Route {
		return Route{Method: method, Path: path, Handler: handler(problem, h)}
	}
	send := route("POST", "/api/v1/send", f.mailpitSend)
	send.Handler, send.Large = handler(mailpitError, f.mailpitSend), true
	return []Route{
		route("GET", "/api/v1/messages", f.mailpitList), route("PUT", "/api/v1/messages", f.mailpitRead), route("DELETE", "/api/v1/messages", f.mailpitDelete),
		route("GET", "/api/v1/search", f.mailpitList), route("DELETE", "/api/v1/search", f.mailpitDeleteFound),
		route("GET", "/api/v1/message/{id}", f.mailpitMessage), route("GET", "/api/v1/message/{id}/headers", f.mailpitHeaders),
		route("GET", "/api/v1/message/{id}/raw", f.mailpitRaw), route("GET", "/api/v1/message/{id}/part/{part}", f.mailpitPart),
		route("GET", "/api/v1/message/{id}/part/{part}/thumb", f.mailpitThumbnail),
		route("POST", "/api/v1/message/{id}/release", f.refuse(http.StatusBadRequest, noRelay)),
		route("GET", "/api/v1/message/{id}/html-check", f.mailpitHTMLCheck),
		route("GET", "/api/v1/message/{id}/link-check", f.refuse(http.StatusNotFound, noLinkCheck)),
		route("GET", "/api/v1/message/{id}/sa-check", f.refuse(http.StatusNotFound, noSpamCheck)),
		route("GET", "/api/v1/chaos", f.mailpitChaos), route("PUT", "/api/v1/chaos", f.mailpitSetChaos),
		route("GET", "/api/v1/tags", f.mailpitTags), route("PUT", "/api/v1/tags", f.mailpitSetTags),
		route("PUT", "/api/v1/tags/{tag}", f.mailpitRenameTag), route("DELETE", "/api/v1/tags/{tag}", f.mailpitDeleteTag),
		route("GET", "/api/v1/info", f.mailpitInfo), route("GET", "/api/v1/webui", f.mailpitUI),
		route("GET", "/livez", f.mailpitLive), send,
		{Method: "GET", Path: "/api/events", Socket: f.mailpitEvents},
	}
}

// mailpitError is how its send tells errors.
func mailpitError(w http.ResponseWriter, e *fault) {
	write(w, e.status, map[string]string{"Error": e.detail})
}

type mailpitSummary struct {
	ID, MessageID    string
	Read             bool
	From             person
	To, Cc, Bcc      []person
	ReplyTo          []person
	Subject, Created string
	Username         string
	Tags             []string
	Size             int64
	Attachments      int
	Snippet          string
}

// instant is RFC 3339 with milliseconds.
const instant = "2006-01-02T15:04:05.000Z07:00"

func mailpitSummaryOf(m *mail.Message) mailpitSummary {
	s := m.Summary
	return mailpitSummary{
		ID: m.ID.String(), MessageID: s.MessageID, Read: m.Flags.Has(mail.Seen), From: sender(m), To: people(s.To), Cc: people(s.Cc), Bcc: blind(m),
		ReplyTo: people(s.ReplyTo), Subject: s.Subject, Created: m.InternalDate.UTC().Format(instant), Username: m.Envelope.Client.Identity,
		Tags: tagsOf(m), Size: m.Size, Attachments: s.Attachments, Snippet: s.Snippet,
	}
}

// mailpitQuery brings a query of Mailpit into ours, which has nearly the same
// words.
func mailpitQuery(q string) string {
	words := regexp.MustCompile(`(^|[\s!-])has:(inline|attachment)s\b`)
	return words.ReplaceAllString(q, "${1}has:$2")
}

// mailpitHunt reads query= and tz=, the zone that the days in it are of.
func mailpitHunt(r *http.Request) (h hunt, err error) {
	h.query = mailpitQuery(r.URL.Query().Get("query"))
	if tz := r.URL.Query().Get("tz"); tz != "" {
		if h.zone, err = time.LoadLocation(tz); err != nil {
			return h, badRequest("tz= must be the name of a time zone, as Europe/Berlin.")
		}
	}
	return h, nil
}

// mailpitList serves both the list and the search.
func (f *facade) mailpitList(w http.ResponseWriter, r *http.Request) error {
	h, err := mailpitHunt(r)
	if err != nil {
		return err
	}
	if strings.HasSuffix(r.URL.Path, "/search") && strings.TrimSpace(h.query) == "" {
		return badRequest("query= must say what to look for.")
	}
	start, limit, err := span(r, 50, 1<<20)
	if err != nil {
		return err
	}
	found, err := f.listed(w, r, h)
	if err != nil {
		return err
	}
	all := f.Mailbox.State().All
	unread := 0
	for _, m := range found {
		if !m.Flags.Has(mail.Seen) {
			unread++
		}
	}
	list := []mailpitSummary{}
	for _, m := range page(found, start, limit) {
		list = append(list, mailpitSummaryOf(m))
	}
	write(w, http.StatusOK, map[string]any{
		"total": all.Len(), "unread": all.Unseen, "count": len(list), "messages_count": len(found), "messages_unread": unread,
		"start": start, "tags": f.allTags(), "messages": list,
	})
	return nil
}

func (f *facade) allTags() []string {
	tags := []string{}
	for _, m := range f.Mailbox.State().All.From(0) {
		for _, tag := range tagsOf(m) {
			if !slices.Contains(tags, tag) {
				tags = append(tags, tag)
			}
		}
	}
	slices.Sort(tags)
	return tags
}

// mailpitRead marks messages. A body that names none means all of them, for
// nothing is lost by it.
func (f *facade) mailpitRead(w http.ResponseWriter, r *http.Request) error {
	var ask struct {
		Read   bool
		IDs    []string
		Search string
	}
	if err := jsonbody.DecodeKnown(r, &ask); err != nil {
		return err
	}
	h, err := mailpitHunt(r)
	if err != nil {
		return err
	}
	messages := f.byIDs(ask.IDs)
	if len(ask.IDs) == 0 {
		if messages, err = f.newest(r.Context(), hunt{query: mailpitQuery(ask.Search), zone: h.zone}); err != nil {
			return err
		}
	}
	op := store.RemoveFlags
	if ask.Read {
		op = store.AddFlags
	}
	if err := f.Mailbox.Flag(r.Context(), uidsOf(messages), op, mail.NewFlags(mail.Seen)); err != nil {
		return err
	}
	return ok(w, "ok")
}

// mailpitDelete removes the messages that the body names, and nothing where it
// names none.
func (f *facade) mailpitDelete(w http.ResponseWriter, r *http.Request) error {
	var ask struct{ IDs []string }
	if err := jsonbody.DecodeKnown(r, &ask); err != nil {
		return err
	}
	if len(ask.IDs) == 0 {
		return badRequest(`Say which messages: {"IDs":["…"]}, or DELETE /api/v1/search?query=…; nothing is removed by saying nothing.`)
	}
	if err := f.expunge(r.Context(), f.byIDs(ask.IDs)...); err != nil {
		return err
	}
	return ok(w, "ok")
}

func (f *facade) mailpitDeleteFound(w http.ResponseWriter, r *http.Request) error {
	h, err := mailpitHunt(r)
	if err != nil {
		return err
	}
	if strings.TrimSpace(h.query) == "" {
		return badRequest("query= must say what to remove; nothing was removed.")
	}
	if err := noBody(r); err != nil {
		return err
	}
	found, err := f.newest(r.Context(), h)
	if err != nil {
		return err
	}
	if err := f.expunge(r.Context(), found...); err != nil {
		return err
	}
	return ok(w, "ok")
}

// mailpitFind returns the message of the path; latest may have a query.
func (f *facade) mailpitFind(r *http.Request) (*mail.Message, *mime.Document, error) {
	h, err := mailpitHunt(r)
	if err != nil {
		return nil, nil, err
	}
	id := r.PathValue("id")
	m, err := f.find(id)
	if id == "latest" && h.query != "" {
		var found []*mail.Message
		h.most = 1
		if found, err = f.newest(r.Context(), h); err == nil && len(found) == 0 {
			err = gone()
		}
		if err == nil {
			m = found[0]
		}
	}
	if err != nil {
		return nil, nil, err
	}
	doc, err := f.document(r.Context(), m)
	return m, doc, err
}

type mailpitFile struct {
	PartID, FileName, ContentType, ContentID string
	Size                                     int
	Checksums                                struct{ MD5, SHA1, SHA256 string }
}

func mailpitFileOf(doc *mime.Document, p *mime.Part) mailpitFile {
	body := p.Decoded(doc.Content)
	out := mailpitFile{PartID: partID(p), FileName: p.Filename, ContentType: p.MediaType(), ContentID: p.ContentID, Size: len(body)}
	m, s, l := md5.Sum(body), sha1.Sum(body), sha256.Sum256(body) // what the original tells; nothing here trusts them
	out.Checksums.MD5, out.Checksums.SHA1, out.Checksums.SHA256 = hex.EncodeToString(m[:]), hex.EncodeToString(s[:]), hex.EncodeToString(l[:])
	return out
}

func (f *facade) mailpitMessage(w http.ResponseWriter, r *http.Request) error {
	m, doc, err := f.mailpitFind(r)
	if err != nil {
		return err
	}
	s := mailpitSummaryOf(m)
	date := m.Summary.Date
	if date.IsZero() {
		date = m.InternalDate
	}
	inline, attached := []mailpitFile{}, []mailpitFile{}
	for _, p := range doc.Attachments() {
		if p.Disposition == "inline" || p.Disposition == "" && p.ContentID != "" {
			inline = append(inline, mailpitFileOf(doc, p))
		} else {
			attached = append(attached, mailpitFileOf(doc, p))
		}
	}
	write(w, http.StatusOK, map[string]any{
		"ID": s.ID, "MessageID": s.MessageID, "From": s.From, "To": s.To, "Cc": s.Cc, "Bcc": s.Bcc, "ReplyTo": s.ReplyTo,
		"ReturnPath": m.Envelope.ReversePath, "Subject": s.Subject, "ListUnsubscribe": unsubscribeOf(doc), "Date": date.UTC().Format(time.RFC3339),
		"Tags": s.Tags, "Username": s.Username, "Text": doc.Text(), "HTML": doc.HTML(), "Size": m.Size, "Inline": inline, "Attachments": attached,
	})
	return nil
}

func unsubscribeOf(doc *mime.Document) map[string]any {
	body := func(name string) string {
		if field := doc.Root.Field(name); field != nil {
			return field.Unfolded()
		}
		return ""
	}
	links := []string{}
	for part := range strings.SplitSeq(body("List-Unsubscribe"), ",") {
		if link := strings.Trim(strings.TrimSpace(part), "<>"); link != "" {
			links = append(links, link)
		}
	}
	return map[string]any{"Header": body("List-Unsubscribe"), "Links": links, "Errors": "", "HeaderPost": body("List-Unsubscribe-Post")}
}

func (f *facade) mailpitHeaders(w http.ResponseWriter, r *http.Request) error {
	_, doc, err := f.mailpitFind(r)
	if err != nil {
		return err
	}
	write(w, http.StatusOK, fields(doc.Root))
	return nil
}

func (f *facade) mailpitRaw(w http.ResponseWriter, r *http.Request) error {
	m, doc, err := f.mailpitFind(r)
	if err != nil {
		return err
	}
	if r.URL.Query().Get("dl") != "" {
		return file(w, m.ID.String()+".eml", "message/rfc822", doc.Content)
	}
	return octets(w, "text/plain; charset=utf-8", doc.Content)
}

func (f *facade) mailpitPart(w http.ResponseWriter, r *http.Request) error {
	_, doc, err := f.mailpitFind(r)
	if err != nil {
		return err
	}
	id := r.PathValue("part")
	p := doc.Part(id)
	if p == nil || id == "" {
		return gone()
	}
	return file(w, p.Filename, harmless(p.MediaType()), p.Decoded(doc.Content))
}

func (f *facade) mailpitTags(w http.ResponseWriter, _ *http.Request) error {
	write(w, http.StatusOK, f.allTags())
	return nil
}

// keyword returns a tag as a flag: without what Mailpit strips too, and with _
// for a blank, which flags of IMAP cannot have.
func keyword(tag string) mail.Flag {
	return mail.Flag(strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '_'
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', strings.ContainsRune("-._", r):
			return r
		}
		return -1
	}, strings.TrimSpace(tag)))
}

// mailpitSetTags replaces the tags of messages.
func (f *facade) mailpitSetTags(w http.ResponseWriter, r *http.Request) error {
	var ask struct{ Tags, IDs []string }
	if err := jsonbody.DecodeKnown(r, &ask); err != nil {
		return err
	}
	if len(ask.IDs) == 0 {
		return badRequest("Say IDs, the messages to tag.")
	}
	var flags mail.Flags
	for _, tag := range ask.Tags {
		k := keyword(tag)
		if k == "" || len(k) > 100 {
			return badRequest("%.40q cannot be a tag.", tag)
		}
		flags = flags.With(k)
	}
	for _, m := range f.byIDs(ask.IDs) {
		kept := slices.DeleteFunc(slices.Clone(m.Flags), mail.Flag.IsTag)
		if err := f.Mailbox.Flag(r.Context(), mail.UIDs(m.UID), store.SetFlags, kept.With(flags...)); err != nil {
			return err
		}
	}
	return ok(w, "ok")
}

// tagged returns the messages with the tag of the path.
func (f *facade) tagged(r *http.Request) (mail.Flag, []*mail.Message, error) {
	tag := keyword(r.PathValue("tag"))
	var found []*mail.Message
	for _, m := range f.Mailbox.State().All.From(0) {
		if tag.IsTag() && m.Flags.Has(tag) {
			found = append(found, m)
		}
	}
	if len(found) == 0 {
		return tag, nil, &fault{http.StatusNotFound, "No message has this tag."}
	}
	return tag, found, nil
}

func (f *facade) mailpitRenameTag(w http.ResponseWriter, r *http.Request) error {
	var ask struct{ Name string }
	if err := jsonbody.DecodeKnown(r, &ask); err != nil {
		return err
	}
	tag, found, err := f.tagged(r)
	if err != nil {
		return err
	}
	name := keyword(ask.Name)
	if name == "" || len(name) > 100 {
		return badRequest("%.40q cannot be a tag.", ask.Name)
	}
	if name == tag {
		return ok(w, "ok")
	}
	if err := f.Mailbox.Flag(r.Context(), uidsOf(found), store.AddFlags, mail.NewFlags(name)); err != nil {
		return err
	}
	if err := f.Mailbox.Flag(r.Context(), uidsOf(found), store.RemoveFlags, mail.NewFlags(tag)); err != nil {
		return err
	}
	return ok(w, "ok")
}

func (f *facade) mailpitDeleteTag(w http.ResponseWriter, r *http.Request) error {
	tag, found, err := f.tagged(r)
	if err != nil {
		return err
	}
	if err := f.Mailbox.Flag(r.Context(), uidsOf(found), store.RemoveFlags, mail.NewFlags(tag)); err != nil {
		return err
	}
	return ok(w, "ok")
}

type mailpitPerson struct{ Email, Name string }

func (p mailpitPerson) String() string { return named(p.Name, p.Email) }

// mailpitSend takes a message in.
func (f *facade) mailpitSend(w http.ResponseWriter, r *http.Request) error {
	var ask struct {
		From                mailpitPerson
		To, Cc, ReplyTo     []mailpitPerson
		Bcc, Tags           []string
		Subject, Text, HTML string
		Headers             map[string]string
		Attachments         []struct{ Content, Filename, ContentType, ContentID string }
	}
	if err := jsonbody.DecodeKnown(r, &ask); err != nil {
		return err
	}
	c := compose.Composition{
		From: ask.From.String(), To: texts(ask.To), Cc: texts(ask.Cc), Bcc: ask.Bcc, ReplyTo: texts(ask.ReplyTo),
		Subject: ask.Subject, Text: ask.Text, HTML: ask.HTML, Headers: ask.Headers,
	}
	for _, a := range ask.Attachments {
		if err := attach(&c, a.Filename, a.ContentType, a.Content, a.ContentID); err != nil {
			return err
		}
	}
	id, err := f.send(r, c)
	if err != nil {
		return err
	}
	var flags mail.Flags
	for _, tag := range ask.Tags {
		if k := keyword(tag); k != "" {
			flags = flags.With(k)
		}
	}
	if m, err := f.find(id.String()); err == nil && len(flags) > 0 {
		if err := f.Mailbox.Flag(r.Context(), mail.UIDs(m.UID), store.AddFlags, flags); err != nil {
			return err
		}
	}
	write(w, http.StatusOK, map[string]string{"ID": id.String()})
	return nil
}
