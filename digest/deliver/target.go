package deliver

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"recap/digest"
)

// A Target is one output of the configuration: a name and exactly one kind, whose YAML key is the kind.
type Target struct {
	Name    string   `yaml:"name"`
	Digests []string `yaml:"digests"` // names of the digests it takes; default: all

	Jekyll    *Site  `yaml:"jekyll"`    // posts for Jekyll
	Hugo      *Site  `yaml:"hugo"`      // posts for Hugo
	Middleman *Site  `yaml:"middleman"` // posts for Middleman with middleman-blog
	HTML      *HTML  `yaml:"html"`      // pages that need no generator
	JSON      *JSON  `yaml:"json"`      // data for a site's templates
	Atom      *Atom  `yaml:"atom"`      // a feed of the recaps
	EML       *EML   `yaml:"eml"`       // the newsletter as files, ready to be sent
	Email     *Email `yaml:"email"`     // the newsletter by SMTP
}

// A Site configures posts for a static site generator. Files are named YYYY-MM-DD-SLUG.md after the last day told.
type Site struct {
	Dir       string   `yaml:"dir"`        // the site's root folder, or the folder of its posts if Posts is "."
	Posts     string   `yaml:"posts"`      // folder of the posts below Dir; default _posts, content/blog or source/blog
	URL       string   `yaml:"url"`        // the site's address, such as https://example.org
	Permalink string   `yaml:"permalink"`  // path of a post, with {slug}, {date}, {year}, {month}, {day}; default /blog/{slug}/
	Layout    string   `yaml:"layout"`     // the site's layout for a post; default post
	Author    Author   `yaml:"author"`     // whom the post names as its author; default: the community
	Tags      []string `yaml:"tags"`       // default: Recap
	TagsStyle string   `yaml:"tags_style"` // list or comma; default comma for middleman, else list
}

// An Author is whom the front matter of a post names.
type Author struct {
	DisplayName string `yaml:"display_name"`
	Twitter     string `yaml:"twitter"` // account without "@"; left out if empty
}

// HTML configures plain pages: index.html and one page an edition.
type HTML struct {
	Dir string `yaml:"dir"` // folder to write to
	URL string `yaml:"url"` // address under which the folder is published
}

// JSON configures the export that sites take as data: recaps_index.json and recaps/ID.json.
type JSON struct {
	Dir string `yaml:"dir"` // folder to write to, such as a Jekyll site's _data
}

// Atom configures a feed of the newest recaps (RFC 4287).
type Atom struct {
	File string `yaml:"file"` // file to write
	URL  string `yaml:"url"`  // address under which the file is published
}

// EML configures the newsletter as one .eml file an edition.
type EML struct {
	Dir  string `yaml:"dir"`  // folder to write to
	From string `yaml:"from"` // sender: "Name <address>"
	To   string `yaml:"to"`   // recipient: usually a list's address
}

// Email configures the newsletter by mail. Sending is not built yet: Publish says so.
type Email struct {
	From string   `yaml:"from"` // sender: "Name <address>"
	To   []string `yaml:"to"`   // recipients: lists or people
	SMTP SMTP     `yaml:"smtp"`
}

// SMTP names the server that mail is handed to.
type SMTP struct {
	Addr         string `yaml:"addr"` // host:port
	User         string `yaml:"user"`
	PasswordFile string `yaml:"password_file"` // file that holds the password
}

// Kinds are the kinds of outputs, as the configuration spells them.
var Kinds = []string{"atom", "email", "eml", "hugo", "html", "jekyll", "json", "middleman"}

