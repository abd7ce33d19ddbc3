package main

import (
	"os/exec"
	"strings"
	"testing"
)

const module = "mailsink/"

// layers lists, for each package, the packages of this module it may import.
// What is not listed may not be there.
var layers = map[string]string{
	"internal/mail":                "",
	"internal/pause":               "",
	"internal/recent":              "",
	"internal/mime":                "internal/mail",
	"internal/rewrite":             "internal/rewrite/pattern",
	"internal/rewrite/pattern":     "",
	"internal/store":               "internal/mail",
	"internal/store/memory":        "internal/mail internal/store",
	"internal/store/sqlite":        "internal/store internal/mail",
	"internal/store/jetstream":     "internal/store internal/mail internal/pause",
	"internal/cluster":             "",
	"internal/store/storetest":     "internal/store internal/mail",
	"internal/store/history":       "internal/store",
	"internal/mailbox":             "internal/mail internal/mime internal/store internal/pause",
	"internal/search":              "internal/mail internal/mime internal/recent",
	"internal/search/signature":    "internal/mail internal/search internal/mailbox internal/store internal/pause",
	"internal/archive":             "internal/mail",
	"internal/jsonbody":            "",
	"internal/compat":              "internal/jsonbody internal/mail internal/mime internal/mailbox internal/store internal/search internal/compose internal/faults internal/inspect",
	"internal/webhook":             "internal/mail internal/mailbox internal/search internal/pause",
	"internal/compose":             "internal/mail internal/mailbox internal/mime",
	"internal/client":              "internal/mail internal/pause",
	"internal/expect":              "internal/client",
	"internal/mcp":                 "internal/client",
	"internal/submit":              "",
	"internal/routing":             "internal/mail internal/rewrite",
	"internal/smtp":                "internal/mail internal/transcript internal/faults internal/dsn internal/sasl internal/keeper internal/pause",
	"internal/sasl":                "",
	"internal/keeper":              "internal/pause",
	"internal/imap":                "internal/mail internal/mime internal/mailbox internal/store internal/sasl internal/keeper internal/imap/bodies internal/imap/order internal/imap/inflate internal/pause internal/recent",
	"internal/imap/inflate":        "",
	"internal/imap/bodies":         "internal/mime",
	"internal/imap/order":          "internal/mail internal/mime",
	"internal/imap/dovecot":        "",
	"internal/imap/clienttests":    "",
	"internal/pop3":                "internal/mail internal/mailbox internal/store internal/sasl internal/keeper internal/pause",
	"internal/web":                 "internal/jsonbody internal/mail internal/mime internal/mailbox internal/store internal/search internal/compose internal/archive internal/faults internal/transcript internal/inspect",
	"internal/inspect":             "internal/mime",
	"internal/load":                "",
	"internal/scale":               "",
	"internal/scale/cmd/mailscale": "internal/scale",
	"internal/users":               "",
	"internal/transcript":          "internal/mail internal/recent",
	"internal/faults":              "internal/mail",
	"internal/dsn":                 "internal/mail",
	"internal/load/cmd/mailload":   "internal/load",
	"internal/load/cmd/mailgrow":   "internal/load internal/mail internal/mailbox internal/store/sqlite",
	"ui":                           "",
	"mailsinktest":                 "internal/compose internal/mail internal/mime internal/mailbox internal/store internal/store/memory internal/rewrite internal/routing internal/search internal/smtp internal/imap internal/web ui",
	"cmd/mailsink":                 "internal/mail internal/mailbox internal/rewrite internal/store internal/store/memory internal/store/sqlite internal/store/jetstream internal/cluster internal/archive internal/search/signature internal/smtp internal/imap internal/pop3 internal/web internal/users internal/faults internal/transcript internal/routing internal/client internal/submit internal/expect internal/mcp internal/compose ui internal/compat internal/webhook internal/pause",
}

// owners lists the libraries that one package alone may import.
var owners = map[string]string{
	"github.com/emersion/go-smtp":            "internal/smtp",
	"golang.org/x/crypto":                    "internal/users",
	"github.com/emersion/go-imap/v2":         "internal/imap",
	"github.com/gorilla/websocket":           "internal/web",
	"zombiezen.com/go/sqlite":                "internal/store/sqlite",
	"github.com/nats-io/nats.go":             "internal/store/jetstream",
	"github.com/nats-io/nuid":                "internal/store/jetstream",
	"github.com/nats-io/nats-server/v2":      "internal/cluster",
	"github.com/alecthomas/kong":             "cmd/mailsink",
	"github.com/pelletier/go-toml/v2":        "cmd/mailsink",
	"go.yaml.in/yaml/v4":                     "internal/expect",
	"github.com/klauspost/compress":          "internal/store/sqlite",
	"github.com/fxamacker/cbor/v2":           "internal/store",
	"github.com/emersion/go-message/charset": "internal/mime",
}

func TestImportsRunDownwards(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}:{{join .Imports " "}}`, module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for line := range strings.Lines(string(out)) {
		path, imports, _ := strings.Cut(strings.TrimSpace(line), ":")
		pkg := strings.TrimPrefix(path, module)
		allowed, ok := layers[pkg]
		if !ok {
			t.Errorf("%s has no layer: give it one in this test and in ARCHITECTURE.md", pkg)
		}
		for imp := range strings.FieldsSeq(imports) {
			if short, ours := strings.CutPrefix(imp, module); ours && !contains(allowed, short) {
				t.Errorf("%s must not import %s", pkg, short)
			}
			for library, owner := range owners {
				if (imp == library || strings.HasPrefix(imp, library+"/")) && pkg != owner {
					t.Errorf("%s must not import %s: that is for %s alone", pkg, imp, owner)
				}
			}
		}
	}
}

func contains(list, word string) bool { return strings.Contains(" "+list+" ", " "+word+" ") }
