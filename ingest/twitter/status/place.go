package status

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"recap/ingest/social"
	"recap/ingest/text"
	"recap/store"
)

// A Place is where a server other than X says that a status and its author are to be found (Friendica and GNU social,
// which give these beside the fields of API v1.1).
type Place struct {
	URI         string          `json:"uri"`
	ExternalURL string          `json:"external_url"`
	Private     json.RawMessage `json:"friendica_private"` // true or 1
	User        struct {
		Profile string `json:"statusnet_profile_url"`
		URL     string `json:"url"`
	} `json:"user"`
	Retweeted *Place `json:"retweeted_status"`
}

// handleName is what the accounts of such servers are called, with maxHandle characters at most. The pattern does not
// count them: two hundred copies of these classes would take longer to compile than all others together.
var handleName = regexp.MustCompile(`^[\p{L}\p{N}_.@-]+$`)

const maxHandle = 200

// place puts the addresses of a server other than X into p, which stands for t. Ids are the server's own and say
// nothing elsewhere, so that answers are known only to statuses of the same page.
func (n *Normaliser) place(p *store.Post, t *Tweet, raw []byte) {
	var at Place
	_ = json.Unmarshal(raw, &at) // what could not be read of it is missing
	p.URL = social.FirstWeb(at.ExternalURL, at.URI)
	p.Key = at.Key(n.Home, ID(&t.Tweet))
	p.InReplyTo = nil
	if parent := n.Known[IDString(t.InReplyToStatusIDStr, t.InReplyToStatusID)]; parent != "" {
		p.InReplyTo = []string{parent}
	}
	if o := t.RetweetedStatus; o != nil && at.Retweeted != nil {
		p.ShareOf = at.Retweeted.Key(n.Home, ID(o))
	}
	p.Author = store.Author{Bot: p.Author.Bot}
	if t.User == nil {
		return
	}
	p.Author.Name = social.DisplayName(t.User.Name)
	p.Author.URL = social.FirstWeb(at.User.Profile, at.User.URL)
	if name := text.Line(strings.TrimPrefix(t.User.ScreenName, "@")); utf8.RuneCountInString(name) <= maxHandle &&
		handleName.MatchString(name) {
		p.Author.Handle = name
		if u, err := url.Parse(p.Author.URL); err == nil && u.Host != "" && !strings.Contains(name, "@") {
			p.Author.Handle += "@" + u.Host
		}
	}
}

// IsPrivate reports whether the status was not written for everybody, and shows only to who is logged in.
func (at *Place) IsPrivate() bool {
	switch strings.Trim(string(at.Private), `" `) {
	case "true", "1":
		return true
	}
	return false
}

// Key returns the identity of a status of the server at home: the address that all servers know, else its place on that
// one.
func (at *Place) Key(home *url.URL, id string) string {
	if k := social.FirstWeb(at.URI, at.ExternalURL); k != "" {
		return k
	}
	return home.String() + "/statuses/show/" + id
}
