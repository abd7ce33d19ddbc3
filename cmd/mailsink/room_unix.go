//go:build linux || darwin || freebsd

package main

import "golang.org/x/sys/unix"

// room returns how many octets the file system of dir has left for this user.
func room(dir string) (int64, error) {
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil {
		return 0, err
	}
	return int64(fs.Bavail) * int64(fs.Bsize), nil
}
