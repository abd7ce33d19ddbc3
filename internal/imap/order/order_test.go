package order_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mailsink/internal/imap/order"
)

func TestBaseSubject(t *testing.T) {
	for _, test := range []struct {
		name, subject, want string
		reply               bool
	}{
		{"a plain one stays", "plan", "plan", false},
		{"white space is one space", " a \t b\r\n c ", "a b c", false},
		{"answers are cut", "Re: re : RE: plan", "plan", true},
		{"forwardings are cut", "Fwd: FW: plan (fwd) (Fwd)", "plan", true},
		{"an answer may be counted", "Re[2]: plan", "plan", true},
		{"lists are cut", "[list] plan", "plan", false},
		{"lists before answers are cut", "[list] [x] Re: plan", "plan", true},
		{"a list that is all stays", "[list]", "[list]", false},
		{"the last of several lists stays", "[a] [b]", "[b]", false},
		{"what is wrapped is unwrapped", "[fwd: Re: plan (fwd)]", "plan", true},
		{"other words stay", "Antw: Reply: plan", "Antw: Reply: plan", false},
		{"a word that begins so stays", "Regarding: plan", "Regarding: plan", false},
		{"a bracket within a bracket is text", "[a[b] plan", "[a[b] plan", false},
		{"nothing is nothing", "Re:", "", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, reply := order.BaseSubject(test.subject); got != test.want || reply != test.reply {
				t.Errorf("it is %q, %v, want %q, %v", got, reply, test.want, test.reply)
			}
		})
	}
}

func TestFoldKnowsNoCaseAndNoWayOfWritingAccents(t *testing.T) {
	for _, pair := range [][2]string{{"plan", "PLAN"}, {"Ä", "ä"}, {"ä", "a\u0308"}, {"ǆ", "Ǆ"}} {
		if order.Fold(pair[0]) != order.Fold(pair[1]) {
			t.Errorf("%q and %q differ", pair[0], pair[1])
		}
	}
}

// letter makes a message of fields.
func letter(fields ...string) []byte { return []byte(strings.Join(fields, "\r\n") + "\r\n\r\n") }

// conversation makes messages with the IDs 1, 2, … and the dates of as many
// minutes; each of replies names what a message answers, "" for nothing.
func conversation(subjects []string, replies ...string) [][]byte {
	var all [][]byte
	for i, references := range replies {
		all = append(all, letter(
			fmt.Sprintf("Message-ID: <%d@x.test>", i+1), "References: "+references, "Subject: "+subjects[min(i, len(subjects)-1)],
			fmt.Sprintf("Date: 1 Jan 2026 10:%02d:00 +0000", i)))
	}
	return all
}

func TestThreads(t *testing.T) {
	for _, test := range []struct {
		name, algorithm, want string
		messages              [][]byte
	}{
		{"an answer is beneath what it answers", "REFERENCES", "(1 2)", conversation([]string{"a", "Re: a"}, "", "<1@x.test>")},
		{"two answers are siblings", "REFERENCES", "(1 (2)(3))", conversation([]string{"a"}, "", "<1@x.test>", "<1@x.test>")},
		{"a missing message with two answers is a dummy", "REFERENCES", "((1)(2))", conversation([]string{"a", "b"}, "<0@x.test>", "<0@x.test>")},
		{"a missing message with one answer is none", "REFERENCES", "(1)", conversation([]string{"a"}, "<0@x.test>")},
		{"missing messages within a thread are passed over", "REFERENCES", "(1 2)", conversation([]string{"a"}, "", "<1@x.test> <8@x.test> <9@x.test>")},
		{"a loop is not closed", "REFERENCES", "(2 1)", conversation([]string{"a"}, "", "<2@x.test> <1@x.test>")},
		{"who answers himself answers nobody", "REFERENCES", "(1)", conversation([]string{"a"}, "<1@x.test>")},
		{"one subject is one thread", "REFERENCES", "((1)(2))", conversation([]string{"a"}, "", "")},
		{"an answer without references is beneath the first", "REFERENCES", "(1 2)", conversation([]string{"a", "Re: a"}, "", "")},
		{"messages without a subject stay apart", "REFERENCES", "(1)(2)", conversation([]string{"Re: "}, "", "")},
		{"REFS does not look at subjects", "REFS", "(1)(2)", conversation([]string{"a", "Re: a"}, "", "")},
		{"REFS has the thread with the newest last", "REFS", "(2)(1 3)", conversation([]string{"a"}, "", "", "<1@x.test>")},
		{"ORDEREDSUBJECT has the oldest above all others", "ORDEREDSUBJECT", "(1 (3)(4))(2)", conversation([]string{"a", "b", "re: a", "A"}, "", "", "", "")},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := threads(test.algorithm, test.messages); got != "* THREAD "+test.want {
				t.Errorf("it is %s, want %s", got, test.want)
			}
		})
	}
}

