package mailbox

import (
	"context"

	"mailsink/internal/mail"
)

// reload folds the journal from its beginning, for a mailbox that was away
// until compaction had taken the records it needed next. Viewers go on: what
// they are told next is the difference to what they knew. When it fails, the
// state is the old one.
func (m *Mailbox) reload(ctx context.Context, f *fold, old *State) (*State, error) {
	m.log.Info("this node was away for longer than the journal keeps records for; it reads the journal anew")
	told := mail.ModSeq(m.told.Load())
	end, err := m.store.End(ctx)
	if err != nil {
		return old, err
	}
	again, state := fold{sharers: make(map[string]int)}, newState()
	for recs, err := range m.store.Records(ctx, 0) {
		if err != nil {
			return old, err
		}
		var arrived bool
		if state, arrived = again.toward(end, state, recs); arrived {
			break
		}
	}
	again.show()
	// The last records may have lost their meaning, and been left out of the
	// journal: whoever waits for them has waited long enough.
	state.ModSeq = max(state.ModSeq, old.ModSeq, told)
	*f = again
	m.publish(state, nil)
	m.settle(ctx, f, state)
	return state, nil
}
