package render

import (
	"bytes"
	"embed"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"image"
	_ "image/gif"  // for the sizes of logos
	_ "image/jpeg" // the same
	_ "image/png"  // the same
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"recap/digest"
)

//go:embed template/*.html
var templateFiles embed.FS

// templates produce all HTML; html/template escapes what they print for the place where it stands.
var templates = template.Must(parseTemplates(""))

// templateNames are the files that a folder of templates may hold.
var templateNames = []string{"article.html", "index.html", "mail.html", "page.html", "style.html"}

// A Branding is what a configuration says of the look of pages and mail.
type Branding struct {
	Logo   string `yaml:"logo" value:"path"`   // a file: PNG, JPEG, GIF or SVG, the last not in mail
	Accent string `yaml:"accent" value:"text"` // a colour, "#rgb" or "#rrggbb"
	CSS    string `yaml:"css" value:"path"`    // a file with styles that pages have after their own
	Footer string `yaml:"footer" value:"text"` // a line or two of Markdown at the end of pages and mail
}

// A Look is a Branding that was checked, and the templates. A nil Look is the program's own.
type Look struct {
	logo      *logo
	accent    colour
	css       string
	footer    []block
	templates *template.Template
}

const (
	maxLogo     = 200 << 10 // bytes; it stands in every page
	maxCSS      = 64 << 10
	maxFooter   = 2000
	maxTemplate = 512 << 10
)

// NewLook reads the files that b names and the templates in the folder dir, "" for none. Templates are tried on an
// edition that has everything. An error begins with the key or the file that it is about, and after "; " says what to
// do.
func NewLook(b Branding, dir string) (*Look, error) {
	l := &Look{accent: defaultAccent, templates: templates}
	var err error
	if b.Accent != "" {
		if l.accent, err = parseColour(b.Accent); err != nil {
			return nil, fmt.Errorf("accent: %w", err)
		}
	}
	if b.Logo != "" {
		if l.logo, err = readLogo(b.Logo); err != nil {
			return nil, fmt.Errorf("logo: %w", err)
		}
	}
	if b.CSS != "" {
		if l.css, err = readCSS(b.CSS); err != nil {
			return nil, fmt.Errorf("css: %w", err)
		}
	}
	if len(b.Footer) > maxFooter {
		return nil, fmt.Errorf("footer: has %d bytes; write at most %d", len(b.Footer), maxFooter)
	}
	l.footer = readMarkdown(b.Footer)
	if dir == "" {
		return l, nil
	}
	if l.templates, err = parseTemplates(dir); err != nil {
		return nil, err
	}
	return l, l.try(dir)
}

// orPlain returns l, or the program's own look for nil.
func (l *Look) orPlain() *Look {
	if l == nil {
		return &Look{accent: defaultAccent, templates: templates}
	}
	return l
}

// execute runs a template to its end before anything is written.
func (l *Look) execute(w io.Writer, name string, v any) error {
	var b bytes.Buffer
	if err := l.templates.ExecuteTemplate(&b, name, v); err != nil {
		return err
	}
	_, err := b.WriteTo(w)
	return err
}

// parseTemplates reads the embedded templates, and over them those in the folder dir.
func parseTemplates(dir string) (*template.Template, error) {
	t, err := template.New("").ParseFS(templateFiles, "template/*.html")
	if err != nil || dir == "" {
		return t, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w; name a folder that holds templates", dir, errors.Unwrap(err))
	}
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") {
			continue
		}
		file := filepath.Join(dir, name)
		if !slices.Contains(templateNames, name) {
			return nil, fmt.Errorf("%s is no template; the names are %s", file, strings.Join(templateNames, ", "))
		}
		data, err := readSmall(file, maxTemplate)
		if err != nil {
			return nil, err
		}
		if _, err := t.New(name).Parse(string(data)); err != nil {
			return nil, fmt.Errorf("%s; correct it, or start again from the template that the program has", inFolder(err, dir))
		}
	}
	return t, nil
}

// inFolder names the file of a template's error as the user knows it: "DIR/page.html:12: ...".
func inFolder(err error, dir string) string {
	s := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "html/template:"), "template: ")
	return filepath.Join(dir, s)
}

