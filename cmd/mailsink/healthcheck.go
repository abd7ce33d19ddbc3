package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// healthcheckCmd asks a running sink whether it is ready. An image of one
// binary has no other program to ask with.
type healthcheckCmd struct {
	URL string `arg:"" default:"http://127.0.0.1:8025" help:"Of the sink."`
}

// Run asks /readyz. A sink that is ready and takes no mail at this moment says
// why on standard output.
func (c *healthcheckCmd) Run(ctx context.Context, s streams) error {
	if !isWeb(c.URL) {
		return exitError{exitUsage, fmt.Errorf("%q is not the address of a sink; write it as http://127.0.0.1:8025", c.URL)}
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL+"/readyz", nil)
	if err != nil {
		return exitError{exitUsage, err}
	}
	res, err := http.DefaultClient.Do(req)
	if outer := new(url.Error); errors.As(err, &outer) {
		err = outer.Err // the address is told once
	}
	if err != nil {
		return exitError{exitAway, fmt.Errorf("no sink answers at %s: %w", c.URL, err)}
	}
	defer res.Body.Close()
	var said struct{ Detail string }
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<16)).Decode(&said); err != nil {
		said.Detail = res.Status // whoever answers is no sink, or stands in front of one
	}
	if res.StatusCode != http.StatusOK {
		return exitError{exitNo, fmt.Errorf("the sink at %s is not ready: %s", c.URL, cmp.Or(said.Detail, res.Status))}
	}
	if said.Detail != "" {
		_, err = fmt.Fprintln(s.out, said.Detail)
	}
	return err
}
