//go:build linux

package storetest

import (
	"testing"

	"golang.org/x/sys/unix"
)

// TinyDisk returns a directory on a file system of its own, which holds size
// octets as tmpfs(5) writes them: "8m". It takes root; elsewhere the test is
// skipped.
func TinyDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("none", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("a small file system cannot be mounted here (it takes root): %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}
