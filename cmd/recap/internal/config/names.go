package config

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"recap/cmd/recap/internal/console"
)

// names are what the entries of a list are called. Where some are not known, because of a mistake, others may be meant.
type names struct {
	known []string
	at    map[string]int // their places
	all   bool
}

// names demands that each of the n entries of a list has a name, which no other has.
func (r *report) names(list string, n int, name func(i int) string) names {
	all := names{at: map[string]int{}, all: r.sound(list) && !r.astray(list, yaml.SequenceNode, yaml.MappingNode)}
	for i := range n {
		is, at := name(i), fmt.Sprintf("%s[%d].name", list, i)
		first, twice := all.at[is]
		switch {
		case !r.sound(at):
		case !r.set(at) && !r.set(list): // one that the program makes by default
		case strings.TrimSpace(is) == "":
			r.missing(at, "add name: NAME, which names it in outputs and errors", yaml.ScalarNode)
		case console.OneLine(is) != is:
			r.fail(at, "holds control characters or needless white space", "write it as one plain line")
		case twice:
			r.fail(at, fmt.Sprintf("%q is the name of %s[%d] already", is, list, first), "give each a name of its own")
		}
		if !twice {
			all.known, all.at[is] = append(all.known, is), i
		}
		all.all = all.all && r.sound(at) && is != ""
	}
	return all
}

// refer demands that a name is one of those that there are.
func (r *report) refer(path, name string, of names, what string) {
	if _, ok := of.at[name]; ok || !r.sound(path) || !of.all && console.Nearest(name, of.known) == "" {
		return
	}
	r.fail(path, what, console.OneOf(name, of.known))
}

// missing notes that the key path is missing, unless another mistake has it that it is; its value would be of one of
// the shapes.
func (r *report) missing(path, remedy string, shapes ...yaml.Kind) {
	if !r.sound(path) || r.astray(path, shapes...) {
		return
	}
	if parent := parentOf(path); parent != "" && !r.set(parent) && r.astray(parent, yaml.MappingNode) {
		return
	}
	r.fail(path, "is missing", remedy)
}
