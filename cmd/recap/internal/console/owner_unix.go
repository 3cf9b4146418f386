//go:build unix

package console

import (
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// OwnerOf returns the name of the user whom the file at path belongs to, their number where they have no name, and
// whether that is who runs the program; "" if nobody knows.
func OwnerOf(path string) (name string, own bool) {
	info, err := os.Stat(path)
	if err != nil {
		return "", false
	}
	return ownerIn(info, os.Geteuid())
}

func ownerIn(info fs.FileInfo, me int) (name string, own bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", false
	}
	name = strconv.Itoa(int(s.Uid))
	if u, err := user.LookupId(name); err == nil && u.Username != "" {
		name = u.Username
	}
	return name, int(s.Uid) == me
}
