package mailbox

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// likeMail returns record i as mail of the usual kind makes it: 50 senders,
// 1,000 recipients, 64 connections, and texts that all differ.
func likeMail(i int) store.Record {
	rcpt, from := mail.Address(fmt.Sprintf("user%d@example.com", i%1000)), mail.Address(fmt.Sprintf("shop%d@example.org", i%50))
	at := time.Unix(1_790_000_000+int64(i), 207_000_000).UTC()
	return store.Record{Delivered: &store.Delivered{
		ID: mail.ID(i)*0x9e3779b97f4a7c15 + 1, Account: "sink", Key: fmt.Sprint(i + 1), Size: 6100, Time: at,
		Envelope: &mail.Envelope{
			ReversePath: from,
			Recipients:  []mail.Recipient{{Original: rcpt, Final: "sink@mailsink.test", Trace: []mail.Step{{Table: "default", Line: 1, From: rcpt, To: []mail.Address{"sink@mailsink.test"}}}}},
			Client:      mail.Client{Address: fmt.Sprintf("127.0.0.1:%d", 40000+i%64), Hello: "app.example", Protocol: "ESMTP", Session: fmt.Sprint("session", i%64)},
		},
		Summary: &mail.Summary{
			From: []mail.Contact{{Name: "Shop", Address: from}}, To: []mail.Contact{{Name: "User", Address: rcpt}}, Subject: fmt.Sprint("Your order number ", i),
			MessageID: fmt.Sprintf("%d.20261121@shop.example.org", i), Date: at, Snippet: fmt.Sprintf("Hello user %d, thank you for your order. We will send it to you as soon as we have all of it, which is most often", i),
		},
	}}
}

// BenchmarkStart measures what a state costs in memory and how fast it is made
// of records as they lie in a file.
func BenchmarkStart(b *testing.B) {
	const n = 100_000
	c, err := store.NewCodec()
	if err != nil {
		b.Fatal(err)
	}
	encoded := make([][]byte, n)
	for i := range encoded {
		if encoded[i], err = c.Encode(likeMail(i)); err != nil {
			b.Fatal(err)
		}
	}
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC() // what decoders remember lies in a pool, which is emptied by the second
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var state *State
	for b.Loop() {
		state = nil
		before := heap()
		f := fold{sharers: make(map[string]int)}
		state = newState()
		began := time.Now()
		for i := 0; i < n; i += 500 {
			recs := make([]store.Record, 500)
			for k := range recs {
				if recs[k], err = c.Decode(store.Pos(i+k+1), encoded[i+k]); err != nil {
					b.Fatal(err)
				}
			}
			state = f.after(state, recs)
		}
		took := time.Since(began)
		b.ReportMetric(float64(heap()-before)/n, "B/message")
		b.ReportMetric(n/took.Seconds(), "messages/s")
	}
	runtime.KeepAlive(state)
	runtime.KeepAlive(encoded)
}
