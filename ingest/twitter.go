package ingest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"recap/store"
)

// Twitter reads statuses of the Twitter API v1.1 from files: JSON lines as twarc writes them, JSON arrays, the answers of a search
// ({"statuses": [...]}), and the tweets.js of an X account archive; each also compressed with gzip. This version reads no live server.
type Twitter struct {
	Tag  string `yaml:"tag"`  // read only statuses with this hashtag, retweets by the tag of their original; default: all
	Path string `yaml:"path"` // a file, or a glob such as archive/data/tweets*.js

	BaseURL          string `yaml:"base_url"`            // a server that speaks API v1.1; refused by this version
	BearerTokenFile  string `yaml:"bearer_token_file"`   // a token for live X; refused by this version without path
	MaxReadsPerMonth int    `yaml:"max_reads_per_month"` // a budget for live X; has no effect on files
}

func (c *Twitter) open(_ string, env Env) (Source, error) {
	tag := foldTag(c.Tag)
	switch {
	case c.Path != "" && c.BaseURL != "":
		return nil, errors.New("twitter: has both path and base_url; keep path, live servers are not read by this version")
	case c.Path == "":
		return nil, errors.New("twitter: reading live servers is not part of this version; set path to a file of v1.1 statuses " +
			"(JSON lines, or tweets.js of an account archive), or follow the tag with a mastodon source")
	case c.Tag != "" && (tag == "" || strings.ContainsAny(tag, " \t\n#")):
		return nil, fmt.Errorf("twitter: tag %q is no hashtag; write one word, such as twisted", c.Tag)
	}
	if _, err := filepath.Match(c.Path, ""); err != nil {
		return nil, fmt.Errorf("twitter: path %q is no file name or glob: %w", c.Path, err)
	}
	return &tweetFiles{tag: tag, path: c.Path, env: env}, nil
}

// tweetsPerPage is how many statuses one Fetch reads; a page is one transaction.
const tweetsPerPage = 500

// tweetFiles is the source of kind twitter.
type tweetFiles struct {
	tag  string // folded; "" takes all
	path string // file or glob
	env  Env
}

// A tweetCursor is how far each file was read.
type tweetCursor struct {
	Tag   string              `json:"tag"`
	Files map[string]fileMark `json:"files"`
}

// Fetch reads the next statuses of the first file that is new or has changed since it was read. A file that keeps its size and time is not opened.
func (s *tweetFiles) Fetch(ctx context.Context, cur store.Cursor) (Page, error) {
	if err := ctx.Err(); err != nil {
		return Page{}, err
	}
	c := tweetCursor{Tag: s.tag}
	if len(cur) > 0 {
		if err := json.Unmarshal(cur, &c); err != nil {
			return Page{}, fmt.Errorf("twitter: cursor: %w", err)
		}
		if c.Tag != s.tag { // what was left out before may be wanted now
			c = tweetCursor{Tag: s.tag}
		}
	}
	paths, err := s.files()
	if err != nil {
		return Page{}, err
	}
	marks := make(map[string]fileMark, len(paths))
	for _, p := range paths {
		if m, ok := c.Files[p]; ok {
			marks[p] = m
		}
	}
	var page Page
	for i, p := range paths {
		m, changed, err := s.fetchFile(ctx, p, len(paths) > 1, marks[p], &page)
		if err != nil {
			return Page{}, err
		}
		marks[p] = m
		if changed {
			page.More = !m.Done || i+1 < len(paths)
			break
		}
	}
	for _, p := range paths {
		if page.Gap == "" {
			page.Gap = marks[p].Gap
		}
	}
	page.Next, err = json.Marshal(tweetCursor{Tag: s.tag, Files: marks})
	return page, err
}

// files returns the files that path names, sorted. It is an error if there is none.
func (s *tweetFiles) files() ([]string, error) {
	if _, err := os.Stat(s.path); err == nil {
		return []string{s.path}, nil // also a name that contains a glob's characters
	}
	paths, err := filepath.Glob(s.path)
	if err != nil {
		return nil, fmt.Errorf("twitter: path: %w", err)
	}
	paths = slices.DeleteFunc(paths, func(p string) bool { return companion(p) })
	if len(paths) == 0 {
		return nil, fmt.Errorf("twitter: %s: no such file; path names a file or a glob that matches some", s.path)
	}
	slices.Sort(paths)
	return paths, nil
}

// fetchFile reads the next statuses of one file into page and returns the mark past them, and whether there was anything to
// read. many says that the file is one of several: what is no file of statuses is passed over then, and said.
func (s *tweetFiles) fetchFile(ctx context.Context, path string, many bool, m fileMark, page *Page) (next fileMark, changed bool, err error) {
	chunk, next, err := readTweetFile(ctx, path, m)
	var foreign *notTweetsError
	switch {
	case many && errors.As(err, &foreign):
		page.Skipped = append(page.Skipped, err)
		return next, true, nil
	case err != nil:
		return m, false, err
	case chunk == nil:
		return next, false, nil
	}
	page.Skipped = append(page.Skipped, chunk.skipped...)
	page.Read, page.Total = chunk.read, chunk.total
	n := normaliser{now: s.env.Now()}
	if chunk.archive {
		if n.archive, err = readArchive(path); err != nil {
			page.Skipped = append(page.Skipped, err)
		}
	}
	for _, it := range chunk.items {
		p, err := n.post(it.raw)
		switch {
		case err != nil:
			page.Skipped = append(page.Skipped, fmt.Errorf("%s: %s %d: %w", path, chunk.unit, it.number, err))
		case s.tag == "" || hasTag(p.Tags, s.tag):
			page.Posts = append(page.Posts, p)
		}
	}
	resolveRetweets(page.Posts)
	return next, true, nil
}
