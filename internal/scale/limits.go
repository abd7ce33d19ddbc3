package scale

import "time"

// Most returns how many messages of a load a cluster takes a second: with a
// 99th percentile of at most a second, and nothing piling up.
func (c Cluster) Most(l Load, seed uint64) float64 {
	l.Rate = 1
	low, high := 0.0, 1/c.busiest(l) // where the processors of one machine are used up
	for high-low > high/25 {
		l.Rate = (low + high) / 2
		if c.keepsUp(l, seed) {
			low = l.Rate
		} else {
			high = l.Rate
		}
	}
	return low
}

// keepsUp simulates a short while.
func (c Cluster) keepsUp(l Load, seed uint64) bool {
	r := c.Run(l, 2*time.Second, 0, seed)
	return r.P99 <= time.Second && float64(r.Left) <= l.Rate/2
}

// busiest returns what part of its processors the busiest machine needs.
func (c Cluster) busiest(l Load) float64 {
	use := make([]float64, c.Machines)
	for i, share := range l.shares(c.Streams) {
		rate := l.Rate * share
		for k := range copies {
			cost := c.Costs.Follower
			if k == 0 {
				cost = c.Costs.Leader
			}
			use[c.server(i, k)] += rate * cost.Seconds()
		}
		for k := range c.readers() {
			use[c.server(i, k)] += rate * c.Costs.Reader.Seconds()
		}
	}
	most := 0.0
	for _, u := range use {
		most = max(most, u+l.Rate*c.Costs.Sink.Seconds()/float64(c.Machines))
	}
	return most / c.Machine.Cores
}

// A Stock is what a cluster has of messages that it keeps.
type Stock struct {
	Messages float64
	Memory   float64       // octets of each sink
	Disk     float64       // octets of each server
	Ready    time.Duration // until a new sink has read its snapshots
	Full     string        // what is too small; empty if all fits
}

// snapshotRate is how many records of a snapshot a sink reads a second.
const snapshotRate = 140_000

// Keep returns what a cluster has when it keeps a load for some time.
func (c Cluster) Keep(l Load, long time.Duration) Stock {
	s := Stock{Messages: l.Rate * long.Seconds()}
	of := s.Messages * float64(c.readers()) / float64(c.Machines) // that one sink holds
	s.Memory = of * c.Costs.State
	s.Disk = s.Messages * copies / float64(c.Machines) * (l.Size + 2*c.Costs.Record)
	s.Ready = time.Duration(of / snapshotRate * float64(time.Second))
	switch {
	case s.Memory > c.Machine.Memory && s.Disk > c.Machine.Room:
		s.Full = "memory and disk"
	case s.Memory > c.Machine.Memory:
		s.Full = "memory"
	case s.Disk > c.Machine.Room:
		s.Full = "disk"
	}
	return s
}

// Longest returns for how long a cluster can keep a load, and what ends it.
func (c Cluster) Longest(l Load) (time.Duration, string) {
	day := c.Keep(l, 24*time.Hour)
	memory, disk := c.Machine.Memory/day.Memory, c.Machine.Room/day.Disk
	if memory < disk {
		return time.Duration(memory * 24 * float64(time.Hour)), "memory"
	}
	return time.Duration(disk * 24 * float64(time.Hour)), "disk"
}
