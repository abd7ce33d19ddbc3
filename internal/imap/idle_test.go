package imap_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// push is how soon an idle client must hear of a message after its delivery
// was acknowledged.
const push = 100 * time.Millisecond

func TestIdleHearsOfAMessageAtOnce(t *testing.T) {
	w := start(t)
	x := w.inbox()
	x.send("i IDLE\r\n")
	x.want("+ ")
	var took []time.Duration
	for i := range 50 {
		w.deliver(message("push"))
		acknowledged := time.Now()
		x.want(fmt.Sprintf("* %d EXISTS", i+1))
		took = append(took, time.Since(acknowledged))
		x.want("* ")
	}
	x.send("DONE\r\n")
	x.want("i OK")
	slices.Sort(took)
	t.Logf("from the acknowledgement to EXISTS: median %v, worst %v", took[len(took)/2], took[len(took)-1])
	if most := took[len(took)*9/10]; most > push {
		t.Errorf("nine of ten in %v, want at most %v", most, push)
	}
}

func TestIdleHearsWhatCameJustBefore(t *testing.T) {
	w := start(t)
	x := w.inbox()
	w.deliver(message("before"))
	x.send("i IDLE\r\n")
	x.want("+ ")
	x.want("* 1 EXISTS")
	x.want("* 1 RECENT")
	m, _ := w.State().Inboxes.Get(2)
	if err := w.Flag(t.Context(), mail.UIDs(m.UID), store.AddFlags, mail.NewFlags(mail.Flagged)); err != nil {
		t.Fatal(err)
	}
	x.want(`* 1 FETCH (FLAGS (\Flagged \Recent))`)
	if err := w.Expunge(t.Context(), mail.UIDs(m.UID)); err != nil {
		t.Fatal(err)
	}
	x.want("* 1 EXPUNGE")
	x.want("* 0 RECENT")
	x.send("done\r\n")
	x.want("i OK")
}

func TestEveryIdleClientIsTold(t *testing.T) {
	w := start(t)
	clients := make([]*wire, 50)
	for i := range clients {
		clients[i] = w.login("anyone")
		clients[i].ok("EXAMINE INBOX")
		clients[i].send("i IDLE\r\n")
		clients[i].want("+ ")
	}
	w.deliver(message("one"), "ann")
	w.deliver(message("two"), "bob")
	for _, x := range clients {
		for x.want("* ") != "* 2 EXISTS" {
			if err := t.Context().Err(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAClientThatVanishesInIdleLeavesNothing(t *testing.T) {
	w := start(t)
	for range 20 {
		x := w.inbox()
		x.send("i IDLE\r\n")
		x.want("+ ")
		x.Close()
	}
	if err := w.stop(); err != nil { // waits for every session
		t.Error(err)
	}
}

func TestStopSaysByeToEveryone(t *testing.T) {
	w := start(t)
	fresh := w.dial()
	idle := w.inbox()
	idle.send("i IDLE\r\n")
	idle.want("+ ")
	uploading := w.inbox()
	uploading.send("a APPEND INBOX {10}\r\n")
	uploading.want("+ ")
	uploading.send("abc")
	if err := w.stop(); err != nil {
		t.Errorf("Serve returned %v", err)
	}
	for _, x := range []*wire{fresh, idle, uploading} {
		if said := x.closed(); !strings.Contains(said, "* BYE") {
			t.Errorf("a client was told %q, want BYE", said)
		}
	}
	if n := w.State().All.Len(); n != 0 {
		t.Errorf("%d messages, want none of the half of one", n)
	}
}

func TestAClientThatReadsNothingIsCutOff(t *testing.T) {
	w := start(t)
	w.deliver(message("big") + strings.Repeat(strings.Repeat("x", 70)+"\r\n", 100_000))
	x := w.inbox()
	for i := range 20 {
		x.send(fmt.Sprintf("n%d FETCH 1 BODY.PEEK[]\r\n", i))
	}
	began := time.Now()
	if err := w.stop(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("stopping took %v", took)
	}
}

func TestTooManyConnectionsAreTurnedAway(t *testing.T) {
	w := start(t, few)
	w.dial()
	w.dial()
	x := wireOn(t, w.connect())
	if said := x.closed(); !strings.HasPrefix(said, "* BYE [UNAVAILABLE]") {
		t.Errorf("told %q", said)
	}
}
