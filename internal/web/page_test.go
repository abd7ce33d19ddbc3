package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"testing/fstest"
)

func TestThePageHasItsFirstRowsWithIt(t *testing.T) {
	s := start(t)
	s.deliver(text("</script><script>alert(1)</script><!--", "x"))
	for _, path := range []string{"/", "/m/0000000000000", "/q?q=x", "/settings/keys"} {
		a := s.get(path).want(t, 200, nil)
		_, rest, ok := strings.Cut(string(a.body), `<script type="application/json" id="boot">`)
		data, _, end := strings.Cut(rest, "</script>")
		var b boot
		if err := json.Unmarshal([]byte(data), &b); err != nil || !ok || !end {
			t.Fatalf("%s: %v\n%s", path, err, a.body)
		}
		if len(b.Rows.Rows) != 1 || b.Rows.Total != 1 || b.Rows.AsOf != s.box.State().ModSeq || b.Info.Version != "test" {
			t.Errorf("%+v", b)
		}
		if a.Header.Get("Cache-Control") != "no-store" {
			t.Error(a.Header)
		}
	}
}

func TestFilesAreNamedByTheirContent(t *testing.T) {
	s := start(t)
	body := string(s.get("/").body)
	_, rest, _ := strings.Cut(body, `src="`)
	path, _, _ := strings.Cut(rest, `"`)
	if !strings.HasPrefix(path, "/app.js?v=") || len(path) != len("/app.js?v=12345678") {
		t.Fatal(path)
	}
	a := s.get(path).want(t, 200, nil)
	if a.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" || a.Header.Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Error(a.Header)
	}
	if got := s.get("/app.js?v=00000000").Header.Get("Cache-Control"); got != "no-cache" {
		t.Error(got)
	}
	s.get(path, "If-None-Match: "+a.Header.Get("Etag")).want(t, 304, nil)
	s.get("/icons.svg").want(t, 200, nil)
	s.get("/none.js").wantProblem(t, 404)
}

func TestThePageIsSentSmall(t *testing.T) {
	s := start(t)
	for _, path := range []string{"/app.js", "/"} {
		plain := s.get(path, "Accept-Encoding: identity").want(t, 200, nil)
		zipped := s.get(path, "Accept-Encoding: br, gzip").want(t, 200, nil)
		if zipped.Header.Get("Content-Encoding") != "gzip" || zipped.Header.Get("Vary") != "Accept-Encoding" || plain.Header.Get("Content-Encoding") != "" {
			t.Fatal(zipped.Header, plain.Header)
		}
		z, err := gzip.NewReader(bytes.NewReader(zipped.body))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(z)
		if err != nil || !bytes.Equal(got, plain.body) {
			t.Errorf("%s: %v, other octets", path, err)
		}
	}
}

func TestWithoutThePageTheAPIServes(t *testing.T) {
	for name, ui := range map[string]fstest.MapFS{"none": nil, "empty": {}} {
		s := start(t, func(s *Server) {
			s.page = newPage(ui, "")
			if ui == nil {
				s.page = newPage(nil, "")
			}
		})
		if detail := s.get("/").wantProblem(t, 404); !strings.Contains(detail, "/v1") {
			t.Errorf("%s: %s", name, detail)
		}
		s.get("/v1/rows").want(t, 200, nil)
	}
}
