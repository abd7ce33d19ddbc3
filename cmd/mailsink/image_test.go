package main

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheImageHoldsOneStaticBinaryThatNobodyCanRun does what the Dockerfile
// does, without a container: it builds with the same command, looks for what
// the binary would need beside it, and runs it with the environment of the
// image and its health check.
func TestTheImageHoldsOneStaticBinaryThatNobodyCanRun(t *testing.T) {
	root := filepath.Join("..", "..")
	dockerfile := read(t, filepath.Join(root, "Dockerfile"))
	if !strings.Contains(dockerfile, "RUN make build") || !strings.Contains(dockerfile, "FROM scratch") || !strings.Contains(dockerfile, "USER 65532") {
		t.Error("the Dockerfile no longer builds with make, ends in scratch and runs as nobody")
	}
	dir := openDir(t)
	image := filepath.Join(dir, "mailsink")
	build := exec.Command("make", "-s", "-C", root, "BUILD_TO="+image, "build")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("make build: %v\n%s", err, out)
	}
	static(t, image)

	port := map[string]string{"SMTP": "127.0.0.1:0", "IMAP": "127.0.0.1:0", "HTTP": "127.0.0.1:0", "POP3": "127.0.0.1:0", "STORE": "file:" + filepath.Join(dir, "data")}
	var env []string
	for _, m := range regexp.MustCompile(`MAILSINK_(\w+)=(\S+)`).FindAllStringSubmatch(dockerfile, -1) {
		value, ok := port[m[1]]
		if !ok {
			t.Errorf("the image sets %s, which this test does not know", m[0])
		}
		env = append(env, "MAILSINK_"+m[1]+"="+value)
	}
	p := startImage(t, image, env)
	mustSend(t, p, "a@staging.example", "b@customers.example", "Subject: kept\r\n\r\n")
	check := exec.Command(image, "healthcheck", "http://"+p.HTTP)
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("the health check failed: %v\n%s", err, out)
	}
}

// openDir returns a directory that any user may write to.
func openDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "mailsink-image-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

// static wants an executable that loads nothing.
func static(t *testing.T, path string) {
	t.Helper()
	f, err := elf.Open(path)
	if err != nil {
		t.Skipf("static linking is checked on ELF systems: %v", err)
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("the binary asks for a dynamic loader")
		}
	}
	if libs, _ := f.ImportedLibraries(); len(libs) > 0 {
		t.Errorf("the binary needs %v", libs)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	octets, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(octets)
}
