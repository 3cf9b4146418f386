// Package config reads the configuration: YAML, strictly, with file, line, key and remedy for what is wrong. Defaults stand here and nowhere else.
// What a kind of source or output takes is said by the kind; this package finds its keys by their types.
package config

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.yaml.in/yaml/v3"

	"recap/cmd/recap/internal/programme"
	"recap/digest/deliver"
	"recap/digest/render"
	"recap/ingest"
)

// A Config is the whole configuration file. Every key stands with its default and reason in config.example.yaml at the top of the
// repository; a test keeps the two together.
type Config struct {
	Community Community        `yaml:"community"` // who the recap is about
	Database  string           `yaml:"database"`  // the SQLite file; default recap.db
	Sources   []ingest.Config  `yaml:"sources"`   // where posts come from; at least one
	Events    []Event          `yaml:"events"`    // what makes "Day 2 of ..." recaps
	Digests   []Digest         `yaml:"digests"`   // which recaps there are; default one a day, named daily
	Outputs   []deliver.Target `yaml:"outputs"`   // where recaps go; none is fine for `recap digest`
	Branding  render.Branding  `yaml:"branding"`  // logo, colour and words of pages and mail
	Templates string           `yaml:"templates"` // folder of templates in place of the program's own; default none
	Alerts    Alerts           `yaml:"alerts"`    // who is told when recap no longer does its work
	Ping      string           `yaml:"ping"`      // an address that is asked for after each good run; default none

	Dir  string         // the folder of the file, from which relative paths start
	Zone *time.Location // of Community.Timezone
	Look *render.Look   // what Branding and Templates make
}

// Community is who the recap is about and how it speaks of them.
type Community struct {
	Name          string            `yaml:"name"`           // how the recap calls the community; required
	URL           string            `yaml:"url"`            // its home page
	Contact       string            `yaml:"contact"`        // mail address or page that goes into the User-Agent, for those whose servers are read
	Timezone      string            `yaml:"timezone"`       // IANA name of the zone whose days count; default UTC
	Language      string            `yaml:"language"`       // BCP 47 tag of the language of the recaps: en and de, any other is told in English; default en
	Hashtags      []string          `yaml:"hashtags"`       // its hashtags, with or without #
	Join          string            `yaml:"join"`           // how to take part: the recap's closing line
	Organizations map[string]string `yaml:"organizations"`  // mail domain to the name of the organisation behind it
	Projects      []string          `yaml:"projects"`       // names that the recap recognises as projects
	ShowAddresses bool              `yaml:"show_addresses"` // whether mail addresses may appear in outputs; default false
}

// An Event is a meeting of the community; the recaps of its days say which day of it they tell.
type Event struct {
	Name      string   `yaml:"name"`      // required
	Start     Date     `yaml:"start"`     // first day, in the community's zone; required
	End       Date     `yaml:"end"`       // last day; default the first
	Hashtags  []string `yaml:"hashtags"`  // with or without #
	URL       string   `yaml:"url"`       // its page
	Programme string   `yaml:"programme"` // an iCalendar file with talks and speakers

	Read *programme.Programme // what Programme holds; nil without one
}

// A Digest is one series of recaps.
type Digest struct {
	Name       string        `yaml:"name"`        // unique; part of every edition's id; required
	Period     string        `yaml:"period"`      // day, week (from Monday), month or event; default day
	At         Clock         `yaml:"at"`          // when run may publish the period that closed, in the community's zone; default 07:00
	Settle     time.Duration `yaml:"settle"`      // how long after the period's end late posts are waited for; default 2h
	Since      Date          `yaml:"since"`       // no edition of an earlier day; default the day of the first run
	CatchUp    int           `yaml:"catch_up"`    // how many missed periods one run makes at most; default 7
	MaxAge     time.Duration `yaml:"max_age"`     // an edition that closed longer ago is written to files but not mailed; default 36h
	Words      int           `yaml:"words"`       // target for a normal period; default 480
	MaxStories int           `yaml:"max_stories"` // default 6
	StoryWords int           `yaml:"story_words"` // of excerpts in one story, at most; default 120
	Sections   []Section     `yaml:"sections"`    // parts that the stories stand in, in the order of printing; default none
	WhenEmpty  string        `yaml:"when_empty"`  // skip (default) or say-so: what run and publish do when there was no post
	Approval   string        `yaml:"approval"`    // none (default) or required: run and publish wait until recap edit has approved the edition
}

// A Section is a part of an edition. One without criteria takes the stories that fit none.
type Section struct {
	Name    string   `yaml:"name"`    // its heading; required
	Sources []string `yaml:"sources"` // names of sources
	Tags    []string `yaml:"tags"`    // hashtags, categories, tags before a subject ("patch")
	Match   []string `yaml:"match"`   // words of a title
}

// setDefaults fills in what a digest is unless its keys say otherwise.
func (d *Digest) setDefaults() {
	*d = Digest{Period: "day", At: Clock{7, 0}, Settle: 2 * time.Hour, CatchUp: 7, MaxAge: 36 * time.Hour,
		Words: 480, MaxStories: 6, StoryWords: 120, WhenEmpty: "skip", Approval: "none"}
}

const (
	maxBytes = 4 << 20 // bytes; a configuration is written by hand
)

// Load reads and checks the configuration file. Every error but one of reading the environment is an *Error: one line
// with file, line, key, what is wrong and what to do. It opens no network connection and writes nothing.
func Load(file string, env func(string) (string, bool)) (*Config, error) {
	data, err := readConfig(file)
	if err != nil {
		remedy := "name the file with --config FILE or RECAP_CONFIG"
		if errors.Is(err, fs.ErrNotExist) {
			remedy = "write one with \"recap init\", or name it with --config FILE or RECAP_CONFIG"
		}
		return nil, &Error{file, 1, "config", "cannot be read: " + Reason(err), remedy}
	}
	return Decode(file, data, env)
}

// Decode is Load of a file that holds data.
func Decode(file string, data []byte, env func(string) (string, bool)) (*Config, error) {
	abs, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	home, _ := env("HOME")
	d := &decoder{file: file, dir: filepath.Dir(abs), home: home, env: env, lines: map[string]int{}}
	root, err := d.parse(data)
	if err != nil {
		return nil, err
	}
	c := &Config{Dir: d.dir, Database: filepath.Join(d.dir, "recap.db")}
	c.Alerts.setDefaults()
	c.Community.Timezone, c.Community.Language = "UTC", "en"
	if err := d.decode(root, c); err != nil {
		return nil, err
	}
	if err := c.check(d); err != nil {
		return nil, err
	}
	return c, nil
}

func readConfig(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("it is a directory")
	case info.Size() > maxBytes:
		return nil, errors.New("it is larger than 4 MiB")
	}
	data, err := os.ReadFile(path)
	return bytes.TrimPrefix(data, []byte("\ufeff")), err
}

// parse returns the one mapping that the file holds.
func (d *decoder) parse(data []byte) (*yaml.Node, error) {
	data = yamlOfJSON(data)
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, more yaml.Node
	err := dec.Decode(&doc)
	if err == nil && dec.Decode(&more) == nil {
		return nil, &Error{d.file, more.Line, "config", "holds a second document", "remove the line \"---\" and what follows it"}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, d.syntax(data, err)
	}
	if len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" {
		return nil, &Error{d.file, 1, "config", "is empty", "write an example with \"recap init\" into another file and start from it"}
	}
	return doc.Content[0], nil
}
