// Package box splits mailboxes into messages: mbox in every variant, packed or not, and folders of .eml files. A Mark
// says how far one was read, so that reading goes on there, also after it grew.
package box

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// Limits against archives that unpack to far more than they hold: mail packs to a third or tenth of its size.
const (
	maxUnpackRatio = 200
	minUnpackLimit = 256 << 20
	maxMembers     = 10_000 // of one zip
)

// errUnpack is the error of an archive that unpacks to more than anybody packed.
var errUnpack = fmt.Errorf("unpacks to more than %d times its size; it is left", maxUnpackRatio)

// A Box is one mailbox that a source reads: a file, a folder of .eml files, or what a URL answers.
type Box struct {
	Name string // in errors and in the cursor
	Look func(ctx context.Context) (Mark, error)
	// open returns the messages from mark on. It starts at the beginning where mark is zero or does not fit any more.
	// count is told the bytes that are taken from the disk or the network. A nil reader without an error means that
	// nothing changed.
	Open func(ctx context.Context, mark Mark, count func(int)) (*OpenBox, error)
}

// A Messages gives out messages; the error is io.EOF at the end.
type Messages interface {
	Next() (Message, error)
}

// An OpenBox is a box while it is read.
type OpenBox struct {
	Messages
	Mark  Mark // what the box looks like, as far as opening it told; Offset and Last are where reading begins
	Close func() error
}

// Files returns the boxes of a path: a file, a folder, or a pattern of them, in order. It is an error if nothing is
// there.
func Files(path string) ([]Box, error) {
	names := []string{path}
	if _, err := os.Stat(path); err != nil {
		if !strings.ContainsAny(path, "*?[") {
			return nil, err
		}
		if names, err = filepath.Glob(path); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if len(names) == 0 {
			return nil, fmt.Errorf("no file matches %s", path)
		}
	}
	slices.Sort(names)
	boxes := make([]Box, 0, len(names))
	for _, name := range names {
		info, err := os.Stat(name)
		if err == nil && info.IsDir() {
			boxes = append(boxes, folderBox(name))
		} else {
			boxes = append(boxes, fileBox(name))
		}
	}
	return boxes, nil
}

// fileBox returns the box of a file: plain, gzip or zip, which its first bytes tell and not its name.
func fileBox(name string) Box {
	return Box{
		Name: name,
		Look: func(context.Context) (Mark, error) {
			info, err := os.Stat(name)
			switch {
			case err != nil:
				return Mark{}, err
			case !info.Mode().IsRegular():
				return Mark{}, fmt.Errorf("%s is no regular file", name)
			}
			return statMark(info), nil
		},
		Open: func(_ context.Context, mark Mark, count func(int)) (*OpenBox, error) {
			f, err := os.Open(name)
			if err != nil {
				return nil, err
			}
			open, err := openFile(f, mark, count)
			if err != nil {
				f.Close()
				return nil, err
			}
			open.Close = f.Close
			return open, nil
		},
	}
}

// statMark returns the mark of a file that was not read.
func statMark(info fs.FileInfo) Mark {
	return Mark{Inode: inode(info), Size: info.Size(), Mtime: info.ModTime().UnixNano()}
}

// openFile opens a file at the mark, or at its beginning where the mark does not fit.
func openFile(f *os.File, mark Mark, count func(int)) (*OpenBox, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	now := statMark(info)
	if !mark.Same(now) && !mark.grown(now) {
		mark = Mark{}
	}
	magic := make([]byte, 4)
	n, err := f.ReadAt(magic, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	packed := IsGzip(magic[:n]) || isZip(magic[:n])
	if !packed && mark.Offset > 0 {
		if r := resumePlain(f, mark, count); r != nil {
			now.Offset, now.Last = r.base, mark.Last
			return &OpenBox{Messages: r, Mark: now}, nil
		}
		mark = Mark{}
	}
	for {
		r, err := fileStream(f, info.Size(), magic[:n], count)
		if err != nil {
			return nil, err
		}
		if b, ok := Resume(r, mark); ok {
			now.Offset, now.Last = b.base, mark.Last
			return &OpenBox{Messages: b, Mark: now}, nil
		}
		mark = Mark{}
	}
}

// fileStream returns what a file that begins with magic holds, unpacked and from its beginning.
func fileStream(f *os.File, size int64, magic []byte, count func(int)) (io.Reader, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	r := &countedReader{f, count}
	switch {
	case isZip(magic):
		return zipReader(f, size, count)
	case IsGzip(magic):
		return Unpack(r, size)
	}
	return r, nil
}

// resumePlain returns a reader of f at the mark, nil if f holds something else there than when the mark was made. Where
// what follows continues the last message instead of beginning another, that message is read again.
func resumePlain(f io.ReaderAt, mark Mark, count func(int)) *Reader {
	tail := make([]byte, mark.Before)
	if _, err := f.ReadAt(tail, mark.Offset-int64(len(tail))); err != nil || !mark.Fits(tail) {
		return nil
	}
	next := make([]byte, Peek)
	n, err := f.ReadAt(next, mark.Offset)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil
	}
	at := mark.Offset
	next = next[:n]
	if rest := next[skipNewlines(next):]; len(rest) > 0 && !isSeparator(rest, errors.Is(err, io.EOF), true) {
		at, tail = mark.Last, nil
	}
	return NewReader(&countedReader{io.NewSectionReader(f, at, 1<<62), count}, at, tail)
}

