package routing

import (
	"sync"

	"mailsink/internal/mail"
	"mailsink/internal/rewrite"
)

// Bounds of a memory. Loads and test suites send to a few addresses again and
// again; what is longer or leads further is asked each time.
const (
	maxRemembered = 1024 // routes
	maxPath       = 256  // octets of a forward-path
	maxBranches   = 16   // finals and steps of a route
)

// A memory holds the routes of the tables in use, which are the same each
// time. It is safe for concurrent use; so is what it gives out, which nobody
// may change.
type memory struct {
	mu     sync.Mutex
	tables *rewrite.Router // whose routes these are
	routes map[mail.Address]mail.Route
}

// recall returns the route of a path by tables, if it is known.
func (m *memory) recall(tables *rewrite.Router, path mail.Address) (mail.Route, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.tables != tables {
		return mail.Route{}, false
	}
	route, ok := m.routes[path]
	return route, ok
}

// keep remembers a route by tables, which have to be steady. What can be
// different next time is not kept: a table that cannot be asked now.
func (m *memory) keep(tables *rewrite.Router, path mail.Address, route mail.Route) {
	if len(path) > maxPath || len(route.Finals)+len(route.Steps) > maxBranches || route.Refusal().Code/100 == 4 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.tables != tables || len(m.routes) >= maxRemembered {
		m.tables, m.routes = tables, make(map[mail.Address]mail.Route)
	}
	m.routes[path] = route
}
