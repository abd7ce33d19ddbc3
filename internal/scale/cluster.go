package scale

import (
	"hash/fnv"
	"math"
	"strconv"
	"time"
)

// A Machine is what each of the machines can do.
type Machine struct {
	Cores  float64
	Disk   float64       // octets a second that it writes
	Sync   time.Duration // how long an fsync takes when nothing else is written
	Memory float64       // octets
	Room   float64       // octets of disk
}

// Costs are what one message takes of processors, on each machine that has to
// do with it, and what it takes of memory.
type Costs struct {
	Sink     time.Duration // the sink that takes it in
	Leader   time.Duration // the server that leads its stream
	Follower time.Duration // each of the two others
	Reader   time.Duration // each sink that reads its record
	State    float64       // octets that a sink holds of it
	Record   float64       // octets of its record
}

// A Cluster is some machines, each with a server and a sink.
type Cluster struct {
	Machine  Machine
	Costs    Costs
	Machines int // 3 at least
	Streams  int
	// Readers is how many sinks hold each stream; 0 means all.
	Readers int
	// Election is how long a stream rests when its leader dies.
	Election time.Duration
}

// A Load is mail as it comes.
type Load struct {
	Rate     float64 // messages a second
	Size     float64 // octets of each
	Accounts int
	Skew     float64 // exponent of Zipf's law; 0 is all accounts alike
}

// copies is how many servers have each message.
const copies = 3

func (c Cluster) readers() int {
	if c.Readers == 0 || c.Readers > c.Machines {
		return c.Machines
	}
	return c.Readers
}

// server returns the machine of the k-th copy of a stream; the first leads.
func (c Cluster) server(stream, k int) int { return (stream + k) % c.Machines }

// StreamOf returns the stream that the account of a name belongs to. It
// depends on nothing else, so every sink knows it.
func StreamOf(account string, streams int) int {
	h := fnv.New64a()
	h.Write([]byte(account))
	best, at := uint64(0), 0
	for i := range streams { // the highest weight wins: with one stream more, few accounts move
		if w := mix(h.Sum64() ^ mix(uint64(i)+1)); w >= best {
			best, at = w, i
		}
	}
	return at
}

// mix spreads the bits of x.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// shares returns what part of the mail each stream gets.
func (l Load) shares(streams int) []float64 {
	list, sum := make([]float64, streams), 0.0
	for i := range l.Accounts {
		w := math.Pow(float64(i+1), -l.Skew)
		list[StreamOf("account"+strconv.Itoa(i), streams)] += w
		sum += w
	}
	for i := range list {
		list[i] /= sum
	}
	return list
}
