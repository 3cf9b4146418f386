package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"recap/cmd/recap/internal/console"
)

// An Error is one mistake in the configuration. It always prints as one line.
type Error struct {
	file   string
	mark   mark
	key    string // as it is written
	what   string
	remedy string

	path    string // of the key that is meant
	settled bool   // what is meant was read all the same
}

// A mark is a place in the file.
type mark struct{ line, column int } // from 1

func (e *Error) Error() string {
	return console.OneLine(fmt.Sprintf("%s:%d: %s: %s; %s", e.file, max(e.mark.line, 1), e.key, e.what, e.remedy))
}

// Errors are all mistakes in a configuration, in the order of their lines.
type Errors []*Error

// Error returns one line for each mistake.
func (e Errors) Error() string {
	var lines []string
	for _, one := range e {
		lines = append(lines, one.Error())
	}
	return strings.Join(lines, "\n")
}

// A hint is an error that knows its remedy.
type hint struct{ what, remedy string }

func (h hint) Error() string { return h.what + "; " + h.remedy }

// Reason returns what went wrong with a file, without its path, which stands in the message already.
func Reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// A report is where the keys of a configuration stand, and what is wrong with them.
type report struct {
	file     string            // as the user named it
	at       map[string]mark   // the path of each key that stands in it
	misspelt map[string]string // the path of a key that is meant, and as it is written
	strays   []stray
	errs     Errors

	wrong map[string]bool // once all is decoded: the paths of mistakes, true, and of what holds them, false
}

// set reports whether a key stands in the file.
func (r *report) set(path string) bool {
	_, ok := r.at[path]
	return ok
}

// fail notes a mistake at the key path, or at the nearest key around it that stands in the file.
func (r *report) fail(path, what, remedy string) {
	at, known := r.at[path]
	for p := path; !known; at, known = r.at[p] {
		i := strings.LastIndexAny(p, ".[")
		if i < 0 {
			break
		}
		p = p[:i]
	}
	r.failAt(at, path, what, remedy)
}

// failAt notes a mistake at a place of the file.
func (r *report) failAt(at mark, path, what, remedy string) {
	e := &Error{file: r.file, mark: at, key: cmp.Or(r.written(path), "config"), what: what, remedy: remedy, path: path}
	r.errs = append(r.errs, e)
	if r.wrong != nil {
		r.note(e)
	}
}

// failWith notes what is wrong with the value of the key path.
func (r *report) failWith(path string, err error) {
	var h hint
	if errors.As(err, &h) {
		r.fail(path, h.what, h.remedy)
		return
	}
	r.fail(path, err.Error(), "correct the value")
}

// sound reports whether no mistake was found in what these keys hold, nor in what holds them. What is not sound is
// judged no further, because what would be found there may only follow from the mistake.
func (r *report) sound(paths ...string) bool {
	return !slices.ContainsFunc(paths, func(path string) bool {
		if _, holds := r.wrong[path]; holds {
			return true
		}
		for ; path != ""; path = outer(path) {
			if r.wrong[path] {
				return true
			}
		}
		return r.wrong[""]
	})
}

// decoded begins the checks of what was decoded.
func (r *report) decoded() {
	r.wrong = map[string]bool{}
	for _, e := range r.errs {
		r.note(e)
	}
}

// note makes sound know of a mistake.
func (r *report) note(e *Error) {
	if e.settled {
		return
	}
	r.wrong[e.path] = true
	for path := e.path; path != ""; {
		path = outer(path)
		if _, known := r.wrong[path]; !known {
			r.wrong[path] = false // not wrong itself, but something in it is
		}
	}
}

// outer returns the path of what the key path stands in: the list, for an entry.
func outer(path string) string { return path[:max(strings.LastIndexAny(path, ".["), 0)] }

// within reports whether the key path is that of outer, or of something in it.
func within(path, outer string) bool {
	rest, ok := strings.CutPrefix(path, outer)
	return ok && (outer == "" || rest == "" || rest[0] == '.' || rest[0] == '[')
}

// errors returns all that was found, nil if nothing. What stands once in the file, and is read twice because others
// refer to it, is said once.
func (r *report) errors() error {
	if len(r.errs) == 0 {
		return nil
	}
	slices.SortStableFunc(r.errs, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.mark.line, b.mark.line), cmp.Compare(a.mark.column, b.mark.column))
	})
	type identity struct {
		mark
		key, what string
	}
	said := map[identity]bool{}
	return slices.DeleteFunc(r.errs, func(e *Error) bool {
		id := identity{e.mark, e.key[strings.LastIndexByte(e.key, '.')+1:], e.what}
		twice := said[id] && e.mark.column > 0
		said[id] = true
		return twice
	})
}

// yamlError takes what the YAML parser says apart. Its line is often that of the block around the mistake, or one less.
var yamlError = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?(.*)$`)

// syntaxBytes bounds the search for the line at which a file stops being YAML, which parses the file again without its
// last lines.
const syntaxBytes = 16 << 20

// syntax notes what the YAML parser said about data.
func (d *decoder) syntax(data []byte, err error) {
	m := yamlError.FindStringSubmatch(strings.SplitN(err.Error(), "\n", 2)[0])
	line, _ := strconv.Atoi(m[1])
	lines := bytes.SplitAfter(data, []byte("\n"))
	for n, left := len(lines)-1, syntaxBytes; n >= 0 && left > 0; n-- {
		part := bytes.Join(lines[:n], nil)
		left -= len(part) + 1
		if _, _, err := documents(part); err == nil {
			line = n + 1
			break
		}
	}
	d.failAt(mark{line: line}, "", "is not YAML: "+m[2], "check the indentation (spaces, no tabs), colons and quotes there and on the line before")
}
