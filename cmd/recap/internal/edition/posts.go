package edition

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/digest"
	"recap/store"
)

// An exportedPost is one line of posts.jsonl.
type exportedPost struct {
	ID           string         `json:"id"`
	Source       string         `json:"source"`
	Key          string         `json:"key"`
	Kind         string         `json:"kind"`
	Form         string         `json:"form"`
	URL          string         `json:"url"`
	Author       exportedAuthor `json:"author"`
	Organization string         `json:"organization"`
	Date         time.Time      `json:"date"`
	Title        string         `json:"title"`
	Text         string         `json:"text"`
	InReplyTo    []string       `json:"in_reply_to"`
	Thread       string         `json:"thread"`
	Lists        []string       `json:"lists"`
	Tags         []string       `json:"tags"`
}

type exportedAuthor struct {
	Name   string `json:"name"`
	Handle string `json:"handle"`
}

// exportBatch is how many posts are held in memory while their threads' first posts are looked up.
const exportBatch = 1000

// ExportPosts writes the posts by date, then key. Posts of sources with publish: none are left out; of those with
// publish: count only id, date and thread are written, of those with export: ids-only also what names and links the
// post, and of authors who want only to be counted neither words nor name, and no key that is an address. The words of
// those who want not to be quoted are left out, and references to posts of either, or of sources that do not publish in
// full, are left out of in_reply_to.
func ExportPosts(ctx context.Context, c *config.Config, db store.DB, filter store.Filter, path string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".posts-*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails once it has been renamed, as it should
	out := bufio.NewWriterSize(f, 1<<20)
	e := &Exporter{db: db, enc: json.NewEncoder(out), roots: map[int64]string{}}
	e.enc.SetEscapeHTML(false)
	if e.Policy, err = policyOf(ctx, c, db); err != nil {
		return errors.Join(err, f.Close())
	}
	for p, err := range db.All(ctx, filter) {
		if err != nil {
			return errors.Join(err, f.Close())
		}
		if err := e.add(ctx, p); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	if err := errors.Join(e.flush(ctx), out.Flush(), f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// An Exporter writes posts in batches.
type Exporter struct {
	db     store.DB
	enc    *json.Encoder
	Policy *Policy
	batch  []store.Post
	roots  map[int64]string // thread number -> id of its first post
}

func (e *Exporter) add(ctx context.Context, p store.Post) error {
	if e.Policy.freest(p.Sources) == "none" {
		return nil
	}
	if e.batch = append(e.batch, p); len(e.batch) < exportBatch {
		return nil
	}
	return e.flush(ctx)
}

func (e *Exporter) flush(ctx context.Context) error {
	var unknown []int64
	for i := range e.batch {
		if n := e.batch[i].Thread; e.roots[n] == "" {
			unknown = append(unknown, n)
		}
	}
	roots, err := e.db.ThreadRoots(ctx, unknown)
	if err != nil {
		return err
	}
	for n, id := range roots {
		e.roots[n] = id
	}
	if err := e.hide(ctx); err != nil {
		return err
	}
	for i := range e.batch {
		if err := e.enc.Encode(e.Exported(&e.batch[i])); err != nil {
			return err
		}
	}
	e.batch = e.batch[:0]
	return nil
}

// hide takes from the posts of the batch the references to stored posts that may not be named. What is not stored was
// told by the answer alone, and stays.
func (e *Exporter) hide(ctx context.Context) error {
	var ids []string
	for i := range e.batch {
		for _, key := range e.batch[i].InReplyTo {
			ids = append(ids, store.PostID(e.batch[i].Scope, key))
		}
	}
	slices.Sort(ids)
	consents, err := e.db.Consents(ctx, slices.Compact(ids))
	if err != nil {
		return err
	}
	for i := range e.batch {
		p := &e.batch[i]
		p.InReplyTo = slices.DeleteFunc(p.InReplyTo, func(key string) bool {
			c, stored := consents[store.PostID(p.Scope, key)]
			return stored && (!digest.MayBeNamed(c.Policy) || e.Policy.freest(c.Sources) != "full")
		})
	}
	return nil
}

func (e *Exporter) Exported(p *store.Post) exportedPost {
	x := exportedPost{
		ID: p.ID(), Source: console.FirstOf(p.Sources), Kind: p.Kind, Form: p.Form, Date: p.Published.UTC(), Thread: e.roots[p.Thread],
		InReplyTo: []string{}, Lists: []string{}, Tags: []string{},
	}
	restricted := e.Policy.restricted(p.Sources)
	switch {
	case e.Policy.freest(p.Sources) == "count":
		return x
	case p.Policy == store.PolicyCount && (restricted || strings.Contains(p.Key, "://")): // the address of a status names its author
		return x
	case restricted:
		x.Key, x.URL, x.InReplyTo = p.Key, p.URL, list(p.InReplyTo)
		return x
	}
	x.Key, x.InReplyTo, x.Lists, x.Tags = p.Key, list(p.InReplyTo), list(p.Lists), list(p.Tags)
	if p.Policy == store.PolicyCount {
		return x
	}
	if x.URL = p.URL; p.Policy == store.PolicyLink {
		return x
	}
	x.Title, x.Text = p.Title, p.Text
	x.Author, x.Organization = exportedAuthor{p.Author.Name, p.Author.Handle}, p.Author.Organization
	return x
}

// list returns l, and an empty list instead of null.
func list(l []string) []string {
	if l == nil {
		return []string{}
	}
	return l
}
