package files

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// Limits of one read of a file of statuses.
const (
	maxTweet     = 4 << 20  // bytes of one status; real ones have 2 to 50 KiB
	maxTweetPage = 16 << 20 // bytes after which a page ends, however few statuses it has
)

// A fileMark says how far one file was read and by what a change of it is noticed.
type fileMark struct {
	Size   int64  `json:"size"`
	Mtime  int64  `json:"mtime"`          // Unix time in nanoseconds
	Sum    string `json:"sum,omitempty"`  // SHA-256 of the file's first Size bytes, once it was read to its end
	Form   string `json:"form,omitempty"` // "lines", or "array" for anything that holds one JSON array of statuses
	Name   string `json:"name,omitempty"` // what the file of an account archive says that it holds
	Offset int64  `json:"offset"`         // where the next item begins, in uncompressed bytes
	Item   int    `json:"item"`           // items before Offset, also lines without one
	Done   bool   `json:"done,omitempty"`
	Gap    string `json:"gap,omitempty"` // why statuses may be missing, as long as the file stays as it is
}

// A tweetItem is one status as it stands in a file.
type tweetItem struct {
	number int // of the line or the array's element, from 1
	raw    json.RawMessage
}

// A tweetChunk is one page's worth of a file.
type tweetChunk struct {
	items   []tweetItem
	unit    string // what number counts: "line" or "status"
	skipped []error
	read    int64
	total   int64 // bytes of the file
	archive bool  // the file belongs to an account archive
}

// A notTweetsError says that a file holds no statuses.
type notTweetsError struct{ path, finding string }

func (e *notTweetsError) Error() string { return fmt.Sprintf("%s: %s", e.path, e.finding) }

// readTweetFile reads the items that follow m and returns the mark past them. The chunk is nil if nothing has changed
// since the file was read.
func readTweetFile(ctx context.Context, path string, m fileMark) (*tweetChunk, fileMark, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, m, fmt.Errorf("twitter: %w", err)
	case info.IsDir():
		return nil, m, fmt.Errorf("twitter: %s is a folder; name its files, such as %s/data/tweets*.js", path, path)
	case !info.Mode().IsRegular():
		return nil, m, fmt.Errorf("twitter: %s is no regular file", path)
	}
	size, mtime := info.Size(), info.ModTime().UnixNano()
	same := m.Size == size && m.Mtime == mtime
	if m.Done && same {
		return nil, m, nil
	}
	if !same {
		if m, err = resume(path, m, size); err != nil {
			return nil, m, err
		}
		m.Size, m.Mtime = size, mtime
		if m.Done {
			return nil, m, nil
		}
	}
	f, err := openTweetFile(path)
	if err != nil {
		return nil, m, err
	}
	defer f.Close()
	if m.Form == "" {
		if m, err = sniffTweets(path, f, m); err != nil {
			m.Done = true
			return nil, m, err
		}
		f.Close()
		if f, err = openTweetFile(path); err != nil {
			return nil, m, err
		}
		defer f.Close()
	}
	if err := f.skip(m.Offset); err != nil {
		return nil, m, fmt.Errorf("twitter: %s: %w", path, err)
	}
	c := &tweetChunk{total: size, archive: m.Name != ""}
	begin := m.Offset
	if m.Form == "lines" {
		c.unit = "line"
		err = c.readLines(ctx, path, f, &m)
	} else {
		c.unit = "status"
		err = c.readArray(ctx, path, f, &m)
	}
	if err != nil {
		return nil, m, fmt.Errorf("twitter: %s: %w", path, err)
	}
	c.read = m.Offset - begin
	if m.Done {
		m.Sum, err = sumPrefix(path, size)
	}
	return c, m, err
}

// resume returns the mark from which to read a file that has changed since m was made. A file that only grew by lines
// is read on where it ended; one with the same bytes is not read again.
func resume(path string, m fileMark, size int64) (fileMark, error) {
	switch {
	case m.Offset == 0 && !m.Done, size < m.Size:
		return fileMark{}, nil
	case !m.Done && m.Form == "lines": // the file is still being written
		return m, nil
	case !m.Done:
		return fileMark{}, nil
	}
	sum, err := sumPrefix(path, m.Size)
	switch {
	case err != nil:
		return m, err
	case sum != m.Sum:
		return fileMark{}, nil
	case size > m.Size && m.Form != "lines":
		return fileMark{}, nil
	case size > m.Size:
		m.Done, m.Sum, m.Gap = false, "", ""
	}
	return m, nil
}

// sumPrefix returns the SHA-256 of the first size bytes of a file.
func sumPrefix(path string, size int64) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("twitter: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, io.LimitReader(f, size)); err != nil {
		return "", fmt.Errorf("twitter: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// A tweetFile reads a file's uncompressed bytes.
type tweetFile struct {
	*bufio.Reader
	file *os.File
	zip  bool
}

// openTweetFile opens a file and unpacks it if it begins as gzip does.
func openTweetFile(path string) (*tweetFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("twitter: %w", err)
	}
	t := &tweetFile{Reader: bufio.NewReaderSize(f, 64<<10), file: f}
	if magic, _ := t.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(t.Reader)
		if err != nil {
			f.Close()
			return nil, fmt.Errorf("twitter: %s: %w", path, err)
		}
		t.Reader, t.zip = bufio.NewReaderSize(z, 64<<10), true
	}
	return t, nil
}

// skip goes to offset from the beginning of a file of which nothing was taken yet.
func (t *tweetFile) skip(offset int64) error {
	if t.zip {
		_, err := io.CopyN(io.Discard, t.Reader, offset)
		return err
	}
	if _, err := t.file.Seek(offset, io.SeekStart); err != nil {
		return err
	}
	t.Reader.Reset(t.file)
	return nil
}

// Close closes the file.
func (t *tweetFile) Close() error { return t.file.Close() }
