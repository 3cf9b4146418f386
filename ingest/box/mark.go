package box

import (
	"fmt"
	"strings"
	"time"
)

// A Mark is how far one mailbox was read, and what it looked like then.
type Mark struct {
	Inode  uint64 `json:"inode,omitempty"`
	Size   int64  `json:"size"`             // bytes on disk
	Mtime  int64  `json:"mtime"`            // nanoseconds since 1970
	Tag    string `json:"tag,omitempty"`    // validator of a server, or fingerprint of a folder's listing
	Offset int64  `json:"offset"`           // unpacked bytes up to the end of the last message given out
	Last   int64  `json:"last"`             // where that message begins: it may grow while its file does
	Tail   string `json:"tail"`             // fingerprint of the bytes before Offset
	Before int    `json:"before"`           // how many bytes that are
	Done   bool   `json:"done,omitempty"`   // read to its end, or to where it is damaged
	Half   bool   `json:"half,omitempty"`   // what stands behind Offset is the beginning of a header and nothing else
	Damage string `json:"damage,omitempty"` // why the rest of it could not be read
}

// Same reports whether the mailbox looks as it did when m was made.
func (m Mark) Same(now Mark) bool {
	return m.Inode == now.Inode && m.Size == now.Size && m.Mtime == now.Mtime && m.Tag == now.Tag
}

// Settled reports whether nobody writes at this time to a file that looks like now, although it may end within a header:
// so it ended when m was made, or nobody has written to it for an hour.
func (m Mark) Settled(now Mark, at time.Time) bool {
	return m.Half && m.Same(now) || at.Sub(time.Unix(0, now.Mtime)) > time.Hour
}

// Fits reports whether tail is what stood before the offset when m was made.
func (m Mark) Fits(tail []byte) bool { return len(tail) == m.Before && sumTail(tail) == m.Tail }

// grown reports whether the mailbox may be the one of m with something appended, which the bytes before the offset must
// confirm.
func (m Mark) grown(now Mark) bool {
	return m.Inode == now.Inode && m.Size < now.Size
}

// Named returns err with the mailbox's name in front, unless it names it itself.
func Named(name string, err error) error {
	if strings.Contains(err.Error(), name) {
		return err
	}
	return fmt.Errorf("%s: %w", name, err)
}

// JoinTag and SplitTag keep the two validators of a server in one string.
func JoinTag(etag, modified string) string {
	if etag == "" && modified == "" {
		return ""
	}
	return etag + "\n" + modified
}

// SplitTag is the reverse of JoinTag.
func SplitTag(tag string) (etag, modified string) {
	for i := range len(tag) {
		if tag[i] == '\n' {
			return tag[:i], tag[i+1:]
		}
	}
	return tag, ""
}
