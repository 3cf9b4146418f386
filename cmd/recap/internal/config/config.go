// Package config reads the configuration: YAML, strictly, with file, line, key and remedy for all that is wrong. What a
// kind of source or output takes is said by the kind: its keys by the tag "yaml" of its fields, what their values are
// by the tag "value"; valueOf lists what there is.
package config

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"recap/cmd/recap/internal/programme"
	"recap/digest/deliver"
	"recap/digest/render"
	"recap/ingest"
)

// A Config is the whole configuration file. Every key stands with its default and reason in config.example.yaml at the
// top of the repository; a test keeps the two together.
type Config struct {
	Community Community        `yaml:"community"`              // who the recap is about
	Database  string           `yaml:"database" value:"path"`  // the SQLite file; default recap.db
	Sources   []ingest.Config  `yaml:"sources"`                // where posts come from; at least one
	Events    []Event          `yaml:"events"`                 // what makes "Day 2 of ..." recaps
	Digests   []Digest         `yaml:"digests"`                // which recaps there are; default one a day, named daily
	Writer    Writer           `yaml:"writer"`                 // the language model of the digests that want one; default none
	Outputs   []deliver.Target `yaml:"outputs"`                // where recaps go; none is fine for `recap digest`
	Branding  render.Branding  `yaml:"branding"`               // logo, colour and words of pages and mail
	Templates string           `yaml:"templates" value:"path"` // folder of templates in place of the program's own; default none
	Alerts    Alerts           `yaml:"alerts"`                 // who is told when recap no longer does its work
	Serve     Serve            `yaml:"serve"`                  // where the links of the newsletter are answered
	Ping      string           `yaml:"ping" value:"url"`       // an address that is asked for after each good run; default none

	Dir  string         // the folder of the file, from which relative paths start
	Zone *time.Location // of Community.Timezone
	Look *render.Look   // what Branding and Templates make
}

// Community is who the recap is about and how it speaks of them.
type Community struct {
	Name          string            `yaml:"name" value:"text"`          // how the recap calls the community; required
	URL           string            `yaml:"url" value:"url"`            // its home page
	Contact       string            `yaml:"contact" value:"contact"`    // mail address or page that goes into the User-Agent, for those whose servers are read
	Timezone      string            `yaml:"timezone" value:"zone"`      // IANA name of the zone whose days count; default UTC
	Language      string            `yaml:"language" value:"language"`  // BCP 47 tag of the language of the recaps: en and de, any other is told in English; default en
	Hashtags      []string          `yaml:"hashtags" value:"hashtag"`   // its hashtags, with or without #
	Join          string            `yaml:"join" value:"text"`          // how to take part: the recap's closing line
	Organizations map[string]string `yaml:"organizations" value:"text"` // mail domain to the name of the organisation behind it
	Projects      []string          `yaml:"projects" value:"text"`      // names that the recap recognises as projects
	ShowAddresses bool              `yaml:"show_addresses"`             // whether mail addresses may appear in outputs; default false
}

// An Event is a meeting of the community; the recaps of its days say which day of it they tell.
type Event struct {
	Name      string   `yaml:"name" value:"text"`        // required
	Start     Date     `yaml:"start"`                    // first day, in the community's zone; required
	End       Date     `yaml:"end"`                      // last day; default the first
	Hashtags  []string `yaml:"hashtags" value:"hashtag"` // with or without #
	URL       string   `yaml:"url" value:"url"`          // its page
	Programme string   `yaml:"programme" value:"file"`   // an iCalendar file with talks and speakers

	Read *programme.Programme // what Programme holds; nil without one
}

