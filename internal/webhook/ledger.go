package webhook

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"mailsink/internal/mail"
)

// A ledger keeps how far each hook has come, in a file where there is one.
type ledger struct {
	path string // empty for none

	mu    sync.Mutex
	pages entries
}

// entries are what the file holds.
type entries struct {
	UIDValidity uint32                 `json:"uidValidity"` // of the journal that the positions are of
	After       map[string]mail.ModSeq `json:"after"`
}

// openLedger reads the file in dir, if there is one that is of this journal.
func openLedger(dir string, validity uint32) (*ledger, error) {
	l := &ledger{pages: entries{validity, make(map[string]mail.ModSeq)}}
	if dir == "" {
		return l, nil
	}
	l.path = filepath.Join(dir, "webhooks.json")
	octets, err := os.ReadFile(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	var kept entries
	if err == nil {
		err = json.Unmarshal(octets, &kept)
	}
	if err != nil {
		return nil, fmt.Errorf("webhook: how far the webhooks have come cannot be read; repair or remove the file: %w", err)
	}
	if kept.UIDValidity == validity && kept.After != nil {
		l.pages = kept
	}
	return l, nil
}

func (l *ledger) get(name string) (mail.ModSeq, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at, ok := l.pages.After[name]
	return at, ok
}

// set writes a position; it is durable when it returns.
func (l *ledger) set(name string, at mail.ModSeq) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pages.After[name] = at
	if l.path == "" {
		return nil
	}
	octets, err := json.Marshal(l.pages)
	if err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(l.path), ".new-*")
	if err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	_, err = f.Write(octets)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), l.path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("webhook: %w", err), os.Remove(f.Name()))
	}
	return nil
}
