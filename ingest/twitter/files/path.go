// Package files reads statuses of API v1.1 from files: JSON lines, arrays, answers of a search, and the archive of an
// account.
package files

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"recap/ingest/social"
	"recap/ingest/source"
	"recap/ingest/twitter/api"
	"recap/ingest/twitter/status"
	"recap/store"
)

// tweetsPerPage is how many statuses one Fetch reads; a page is one transaction.
const tweetsPerPage = 500

// Open returns the source that reads the files of path.
func Open(c *api.Config, filter social.TagFilter, env source.Env) (source.Source, error) {
	if _, err := filepath.Match(c.Path, ""); err != nil {
		return nil, fmt.Errorf("twitter: path %q is no file name or glob: %w", c.Path, err)
	}
	return &tweetFiles{TagFilter: filter, cfg: c, env: env}, nil
}

// tweetFiles is the source of kind twitter for files.
type tweetFiles struct {
	social.TagFilter
	cfg *api.Config
	env source.Env
}

// A tweetCursor is how far each file was read.
type tweetCursor struct {
	Query string              `json:"query"`
	Files map[string]fileMark `json:"files"`
}

// Fetch reads the next statuses of the first file that is new or has changed since it was read. A file that keeps its
// size and time is not opened.
func (s *tweetFiles) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	var c tweetCursor
	if !source.DecodeCursor(cur, &c) || c.Query != s.Query() { // what was left out before may be wanted now
		c = tweetCursor{Query: s.Query()}
	}
	paths, err := s.files()
	if err != nil {
		return source.Page{}, err
	}
	marks := make(map[string]fileMark, len(paths))
	for _, p := range paths {
		if m, ok := c.Files[p]; ok {
			marks[p] = m
		}
	}
	var page source.Page
	for i, p := range paths {
		m, changed, err := s.fetchFile(ctx, p, len(paths) > 1, marks[p], &page)
		if err != nil {
			return source.Page{}, err
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
	page.Next, err = json.Marshal(tweetCursor{Query: s.Query(), Files: marks})
	return page, err
}

// files returns the files that path names, sorted. It is an error if there is none.
func (s *tweetFiles) files() ([]string, error) {
	if _, err := os.Stat(s.cfg.Path); err == nil {
		return []string{s.cfg.Path}, nil // also a name that contains a glob's characters
	}
	paths, err := filepath.Glob(s.cfg.Path)
	if err != nil {
		return nil, fmt.Errorf("twitter: path: %w", err)
	}
	paths = slices.DeleteFunc(paths, func(p string) bool { return status.Companion(p) })
	if len(paths) == 0 {
		return nil, fmt.Errorf("twitter: %s: no such file; path names a file or a glob that matches some", s.cfg.Path)
	}
	slices.Sort(paths)
	return paths, nil
}

// fetchFile reads the next statuses of one file into page and returns the mark past them, and whether there was
// anything to read. many says that the file is one of several: what is no file of statuses is passed over then, and
// said.
func (s *tweetFiles) fetchFile(ctx context.Context, path string, many bool, m fileMark,
	page *source.Page) (next fileMark, changed bool, err error) {
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
	n := status.Normaliser{Now: s.env.Now(), QuoteNever: s.cfg.Quote == "never"}
	if chunk.archive {
		if n.Archive, err = status.ReadArchive(path); err != nil {
			page.Skipped = append(page.Skipped, err)
		}
	}
	for _, it := range chunk.items {
		p, err := n.Post(it.raw)
		switch {
		case err != nil:
			page.Skipped = append(page.Skipped, fmt.Errorf("%s: %s %d: %w", path, chunk.unit, it.number, err))
		case s.Wants(p.Tags):
			page.Posts = append(page.Posts, p)
		}
	}
	status.ResolveRetweets(page.Posts)
	return next, true, nil
}
