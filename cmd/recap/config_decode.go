package main

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

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
	name  string
	index int
	kind  bool // the key names the kind of a source or an output: a pointer to a struct
}

// fieldsOf returns the keys of the struct type t, in its order.
func fieldsOf(t reflect.Type) []field {
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
	for _, f := range fieldsOf(t) {
		if f.kind {
			kinds = append(kinds, f.name)
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
	fields := fieldsOf(v.Type())
	first := ""
	for _, p := range pairs {
		f, ok := find(fields, p.key.Value)
		if !ok {
			return d.unknown(p, v.Type(), path)
		}
		if f.kind {
			if first != "" {
				return &configError{d.file, p.key.Line, join(path, f.name), fmt.Sprintf("is a second kind beside %s", first),
					"keep one and make an entry of its own for the other"}
			}
			first = f.name
		}
		if err := d.value(p.value, v.Field(f.index), join(path, f.name)); err != nil {
			return err
		}
	}
	if kinds := kindsOf(v.Type()); len(kinds) > 0 && first == "" {
		return d.fail(path, "has no kind", "add one of the keys "+strings.Join(kinds, ", "))
	}
	return nil
}

func find(fields []field, name string) (field, bool) {
	for _, f := range fields {
		if f.name == name {
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
		if err := d.value(p.value, e, join(path, p.key.Value)); err != nil {
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
			return nil, &configError{d.file, key.Line, orConfig(path), "has a key that is not a word", "write keys as \"key: value\""}
		}
		if key.Tag == "!!merge" {
			merged = append(merged, inherited(value)...)
			continue
		}
		if line, ok := seen[key.Value]; ok {
			return nil, &configError{d.file, key.Line, join(path, key.Value), fmt.Sprintf("stands here a second time, after line %d", line), "keep one of the two"}
		}
		seen[key.Value] = key.Line
		d.lines[join(path, key.Value)] = key.Line
		pairs = append(pairs, pair{key, value})
	}
	for _, p := range merged {
		if _, ok := seen[p.key.Value]; !ok {
			seen[p.key.Value] = p.key.Line
			d.lines[join(path, p.key.Value)] = p.key.Line
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

func (d *decoder) text(n *yaml.Node, v encoding.TextUnmarshaler, path string) error {
	s, err := d.scalar(n, path, "a text")
	if err != nil {
		return err
	}
	if err := v.UnmarshalText([]byte(s)); err != nil {
		if h, ok := err.(hint); ok {
			return d.fail(path, h.what, h.remedy)
		}
		return d.fail(path, err.Error(), "correct the value")
	}
	return nil
}

func (d *decoder) duration(n *yaml.Node, v reflect.Value, path string) error {
	const remedy = "write a number with its unit, for example 15m, 2h or 36h"
	s, err := d.scalar(n, path, "a duration")
	if err != nil {
		return err
	}
	t, err := time.ParseDuration(s)
	switch {
	case err != nil:
		return d.fail(path, fmt.Sprintf("%q is not a duration", s), remedy)
	case t < 0:
		return d.fail(path, fmt.Sprintf("%s is less than nothing", s), remedy)
	}
	v.SetInt(int64(t))
	return nil
}

func (d *decoder) boolean(n *yaml.Node, v reflect.Value, path string) error {
	s, err := d.expand(n, path)
	if err != nil {
		return err
	}
	if n.Kind != yaml.ScalarNode || s != "true" && s != "false" {
		return d.wrong(n, path, "true or false", "write true or false, without quotes")
	}
	v.SetBool(s == "true")
	return nil
}

func (d *decoder) integer(n *yaml.Node, v reflect.Value, path string) error {
	s, err := d.expand(n, path)
	if err != nil {
		return err
	}
	i, err := strconv.ParseInt(s, 10, 32)
	if n.Kind != yaml.ScalarNode || err != nil {
		return d.wrong(n, path, "a whole number", "write digits only, for example 7")
	}
	v.SetInt(i)
	return nil
}

// scalar returns the text of n with variables and, for keys that name files, paths resolved.
func (d *decoder) scalar(n *yaml.Node, path, want string) (string, error) {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!bool" {
		return "", d.wrong(n, path, want, "write one value, in quotes if it holds : # { } [ ] or is a word like true")
	}
	s, err := d.expand(n, path)
	if err != nil {
		return "", err
	}
	if namesFile(path) && s != "" {
		return d.resolve(s, path)
	}
	return s, nil
}

// variable matches ${NAME} and $${, which stands for ${ itself.
var variable = regexp.MustCompile(`\$\$\{|\$\{([^}]*)(\}?)`)

// varName is what a variable may be called.
var varName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// expand returns the value of the scalar n with ${NAME} replaced from the environment.
func (d *decoder) expand(n *yaml.Node, path string) (string, error) {
	var failed error
	s := variable.ReplaceAllStringFunc(n.Value, func(m string) string {
		if m == "$${" {
			return "${"
		}
		name, closed := strings.CutSuffix(m[2:], "}")
		value, set := d.env(name)
		switch {
		case failed != nil:
		case !closed || !varName.MatchString(name):
			failed = &configError{d.file, n.Line, orConfig(path), fmt.Sprintf("%q is not the name of a variable", m), "write ${NAME}, or $${ for the characters ${"}
		case !set:
			failed = &configError{d.file, n.Line, orConfig(path), fmt.Sprintf("the variable %s is not set", name), fmt.Sprintf("set %s in the environment, or write $${ for the characters ${", name)}
		}
		return value
	})
	return s, failed
}

// namesFile reports whether the value of the key path is a path of the file system, or may be one.
func namesFile(path string) bool {
	key := path[strings.LastIndexByte(path, '.')+1:]
	switch key {
	case "database", "path", "dir", "file", "programme":
		return true
	}
	return strings.HasSuffix(key, "_file") || strings.HasSuffix(path, ".feed.url")
}

// resolve returns the path s as seen from the configuration's folder; a URL stays as it is.
func (d *decoder) resolve(s, path string) (string, error) {
	if strings.Contains(s, "://") {
		return s, nil
	}
	if rest, ok := strings.CutPrefix(s, "~"); ok && (rest == "" || rest[0] == '/') {
		if d.home == "" {
			return "", d.fail(path, "starts with ~, and HOME is not set", "write the whole path, or set HOME")
		}
		return filepath.Join(d.home, rest), nil
	}
	if filepath.IsAbs(s) {
		return filepath.Clean(s), nil
	}
	return filepath.Join(d.dir, s), nil
}

// wrong returns the error of a value of another type than wanted.
func (d *decoder) wrong(n *yaml.Node, path, want, remedy string) error {
	got := map[yaml.Kind]string{yaml.MappingNode: "keys with values", yaml.SequenceNode: "a list"}[n.Kind]
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		got = "nothing"
	case n.Kind == yaml.ScalarNode:
		got = strconv.Quote(n.Value)
	}
	return &configError{d.file, n.Line, orConfig(path), fmt.Sprintf("wants %s, not %s", want, got), remedy}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func orConfig(path string) string {
	if path == "" {
		return "config"
	}
	return path
}

// jsonEscape matches an escape of a JSON string; a character beyond the basic plane is a pair of them.
var jsonEscape = regexp.MustCompile(`(?i)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|\\.`)

// yamlOfJSON returns data such that the YAML parser reads it, too, when it is JSON; all other data it returns unchanged. YAML does not
// know all escapes of JSON, and no tabs between tokens, which is the only place where JSON has them.
func yamlOfJSON(data []byte) []byte {
	if !json.Valid(data) {
		return data
	}
	data = bytes.ReplaceAll(data, []byte("\t"), []byte(" "))
	return jsonEscape.ReplaceAllFunc(data, func(m []byte) []byte {
		switch {
		case string(m) == `\/`:
			return []byte("/")
		case len(m) == 2:
			return m
		}
		high, _ := strconv.ParseUint(string(m[2:6]), 16, 16)
		low, _ := strconv.ParseUint(string(m[8:12]), 16, 16)
		return []byte(string(utf16.DecodeRune(rune(high), rune(low))))
	})
}
