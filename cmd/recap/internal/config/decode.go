package config

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// A decoder fills configuration structs from YAML nodes, strictly, and remembers on which line each key stands, so that later checks
// can say so, too. It follows the types, which are finite, and never the nodes, which may be cyclic.
type decoder struct {
	file  string // as the user named it, for messages
	dir   string // folder of the file; relative paths start there
	home  string // what ~ stands for; "" if unknown
	env   func(string) (string, bool)
	lines map[string]int // key path -> line
}

// A field is a key that a struct knows.
type field struct {
	Name  string
	index int
	kind  bool // the key names the kind of a source or an output: a pointer to a struct
}

// configFields are the keys of all structs that a configuration is made of: they are asked for some ten thousand times where it has a thousand sources.
var knownFields = func() map[reflect.Type][]field {
	table := map[reflect.Type][]field{}
	var add func(t reflect.Type)
	add = func(t reflect.Type) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice:
			add(t.Elem())
		case reflect.Struct:
			if _, ok := table[t]; ok {
				return
			}
			fields := readFields(t)
			table[t] = fields
			for _, f := range fields {
				add(t.Field(f.index).Type)
			}
		}
	}
	add(reflect.TypeFor[Config]())
	return table
}()

// FieldsOf returns the keys of the struct type t, in its order.
func FieldsOf(t reflect.Type) []field {
	if fields, ok := knownFields[t]; ok {
		return fields
	}
	return readFields(t)
}

// readFields is fieldsOf for a type that is not known yet.
func readFields(t reflect.Type) []field {
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "" || name == "-" || !f.IsExported() {
			continue
		}
		kind := f.Type.Kind() == reflect.Pointer && f.Type.Elem().Kind() == reflect.Struct
		fields = append(fields, field{name, i, kind})
	}
	return fields
}

// kindsOf returns the keys of t that are kinds.
func kindsOf(t reflect.Type) []string {
	var kinds []string
	for _, f := range FieldsOf(t) {
		if f.kind {
			kinds = append(kinds, f.Name)
		}
	}
	return kinds
}

// decode fills the struct that into points to from the mapping n.
func (d *decoder) decode(n *yaml.Node, into any) error {
	return d.value(n, reflect.ValueOf(into).Elem(), "")
}

func (d *decoder) value(n *yaml.Node, v reflect.Value, path string) error {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" && v.Kind() != reflect.Pointer {
		return nil // "key:" with nothing behind it is a key that is not set
	}
	switch {
	case v.Type() == reflect.TypeFor[time.Duration]():
		return d.duration(n, v, path)
	case v.CanAddr() && v.Addr().Type().Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return d.text(n, v.Addr().Interface().(encoding.TextUnmarshaler), path)
	}
	switch v.Kind() {
	case reflect.String:
		s, err := d.scalar(n, path, "a text")
		if err != nil {
			return err
		}
		v.SetString(s)
		return nil
	case reflect.Bool:
		return d.boolean(n, v, path)
	case reflect.Int, reflect.Int64:
		return d.integer(n, v, path)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return d.value(n, v.Elem(), path)
	case reflect.Slice:
		return d.list(n, v, path)
	case reflect.Map:
		return d.table(n, v, path)
	case reflect.Struct:
		return d.structure(n, v, path)
	}
	return d.fail(path, "has the type "+v.Type().String()+", which no configuration can hold", "report this as a bug")
}

func (d *decoder) structure(n *yaml.Node, v reflect.Value, path string) error {
	if s, ok := v.Addr().Interface().(interface{ setDefaults() }); ok {
		s.setDefaults()
	}
	pairs, err := d.pairs(n, path)
	if err != nil {
		return err
	}
	fields := FieldsOf(v.Type())
	first := ""
	for _, p := range pairs {
		f, ok := find(fields, p.key.Value)
		if !ok {
			return d.unknown(p, v.Type(), path)
		}
		if f.kind {
			if first != "" {
				return &Error{d.file, p.key.Line, Join(path, f.Name), fmt.Sprintf("is a second kind beside %s", first),
					"keep one and make an entry of its own for the other"}
			}
			first = f.Name
		}
		if err := d.value(p.value, v.Field(f.index), Join(path, f.Name)); err != nil {
			return err
		}
	}
	if first != "" {
		return nil
	}
	if kinds := kindsOf(v.Type()); len(kinds) > 0 {
		return d.fail(path, "has no kind", "add one of the keys "+strings.Join(kinds, ", "))
	}
	return nil
}

func find(fields []field, name string) (field, bool) {
	for _, f := range fields {
		if f.Name == name {
			return f, true
		}
	}
	return field{}, false
}

func (d *decoder) list(n *yaml.Node, v reflect.Value, path string) error {
	if n.Kind != yaml.SequenceNode {
		return d.wrong(n, path, "a list", "write each entry behind a \"-\" on a line of its own, or all of them in [ ]")
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		d.lines[at] = item.Line
		if item.Tag == "!!null" {
			return d.fail(at, "is empty", "remove it, or write an entry behind the \"-\"")
		}
		if err := d.value(item, v.Index(i), at); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) table(n *yaml.Node, v reflect.Value, path string) error {
	pairs, err := d.pairs(n, path)
	if err != nil {
		return err
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(pairs)))
	for _, p := range pairs {
		e := reflect.New(v.Type().Elem()).Elem()
		at := fmt.Sprintf("%s[%s]", path, p.key.Value)
		d.lines[at] = p.key.Line
		if err := d.value(p.value, e, at); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(p.key.Value), e)
	}
	return nil
}

// A pair is one key of a mapping with its value.
type pair struct{ key, value *yaml.Node }

// pairs returns what the mapping n holds, keys of "<<" included unless n has them itself. No key may stand twice.
func (d *decoder) pairs(n *yaml.Node, path string) ([]pair, error) {
	if n.Kind != yaml.MappingNode {
		return nil, d.wrong(n, path, "keys with values", "write them as \"key: value\", indented below it")
	}
	var pairs, merged []pair
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			return nil, &Error{d.file, key.Line, orConfig(path), "has a key that is not a word", "write keys as \"key: value\""}
		}
		if key.Tag == "!!merge" {
			merged = append(merged, inherited(value)...)
			continue
		}
		if line, ok := seen[key.Value]; ok {
			return nil, &Error{d.file, key.Line, Join(path, key.Value), fmt.Sprintf("stands here a second time, after line %d", line), "keep one of the two"}
		}
		seen[key.Value] = key.Line
		d.lines[Join(path, key.Value)] = key.Line
		pairs = append(pairs, pair{key, value})
	}
	for _, p := range merged {
		if _, ok := seen[p.key.Value]; !ok {
			seen[p.key.Value] = p.key.Line
			d.lines[Join(path, p.key.Value)] = p.key.Line
			pairs = append(pairs, p)
		}
	}
	return pairs, nil
}

// inherited returns the pairs of the mapping that a "<<" names. Only one step is followed: what is inherited inherits nothing.
func inherited(n *yaml.Node) []pair {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	var pairs []pair
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Tag != "!!merge" {
			pairs = append(pairs, pair{n.Content[i], n.Content[i+1]})
		}
	}
	return pairs
}