// Resume returns a reader of the stream r at the mark, or false if the stream holds something else there. It can only
// read forward, so a last message that went on growing is read again from a mark before it by starting over.
func Resume(r io.Reader, mark Mark) (*Reader, bool) {
	if mark.Offset == 0 {
		return NewReader(r, 0, nil), true
	}
	if _, err := io.CopyN(io.Discard, r, mark.Offset-int64(mark.Before)); err != nil {
		return nil, false
	}
	tail := make([]byte, mark.Before)
	if _, err := io.ReadFull(r, tail); err != nil || !mark.Fits(tail) {
		return nil, false
	}
	return ResumeAfter(r, mark.Offset, tail)
}

// ResumeAfter returns a reader of a mailbox from offset on, where tail ends, and whether a message begins there or
// nothing follows.
func ResumeAfter(r io.Reader, offset int64, tail []byte) (*Reader, bool) {
	b := NewReader(r, offset, tail)
	b.fill(Peek)
	rest := b.buf[skipNewlines(b.buf):]
	return b, len(rest) == 0 || isSeparator(rest, b.eof, true)
}

// Counted returns r, of which count is told the bytes that it gives.
func Counted(r io.Reader, count func(int)) io.Reader { return &countedReader{r, count} }

// A countedReader tells how many bytes it gave.
type countedReader struct {
	r     io.Reader
	count func(int)
}

// Read implements io.Reader.
func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.count(n)
	return n, err
}

// IsGzip reports whether a file that begins like this is packed by gzip.
func IsGzip(b []byte) bool { return len(b) >= 2 && b[0] == 0x1f && b[1] == 0x8b }
func isZip(b []byte) bool  { return bytes.HasPrefix(b, []byte("PK\x03\x04")) }

// Unpack returns what the gzip stream r holds, all its members, up to a limit that size bytes of honest mail do not
// reach. Where size is unknown (0 or less) the limit grows with what arrives.
func Unpack(r io.Reader, size int64) (io.Reader, error) {
	l := &limitedReader{packed: max(size, 0)}
	if size <= 0 {
		r = &countedReader{r, func(n int) { l.packed += int64(n) }}
	}
	z, err := gzip.NewReader(bufio.NewReaderSize(r, 64<<10))
	if err != nil {
		return nil, fmt.Errorf("damaged gzip: %w", err)
	}
	l.r = z
	return l, nil
}

// A limitedReader ends with errUnpack after far more than packed bytes can honestly hold, and names what is wrong with
// an archive.
type limitedReader struct {
	r      io.Reader
	packed int64 // bytes of the archive
	given  int64 // bytes that came out of it
}

// Read implements io.Reader.
func (l *limitedReader) Read(p []byte) (int, error) {
	left := max(minUnpackLimit, l.packed*maxUnpackRatio) - l.given
	if left <= 0 {
		return 0, errUnpack
	}
	n, err := l.r.Read(p[:min(int64(len(p)), left)])
	l.given += int64(n)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("damaged or cut short: %w", err)
	}
	return n, err
}

