package users

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync"
)

// ErrRefused is what a wrong name or a wrong password leads to. It does not
// say which of them was wrong.
var ErrRefused = errors.New("users: the name or the password is wrong")

// A File is an open users file. It may be used by many goroutines.
type File struct {
	path string
	log  *slog.Logger
	busy chan struct{} // one for each hash being computed

	key [32]byte // of what is remembered; new with every process

	mu      sync.Mutex
	read    fs.FileInfo // the file as it was when read last
	entries map[string]entry
	right   map[[sha256.Size]byte]struct{} // names and passwords that were right, as marks
}

// maxRight bounds the marks that are remembered.
const maxRight = 1000

// maxBusy bounds the hashes computed at a time: each may take 64 MiB.
const maxBusy = 4

// Open reads the file at path. Mistakes name the line and say what to write.
// log is told when the file was read anew; nil for nobody.
func Open(path string, log *slog.Logger) (*File, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	f := &File{path: path, log: log, busy: make(chan struct{}, maxBusy)}
	rand.Read(f.key[:]) // never fails: crypto/rand ends the process instead
	info, entries, err := load(path)
	if err != nil {
		return nil, err
	}
	f.keep(info, entries)
	if len(entries) == 0 {
		log.Warn("the users file is empty: nobody can log in until it has a line", "file", path)
	}
	return f, nil
}

// keep puts entries in use.
func (f *File) keep(info fs.FileInfo, entries map[string]entry) {
	f.read, f.entries, f.right = info, entries, make(map[[sha256.Size]byte]struct{})
}

// Check reports with nil that password is that of the user called name, and
// with ErrRefused that it is not. It waits while too many others are checked.
// A password that was right is not hashed again until the file changes:
// programs that ask over HTTP send theirs with every request.
func (f *File) Check(ctx context.Context, name, password string) error {
	e, ok := f.entry(name)
	if !ok {
		return ErrRefused
	}
	mark := f.mark(name, password)
	if f.wasRight(mark) {
		return nil
	}
	select {
	case f.busy <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-f.busy }()
	if !e.matches(password) {
		return ErrRefused
	}
	f.remember(mark, name, e)
	return nil
}

func (f *File) mark(name, password string) (mark [sha256.Size]byte) {
	h := hmac.New(sha256.New, f.key[:])
	h.Write([]byte(name + "\x00" + password))
	return [sha256.Size]byte(h.Sum(nil))
}

func (f *File) wasRight(mark [sha256.Size]byte) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, right := f.right[mark]
	return right
}

// remember keeps a mark, unless the file has changed meanwhile.
func (f *File) remember(mark [sha256.Size]byte, name string, e entry) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.entries[name] != e {
		return
	}
	if len(f.right) >= maxRight {
		clear(f.right)
	}
	f.right[mark] = struct{}{}
}

// Stamp returns what changes with the password of the user called name, and
// does not betray it. It is false when there is no such user.
func (f *File) Stamp(name string) (string, bool) {
	e, ok := f.entry(name)
	if !ok {
		return "", false
	}
	mark := f.mark(name, e.kept)
	return base64.RawStdEncoding.EncodeToString(mark[:]), true
}

// Secret returns the password of the user called name, where the file has it
// as {PLAIN}.
func (f *File) Secret(name string) (password string, ok bool) {
	e, ok := f.entry(name)
	return e.plain, ok && e.hash == nil
}

// Plain reports whether any password is kept as {PLAIN}, so that mechanisms
// that need one can work.
func (f *File) Plain() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range f.entries {
		if e.hash == nil {
			return true
		}
	}
	return false
}

// entry looks name up in the file as it is now.
func (f *File) entry(name string) (entry, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refresh()
	e, ok := f.entries[name]
	return e, ok
}

// refresh reads the file anew if it has changed; f.mu is held.
func (f *File) refresh() {
	now, err := os.Stat(f.path)
	if err != nil || now.ModTime().Equal(f.read.ModTime()) && now.Size() == f.read.Size() && os.SameFile(now, f.read) {
		return // while a file is being replaced, there may be none
	}
	info, entries, err := load(f.path)
	if err != nil {
		f.read = now // is told once for each change
		f.log.Error("the users file has a mistake; what was read before stays in use", "error", err)
		return
	}
	f.keep(info, entries)
	f.log.Info("the users file was read anew", "users", len(entries))
}

func load(path string) (fs.FileInfo, map[string]entry, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, fmt.Errorf("users: %w", err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("users: %w", err)
	}
	entries, err := parse(string(text))
	if err != nil {
		return nil, nil, fmt.Errorf("users: %s, %w", path, err)
	}
	return info, entries, nil
}

// parse reads the lines of a file.
func parse(text string) (map[string]entry, error) {
	entries := make(map[string]entry)
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, kept, ok := strings.Cut(line, ":")
		if !ok || name == "" {
			return nil, fmt.Errorf("line %d: write name:hash, as htpasswd -nbB NAME PASSWORD prints it, or name:{PLAIN}password", number)
		}
		if _, twice := entries[name]; twice {
			return nil, fmt.Errorf("line %d: %.100q is there twice; remove one of them", number, name)
		}
		e, err := parseEntry(kept)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		entries[name] = e
	}
	return entries, nil
}
