package users

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func bcryptOf(t *testing.T, password string) string {
	t.Helper()
	h, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	return string(h)
}

func argon2Of(password string) string {
	salt := []byte("some salt")
	sum := argon2.IDKey([]byte(password), salt, 1, 64, 2, 32)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=19$m=64,t=1,p=2$%s$%s", b64(salt), b64(sum))
}

func TestEveryKindOfPasswordIsChecked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users")
	b := bcryptOf(t, "of ann")
	write(t, path, "# users\n\nann:"+b+"\r\nyan:$2y$"+b[4:]+"\nbob:"+argon2Of("of bob")+"\napp:{PLAIN}of:app \n")
	f, err := Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, password := range map[string]string{"ann": "of ann", "yan": "of ann", "bob": "of bob", "app": "of:app "} {
		if err := f.Check(t.Context(), name, password); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, wrong := range []string{"", password + " ", strings.ToUpper(password), b} {
			if err := f.Check(t.Context(), name, wrong); !errors.Is(err, ErrRefused) {
				t.Errorf("%s with %q: %v", name, wrong, err)
			}
		}
	}
	if err := f.Check(t.Context(), "nobody", ""); !errors.Is(err, ErrRefused) {
		t.Errorf("nobody: %v", err)
	}
}

func TestOnlyPlainPasswordsAreSecretsToBeUsed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users")
	write(t, path, "ann:"+bcryptOf(t, "x")+"\n")
	f, err := Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := f.Secret("ann"); ok || f.Plain() {
		t.Error("a hash was given away as a secret")
	}
	write(t, path, "ann:"+bcryptOf(t, "x")+"\napp:{PLAIN}secret\n")
	if s, ok := f.Secret("app"); !ok || s != "secret" || !f.Plain() {
		t.Errorf("secret of app is %q, %v", s, ok)
	}
	if _, ok := f.Secret("nobody"); ok {
		t.Error("nobody has a secret")
	}
}

func TestAChangedFileIsReadAnewAndAMistakeIsNot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users")
	write(t, path, "ann:{PLAIN}old\n")
	f, err := Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	is := func(password string) {
		t.Helper()
		if err := f.Check(t.Context(), "ann", password); err != nil {
			t.Errorf("%s: %v", password, err)
		}
	}
	write(t, path, "ann:{PLAIN}newer\n")
	is("newer")
	write(t, path, "ann {PLAIN}broken\n")
	is("newer")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	is("newer")
	write(t, path, "ann:{PLAIN}newest\n")
	is("newest")
	write(t, path, "ann:{PLAIN}nowest\n") // the same size
	later := time.Now().Add(time.Minute)
	if err := os.Chtimes(path, later, later); err != nil {
		t.Fatal(err)
	}
	is("nowest")
}

func TestMistakesNameTheLineAndSayWhatToWrite(t *testing.T) {
	for text, want := range map[string]string{
		"ann\n":                  "line 1: write name:hash",
		"\n:{PLAIN}x\n":          "line 2: write name:hash",
		"a:{PLAIN}x\na:{PLAIN}y": `line 2: "a" is there twice`,
		"a:$apr1$x$y\n":          "htpasswd -nbB",
		"a:{SHA}x\n":             "htpasswd -nbB",
		"a:plain\n":              "{PLAIN}password",
		"a:$2y$05$short\n":       "bcrypt hash is not whole",
		"a:$argon2id$v=19$m=1,t=0,p=1$AAAA$AAAAAA":         "argon2id hash is not whole",
		"a:$argon2id$v=19$m=9999999,t=1,p=1$AAAA$AAAAAAAA": "argon2id hash is not whole",
		"a:$argon2id$x": "argon2id hash is not whole",
	} {
		path := filepath.Join(t.TempDir(), "users")
		write(t, path, text)
		_, err := Open(path, nil)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "$apr1$x") {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
	if _, err := Open("/nowhere/users", nil); err == nil || !strings.Contains(err.Error(), "/nowhere/users") {
		t.Errorf("no file: %v", err)
	}
}

func TestAWaitForOthersEndsWithItsContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users")
	write(t, path, "ann:{PLAIN}x\n")
	f, err := Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for range maxBusy {
		f.busy <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Check(ctx, "ann", "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("ann:{PLAIN}x\n#\nbob:$argon2id$v=19$m=64,t=1,p=2$AAAA$AAAAAAAA\n")
	f.Add("a:$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC")
	f.Fuzz(func(t *testing.T, text string) {
		entries, err := parse(text)
		if err != nil && entries != nil {
			t.Error("both entries and a mistake")
		}
		for name := range entries {
			if !strings.Contains(text, name+":") {
				t.Errorf("%q came from nowhere", name)
			}
		}
	})
}

func TestAStampChangesWithThePasswordAndDoesNotTellIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users")
	write(t, path, "ann:{PLAIN}one\nbob:{PLAIN}one\n")
	f, err := Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	first, ok := f.Stamp("ann")
	again, _ := f.Stamp("ann")
	others, _ := f.Stamp("bob")
	if !ok || first != again || first == others || strings.Contains(first, "one") {
		t.Error(first, again, others)
	}
	write(t, path, "ann:{PLAIN}another\n")
	if second, _ := f.Stamp("ann"); second == first {
		t.Error("the stamp outlives the password")
	}
	if _, ok := f.Stamp("bob"); ok {
		t.Error("bob is gone")
	}
}

func TestAPasswordThatWasRightIsNotRightAfterAChange(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users")
	write(t, path, "ann:"+bcryptOf(t, "one")+"\n")
	f, err := Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := f.Check(t.Context(), "ann", "one"); err != nil {
			t.Fatal(err)
		}
	}
	write(t, path, "ann:{PLAIN}another\n")
	if err := f.Check(t.Context(), "ann", "one"); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
}
