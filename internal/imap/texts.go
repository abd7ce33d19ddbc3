package imap

import "mailsink/internal/recent"

// maxTexts bounds the octets of all texts that are kept.
const maxTexts = 32 << 20

// textCost is what a text costs besides its octets.
const textCost = 200

// texts keeps what was told of messages last: a client that lists a mailbox
// again, and the next client, get it for nothing.
type texts struct{ kept recent.Kept[string] }

func newTexts() *texts { return &texts{recent.Kept[string]{Most: maxTexts}} }

func (t *texts) get(key string) (string, bool) { return t.kept.Get(key) }

// put keeps a text, unless it is so long that it would push out many others.
func (t *texts) put(key, octets string) {
	if len(octets) <= maxTexts/1000 {
		t.kept.Put(key, octets, len(key)+len(octets)+textCost)
	}
}
