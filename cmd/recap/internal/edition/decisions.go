package edition

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"recap/cmd/recap/internal/console"
	"recap/digest/edit"
)

// ParseDecisions reads decisions as --set takes them: JSON, as --json prints it or the part "decisions" alone, or a
// list.
func ParseDecisions(d *Draft, file string, data []byte) (*edit.Decisions, error) {
	if file == "-" {
		file = "stdin"
	}
	trimmed := bytes.TrimSpace(data)
	if len(trimmed) == 0 || trimmed[0] != '{' {
		return ParseList(d, file, data)
	}
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return nil, console.Usage("%s:%d: %w", file, lineOf(data, err), err)
	}
	if part, ok := whole["decisions"]; ok {
		data = part
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var out edit.Decisions
	if err := dec.Decode(&out); err != nil {
		return nil, console.Usage("%s: decisions: %w", file, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, console.Usage("%s: something stands behind the decisions", file)
	}
	if err := out.Tidy(); err != nil {
		return nil, console.Usage("%s: %w", file, err)
	}
	return &out, nil
}

// lineOf returns the line that a JSON error is about, from 1.
func lineOf(data []byte, err error) int {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
	}
	return 1
}
