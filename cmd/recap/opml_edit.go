package main

import (
	"bytes"
	"errors"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"recap/cmd/recap/internal/config"
	"recap/ingest/feed"
)

// withFeeds returns the configuration old, which c was made of, with feeds added to its sources and not a byte of the
// rest changed. It is an error if that cannot be done safely: the result is decoded, and has to be c with these sources
// behind its own.
func withFeeds(a *app, path string, old []byte, c *config.Config, feeds []feed.OPMLFeed) ([]byte, error) {
	text, mark := bytes.CutPrefix(old, []byte(byteOrderMark))
	lines := strings.SplitAfter(string(text), "\n")
	at, indent, err := sourcesEnd(text, lines)
	if err != nil {
		return nil, err
	}
	end := "\n"
	if strings.HasSuffix(lines[0], "\r\n") {
		end = "\r\n"
	}
	var b strings.Builder
	b.WriteString(strings.Join(lines[:at], ""))
	if !strings.HasSuffix(b.String(), "\n") {
		b.WriteString(end)
	}
	b.WriteString(fragment(feeds, indent, end))
	b.WriteString(strings.Join(lines[at:], ""))
	got, err := config.Decode(path, []byte(b.String()), a.env)
	if err != nil || len(got.Sources) != len(c.Sources)+len(feeds) {
		return nil, errors.New("its sources are written in a way that is not understood")
	}
	added := got.Sources[len(c.Sources):]
	got.Sources = got.Sources[:len(c.Sources)]
	if !reflect.DeepEqual(got, c) {
		return nil, errors.New("its sources are written in a way that is not understood")
	}
	for i, f := range feeds {
		if s := added[i]; s.Name != f.Name || s.Feed == nil || s.Feed.URL != f.URL {
			return nil, errors.New("a name or an address would change its meaning in it")
		}
	}
	if mark {
		return []byte(byteOrderMark + b.String()), nil
	}
	return []byte(b.String()), nil
}

// byteOrderMark begins the files of some editors.
const byteOrderMark = "\ufeff"

// sourcesEnd returns the number of lines up to the end of the list of sources in data, which consists of lines, and the
// white space before each of its dashes.
func sourcesEnd(data []byte, lines []string) (int, string, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil || len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return 0, "", errors.New("it is not understood")
	}
	root := doc.Content[0].Content
	end := len(lines)
	var sources *yaml.Node
	for i := 0; i+1 < len(root); i += 2 {
		if sources != nil {
			end = root[i].Line - 1
			break
		}
		if root[i].Value == "sources" {
			sources = root[i+1]
		}
	}
	if sources == nil || sources.Kind != yaml.SequenceNode || sources.Style&yaml.FlowStyle != 0 || doc.Content[0].Style&yaml.FlowStyle != 0 || len(sources.Content) == 0 {
		return 0, "", errors.New("its sources do not stand one below the other")
	}
	for end > 0 && (strings.TrimSpace(lines[end-1]) == "" || strings.HasPrefix(strings.TrimSpace(lines[end-1]), "#")) {
		end--
	}
	first := lines[sources.Line-1]
	dash := strings.IndexByte(first, '-')
	if dash < 0 || strings.TrimLeft(first[:dash], " ") != "" || sources.Line > end {
		return 0, "", errors.New("its sources do not stand one below the other")
	}
	return end, first[:dash], nil
}

// fragment returns feeds as entries of a list of sources, with indent before each dash.
func fragment(feeds []feed.OPMLFeed, indent, end string) string {
	var b strings.Builder
	for _, f := range feeds {
		b.WriteString(indent + "- name: " + yamlText(f.Name) + end)
		b.WriteString(indent + "  feed: {url: " + yamlText(f.URL) + "}" + end)
	}
	return b.String()
}

// yamlText returns s as a text of the configuration, in quotes and on one line. What looks like a variable is none: the
// list is another's, and must not get hold of what is in the environment.
func yamlText(s string) string {
	node := yaml.Node{Kind: yaml.ScalarNode, Style: yaml.DoubleQuotedStyle, Value: strings.ReplaceAll(s, "${", "$${")}
	data, err := yaml.Marshal(&node)
	if err != nil {
		return `""`
	}
	return strings.TrimSuffix(string(data), "\n")
}
