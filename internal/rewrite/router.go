package rewrite

import (
	"context"
	"strings"
)

// Router answers where recipients go. It never changes and is safe for
// concurrent use.
type Router struct {
	config Config
	maps   []Table
}

var replyOK = Reply{Code: 250, Enhanced: "2.1.5", Text: "Ok"}

// Route returns the way of one recipient of a transaction. It always returns,
// whatever the strings and the tables hold.
func (r *Router) Route(ctx context.Context, reversePath, forwardPath string) Route {
	route := Route{ReversePath: reversePath, Reply: replyOK}
	addr := strings.TrimSuffix(strings.TrimPrefix(forwardPath, "<"), ">")
	if !strings.Contains(addr, "@") {
		addr += "@" + r.config.domain()
	}
	for range 100 {
		res, err := r.lookup(ctx, addr)
		if err != nil {
			return Route{ReversePath: reversePath, Reply: Reply{451, "4.3.0", "<" + forwardPath + ">: Temporary lookup failure"}}
		}
		if !res.Found {
			break
		}
		route.Steps = append(route.Steps, Step{Table: res.Table, Line: res.Line, From: addr, To: []string{res.Value}})
		if res.Value == addr {
			break
		}
		addr = res.Value
	}
	route.Finals = []Final{{Address: addr}}
	return route
}

func (r *Router) lookup(ctx context.Context, key string) (Result, error) {
	for _, t := range r.maps {
		if res, err := t.Lookup(ctx, key); err != nil || res.Found {
			return res, err
		}
	}
	return Result{}, nil
}
