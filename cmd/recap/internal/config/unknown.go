package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"recap/cmd/recap/internal/console"
)

// unknown returns the error of a key that the struct type t does not have: a kind that is not known, a word that is nearly right, a
// key that belongs somewhere else, or neither.
func (d *decoder) unknown(p pair, t reflect.Type, path string) error {
	var names []string
	for _, f := range FieldsOf(t) {
		names = append(names, f.Name)
	}
	name, kinds := p.key.Value, kindsOf(t)
	fail := func(what, remedy string) error {
		return &Error{d.file, p.key.Line, Join(path, name), what, remedy}
	}
	near := console.Nearest(name, names)
	switch {
	case len(kinds) > 0 && p.value.Kind != yaml.ScalarNode && near == "":
		return fail("is an unknown kind", "the kinds of this version are "+strings.Join(kinds, ", "))
	case len(kinds) > 0 && slices.Contains(kinds, near):
		return fail("is an unknown kind", fmt.Sprintf("did you mean %s? The kinds of this version are %s", near, strings.Join(kinds, ", ")))
	case near != "":
		return fail("is an unknown key", fmt.Sprintf("did you mean %s?", near))
	}
	if places := placesOf(name); len(places) > 0 {
		return fail("does not belong here", "move it to "+strings.Join(places, " or "))
	}
	return fail("is an unknown key", "the keys here are "+strings.Join(names, ", "))
}

// placesOf returns the paths of the structs of a Config that have the key name, the shortest first and at most three.
func placesOf(name string) []string {
	var places []string
	EachStruct(reflect.TypeFor[Config](), "", func(path string, t reflect.Type) {
		if _, ok := find(FieldsOf(t), name); ok && path != "" {
			places = append(places, path)
		}
	})
	slices.SortStableFunc(places, func(a, b string) int { return strings.Count(a, ".") - strings.Count(b, ".") })
	return places[:min(3, len(places))]
}

// EachStruct calls visit for every struct type with keys that can be reached from t.
func EachStruct(t reflect.Type, path string, visit func(path string, t reflect.Type)) {
	switch t.Kind() {
	case reflect.Pointer:
		EachStruct(t.Elem(), path, visit)
	case reflect.Slice:
		EachStruct(t.Elem(), path+"[]", visit)
	case reflect.Struct:
		fields := FieldsOf(t)
		if len(fields) == 0 {
			return
		}
		visit(path, t)
		for _, f := range fields {
			EachStruct(t.Field(f.index).Type, Join(path, f.Name), visit)
		}
	}
}
