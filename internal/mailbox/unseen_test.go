package mailbox

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"
	"testing/synctest"

	"mailsink/internal/mail"
	"mailsink/internal/store"
	"mailsink/internal/store/memory"
)

// A deaf store takes records, and lets nobody read them once it is deaf.
type deaf struct {
	*memory.Store
	from store.Pos
}

func (d *deaf) Records(ctx context.Context, after store.Pos) iter.Seq2[[]store.Record, error] {
	return func(yield func([]store.Record, error) bool) {
		for recs, err := range d.Store.Records(ctx, after) {
			if err == nil && recs[len(recs)-1].Pos > d.from {
				<-ctx.Done()
				yield(nil, context.Cause(ctx))
				return
			}
			if !yield(recs, err) {
				return
			}
		}
	}
}

func TestARecordThatCannotBeReadForLongIsNotAcknowledgedAndKeepsItsContent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := &deaf{memory.New(), 2}
		m, err := Open(t.Context(), st, Options{Domain: "mailsink.test", Limits: store.Limited{Messages: 9}})
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		env := mail.Envelope{Recipients: []mail.Recipient{{Final: "ann@mailsink.test"}}}
		if _, err = m.Deliver(t.Context(), env, strings.NewReader("Subject: x\r\n\r\n")); !errors.Is(err, errCutOff) {
			t.Fatalf("a delivery that nobody would see returns %v", err)
		}
		for recs := range st.Store.Records(t.Context(), 2) {
			if _, err := st.Get(t.Context(), recs[0].Delivered.Key); err != nil {
				t.Errorf("the record is in the journal, and its content is %v", err)
			}
			return
		}
	})
}
