package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"mailsink/internal/compose"
	"mailsink/internal/mail"
	"mailsink/internal/rewrite"
	"mailsink/internal/routing"
	"mailsink/internal/web"
)

// rules are the rewriting tables as the HTTP door sees them. It implements
// [web.Tables].
type rules struct {
	tables   *rewrite.Live
	writable bool
	mu       sync.Mutex // one file is replaced at a time
}

// InUse implements [web.Tables].
func (r *rules) InUse() web.TablesInUse {
	loaded, router := r.tables.Loaded(), r.tables.Router()
	in := web.TablesInUse{Files: router.Files(), Warnings: sentences(loaded.Warnings), LoadedAt: loaded.At, Writable: r.writable}
	for _, t := range router.Tables() {
		in.Tables = append(in.Tables, web.TableInUse{Table: t.Name, Use: t.Use, File: t.File, Rules: t.Rules})
	}
	return in
}

// Noting implements [web.Tables].
func (r *rules) Noting(ctx context.Context, note func(mail.Lookup)) context.Context {
	return rewrite.Noting(ctx, func(l rewrite.Lookup) {
		told := mail.Lookup{Table: l.Table, Key: l.Key, Found: l.Found, Line: l.Line, Value: l.Value, Skipped: l.Skipped, Error: l.Err}
		for _, one := range l.Tried {
			told.Tried = append(told.Tried, mail.Tried(one))
		}
		note(told)
	})
}

func sentences(warnings []rewrite.Warning) []string {
	var texts []string
	for _, w := range warnings {
		if !w.Remark {
			texts = append(texts, w.Error())
		}
	}
	return texts
}

// Reload implements [web.Tables].
func (r *rules) Reload(ctx context.Context) ([]string, error) {
	warnings, err := r.tables.Reload(ctx)
	return sentences(warnings), err
}

// Read implements [web.Tables].
func (r *rules) Read(file string) ([]byte, error) { return os.ReadFile(file) }

// Replace implements [web.Tables].
func (r *rules) Replace(ctx context.Context, file string, text []byte, agreed func(old []byte) bool) ([]string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	old, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if !agreed(old) {
		return nil, web.ErrChanged
	}
	if _, warnings, err := r.tables.Draft(ctx, file, "", string(text)); err != nil {
		return nil, broken(file, warnings, err)
	}
	if err := replace(file, text); err != nil {
		return nil, err
	}
	return r.Reload(ctx)
}

// Draft implements [web.Tables].
func (r *rules) Draft(ctx context.Context, d web.Draft) (compose.Router, []string, error) {
	router, warnings, err := r.tables.Draft(ctx, d.File, d.Type, d.Text)
	if err != nil {
		return nil, nil, broken(d.File, warnings, err)
	}
	return routing.Of(router), sentences(warnings), nil
}

// broken says for programs what is wrong with a text: the mistakes in it, or
// why it is no table at all.
func broken(file string, warnings []rewrite.Warning, err error) error {
	b := &web.BrokenTable{}
	for _, w := range warnings {
		if w.Mistake && strings.Contains(err.Error(), w.Error()) {
			b.Problems = append(b.Problems, web.TableProblem{File: w.File, Line: w.Line, Text: w.Text})
		}
	}
	if len(b.Problems) == 0 {
		b.Problems = []web.TableProblem{{File: file, Text: err.Error()}}
	}
	return b
}

// replace puts a text in place of a file: whoever reads it meanwhile sees the
// old one or the new one. A symbolic link stays, and so do the permissions.
func replace(file string, text []byte) error {
	target, err := filepath.EvalSymlinks(file)
	if err != nil {
		target = file
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(target); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(target), ".mailsink-*")
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", file, err)
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), target)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", file, errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}
