package pop3_test

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// FuzzAnythingSaidIsAnswered says anything to a server, and then commands that
// must work if the connection is still there: nothing of the former may be
// taken for an answer to them.
func FuzzAnythingSaidIsAnswered(f *testing.F) {
	f.Add("USER sink\r\nPASS x\r\nRETR 1\r\nDELE 1\r\n")
	f.Add("AUTH PLAIN\r\n*\r\nUIDL\nTOP 1 1\r\n\r\n\x00")
	w := start(f)
	w.deliver(two)
	f.Fuzz(func(t *testing.T, said string) {
		if strings.Contains(strings.ToUpper(said), "QUIT") {
			t.Skip()
		}
		sock, err := net.Dial("tcp", w.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer sock.Close()
		sock.SetDeadline(time.Now().Add(30 * time.Second))
		go io.WriteString(sock, said+"\r\n*\r\nQUIT\r\n") // ends with the connection
		r := bufio.NewReader(sock)
		for {
			line, err := r.ReadString('\n')
			switch {
			case strings.HasPrefix(line, "+OK Goodbye"), err == io.EOF:
				return
			case err != nil && strings.Contains(err.Error(), "reset"): // what was said was not read to its end
				return
			case err != nil:
				t.Fatalf("it ends with %q, %v", line, err)
			}
		}
	})
}
