package smtp

import (
	"context"
	"fmt"
	"net/netip"
	"net/smtp"
	"testing"

	"mailsink/internal/mail"
)

// A generation of tables leads everything to an account of its own.
type generation int

func (g generation) Route(context.Context, mail.Address, mail.Address) mail.Route {
	to := mail.Address(fmt.Sprintf("%d@mailsink.test", int(g)))
	return mail.Route{Finals: []mail.Final{{Address: to}}, Reply: mail.Reply{Code: 250, Enhanced: "2.1.5", Text: "Ok"}}
}

func TestOneTransactionIsRoutedByOneSetOfTables(t *testing.T) {
	var (
		box    recorder
		begun  generation
		client netip.Addr
	)
	srv := newServer(&box)
	srv.Begin = func(addr netip.Addr) Router {
		begun++
		client = addr
		return begun
	}
	addr, stop := start(t, srv)
	for range 2 {
		if err := smtp.SendMail(addr, nil, "a@b.example", []string{"c@d.example", "e@f.example"}, []byte("\r\n")); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	for i, d := range box.all() {
		want := mail.Address(fmt.Sprintf("%d@mailsink.test", i+1))
		if r := d.env.Recipients; len(r) != 2 || r[0].Final != want || r[1].Final != want {
			t.Errorf("transaction %d was routed to %v", i+1, r)
		}
	}
	if !client.IsLoopback() {
		t.Errorf("the tables were asked for the client %v", client)
	}
}
