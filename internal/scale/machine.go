package scale

import "time"

// A machine is one of a simulation, with what it has to do.
type machine struct{ tasks []*task }

// A task is what a round, or a reader, needs of one machine.
type task struct {
	cpu    float64 // seconds of one core that are left
	octets float64 // to write
	sync   time.Duration
}

func (t *task) done() bool { return t.cpu <= 0 && t.octets <= 0 && t.sync <= 0 }

// work lets a step pass: all tasks share processors and disk alike, and what
// one does not need the others get. A server does the work of one stream one
// after the other, so its rounds have one core together. An fsync takes its
// time beside them.
func (m *machine) work(of Machine) {
	spend(m.tasks, of.Cores*step.Seconds(), step.Seconds()/roundsMost, func(t *task) *float64 { return &t.cpu })
	spend(m.tasks, of.Disk*step.Seconds(), of.Disk*step.Seconds(), func(t *task) *float64 { return &t.octets })
	left := m.tasks[:0]
	for _, t := range m.tasks {
		if t.cpu <= 0 && t.octets <= 0 {
			t.sync -= step
		}
		if !t.done() {
			left = append(left, t)
		}
	}
	m.tasks = left
}

// spend shares a budget among tasks, at most some to each.
func spend(tasks []*task, budget, most float64, of func(*task) *float64) {
	for budget > 1e-12 {
		var needy int
		for _, t := range tasks {
			if *of(t) > 0 {
				needy++
			}
		}
		if needy == 0 {
			return
		}
		part, given := min(budget/float64(needy), most), 0.0
		for _, t := range tasks {
			if need := of(t); *need > 0 {
				give := min(*need, part)
				*need -= give
				given += give
			}
		}
		if budget -= given; given == 0 || part == most {
			return
		}
	}
}
