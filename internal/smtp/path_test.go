package smtp

import (
	"strings"
	"testing"

	"mailsink/internal/mail"
)

func TestPathsAreKeptAsGiven(t *testing.T) {
	long := strings.Repeat("l", 1000)
	tests := map[string]struct {
		in   string
		addr mail.Address
		rest string
	}{
		"plain":                    {"<ann@example.com>", "ann@example.com", ""},
		"with parameters":          {"<ann@example.com> SIZE=1", "ann@example.com", " SIZE=1"},
		"null reverse-path":        {"<>", "", ""},
		"postmaster":               {"<postmaster>", "postmaster", ""},
		"local-part alone":         {"<root>", "root", ""},
		"spelling":                 {"<Ann.B+tag@EXAMPLE.com>", "Ann.B+tag@EXAMPLE.com", ""},
		"quoted local-part":        {`<"a b"@example.com>`, `"a b"@example.com`, ""},
		"@ within quotes":          {`<"a@b> X"@example.com>`, `"a@b> X"@example.com`, ""},
		"escapes":                  {`<"a\"\\b"@example.com> X`, `"a\"\\b"@example.com`, " X"},
		"source route":             {"<@a.test,@b.test:ann@example.com>", "ann@example.com", ""},
		"space before the path":    {" <ann@example.com>", "ann@example.com", ""},
		"no brackets":              {"ann@example.com SIZE=1", "ann@example.com", " SIZE=1"},
		"IPv4 literal":             {"<ann@[192.0.2.1]>", "ann@[192.0.2.1]", ""},
		"IPv6 literal":             {"<ann@[IPv6:2001:db8::1]>", "ann@[IPv6:2001:db8::1]", ""},
		"UTF-8":                    {"<żółw@пример.example>", "żółw@пример.example", ""},
		"dots where none belong":   {"<.a..b.@example..com>", ".a..b.@example..com", ""},
		"percent hack":             {"<victim%real.example@example.com>", "victim%real.example@example.com", ""},
		"longer than the standard": {"<" + long + "@example.com>", mail.Address(long + "@example.com"), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			addr, rest, ok := cutPath(tt.in)
			if addr != tt.addr || rest != tt.rest || !ok {
				t.Errorf("got %q, %q, %t; want %q, %q", addr, rest, ok, tt.addr, tt.rest)
			}
		})
	}
}

func TestAmbiguousPathsAreRefused(t *testing.T) {
	for _, in := range []string{
		"", "<", "ann@", "<ann@>", "<@example.com>", "<ann@example.com", "ann@example.com>", "<ann@example.com>x",
		"<<ann@example.com>>", "<a b@example.com>", "<a@b@example.com>", "<a@example.com b>", `<"a@example.com>`, `<"a"b@example.com>`,
		`<"a\`, "<a@[192.0.2.1>", "<a@[[[[]>", "<a@[nonsense]>", "<a@[IPv6:fe80::1%eth0]>", "<a@[192.0.2.1]x>",
		"<@a.test;b@c.test>", "<@:a@b.test>", "<a.test:a@b.test>", "<\xff@example.com>", "<\"\xff\"@example.com>", "<a,b@example.com>", "<>x",
	} {
		if addr, rest, ok := cutPath(in); ok {
			t.Errorf("%q: taken as %q, rest %q", in, addr, rest)
		}
	}
}

func TestParamsAreReadStrictly(t *testing.T) {
	params, ok := parseParams(" size=1  SMTPUTF8 X-y=<>")
	if !ok || paramText(params) != " SIZE=1 SMTPUTF8 X-Y=<>" {
		t.Errorf("got %v, %t", params, ok)
	}
	for _, in := range []string{" =", " =1", " A=", " A==B", " A=B=C", " A A", " A=1 a=2", " -A", " A_B", " é", strings.Repeat(" A", maxParams+1)} {
		if params, ok := parseParams(in); ok {
			t.Errorf("%q: taken as %v", in, params)
		}
	}
}

func FuzzPath(f *testing.F) {
	for _, seed := range []string{"<a@b>", `<"a\"b"@c> X=1`, "<@a,@b:c@d>", "<>", "a@[192.0.2.1]", "<a@[IPv6:::1]>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		addr, rest, ok := cutPath(in)
		if !ok {
			return
		}
		if !strings.HasSuffix(in, string(addr)+rest) && !strings.HasSuffix(in, string(addr)+">"+rest) {
			t.Fatalf("%q: %q and %q are not what it says", in, addr, rest)
		}
		again, rest, ok := cutPath("<" + string(addr) + ">")
		if again != addr || rest != "" || !ok {
			t.Fatalf("%q: %q is read differently the second time: %q", in, addr, again)
		}
	})
}
