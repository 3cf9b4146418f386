package config

import (
	"encoding"
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

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
			failed = &Error{d.file, n.Line, orConfig(path), fmt.Sprintf("%q is not the name of a variable", m), "write ${NAME}, or $${ for the characters ${"}
		case !set:
			failed = &Error{d.file, n.Line, orConfig(path), fmt.Sprintf("the variable %s is not set", name), fmt.Sprintf("set %s in the environment, or write $${ for the characters ${", name)}
		}
		return value
	})
	return s, failed
}

// namesFile reports whether the value of the key path is a path of the file system, or may be one.
func namesFile(path string) bool {
	key := path[strings.LastIndexByte(path, '.')+1:]
	switch key {
	case "database", "path", "dir", "file", "programme", "logo", "css", "templates":
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
	return &Error{d.file, n.Line, orConfig(path), fmt.Sprintf("wants %s, not %s", want, got), remedy}
}

func Join(path, key string) string {
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
