package box

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"recap/ingest/text"
	"recap/store"
)

// Limits of one mailbox.
const (
	// bytes read at a time, where a mailbox has them: most mailboxes of a folder have fewer, so the first reads are
	// smaller
	boxChunk   = 1 << 20
	MaxMessage = 32 << 20 // bytes of one message, and so of one line
	boxTail    = 1 << 10  // bytes before the cursor by which a mailbox is recognised
	Peek       = 16 << 10 // bytes after a From_ line that may be needed to judge it
	boxLine    = 2 << 10  // bytes of a From_ line
)

// errNotMbox is the error of a mailbox that holds no mail.
var errNotMbox = errors.New("not an mbox: it begins neither with a From_ line nor with a header")

// A Reader splits a mailbox (RFC 4155 and its relatives) into messages, whichever line ends it has. A line separates
// messages if it looks as a From_ line with a date in the order of asctime does and a header follows it; a blank line
// before it is never asked for, because archives leave it out. From_ lines of other forms, without a date even, need
// one, and the header of a mail behind them. Where a Content-Length reaches beyond that and ends before another
// separator, it is believed (mboxcl2). Escapes are undone as in mboxrd. It holds one message and one chunk in memory.
type Reader struct {
	r     io.Reader
	room  []byte // what buf is a part of
	buf   []byte // bytes from base on that were not given out
	base  int64  // offset of buf[0] in the mailbox
	eof   bool
	err   error  // of r, once buf is used up
	tail  []byte // the last bytes before base
	begun bool   // something was given out, or reading began behind the start
	// escaped tells that the message which findEnd looked at may hold a line to be unescaped, so that it need not be
	// searched once more
	escaped bool
	// doubts counts the lines that begin as a From_ line does, stand before a field of a mail and were taken as text;
	// doubt is where the first one is, doubted the last one
	doubts         int
	doubt, doubted int64
	// Known tells by their fingerprints which messages were delivered before, so that they are not copied; nil if that
	// is not to be looked at
	Known func(store.Sum) bool
	// Growing tells that somebody may be writing to the mailbox: where it ends within a header, the message that begins
	// there is not given out
	Growing bool
	half    bool // there is such a message
}

// NewReader returns a reader of the mailbox r, whose first byte is at offset. tail is what stands before that.
func NewReader(r io.Reader, offset int64, tail []byte) *Reader {
	return &Reader{r: r, base: offset, tail: tail, begun: offset > 0}
}

// fill reads until buf holds n bytes or the mailbox ends.
func (b *Reader) fill(n int) {
	for len(b.buf) < n && !b.eof {
		need := len(b.buf) + min(boxChunk, max(4*Peek, cap(b.room)))
		if room := b.room; need > cap(room) || cap(room) > 8*boxChunk && need < 2*boxChunk {
			b.room = make([]byte, need+min(need, max(boxChunk, need/2)))
		}
		b.buf = b.room[:copy(b.room, b.buf)]
		got, err := b.r.Read(b.room[len(b.buf):need])
		b.buf = b.room[:len(b.buf)+got]
		if err != nil {
			b.eof = true
			if !errors.Is(err, io.EOF) {
				b.err = err
			}
		}
	}
}

