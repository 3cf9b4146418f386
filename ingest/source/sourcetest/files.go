package sourcetest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/ingest/source"
	"recap/store"
)

// Files is how the files of a kind look that reads them. The contract writes such files, item by item, cuts, replaces
// and shortens them.
type Files struct {
	Name string                        // of a file, such as list.mbox
	Kind func(path string) source.Kind // the configuration that reads it
	// the item number n as it stands in a file, written at that time; words have no line end
	Item func(n int, at time.Time, words string) string
	Head string // what stands before all items
	Tail string // what stands behind them
}

// longLine is more than the 64 KiB that the reader of lines of Go's library takes by default.
const longLine = 70 << 10

// testFiles holds a kind that reads files to what it promises whatever happens to them.
func testFiles(t *testing.T, f *Files) {
	for name, test := range map[string]func(*fileTest, *testing.T){
		"an old item": (*fileTest).old, "a long line": (*fileTest).long, "a file that is cut": (*fileTest).cut,
		"a file that is replaced while it is read": (*fileTest).replaced, "a cursor past the end": (*fileTest).pastTheEnd,
	} {
		t.Run(name, func(t *testing.T) {
			test(&fileTest{*f, filepath.Join(t.TempDir(), f.Name), NewSink()}, t)
		})
	}
}

// A fileTest is one test with a file.
type fileTest struct {
	Files
	path string
	sink *Sink
}

// of returns a file with the items from first to last.
func (f *fileTest) of(first, last int) string {
	var b strings.Builder
	b.WriteString(f.Head)
	for n := first; n <= last; n++ {
		b.WriteString(f.Item(n, Now.Add(-time.Duration(5000-n)*time.Minute), fmt.Sprintf("words number %d", n)))
	}
	return b.String() + f.Tail
}

// write replaces the file by another one, as a program does that writes it anew.
func (f *fileTest) write(t *testing.T, content string) {
	t.Helper()
	next := f.path + ".next"
	if err := os.WriteFile(next, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, f.path); err != nil {
		t.Fatal(err)
	}
}

// open returns the source as a run has it.
func (f *fileTest) open(t *testing.T) source.Source {
	t.Helper()
	src, err := source.Open(f.Kind(f.path), "file", source.Env{Now: func() time.Time { return Now }, Known: f.sink.Known})
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	return src
}

// pull reads the file once. fine demands that nothing was wrong with it.
func (f *fileTest) pull(t *testing.T, fine bool) {
	t.Helper()
	res, err := source.Pull(t.Context(), f.sink, "file", f.open(t), false, nil)
	if fine && (err != nil || len(res.Skipped) > 0 || res.Gap != "") {
		t.Errorf("Pull() = %+v, %v, want nothing skipped and no gap", res, err)
	}
}

// want demands that the items of these numbers are stored, each once.
func (f *fileTest) want(t *testing.T, numbers ...int) {
	t.Helper()
	found := map[int]int{}
	for _, p := range f.sink.List() {
		var n int
		if at := strings.Index(p.Text, "words number "); at >= 0 {
			fmt.Sscanf(p.Text[at:], "words number %d", &n)
		}
		found[n]++
	}
	for _, n := range numbers {
		if found[n] != 1 {
			t.Errorf("item %d is stored %d times, want once; %d posts are stored", n, found[n], len(f.sink.Posts))
			return
		}
	}
}

// old has an item of many years ago, which was published then and not now.
func (f *fileTest) old(t *testing.T) {
	at := time.Date(2003, 5, 1, 9, 30, 0, 0, time.UTC)
	f.write(t, f.Head+f.Item(1, at, "words number 1")+f.Tail)
	f.pull(t, true)
	f.want(t, 1)
	for _, p := range f.sink.List() {
		if !p.Published.Equal(at) {
			t.Errorf("an item of %v is published %v", at, p.Published)
		}
	}
}

// long has an item with a long line between two others.
func (f *fileTest) long(t *testing.T) {
	words := "words number 2 " + strings.Repeat("and more ", longLine/9)
	at := Now.Add(-time.Hour)
	f.write(t, f.Head+f.Item(1, at, "words number 1")+f.Item(2, at, words)+f.Item(3, at, "words number 3")+f.Tail)
	f.pull(t, true)
	f.want(t, 1, 2, 3)
	if !slices.ContainsFunc(f.sink.List(), func(p store.Post) bool { return len(p.Text) >= longLine-9 }) {
		t.Errorf("the item with a line of %d bytes lacks words", longLine)
	}
}

// cut has a file that ends within an item, because it was still being written, and is whole the next time.
func (f *fileTest) cut(t *testing.T) {
	whole := f.of(1, 3)
	f.write(t, whole[:len(whole)-len(f.Tail)-len(f.Item(3, Now, "words number 3"))/2])
	f.pull(t, false)
	f.want(t, 1, 2)
	f.write(t, whole)
	f.pull(t, true)
	f.want(t, 1, 2, 3)
}

// replaced has another file put in the place of one of which a page was read.
func (f *fileTest) replaced(t *testing.T) {
	f.write(t, f.of(1, 2300))
	src := f.open(t)
	page, err := src.Fetch(t.Context(), nil)
	if err != nil {
		t.Fatalf("Fetch() = %v", err)
	}
	f.write(t, f.of(3001, 3010))
	for range 10 {
		if _, err := f.sink.Commit(t.Context(), "file", page.Posts, page.Next); err != nil {
			t.Fatal(err)
		}
		if !page.More {
			break
		}
		if page, err = src.Fetch(t.Context(), page.Next); err != nil {
			break // to be mended by the next run
		}
	}
	f.pull(t, false) // a kind may say that what stood in the other file is lost
	f.want(t, 1, 3001, 3010)
}

// pastTheEnd has a file become shorter than it was read, and grow again.
func (f *fileTest) pastTheEnd(t *testing.T) {
	f.write(t, f.of(1, 20))
	f.pull(t, true)
	f.write(t, f.of(1, 5))
	f.pull(t, true)
	f.write(t, f.of(1, 5)[:len(f.of(1, 5))-len(f.Tail)]+strings.TrimPrefix(f.of(21, 30), f.Head))
	f.pull(t, true)
	f.want(t, 1, 5, 20, 21, 30)
}
