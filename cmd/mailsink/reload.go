package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"syscall"
)

// reloadCmd lets a running sink read its tables anew.
type reloadCmd struct {
	apiFlags
	ReadyFile string `placeholder:"PATH" help:"Of the sink: send its process SIGHUP instead, and do not wait for the outcome."`
}

// Help is shown by "mailsink reload --help".
func (reloadCmd) Help() string {
	return `Tables with mistakes are listed, the old ones stay in use, and the status is 1.

Example: mailsink reload --url http://127.0.0.1:8025`
}

// Run asks the sink, or sends it the signal.
func (c *reloadCmd) Run(ctx context.Context, s streams) error {
	if c.ReadyFile != "" {
		return c.signal()
	}
	api, err := c.client()
	if err != nil {
		return err
	}
	warnings, err := api.Reload(ctx)
	for _, w := range warnings {
		fmt.Fprintln(s.err, "mailsink: warning:", w)
	}
	return err
}

// signal sends SIGHUP to the process that wrote the ready file.
func (c *reloadCmd) signal() error {
	octets, err := os.ReadFile(c.ReadyFile)
	if err != nil {
		return exitError{exitAway, fmt.Errorf("no sink is up that writes this ready file: %w", err)}
	}
	var b bound
	if err := json.Unmarshal(octets, &b); err != nil || b.PID <= 0 {
		return fmt.Errorf("%s is not a ready file of mailsink", c.ReadyFile)
	}
	process, err := os.FindProcess(b.PID)
	if err != nil {
		return err
	}
	err = process.Signal(syscall.SIGHUP)
	if errors.Is(err, os.ErrProcessDone) || errors.Is(err, syscall.ESRCH) {
		return exitError{exitAway, fmt.Errorf("the process %d that wrote %s has ended", b.PID, c.ReadyFile)}
	}
	return err
}
