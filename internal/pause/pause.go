// Package pause waits for a while, or until there is no more reason to.
package pause

import "time"

// For waits for d, which may be nothing, and reports true; or false as soon as
// stop is closed: ctx.Done() of whoever waits.
func For(d time.Duration, stop <-chan struct{}) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-stop:
		return false
	}
}
