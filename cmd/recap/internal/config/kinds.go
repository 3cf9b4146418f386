package config

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// checkKind demands the keys without which a source or an output means nothing, and asks its kind to judge the rest.
func (r *report) checkKind(path string, v reflect.Value, needs []string, open func() error) {
	name, kind := kindIn(v)
	if name == "" {
		return
	}
	at := Join(path, name)
	for _, key := range needs {
		f, ok := find(FieldsOf(kind.Type()), key)
		if ok && isEmpty(kind.Field(f.index)) {
			r.missing(Join(at, key), fmt.Sprintf("add %s: to %s; config.example.yaml shows what it takes", key, name), shapes(f, kind)...)
		}
	}
	if r.strayFrom(at) || r.straysIn(at) {
		return
	}
	sound := r.sound(at)
	for _, err := range each(open()) {
		key, what, remedy := r.about(at, name, err)
		if sound || key != at && r.sound(key) && !r.blames(at, kind.Type(), err) {
			r.fail(key, what, remedy)
		}
	}
}

// blames reports whether an error of a kind names a key of it that is wrong. Then it may only follow from that, for the
// value was left out.
func (r *report) blames(path string, kind reflect.Type, err error) bool {
	return slices.ContainsFunc(FieldsOf(kind), func(f field) bool {
		_, wrong := r.wrong[Join(path, f.Name)]
		return wrong && strings.Contains(err.Error(), f.Name)
	})
}

// isEmpty reports whether v holds nothing.
func isEmpty(v reflect.Value) bool { return v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 }

// shapes returns how a value of the key f may be written.
func shapes(f field, v reflect.Value) []yaml.Kind {
	switch v.Type().Field(f.index).Type.Kind() {
	case reflect.Struct, reflect.Map:
		return []yaml.Kind{yaml.MappingNode}
	case reflect.Slice:
		return []yaml.Kind{yaml.SequenceNode, yaml.ScalarNode}
	}
	return []yaml.Kind{yaml.ScalarNode}
}

// blame notes what a kind, or what else stands at path, says of its keys.
func (r *report) blame(path, kind string, err error) {
	for _, one := range each(err) {
		r.fail(r.about(path, kind, one))
	}
}

// about takes apart what a kind, or what else stands at path, says of its keys: the key that it names first, else path;
// what is wrong, and the remedy, which may follow after "; ".
func (r *report) about(path, kind string, err error) (key, what, remedy string) {
	what, remedy, found := strings.Cut(strings.TrimPrefix(err.Error(), kind+": "), "; ")
	if !found {
		remedy = "correct it; config.example.yaml shows what " + kind + " takes"
	}
	name, rest, colon := strings.Cut(what, ": ")
	first, _, _ := strings.Cut(what, " ")
	switch {
	case colon && r.set(Join(path, name)):
		return Join(path, name), rest, remedy
	case r.set(Join(path, first)):
		return Join(path, first), what, remedy
	}
	return path, what, remedy
}

// each returns the errors that err was joined of, and these of.
func each(err error) []error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, one := range joined.Unwrap() {
		all = append(all, each(one)...)
	}
	return all
}

// unprefixed returns an error without what it begins with, where the place of the key says as much.
func unprefixed(err error, prefixes ...string) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	for _, p := range prefixes {
		text = strings.TrimPrefix(text, p)
	}
	return errors.New(text)
}
