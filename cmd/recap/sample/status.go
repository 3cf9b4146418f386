package sample

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An entry is one status as content/statuses.json has it.
type entry struct {
	N       int       `json:"n"`  // its number, unique
	At      time.Time `json:"at"` // when it was written
	By      string    `json:"by"` // acct of an entry of content/accounts.json
	Text    string    `json:"text"`
	Warning string    `json:"cw"` // content warning
	Re      int       `json:"re"` // number of the status that it answers
	Replies int       `json:"replies"`
	Boosts  int       `json:"boosts"`
	Likes   int       `json:"likes"`
}

// A status is a Status entity (https://docs.joinmastodon.org/entities/Status/), as far as a reader of hashtags looks at
// it.
type status struct {
	ID               string      `json:"id"`
	URI              string      `json:"uri"`
	URL              string      `json:"url"`
	CreatedAt        string      `json:"created_at"`
	EditedAt         *string     `json:"edited_at"`
	InReplyToID      *string     `json:"in_reply_to_id"`
	InReplyToAccount *string     `json:"in_reply_to_account_id"`
	Sensitive        bool        `json:"sensitive"`
	SpoilerText      string      `json:"spoiler_text"`
	Visibility       string      `json:"visibility"`
	Language         string      `json:"language"`
	RepliesCount     int         `json:"replies_count"`
	ReblogsCount     int         `json:"reblogs_count"`
	FavouritesCount  int         `json:"favourites_count"`
	Content          string      `json:"content"`
	Reblog           *status     `json:"reblog"`
	Account          *account    `json:"account"`
	Tags             []statusTag `json:"tags"`
	MediaAttachments []string    `json:"media_attachments"`
	Mentions         []string    `json:"mentions"`

	number uint64
	local  bool
}

// A statusTag is a hashtag of a status.
type statusTag struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// An account is an Account entity (https://docs.joinmastodon.org/entities/Account/). content/accounts.json has it
// without what can be made of acct.
type account struct {
	ID           string `json:"id"`
	Username     string `json:"username"`
	Acct         string `json:"acct"`
	DisplayName  string `json:"display_name"`
	Bot          bool   `json:"bot"`
	Discoverable bool   `json:"discoverable"`
	Indexable    bool   `json:"indexable"`
	NoIndex      bool   `json:"noindex"`
	CreatedAt    string `json:"created_at"`
	Note         string `json:"note"`
	URL          string `json:"url"`
	URI          string `json:"uri"`

	host string
}

// readStatuses returns the statuses of the community, newest first.
func readStatuses() []*status {
	var entries []entry
	decode("statuses.json", &entries)
	accounts := readAccounts()
	byNumber := make(map[int]*status)
	var all []*status
	for _, e := range entries {
		s := e.status(accounts, byNumber)
		byNumber[e.N] = s
		all = append(all, s)
	}
	slices.Reverse(all)
	return all
}

// readAccounts returns the accounts of the community by acct.
func readAccounts() map[string]*account {
	var list []*account
	decode("accounts.json", &list)
	accounts := make(map[string]*account)
	for i, a := range list {
		a.host = socialHost
		a.Username = a.Acct
		if name, host, remote := strings.Cut(a.Acct, "@"); remote {
			a.Username, a.host = name, host
		}
		a.ID = strconv.Itoa(1001 + i)
		a.URL = "https://" + a.host + "/@" + a.Username
		a.URI = "https://" + a.host + "/users/" + a.Username
		a.CreatedAt = "2023-02-01T00:00:00.000Z"
		a.Note = markup(a.Note, a.host)
		accounts[a.Acct] = a
	}
	return accounts
}

// status makes the entity of e. The status that it answers must stand before it.
func (e entry) status(accounts map[string]*account, earlier map[int]*status) *status {
	a := accounts[e.By]
	if a == nil {
		panic(fmt.Sprintf("status %d is by %q, who has no account", e.N, e.By))
	}
	n := snowflake(e.At, e.N)
	s := &status{
		ID: strconv.FormatUint(n, 10), CreatedAt: e.At.UTC().Format("2006-01-02T15:04:05.000Z"),
		Sensitive: e.Warning != "", SpoilerText: e.Warning, Visibility: "public", Language: "en",
		RepliesCount: e.Replies, ReblogsCount: e.Boosts, FavouritesCount: e.Likes,
		Content: markup(e.Text, a.host), Account: a, Tags: tags(e.Text, a.host), MediaAttachments: []string{}, Mentions: []string{},
		number: n, local: a.host == socialHost,
	}
	s.URL, s.URI = a.URL+"/"+s.ID, a.URI+"/statuses/"+s.ID
	if e.Re != 0 {
		parent := earlier[e.Re]
		if parent == nil {
			panic(fmt.Sprintf("status %d answers %d, which does not stand before it", e.N, e.Re))
		}
		s.InReplyToID, s.InReplyToAccount = &parent.ID, &parent.Account.ID
	}
	return s
}

// decode reads an embedded JSON file, which is as much a part of the program as its code.
func decode(name string, v any) {
	if err := json.Unmarshal(file(name), v); err != nil {
		panic(fmt.Sprintf("%s: %v", name, err))
	}
}

var (
	hashtag = regexp.MustCompile(`#(\pL[\pL\pN_]*)`)
	special = regexp.MustCompile(`https?://[^\s<>"]+|#\pL[\pL\pN_]*`)
)

// tags returns the hashtags of text as the server at host links them.
func tags(text, host string) []statusTag {
	var out []statusTag
	for _, m := range hashtag.FindAllStringSubmatch(text, -1) {
		name := strings.ToLower(m[1])
		out = append(out, statusTag{Name: name, URL: "https://" + host + "/tags/" + name})
	}
	return out
}

// markup returns the HTML that Mastodon makes of text: one paragraph in which hashtags and links are anchors, and a
// long link shows only its beginning while its ends are there for those who copy it.
func markup(text, host string) string {
	var b strings.Builder
	b.WriteString("<p>")
	at := 0
	for _, m := range special.FindAllStringIndex(text, -1) {
		b.WriteString(html.EscapeString(text[at:m[0]]))
		b.WriteString(anchor(text[m[0]:m[1]], host))
		at = m[1]
	}
	b.WriteString(html.EscapeString(text[at:]))
	b.WriteString("</p>")
	return b.String()
}

// shownLink is how many characters of a link Mastodon shows.
const shownLink = 30

// anchor returns the anchor of a hashtag or a link.
func anchor(s, host string) string {
	if name, ok := strings.CutPrefix(s, "#"); ok {
		return fmt.Sprintf(`<a href="https://%s/tags/%s" class="mention hashtag" rel="tag">#<span>%s</span></a>`, host, strings.ToLower(name), name)
	}
	scheme, rest, _ := strings.Cut(s, "://")
	shown, class, hidden := rest, "", ""
	if len(rest) > shownLink {
		shown, class, hidden = rest[:shownLink], "ellipsis", rest[shownLink:]
	}
	return fmt.Sprintf(`<a href="%s" target="_blank" rel="nofollow noopener noreferrer"><span class="invisible">%s://</span><span class="%s">%s</span><span class="invisible">%s</span></a>`,
		html.EscapeString(s), scheme, class, html.EscapeString(shown), html.EscapeString(hidden))
}
