package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"recap/cmd/recap/internal/console"
)

// An Error is one mistake in the configuration. It always prints as one line.
type Error struct {
	file   string
	line   int // from 1
	key    string
	what   string
	remedy string
}

func (e *Error) Error() string {
	return console.OneLine(fmt.Sprintf("%s:%d: %s: %s; %s", e.file, e.line, e.key, e.what, e.remedy))
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

// yamlError takes what the YAML parser says apart. Its line is often that of the block around the mistake, or one less.
var yamlError = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?(.*)$`)

// syntaxBytes bounds the search for the line at which a file stops being YAML, which parses the file again without its last lines.
const syntaxBytes = 16 << 20

// syntax returns what the YAML parser said about data as an Error.
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
	return &Error{d.file, max(line, 1), "config", "is not YAML: " + m[2],
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
	return &Error{d.file, line, path, what, remedy}
}