// Next returns the next message. At the end of the mailbox the error is io.EOF; any other means that it is damaged
// there and that the last message, of which the end is missing, was not given out.
func (b *Reader) Next() (Message, error) {
	if !b.begun {
		if err := b.begin(); err != nil {
			return Message{}, err
		}
	}
	b.fill(Peek)
	if len(bytes.TrimLeft(b.buf, "\r\n")) == 0 && b.eof {
		b.drop(len(b.buf))
		if b.err != nil {
			return Message{}, b.err
		}
		return Message{}, io.EOF
	}
	at, head := skipNewlines(b.buf), 0
	m := Message{Start: b.base}
	if bytes.HasPrefix(b.buf[at:], fromMark) {
		if end, next := lineEnd(b.buf[at:]); end >= 0 {
			head = at + next
		} else {
			_, rest, _ := bytes.Cut(b.buf[at:], []byte("\n"))
			head = len(b.buf) - len(rest)
		}
	}
	end, err := b.findEnd(head)
	if err != nil {
		return Message{}, err
	}
	if end < 0 {
		return b.skip(m)
	}
	if b.half = b.Growing && b.eof && end == len(b.buf) && !hasBody(b.buf[head:end]); b.half {
		return Message{}, io.EOF
	}
	m.End = b.base + int64(end)
	raw, shared := dropLineEnd(b.buf[head:end]), true
	if b.escaped {
		raw, shared = Unescape(raw)
	}
	if b.Known != nil {
		m.Sum = store.SumOf(raw)
		m.Known = b.Known(m.Sum)
	}
	if !m.Known {
		if m.Raw = raw; shared {
			m.Raw = bytes.Clone(raw)
		}
		m.Envelope = fromLine(b.buf[min(at, head):head])
	}
	b.drop(end)
	return m, nil
}

// begin looks at the first bytes and skips a byte order mark. An empty mailbox is well.
func (b *Reader) begin() error {
	b.begun = true
	b.fill(Peek)
	if bytes.HasPrefix(b.buf, []byte("\xef\xbb\xbf")) {
		b.drop(3)
	}
	start := b.buf[skipNewlines(b.buf):]
	switch {
	case len(start) == 0 && b.eof:
		return b.err
	case bytes.HasPrefix(start, []byte("From ")) || startsHeader(start):
		return nil
	}
	if title, ok := text.HTMLPage(start); ok {
		return fmt.Errorf("a web page (%q) instead of a mailbox, as a bot wall or a login sends it", title)
	}
	if b.err != nil {
		return b.err
	}
	if seems := seemsTo(start); seems != "" {
		return fmt.Errorf("%w; it seems to be %s", errNotMbox, seems)
	}
	return errNotMbox
}

// seemsTo returns what a file that begins so seems to be in place of a mailbox, "" if nobody knows.
func seemsTo(start []byte) string {
	for _, kind := range [...]struct{ begins, is string }{
		{"{", "JSON, as statuses are exported; a source for these is twitter: {path: ...}"},
		{"[", "JSON, as statuses are exported; a source for these is twitter: {path: ...}"},
		{"<?xml", "XML, as feeds are; a source for a feed is feed: {url: ...}"},
		{"<rss", "a feed; a source for it is feed: {url: ...}"}, {"<feed", "a feed; a source for it is feed: {url: ...}"},
		{"!BDN", "an Outlook data file, which has to be exported as mbox first"},
		{"\x01\x01\x01\x01", "an MMDF mailbox, which has to be converted to mbox first"},
		{"\xff\xfe", "text in UTF-16, which has to be converted to UTF-8 first"},
		{"\xfe\xff", "text in UTF-16, which has to be converted to UTF-8 first"},
		{"SQLite format 3", "a database"}, {"%PDF", "a PDF"},
	} {
		if bytes.HasPrefix(start, []byte(kind.begins)) {
			return kind.is
		}
	}
	return ""
}

// findEnd returns where in buf the message ends whose header begins at head, -1 if it is too large.
func (b *Reader) findEnd(head int) (int, error) {
	from := head
	length := -1
	b.escaped = false
	for {
		end, found := b.separatorFrom(from)
		if !found && !b.eof {
			// the last bytes may be the start of a separator; they are looked at again
			from = max(head, len(b.buf)-Peek)
			if len(b.buf) > MaxMessage+Peek {
				return -1, nil
			}
			b.fill(len(b.buf) + boxChunk)
			continue
		}
		if !found && b.err != nil {
			return 0, b.err
		}
		if length < 0 {
			length = contentLength(b.buf[head:end])
		}
		if longer := b.believed(head, length); longer > end {
			end, b.escaped = longer, true
		}
		if end-head > MaxMessage {
			return -1, nil
		}
		return end, nil
	}
}