// zipReader returns the mailboxes in a zip one after the other, in the order of their names. Members are only read,
// never written anywhere, so their names do no harm.
func zipReader(f io.ReaderAt, size int64, count func(int)) (io.Reader, error) {
	z, err := zip.NewReader(f, size)
	if err != nil {
		return nil, fmt.Errorf("damaged zip: %w", err)
	}
	if len(z.File) > maxMembers {
		return nil, fmt.Errorf("holds %d members, more than %d", len(z.File), maxMembers)
	}
	members := slices.Clone(z.File)
	slices.SortStableFunc(members, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	var readers []io.Reader
	for _, m := range members {
		if !m.FileInfo().IsDir() {
			readers = append(readers, &memberReader{file: m}, strings.NewReader("\n"))
		}
	}
	count(int(size))
	return &limitedReader{r: io.MultiReader(readers...), packed: size}, nil
}

// A memberReader reads a member of a zip, a mailbox or one mail, which it opens when it is first asked. A member that
// is neither is an error.
type memberReader struct {
	file *zip.File
	r    *bufio.Reader
}

// Read implements io.Reader.
func (m *memberReader) Read(p []byte) (int, error) {
	if m.r == nil {
		r, err := m.file.Open()
		if err != nil {
			return 0, fmt.Errorf("member %q: %w", m.file.Name, err)
		}
		m.r = bufio.NewReaderSize(r, 64<<10)
		start, _ := m.r.Peek(Peek)
		switch {
		case len(start) == 0 || bytes.HasPrefix(start[skipNewlines(start):], []byte("From ")):
		case mailHeader(start):
			// one mail, which nothing parts from those before it; the date is none that is believed
			m.r = bufio.NewReaderSize(io.MultiReader(strings.NewReader("From - Thu Jan  1 00:00:00 1970\n"), m.r), 64<<10)
		default:
			return 0, fmt.Errorf("member %q: %w", m.file.Name, errNotMbox)
		}
	}
	return m.r.Read(p)
}

// folderBox returns the box of a folder: its .eml files, one message each, in the order of their names.
func folderBox(dir string) Box {
	return Box{
		Name: dir,
		Look: func(context.Context) (Mark, error) {
			_, mark, err := listFolder(dir)
			return mark, err
		},
		Open: func(_ context.Context, mark Mark, count func(int)) (*OpenBox, error) {
			names, now, err := listFolder(dir)
			if err != nil {
				return nil, err
			}
			r := &folderReader{dir: dir, names: names, count: count}
			if mark.Same(now) {
				now.Offset, r.at = mark.Offset, int(mark.Offset)
			}
			return &OpenBox{Messages: r, Mark: now, Close: func() error { return nil }}, nil
		},
	}
}

// listFolder returns the names of the .eml files in dir, sorted, and a mark that changes with any of them.
func listFolder(dir string) ([]string, Mark, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, Mark{}, err
	}
	var names []string
	var mark Mark
	sum := sha256.New()
	for _, e := range entries {
		if !strings.EqualFold(filepath.Ext(e.Name()), ".eml") {
			continue
		}
		info, err := os.Stat(filepath.Join(dir, e.Name()))
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		names = append(names, e.Name())
		mark.Size += info.Size()
		mark.Mtime = max(mark.Mtime, info.ModTime().UnixNano())
		fmt.Fprintf(sum, "%q %d %d\n", e.Name(), info.Size(), info.ModTime().UnixNano())
	}
	if len(names) == 0 {
		return nil, Mark{}, fmt.Errorf("%s holds no .eml file", dir)
	}
	mark.Tag = hex.EncodeToString(sum.Sum(nil)[:8])
	return names, mark, nil
}

// A folderReader reads the files of a folder. Offsets are numbers of files.
type folderReader struct {
	dir   string
	names []string
	at    int
	count func(int)
}

// Next implements Messages.
func (r *folderReader) Next() (Message, error) {
	if r.at >= len(r.names) {
		return Message{}, io.EOF
	}
	m := Message{Start: int64(r.at), End: int64(r.at) + 1}
	name := filepath.Join(r.dir, r.names[r.at])
	r.at++
	f, err := os.Open(name)
	if err != nil {
		m.Bad = err
		return m, nil
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil {
		m.Written = info.ModTime().UTC()
	}
	raw, err := io.ReadAll(io.LimitReader(&countedReader{f, r.count}, MaxMessage+1))
	switch {
	case err != nil:
		m.Bad = err
	case len(raw) > MaxMessage:
		m.Bad = fmt.Errorf("%s: a message larger than %d MiB", name, MaxMessage>>20)
	default:
		m.Raw = raw
	}
	return m, nil
}
