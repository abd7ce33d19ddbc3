package rewrite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
)

// mapServer answers tcp: (ports ending in 1) and socketmap: from data; values
// that begin with "!" are said as they are.
type mapServer struct {
	data map[string]string
	mu   sync.Mutex
	seen []string
	said string // instead of any answer
}

func (s *mapServer) dial(_ context.Context, network, address string) (net.Conn, error) {
	near, far := net.Pipe()
	if network == "unix" || strings.HasSuffix(address, "2") {
		go s.socketmap(far)
	} else {
		go s.tcp(far)
	}
	return near, nil
}

func (s *mapServer) note(request string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, request)
}

func (s *mapServer) tcp(conn net.Conn) {
	defer conn.Close()
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return
	}
	line = strings.TrimSuffix(line, "\n")
	s.note("tcp " + line)
	key, _ := percentDecoded(strings.TrimPrefix(line, "get "))
	reply := "500 not found"
	if v, ok := s.data[key]; ok {
		reply = "200 " + percentEncoded(v)
		if raw, ok := strings.CutPrefix(v, "!"); ok {
			reply = raw
		}
	}
	if s.said != "" {
		reply = s.said
	}
	fmt.Fprintf(conn, "%s\n", reply)
}

func (s *mapServer) socketmap(conn net.Conn) {
	defer conn.Close()
	request, err := readNetstring(bufio.NewReader(conn))
	if err != nil {
		return
	}
	s.note("socketmap " + request)
	_, key, _ := strings.Cut(request, " ")
	reply := "NOTFOUND "
	if v, ok := s.data[key]; ok {
		reply = "OK " + v
		if raw, ok := strings.CutPrefix(v, "!"); ok {
			reply = raw
		}
	}
	if s.said != "" {
		fmt.Fprint(conn, s.said)
		return
	}
	fmt.Fprintf(conn, "%d:%s,", len(reply), reply)
}

func (s *mapServer) differs(want []string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if want != nil && !slices.Equal(s.seen, want) {
		return fmt.Sprintf("the server was asked %q, want %q", s.seen, want)
	}
	return ""
}

func lookup(t *testing.T, spec, key string, s *mapServer) (Result, error) {
	t.Helper()
	table, _, err := OpenTable(t.Context(), spec, Config{Dial: s.dial})
	if err != nil {
		t.Fatal(err)
	}
	return table.Lookup(t.Context(), key)
}

func TestServersAreAskedAsTheManualSays(t *testing.T) {
	for _, tt := range []struct {
		name, spec, key, request, value string
	}{
		{"tcp finds", "tcp:h:1", "a@b", "tcp get a@b", "x@y, z"},
		{"tcp percent-encodes the key", "tcp:h:1", "a %\xc3\xa9", "tcp get a%20%25%C3%A9", ""},
		{"proxy: is looked through", "proxy:tcp:h:1", "a@b", "tcp get a@b", "x@y, z"},
		{"socketmap inet finds", "socketmap:inet:h:2:virt", "a@b", "socketmap virt a@b", "x@y, z"},
		{"socketmap unix finds", "socketmap:unix:/run/map:virt", "a@b", "socketmap virt a@b", "x@y, z"},
		{"socketmap does not find", "socketmap:unix:/run/map:virt", "c d", "socketmap virt c d", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := &mapServer{data: map[string]string{"a@b": "x@y, z"}}
			res, err := lookup(t, tt.spec, tt.key, s)
			if err != nil || res.Value != tt.value || res.Found != (tt.value != "") {
				t.Errorf("%+v, %v; want %q", res, err, tt.value)
			}
			if problem := s.differs([]string{tt.request}); problem != "" {
				t.Error(problem)
			}
		})
	}
}

func TestAnUnusableAnswerIsAnErrorAndNotNotFound(t *testing.T) {
	for _, tt := range []struct {
		name, spec, said string
		want             error
	}{
		{"tcp 400", "tcp:h:1", "400 busy", ErrTemporary},
		{"tcp without a code", "tcp:h:1", "banana", ErrTemporary},
		{"tcp with a bad escape", "tcp:h:1", "200 a%2", ErrTemporary},
		{"tcp line too long", "tcp:h:1", "200 " + strings.Repeat("a", maxTCPReply), ErrTemporary},
		{"socketmap too long", "socketmap:inet:h:2:m", "100001:OK", ErrTemporary},
		{"socketmap without a comma", "socketmap:inet:h:2:m", "4:OK a;", ErrTemporary},
		{"socketmap cut off", "socketmap:inet:h:2:m", "9:OK a", ErrTemporary},
		{"socketmap unknown word", "socketmap:inet:h:2:m", "6:BANANA,", ErrTemporary},
		{"socketmap temporary", "socketmap:inet:h:2:m", "6:TEMP x,", ErrTemporary},
		{"socketmap timeout", "socketmap:inet:h:2:m", "9:TIMEOUT x,", ErrTemporary},
		{"socketmap permanent", "socketmap:inet:h:2:m", "6:PERM x,", ErrResult},
	} {
		t.Run(tt.name, func(t *testing.T) {
			res, err := lookup(t, tt.spec, "a", &mapServer{said: tt.said})
			if !errors.Is(err, tt.want) || res.Found {
				t.Errorf("%+v, %v; want %v", res, err, tt.want)
			}
		})
	}
}

func TestAServerThatIsSilentIsGivenUp(t *testing.T) {
	table, _, err := OpenTable(t.Context(), "tcp:h:1", Config{Dial: func(context.Context, string, string) (net.Conn, error) {
		near, _ := net.Pipe()
		return near, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := table.Lookup(ctx, "a"); !errors.Is(err, ErrTemporary) {
		t.Errorf("%v, want %v", err, ErrTemporary)
	}
}

func TestServerNamesWithMistakesAreRefused(t *testing.T) {
	for _, spec := range []string{"tcp:host", "tcp:", "socketmap:inet:h:1", "socketmap:inet:h", "socketmap:file:/x:m", "socketmap:unix:/x", "socketmap:unix:/x:"} {
		if _, _, err := OpenTable(t.Context(), spec, Config{}); err == nil {
			t.Errorf("%s is taken", spec)
		}
	}
}
