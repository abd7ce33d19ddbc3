package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"mailsink/internal/compat"
	"mailsink/internal/compose"
	"mailsink/internal/faults"
	"mailsink/internal/mailbox"
	"mailsink/internal/web"
	"mailsink/internal/webhook"
)

// programFlags are about programs that talk to the sink over HTTP.
type programFlags struct {
	Accounts      string   `placeholder:"HOW" help:"What chooses the account mail is kept in, before its final address: auth (the user of AUTH), plus (the tag of user+tag@domain), or header:NAME. Made on first use."`
	AccountAge    age      `default:"24h" help:"How long an account that --accounts made may get no mail before it goes. 0 keeps it."`
	CORSOrigin    []string `name:"cors-origin" sep:"," placeholder:"ORIGIN" help:"Origins whose pages may use the API: https://app.example. None by default."`
	NoFacade      []string `sep:"," placeholder:"NAME" help:"APIs of other programs to leave out: mailpit, mailhog, mailcatcher, maildev, mailtrap, sendgrid, postmark, mailgun, resend, ses, or all."`
	Webhook       []string `sep:"none" placeholder:"URL" help:"Post to this URL for each message that arrives; \"URL q=QUERY\" for those that match. May be given several times."`
	WebhookSecret string   `placeholder:"TEXT" help:"Signs what is posted (HMAC-SHA256); better given as MAILSINK_WEBHOOK_SECRET."`
}

// selector reads --accounts.
func (c *programFlags) selector() (mailbox.Selector, error) {
	s, err := mailbox.ParseSelector(c.Accounts)
	if err != nil {
		return s, exitError{exitUsage, fmt.Errorf("--accounts %q does not choose accounts: write auth, plus or header:NAME", c.Accounts)}
	}
	return s, nil
}

// unused is how long an account that was chosen may get no mail.
func (c *programFlags) unused() time.Duration {
	if c.Accounts == "" {
		return 0
	}
	return time.Duration(c.AccountAge)
}

// storeDir returns the directory of the store, "" for one in memory.
func (c *serveCmd) storeDir() string {
	dir, ok := strings.CutPrefix(c.Store, "file:")
	if !ok {
		return ""
	}
	return strings.TrimPrefix(dir, "//")
}

// hooks returns what posts to the webhooks, nil for none.
func (s *sink) hooks() (*webhook.Sender, error) {
	if len(s.Webhook) == 0 {
		return nil, nil
	}
	c := webhook.Config{Mailbox: s.box, Secret: s.WebhookSecret, Dir: s.storeDir(), Log: s.log}
	for _, text := range s.Webhook {
		h, err := webhook.ParseHook(text)
		if err != nil {
			return nil, exitError{exitUsage, fmt.Errorf("--webhook: %w", err)}
		}
		c.Hooks = append(c.Hooks, h)
	}
	return webhook.New(c)
}

// mounts returns the façades as the web server takes them.
func (s *sink) mounts() ([]web.Mount, error) {
	routes, err := compat.Routes(compat.Config{
		Mailbox: s.box, Version: version(), Off: s.NoFacade, Narrow: s.index.Filter, Faults: func() *faults.Set { return s.faults },
		Sender: compose.Sender{Mailbox: s.box, Router: s.router, Begin: s.begin, MaxSize: int64(s.MaxSize), MaxRecipients: s.MaxRecipients},
	})
	if err != nil {
		return nil, exitError{exitUsage, fmt.Errorf("--no-facade: %w", err)}
	}
	var mounts []web.Mount
	for _, r := range routes {
		mounts = append(mounts, web.Mount{Method: r.Method, Path: r.Path, Large: r.Large, Intake: r.Intake && !s.RequireAuth, Handler: r.Handler, Socket: r.Socket, Events: r.Events})
	}
	return mounts, nil
}

// programs makes what programs talk to, so that mistakes in its flags are told
// before any door opens.
func (s *sink) programs() (err error) {
	var errs [2]error
	if unheard := unheardOfMailpit(os.Environ()); len(unheard) > 0 {
		s.log.Warn("these variables of Mailpit mean nothing here", "variables", strings.Join(unheard, " "))
	}
	s.posts, errs[0] = s.hooks()
	s.facades, errs[1] = s.mounts()
	return errors.Join(errs[:]...)
}
