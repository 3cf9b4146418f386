package ingest

import (
	"encoding/json"

	"recap/store"
)

// A boxMark is how far one mailbox was read, and what it looked like then.
type boxMark struct {
	Inode  uint64 `json:"inode,omitempty"`
	Size   int64  `json:"size"`             // bytes on disk
	Mtime  int64  `json:"mtime"`            // nanoseconds since 1970
	Tag    string `json:"tag,omitempty"`    // validator of a server, or fingerprint of a folder's listing
	Offset int64  `json:"offset"`           // unpacked bytes up to the end of the last message given out
	Last   int64  `json:"last"`             // where that message begins: it may grow while its file does
	Tail   string `json:"tail"`             // fingerprint of the bytes before Offset
	Before int    `json:"before"`           // how many bytes that are
	Done   bool   `json:"done,omitempty"`   // read to its end, or to where it is damaged
	Damage string `json:"damage,omitempty"` // why the rest of it could not be read
}

// same reports whether the mailbox looks as it did when m was made.
func (m boxMark) same(now boxMark) bool {
	return m.Inode == now.Inode && m.Size == now.Size && m.Mtime == now.Mtime && m.Tag == now.Tag
}

// grown reports whether the mailbox may be the one of m with something appended, which the bytes before the offset must confirm.
func (m boxMark) grown(now boxMark) bool {
	return m.Inode == now.Inode && m.Size < now.Size
}

// A boxCursor is the cursor of an mbox source: a mark for each mailbox by its path.
type boxCursor struct {
	Files map[string]boxMark `json:"files"`
}

// decodeBoxCursor reads a cursor. One that cannot be read counts as none, so that everything is read again, which doubles nothing.
func decodeBoxCursor(cur store.Cursor) boxCursor {
	var c boxCursor
	if !decodeCursor(cur, &c) || c.Files == nil {
		return boxCursor{Files: make(map[string]boxMark)}
	}
	return c
}

// encode returns the cursor as the store keeps it.
func (c boxCursor) encode() (store.Cursor, error) { return json.Marshal(c) }
