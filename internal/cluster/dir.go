package cluster

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// claim makes the directory, and writes into it whose it is: two nodes that
// shared one would spoil it. That one node runs twice, the port forbids.
func (c Config) claim() error {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return fmt.Errorf("the directory of the node cannot be made: %w", err)
	}
	path, mine := filepath.Join(c.Dir, "node"), c.Self.String()+" of "+c.Name
	octets, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return os.WriteFile(path, []byte(mine+"\n"), 0o600)
	case err != nil:
		return fmt.Errorf("the directory of the node cannot be read: %w", err)
	}
	if whose := strings.TrimSpace(string(octets)); whose != mine {
		return fmt.Errorf("%s belongs to the node %s, and this is %s: give each node a directory of its own", c.Dir, whose, mine)
	}
	return nil
}