// Set returns the kinds that are set, in the order of Kinds; a valid target has one.
func (t *Target) Set() []string {
	set := map[string]bool{
		"atom":      t.Atom != nil,
		"email":     t.Email != nil,
		"eml":       t.EML != nil,
		"hugo":      t.Hugo != nil,
		"html":      t.HTML != nil,
		"jekyll":    t.Jekyll != nil,
		"json":      t.JSON != nil,
		"middleman": t.Middleman != nil,
	}
	var kinds []string
	for _, k := range Kinds {
		if set[k] {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// Kind returns the target's kind, or "" if none or several are set.
func (t *Target) Kind() string {
	if set := t.Set(); len(set) == 1 {
		return set[0]
	}
	return ""
}

// Takes reports whether the target takes editions of this digest.
func (t *Target) Takes(name string) bool {
	return len(t.Digests) == 0 || slices.Contains(t.Digests, name)
}

// Resolve replaces every path of the target by what abs makes of it; abs is not called for empty paths.
func (t *Target) Resolve(abs func(string) string) {
	var paths []*string
	for _, s := range []*Site{t.Jekyll, t.Hugo, t.Middleman} {
		if s != nil {
			paths = append(paths, &s.Dir)
		}
	}
	switch {
	case t.HTML != nil:
		paths = append(paths, &t.HTML.Dir)
	case t.JSON != nil:
		paths = append(paths, &t.JSON.Dir)
	case t.Atom != nil:
		paths = append(paths, &t.Atom.File)
	case t.EML != nil:
		paths = append(paths, &t.EML.Dir)
	case t.Email != nil:
		paths = append(paths, &t.Email.SMTP.PasswordFile)
	}
	for _, p := range paths {
		if *p != "" {
			*p = abs(*p)
		}
	}
}

// Folder returns the folder below which the target writes its files, "" if it writes none. The ledger names files by their path below it.
func (t *Target) Folder() string {
	s, kind := t.site()
	switch {
	case s != nil:
		return s.folder(kind)
	case t.HTML != nil:
		return t.HTML.Dir
	case t.JSON != nil:
		return t.JSON.Dir
	case t.Atom != nil && t.Atom.File != "":
		return filepath.Dir(t.Atom.File)
	case t.EML != nil:
		return t.EML.Dir
	}
	return ""
}

// URL returns where the target publishes the edition's page, or "" if it has none or does not know its address.
func (t *Target) URL(e *digest.Edition) string {
	if s, _ := t.site(); s != nil && s.URL != "" {
		return strings.TrimSuffix(s.URL, "/") + s.permalink(e)
	}
	if t.HTML != nil && t.HTML.URL != "" {
		return strings.TrimSuffix(t.HTML.URL, "/") + "/" + pageName(e)
	}
	return ""
}

// URLPattern returns URL with {slug}, {date}, {year}, {month} and {day} in place of what depends on the edition.
func (t *Target) URLPattern() string {
	if s, _ := t.site(); s != nil && s.URL != "" {
		return strings.TrimSuffix(s.URL, "/") + s.pattern()
	}
	if t.HTML != nil && t.HTML.URL != "" {
		return strings.TrimSuffix(t.HTML.URL, "/") + "/" + pagePattern
	}
	return ""
}

// Output returns the output that the target configures. Its errors name the missing key.
func (t *Target) Output() (Output, error) {
	need := func(key, value string) error {
		if value == "" {
			return fmt.Errorf("output %s: %s needs the key %q", t.Name, t.Kind(), key)
		}
		return nil
	}
	switch kind := t.Kind(); kind {
	case "jekyll", "hugo", "middleman":
		s, _ := t.site()
		return t.newSite(s, kind), need("dir", s.Dir)
	case "html":
		return &htmlOutput{*t.HTML, t.Name, t.Digests}, need("dir", t.HTML.Dir)
	case "json":
		return &jsonOutput{*t.JSON, t.Name, t.Digests}, need("dir", t.JSON.Dir)
	case "atom":
		return &atomOutput{*t.Atom, t.Name, t.Digests}, need("file", t.Atom.File)
	case "eml":
		if err := need("from", t.EML.From); err != nil {
			return nil, err
		}
		return &emlOutput{*t.EML, t.Name}, need("dir", t.EML.Dir)
	case "email":
		return &emailOutput{*t.Email, t.Name}, nil
	}
	if len(t.Set()) == 0 {
		return nil, fmt.Errorf("output %s: no kind; give one of %s", t.Name, strings.Join(Kinds, ", "))
	}
	return nil, fmt.Errorf("output %s: more than one kind (%s)", t.Name, strings.Join(t.Set(), ", "))
}
