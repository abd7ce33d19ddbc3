package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"mailsink/internal/faults"
)

// faultRules reads what shall go wrong on purpose.
func (c *serveCmd) faultRules() (*faults.Set, error) {
	var config faults.Config
	if c.Faults != "" {
		var err error
		if config, err = readFaults(c.Faults); err != nil {
			return nil, exitError{exitUsage, err}
		}
	}
	config.MagicAddresses = config.MagicAddresses || c.MagicAddresses
	set, err := faults.New(config)
	if err != nil {
		return nil, exitError{exitUsage, fmt.Errorf("--faults %s: %s", c.Faults, strings.TrimPrefix(err.Error(), "faults: "))}
	}
	return set, nil
}

// readFaults reads TOML from a file with that ending, and JSON from any other.
func readFaults(path string) (faults.Config, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return faults.Config{}, fmt.Errorf("--faults: %w", cannot("read", path, err))
	}
	if filepath.Ext(path) == ".toml" {
		var members map[string]any
		if err := toml.Unmarshal(text, &members); err != nil {
			return faults.Config{}, fmt.Errorf("--faults %s is not TOML: %w", path, err)
		}
		if text, err = json.Marshal(members); err != nil {
			return faults.Config{}, fmt.Errorf("--faults %s: %w", path, err)
		}
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return faults.Config{}, fmt.Errorf(`--faults %s is empty; write rules into it, or {"rules": []} for none yet`, path)
	}
	if !json.Valid(text) {
		return faults.Config{}, fmt.Errorf("--faults %s is not JSON; write TOML into a file that ends in .toml", path)
	}
	config, err := faults.Parse(text)
	if err != nil {
		return config, fmt.Errorf("--faults %s: %s", path, strings.TrimPrefix(err.Error(), "faults: "))
	}
	return config, nil
}
