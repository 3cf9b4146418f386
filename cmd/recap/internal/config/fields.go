package config

import (
	"reflect"
	"slices"
	"strings"
)

// A field is a key that a struct knows.
type field struct {
	Name  string
	Value string // what its texts or numbers are, by the tag "value"; see valueOf
	index int
	kind  bool // the key names the kind of a source or an output: a pointer to a struct
}

// knownFields are the keys of all structs that a configuration is made of: they are asked for some ten thousand times
// where it has a thousand sources.
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

// readFields is FieldsOf for a type that is not known yet.
func readFields(t reflect.Type) []field {
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "" || name == "-" || !f.IsExported() {
			continue
		}
		kind := f.Type.Kind() == reflect.Pointer && f.Type.Elem().Kind() == reflect.Struct
		fields = append(fields, field{name, f.Tag.Get("value"), i, kind})
	}
	return fields
}

// find returns the key of that name.
func find(fields []field, name string) (field, bool) {
	i := slices.IndexFunc(fields, func(f field) bool { return f.Name == name })
	if i < 0 {
		return field{}, false
	}
	return fields[i], true
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

// kindIn returns the kind that a source or an output has, and its key; "" if it has none.
func kindIn(v reflect.Value) (key string, kind reflect.Value) {
	for _, f := range FieldsOf(v.Type()) {
		if f.kind && !v.Field(f.index).IsNil() {
			return f.Name, v.Field(f.index).Elem()
		}
	}
	return "", kind
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

// Join returns the path of a key in what stands at path.
func Join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
