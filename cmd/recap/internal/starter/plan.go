// Package starter makes a community's first configuration: of flags, of what a person answers on a terminal, and of
// what the project's page leads to.
package starter

import (
	_ "embed"
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"recap/cmd/recap/internal/console"
	"recap/ingest"
)

// Example is the annotated configuration of a community that does not exist, to be filled in by hand.
//
//go:embed example.yaml
var Example []byte

// A Plan is what a first configuration says. Sources may have no name, and get one.
type Plan struct {
	Name    string
	URL     string // of the community's page; "" for none
	Zone    string // IANA name
	Sources []ingest.Config
}

// File returns the configuration, annotated. Without sources it has one that stands for those to come.
func (p *Plan) File() []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	noted := func(note, format string, args ...any) { line("%-39s # %s", fmt.Sprintf(format, args...), note) }
	line(`# The configuration of recap. "recap check" says what it means and what is wrong with it; config.example.yaml, which comes with`)
	line("# the source, shows every key. Relative paths start at the folder of this file. ${NAME} is taken from the environment.")
	line("")
	line("community:")
	noted("how the recap calls you", "  name: %s", plain(p.Name))
	if p.URL != "" {
		line("  url: %s", quoted(p.URL))
	}
	noted("whose days are told", "  timezone: %s", p.Zone)
	noted("told to the servers that are read; let them be able to reach you", "  # contact: recap@example.org")
	if tag := Tag(p.Name); tag != "" {
		line("  # hashtags: [%s]", plain(tag))
	}
	noted("how to take part: the recap's closing line", `  # join: "Write to dev@lists.example.org"`)
	line("")
	line("database: recap.db")
	line("")
	p.name()
	line("sources:")
	if slices.ContainsFunc(p.Sources, func(s ingest.Config) bool { return s.About().Archive }) {
		line("  # The first read takes the whole archive of a list. \"recap ingest --since 2026-01-01\" takes less.")
	}
	for i := range p.Sources {
		kind, keys := keysOf(&p.Sources[i])
		line("  - name: %s", plain(p.Sources[i].Name))
		line("    %s: {%s}", kind, keys)
	}
	if len(p.Sources) == 0 {
		noted("this one stands for yours: write them in its place", "  - name: planet")
		line("    feed: {url: https://planet.example.org/atom.xml}")
	}
	line("")
	line("digests:")
	line("  - name: daily")
	noted("day, week, month or event", "    period: day")
	noted(`when "recap run" may publish the day before`, `    at: "07:00"`)
	noted(`"recap run" makes no edition before; default: the day of its first run`, "    # since: 2026-10-01")
	line("")
	noted("config.example.yaml has more kinds: Jekyll, Hugo, JSON, mail ...", "outputs:")
	noted("with the url that this folder has on the web, where it has one", "  - {name: pages, html: {dir: public}}")
	line("  # - {name: feed, atom: {file: public/atom.xml, url: https://example.org/recaps/atom.xml}}")
	return []byte(b.String())
}

// keysOf returns the kind of a source, and the keys that are set as a mapping on one line.
func keysOf(s *ingest.Config) (kind, keys string) {
	kind, _ = s.Kind()
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("yaml") != kind {
			continue
		}
		var list []string
		for k, one := range v.Field(i).Elem().Fields() {
			if one.Kind() == reflect.String && one.String() != "" {
				list = append(list, k.Tag.Get("yaml")+": "+quoted(one.String()))
			}
		}
		return kind, strings.Join(list, ", ")
	}
	return kind, ""
}

// quoted returns s as a text of the configuration, in quotes and on one line. What looks like a variable is none: it
// may be another's, and must not get hold of what is in the environment.
func quoted(s string) string {
	node := yaml.Node{Kind: yaml.ScalarNode, Style: yaml.DoubleQuotedStyle, Value: strings.ReplaceAll(s, "${", "$${")}
	data, err := yaml.Marshal(&node)
	if err != nil {
		return `""`
	}
	return strings.TrimSuffix(string(data), "\n")
}

// plain is quoted, without quotes where the text needs none.
func plain(s string) string {
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != ' ' && r != '-' && r != '_' {
			return quoted(s)
		}
	}
	var back any
	if err := yaml.Unmarshal([]byte(s), &back); err != nil || back != any(s) {
		return quoted(s)
	}
	return s
}

// Tag returns the hashtag that a community of this name likely has, "" if the name has no letter.
func Tag(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// name gives names to the sources that have none, each another.
func (p *Plan) name() {
	taken := map[string]bool{}
	for i := range p.Sources {
		taken[p.Sources[i].Name] = true
	}
	for i := range p.Sources {
		s := &p.Sources[i]
		if s.Name != "" {
			continue
		}
		want := console.OneLine(NameFor(s)) // it may be of an address that somebody else made
		if want == "" {
			want, _ = s.Kind()
		}
		s.Name = want
		for n := 2; taken[s.Name]; n++ {
			s.Name = fmt.Sprintf("%s-%d", want, n)
		}
		taken[s.Name] = true
	}
}

// dull are parts of addresses that say nothing about what is there.
var dull = []string{"feed", "feeds", "atom", "rss", "rss2", "index", "default", "all", "default.aspx", "www", "releases", "latest", "en", "api", "pipermail", "lists", "list"}

// NameFor returns a short name for a source: the list's or the hashtag's, else the last part of its address that says
// something.
func NameFor(s *ingest.Config) string {
	kind, _ := s.Kind()
	switch {
	case s.Mastodon != nil:
		return "#" + strings.TrimLeft(s.Mastodon.Tag, "#＃")
	case s.HackerNews != nil:
		return "hackernews"
	case s.NNTP != nil:
		return s.NNTP.Group
	case s.PonyMail != nil:
		return before(s.PonyMail.List, "@")
	case s.MailArchive != nil:
		return before(s.MailArchive.List, "@")
	case s.Discourse != nil && s.Discourse.Category != "":
		return path.Base(s.Discourse.Category)
	}
	where := s.About().Where
	_, rest, web := strings.Cut(where, "://")
	if !web {
		rest = where
	}
	rest, _, _ = strings.Cut(rest, "?")
	parts := strings.FieldsFunc(rest, func(r rune) bool { return r == '/' })
	for i, part := range slices.Backward(parts) {
		if web && i == 0 {
			part, _, _ = strings.Cut(strings.TrimPrefix(part, "www."), ".")
			part, _, _ = strings.Cut(part, ":")
		}
		part = before(part, "@")
		for _, end := range []string{".gz", ".zip", ".mbox", ".mbx", ".xml", ".json", ".atom", ".rss", ".txt", "-*", "*"} {
			part = strings.TrimSuffix(part, end)
		}
		if part = strings.Trim(part, "-_. "); hasLetter(part) && !slices.Contains(dull, strings.ToLower(part)) {
			return part
		}
	}
	return kind
}

func before(s, sep string) string {
	s, _, _ = strings.Cut(s, sep)
	return s
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }
