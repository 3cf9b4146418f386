package config

import (
	"encoding"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"recap/cmd/recap/internal/console"
)

// text decodes a text that is a value of this kind. A kind with bars is a choice; an empty text is the choice that is
// made by default.
func (d *decoder) text(n *yaml.Node, v reflect.Value, path, kind string) {
	s, ok := d.scalar(n, path, "a text")
	if !ok {
		return
	}
	if choices := strings.Split(kind, "|"); len(choices) > 1 {
		if s != "" && !slices.Contains(choices, s) {
			d.fail(path, fmt.Sprintf("%q is not known", s), console.OneOf(s, choices))
		} else if s != "" {
			v.SetString(s)
		}
		return
	}
	if s != "" {
		var err error
		if s, err = d.check(kind, s); err != nil {
			d.failWith(path, err)
			return
		}
	}
	v.SetString(s)
}

// typed decodes a text that its type reads.
func (d *decoder) typed(n *yaml.Node, v encoding.TextUnmarshaler, path string) {
	s, ok := d.scalar(n, path, "a text")
	if !ok {
		return
	}
	if err := v.UnmarshalText([]byte(s)); err != nil {
		d.failWith(path, err)
	}
}

func (d *decoder) duration(n *yaml.Node, v reflect.Value, path string) {
	const remedy = "write a number with its unit, for example 15m, 2h or 36h"
	s, ok := d.scalar(n, path, "a duration")
	if !ok {
		return
	}
	t, err := time.ParseDuration(s)
	switch {
	case err != nil:
		d.fail(path, fmt.Sprintf("%q is not a duration", s), remedy)
	case t < 0:
		d.fail(path, fmt.Sprintf("%s is less than nothing", s), remedy)
	default:
		v.SetInt(int64(t))
	}
}

func (d *decoder) boolean(n *yaml.Node, v reflect.Value, path string) {
	s, ok := d.expand(n, path)
	if !ok {
		return
	}
	if n.Kind != yaml.ScalarNode || s != "true" && s != "false" {
		d.wrong(n, path, "true or false", "write true or false, without quotes")
		return
	}
	v.SetBool(s == "true")
}

// integer decodes a whole number. A kind "LOW-HIGH" bounds it.
func (d *decoder) integer(n *yaml.Node, v reflect.Value, path, kind string) {
	s, ok := d.expand(n, path)
	if !ok {
		return
	}
	i, err := strconv.ParseInt(s, 10, 32)
	if n.Kind != yaml.ScalarNode || err != nil {
		d.wrong(n, path, "a whole number", "write digits only, for example 7")
		return
	}
	if low, high, ok := bounds(kind); ok && (i < low || i > high) {
		d.fail(path, fmt.Sprintf("%d is out of range", i), fmt.Sprintf("choose from %d to %d", low, high))
		return
	}
	v.SetInt(i)
}

// bounds takes a kind "LOW-HIGH" apart.
func bounds(kind string) (low, high int64, ok bool) {
	from, to, _ := strings.Cut(kind, "-")
	low, err := strconv.ParseInt(from, 10, 32)
	high, err2 := strconv.ParseInt(to, 10, 32)
	return low, high, err == nil && err2 == nil
}

// scalar returns the text of n with variables replaced; ok is false if it is none, which was noted then.
func (d *decoder) scalar(n *yaml.Node, path, want string) (s string, ok bool) {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!bool" {
		d.wrong(n, path, want, "write one value, in quotes if it holds : # { } [ ] or is a word like true")
		return "", false
	}
	return d.expand(n, path)
}

// variable matches ${NAME} and $${, which stands for ${ itself.
var variable = regexp.MustCompile(`\$\$\{|\$\{([^}]*)(\}?)`)

// varName is what a variable may be called.
var varName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// expand returns the value of the scalar n with ${NAME} replaced from the environment; ok is false if that cannot be
// done, which was noted then.
func (d *decoder) expand(n *yaml.Node, path string) (s string, ok bool) {
	ok = true
	s = variable.ReplaceAllStringFunc(n.Value, func(m string) string {
		if m == "$${" {
			return "${"
		}
		name, closed := strings.CutSuffix(m[2:], "}")
		if !closed || !varName.MatchString(name) {
			d.failAt(place(n), path, fmt.Sprintf("%q is not the name of a variable", m), "write ${NAME}, or $${ for the characters ${")
			ok = false
			return ""
		}
		value, set := d.env(name)
		if !set {
			d.failAt(place(n), path, fmt.Sprintf("the variable %s is not set", name),
				fmt.Sprintf("set %s in the environment, or write $${ for the characters ${", name))
			ok = false
		}
		return value
	})
	return s, ok
}

// wrong notes a value of another type than wanted.
func (d *decoder) wrong(n *yaml.Node, path, want, remedy string) {
	got := map[yaml.Kind]string{yaml.MappingNode: "keys with values", yaml.SequenceNode: "a list"}[n.Kind]
	switch {
	case isNull(n):
		got = "nothing"
	case n.Kind == yaml.ScalarNode:
		got = strconv.Quote(n.Value)
	}
	d.failAt(place(n), path, fmt.Sprintf("wants %s, not %s", want, got), remedy)
}
