package config

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// A decoder fills configuration structs from YAML nodes, strictly, and remembers where each key stands, so that later
// checks can say so, too. It goes on after a mistake, so that all of them are found at once. It follows the types,
// which are finite, and never the nodes, which may be cyclic.
type decoder struct {
	report
	dir  string // folder of the file; relative paths start there
	home string // what ~ stands for; "" if unknown
	env  func(string) (string, bool)
}

// place returns where a node stands.
func place(n *yaml.Node) mark { return mark{n.Line, n.Column} }

// isNull reports whether n is "key:" with nothing behind it.
func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// target returns what n stands for, which is another node if n refers to one.
func target(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// value decodes n into v, which stands at path; kind says what its texts and numbers are. "key:" with nothing behind it
// is a key that is not set.
func (d *decoder) value(n *yaml.Node, v reflect.Value, path, kind string) {
	n = target(n)
	if isNull(n) && v.Kind() != reflect.Pointer {
		return
	}
	if v.Type() == reflect.TypeFor[time.Duration]() {
		d.duration(n, v, path)
		return
	}
	if text, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		d.typed(n, text, path)
		return
	}
	switch v.Kind() {
	case reflect.String:
		d.text(n, v, path, kind)
	case reflect.Bool:
		d.boolean(n, v, path)
	case reflect.Int, reflect.Int64:
		d.integer(n, v, path, kind)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem(), path, kind)
	case reflect.Slice:
		d.list(n, v, path, kind)
	case reflect.Map:
		d.table(n, v, path, kind)
	case reflect.Struct:
		d.structure(n, v, path)
	default:
		d.fail(path, "has the type "+v.Type().String()+", which no configuration can hold", "report this as a bug")
	}
}

// structure decodes the keys of a struct. Keys that it does not know come last, when it is known which of its own are
// there.
func (d *decoder) structure(n *yaml.Node, v reflect.Value, path string) {
	if s, ok := v.Addr().Interface().(interface{ setDefaults() }); ok {
		s.setDefaults()
	}
	pairs, ok := d.pairs(n, path)
	if !ok {
		return
	}
	var unknown []pair
	kind := ""
	for _, p := range pairs {
		f, ok := find(FieldsOf(v.Type()), p.key.Value)
		if !ok {
			unknown = append(unknown, p)
			continue
		}
		into, at := v.Field(f.index), Join(path, f.Name)
		switch {
		case f.kind && kind != "":
			d.fail(at, "is a second kind beside "+kind, "keep one and make an entry of its own for the other")
			into = reflect.New(into.Type()).Elem()
		case f.kind:
			kind = f.Name
		}
		d.value(p.value, into, at, f.Value)
	}
	for _, p := range unknown {
		if f, ok := d.unknown(p, v, path, kind); ok && f.kind {
			kind = f.Name
		}
	}
	if len(unknown) > 2 {
		d.fold(path)
	}
	if kinds := kindsOf(v.Type()); len(kinds) > 0 && kind == "" && !d.straysIn(path) {
		d.fail(path, "has no kind", "add one of the keys "+strings.Join(kinds, ", "))
	}
}

// list decodes a list.
func (d *decoder) list(n *yaml.Node, v reflect.Value, path, kind string) {
	addresses := kind == "address"
	switch {
	case addresses && n.Kind == yaml.ScalarNode:
		n = &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{n}}
	case n.Kind != yaml.SequenceNode:
		d.wrong(n, path, "a list", "write each entry behind a \"-\" on a line of its own, or all of them in [ ]")
		return
	}
	if addresses {
		kind = "text"
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	errs := len(d.errs)
	for i, item := range n.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		d.at[at] = place(item)
		if isNull(target(item)) {
			d.fail(at, "is empty", "remove it, or write an entry behind the \"-\"")
			continue
		}
		d.value(item, v.Index(i), at, kind)
	}
	all, texts := v.Addr().Interface().(*[]string)
	switch {
	case texts && addresses:
		*all = d.addresses(*all, path)
	case texts && kind != "text" && len(d.errs) > errs:
		*all = slices.DeleteFunc(*all, func(s string) bool { return s == "" }) // what is wrong is left out
	}
}

// addresses returns the addresses in the texts of a list. People write several into one text, as mail programs take
// them.
func (d *decoder) addresses(texts []string, path string) []string {
	var all []string
	for i, text := range texts {
		for _, one := range splitAddresses(text) {
			if _, err := d.check("address", one); one != "" && err != nil {
				d.failWith(fmt.Sprintf("%s[%d]", path, i), err)
			}
			all = append(all, one)
		}
	}
	return all
}

// table decodes keys that the user chooses.
func (d *decoder) table(n *yaml.Node, v reflect.Value, path, kind string) {
	pairs, _ := d.pairs(n, path)
	v.Set(reflect.MakeMapWithSize(v.Type(), len(pairs)))
	for _, p := range pairs {
		e := reflect.New(v.Type().Elem()).Elem()
		at := fmt.Sprintf("%s[%s]", path, p.key.Value)
		d.at[at] = place(p.key)
		d.value(p.value, e, at, kind)
		v.SetMapIndex(reflect.ValueOf(p.key.Value), e)
	}
}

// A pair is one key of a mapping with its value.
type pair struct{ key, value *yaml.Node }

// pairs returns what the mapping n holds, keys of "<<" included unless n has them itself; ok is false if n is none. No
// key may stand twice.
func (d *decoder) pairs(n *yaml.Node, path string) (pairs []pair, ok bool) {
	if n.Kind != yaml.MappingNode {
		d.wrong(n, path, "keys with values", "write them as \"key: value\", indented below it")
		return nil, false
	}
	var merged []pair
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		p := pair{n.Content[i], n.Content[i+1]}
		line := seen[p.key.Value]
		switch {
		case p.key.Kind != yaml.ScalarNode:
			d.failAt(place(p.key), path, "has a key that is not a word", "write keys as \"key: value\"")
			d.errs[len(d.errs)-1].settled = true
		case p.key.Tag == "!!merge":
			merged = append(merged, inherited(p.value)...)
		case line > 0:
			d.failAt(place(p.key), Join(path, p.key.Value), fmt.Sprintf("stands here a second time, after line %d", line), "keep one of the two")
		default:
			seen[p.key.Value] = p.key.Line
			pairs = append(pairs, p)
		}
	}
	for _, p := range merged {
		if seen[p.key.Value] == 0 {
			seen[p.key.Value] = p.key.Line
			pairs = append(pairs, p)
		}
	}
	for _, p := range pairs {
		d.at[Join(path, p.key.Value)] = place(p.key)
	}
	return pairs, true
}

// inherited returns the pairs of the mapping that a "<<" names. Only one step is followed: what is inherited inherits
// nothing.
func inherited(n *yaml.Node) []pair {
	n = target(n)
	var pairs []pair
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Kind == yaml.ScalarNode && n.Content[i].Tag != "!!merge" {
			pairs = append(pairs, pair{n.Content[i], n.Content[i+1]})
		}
	}
	return pairs
}
