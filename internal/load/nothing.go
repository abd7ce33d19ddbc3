package load

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"sync"
)

// ServeNothing is the least that a Go program can do for a client: it answers
// SMTP commands without looking at them, throws content away, and keeps
// nothing. What it reaches is what Go and the network cost. It serves addr
// until ctx is done.
func ServeNothing(ctx context.Context, addr string) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("load: %w", err)
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	defer context.AfterFunc(ctx, func() { ln.Close() })()
	for {
		c, err := ln.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("load: %w", err)
		}
		wg.Go(func() { answer(ctx, c) })
	}
}

// answer serves one connection until it ends.
func answer(ctx context.Context, c net.Conn) {
	defer context.AfterFunc(ctx, func() { c.Close() })()
	defer c.Close()
	in := bufio.NewReaderSize(c, 64<<10)
	out := bufio.NewWriter(c)
	reply := func(s string) { _, _ = out.WriteString(s) } // Flush tells
	reply("220 nothing\r\n")
	for {
		if in.Buffered() == 0 && out.Flush() != nil {
			return
		}
		line, err := in.ReadSlice('\n')
		if err != nil {
			return
		}
		switch {
		case bytes.HasPrefix(line, []byte("DATA")):
			reply("354 go on\r\n")
			if out.Flush() != nil || skipContent(in) != nil {
				return
			}
			reply("250 forgotten\r\n")
		case bytes.HasPrefix(line, []byte("QUIT")):
			reply("221 bye\r\n")
			_ = out.Flush() // the client may be gone
			return
		default:
			reply("250 ok\r\n")
		}
	}
}

// skipContent reads up to a line that is a dot.
func skipContent(in *bufio.Reader) error {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if string(line) == ".\r\n" {
			return nil
		}
	}
}

// StartNothing runs [ServeNothing] in a process of its own: the program that
// calls, which must call ServeNothing when its arguments are "-nothing" and an
// address.
func StartNothing(ctx context.Context) (*Process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	p := &Process{Addr: addr, cmd: exec.CommandContext(ctx, self, "-nothing", addr)}
	return p.start(ctx, p.accepts)
}
