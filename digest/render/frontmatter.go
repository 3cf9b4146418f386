package render

import (
	"cmp"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"recap/digest"
	"recap/digest/language"
)

// A FrontMatter is what a site generator reads of a post before its text. Empty fields take the defaults named.
type FrontMatter struct {
	Layout      string   // default "post"
	Permalink   string   // path of the post on the site
	Draft       bool     // not to be published
	DisplayName string   // author; default: the community's name (a site's list of posts may break without one)
	Twitter     string   // author's account without "@"; left out if empty
	Tags        []string // default "Recap"
	CommaTags   bool     // tags as one string, as middleman-blog has them; Jekyll and Hugo need a list
	Hugo        bool     // with url and date, which Hugo reads instead of permalink and the file's name
}

// encode returns the front matter without its fences. It is built as a tree of YAML nodes, because no title can break
// that; keys, their order and style are those of the posts of the Apache Mesos site.
func (f FrontMatter) encode(e *digest.Edition, title string) (string, error) {
	author := mapping{}
	author.add("display_name", text(cmp.Or(line(f.DisplayName), line(e.Community.Name), "recap")))
	if name := strings.TrimPrefix(line(f.Twitter), "@"); name != "" {
		author.add("twitter", text(name))
	}
	m := mapping{}
	m.add("layout", text(cmp.Or(line(f.Layout), "post")))
	m.add("title", &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: unmarked(title)})
	m.add("permalink", text(f.Permalink))
	if f.Hugo {
		m.add("url", text(f.Permalink))
		m.add("date", text(e.Period.End.Format(time.RFC3339)))
	}
	m.add("published", &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: map[bool]string{true: "false", false: "true"}[f.Draft]})
	m.add("post_author", author.node())
	m.add("tags", f.tags())
	if tag := tagOf(e.Language); phrases(e) != language.PhrasesFor("") { // a site is in English unless a post says otherwise
		m.add("lang", text(tag))
	}

	var b strings.Builder
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(m.node()); err != nil {
		return "", err
	}
	return b.String(), enc.Close()
}

// tags returns the tags as a list, or as one string of them.
func (f FrontMatter) tags() *yaml.Node {
	tags := f.Tags
	if len(tags) == 0 {
		tags = []string{"Recap"}
	}
	list := &yaml.Node{Kind: yaml.SequenceNode}
	var words []string
	for _, t := range tags {
		if t = line(t); t != "" {
			list.Content = append(list.Content, text(t))
			words = append(words, t)
		}
	}
	if f.CommaTags {
		return text(strings.Join(words, ", "))
	}
	return list
}

// unmarked returns a title without what a layout that prints it raw would take for HTML or a Markdown link.
func unmarked(title string) string {
	return strings.NewReplacer("<", "‹", ">", "›", "](", "] (").Replace(title)
}

// A mapping is a YAML mapping under construction: keys and values in turn.
type mapping []*yaml.Node

func (m *mapping) add(key string, value *yaml.Node) { *m = append(*m, text(key), value) }
func (m mapping) node() *yaml.Node                  { return &yaml.Node{Kind: yaml.MappingNode, Content: m} }

// text returns a string node, which the encoder quotes where it must.
func text(s string) *yaml.Node {
	var n yaml.Node
	n.SetString(s)
	return &n
}
