package imap_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	server "mailsink/internal/imap"
)

// client returns a client of go-imap that has logged in and selected INBOX.
func (w *world) client(o *imapclient.Options) *imapclient.Client {
	w.Helper()
	c, err := imapclient.DialInsecure(w.addr, o)
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { c.Close() })
	if err := c.Login("sink", "pw").Wait(); err != nil {
		w.Fatal(err)
	}
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		w.Fatal(err)
	}
	return c
}

func TestClientReadsEverything(t *testing.T) {
	t.Parallel()
	w := start(t)
	const content = "From: =?utf-8?q?J=C3=BCrgen?= <j@a.test>\r\nTo: group: a@b.test, \"C, D\" <c@d.test>;, alone\r\n" +
		"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <1@a.test>\r\nIn-Reply-To: <0@a.test> <00@a.test>\r\n" +
		"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\npreamble\r\n--B\r\n\r\none\r\n--B\r\n" +
		"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ntwo\r\n--B--\r\n"
	w.deliver(content)
	c := w.client(nil)
	all := &imap.FetchOptions{
		Envelope: true, Flags: true, InternalDate: true, RFC822Size: true, UID: true,
		BodyStructure: &imap.FetchItemBodyStructure{Extended: true},
		BodySection: []*imap.FetchItemBodySection{
			{Peek: true}, {Peek: true, Part: []int{1}}, {Peek: true, Part: []int{2}, Specifier: imap.PartSpecifierHeader},
			{Peek: true, Part: []int{2, 1}}, {Peek: true, Part: []int{9}}, {Peek: true, Partial: &imap.SectionPartial{Offset: 5, Size: 1 << 40}},
		},
	}
	got, err := c.Fetch(imap.SeqSetNum(1), all).Collect()
	if err != nil {
		t.Fatal(err)
	}
	m := got[0]
	wantBodies := []string{content, "one", "Subject: inner\r\n\r\n", "two", "", content[5:]}
	for i, b := range m.BodySection {
		if string(b.Bytes) != wantBodies[i] {
			t.Errorf("body %d is %q, want %q", i, b.Bytes, wantBodies[i])
		}
	}
	e := m.Envelope
	to := []imap.Address{{Mailbox: "group"}, {Mailbox: "a", Host: "b.test"}, {Name: "C, D", Mailbox: "c", Host: "d.test"}, {}, {Mailbox: "alone", Host: "MISSING_DOMAIN"}}
	if e.Subject != "Grüße" || e.From[0].Name != "Jürgen" || !slices.Equal(e.To, to) || e.MessageID != "1@a.test" || len(e.InReplyTo) != 2 {
		t.Errorf("the envelope is %+v", e)
	}
	bs, ok := m.BodyStructure.(*imap.BodyStructureMultiPart)
	if !ok || len(bs.Children) != 2 || bs.Children[1].(*imap.BodyStructureSinglePart).MessageRFC822.Envelope.Subject != "inner" {
		t.Errorf("the structure is %+v", m.BodyStructure)
	}
	if m.RFC822Size != int64(len(content)) || time.Since(m.InternalDate) > time.Minute || len(m.Flags) != 1 {
		t.Errorf("got %d octets, %v, %v", m.RFC822Size, m.InternalDate, m.Flags)
	}
}

func TestClientMovesAndHears(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver(message("one"))
	heard := make(chan uint32, 10)
	c := w.client(&imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(data *imapclient.UnilateralDataMailbox) {
			if data.NumMessages != nil {
				heard <- *data.NumMessages
			}
		},
	}})
	if err := c.Create("Été/à", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	data, err := c.Move(imap.SeqSetNum(1), "Été/à").Wait()
	if err != nil || data.DestUIDs.String() == "" {
		t.Fatalf("%+v, %v", data, err)
	}
	list, err := c.List("", "*", &imap.ListOptions{ReturnStatus: &imap.StatusOptions{NumMessages: true}}).Collect()
	if err != nil || len(list) != 3 || list[2].Mailbox != "Été/à" || *list[2].Status.NumMessages != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	idle, err := c.Idle()
	if err != nil {
		t.Fatal(err)
	}
	w.deliver(message("two"))
	if n := <-heard; n != 1 {
		t.Errorf("heard of %d messages, want 1", n)
	}
	if err := idle.Close(); err != nil {
		t.Error(err)
	}
	if err := idle.Wait(); err != nil {
		t.Error(err)
	}
	found, err := c.UIDSearch(&imap.SearchCriteria{Body: []string{"HELLO"}}, &imap.SearchOptions{ReturnMin: true, ReturnCount: true}).Wait()
	if err != nil || found.Count != 1 || found.Min == 0 {
		t.Errorf("found %+v, %v", found, err)
	}
}

// trust returns the configuration of a client that trusts config alone.
func trust(t *testing.T, config *tls.Config) *tls.Config {
	t.Helper()
	cert, err := x509.ParseCertificate(config.Certificates[0].Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return &tls.Config{RootCAs: pool, ServerName: "127.0.0.1"}
}

func TestStartTLS(t *testing.T) {
	t.Parallel()
	config := selfSigned(t)
	w := start(t, func(s *server.Server) { s.TLS = config })
	c, err := imapclient.DialStartTLS(w.addr, &imapclient.Options{TLSConfig: trust(t, config)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if c.Caps().Has(imap.CapStartTLS) {
		t.Error("STARTTLS is offered inside TLS")
	}
	if err := c.Login("sink", "pw").Wait(); err != nil {
		t.Error(err)
	}
}

func TestImplicitTLS(t *testing.T) {
	t.Parallel()
	config := selfSigned(t)
	w := start(t, func(s *server.Server) { s.TLS = config })
	ln := listen(t)
	s := &server.Server{Mailbox: w.Mailbox, TLS: config}
	stop := serve(t, func(ctx context.Context) error { return s.ServeTLS(ctx, ln) })
	c, err := imapclient.DialTLS(ln.Addr().String(), &imapclient.Options{TLSConfig: trust(t, config)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Login("sink", "pw").Wait(); err != nil {
		t.Error(err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, err := net.Dial("tcp", ln.Addr().String()); err == nil {
		t.Error("the listener is still open")
	}
}
