package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// entries is the size of the table that is read anew under load.
const entries = 1_000_000

// writeEntries writes a texthash table that leads everyone to one account.
func writeEntries(t *testing.T, path, account string) {
	t.Helper()
	f, err := os.Create(path + ".new")
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	for i := range entries {
		fmt.Fprintf(w, "user%d@customers.example %s@mailsink.test\n", i, account)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

// TestReadingAMillionEntriesAnewHoldsUpNobody replaces a table of a million
// entries while 50 connections send to two recipients a transaction. Every
// reply is right, both recipients of a transaction go the same way, and the
// slowest reply is printed (with -v): docs/performance.md tells it.
func TestReadingAMillionEntriesAnewHoldsUpNobody(t *testing.T) {
	plain := filepath.Join(t.TempDir(), "mailsink")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", plain, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	table := filepath.Join(t.TempDir(), "virtual")
	writeEntries(t, table, "old")
	p := startBinary(t, plain, "--rewrite", "texthash:"+table, "--log-level", "info")

	var (
		slowest atomic.Int64
		stop    atomic.Bool
		senders sync.WaitGroup
	)
	for range 50 {
		senders.Go(func() {
			if err := sendPairs(p.SMTP, &stop, &slowest); err != nil {
				t.Error(err)
			}
		})
	}
	writeEntries(t, table, "new")
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	untilAccount(t, p, "new")
	stop.Store(true)
	senders.Wait()
	t.Logf("the slowest reply to RCPT took %v", time.Duration(slowest.Load()))
	if d := time.Duration(slowest.Load()); d > 2*time.Second {
		t.Errorf("a client waited %v for a reply", d)
	}
	pairsStayTogether(t, p)
}

// sendPairs sends messages to two recipients each until stop is set.
func sendPairs(address string, stop *atomic.Bool, slowest *atomic.Int64) error {
	d, err := dial(address)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.greet(); err != nil {
		return err
	}
	for n := 0; !stop.Load(); n++ {
		if _, err := d.say("MAIL FROM:<app@staging.example>"); err != nil {
			return err
		}
		for i := range 2 {
			began := time.Now()
			reply, err := d.say(fmt.Sprintf("RCPT TO:<user%d@customers.example>", (n*7919+i)%entries))
			if err != nil || !strings.HasPrefix(reply, "250 2.1.5") {
				return fmt.Errorf("RCPT was told %q, %v", reply, err)
			}
			took := int64(time.Since(began))
			for old := slowest.Load(); took > old && !slowest.CompareAndSwap(old, took); old = slowest.Load() {
			}
		}
		if _, err := d.say("DATA"); err != nil {
			return err
		}
		if reply, err := d.say("Subject: pair\r\n\r\n."); err != nil || !strings.HasPrefix(reply, "250 ") {
			return fmt.Errorf("DATA was told %q, %v", reply, err)
		}
	}
	return nil
}

// untilAccount waits for the first message of an account.
func untilAccount(t *testing.T, p *process, account string) {
	t.Helper()
	get(t, p, "/v1/wait?timeout=60s&q=in:"+account)
}

// pairsStayTogether wants two recipients in every message there is.
func pairsStayTogether(t *testing.T, p *process) {
	t.Helper()
	for offset, asof := 0, 0; ; offset += 500 {
		var page struct {
			Rows []struct {
				RcptN int
				Mbox  []string
			}
			Asof int
		}
		if err := json.Unmarshal([]byte(get(t, p, fmt.Sprintf("/v1/rows?limit=500&offset=%d&asof=%d", offset, asof))), &page); err != nil {
			t.Fatal(err)
		}
		asof = page.Asof
		for _, row := range page.Rows {
			if row.RcptN != 2 {
				t.Fatalf("the recipients of one transaction were parted: %+v", row)
			}
		}
		if len(page.Rows) < 500 {
			return
		}
	}
}
