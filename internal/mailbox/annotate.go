package mailbox

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// OfAccount stands for the account itself where a mailbox could be annotated.
const OfAccount mail.BoxID = 1<<63 - 1

// An Annotation is something that a client wrote to a mailbox or an account
// (RFC 5464): under "/private/comment", say.
type Annotation struct {
	Box   mail.BoxID // or OfAccount
	Entry string     // in lower case
	Value string
	at    mail.ModSeq // position of the record
}

// annotationKey is what an annotation is found by.
type annotationKey struct {
	box   mail.BoxID
	entry string
}

// Annotate sets annotations of an account, all at one moment. Those with an
// empty Value go.
func (m *Mailbox) Annotate(ctx context.Context, account string, all ...Annotation) error {
	recs := make([]store.Record, 0, len(all))
	for _, n := range all {
		recs = append(recs, store.Record{Annotated: &store.Annotated{Account: account, Box: n.Box, Entry: n.Entry, Value: n.Value}})
	}
	if len(recs) == 0 {
		return nil
	}
	return m.record(ctx, recs...)
}

// Annotations yields those of a mailbox, or with OfAccount of the account, in
// order of their entries.
func (a *Account) Annotations(box mail.BoxID) iter.Seq[Annotation] {
	return func(yield func(Annotation) bool) {
		found := slices.Collect(maps.Values(a.annotations))
		found = slices.DeleteFunc(found, func(n Annotation) bool { return n.Box != box })
		slices.SortFunc(found, func(x, y Annotation) int { return cmp.Compare(x.Entry, y.Entry) })
		for _, n := range found {
			if !yield(n) {
				return
			}
		}
	}
}

// CountAnnotations returns how many the account has in all.
func (a *Account) CountAnnotations() int { return len(a.annotations) }

func (f *fold) annotated(r *store.Annotated) {
	f.dropped++
	i := f.account(r.Account)
	a := *f.accounts[i]
	a.annotations = maps.Clone(a.annotations)
	key := annotationKey{r.Box, r.Entry}
	if r.Value == "" {
		delete(a.annotations, key)
	} else {
		if a.annotations == nil {
			a.annotations = make(map[annotationKey]Annotation)
		}
		a.annotations[key] = Annotation{r.Box, r.Entry, r.Value, f.ModSeq}
	}
	f.setAccount(i, &a)
}

// forgetAnnotations removes the annotations of a mailbox that goes.
func (f *fold) forgetAnnotations(i int, box mail.BoxID) {
	a := *f.accounts[i]
	if len(a.annotations) == 0 {
		return
	}
	a.annotations = maps.Clone(a.annotations)
	maps.DeleteFunc(a.annotations, func(k annotationKey, _ Annotation) bool { return k.box == box })
	f.setAccount(i, &a)
}

// reviseAnnotation keeps the record that an annotation is known by.
func (s *State) reviseAnnotation(rec store.Record) (store.Record, store.Verdict) {
	r := rec.Annotated
	if a, ok := s.Account(r.Account); ok && a.annotations[annotationKey{r.Box, r.Entry}].at == mail.ModSeq(rec.Pos) {
		return rec, store.Keep
	}
	return s.trace(rec.Pos, r.Account)
}
