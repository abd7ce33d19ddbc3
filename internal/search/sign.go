package search

import (
	"unicode/utf8"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// Buckets is how many kinds of grams, pieces of text of one to three
// characters, are told apart.
const Buckets = 1 << 14

// A Signature says which grams a message may have: one bit for each bucket.
type Signature [Buckets / 64]uint64

// Has reports whether a gram of the bucket may be there.
func (s *Signature) Has(bucket uint32) bool {
	return s[bucket/64%uint32(len(s))]&(1<<(bucket%64)) != 0
}

func (s *Signature) add(bucket uint32) { s[bucket/64%uint32(len(s))] |= 1 << (bucket & 63) }

// A Signer makes signatures. The zero Signer is ready; it is for one goroutine.
type Signer struct {
	folder folder
	sign   *Signature
	last   uint64 // the last three characters of the piece, each in 21 bits
}

// Sign returns the signature of all that a message can be asked for: what is
// in the header and the envelope, the text of the content, the names and types
// of its parts, every header field, and HTML with its markup.
func (z *Signer) Sign(m *mail.Message, content []byte) *Signature {
	z.sign = new(Signature)
	for _, s := range shortTexts(m) {
		z.piece(s)
	}
	doc := mime.Open(content)
	doc.Root.Walk(func(p *mime.Part) bool {
		z.header(p, p == doc.Root)
		return true
	})
	for _, t := range doc.Texts().Parts {
		if z.piece(t.Source); t.Text != t.Source {
			z.piece(t.Text)
		}
	}
	return z.sign
}

// header enters the fields of p, and what is read from them.
func (z *Signer) header(p *mime.Part, root bool) {
	for i := range p.Fields {
		f := &p.Fields[i]
		z.write(f.Name)
		z.write(": ")
		z.piece(f.Text())
		if root && (f.Is("From") || f.Is("To") || f.Is("Cc") || f.Is("Bcc")) {
			z.piece(f.AddressText())
		}
	}
	z.piece(p.Filename)
	z.piece(p.MediaType())
}

// shortTexts returns what the header and the envelope of m have for searching.
func shortTexts(m *mail.Message) []string {
	sum := m.Summary
	texts := append(make([]string, 0, 16), sum.Subject, sum.Snippet, sum.MessageID, string(m.Envelope.ReversePath), m.Account, m.Envelope.Client.Identity)
	for _, contacts := range [][]mail.Contact{sum.From, sum.To, sum.Cc, sum.ReplyTo} {
		for _, c := range contacts {
			texts = append(texts, string(c.Address), c.Name)
		}
	}
	for _, r := range m.Envelope.Recipients {
		texts = append(texts, string(r.Original), string(r.Final))
	}
	return texts
}

// piece enters the grams of s, which nothing goes across the ends of.
func (z *Signer) piece(s string) {
	z.write(s)
	z.last = 0
}

// write enters the grams of s and of its border to what was written before. It
// folds on the way, as [fold] does.
func (z *Signer) write(s string) {
	sign, last := z.sign, z.last
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[i:])
			z.last = last
			z.rune(r)
			last = z.last
			i += n - 1
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case isBlank(c):
			if c = ' '; byte(last) == ' ' && last&oneRune == ' ' {
				continue
			}
		}
		last = next(last, rune(c))
		sign.add(twoOf(last))
		sign.add(threeOf(last))
	}
	z.last = last
}

// rune enters a character that is not ASCII.
func (z *Signer) rune(r rune) {
	for _, c := range z.folder.rune(r) {
		if c == ' ' && z.last&oneRune == ' ' {
			continue
		}
		z.last = next(z.last, c)
		z.sign.add(twoOf(z.last))
		z.sign.add(threeOf(z.last))
		if c >= ideographs {
			z.sign.add(oneOf(c))
		}
	}
}

// ideographs is where scripts begin of which one character is a word.
const ideographs = 0x2e80

const (
	oneRune    = 1<<21 - 1
	twoRunes   = 1<<42 - 1
	threeRunes = 1<<63 - 1
)

// next puts c behind the last characters.
func next(last uint64, c rune) uint64 { return (last<<21 | uint64(c)) & threeRunes }

// The buckets of the last characters, by multiplying: the upper bits of a
// product have something of all bits.
func threeOf(last uint64) uint32 { return uint32(last * 0x9e3779b97f4a7c15 >> 50) }
func twoOf(last uint64) uint32   { return uint32((last & twoRunes) * 0xd6e8feb86659fd93 >> 50) }
func oneOf(c rune) uint32        { return uint32(uint64(c) * 0xa0761d6478bd642f >> 50) }

// bucketsOf returns the buckets that a text with s, which is folded, must have.
// There are none for a single character that may be anywhere.
func bucketsOf(s string) (buckets []uint32) {
	var last uint64
	n := 0
	for _, c := range s {
		last = next(last, c)
		if n++; n >= 3 {
			buckets = append(buckets, threeOf(last))
		}
	}
	switch {
	case n == 2:
		return []uint32{twoOf(last)}
	case n == 1 && last >= ideographs:
		return []uint32{oneOf(rune(last))}
	}
	return buckets
}
