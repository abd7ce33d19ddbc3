package inspect

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mailsink/internal/mime"
)

// usual are the fields of a message that nobody minds.
const usual = "From: Shop <a@shop.example>\r\nTo: b@x.example\r\nDate: Sat, 21 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@shop.example>\r\n"

func codes(list []Finding) []string {
	all := []string{}
	for _, f := range list {
		all = append(all, f.Code)
	}
	return all
}

func TestWhatFiltersMindIsTold(t *testing.T) {
	long := "<p>" + strings.Repeat("plain words about an order ", 6) + "</p>"
	html := "Subject: Your order\r\nContent-Type: text/html\r\n\r\n"
	for _, tt := range []struct {
		name, message string
		want          []string
	}{
		{"nothing", usual + "Subject: Your order\r\n\r\nIt has left.\r\n", nil},
		{"no header", "\r\nx\r\n", []string{"spam.subject-none", "spam.date", "spam.message-id", "spam.to"}},
		{"capitals", usual + "Subject: YOUR ORDER 7 HAS LEFT\r\n\r\nx\r\n", []string{"spam.subject-capitals"}},
		{"shouting", usual + "Subject: Now! Only 5$!!\r\n\r\nx\r\n", []string{"spam.subject-marks"}},
		{"answers elsewhere", usual + "Subject: x\r\nReply-To: c@mail.other.example\r\n\r\nx\r\n", []string{"spam.reply-to"}},
		{"answers to a neighbour", usual + "Subject: x\r\nReply-To: c@mail.shop.example\r\n\r\nx\r\n", []string{"spam.reply-to"}},
		{"HTML alone", usual + html + long, []string{"spam.html-alone"}},
		{"a picture alone", usual + html + `<img src="https://cdn.example/a.png" alt="">`, []string{"spam.html-alone", "spam.pictures"}},
		{"hidden text", usual + html + long + `<p style="color:#fff;background:#fff">x</p>`, []string{"spam.html-alone", "spam.invisible"}},
		{"a form", usual + html + long + `<form action="https://x.example"><input></form>`, []string{"spam.html-alone", "spam.form"}},
		{"a script", usual + html + long + `<script>x()</script>`, []string{"spam.html-alone", "spam.script"}},
		{"links", usual + "Subject: x\r\n\r\nhttp://93.184.215.14/x https://bit.ly/x https://bit.ly/y\r\n", []string{"spam.link-address", "spam.shortener"}},
		{"another host", usual + html + long + `<a href="https://evil.example/">https://shop.example/</a>`, []string{"spam.html-alone", "spam.link-mismatch"}},
		{"worn words", usual + "Subject: x\r\n\r\nDear Friend, act now.\r\n", []string{"spam.words"}},
		{"needless base64", usual + "Subject: x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n", []string{"spam.encoded"}},
		{"a program", usual + "Subject: x\r\nContent-Type: application/octet-stream; name=\"Invoice.PDF.EXE\"\r\nContent-Disposition: attachment; filename=\"Invoice.PDF.EXE\"\r\n\r\nMZ\r\n", []string{"spam.executable"}},
	} {
		r := Message(mime.Open([]byte(tt.message)))
		want := tt.want
		if tt.name == "answers to a neighbour" {
			// Only the last two labels tell: mail.shop.example is shop.example here.
			want = []string{}
		}
		sum := 0.0
		for _, f := range r.Spam.Findings {
			sum += f.Points
			if f.Points <= 0 {
				t.Errorf("%s: %s has no points", tt.name, f.Code)
			}
		}
		if got := codes(r.Spam.Findings); !slices.Equal(got, append([]string{}, want...)) || r.Spam.Points != sum || r.Spam.Limit != spamLimit {
			t.Errorf("%s: got %v with %v points, want %v", tt.name, got, r.Spam.Points, want)
		}
	}
}

func TestTheWaysOutOfAListAreRead(t *testing.T) {
	for _, tt := range []struct {
		fields   string
		uris     []string
		oneClick bool
		code     string
	}{
		{"", []string{}, false, "list.none"},
		{"List-Unsubscribe: <https://shop.example/u?a=1>, <mailto:u@shop.example?subject=x>\r\n", []string{"https://shop.example/u?a=1", "mailto:u@shop.example?subject=x"}, false, "list.no-post"},
		{"List-Unsubscribe: (Use this)\r\n <https://shop.example/u\r\n  ?a=1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", []string{"https://shop.example/u?a=1"}, true, "list.good list.unsigned"},
		{"List-Unsubscribe: <https://shop.example/u>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nDKIM-Signature: v=1; d=shop.example;\r\n h=From:List-Unsubscribe: List-Unsubscribe-Post; b=x\r\n", []string{"https://shop.example/u"}, true, "list.good"},
		{"List-Unsubscribe: <mailto:u@shop.example>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", []string{"mailto:u@shop.example"}, false, "list.no-https"},
		{"List-Unsubscribe: <https://shop.example/u>\r\nList-Unsubscribe-Post: yes\r\n", []string{"https://shop.example/u"}, false, "list.post-wrong"},
		{"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", []string{}, false, "list.post-alone"},
		{"List-Unsubscribe: https://shop.example/u\r\n", []string{}, false, "list.no-post"},
	} {
		r := Message(mime.Open([]byte(tt.fields + "Subject: x\r\n\r\nx\r\n")))
		if got := strings.Join(codes(r.Unsubscribe), " "); got != tt.code || !slices.Equal(r.List.Unsubscribe, tt.uris) || r.List.OneClick != tt.oneClick {
			t.Errorf("%q: %s %+v, want %s %v %v", tt.fields, got, r.List, tt.code, tt.uris, tt.oneClick)
		}
	}
}

func TestLinksThatTellWhoFollowsThemAreNamed(t *testing.T) {
	r := of("x", `<a href="https://shop.example/?utm_source=mail&amp;id=7&amp;mc_eid=1">Shop</a>`)
	if got := texts(r.Links[0].Findings); !strings.Contains(got, "who follows it: mc_eid, utm_source.") {
		t.Errorf("got %q", got)
	}
}

func TestEveryFindingHasALevelAndASentence(t *testing.T) {
	used := regexp.MustCompile(`"((?:link|image|reading|size|text|list|spam)\.[a-z-]+)"`)
	named := make(map[string]bool)
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		source, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range used.FindAllSubmatch(source, -1) {
			named[string(m[1])] = true
		}
	}
	for code, k := range kinds() {
		if !named[code] || !slices.Contains([]string{Error, Warning, Note}, k.level) || !strings.HasSuffix(k.text, ".") && !strings.HasSuffix(k.text, ").") || (k.points > 0) != strings.HasPrefix(code, "spam.") {
			t.Errorf("%s is %+v, and used: %v", code, k, named[code])
		}
	}
	for code := range named {
		if kinds()[code].text == "" && code != "text.plain" {
			t.Errorf("%s is not in findings.json", code)
		}
	}
}

// TestThePageKnowsEveryFinding holds the words of the page to those of this
// package: the page says them in its own language by their codes.
func TestThePageKnowsEveryFinding(t *testing.T) {
	source, err := os.ReadFile("../../ui/src/i18n/findings.ts")
	if err != nil {
		t.Fatal(err)
	}
	for code, k := range kinds() {
		line := "'" + code + "': '" + strings.ReplaceAll(k.text, "'", `\'`) + "',"
		if !strings.Contains(string(source), line) {
			t.Errorf("ui/src/i18n/findings.ts lacks the line\n  %s", line)
		}
	}
}
