package load

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

// Memory returns the resident set of p in octets: what it is now, and the
// most that it was.
func (p *Process) Memory() (now, peak int64, err error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, 0, fmt.Errorf("load: %w", err)
	}
	for line := range bytes.Lines(status) {
		name, rest, _ := bytes.Cut(line, []byte(":"))
		kib, _, _ := bytes.Cut(bytes.TrimSpace(rest), []byte(" "))
		n, _ := strconv.ParseInt(string(kib), 10, 64) // other lines hold no number
		switch string(name) {
		case "VmRSS":
			now = n << 10
		case "VmHWM":
			peak = n << 10
		}
	}
	return now, peak, nil
}
