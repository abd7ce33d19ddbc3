package faults

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/mail"
)

// A compiled rule is ready to be applied. Its counters are guarded by the Set.
type compiled struct {
	Rule
	name                  string
	at                    Stage
	from, to, hello, user matcher
	network               netip.Prefix
	unix                  bool
	reply, bounce         mail.Reply
	limit                 *limiter
	met                   attempts

	matches, hits int
}

// A matcher decides about a string; nil matches everything.
type matcher func(string) bool

// compile checks r; number names it if it has no name.
func compile(r Rule, number int) (*compiled, error) {
	c := &compiled{Rule: r, name: r.Name, at: r.stage()}
	if c.name == "" {
		c.name = "rule " + strconv.Itoa(number)
	}
	err := r.check()
	for _, p := range []struct {
		text string
		into *matcher
	}{{r.From, &c.from}, {r.To, &c.to}, {r.Hello, &c.hello}, {r.User, &c.user}} {
		if err == nil {
			*p.into, err = compilePattern(p.text)
		}
	}
	if err == nil {
		err = c.compileClient()
	}
	if err == nil {
		err = c.compileEffects()
	}
	if err != nil {
		return nil, fmt.Errorf("faults: rule %d: %w", number, err)
	}
	return c, nil
}

func compilePattern(text string) (matcher, error) {
	if text == "" {
		return nil, nil
	}
	if len(text) > 1 && text[0] == '/' && text[len(text)-1] == '/' {
		re, err := regexp.Compile("(?i)" + text[1:len(text)-1])
		if err != nil {
			return nil, fmt.Errorf("%.80q is not a regular expression: %w", text, err)
		}
		return re.MatchString, nil
	}
	if text == "<>" {
		return func(s string) bool { return s == "" }, nil
	}
	parts := strings.Split(text, "*")
	for i, p := range parts {
		parts[i] = regexp.QuoteMeta(p)
	}
	return regexp.MustCompile(`(?is)\A` + strings.Join(parts, `.*`) + `\z`).MatchString, nil
}

func (c *compiled) compileClient() error {
	switch addr, err := netip.ParseAddr(c.Client); {
	case c.Client == "":
	case c.Client == "unix":
		c.unix = true
	case err == nil:
		c.network = netip.PrefixFrom(addr, addr.BitLen())
	default:
		if c.network, err = netip.ParsePrefix(c.Client); err != nil {
			return fmt.Errorf("client %.60q is not a network; write 10.0.0.0/8, one address, or unix", c.Client)
		}
	}
	return nil
}

func (c *compiled) compileEffects() (err error) {
	switch {
	case c.Reply != "":
		c.reply, err = parseReply(c.Reply)
	case c.Full:
		c.reply = mail.Reply{Code: 552, Enhanced: "5.2.2", Text: "Mailbox full"}
	case c.Greylist > 0:
		c.reply = mail.Reply{Code: 450, Enhanced: "4.2.0", Text: "Greylisted, try again later"}
	case c.Limit != "":
		c.reply = mail.Reply{Code: 450, Enhanced: "4.7.1", Text: "Rate limit exceeded, try again later"}
	}
	if err == nil && c.Bounce != "" {
		c.bounce, err = parseReply(c.Bounce)
	}
	if err == nil && c.Limit != "" {
		c.limit, err = newLimiter(c.Limit)
	}
	return err
}

// concerned reports whether e is what the rule is for, and which of its
// forward-paths are.
func (c *compiled) concerned(e *Event) (to []mail.Address, ok bool) {
	if c.at != e.Stage || !c.from.matches(string(e.From)) || !c.hello.matches(e.Hello) || !c.user.matches(e.User) {
		return nil, false
	}
	if !c.concernsClient(e.Client) || e.Size < c.MinSize || c.MaxSize > 0 && e.Size > c.MaxSize {
		return nil, false
	}
	if c.to == nil {
		return e.To, true
	}
	for _, path := range e.To {
		if c.to(string(path)) {
			to = append(to, path)
		}
	}
	return to, len(to) > 0
}

func (m matcher) matches(s string) bool { return m == nil || m(s) }

func (c *compiled) concernsClient(client string) bool {
	if c.Client == "" {
		return true
	}
	peer, err := netip.ParseAddrPort(client)
	if c.unix {
		return err != nil
	}
	return err == nil && c.network.Contains(peer.Addr().Unmap().WithZone(""))
}

// fires counts a match and decides about it.
func (c *compiled) fires(e *Event, to []mail.Address, now time.Time) bool {
	c.matches++
	n := c.matches
	switch {
	case c.Nth > 0 && n != c.Nth, c.Every > 0 && n%c.Every != 0, c.First > 0 && n > c.First:
		return false
	case c.Probability > 0 && chance(c.Seed, n) >= c.Probability:
		return false
	case c.Greylist > 0 && c.met.count(key(e, to)) > c.Greylist:
		return false
	case c.limit != nil && !c.limit.exceeded(now):
		return false
	}
	c.hits++
	return true
}

// chance returns the n-th number of the sequence of seed, from 0 up to 1.
func chance(seed uint64, n int) float64 {
	return rand.New(rand.NewPCG(seed, uint64(n))).Float64()
}

func (c *compiled) action(to []mail.Address) Action {
	return Action{
		Rule: c.name, To: to, Reply: c.reply, Delay: time.Duration(c.Delay), Rate: c.Rate,
		Drop: c.Drop, Keep: c.Keep, Bounce: c.bounce, Duplicate: c.Duplicate,
	}
}
