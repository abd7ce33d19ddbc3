package main

import (
	"context"
	"errors"
	"io"
	"log/slog"

	"mailsink/internal/mailbox"
	"mailsink/internal/search/signature"
	"mailsink/internal/store"
	"mailsink/internal/store/sqlite"
	"mailsink/internal/web"
)

// An openedIndex is the search index, and the file it is kept in.
type openedIndex struct {
	*signature.Index
	file io.Closer
}

// Close keeps what has been done, and closes the file.
func (x openedIndex) Close() error {
	err := x.Index.Close()
	if x.file != nil {
		err = errors.Join(err, x.file.Close())
	}
	return err
}

// openIndex opens the index beside the store. In memory it begins with the
// first search: most sinks of that kind never see one. A disk that has no room
// for it does not keep the sink from starting.
func openIndex(ctx context.Context, st store.Store, box *mailbox.Mailbox, log *slog.Logger) (openedIndex, error) {
	if disk, ok := st.(*sqlite.Store); ok {
		shelf, err := sqlite.OpenShelf(ctx, disk.Dir(), box.State().UIDValidity)
		if err == nil {
			x, err := signature.New(ctx, box, shelf, signature.Options{Log: log})
			if err != nil {
				return openedIndex{}, errors.Join(err, shelf.Close())
			}
			return openedIndex{x, shelf}, nil
		}
		log.Warn("the search index is in memory, because the disk does not take it", "err", err)
	}
	x, err := signature.New(ctx, box, new(signature.Memory), signature.Options{Lazy: true, Log: log})
	return openedIndex{Index: x}, err
}

// measures returns the figures of the store and the index for /metrics.
func (s *sink) measures() []web.Measure {
	list := []web.Measure{{Name: "search_unindexed", Kind: "gauge", Help: "Messages that a search has to read, because the index has not come to them.", Value: float64(s.index.Behind())}}
	disk, ok := s.store.(*sqlite.Store)
	if !ok {
		return list
	}
	stats := disk.Stats()
	return append(list,
		web.Measure{Name: "store_commits_total", Kind: "counter", Help: "Transactions of the store, each with one fsync of the log.", Value: float64(stats.Commits)},
		web.Measure{Name: "store_records_total", Kind: "counter", Help: "Records that these transactions made durable.", Value: float64(stats.Records)},
		web.Measure{Name: "store_messages_total", Kind: "counter", Help: "Messages among these records: by commits, the messages that share an fsync.", Value: float64(stats.Messages)},
		web.Measure{Name: "store_fsyncs_total", Kind: "counter", Help: "Calls of fsync that someone waited for: of the log, and of large content.", Value: float64(stats.Syncs)},
		web.Measure{Name: "store_group_most", Kind: "gauge", Help: "Most callers that shared a transaction.", Value: float64(stats.LargestGroup)},
		web.Measure{Name: "store_staged_bytes", Kind: "gauge", Help: "Octets in memory that wait for their record.", Value: float64(stats.Staged)},
		web.Measure{Name: "store_failures_total", Kind: "counter", Help: "Transactions that failed, and lost nothing that was acknowledged.", Value: float64(stats.Failures)},
	)
}
