package rewrite

import (
	"context"
	"errors"
	"io/fs"
)

// draftFile is the name of a table that is in no file yet.
const draftFile = "draft"

// Draft opens the tables as they would be if a file had another text. With the
// name of a type ("regexp") in place of a file, the text is a table of that
// type in place of all tables of virtual aliases. Nothing in use changes. The
// error joins every mistake in the text, and what makes the tables unusable;
// mistakes elsewhere are among the warnings.
func (l *Live) Draft(ctx context.Context, file, kind, text string) (*Router, []Warning, error) {
	c, _, err := l.load()
	if err != nil {
		return nil, nil, err
	}
	if file == "" {
		if fileOf(kind+":x") != "x" { // not a type of text, or more than a type
			return nil, nil, &TableError{Table: kind, Text: "a draft is a table of type regexp, pcre, cidr, texthash or hash", Postfix: "unsupported dictionary type: " + kind}
		}
		file = draftFile
		c.VirtualAliasMaps = []string{kind + ":" + file}
	}
	stored := c
	c.ReadFile = func(name string) ([]byte, error) {
		if name == file {
			return []byte(text), nil
		}
		if name == draftFile {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		return stored.readFile(name)
	}
	r, warnings, err := Open(ctx, c)
	var mistakes []error
	for _, w := range warnings {
		if w.Mistake && (w.File == file || fileOf(w.File) == file) {
			mistakes = append(mistakes, w)
		}
	}
	if len(mistakes) > 0 {
		err = errors.Join(mistakes...)
	}
	return r, warnings, err
}