func TestInReplyToCountsWhereNothingIsReferred(t *testing.T) {
	messages := [][]byte{
		letter("Message-ID: <1@x.test>"), letter("In-Reply-To: yours of today <1@x.test>"),
		letter("References: nothing", "In-Reply-To: <1@x.test> <9@x.test>"),
	}
	if got := threads("REFERENCES", messages); got != "* THREAD (1 (2)(3))" {
		t.Errorf("it is %s", got)
	}
}

func TestSortTakesKeyAfterKey(t *testing.T) {
	messages := [][]byte{
		letter("Subject: b", "From: z@x.test"), letter("Subject: Re: a", "From: z@x.test"), letter("Subject: A", "From: Y@x.test"), letter("From: y@x.test"),
	}
	list := entries(messages)
	order.Sort(list, []order.Key{{Field: order.Subject}, {Field: order.From, Reverse: true}})
	if got := numbers(list); got != " 4 2 3 1" {
		t.Errorf("the order is%s", got)
	}
}

func TestParseFieldKnowsEveryKey(t *testing.T) {
	for i, atom := range []string{"arrival", "CC", "date", "DisplayFrom", "displayto", "FROM", "size", "subject", "to"} {
		if f, ok := order.ParseField(atom); !ok || f != order.Field(i) {
			t.Errorf("%s is %d, %v", atom, f, ok)
		}
	}
	if _, ok := order.ParseField("colour"); ok {
		t.Error("messages have a colour")
	}
}

// TestAThreadMayBeAsLongAsAMailbox puts 50,000 messages into one thread, in
// both orders.
func TestAThreadMayBeAsLongAsAMailbox(t *testing.T) {
	const n = 50_000
	list := make([]order.Entry, n)
	for i := range list {
		list[i] = order.Entry{Number: uint32(i + 1), Header: &order.Header{ID: fmt.Sprint(i), References: []string{fmt.Sprint(i - 1)}}}
	}
	for range 2 {
		for name, algorithm := range algorithms {
			threads := algorithm(list)
			if line := order.AppendThreads(nil, threads, func(i int) uint32 { return list[i].Number }); len(line) < 4*n {
				t.Errorf("%s answers %.100s", name, line)
			}
		}
		slices.Reverse(list)
	}
}

func TestCacheKeepsWhatIsUsed(t *testing.T) {
	c := order.NewCache(4)
	kept := &order.Header{}
	c.Put("kept", kept)
	for i := range 100 {
		c.Put(fmt.Sprint(i), &order.Header{})
		if c.Get("kept") != kept {
			t.Fatalf("it is gone after %d others", i)
		}
	}
	if c.Get("0") != nil {
		t.Error("the first is still there")
	}
}

// count counts the messages in threads.
func count(threads []*order.Node, seen map[int]int) {
	for _, n := range threads {
		if n.Entry >= 0 {
			seen[n.Entry]++
		}
		count(n.Children, seen)
	}
}

func FuzzEveryMessageIsInOneThread(f *testing.F) {
	f.Add("1<0 2<1 3<9,2", "a|Re: a|b")
	f.Add("1<1 1<2 2<1", "")
	f.Fuzz(func(t *testing.T, links, subjects string) {
		var list []order.Entry
		texts := strings.Split(subjects, "|")
		for i, link := range strings.Fields(links) {
			id, references, _ := strings.Cut(link, "<")
			base, reply := order.BaseSubject(texts[i%len(texts)])
			list = append(list, order.Entry{Number: uint32(i + 1), Header: &order.Header{
				ID: id, References: strings.FieldsFunc(references, func(r rune) bool { return r == ',' }), Subject: order.Fold(base), Reply: reply,
			}})
		}
		for name, algorithm := range algorithms {
			seen := make(map[int]int)
			count(algorithm(list), seen)
			for i := range list {
				if seen[i] != 1 {
					t.Errorf("%s has message %d %d times", name, i, seen[i])
				}
			}
		}
	})
}

func BenchmarkReferences(b *testing.B) {
	const n = 20_000
	list := make([]order.Entry, n)
	for i := range list {
		list[i] = order.Entry{Number: uint32(i + 1), Header: &order.Header{ID: fmt.Sprint(i), References: []string{fmt.Sprint(i / 2)}, Subject: fmt.Sprint(i % 100)}}
	}
	for b.Loop() {
		order.References(list)
	}
}
