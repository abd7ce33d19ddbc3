package scale

import (
	"fmt"
	"testing"
	"time"
)

// small is three machines with two cores each, as docs/scale.md has.
func small() Cluster {
	return Cluster{
		Machine: Machine{Cores: 2, Disk: 200 << 20, Sync: 2 * time.Millisecond, Memory: 16 << 30, Room: 1 << 40},
		Costs: Costs{
			Sink: 80 * time.Microsecond, Leader: 190 * time.Microsecond, Follower: 135 * time.Microsecond, Reader: 70 * time.Microsecond, State: 1500, Record: 700,
		},
		Machines: 3, Streams: 1, Election: 5 * time.Second,
	}
}

func mail(rate float64) Load { return Load{Rate: rate, Size: 20 << 10, Accounts: 1000, Skew: 1} }

func TestAllMailThatComesIsAcknowledged(t *testing.T) {
	r := small().Run(mail(500), 4*time.Second, 0, 1)
	if sum := r.Acked + r.Left; sum < 1800 || sum > 2200 {
		t.Errorf("of about 2,000 messages %d were acknowledged and %d wait", r.Acked, r.Left)
	}
	if r.Left > 20 {
		t.Errorf("%d wait though there is time", r.Left)
	}
	if r.P50 < 4*time.Millisecond || r.P99 > 100*time.Millisecond {
		t.Errorf("two rounds with an fsync of 2 ms take p50 %v, p99 %v", r.P50, r.P99)
	}
}

func TestTheSameSeedHasTheSameResult(t *testing.T) {
	a, b := small().Run(mail(500), time.Second, 0, 7), small().Run(mail(500), time.Second, 0, 7)
	if a != b {
		t.Errorf("%+v and %+v", a, b)
	}
}

func TestMoreThanTheMachinesCanDoPilesUp(t *testing.T) {
	if r := small().Run(mail(20_000), time.Second, 0, 1); r.Left < 5_000 {
		t.Errorf("of 20,000 messages only %d wait", r.Left)
	}
}

func TestADeadLeaderCostsAnElectionAndNoMessage(t *testing.T) {
	c := small()
	c.Election = time.Second
	r := c.Run(mail(300), 4*time.Second, time.Second, 1)
	if r.Gap < time.Second || r.Gap > 1200*time.Millisecond {
		t.Errorf("the longest gap is %v, want a little over the election of 1 s", r.Gap)
	}
	if sum := r.Acked + r.Left; sum < 1050 || r.Left > 50 {
		t.Errorf("%d were acknowledged and %d wait, of about 1,200", r.Acked, r.Left)
	}
}

func TestStreamsSpreadTheWork(t *testing.T) {
	c := small()
	c.Machines, c.Readers = 6, 2
	one := c.Most(mail(0), 1)
	c.Streams = 18
	many := c.Most(mail(0), 1)
	if many < one*5/4 {
		t.Errorf("six machines take %.0f messages/s with one stream, and %.0f with 18", one, many)
	}
}

func TestSinksThatReadEverythingBoundWhatMachinesAdd(t *testing.T) {
	c := small()
	c.Machines, c.Streams = 9, 18
	all := c.Most(mail(0), 1)
	c.Readers = 2
	if few := c.Most(mail(0), 1); few < all*5/4 {
		t.Errorf("nine machines take %.0f messages/s where each sink reads two streams' share, and %.0f where all read all", few, all)
	}
}

func TestWhatIsKeptFillsMemoryBeforeDisk(t *testing.T) {
	c := small()
	s := c.Keep(mail(1000), 24*time.Hour)
	if s.Messages != 86_400_000 || s.Full != "memory and disk" {
		t.Errorf("a day of 1,000 messages/s is %v, too much for %q", s, s.Full)
	}
	if long, what := c.Longest(mail(1000)); what != "memory" || long > 4*time.Hour || long < 2*time.Hour {
		t.Errorf("the machines last for %v, until there is no more %s", long, what)
	}
}

func TestAccountsAreSpreadEvenlyAndFewMove(t *testing.T) {
	const accounts, streams = 20_000, 16
	count, moved := make([]int, streams+1), 0
	for i := range accounts {
		name := fmt.Sprint("account", i)
		at := StreamOf(name, streams)
		count[at]++
		if StreamOf(name, streams+1) != at {
			moved++
		}
	}
	for i, n := range count[:streams] {
		if n < accounts/streams*8/10 || n > accounts/streams*12/10 {
			t.Errorf("stream %d has %d of %d accounts", i, n, accounts)
		}
	}
	if moved > accounts/(streams+1)*12/10 {
		t.Errorf("one stream more moves %d of %d accounts", moved, accounts)
	}
}
