package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// healthcheckCmd asks a running sink whether it is ready. An image of one
// binary has no other program to ask with.
type healthcheckCmd struct {
	URL string `arg:"" default:"http://127.0.0.1:8025" help:"Of the sink."`
}

// Run asks /readyz.
func (c *healthcheckCmd) Run(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL+"/readyz", nil)
	if err != nil {
		return exitError{exitUsage, err}
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return exitError{exitAway, fmt.Errorf("no sink answers at %s: %w", c.URL, err)}
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return exitError{exitNo, fmt.Errorf("the sink at %s is not ready: %s", c.URL, res.Status)}
	}
	return nil
}
