package rewrite

import (
	"context"
	"errors"
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

// Open reads the tables that c names. The warnings name traps and, where c is
// lenient, mistakes; the error joins every mistake, each as "file:line: sentence".
func Open(ctx context.Context, c Config) (*Router, []Warning, error) {
	c.refuseDuplicates = true
	o := newOpener(ctx, &c)
	r := &Router{config: c}
	var errs []error
	if len(c.VirtualAliasMaps) == 0 {
		lines := splitLines(DefaultTable)
		r.maps = []Table{parseRules("default", "default", regexpDialect(), lines, &o.report)}
	}
	for _, spec := range c.VirtualAliasMaps {
		t, err := o.open(spec)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		r.maps = append(r.maps, t)
	}
	if !c.Lenient {
		errs = append(errs, o.report.mistakes()...)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, o.report.warnings, err
	}
	return r, o.report.warnings, nil
}
