package rewrite

import (
	"strconv"
	"strings"
	"time"
)

// maxErrorSleep bounds smtpd_error_sleep_time.
const maxErrorSleep = 10 * time.Second

// door reads what a main.cf says about the door that mail comes in by. What it
// does not set is left at zero, which is for the flags of the sink to fill.
func (p Parameters) door() Door {
	hostname, _ := p.Get("myhostname")
	d := Door{
		MessageSizeLimit: p.number("message_size_limit", 0), RecipientLimit: p.number("smtpd_recipient_limit", 0),
		QueueMinFree: p.number("queue_minfree", 0), SoftErrors: p.number("smtpd_soft_error_limit", 0),
		HardErrors: p.number("smtpd_hard_error_limit", 0), Hostname: hostname,
	}
	if d.SoftErrors+d.HardErrors == 0 {
		return d
	}
	d.Overshoot = p.number("smtpd_recipient_overshoot_limit", 1000)
	if d.SoftErrors == 0 {
		d.SoftErrors = 10
	}
	if d.HardErrors == 0 {
		d.HardErrors = 20
	}
	d.ErrorSleep = min(p.duration("smtpd_error_sleep_time", time.Second), maxErrorSleep)
	return d
}

// duration reads a time parameter: a number with a unit of s, m, h, d or w, or
// of seconds without one.
func (p Parameters) duration(name string, standard time.Duration) time.Duration {
	v, _ := p.Get(name)
	digits := strings.TrimRight(v, "smhdw")
	n, err := strconv.ParseInt(digits, 10, 32)
	if err != nil || n < 0 || len(v)-len(digits) > 1 {
		return standard
	}
	unit := time.Second
	switch v[len(digits):] {
	case "m":
		unit = time.Minute
	case "h":
		unit = time.Hour
	case "d":
		unit = 24 * time.Hour
	case "w":
		unit = 7 * 24 * time.Hour
	}
	return time.Duration(n) * unit
}
