package scale

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// step is the grain of simulated time.
const step = time.Millisecond

// roundsMost is how many rounds of a kind one stream has under way, and
// groupMost how many messages share one.
const (
	roundsMost = 2
	groupMost  = 256
)

// A Result is what clients of a simulated cluster see.
type Result struct {
	Acked    int           // messages that were acknowledged
	Left     int           // that wait at the end
	P50, P99 time.Duration // from a message's coming to its acknowledgement
	Gap      time.Duration // the longest time in which a stream with mail acknowledged none
}

// Run simulates a load for some time. At dies, unless it is 0, the machine
// that leads the busiest stream dies for good.
func (c Cluster) Run(l Load, long, dies time.Duration, seed uint64) Result {
	s := &simulation{
		cluster: c, load: l, random: rand.New(rand.NewPCG(seed, 1)), shares: l.shares(c.Streams),
		streams: make([]stream, c.Streams), machines: make([]machine, c.Machines), dead: -1,
	}
	for s.now = 0; s.now < long; s.now += step {
		if dies > 0 && s.now == dies {
			s.die()
		}
		s.arrive()
		for i := range s.streams {
			s.begin(i)
		}
		for i := range s.machines {
			if i != s.dead {
				s.machines[i].work(c.Machine)
			}
		}
		for i := range s.streams {
			s.end(i)
		}
	}
	return s.result()
}

// A simulation is a cluster at one moment.
type simulation struct {
	cluster  Cluster
	load     Load
	random   *rand.Rand
	shares   []float64
	streams  []stream
	machines []machine
	now      time.Duration
	dead     int // a machine, -1 for none
	took     []time.Duration
}

// A stream is a journal and its content.
type stream struct {
	contents, records kind
	last              time.Duration // of an acknowledgement
	gap               time.Duration
	rests             time.Duration // until then
}

// A kind is the rounds of one of the two.
type kind struct {
	waiting []time.Duration // when each message came
	under   []*round
}

// A round is a group of messages on its way to a majority.
type round struct {
	came  []time.Duration
	tasks []*task // of the leader, and of followers
}

// arrive lets mail come: a sink works on each message before a stream sees it.
func (s *simulation) arrive() {
	for i := range s.streams {
		st := &s.streams[i]
		if len(st.contents.waiting) == 0 && st.contents.idle() && st.records.idle() {
			st.last = s.now
		}
		for range s.poisson(s.load.Rate * s.shares[i] * step.Seconds()) {
			st.contents.waiting = append(st.contents.waiting, s.now)
			s.background(s.random.IntN(s.cluster.Machines), s.cluster.Costs.Sink)
		}
	}
}

func (k *kind) idle() bool { return len(k.waiting)+len(k.under) == 0 }

// background gives a machine work that no round waits for.
func (s *simulation) background(on int, cost time.Duration) {
	if on != s.dead {
		s.machines[on].tasks = append(s.machines[on].tasks, &task{cpu: cost.Seconds()})
	}
}

// begin starts the rounds that stream i may have under way.
func (s *simulation) begin(i int) {
	st := &s.streams[i]
	if s.now < st.rests {
		return
	}
	// A third of the cost of a message is that of its record.
	s.start(i, &st.contents, s.load.Size, 2.0/3)
	s.start(i, &st.records, s.cluster.Costs.Record, 1.0/3)
}

func (s *simulation) start(i int, k *kind, octets, share float64) {
	for len(k.under) < roundsMost && len(k.waiting) > 0 {
		n := min(len(k.waiting), groupMost)
		r := &round{came: slices.Clone(k.waiting[:n])}
		k.waiting = k.waiting[n:]
		for copy := range copies {
			on := s.cluster.server(i, copy)
			if on == s.dead {
				continue
			}
			cost := s.cluster.Costs.Follower
			if copy == 0 {
				cost = s.cluster.Costs.Leader
			}
			t := &task{cpu: cost.Seconds() * share * float64(n), octets: octets * float64(n), sync: s.cluster.Machine.Sync}
			s.machines[on].tasks = append(s.machines[on].tasks, t)
			r.tasks = append(r.tasks, t)
		}
		k.under = append(k.under, r)
	}
}

// end moves the rounds of stream i on that a majority has done.
func (s *simulation) end(i int) {
	st := &s.streams[i]
	for _, r := range st.contents.finished() {
		st.records.waiting = append(st.records.waiting, r.came...)
	}
	for _, r := range st.records.finished() {
		st.gap = max(st.gap, s.now-st.last)
		st.last = s.now
		for _, came := range r.came {
			s.took = append(s.took, s.now+step-came)
		}
		for reader := range s.cluster.readers() {
			s.background(s.cluster.server(i, reader), time.Duration(len(r.came))*s.cluster.Costs.Reader)
		}
	}
}

// finished takes away the first rounds that are done, in their order.
func (k *kind) finished() (list []*round) {
	for len(k.under) > 0 && k.under[0].done() {
		list = append(list, k.under[0])
		k.under = k.under[1:]
	}
	return list
}

func (r *round) done() bool {
	n := 0
	for _, t := range r.tasks {
		if t.done() {
			n++
		}
	}
	return n > copies/2
}

// die takes away the machine that leads the busiest stream. What was under
// way there is tried again when there is a new leader.
func (s *simulation) die() {
	busiest := 0
	for i, share := range s.shares {
		if share > s.shares[busiest] {
			busiest = i
		}
	}
	s.dead = s.cluster.server(busiest, 0)
	for i := range s.streams {
		if s.cluster.server(i, 0) == s.dead {
			s.streams[i].rests = s.now + s.cluster.Election
		}
		s.streams[i].contents.again()
		s.streams[i].records.again()
	}
}

// again puts what is under way back to what waits.
func (k *kind) again() {
	var back []time.Duration
	for _, r := range k.under {
		back = append(back, r.came...)
	}
	k.waiting, k.under = append(back, k.waiting...), nil
}

// poisson returns how many things happen where mean are to be expected.
func (s *simulation) poisson(mean float64) int {
	n, p := 0, s.random.Float64()
	for limit := math.Exp(-mean); p > limit; n++ {
		p *= s.random.Float64()
	}
	return n
}

func (s *simulation) result() Result {
	r := Result{Acked: len(s.took)}
	for i := range s.streams {
		st := &s.streams[i]
		r.Gap = max(r.Gap, st.gap)
		r.Left += len(st.contents.waiting) + len(st.records.waiting)
		for _, round := range append(st.contents.under, st.records.under...) {
			r.Left += len(round.came)
		}
	}
	if slices.Sort(s.took); len(s.took) > 0 {
		r.P50, r.P99 = s.took[len(s.took)/2], s.took[len(s.took)*99/100]
	}
	return r
}
