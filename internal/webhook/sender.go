package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/pause"
)

// Config says what is posted where. Mailbox and Hooks must be set.
type Config struct {
	Mailbox *mailbox.Mailbox
	Hooks   []Hook
	Secret  string        // signs every post; empty leaves it unsigned
	Dir     string        // where positions are kept; empty for memory
	Pause   time.Duration // before the first retry; 0 means 1 s. It doubles, up to maxPause
	Log     *slog.Logger  // nil for none
}

const (
	timeout  = 5 * time.Second
	maxPause = 5 * time.Minute
	kept     = 100 // deliveries in the log of a hook
)

// A Sender posts for its hooks.
type Sender struct {
	Config
	ledger *ledger
	client *http.Client

	mu  sync.Mutex
	log map[string][]Delivery // newest last
}

// A Delivery is one attempt to post.
type Delivery struct {
	ID           mail.ID `json:"id"` // of the message
	At           string  `json:"at"`
	Attempt      int     `json:"attempt"` // from 1
	Status       int     `json:"status"`  // what the other side replied; 0 for none
	Error        string  `json:"error"`
	Milliseconds int64   `json:"milliseconds"`
}

// A Status is how far a hook has come.
type Status struct {
	URL        string     `json:"url"`
	Query      string     `json:"q"`
	Behind     int        `json:"behind"`     // messages that it has not been asked about
	Deliveries []Delivery `json:"deliveries"` // newest first
}

// New returns the sender of c. A hook that was not there before begins with
// what arrives from now on.
func New(c Config) (*Sender, error) {
	st := c.Mailbox.State()
	l, err := openLedger(c.Dir, st.UIDValidity)
	if err != nil {
		return nil, err
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Pause == 0 {
		c.Pause = time.Second
	}
	s := &Sender{Config: c, ledger: l, log: make(map[string][]Delivery)}
	var allowed []string
	for _, h := range c.Hooks {
		allowed = append(allowed, h.hostPort())
		if at, ok := l.get(h.name()); ok && at <= st.ModSeq {
			continue
		}
		if err := l.set(h.name(), st.ModSeq); err != nil {
			return nil, err
		}
	}
	s.client = newClient(allowed)
	return s, nil
}

// newClient returns a client that connects to the addresses allowed and to no
// other, whatever it is told on the way.
func newClient(allowed []string) *http.Client {
	var d net.Dialer
	return &http.Client{
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				if !slices.Contains(allowed, address) {
					return nil, fmt.Errorf("webhook: %s is not the address of a webhook", address)
				}
				return d.DialContext(ctx, network, address)
			},
			MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: timeout, MaxResponseHeaderBytes: 64 << 10,
		},
	}
}

// Run posts until ctx is done, and returns nil then.
func (s *Sender) Run(ctx context.Context) error {
	defer s.client.CloseIdleConnections()
	var group sync.WaitGroup
	for _, h := range s.Hooks {
		group.Go(func() { s.follow(ctx, h) })
	}
	group.Wait()
	return nil
}

// follow posts the messages of one hook, in order.
func (s *Sender) follow(ctx context.Context, h Hook) {
	at, _ := s.ledger.get(h.name())
	query := h.query.Knowing(func(m *mail.Message) bool { return s.Mailbox.Repeated(ctx, m) })
	for {
		st, err := s.Mailbox.Wait(ctx, at)
		if err != nil {
			return
		}
		for _, m := range st.All.From(st.All.Ceil(mail.UID(at) + 1)) {
			if !query.Match(m, func() ([]byte, error) { return s.Mailbox.Octets(ctx, m) }) {
				continue
			}
			if !s.deliver(ctx, h, m) {
				return
			}
			s.advance(h, mail.ModSeq(m.UID))
		}
		if ctx.Err() != nil {
			return // a message may not have been read
		}
		at = st.ModSeq
		s.advance(h, at)
	}
}

// advance notes how far h has come. Where that cannot be kept, messages may be
// posted again after a restart.
func (s *Sender) advance(h Hook, at mail.ModSeq) {
	if err := s.ledger.set(h.name(), at); err != nil {
		s.Log.Warn("how far a webhook has come cannot be kept; messages may be posted again", "err", err)
	}
}

// deliver posts m until it is taken. It is false if ctx ended before.
func (s *Sender) deliver(ctx context.Context, h Hook, m *mail.Message) bool {
	patience := s.Pause
	for attempt := 1; ; attempt++ {
		d := s.attempt(ctx, h, m)
		d.Attempt = attempt
		s.note(h, d)
		if d.Error == "" {
			return true
		}
		s.Log.Info("a webhook did not take a message; it will be posted again", "url", h.URL, "id", m.ID, "attempt", attempt, "err", d.Error)
		if !pause.For(patience/2+rand.N(patience), ctx.Done()) { // so that many do not come at once
			return false
		}
		patience = min(2*patience, maxPause)
	}
}

// attempt posts m once.
func (s *Sender) attempt(ctx context.Context, h Hook, m *mail.Message) Delivery {
	began := time.Now()
	d := Delivery{ID: m.ID, At: began.UTC().Format(time.RFC3339)}
	status, err := s.post(ctx, h, m)
	d.Status, d.Milliseconds = status, time.Since(began).Milliseconds()
	if err == nil && status/100 != 2 {
		err = errors.New(http.StatusText(status))
	}
	if err != nil {
		d.Error = err.Error()
	}
	return d
}

// A letter is what is posted.
type letter struct {
	Event    string         `json:"event"`
	ID       mail.ID        `json:"id"`
	Account  string         `json:"account"`
	Time     time.Time      `json:"time"`
	Size     int64          `json:"size"`
	Envelope *mail.Envelope `json:"envelope"`
	Summary  *mail.Summary  `json:"summary"`
}

func (s *Sender) post(ctx context.Context, h Hook, m *mail.Message) (status int, err error) {
	body, err := json.Marshal(letter{"message", m.ID, m.Account, m.InternalDate, m.Size, m.Envelope, m.Summary})
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "mailsink")
	if s.Secret != "" {
		r.Header.Set("Mailsink-Signature", Sign(s.Secret, time.Now(), body))
	}
	res, err := s.client.Do(r)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	// A short reply read to its end lets the connection be used again.
	_, _ = io.CopyN(io.Discard, res.Body, 4096)
	return res.StatusCode, nil
}

// Sign returns the signature of a body posted at a time.
func Sign(secret string, at time.Time, body []byte) string {
	seconds := fmt.Sprint(at.Unix())
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(seconds + "."))
	h.Write(body)
	return "t=" + seconds + ",v1=" + hex.EncodeToString(h.Sum(nil))
}

func (s *Sender) note(h Hook, d Delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := append(s.log[h.name()], d)
	s.log[h.name()] = list[max(0, len(list)-kept):]
}

// Statuses returns how far every hook has come.
func (s *Sender) Statuses() []Status {
	all := s.Mailbox.State().All
	list := []Status{}
	for _, h := range s.Hooks {
		at, _ := s.ledger.get(h.name())
		s.mu.Lock()
		log := slices.Clone(s.log[h.name()])
		s.mu.Unlock()
		slices.Reverse(log)
		if log == nil {
			log = []Delivery{}
		}
		list = append(list, Status{h.URL, h.Query, all.Len() - all.Ceil(mail.UID(at)+1), log})
	}
	return list
}
