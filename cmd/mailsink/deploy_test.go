package main

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// deployed returns the files by which people run mailsink in containers.
func deployed(t *testing.T) map[string]string {
	t.Helper()
	root := filepath.Join("..", "..")
	files := map[string]string{"docker-compose.yml": read(t, filepath.Join(root, "docker-compose.yml"))}
	err := filepath.WalkDir(filepath.Join(root, "deploy"), func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.Name() == "lint" || d.Name() == "secrets":
			return fs.SkipDir
		case !d.IsDir():
			files[strings.TrimPrefix(filepath.ToSlash(path), "../../")] = read(t, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestContainersAreGivenVariablesThatExist(t *testing.T) {
	settings, err := exec.Command(binary, "config").Output()
	if err != nil {
		t.Fatal(err)
	}
	known := []string{"MAILSINK_CONFIG"}
	for _, m := range regexp.MustCompile(`(?m)^(?:# )?([a-z0-9-]+) = `).FindAllStringSubmatch(string(settings), -1) {
		known = append(known, variable(m[1]))
	}
	found := 0
	for name, text := range deployed(t) {
		for _, v := range regexp.MustCompile(`MAILSINK_[A-Z_]+`).FindAllString(text, -1) {
			if found++; !slices.Contains(known, v) {
				t.Errorf("%s sets %s, which is no setting", name, v)
			}
		}
	}
	if found < 5 {
		t.Errorf("only %d variables were found", found)
	}
}

func TestProbesAskWhatThereIs(t *testing.T) {
	p := start(t)
	var paths []string
	for name, text := range deployed(t) {
		for _, m := range regexp.MustCompile(`(?:\bpath: |meth GET uri )(/[a-z]+)`).FindAllStringSubmatch(text, -1) {
			paths = append(paths, m[1])
			if status, body := do(t, request(t, p, http.MethodGet, m[1])); status != http.StatusOK {
				t.Errorf("%s asks for %s, which answers %d: %s", name, m[1], status, body)
			}
		}
	}
	for _, want := range []string{"/healthz", "/readyz", "/metrics"} {
		if !slices.Contains(paths, want) {
			t.Errorf("nobody asks for %s", want)
		}
	}
}

// TestThePortsOfContainersAreThoseOfTheImage compares with the Dockerfile.
func TestThePortsOfContainersAreThoseOfTheImage(t *testing.T) {
	dockerfile := read(t, filepath.Join("..", "..", "Dockerfile"))
	_, exposed, _ := strings.Cut(dockerfile, "EXPOSE ")
	exposed, _, _ = strings.Cut(exposed, "\n")
	for name, text := range deployed(t) {
		for _, m := range regexp.MustCompile(`containerPort: (\d+)|sink-\d:(\d+)`).FindAllStringSubmatch(text, -1) {
			if port := m[1] + m[2]; port != "6222" && !strings.Contains(" "+exposed+" ", " "+port+" ") {
				t.Errorf("%s speaks of port %s, and the image has %s", name, port, exposed)
			}
		}
	}
}

// A composition is the profile cluster of docker-compose.yml, as processes.
type composition struct {
	dir   string // a copy of deploy/compose, with secrets
	store string // what secrets.sh says of the place of the mail, on these servers
	sinks [3]*process
}

func newComposition(t *testing.T) *composition {
	t.Helper()
	c := &composition{dir: t.TempDir()}
	for name, text := range deployed(t) {
		if base, ok := strings.CutPrefix(name, "deploy/compose/"); ok {
			if err := os.WriteFile(filepath.Join(c.dir, base), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for range 2 { // the second time changes nothing
		before, _ := os.ReadFile(filepath.Join(c.dir, "secrets", "nats.users"))
		if said, err := exec.Command("sh", filepath.Join(c.dir, "secrets.sh")).CombinedOutput(); err != nil {
			t.Fatalf("secrets.sh: %v\n%s", err, said)
		}
		if after := read(t, filepath.Join(c.dir, "secrets", "nats.users")); before != nil && after != string(before) {
			t.Error("secrets.sh makes other secrets than there were")
		}
	}
	conf := filepath.Join(c.dir, "nats.conf")
	text := strings.ReplaceAll(read(t, conf), "include ../../run/secrets/", "include secrets/")
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return c
}

// servers starts three servers of NATS as nats.conf has them, on other ports.
func (c *composition) servers(t *testing.T) {
	t.Helper()
	routes := freeAddresses(t, 3)
	var clients []string
	for i := range routes {
		name := fmt.Sprint("nats-", i+1)
		t.Setenv("SERVER_NAME", name)
		o, err := server.ProcessConfigFile(filepath.Join(c.dir, "nats.conf"))
		if err != nil {
			t.Fatal(err)
		}
		if !o.SyncAlways || o.ServerName != name || len(o.Routes) != 3 || o.Routes[i].Host != name+":6222" || len(o.Users) != 1 || o.HTTPHost != "127.0.0.1" {
			t.Errorf("the server of nats.conf is %s, with routes to %v and %d users", o.ServerName, o.Routes, len(o.Users))
		}
		o.Host, o.Port, o.HTTPPort, o.StoreDir, o.NoSigs, o.NoLog, o.Routes = "127.0.0.1", server.RANDOM_PORT, 0, t.TempDir(), true, true, nil
		o.Cluster.Host = "127.0.0.1"
		fmt.Sscanf(routes[i], "127.0.0.1:%d", &o.Cluster.Port)
		for _, r := range routes {
			o.Routes = append(o.Routes, &url.URL{Scheme: "nats", Host: r})
		}
		s, err := server.NewServer(o)
		if err != nil {
			t.Fatal(err)
		}
		s.Start()
		t.Cleanup(func() {
			s.Shutdown()
			s.WaitForShutdown()
		})
		if !s.ReadyForConnections(time.Minute) {
			t.Fatal("a server of NATS does not get ready")
		}
		clients = append(clients, s.Addr().String())
	}
	store := regexp.MustCompile(`store = "(.*)"`).FindStringSubmatch(read(t, filepath.Join(c.dir, "secrets", "mailsink.toml")))
	if store == nil || !strings.HasSuffix(store[1], "@nats-1,nats-2,nats-3/mail") {
		t.Fatalf("mailsink.toml says %v", store)
	}
	c.store = strings.Replace(store[1], "nats-1,nats-2,nats-3", strings.Join(clients, ","), 1)
}

// balance starts HAProxy with the configuration of the repository, on other
// addresses, and returns those of its doors.
func (c *composition) balance(t *testing.T) (smtp, http string) {
	t.Helper()
	doors := freeAddresses(t, 4)
	text := read(t, filepath.Join(c.dir, "haproxy.cfg"))
	for i, port := range []string{"1025", "1143", "1110", "8025"} {
		text = strings.ReplaceAll(text, "bind :"+port+"\n", "bind "+doors[i]+"\n")
		for n, p := range c.sinks {
			at := []string{p.SMTP, p.IMAP, p.POP3, p.HTTP}[i]
			_, health, _ := strings.Cut(p.HTTP, ":")
			text = strings.ReplaceAll(text, fmt.Sprintf(" sink-%d:%s", n+1, port), " "+at+" port "+health)
		}
	}
	path := filepath.Join(c.dir, "here.cfg")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd, log := exec.Command(haproxy(t), "-db", "-f", path), new(lockedBuffer)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		if t.Failed() {
			t.Logf("haproxy says:\n%s", log)
		}
	})
	soon(t, "the balancer is there", func() bool { return answers(doors[0]) && answers(doors[3]) })
	return doors[0], doors[3]
}

func haproxy(t *testing.T) string {
	t.Helper()
	for _, path := range []string{"haproxy", "/usr/sbin/haproxy"} {
		if found, err := exec.LookPath(path); err == nil {
			return found
		}
	}
	t.Fatal("the balancer is tested with HAProxy: apt-get install haproxy")
	return ""
}

func TestHAProxyTakesItsConfiguration(t *testing.T) {
	if said, err := exec.Command(haproxy(t), "-c", "-f", filepath.Join("..", "..", "deploy", "compose", "haproxy.cfg")).CombinedOutput(); err != nil || strings.Contains(string(said), "ALERT") {
		t.Errorf("%v\n%s", err, said)
	}
}

// TestTheClusterOfComposeOutlivesASink runs the profile cluster without
// containers: three servers with its configuration and its secrets, three
// sinks, and its balancer. One sink is killed.
func TestTheClusterOfComposeOutlivesASink(t *testing.T) {
	c := newComposition(t)
	c.servers(t)
	for i := range c.sinks {
		c.sinks[i] = start(t, "--store", c.store, "--pop3", "127.0.0.1:0")
	}
	smtp, web := c.balance(t)
	through := &process{bound: bound{SMTP: smtp, HTTP: web}}
	var ids []string
	send := func() bool {
		d, err := dial(smtp)
		if err != nil {
			return false
		}
		defer d.Close()
		if d.greet() != nil {
			return false
		}
		id, err := d.send("a@example.org", "sink@mailsink.test", "Subject: x\r\n")
		if err == nil {
			ids = append(ids, id)
		}
		return err == nil
	}
	for range 6 {
		soon(t, "mail goes through the balancer", send)
	}
	c.sinks[0].cmd.Process.Kill()
	<-c.sinks[0].exited
	for range 6 {
		soon(t, "mail goes on", send)
	}
	for _, id := range ids {
		soon(t, "each message is shown through the balancer", func() bool {
			status, _ := do(t, request(t, through, http.MethodGet, "/v1/messages/"+id))
			return status == http.StatusOK
		})
	}
}
