package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// A configError is one mistake in the configuration. It always prints as one line.
type configError struct {
	file   string
	line   int // from 1
	key    string
	what   string
	remedy string
}

func (e *configError) Error() string {
	return oneLine(fmt.Sprintf("%s:%d: %s: %s; %s", e.file, e.line, e.key, e.what, e.remedy))
}

// A hint is an error that knows its remedy.
type hint struct{ what, remedy string }

func (h hint) Error() string { return h.what + "; " + h.remedy }

// oneLine returns s with white space folded and without characters that steer a terminal.
func oneLine(s string) string { return visible(strings.Join(strings.Fields(s), " ")) }

// visible returns s without control characters, those of bidirectional text included.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// reason returns what went wrong with a file, without its path, which stands in the message already.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// yamlError takes what the YAML parser says apart. Its line is often that of the block around the mistake, or one less.
var yamlError = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?(.*)$`)

// syntaxBytes bounds the search for the line at which a file stops being YAML, which parses the file again without its last lines.
const syntaxBytes = 16 << 20

// syntax returns what the YAML parser said about data as a configError.
func (d *decoder) syntax(data []byte, err error) error {
	m := yamlError.FindStringSubmatch(strings.SplitN(err.Error(), "\n", 2)[0])
	line, _ := strconv.Atoi(m[1])
	lines := bytes.SplitAfter(data, []byte("\n"))
	for n, left := len(lines)-1, syntaxBytes; n >= 0 && left > 0; n-- {
		var doc yaml.Node
		part := bytes.Join(lines[:n], nil)
		left -= len(part) + 1
		if yaml.Unmarshal(part, &doc) == nil {
			line = n + 1
			break
		}
	}
	return &configError{d.file, max(line, 1), "config", "is not YAML: " + m[2],
		"check the indentation (spaces, no tabs), colons and quotes there and on the line before"}
}

// fail returns the error what at the line of the key path, or of the nearest key around it that stands in the file.
func (d *decoder) fail(path, what, remedy string) error {
	line := 1
	for p := path; ; {
		if n, ok := d.lines[p]; ok {
			line = n
			break
		}
		i := strings.LastIndexAny(p, ".[")
		if i < 0 {
			break
		}
		p = p[:i]
	}
	if path == "" {
		path = "config"
	}
	return &configError{d.file, line, path, what, remedy}
}

// nearest returns the candidate that word most likely stands for, or "" if none is near.
func nearest(word string, candidates []string) string {
	best, distance := "", 1+max(1, len(word)/3)
	for _, c := range candidates {
		if n := editDistance(strings.ToLower(word), strings.ToLower(c)); n < distance {
			best, distance = c, n
		}
	}
	return best
}

// editDistance returns how many bytes must be put in, taken out, replaced or swapped with their neighbour to make b of a (the
// optimal string alignment distance).
func editDistance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}

// oneOf returns the remedy for a value that has to be one of choices.
func oneOf(value string, choices []string) string {
	list := strings.Join(choices, ", ")
	if n := nearest(value, choices); n != "" {
		return fmt.Sprintf("did you mean %s? Choose from %s", n, list)
	}
	return "choose from " + list
}
