package jetstream

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// errNoAnswer is what an append or a Put fails with when patience ends.
var errNoAnswer = errors.New("no majority of the NATS servers answers in time")

// tooOld reports whether a server of a version lacks what the engine needs:
// atomic batches whose messages have an identity, which came with 2.12.1. What
// does not look like a version is believed to be new.
func tooOld(version string) bool {
	var v [3]int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &v[0], &v[1], &v[2]); err != nil {
		return false
	}
	return slices.Compare(v[:], []int{2, 12, 1}) < 0
}

// Codes of the JetStream API.
const (
	codeAccountFull     = 10002
	codeNoSuitablePeers = 10005
	codeNoResources     = 10023
	codeMemoryExceeded  = 10028
	codeStorageExceeded = 10047
	codeReplicasRefused = 10074
	codeStoreFailed     = 10077
	codeBatchIncomplete = 10176
	codeTooManyBatches  = 10211
	codeDuplicates      = 10201 // a batch that is stored already
	codeDuplicate       = 10158 // a message that is being stored already
)

// ErrTooFew is servers that are not together, or not enough of them for the
// copies, at this moment.
var ErrTooFew = errors.New("too few servers are together")

// tooFew keeps the words of an error, and makes it ErrTooFew.
type tooFew struct{ error }

func (tooFew) Is(target error) bool { return target == ErrTooFew }

// unprepared says what to do about streams that could not be made.
func (s *Store) unprepared(err error) error {
	if err == nil {
		return nil
	}
	at := strings.Join(s.place.Servers, ", ")
	var api *jetstream.APIError
	switch {
	case errors.Is(err, jetstream.ErrJetStreamNotEnabled), errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount), errors.Is(err, nats.ErrNoResponders):
		return fmt.Errorf("NATS at %s has no JetStream for this account: start it with -js, or enable JetStream for the account", at)
	case errors.As(err, &api) && (api.ErrorCode == codeReplicasRefused || api.ErrorCode == codeNoSuitablePeers):
		return tooFew{fmt.Errorf("NATS at %s has not the servers for so many replicas (%w): lower replicas= of --store, or start the others", at, err)}
	case errors.Is(err, context.DeadlineExceeded):
		return tooFew{fmt.Errorf("NATS at %s did not make or find the streams of %s in time: see whether a majority of its servers is up", at, s.place.Name)}
	case strings.Contains(err.Error(), "limit marker"), strings.Contains(err.Error(), "not supported"):
		return fmt.Errorf("NATS at %s is too old (%w): mailsink needs 2.12.1 or newer", at, err)
	}
	return fmt.Errorf("the streams of %s in NATS at %s cannot be used: %w", s.place.Name, at, err)
}

// failed wraps the error of a call to the servers. What lacks room is
// [mail.ErrFull]; what would go well if it were tried later is [store.ErrAway].
func (s *Store) failed(doing string, err error) error {
	var api *jetstream.APIError
	if errors.As(err, &api) {
		switch api.ErrorCode {
		case codeAccountFull, codeNoResources, codeMemoryExceeded, codeStorageExceeded, codeStoreFailed:
			return fmt.Errorf("jetstream: %s: %w: %w", doing, err, mail.ErrFull)
		}
	}
	if !final(err) && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("jetstream: %s: %w: %w", doing, store.ErrAway, err)
	}
	return fmt.Errorf("jetstream: %s: %w", doing, err)
}

// final reports whether trying again cannot help.
func final(err error) bool {
	var api *jetstream.APIError
	switch {
	case errors.Is(err, nats.ErrMaxPayload), errors.Is(err, nats.ErrConnectionClosed), errors.Is(err, nats.ErrPermissionViolation):
		return true
	case errors.Is(err, jetstream.ErrMsgNotFound):
		return true
	case errors.As(err, &api):
		switch api.ErrorCode {
		case codeTooManyBatches, codeBatchIncomplete, codeDuplicate:
			return false
		}
		return api.Code < 500
	}
	return false
}
