package files

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// ytdHead is what begins a file of an X account archive.
var ytdHead = regexp.MustCompile(`^\s*window\.YTD\.([A-Za-z_]+)\.part\d+\s*=\s*`)

// sniffTweets finds out how a file holds its statuses and where the first begins.
func sniffTweets(path string, f *tweetFile, m fileMark) (fileMark, error) {
	head, err := f.Peek(f.Size())
	if err != nil && err != io.EOF {
		return m, fmt.Errorf("twitter: %s: %w", path, err)
	}
	body := bytes.TrimPrefix(head, []byte("\ufeff"))
	if ytd := ytdHead.FindSubmatch(body); ytd != nil {
		m.Name = string(ytd[1])
		if m.Name != "tweets" && m.Name != "tweet" {
			return m, &notTweetsError{path, "holds " + m.Name + " of an account archive, not tweets"}
		}
		body = body[len(ytd[0]):]
	}
	body = bytes.TrimLeft(body, " \t\r\n")
	m.Offset = int64(len(head) - len(body))
	switch {
	case len(head) == 0 || len(body) == 0:
		m.Form = "lines" // an empty file: perhaps one that is about to be written
	case body[0] == '[':
		m.Form = "array"
		m.Offset++
	case body[0] != '{':
		return m, &notTweetsError{path, fmt.Sprintf("is no file of statuses: it begins with %q, not with a JSON object or array",
			body[:min(len(body), 20)])}
	default:
		m.Form = "lines"
		line, _, whole := bytes.Cut(body, []byte("\n"))
		if !whole || !json.Valid(line) { // no status a line: perhaps one object over many lines
			f.Discard(int(m.Offset))
			if at, ok := findStatuses(f); ok {
				m.Form, m.Offset = "array", m.Offset+at
			}
		}
	}
	return m, nil
}

// findStatuses looks in the first JSON object of f, of which nothing was taken yet, for the array under "statuses" and
// returns where its first element begins.
func findStatuses(f io.Reader) (offset int64, ok bool) {
	dec := json.NewDecoder(io.LimitReader(f, maxTweetPage))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return 0, false
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return 0, false
		}
		if key == "statuses" {
			t, err := dec.Token()
			return dec.InputOffset(), err == nil && t == json.Delim('[')
		}
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			return 0, false
		}
	}
	return 0, false
}

// readLines reads items that stand on lines of their own. A last line that is neither whole nor ended is left for
// later.
func (c *tweetChunk) readLines(ctx context.Context, path string, f *tweetFile, m *fileMark) error {
	begin := m.Offset
	for len(c.items)+len(c.skipped) < tweetsPerPage && m.Offset-begin < maxTweetPage {
		if err := ctx.Err(); err != nil {
			return err
		}
		line, n, err := readLine(f.Reader)
		if err != nil && err != io.EOF {
			return err
		}
		ended := err == nil
		if n == 0 && !ended {
			m.Done = true
			return nil
		}
		line = bytes.TrimSpace(line)
		switch {
		case !ended && n <= maxTweet && !json.Valid(line) && len(line) > 0:
			m.Gap = fmt.Sprintf("%s ends inside a status on line %d; it is read when the line is whole", path, m.Item+1)
			m.Done = true
			return nil
		case n > maxTweet:
			c.skipped = append(c.skipped, fmt.Errorf("%s: line %d: longer than %d MiB", path, m.Item+1, maxTweet>>20))
		case len(line) > 0:
			c.add(m.Item+1, line)
		}
		m.Offset += n
		m.Item++
	}
	return nil
}

// add appends one line's item, or those of the answer of a search.
func (c *tweetChunk) add(number int, line []byte) {
	if bytes.Contains(line[:min(len(line), 1<<10)], []byte(`"statuses"`)) || bytes.HasPrefix(line, []byte(`{"search_metadata"`)) {
		var answer struct {
			Statuses []json.RawMessage `json:"statuses"`
		}
		if json.Unmarshal(line, &answer) == nil && answer.Statuses != nil {
			for _, raw := range answer.Statuses {
				c.items = append(c.items, tweetItem{number, raw})
			}
			return
		}
	}
	c.items = append(c.items, tweetItem{number, bytes.Clone(line)})
}

// readLine returns the next line, of at most maxTweet bytes, and its full length with its end. The line is cut if it is
// longer.
func readLine(r *bufio.Reader) (line []byte, n int64, err error) {
	for {
		part, err := r.ReadSlice('\n')
		n += int64(len(part))
		if n <= maxTweet {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, n, err
		}
	}
}

// readArray reads items that are elements of a JSON array, of which the opening bracket and perhaps elements were read
// before.
func (c *tweetChunk) readArray(ctx context.Context, path string, f *tweetFile, m *fileMark) error {
	for { // the comma after the element before
		b, err := f.Peek(1)
		if err != nil || !strings.ContainsRune(", \t\r\n", rune(b[0])) {
			break
		}
		f.Discard(1)
		m.Offset++
	}
	begin := m.Offset
	limited := &io.LimitedReader{R: f, N: maxTweetPage + maxTweet}
	dec := json.NewDecoder(io.MultiReader(strings.NewReader("["), limited))
	if _, err := dec.Token(); err != nil {
		return err
	}
	for len(c.items) < tweetsPerPage && m.Offset-begin < maxTweetPage {
		if err := ctx.Err(); err != nil {
			return err
		}
		var raw json.RawMessage
		more := dec.More()
		var err error
		if more {
			err = dec.Decode(&raw)
		} else {
			_, err = dec.Token()
		}
		if err != nil {
			m.Gap = fmt.Sprintf("%s is cut short or damaged after %d statuses: %v", path, m.Item, err)
			m.Done = true
			return nil
		}
		m.Offset = begin + dec.InputOffset() - 1
		if !more {
			m.Done = true
			return nil
		}
		m.Item++
		c.items = append(c.items, tweetItem{m.Item, raw})
	}
	return nil
}
