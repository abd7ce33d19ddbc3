package inspect

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
)

func TestOnlyPublicAddressesAreAsked(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.215.14": true, "2606:2800:21f:cb07:6820:80da:af6b:8b2c": true, "1.1.1.1": true,
		"127.0.0.1": false, "127.9.9.9": false, "0.0.0.0": false, "10.0.0.1": false, "172.16.0.1": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.64.0.1": false, "192.0.2.1": false, "198.18.0.1": false, "224.0.0.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "fe80::1": false, "fc00::1": false, "fd12::1": false, "ff02::1": false, "2001:db8::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "::ffff:1.1.1.1": true, "fe80::1%lo": false,
	} {
		if got := Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s is public: %v", address, got)
		}
	}
}

// serve starts a server that redirects, and one that counts.
func serve(t *testing.T) (*httptest.Server, *atomic.Int32) {
	var asked atomic.Int32
	mux := http.NewServeMux()
	mux.HandleFunc("/ok", func(_ http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.Method != "HEAD" || r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" || r.Header.Get("Authorization") != "" {
			t.Errorf("asked by %s with %v", r.Method, r.Header)
		}
	})
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/ok", http.StatusFound) })
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "file:///etc/passwd")
		w.WriteHeader(http.StatusFound)
	})
	mux.HandleFunc("/inside", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://[::1]:1/", http.StatusFound)
	})
	mux.HandleFunc("/picture", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("picture")) })
	mux.HandleFunc("/shown", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/picture", http.StatusFound) })
	mux.HandleFunc("/large", func(w http.ResponseWriter, _ *http.Request) {
		for range 11 {
			w.Write(make([]byte, 1<<20))
		}
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s, &asked
}

func TestLinksAreVisited(t *testing.T) {
	s, asked := serve(t)
	v := Visitor{Allow: func(ip netip.Addr) bool { return ip == netip.MustParseAddr("127.0.0.1") }}
	secret := strings.Replace(s.URL, "http://", "http://user:secret@", 1)
	visits := v.Visit(t.Context(), []Link{{URL: s.URL + "/ok"}, {URL: s.URL + "/ok"}, {URL: s.URL + "/moved"}, {URL: s.URL + "/none"}, {URL: s.URL + "/round"}, {URL: s.URL + "/file"}, {URL: s.URL + "/inside"}, {URL: secret + "/ok"}, {URL: "mailto:a@x.example"}, {URL: "http://none.invalid/"}})
	want := []struct {
		status, redirects int
		err               string
	}{{200, 0, ""}, {200, 1, ""}, {404, 0, ""}, {302, 6, "redirects more than"}, {0, 1, "no web address"}, {0, 1, "not a public one"}, {200, 0, ""}, {0, 0, "host"}}
	if len(visits) != len(want) {
		t.Fatalf("%d visits: %+v", len(visits), visits)
	}
	for i, w := range want[:7] {
		got := visits[i]
		if got.Status != w.status || len(got.Redirects) != w.redirects || !strings.Contains(got.Error, w.err) || w.err == "" && got.Error != "" {
			t.Errorf("%s: %+v, want %+v", got.URL, got, w)
		}
	}
	if visits[7].Error == "" {
		t.Errorf("a host that is not there answered: %+v", visits[7])
	}
	if asked.Load() != 3 {
		t.Errorf("the server was asked %d times", asked.Load())
	}
}

func TestPicturesAreFetched(t *testing.T) {
	s, _ := serve(t)
	v := Visitor{Allow: func(ip netip.Addr) bool { return ip == netip.MustParseAddr("127.0.0.1") }}
	for path, want := range map[string]string{"/picture": "", "/shown": "", "/none": "404", "/round": "redirects more than", "/inside": "not a public one", "/large": "more than 10 MB"} {
		got, err := v.Fetch(t.Context(), s.URL+path)
		if want == "" && (err != nil || string(got.Octets) != "picture" || got.URL != s.URL+"/picture" || got.Type == "") || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %d octets of %s, %v", path, len(got.Octets), got.URL, err)
		}
	}
	if _, err := (Visitor{}).Fetch(t.Context(), s.URL+"/picture"); err == nil {
		t.Error("a picture came from inside")
	}
}

func TestNothingInsideIsAsked(t *testing.T) {
	s, asked := serve(t)
	for _, link := range []string{s.URL + "/ok", strings.Replace(s.URL, "127.0.0.1", "localhost", 1) + "/ok", strings.Replace(s.URL, "127.0.0.1", "[::ffff:127.0.0.1]", 1) + "/ok"} {
		visits := Visitor{}.Visit(t.Context(), []Link{{URL: link}})
		if len(visits) != 1 || visits[0].Status != 0 || visits[0].Error == "" {
			t.Errorf("%s: %+v", link, visits)
		}
	}
	if asked.Load() != 0 {
		t.Error("the server was asked")
	}
}