// separatorFrom returns where the first separator at or after the line that holds from begins, or the end of buf and
// false.
func (b *Reader) separatorFrom(from int) (int, bool) {
	if from == 0 && isSeparator(b.buf, b.eof, true) {
		return 0, true
	}
	for pos := from; pos < len(b.buf); {
		i := bytes.Index(b.buf[pos:], fromMark) // without the line end before it, which is far more frequent than "F"
		if i < 0 {
			break
		}
		at := pos + i
		if at > 0 {
			switch b.buf[at-1] {
			case '\n', '\r':
				if isSeparator(b.buf[at:], b.eof, afterBlank(b.buf[:at])) {
					return at, true
				}
				b.noteDoubt(at)
			case '>':
				b.escaped = true
			}
		}
		pos = at + 1
	}
	return len(b.buf), false
}

// noteDoubt counts the line at buf[at], which begins as a From_ line does and separates nothing, where a field of a
// mail follows it. A line is looked at more than once.
func (b *Reader) noteDoubt(at int) {
	offset := b.base + int64(at)
	if offset <= b.doubted || len(b.buf)-at < Peek && !b.eof {
		return
	}
	b.doubted = offset
	if end, next := lineEnd(b.buf[at:]); end > 0 && startsMail(b.buf[at+next:]) {
		if b.doubts++; b.doubts == 1 {
			b.doubt = offset
		}
	}
}

// Offset returns how many bytes of the mailbox were given out.
func (b *Reader) Offset() int64 { return b.base }

// Sign puts into m by which bytes the place is known again that b has come to, and whether half a header follows.
func (b *Reader) Sign(m *Mark) { m.Tail, m.Before, m.Half = sumTail(b.tail), len(b.tail), b.half }

// TakeDoubt returns once that some lines may have been the beginnings of mails, nil if all is clear.
func (b *Reader) TakeDoubt() error {
	doubts := b.doubts
	b.doubts = 0
	switch doubts {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("the line at byte %d may be where a mail begins; it was taken as text of the mail before it", b.doubt)
	}
	return fmt.Errorf("%d lines, the first at byte %d, may be where mails begin; they were taken as text of the "+
		"mails before them", doubts, b.doubt)
}

// believed returns where the message ends by its Content-Length, if a separator or the end of the mailbox stands there,
// else -1.
func (b *Reader) believed(head, length int) int {
	if length <= 0 || length > MaxMessage {
		return -1
	}
	body := BodyStart(b.buf[head:])
	if body < 0 {
		return -1
	}
	end := head + body + length
	b.fill(end + Peek)
	if end > len(b.buf) {
		return -1
	}
	next := end + skipNewlines(b.buf[end:])
	if next == len(b.buf) && b.eof || next > end && isSeparator(b.buf[next:], b.eof, true) {
		return next
	}
	return -1
}

// skip reads over a message that is too large.
func (b *Reader) skip(m Message) (Message, error) {
	m.Bad = fmt.Errorf("a message larger than %d MiB", MaxMessage>>20)
	b.drop(len(b.buf) - Peek)
	for {
		end, found := b.separatorFrom(0)
		if found || b.eof {
			if b.err != nil && !found {
				return Message{}, b.err
			}
			b.drop(end)
			m.End = b.base
			return m, nil
		}
		b.drop(max(0, len(b.buf)-Peek))
		b.fill(boxChunk)
	}
}

// drop gives out the first n bytes of buf.
func (b *Reader) drop(n int) {
	if n >= boxTail {
		b.tail = append(b.tail[:0], b.buf[n-boxTail:n]...)
	} else {
		b.tail = append(b.tail, b.buf[:n]...)
		b.tail = b.tail[max(0, len(b.tail)-boxTail):]
	}
	b.base += int64(n)
	b.buf = b.buf[n:]
}

// sumTail returns the fingerprint of the bytes before a cursor.
func sumTail(tail []byte) string {
	sum := sha256.Sum256(tail)
	return hex.EncodeToString(sum[:8])
}

// Starts reports whether a mailbox can begin like this.
func Starts(start []byte) bool {
	b := NewReader(nil, 0, nil)
	b.buf, b.eof = start, true
	return b.begin() == nil
}