// try runs all templates on an edition that has everything and on one that has nothing.
func (l *Look) try(dir string) error {
	full := trial()
	empty := &digest.Edition{ID: "trial", Community: full.Community, Period: full.Period}
	for _, e := range []*digest.Edition{full, empty} {
		entry := &HTMLEntry{e, "trial.html"}
		err := errors.Join(
			HTML(io.Discard, e, Page{Index: "index.html", Atom: "https://example.org/atom.xml", Earlier: entry, Later: entry, Look: l}),
			HTMLIndex(io.Discard, []HTMLEntry{*entry}, "https://example.org/atom.xml", l),
			Mail(io.Discard, e, Envelope{Look: l}),
		)
		if err != nil {
			first, _, _ := strings.Cut(inFolder(err, dir), "\n")
			return fmt.Errorf("%s; correct it, or start again from the template that the program has", first)
		}
	}
	return nil
}

// trial returns an edition on which every branch of a template is taken.
func trial() *digest.Edition {
	start := time.Date(2026, time.October, 16, 0, 0, 0, 0, time.UTC)
	earlier := start.AddDate(0, 0, -2)
	said := digest.Sentence{Text: "It works.", Sources: []string{"1"}}
	excerpt := digest.Paragraph{Label: "confirmed", By: "Bob", Organization: "Org", Relayed: "Cleo", Date: &earlier, To: &digest.Quote{Text: "Does it?"},
		Sentences: []digest.Sentence{said}}
	prose := digest.Paragraph{Sentences: []digest.Sentence{said}}
	e := &digest.Edition{ID: "trial", Title: "A trial", Slug: "trial", URL: "https://example.org/trial", Revision: 2, Note: "Hello.\n\n- one\n- two",
		Community: digest.CommunityInfo{Name: "Trial", URL: "https://example.org", Join: "Write to us."},
		Event:     &digest.EventDay{Name: "Days", Day: 1, Days: 2},
		Period:    digest.Period{Start: start, End: start.AddDate(0, 0, 1), Label: "16 October 2026"},
		Stats:     digest.Stats{Posts: 3, People: 2, Threads: 1, Machines: 1},
		Stories: []digest.Story{
			{ID: "a", Title: "One", Section: "Part", State: "solved", Writer: "excerpts", Facts: "3 posts",
				Voices: []digest.Voice{{Name: "Ann", Source: "1", Text: "So it does."}, {Name: "Dan", Source: "1"}}, Paragraphs: []digest.Paragraph{excerpt}},
			{ID: "b", Title: "Two", State: "open", Writer: "model", Paragraphs: []digest.Paragraph{prose}}},
		Brief:     []digest.Brief{{Text: "One: solved", Story: "a"}},
		Lede:      digest.Lede{Sentences: []digest.Sentence{said}},
		Narrative: digest.Lede{Sentences: []digest.Sentence{said}},
		Questions: []digest.Question{{Title: "Why?", Source: "2"}},
		Upcoming:  []digest.Upcoming{{Text: "A meeting", Date: "2026-10-20"}},
		Coverage:  []digest.Coverage{{Source: "dev", Kind: "mbox", State: "ok", Posts: 2}, {Source: "blog", Kind: "feed", State: "ok", Posts: 1}},
		Posts:     []digest.PostRef{{ID: "1", Source: "dev", Kind: "mbox", URL: "https://example.org/1"}},
	}
	e.Late = []digest.Late{{ID: "2", Title: "Late", By: "Ann", URL: "https://example.org/2"}}
	for range shownRest + 4 {
		e.Rest = append(e.Rest, digest.Rest{Title: "More", URL: "https://example.org/2", Sources: []string{"2"}, People: 2, By: "Ann", State: "no-reply"})
	}
	return e
}

// readSmall reads a file of at most limit bytes.
func readSmall(file string, limit int64) ([]byte, error) {
	info, err := os.Stat(file)
	var path *fs.PathError
	switch {
	case errors.As(err, &path):
		return nil, fmt.Errorf("%s cannot be read: %w; correct the path", file, path.Err)
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no file; name one", file)
	case info.Size() > limit:
		return nil, fmt.Errorf("%s is larger than %d KB; make it smaller", file, limit>>10)
	}
	return os.ReadFile(file)
}

// readCSS reads styles, which may load nothing from elsewhere and must not end the element that they stand in.
func readCSS(file string) (string, error) {
	data, err := readSmall(file, maxCSS)
	if err != nil {
		return "", err
	}
	lower := strings.ToLower(string(data))
	for _, bad := range []string{"<", "@import", "url(", "expression(", "\x00"} {
		if strings.Contains(lower, bad) {
			return "", fmt.Errorf("%s holds %q; pages load nothing from elsewhere, leave it out", file, bad)
		}
	}
	return string(data), nil
}

