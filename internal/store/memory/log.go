package memory

import (
	"cmp"
	"iter"
	"slices"
	"sort"

	"mailsink/internal/store"
)

// pageSize is how many records a page of a log has room for: growing copies
// none of them.
const pageSize = 256

// A log holds records, ascending by position.
type log struct{ pages [][]store.Record }

func (l *log) append(rec store.Record) {
	last := len(l.pages) - 1
	if last < 0 || len(l.pages[last]) == pageSize {
		l.pages = append(l.pages, make([]store.Record, 0, pageSize))
		last++
	}
	l.pages[last] = append(l.pages[last], rec)
}

// end returns the position of the last record, 0 for none.
func (l *log) end() store.Pos {
	if len(l.pages) == 0 {
		return 0
	}
	last := l.pages[len(l.pages)-1]
	return last[len(last)-1].Pos
}

// after returns the records after pos.
func (l *log) after(pos store.Pos) []store.Record {
	first := sort.Search(len(l.pages), func(i int) bool {
		page := l.pages[i]
		return page[len(page)-1].Pos > pos
	})
	if first == len(l.pages) {
		return nil
	}
	i, _ := slices.BinarySearchFunc(l.pages[first], pos+1, func(r store.Record, pos store.Pos) int { return cmp.Compare(r.Pos, pos) })
	recs := slices.Clone(l.pages[first][i:])
	for _, page := range l.pages[first+1:] {
		recs = append(recs, page...)
	}
	return recs
}

// all yields every record in order.
func (l *log) all() iter.Seq[store.Record] {
	return func(yield func(store.Record) bool) {
		for _, page := range l.pages {
			for _, rec := range page {
				if !yield(rec) {
					return
				}
			}
		}
	}
}
