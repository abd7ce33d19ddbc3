package mime

import "testing"

const sections = "Subject: outer\r\nContent-Type: multipart/mixed; boundary=b\r\nX-A: 1\r\n folded\r\nsubject : again\r\n\r\n" +
	"--b\r\nContent-Type: text/plain\r\n\r\none\r\n" +
	"--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nx\r\n--i--\r\n" +
	"--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: single\r\n\r\ny\r\n--b--\r\n"

func TestSectionsAreOctetsOfTheContent(t *testing.T) {
	root := Parse([]byte(sections))
	tests := []struct {
		name         string
		path         []int
		header, body string
	}{
		{"BODY[1]", []int{1}, "Content-Type: text/plain\r\n\r\n", "one"},
		{"BODY[2]", []int{2}, "Content-Type: message/rfc822\r\n\r\n", "Subject: in\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nx\r\n--i--"},
		{"BODY[2.1]", []int{2, 1}, "\r\n", "x"},
		{"BODY[3]", []int{3}, "Content-Type: message/rfc822\r\n\r\n", "Subject: single\r\n\r\ny"},
		{"BODY[3.1]", []int{3, 1}, "Subject: single\r\n\r\n", "y"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := root.Section(tt.path)
			if p == nil {
				t.Fatal("no such section")
			}
			if got := string(p.Header.Of([]byte(sections))); got != tt.header {
				t.Errorf("header %q, want %q", got, tt.header)
			}
			if got := string(p.Body.Of([]byte(sections))); got != tt.body {
				t.Errorf("body %q, want %q", got, tt.body)
			}
		})
	}
	if root.Section(nil) != root {
		t.Error("the empty section is not the root")
	}
	for _, path := range [][]int{{0}, {4}, {1, 1}, {2, 2}, {3, 2}, {3, 1, 1}, {-1}, {2, 1, 1}} {
		if p := root.Section(path); p != nil {
			t.Errorf("section %v is %q", path, p.ID)
		}
	}
}

func TestSectionOneOfASingleBodyIsTheBody(t *testing.T) {
	root := Parse([]byte("Subject: x\r\n\r\nbody"))
	if root.Section([]int{1}) != root {
		t.Error("BODY[1] is not the body of the message")
	}
	if p := root.Section([]int{2}); p != nil {
		t.Errorf("BODY[2] is %v", p)
	}
	if p := root.Section([]int{1, 1}); p != nil {
		t.Errorf("BODY[1.1] is %v", p)
	}
	message := Parse([]byte("Content-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nbody"))
	if p := message.Section([]int{1, 1}); p != message.Message {
		t.Errorf("BODY[1.1] of a forwarded message is %v", p)
	}
}

// headerFields returns the octets of the spans.
func headerFields(content []byte, span Span, names []string, not bool) (octets []byte) {
	for _, s := range FieldSpans(content, span, names, not) {
		octets = append(octets, s.Of(content)...)
	}
	return octets
}

func TestHeaderFields(t *testing.T) {
	header := Parse([]byte(sections)).Header
	tests := []struct {
		name  string
		names []string
		not   bool
		want  string
	}{
		{"one", []string{"x-a"}, false, "X-A: 1\r\n folded\r\n\r\n"},
		{"every one of that name", []string{"SUBJECT"}, false, "Subject: outer\r\nsubject : again\r\n\r\n"},
		{"none", []string{"None"}, false, "\r\n"},
		{"all others", []string{"subject", "content-type"}, true, "X-A: 1\r\n folded\r\n\r\n"},
		{"all", nil, true, sections[:header.End]},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(headerFields([]byte(sections), header, tt.names, tt.not)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if got := headerFields([]byte("A: b\r\n"), Span{0, 6}, []string{"b"}, false); len(got) != 0 {
		t.Errorf("a header without an empty line ends with %q", got)
	}
	if got := string(headerFields([]byte("A: b\rB: c\r\rx"), Span{0, 11}, []string{"b"}, false)); got != "B: c\r\r" {
		t.Errorf("lines that end with CR: %q", got)
	}
}

// A header may begin with a fold, which belongs to no field.
func TestTheFoldBeforeTheFirstFieldIsNotOfTheFieldsAskedFor(t *testing.T) {
	content := []byte(" folded\r\nSubject: a\r\n b\r\nX-A: c\r\n\r\n")
	all := Span{0, len(content)}
	if got := string(headerFields(content, all, []string{"subject"}, false)); got != "Subject: a\r\n b\r\n\r\n" {
		t.Errorf("Subject is %q", got)
	}
	if got := string(headerFields(content, all, []string{"subject"}, true)); got != " folded\r\nX-A: c\r\n\r\n" {
		t.Errorf("the rest is %q", got)
	}
}
