// Package ingest reads a community's sources and turns what they hold into store.Posts. It has the table of the kinds
// of sources, each of which is a package of its own that imports no other kind; what several kinds need are packages,
// too. Package source says what all of them have in common, and reads them; its package sourcetest is the contract that
// they keep. The README says how a kind is added.
package ingest

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"recap/ingest/bluesky"
	"recap/ingest/discourse"
	"recap/ingest/feed"
	"recap/ingest/fetch"
	"recap/ingest/hackernews"
	"recap/ingest/hyperkitty"
	"recap/ingest/imap"
	"recap/ingest/mailarchive"
	"recap/ingest/maildir"
	"recap/ingest/mailkind"
	"recap/ingest/mastodon"
	"recap/ingest/mbox"
	"recap/ingest/nntp"
	"recap/ingest/pipermail"
	"recap/ingest/ponymail"
	"recap/ingest/publicinbox"
	"recap/ingest/source"
	"recap/ingest/twitter"
)

// Config describes one source; exactly one kind is set. The YAML key is the kind. Beside its YAML key each text of a
// configuration says by the tag "value" what it is, so that whoever reads the configuration can check it; package
// config of the program lists what there is.
type Config struct {
	Name    string        `yaml:"name" value:"text"`               // unique, free text; names the source in outputs and errors
	Every   time.Duration `yaml:"every"`                           // least time between two reads; default 15m
	Publish string        `yaml:"publish" value:"full|count|none"` // full (default), count (only in the numbers) or none
	// full, or ids-only: the export and the site get address, id and counts; default full, of X ids-only
	Export string `yaml:"export" value:"full|ids-only"`

	Model string `yaml:"model" value:"allow|deny"` // allow (default), or deny: what it brings is given to no language model

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

// A row is one kind that Config can hold.
type row struct {
	key  string
	kind source.Kind // a nil pointer where it is not set
}

// set reports whether the configuration has this kind.
func (r row) set() bool { return !reflect.ValueOf(r.kind).IsNil() }

// kinds lists what Config can hold, in the order of the documentation.
func (c *Config) kinds() []row {
	return []row{
		{"mbox", c.Mbox},
		{"maildir", c.Maildir},
		{"pipermail", c.Pipermail},
		{"hyperkitty", c.HyperKitty},
		{"ponymail", c.PonyMail},
		{"publicinbox", c.PublicInbox},
		{"nntp", c.NNTP},
		{"imap", c.IMAP},
		{"mailarchive", c.MailArchive},
		{"discourse", c.Discourse},
		{"feed", c.Feed},
		{"mastodon", c.Mastodon},
		{"twitter", c.Twitter},
		{"bluesky", c.Bluesky},
		{"hackernews", c.HackerNews},
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

// AboutKind returns what sources of a kind are whose configuration is not known any more; nothing for an unknown kind.
func AboutKind(name string) source.About {
	var c Config
	if k, ok := c.make(name); ok {
		return k.About()
	}
	return source.About{}
}

// one returns the only kind that is set. It is an error if none or more than one is.
func (c *Config) one() (row, error) {
	var found row
	for _, k := range c.kinds() {
		switch {
		case k.set() && found.key != "":
			return row{}, fmt.Errorf("has two kinds, %s and %s; each source has exactly one", found.key, k.key)
		case k.set():
			found = k
		}
	}
	if found.key == "" {
		return row{}, fmt.Errorf("has no kind; give it one of %v", Kinds())
	}
	return found, nil
}

// Kind returns the name of the kind that is set. It is an error if none or more than one is.
func (c *Config) Kind() (string, error) {
	found, err := c.one()
	return found.key, err
}

// About returns what the source is, nothing if it has no kind.
func (c *Config) About() source.About {
	found, err := c.one()
	if err != nil {
		return source.About{}
	}
	return found.kind.About()
}

// Linkless reports whether the source reads mail and knows no page of it: then a mail that names none itself is told
// without a link.
func (c *Config) Linkless() bool {
	found, err := c.one()
	kind, ok := found.kind.(mailkind.Kind)
	return err == nil && ok && !kind.Mail().Derived && kind.Mail().Archive == ""
}

// Find returns addresses that may be meant, where the one of the configuration is that of another thing; none for kinds
// that know of no such. It asks servers.
func (c *Config) Find(ctx context.Context, client *fetch.Client) ([]string, error) {
	found, err := c.one()
	if f, ok := found.kind.(source.Finder); ok && err == nil {
		return f.Find(ctx, client)
	}
	return nil, err
}

// At returns the source of a kind that a link leads to, without a name. It is an error, which says what to do, if the
// kind is not known, or if more than an address is needed to configure it. It asks nobody.
func At(kind string, l source.Link) (Config, error) {
	var c Config
	k, ok := c.make(kind)
	if !ok {
		return c, fmt.Errorf("there is no kind %q; choose from %s", kind, strings.Join(Kinds(), ", "))
	}
	a, ok := k.(source.Addressed)
	if !ok {
		return c, fmt.Errorf("%s takes more than an address; config.example.yaml shows what", kind)
	}
	if a.At(l) == source.Unlikely {
		return c, fmt.Errorf("%s cannot tell from %q what to read; config.example.yaml shows what it takes", kind, l.Address)
	}
	return c, nil
}

// Recognise returns the sources, without names, to which a link leads by the shape of its address, those of the likely
// kinds alone, in the order of the documentation. Whether they can be read shows when somebody tries. It asks nobody.
func Recognise(l source.Link) []Config {
	var likely []Config
	for _, key := range Kinds() {
		var c Config
		k, _ := c.make(key)
		if a, ok := k.(source.Addressed); ok && a.At(l) == source.Likely {
			likely = append(likely, c)
		}
	}
	return likely
}

// Same reports whether two sources read the same, whatever their names.
func Same(x, y *Config) bool {
	one, two := *x, *y
	one.Name, two.Name = "", ""
	return reflect.DeepEqual(one, two)
}

// make sets the kind with this name to an empty configuration and returns it.
func (c *Config) make(name string) (source.Kind, bool) {
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Tag.Get("yaml") != name || f.Type.Kind() != reflect.Pointer {
			continue
		}
		v.Field(i).Set(reflect.New(f.Type.Elem()))
		k, ok := v.Field(i).Interface().(source.Kind)
		return k, ok
	}
	return nil, false
}

// Open validates the configuration and returns the source it describes. It does not touch the network or any file.
func (c *Config) Open(env source.Env) (source.Source, error) {
	found, err := c.one()
	if err != nil {
		return nil, err
	}
	return source.Open(found.kind, c.Name, env)
}
