package console

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"recap/ingest/source"
)

// IsTerminal reports whether a person watches w.
func IsTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Columns returns how wide the terminal is that w is, 0 if it is none. One that does not say is taken to have 80.
func Columns(w io.Writer) int {
	if !IsTerminal(w) {
		return 0
	}
	if wide, _, err := term.GetSize(int(w.(*os.File).Fd())); err == nil && wide > 0 {
		return wide
	}
	return 80
}

// A Progress shows how far reading has come, on a terminal. A nil progress shows nothing. It is safe for concurrent
// use.
type Progress struct {
	mu      sync.Mutex
	bar     *progressbar.ProgressBar
	totals  map[string]int64 // bytes in all, of each source that knows it
	sources int
	done    int
	posts   int
}

// Progress returns one for so many sources, or nil if nobody watches.
func (c *Console) Progress(sources int) *Progress {
	if c.Quiet || c.Verbose || sources == 0 || !c.Watched {
		return nil
	}
	return &Progress{totals: map[string]int64{}, sources: sources, bar: progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(c.Stderr), progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetPredictTime(true), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetDescription("reading"),
		progressbar.OptionSetSpinnerChangeInterval(0))} // or the bar draws itself by a clock of its own, also after Close
}

// Page notes that source has read a page. Rate and estimate are of bytes, where sources know how many there are.
func (p *Progress) Page(source string, page source.Page) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.posts += len(page.Posts)
	if page.Total > p.totals[source] {
		p.totals[source] = page.Total
		var all int64
		for _, n := range p.totals {
			all += n
		}
		p.bar.ChangeMax64(all + 1) // never full before close, or it would end while other sources go on
	}
	p.describe()
	_ = p.bar.Add64(page.Read) // an error here is of the terminal, and nobody would see it
}

// Finished notes that one source has been read.
func (p *Progress) Finished() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	p.describe()
}

func (p *Progress) describe() {
	p.bar.Describe(fmt.Sprintf("%d of %d sources, %d posts", p.done, p.sources, p.posts))
}

// Close takes the progress off the terminal.
func (p *Progress) Close() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.bar.Finish() // clears it, and ends what turns beside it: Clear alone would have it come again
}