// A Digest is one series of recaps.
type Digest struct {
	Name       string        `yaml:"name" value:"text"`                    // unique; part of every edition's id; required
	Period     string        `yaml:"period" value:"day|week|month|event"`  // day, week, month or event; default day
	At         Clock         `yaml:"at"`                                   // when run may publish the period that closed, in the community's zone; default 07:00
	Settle     time.Duration `yaml:"settle"`                               // how long after the period's end late posts are waited for; default 2h
	Since      Date          `yaml:"since"`                                // no edition of an earlier day; default the day of the first run
	CatchUp    int           `yaml:"catch_up" value:"1-366"`               // how many missed periods one run makes at most; default 7
	MaxAge     time.Duration `yaml:"max_age"`                              // an edition that closed longer ago is written to files but not mailed; default 36h
	Words      int           `yaml:"words" value:"50-5000"`                // target for a normal period; default 0: 480 for a day or two, 640 for a week or a month
	MaxStories int           `yaml:"max_stories" value:"1-50"`             // default 6
	StoryWords int           `yaml:"story_words" value:"20-1000"`          // of excerpts in one story, at most; default 120
	Writer     string        `yaml:"writer" value:"excerpts|chosen|model"` // excerpts (default), chosen (by a model) or model (prose)
	Sections   []Section     `yaml:"sections"`                             // parts that the stories stand in, in the order of printing; default none
	WhenEmpty  string        `yaml:"when_empty" value:"skip|say-so"`       // skip (default) or say-so: what run and publish do when there was no post, and none came late
	Approval   string        `yaml:"approval" value:"none|required"`       // none (default) or required: run and publish wait until recap edit has approved the edition

	// the day that a week begins with; default monday
	WeekStarts string `yaml:"week_starts" value:"monday|tuesday|wednesday|thursday|friday|saturday|sunday"`
}

// A Section is a part of an edition. One without criteria takes the stories that fit none.
type Section struct {
	Name    string   `yaml:"name" value:"text"`    // its heading; required
	Sources []string `yaml:"sources" value:"text"` // names of sources
	Tags    []string `yaml:"tags" value:"text"`    // hashtags, categories, tags before a subject ("patch")
	Match   []string `yaml:"match" value:"text"`   // words of a title
}

// FirstDay returns the day that weeks of the digest begin with: Monday unless it says another.
func (d *Digest) FirstDay() time.Weekday {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if strings.EqualFold(day.String(), d.WeekStarts) {
			return day
		}
	}
	return time.Monday
}

const maxBytes = 4 << 20 // bytes; a configuration is written by hand

// Load reads and checks the configuration file. Every error but one of reading the environment is Errors: all mistakes
// that were found, each a line with file, line, key, what is wrong and what to do. It opens no network connection and
// writes nothing.
func Load(file string, env func(string) (string, bool)) (*Config, error) {
	data, err := readConfig(file)
	if err != nil {
		what, remedy := "cannot be read: "+Reason(err), "name the file with --config FILE or RECAP_CONFIG"
		if errors.Is(err, fs.ErrNotExist) {
			what, remedy = "there is no such file", "write one with \"recap init\", or name it with --config FILE or RECAP_CONFIG"
		}
		return nil, Errors{{file: file, key: "config", what: what, remedy: remedy}}
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
	d := &decoder{report: report{file: file, at: map[string]mark{}, misspelt: map[string]string{}}, dir: filepath.Dir(abs), home: home, env: env}
	c := &Config{Dir: d.dir}
	root := d.parse(data)
	if root != nil {
		d.value(root, reflect.ValueOf(c).Elem(), "", "")
	}
	if root != nil && root.Kind == yaml.MappingNode {
		d.decoded()
		c.fill(d)
		c.check(&d.report)
	}
	if err := d.errors(); err != nil {
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

// parse returns the one mapping that the file holds, nil if it holds none.
func (d *decoder) parse(data []byte) *yaml.Node {
	data = yamlOfJSON(data)
	doc, more, err := documents(data)
	switch {
	case err != nil:
		d.syntax(data, err)
	case more != nil:
		d.failAt(place(more), "", "holds a second document", "remove the line \"---\" and what follows it")
	case doc == nil || isNull(doc):
		d.failAt(mark{}, "", "is empty", "write an example with \"recap init\" into another file and start from it")
	}
	if len(d.errs) > 0 {
		return nil
	}
	return doc
}

// documents returns what data holds, and the second document if there are several. The parser reads no further than it
// is asked: what stands behind the first document is no error before one asks for the next.
func documents(data []byte) (first, second *yaml.Node, err error) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var all []*yaml.Node
	for range 2 {
		var doc yaml.Node
		if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, nil, err
		}
		all = append(all, &doc)
	}
	if len(all) > 0 && len(all[0].Content) > 0 {
		first = all[0].Content[0]
	}
	if len(all) > 1 {
		second = all[1]
	}
	return first, second, nil
}
