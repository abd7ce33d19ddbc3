package smtp

import (
	"net"
	"slices"
	"testing"
)

// TestListenersOfOneServerShareNoSessions holds that the connections of
// listeners that begin in the same moment have names of their own: by them
// messages find their transcripts.
func TestListenersOfOneServerShareNoSessions(t *testing.T) {
	box := &recorder{}
	srv := newServer(box)
	var doors []net.Listener
	for range 4 {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		doors = append(doors, ln)
	}
	for _, ln := range doors {
		serveOn(t, ln, srv.Serve)
	}
	var names []string
	for _, ln := range doors {
		c := greeted(t, ln.Addr().String())
		c.envelope()
		c.want("DATA\r\n", "354 ")
		c.want("x\r\n.\r\n", "250 ")
	}
	for _, d := range box.all() {
		names = append(names, d.env.Client.Session)
	}
	slices.Sort(names)
	if len(slices.Compact(names)) != len(doors) {
		t.Errorf("the sessions are called %v", names)
	}
}
