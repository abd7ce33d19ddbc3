package web

import (
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// compressible is the least length of a body worth compressing, in octets.
const compressible = 1 << 10

// newZip returns a writer for the pool.
func newZip() any {
	// The level is a constant of the package; it cannot fail.
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	return z
}

// compress lets replies be compressed where the client takes it. The handler
// decides nothing; what it sends does.
func (s *Server) compress(w http.ResponseWriter, r *http.Request) (http.ResponseWriter, func()) {
	if upgrades(r) || r.Header.Get("Range") != "" || r.Method == http.MethodHead || !acceptsGzip(r) {
		return w, func() {}
	}
	z := &zipped{ResponseWriter: w, pool: &s.zips}
	return z, z.close
}

// A zipped writer compresses a reply, if its header says that it is text, and
// long enough.
type zipped struct {
	http.ResponseWriter
	pool  *sync.Pool   // of *gzip.Writer, which are large
	z     *gzip.Writer // nil for a reply that goes out as it is
	begun bool
}

// Unwrap is for [http.ResponseController].
func (z *zipped) Unwrap() http.ResponseWriter { return z.ResponseWriter }

// WriteHeader implements [http.ResponseWriter].
func (z *zipped) WriteHeader(status int) {
	if z.begun {
		return
	}
	z.begun = true
	h := z.Header()
	if status == http.StatusOK && h.Get("Content-Encoding") == "" && textual(h.Get("Content-Type")) {
		h.Add("Vary", "Accept-Encoding")
		if n, err := strconv.Atoi(h.Get("Content-Length")); err != nil || n >= compressible {
			h.Del("Content-Length")
			h.Del("Accept-Ranges")
			h.Set("Content-Encoding", "gzip")
			if tag := h.Get("Etag"); tag != "" && !strings.HasPrefix(tag, "W/") {
				h.Set("Etag", "W/"+tag) // the same message, other octets (RFC 9110 §8.8.1)
			}
			z.z = z.pool.Get().(*gzip.Writer)
			z.z.Reset(z.ResponseWriter)
		}
	}
	z.ResponseWriter.WriteHeader(status)
}

// Write implements [http.ResponseWriter].
func (z *zipped) Write(p []byte) (int, error) {
	if !z.begun {
		z.WriteHeader(http.StatusOK)
	}
	if z.z != nil {
		return z.z.Write(p)
	}
	return z.ResponseWriter.Write(p)
}

func (z *zipped) close() {
	if z.z != nil {
		// A client that went away needs no end.
		_ = z.z.Close()
		z.pool.Put(z.z)
	}
}

// textual reports whether octets of a media type get shorter when compressed.
// A stream of events does, but it has to be flushed.
func textual(mediaType string) bool {
	kind, _, _ := strings.Cut(mediaType, ";")
	switch kind {
	case "application/json", "application/problem+json", "application/vnd.oai.openapi+json", "message/rfc822", "application/mbox", "application/x-tar":
		return true
	case "text/event-stream":
		return false
	}
	return strings.HasPrefix(kind, "text/")
}
