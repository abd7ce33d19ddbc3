package jetstream

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"mailsink/internal/store"
)

// Put implements [store.Content]. When it returns, the octets are stored as
// safely as records are.
func (s *Store) Put(ctx context.Context, r io.Reader) (string, int64, error) {
	if err := s.gate.enter(); err != nil {
		return "", 0, err
	}
	defer s.gate.leave()
	u := s.upload(ctx)
	u.small = true
	if _, err := io.Copy(u, r); err != nil {
		return "", 0, s.failed("put", err)
	}
	k, err := u.finish()
	if err != nil {
		return "", 0, s.failed("put", err)
	}
	return k.String(), u.size, nil
}

// Get implements [store.Content]. The reader of what is stored whole
// implements [store.Octets].
func (s *Store) Get(ctx context.Context, name string) (io.ReadSeekCloser, error) {
	k, ok := readKey(name)
	if !ok || s.bundles.buried(k) {
		return nil, store.ErrNotExist
	}
	fetch := s.fetchWhole
	if k.kind == bundled {
		fetch = s.fetchBundled
	}
	octets, err := fetch(ctx, k)
	if err != nil {
		return nil, err
	}
	if k.kind != parted {
		return reader{bytes.NewReader(octets), octets}, nil
	}
	parts, err := readManifest(octets)
	if err != nil {
		return nil, err
	}
	return newPartsReader(ctx, s, parts), nil
}

// fetchWhole returns the octets of the message that k names.
func (s *Store) fetchWhole(ctx context.Context, k key) ([]byte, error) { return s.message(ctx, k.seq) }

// message returns the octets of a message of the content stream. The nearest
// server answers; one that does not know of the message yet is not believed,
// but the leader is.
func (s *Store) message(ctx context.Context, seq uint64) (octets []byte, err error) {
	err = s.insist(ctx, func(ctx context.Context) error {
		msg, err := s.content.GetMsg(ctx, seq)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			octets, err = s.leaders(ctx, seq)
			return err
		}
		if err == nil {
			octets = msg.Data
		}
		return err
	})
	switch {
	case errors.Is(err, jetstream.ErrMsgNotFound):
		return nil, store.ErrNotExist
	case err != nil:
		return nil, s.failed("get", err)
	case octets == nil:
		octets = []byte{} // nothing, but there
	}
	return octets, nil
}

// leaders returns what the leader of the content stream has at seq.
func (s *Store) leaders(ctx context.Context, seq uint64) ([]byte, error) {
	answer, err := s.ask(ctx, "GET", fmt.Sprintf(`{"seq":%d}`, seq))
	return answer.Message.Data, err
}

// An answer is what the leader of a stream says of one of its messages.
type answer struct {
	Message struct {
		Data []byte `json:"data"`
	} `json:"message"`
	Error *jetstream.APIError `json:"error"`
}

// What the server says of a deletion, where ErrMsgNotFound is meant.
const (
	codeNothingDeleted = 10057
	codeNoSuchSequence = 10043
)

// ask asks the leader of the content stream about a message, by the API itself:
// the library would ask the nearest server, or hide the code of an error.
func (s *Store) ask(ctx context.Context, verb, request string) (a answer, err error) {
	reply, err := s.nc.RequestWithContext(ctx, "$JS.API.STREAM.MSG."+verb+"."+contentName(s.place.Name), []byte(request))
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(reply.Data, &a); err != nil {
		return a, fmt.Errorf("the answer to %s cannot be read: %w", verb, err)
	}
	switch {
	case a.Error == nil:
		return a, nil
	case a.Error.ErrorCode == jetstream.JSErrCodeMessageNotFound, a.Error.ErrorCode == codeNothingDeleted, a.Error.ErrorCode == codeNoSuchSequence:
		return a, jetstream.ErrMsgNotFound
	}
	return a, a.Error
}

// Delete implements [store.Content]. It deletes what it can after the grace of
// [Options]; with several nodes on one journal, one of them does so for all.
// What none of them came to, a sweep deletes.
func (s *Store) Delete(ctx context.Context, names ...string) error {
	if err := s.gate.enter(); err != nil {
		return err
	}
	defer s.gate.leave()
	names = s.graves.decided(names)
	if s.graves.grace > 0 {
		s.graves.add(names)
		return nil
	}
	return s.deleteNow(ctx, names)
}

// deleters is how many messages are deleted at a time.
const deleters = 16

func (s *Store) deleteNow(ctx context.Context, names []string) error {
	keys := s.goners(names)
	if len(keys) == 0 || !s.tidies(ctx) {
		return nil
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(deleters)
	for _, k := range keys {
		g.Go(func() error { return s.remove(ctx, k) })
	}
	return g.Wait()
}

// goners returns those of names whose messages can go: of a bundle, the one
// that was the last.
func (s *Store) goners(names []string) (keys []key) {
	for _, name := range names {
		if k, ok := readKey(name); ok && (k.kind != bundled || s.bundles.bury(k)) {
			keys = append(keys, k)
		}
	}
	return keys
}

// remove deletes the messages of a content. What has gone already is no error.
func (s *Store) remove(ctx context.Context, k key) error {
	seqs := []uint64{k.seq}
	if k.kind == parted {
		octets, err := s.message(ctx, k.seq)
		if errors.Is(err, store.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		parts, err := readManifest(octets)
		if err != nil {
			return err
		}
		seqs = nil
		for _, p := range parts {
			seqs = append(seqs, p.seq)
		}
		seqs = append(seqs, k.seq) // the manifest last: until then it can be tried again
	}
	for _, seq := range seqs {
		if err := s.removeMessage(ctx, seq); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) removeMessage(ctx context.Context, seq uint64) error {
	err := s.insist(ctx, func(ctx context.Context) error {
		_, err := s.ask(ctx, "DELETE", fmt.Sprintf(`{"seq":%d,"no_erase":true}`, seq))
		return err
	})
	if err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
		return s.failed("delete", err)
	}
	return nil
}

// A reader gives out content that is stored whole without copying it.
type reader struct {
	*bytes.Reader
	octets []byte
}

// Octets implements [store.Octets].
func (r reader) Octets() []byte { return r.octets }

// Close implements [io.Closer].
func (reader) Close() error { return nil }
