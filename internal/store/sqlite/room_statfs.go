//go:build linux || darwin || freebsd

package sqlite

import "golang.org/x/sys/unix"

// Room returns how many octets the file system of dir has left for this user.
func Room(dir string) (int64, error) {
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil {
		return 0, err
	}
	return int64(fs.Bavail) * int64(fs.Bsize), nil
}
