//go:build unix

package sqlite_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// An op is one thing that SQLite does to a file.
type op string

const (
	opOpen     op = "open"
	opRead     op = "read"
	opWrite    op = "write"
	opSync     op = "sync"
	opTruncate op = "truncate"
)

// A fault is what a call returns instead of doing its work: a result code of
// SQLite, 0 for none. A torn write does half of it first.
type fault struct {
	code int32
	torn bool
}

// A faultDisk stands between SQLite and the file system: the default VFS of
// this test binary, which passes everything on but for files below dir. It
// knows what a loss of power would leave: what was written before an fsync
// that succeeded. What was waiting when an fsync failed counts as lost, as
// Linux has it, though reading still shows it.
type faultDisk struct {
	vfs, under uintptr             // *Tsqlite3_vfs
	methods    map[uintptr]uintptr // *Tsqlite3_io_methods: theirs to ours
	originals  map[uintptr]uintptr // *sqlite3_file to their methods
	alive      []any               // functions that C structures point to

	mu     sync.Mutex
	paths  map[uintptr]string // of open files
	dir    string
	plan   func(op) fault
	images map[string]*image
}

// An image is what a file is beneath the cache of the system.
type image struct {
	durable []byte
	waiting []func([]byte) []byte
}

// theDisk is registered once for the whole process: SQLite knows no other way.
var theDisk = sync.OnceValue(func() *faultDisk {
	d := &faultDisk{methods: make(map[uintptr]uintptr), originals: make(map[uintptr]uintptr), paths: make(map[uintptr]string)}
	tls := libc.NewTLS()
	defer tls.Close()
	d.under = lib.Xsqlite3_vfs_find(tls, 0)
	size := unsafe.Sizeof(lib.Tsqlite3_vfs{})
	d.vfs = libc.Xmalloc(tls, lib.Tsize_t(size))
	v := vfsAt(d.vfs)
	*v = *vfsAt(d.under)
	v.FzName = must(libc.CString("faults"))
	v.FxOpen = keep(d, d.open)
	lib.Xsqlite3_vfs_register(tls, d.vfs, 1)
	return d
})

func must(p uintptr, err error) uintptr {
	if err != nil {
		panic(err)
	}
	return p
}

func at[T any](p uintptr) *T { return *(**T)(unsafe.Pointer(&p)) }

func vfsAt(p uintptr) *lib.Tsqlite3_vfs { return at[lib.Tsqlite3_vfs](p) }

// keep returns f as C has it, and keeps it from the collector.
func keep[F any](d *faultDisk, f F) uintptr {
	p := &f
	d.alive = append(d.alive, p)
	return *(*uintptr)(unsafe.Pointer(p))
}

// call returns a C function as a Go function.
func call[F any](p uintptr) F { return *(*F)(unsafe.Pointer(&p)) }

type (
	openFunc  = func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32
	dataFunc  = func(*libc.TLS, uintptr, uintptr, int32, int64) int32
	sizeFunc  = func(*libc.TLS, uintptr, int64) int32
	flagsFunc = func(*libc.TLS, uintptr, int32) int32
	closeFunc = func(*libc.TLS, uintptr) int32
)

// begin takes dir for the one directory to look after. What is there counts
// as durable.
func (d *faultDisk) begin(dir string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dir, d.plan, d.images = dir+"/", nil, make(map[string]*image)
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if b, err := os.ReadFile(filepath.Join(dir, e.Name())); err == nil {
			d.images[filepath.Join(dir, e.Name())] = &image{durable: b}
		}
	}
}

// obey has every call asked of plan; nil lets all succeed.
func (d *faultDisk) obey(plan func(op) fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.plan = plan
}

// end lets go of the directory.
func (d *faultDisk) end() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dir, d.plan, d.images = "", nil, nil
}

