// Package deliver brings editions to the places that the configuration names. It has the table of the kinds of outputs,
// each of which is a file here; package output says what all of them have in common, and its neighbour delivertest is
// the contract that they keep. The README says how a kind is added.
package deliver

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"recap/digest"
	"recap/digest/deliver/output"
)

// A Target is one output of the configuration: a name and exactly one kind, whose YAML key is the kind. Its fields that
// are kinds are the table of all there are, in the order of the documentation.
type Target struct {
	Name    string   `yaml:"name" value:"text"`
	Digests []string `yaml:"digests" value:"text"` // names of the digests it takes; default: all

	Jekyll     *Jekyll     `yaml:"jekyll"`     // posts for Jekyll
	Hugo       *Hugo       `yaml:"hugo"`       // posts for Hugo
	Middleman  *Middleman  `yaml:"middleman"`  // posts for Middleman with middleman-blog
	HTML       *HTML       `yaml:"html"`       // pages that need no generator
	JSON       *JSON       `yaml:"json"`       // data for a site's templates
	Atom       *Atom       `yaml:"atom"`       // a feed of the recaps
	EML        *EML        `yaml:"eml"`        // the newsletter as files, ready to be sent
	Email      *Email      `yaml:"email"`      // the newsletter by SMTP
	Sendmail   *Sendmail   `yaml:"sendmail"`   // the newsletter, handed to a program of this machine
	Listmonk   *Listmonk   `yaml:"listmonk"`   // the newsletter as campaigns of a listmonk server
	Buttondown *Buttondown `yaml:"buttondown"` // the newsletter by the service of that name
	Webhook    *Webhook    `yaml:"webhook"`    // a call of another program with the edition as JSON
}

// A row is one kind that a Target can hold.
type row struct {
	key  string
	kind output.Kind // a nil pointer where it is not set
}

// set reports whether the target has this kind.
func (r row) set() bool { return !reflect.ValueOf(r.kind).IsNil() }

// kinds lists what a Target can hold.
func (t *Target) kinds() []row {
	var rows []row
	v := reflect.ValueOf(t).Elem()
	for i := range v.NumField() {
		if kind, ok := v.Field(i).Interface().(output.Kind); ok {
			key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
			rows = append(rows, row{key, kind})
		}
	}
	return rows
}

// Kinds returns the names of all kinds, in the order of the documentation.
func Kinds() []string {
	var keys []string
	for _, k := range (&Target{}).kinds() {
		keys = append(keys, k.key)
	}
	return keys
}

// one returns the only kind that is set. It is an error if none or more than one is.
func (t *Target) one() (row, error) {
	set := slices.DeleteFunc(t.kinds(), func(r row) bool { return !r.set() })
	switch len(set) {
	case 0:
		return row{}, fmt.Errorf("no kind; give one of %s", strings.Join(Kinds(), ", "))
	case 1:
		return set[0], nil
	}
	return row{}, fmt.Errorf("more than one kind, %s and %s", set[0].key, set[1].key)
}

// Kind returns the target's kind, or "" if none or several are set.
func (t *Target) Kind() string {
	found, _ := t.one()
	return found.key
}

// About returns what the output is, nothing if it has no kind.
func (t *Target) About() output.About {
	found, err := t.one()
	if err != nil {
		return output.About{}
	}
	return found.kind.About()
}

// Takes reports whether the target takes editions of this digest.
func (t *Target) Takes(name string) bool { return output.Digests(t.Digests).Takes(name) }

// URL returns where the target publishes the edition's page, or "" if it has none or does not know its address.
func (t *Target) URL(e *digest.Edition) string { return expand(t.About().Page, e) }

// Output returns the output that the target configures. Its errors name the target, and the missing key.
func (t *Target) Output() (output.Output, error) {
	found, err := t.one()
	if err != nil {
		return nil, fmt.Errorf("output %s: %w", t.Name, err)
	}
	if err := found.kind.About().Check(); err != nil {
		return nil, fmt.Errorf("output %s: the kind %s: %w", t.Name, found.key, err)
	}
	o, err := found.kind.Open(t.Name, t.Digests)
	if err != nil {
		return nil, fmt.Errorf("output %s: %s %w", t.Name, found.key, err)
	}
	return o, nil
}

// need demands the value of a key.
func need(key, value string) error {
	if value == "" {
		return fmt.Errorf("needs the key %q", key)
	}
	return nil
}