// A logo is a picture that stands in pages and is attached to mail.
type logo struct {
	kind          string // media type
	data          []byte
	width, height int // in pixels; 0 where it has no size of its own
}

// readLogo reads a picture and looks at what it really is.
func readLogo(file string) (*logo, error) {
	data, err := readSmall(file, maxLogo)
	if err != nil {
		return nil, err
	}
	if size, kind, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		if size.Width < 1 || size.Height < 1 || size.Width > 8000 || size.Height > 8000 {
			return nil, fmt.Errorf("%s has %d by %d pixels; make it smaller", file, size.Width, size.Height)
		}
		return &logo{"image/" + kind, data, size.Width, size.Height}, nil
	}
	if isSVG(data) {
		return &logo{kind: "image/svg+xml", data: data}, nil
	}
	return nil, fmt.Errorf("%s is no PNG, JPEG, GIF or SVG; name a picture of one of these", file)
}

// isSVG reports whether data is well-formed XML with the root element svg.
func isSVG(data []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = nil // UTF-8 alone
	root := ""
	for {
		t, err := d.Token()
		if err != nil {
			return err == io.EOF && root == "svg"
		}
		if s, ok := t.(xml.StartElement); ok && root == "" {
			root = s.Name.Local
		}
	}
}

// Logo returns the logo as a data URI, "" if there is none.
func (l *Look) Logo() template.URL {
	if l.logo == nil {
		return ""
	}
	return template.URL("data:" + l.logo.kind + ";base64," + base64.StdEncoding.EncodeToString(l.logo.data))
}

// mailed returns the logo if mail programs show it, else nil.
func (l *Look) mailed() *logo {
	if l.logo == nil || l.logo.width == 0 {
		return nil
	}
	return l.logo
}

// CSS returns the styles that pages have after their own.
func (l *Look) CSS() template.CSS { return template.CSS(l.css) }

// Footer returns what stands at the end of pages and mail.
func (l *Look) Footer() []block { return l.footer }

// Accent returns the accent as it is.
func (l *Look) Accent() template.CSS { return template.CSS(l.accent.String()) }

// OnAccent returns black or white, whichever is easier to read on the accent.
func (l *Look) OnAccent() template.CSS {
	if contrast(l.accent, white) >= contrast(l.accent, black) {
		return "#ffffff"
	}
	return "#000000"
}

// Backgrounds of pages and mail, and what text on them needs (WCAG 2.2, success criterion 1.4.3).
var (
	white         = colour{255, 255, 255}
	black         = colour{0, 0, 0}
	darkPage      = colour{0x1d, 0x21, 0x27}
	lightCard     = colour{0xf6, 0xf8, 0xfa}
	darkCard      = colour{0x26, 0x2c, 0x34}
	defaultAccent = colour{0x0b, 0x5c, 0xad}
)

const leastContrast = 4.6 // 4.5 is the standard's

// Light returns the accent, darkened until it can be read on a light page.
func (l *Look) Light() template.CSS {
	return template.CSS(l.accent.readable(lightCard, black).String())
}

// Dark returns the accent, lightened until it can be read on a dark page.
func (l *Look) Dark() template.CSS { return template.CSS(l.accent.readable(darkCard, white).String()) }

// A colour is one in sRGB.
type colour [3]uint8

func (c colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// parseColour reads "#rgb" or "#rrggbb".
func parseColour(s string) (colour, error) {
	digits, found := strings.CutPrefix(s, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if !found || err != nil || len(digits) != 6 {
		return colour{}, fmt.Errorf("%q is no colour; write it as \"#0a5\" or \"#00aa55\", in quotes", s)
	}
	return colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, nil
}

// readable mixes c with towards, which is black or white, until it can be read on ground.
func (c colour) readable(ground, towards colour) colour {
	mixed := c
	for share := 0.0; share <= 1 && contrast(mixed, ground) < leastContrast; share += 0.02 {
		for i := range mixed {
			mixed[i] = uint8(math.Round(float64(c[i])*(1-share) + float64(towards[i])*share))
		}
	}
	return mixed
}

// contrast returns the contrast ratio of two colours (WCAG 2.2), from 1 to 21.
func contrast(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func (c colour) luminance() float64 {
	var v [3]float64
	for i := range c {
		if v[i] = float64(c[i]) / 255; v[i] <= 0.04045 {
			v[i] /= 12.92
		} else {
			v[i] = math.Pow((v[i]+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*v[0] + 0.7152*v[1] + 0.0722*v[2]
}
