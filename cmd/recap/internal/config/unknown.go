package config

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"recap/cmd/recap/internal/console"
)

// A stray is a key that stands where nothing has it, and is near to nothing that does.
type stray struct {
	path  string    // of what it stands in
	name  string    // as it is written
	shape yaml.Kind // of its value
	homes []string  // the paths, without numbers, of what has such a key
}

// mostStrays bounds the strays that are remembered. Each is compared with all that is missing.
const mostStrays = 1000

// unknown notes a key that v does not have: a kind that is not known, a word that is nearly right, a key that belongs
// somewhere else, or neither; kind is the kind that v has. Where another key is likely to be meant, the value is read
// as that key's, and f returned.
func (d *decoder) unknown(p pair, v reflect.Value, path, kind string) (f field, read bool) {
	fields, name := FieldsOf(v.Type()), p.key.Value
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	kinds, near := kindsOf(v.Type()), console.Nearest(name, names)
	at := Join(path, name)
	if f, ok := find(fields, near); ok {
		what, remedy := "is an unknown key", fmt.Sprintf("did you mean %s?", near)
		if f.kind {
			what, remedy = "is an unknown kind", fmt.Sprintf("did you mean %s? The kinds of this version are %s", near, strings.Join(kinds, ", "))
		}
		d.fail(at, what, remedy)
		if d.set(Join(path, near)) || f.kind && kind != "" {
			return f, false
		}
		return f, d.readAs(f, p, v, path)
	}
	s := stray{path, name, target(p.value).Kind, homesOf(name)}
	if beside := Join(number.ReplaceAllString(path, "[]"), kind); slices.Contains(s.homes, beside) {
		s.homes = []string{beside}
	}
	if len(d.strays) < mostStrays {
		d.strays = append(d.strays, s)
	}
	switch {
	case len(kinds) > 0 && s.shape != yaml.ScalarNode && len(s.homes) == 0:
		d.fail(at, "is an unknown kind", "the kinds of this version are "+strings.Join(kinds, ", "))
	case len(s.homes) > 0:
		d.fail(at, "does not belong here", "move it to "+named(s.homes, path))
	default:
		d.fail(at, "is an unknown key", "the keys here are "+strings.Join(names, ", "))
	}
	return field{}, false
}

// fold says once of three strays or more in what is at path that they belong to one other place: what is missing is the
// line above them.
func (r *report) fold(path string) {
	strays := slices.DeleteFunc(slices.Clone(r.strays), func(s stray) bool { return s.path != path })
	if len(strays) < 3 {
		return
	}
	homes := slices.Clone(strays[0].homes)
	for _, s := range strays[1:] {
		homes = slices.DeleteFunc(homes, func(home string) bool { return !slices.Contains(s.homes, home) })
	}
	if len(homes) == 0 {
		return
	}
	var first *Error
	r.errs = slices.DeleteFunc(r.errs, func(e *Error) bool {
		is := slices.ContainsFunc(strays, func(s stray) bool { return e.path == Join(path, s.name) })
		if is && first == nil {
			first, is = e, false
		}
		return is
	})
	first.what = fmt.Sprintf("does not belong here, nor do %d keys behind it", len(strays)-1)
	first.remedy = "move them to " + named(homes, path)
}

// readAs reads the value of a misspelt key as that of the key f, which is likely meant. What is wrong with a single
// value is not noted, because it may come from the guess, nor what is wrong in a kind that has keys of another.
func (d *decoder) readAs(f field, p pair, v reflect.Value, path string) bool {
	at, into := Join(path, f.Name), v.Field(f.index)
	d.at[at], d.misspelt[at] = place(p.key), Join(d.written(path), p.key.Value)
	before := reflect.New(into.Type()).Elem()
	before.Set(into)
	errs, strays := len(d.errs), len(d.strays)
	d.value(p.value, into, at, f.Value)
	other := slices.ContainsFunc(d.strays[strays:], func(s stray) bool { return s.path == at })
	if !isNull(target(p.value)) && (len(d.errs) == errs || many(target(p.value), into.Type()) && !other) {
		d.errs[errs-1].settled = true
		return true
	}
	d.errs, d.strays = d.errs[:errs], d.strays[:strays]
	d.errs[errs-1].path = at // it is not judged further
	into.Set(before)
	return true
}

// many reports whether n holds several values, as the type t does.
func many(n *yaml.Node, t reflect.Type) bool {
	if t.Kind() == reflect.Slice {
		return n.Kind == yaml.SequenceNode
	}
	return n.Kind == yaml.MappingNode && slices.Contains([]reflect.Kind{reflect.Struct, reflect.Pointer, reflect.Map}, t.Kind())
}

// written returns the path of a key as it is written.
func (r *report) written(path string) string {
	for meant := path; meant != ""; meant = outer(meant) {
		if written, ok := r.misspelt[meant]; ok {
			return written + strings.TrimPrefix(path, meant)
		}
	}
	return path
}

// straysIn reports whether a stray stands in what is at path.
func (r *report) straysIn(path string) bool {
	return slices.ContainsFunc(r.strays, func(s stray) bool { return s.path == path })
}

// strayFrom reports whether a key of what is at path stands beside it.
func (r *report) strayFrom(path string) bool {
	meant := number.ReplaceAllString(path, "[]")
	return slices.ContainsFunc(r.strays, func(s stray) bool {
		return s.path == parentOf(path) && slices.ContainsFunc(s.homes, func(home string) bool { return within(home, meant) })
	})
}

// parentOf returns the path of what holds the key path.
func parentOf(path string) string { return path[:max(strings.LastIndexByte(path, '.'), 0)] }

// number matches the place of an entry in a list.
var number = regexp.MustCompile(`\[\d+\]`)

// astray reports whether the key path, which is not there, is likely one that stands in a wrong place, or under a name
// that nothing has. Its value is of one of these shapes.
func (r *report) astray(path string, shapes ...yaml.Kind) bool {
	parent, meant := parentOf(path), number.ReplaceAllString(path, "[]")
	return slices.ContainsFunc(r.strays, func(s stray) bool {
		if len(s.homes) == 0 {
			return s.path == parent && slices.Contains(shapes, s.shape)
		}
		return (within(parent, s.path) || within(s.path, parent)) && slices.ContainsFunc(s.homes, func(home string) bool { return within(Join(home, s.name), meant) })
	})
}

// homesOf returns the paths of the structs of a Config that have the key name, the shortest first; "" is the file
// itself.
func homesOf(name string) []string {
	var places []string
	EachStruct(reflect.TypeFor[Config](), "", func(path string, t reflect.Type) {
		if _, ok := find(FieldsOf(t), name); ok {
			places = append(places, path)
		}
	})
	slices.SortStableFunc(places, func(a, b string) int { return strings.Count(a, ".") - strings.Count(b, ".") })
	return places
}

// named names the first three of some places, those below path first, where it is most likely meant for.
func named(places []string, path string) string {
	here := number.ReplaceAllString(path, "[]")
	near := func(home string) int {
		if here != "" && within(home, here) {
			return 0
		}
		return 1
	}
	places = slices.Clone(places)
	slices.SortStableFunc(places, func(a, b string) int { return near(a) - near(b) })
	places = places[:min(3, len(places))]
	for i, p := range places {
		if p == "" {
			places[i] = "the beginning of a line, for it stands alone"
		}
	}
	return strings.Join(places, " or ")
}
