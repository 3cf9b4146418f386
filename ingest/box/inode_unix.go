//go:build unix

package box

import (
	"io/fs"
	"syscall"
)

// inode returns the number by which the file system knows the file, 0 if it has none.
func inode(info fs.FileInfo) uint64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ino
	}
	return 0
}
