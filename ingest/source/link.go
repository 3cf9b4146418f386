package source

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// An Addressed is a Kind to which one address can say what to read, as a person copies it from a browser.
type Addressed interface {
	// At makes the configuration one that reads what a link leads to, and says how likely it is that this is of the kind,
	// by the link alone: it asks nobody. Where it is Unlikely the configuration means nothing.
	At(l Link) Likeness
}

// Likeness says how likely it is that a link leads to something of a kind.
type Likeness int

// The likenesses.
const (
	Unlikely Likeness = iota // it does not, or says too little
	Possible                 // it does if somebody says so
	Likely                   // the shape of the address says so; whoever wants to be sure tries to read it
)

// A Link is an address with what is known about it where it stands.
type Link struct {
	Address string   // absolute, or a path
	Rel     []string // the relations by which a page names it, in lower case, such as alternate or me
	Type    string   // the media type that a page says it has, in lower case; "" for none
	Tags    []string // hashtags of who asks, without #
}

// Web returns the address if it is one of http or https that names a host, else nil.
func (l *Link) Web() *url.URL {
	u, err := url.Parse(strings.TrimSpace(l.Address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil
	}
	return u
}

// Has reports whether a page names the link by this relation.
func (l *Link) Has(rel string) bool { return slices.Contains(l.Rel, rel) }

// Split returns the parts of an address's path. Where one of them is name, it also returns what goes up to and with it as a
// path, and the part behind it.
func Split(u *url.URL, name string) (parts []string, through, next string) {
	parts = strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' })
	if i := slices.Index(parts, name); i >= 0 && i+1 < len(parts) {
		return parts, "/" + path.Join(parts[:i+1]...) + "/", parts[i+1]
	}
	return parts, "", ""
}
