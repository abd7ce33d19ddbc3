// Package scale is a model of mailsink on many machines: what they take, how
// long an acknowledgement takes, what a death costs, and what fills up first.
//
// # What is modelled
//
// Accounts are spread over streams by their names, and the most popular ones
// get most of the mail. Each stream has a leader and two followers, on machines
// in turn. A message is two rounds, its content and its record; what comes
// while two rounds of a kind are under way shares the next one. A round ends
// when the leader and one follower have spent the processor time, written the
// octets, and synced. Machines share their processors and disks among all that
// is to be done there, the reading of sinks included. When a machine dies, the
// streams that it led rest until they have a new leader.
//
// # What is not
//
// Networks are as quick as the disks, machines are alike, nothing else runs on
// them. The costs are those measured of one machine with all parts on it; the
// model says how they add up, not what they are.
//
// # Standards
//
// None: figures come from docs/scale.md.
package scale