// loses writes to dir what a loss of power may leave: all that is durable, and
// of what waits whatever the disk had got to.
func (d *faultDisk) loses(dir string, rnd *rand.Rand) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for path, im := range d.images {
		if strings.HasSuffix(path, "-shm") {
			continue // made anew from the log
		}
		b := append([]byte(nil), im.durable...)
		for _, write := range im.waiting {
			if rnd.IntN(2) == 0 {
				b = write(b)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(path)), b, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// ask returns what is to become of a call for an open file.
func (d *faultDisk) ask(o op, path string) (*image, fault) {
	if d.dir == "" || !strings.HasPrefix(path, d.dir) {
		return nil, fault{}
	}
	im := d.images[path]
	if im == nil {
		im = new(image)
		d.images[path] = im
	}
	if d.plan == nil {
		return im, fault{}
	}
	return im, d.plan(o)
}

func (d *faultDisk) open(tls *libc.TLS, _, name, file uintptr, flags int32, out uintptr) int32 {
	path := ""
	if name != 0 {
		path = libc.GoString(name)
	}
	d.mu.Lock()
	_, f := d.ask(opOpen, path)
	d.mu.Unlock()
	if f.code != 0 {
		*at[uintptr](file) = 0 // nothing to close
		return f.code
	}
	rc := call[openFunc](vfsAt(d.under).FxOpen)(tls, d.under, name, file, flags, out)
	if theirs := *at[uintptr](file); theirs != 0 && rc == lib.SQLITE_OK {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.paths[file], d.originals[file] = path, theirs
		*at[uintptr](file) = d.methodsLike(tls, theirs)
	}
	return rc
}

// methodsLike returns a table of methods that are ours in front of theirs.
func (d *faultDisk) methodsLike(tls *libc.TLS, theirs uintptr) uintptr {
	if ours, ok := d.methods[theirs]; ok {
		return ours
	}
	ours := libc.Xmalloc(tls, lib.Tsize_t(unsafe.Sizeof(lib.Tsqlite3_io_methods{})))
	under := at[lib.Tsqlite3_io_methods](theirs)
	m := at[lib.Tsqlite3_io_methods](ours)
	*m = *under
	m.FxRead = keep(d, dataFunc(func(tls *libc.TLS, file, buf uintptr, n int32, off int64) int32 {
		if _, f := d.judge(opRead, file); f.code != 0 {
			return f.code
		}
		return call[dataFunc](under.FxRead)(tls, file, buf, n, off)
	}))
	m.FxWrite = keep(d, d.writer(under))
	m.FxTruncate = keep(d, sizeFunc(func(tls *libc.TLS, file uintptr, size int64) int32 {
		im, f := d.judge(opTruncate, file)
		if f.code != 0 {
			return f.code
		}
		rc := call[sizeFunc](under.FxTruncate)(tls, file, size)
		d.wait(im, rc, func(b []byte) []byte { return b[:min(int64(len(b)), size)] })
		return rc
	}))
	m.FxSync = keep(d, flagsFunc(func(tls *libc.TLS, file uintptr, flags int32) int32 {
		im, f := d.judge(opSync, file)
		if f.code == 0 {
			f.code = call[flagsFunc](under.FxSync)(tls, file, flags)
		}
		d.settle(im, f.code)
		return f.code
	}))
	m.FxClose = keep(d, closeFunc(func(tls *libc.TLS, file uintptr) int32 {
		d.mu.Lock()
		delete(d.paths, file)
		*at[uintptr](file) = d.originals[file]
		delete(d.originals, file)
		d.mu.Unlock()
		return call[closeFunc](under.FxClose)(tls, file)
	}))
	d.methods[theirs] = ours
	return ours
}

func (d *faultDisk) writer(under *lib.Tsqlite3_io_methods) dataFunc {
	return func(tls *libc.TLS, file, buf uintptr, n int32, off int64) int32 {
		im, f := d.judge(opWrite, file)
		if f.torn {
			n /= 2
		}
		if f.code != 0 && !f.torn {
			return f.code
		}
		rc := call[dataFunc](under.FxWrite)(tls, file, buf, n, off)
		octets := append([]byte(nil), unsafe.Slice(at[byte](buf), n)...)
		d.wait(im, rc, func(b []byte) []byte { return overwrite(b, octets, off) })
		if f.torn {
			return f.code
		}
		return rc
	}
}

func overwrite(b, octets []byte, off int64) []byte {
	if missing := off + int64(len(octets)) - int64(len(b)); missing > 0 {
		b = append(b, make([]byte, missing)...)
	}
	copy(b[off:], octets)
	return b
}

func (d *faultDisk) judge(o op, file uintptr) (*image, fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ask(o, d.paths[file])
}

// wait notes a change that lies in the cache of the system.
func (d *faultDisk) wait(im *image, rc int32, change func([]byte) []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if im != nil && rc == lib.SQLITE_OK {
		im.waiting = append(im.waiting, change)
	}
}

// settle ends the waiting of all changes: they are durable, or lost.
func (d *faultDisk) settle(im *image, rc int32) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if im == nil {
		return
	}
	if rc == lib.SQLITE_OK {
		for _, change := range im.waiting {
			im.durable = change(im.durable)
		}
	}
	im.waiting = nil
}
