package pop3

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// copyLines writes content as lines that end with CRLF, a dot before a dot, and
// the dot that ends a reply. Where lines is not negative, no more of them are
// sent behind the header.
func copyLines(w *bufio.Writer, content io.Reader, lines int) error {
	l := liner{w: w, begins: true, inHeader: true}
	r := bufio.NewReaderSize(content, 4096)
	for lines != 0 || l.inHeader {
		piece, err := r.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull), err == nil:
		case !errors.Is(err, io.EOF):
			return err
		case len(piece) == 0 && l.begins:
			return l.end()
		}
		body := !l.inHeader
		if err := l.write(piece, !errors.Is(err, bufio.ErrBufferFull)); err != nil {
			return err
		}
		if body && l.begins && lines > 0 {
			lines--
		}
	}
	return l.end()
}

// A liner writes lines that come in pieces.
type liner struct {
	w        *bufio.Writer
	begins   bool // the next piece begins a line
	heldCR   bool // the last piece ended with a CR, which may be half of a CRLF
	empty    bool // nothing of the line was written
	inHeader bool
}

// write writes a piece; ends says that it is the last of its line.
func (l *liner) write(piece []byte, ends bool) error {
	text := bytes.TrimSuffix(piece, []byte("\n"))
	if l.begins {
		l.empty = true
		if len(text) > 0 && text[0] == '.' {
			l.w.WriteByte('.') // an error stays, and shows below
		}
	}
	if l.heldCR && len(text) > 0 {
		l.w.WriteByte('\r')
	}
	text, l.heldCR = bytes.CutSuffix(text, []byte("\r"))
	l.empty = l.empty && len(text) == 0
	_, err := l.w.Write(text)
	if l.begins = ends; ends {
		l.heldCR = false
		l.inHeader = l.inHeader && !l.empty
		_, err = l.w.WriteString("\r\n")
	}
	return err
}

func (l *liner) end() error {
	_, err := l.w.WriteString(".\r\n")
	return err
}
