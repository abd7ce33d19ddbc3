package imap

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"mailsink/internal/imap/grams"
	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// TestTheIndexRulesOutNothingThatIsThere looks for pieces of the texts that a
// search compares with.
func TestTheIndexRulesOutNothingThatIsThere(t *testing.T) {
	files, err := filepath.Glob("../mime/testdata/messages/*.eml")
	if err != nil || len(files) < 200 {
		t.Fatalf("%d messages: %v", len(files), err)
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	var b grams.Builder
	for _, file := range files {
		octets, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		root := mime.Parse(octets)
		s := signature(&b, root, octets)
		check := func(text string) {
			for range min(len(text), 20) {
				from := rnd.IntN(len(text))
				if needle := text[from:min(len(text), from+12)]; !s.MayHold(needle) {
					t.Fatalf("%s: %q is ruled out", filepath.Base(file), needle)
				}
			}
		}
		root.Walk(func(p *mime.Part) bool {
			for i := range min(len(p.Fields), 100) {
				check(folded(p.Fields[i].Text()))
				if p == root && isAddressField(p.Fields[i].Name) {
					check(folded(addressText(&p.Fields[i])))
				}
			}
			if hasText(p) {
				check(folded(p.Text(octets)))
			}
			return true
		})
	}
}

func TestTheIndexStaysWithinItsBound(t *testing.T) {
	var x index
	s := make(grams.Signature, 1024)
	for i := range 3 * maxIndex / (8 * len(s)) {
		x.put(mail.ID(i).String(), s)
		if x.cost > maxIndex {
			t.Fatalf("it costs %d", x.cost)
		}
	}
}
