// Package ingest reads a community's sources and turns what they hold into store.Posts.
//
// Read it from the bottom up: mail turns RFC 5322 bytes into a post and text turns HTML into plain text. A Client is the one
// polite way to the network. Each kind of source has a file named as its key in the configuration. Pull takes pages from a Source and
// commits them, page by page, with the cursor past them. Recheck asks a Source that is a Rechecker what became of posts that it delivered.
//
// To add a kind: write KIND.go in the order of feed.go (config struct with a comment per key, open, unexported type, Fetch,
// helpers), add its field and its row to Config below, a fixture in testdata/KIND, five lines that call the shared
// contract test, and an entry in config.example.yaml.
package ingest

import (
	"fmt"
	"time"

	"recap/ingest/bluesky"
	"recap/ingest/discourse"
	"recap/ingest/feed"
	"recap/ingest/hackernews"
	"recap/ingest/hyperkitty"
	"recap/ingest/imap"
	"recap/ingest/mailarchive"
	"recap/ingest/maildir"
	"recap/ingest/mastodon"
	"recap/ingest/mbox"
	"recap/ingest/nntp"
	"recap/ingest/pipermail"
	"recap/ingest/ponymail"
	"recap/ingest/publicinbox"
	"recap/ingest/source"
	"recap/ingest/twitter"
)

// Config describes one source; exactly one kind is set. The YAML key is the kind.
type Config struct {
	Name    string        `yaml:"name"`    // unique, free text; names the source in outputs and errors
	Every   time.Duration `yaml:"every"`   // least time between two reads; default 15m
	Publish string        `yaml:"publish"` // full (default), count (only in the numbers) or none
	Export  string        `yaml:"export"`  // full, or ids-only: the export and the site get address, id and counts; default full, of X ids-only

	Mbox        *mbox.Config        `yaml:"mbox"`
	Maildir     *maildir.Config     `yaml:"maildir"`
	Pipermail   *pipermail.Config   `yaml:"pipermail"`
	HyperKitty  *hyperkitty.Config  `yaml:"hyperkitty"`
	PonyMail    *ponymail.Config    `yaml:"ponymail"`
	PublicInbox *publicinbox.Config `yaml:"publicinbox"`
	NNTP        *nntp.Config        `yaml:"nntp"`
	IMAP        *imap.Config        `yaml:"imap"`
	MailArchive *mailarchive.Config `yaml:"mailarchive"`
	Discourse   *discourse.Config   `yaml:"discourse"`
	Feed        *feed.Config        `yaml:"feed"`
	Mastodon    *mastodon.Config    `yaml:"mastodon"`
	Twitter     *twitter.Config     `yaml:"twitter"`
	Bluesky     *bluesky.Config     `yaml:"bluesky"`
	HackerNews  *hackernews.Config  `yaml:"hackernews"`
}

// kinds lists what Config can hold, in the order of the documentation.
func (c *Config) kinds() []struct {
	key  string
	kind source.Kind
	set  bool
} {
	return []struct {
		key  string
		kind source.Kind
		set  bool
	}{
		{"mbox", c.Mbox, c.Mbox != nil},
		{"maildir", c.Maildir, c.Maildir != nil},
		{"pipermail", c.Pipermail, c.Pipermail != nil},
		{"hyperkitty", c.HyperKitty, c.HyperKitty != nil},
		{"ponymail", c.PonyMail, c.PonyMail != nil},
		{"publicinbox", c.PublicInbox, c.PublicInbox != nil},
		{"nntp", c.NNTP, c.NNTP != nil},
		{"imap", c.IMAP, c.IMAP != nil},
		{"mailarchive", c.MailArchive, c.MailArchive != nil},
		{"discourse", c.Discourse, c.Discourse != nil},
		{"feed", c.Feed, c.Feed != nil},
		{"mastodon", c.Mastodon, c.Mastodon != nil},
		{"twitter", c.Twitter, c.Twitter != nil},
		{"bluesky", c.Bluesky, c.Bluesky != nil},
		{"hackernews", c.HackerNews, c.HackerNews != nil},
	}
}

// Kinds returns the names of all kinds, in the order of the documentation.
func Kinds() []string {
	var keys []string
	for _, k := range (&Config{}).kinds() {
		keys = append(keys, k.key)
	}
	return keys
}

// Kind returns the kind that is set. It is an error if none or more than one is.
func (c *Config) Kind() (string, error) {
	found := ""
	for _, k := range c.kinds() {
		switch {
		case k.set && found != "":
			return "", fmt.Errorf("has two kinds, %s and %s; each source has exactly one", found, k.key)
		case k.set:
			found = k.key
		}
	}
	if found == "" {
		return "", fmt.Errorf("has no kind; give it one of %v", Kinds())
	}
	return found, nil
}

// Open validates the configuration and returns the source it describes. It does not touch the network or any file.
func (c *Config) Open(env source.Env) (source.Source, error) {
	if _, err := c.Kind(); err != nil {
		return nil, err
	}
	for _, k := range c.kinds() {
		if k.set {
			return source.Open(k.kind, c.Name, env)
		}
	}
	panic("unreachable")
}
