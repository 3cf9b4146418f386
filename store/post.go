package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"
)

// A Post is one message, article or status, in the form that every source agrees on.
// Text fields are valid UTF-8 without control characters (but newline and tab), and times are UTC.
type Post struct {
	Scope   string   // "" where keys are unique in the world (Message-ID, status URI), else the source's name
	Key     string   // identity within Scope: Message-ID without angle brackets, feed GUID, canonical status URI
	Kind    string   // kind of the source that gave it: the config key, such as "mbox" or "feed"
	Form    string   // what it is: one of the constants Form...; Commit fills in what the kind of source usually gives where it is ""
	Native  string   // what the source itself calls it, if the source can be asked whether it is still there (ingest.Rechecker); not read back
	Sources []string // names of the sources that had it, in config order; a Source fills in none, Commit adds its own
	URL     string   // where a reader sees the original; "" if nobody knows
	Author  Author   // who wrote it
	// Title is the subject or headline, one line. It is empty for a status, and where a program made it up ("Untitled")
	// or took it from the words: then a headline is to be made of Text. Of a release it names the project ("nestbox
	// v2.3.1"); of a comment it is "Re:" and the title of what is commented on; of a FormLink it is that of somebody
	// else's page, which Author only submitted ("linked by"). What says that something was paid for ("[Sponsor]") stays
	// in it.
	Title string

	// Text is the author's own words: no quoted replies, no signature, no diff, nothing that is struck out, and nothing
	// that frames an item of a feed. It may be empty where Title says it all (a submitted link, an item that is a title
	// only); where there are only pictures, it is what describes them (FormPicture).
	Text      string
	Quoted    string // what the author quoted, so that nobody is credited with another's words
	Cuts      []Cut  // where in Text quoted words were taken out, ascending; Commit drops those that are no places in Text and Quoted
	Signature string // the author's signature lines; evidence for an organisation, never told

	InReplyTo []string // keys of ancestors in the same scope, nearest last
	ShareOf   string   // key of the post that this only passes on (a boost or retweet): counted, never told
	// key of the digest of a list that it was taken out of, which vouches for it alone: it counts, but does not vote;
	// "" for what came alone
	Within string

	Published time.Time // effective time: the claimed date where plausible, else received, else first seen
	Claimed   time.Time // what the post itself says; zero if it says nothing readable
	Received  time.Time // when the archive or server received it; zero if unknown
	FirstSeen time.Time // when it was first stored here; set by Commit where zero
	Edited    time.Time // last edit that the source told of; zero if none

	Lists    []string // mailing lists that carried it: List-Id or address, lower case
	Tags     []string // hashtags and categories: folded to lower case, no leading "#"
	Links    []string // http(s) URLs in the own words, in order, each once
	Language string   // BCP 47 tag where the source states one

	Machine string // the evidence that a program wrote it ("Auto-Submitted: auto-generated"); "" for a person's post
	Policy  Policy // how far the author's consent reaches
	Counts  Counts // reactions as the network counted them

	Damage int    // replacement characters and the like: among copies of one post the least damaged is kept
	Sum    Sum    // fingerprint of the raw bytes; zero if there are none
	Raw    []byte // as received, so that it can be read again without fetching it again; nil if not kept

	Thread int64 // number of its thread in this database; set by the store
}

// An Author is who wrote a post, as far as the post shows it.
type Author struct {
	// Name is the display name without " via LIST", quotes and pronouns; it may be empty. Several people who wrote one
	// item of a feed together stand in it with commas between them and " & " before the last ("Ann Lee, Bo Ek & Cy
	// Dorn"; "et al." behind five); one whom the feed gives as "Lee, Ann" is "Ann Lee". An item that names nobody has
	// the title of its feed.
	Name         string
	Address      string // mail address in lower case; never printed unless the configuration allows it
	Handle       string // account on a social network, "user@server" or "user", without leading "@"
	URL          string // profile page
	Organization string // employer as a header of the post names it (Organization:), unverified
	Bot          bool   // the account says that it is automated
	Relay        bool   // Address is one that many write from (a list, a forge, a tracker), so that it says nothing about who this is
}

// Display returns the name to print: the display name, else the handle, else the mail address' local part.
func (a Author) Display() string {
	switch {
	case a.Name != "":
		return a.Name
	case a.Handle != "":
		return a.Handle
	}
	local, _, _ := strings.Cut(a.Address, "@")
	return local
}

// Policy says what may be done with a post. The zero value allows everything.
type Policy int

// The policies, from the most to the least free.
const (
	PolicyQuote Policy = iota // may be told, quoted and linked
	PolicyLink                // may be told as a bare link without name and words
	PolicyCount               // may only be counted
)

// Counts are reactions as a network counted them when the post was last read. -1 is unknown: nothing may be said about
// their number then, least of all that there are none. Replies counts what the source knows of, which may be more than
// what is stored (Hacker News, a blog's comments, a forum's topic), or less (a server that has not heard of all): that
// there are replies is certain where either says so, and that there is none only where Replies is 0 and none is stored.
type Counts struct {
	Replies, Shares, Likes int
}

// A Sum is the start of the SHA-256 of a post's raw bytes.
type Sum [16]byte

// SumOf returns the fingerprint of raw.
func SumOf(raw []byte) Sum {
	h := sha256.Sum256(raw)
	return Sum(h[:16])
}

// IsZero reports whether s is the zero Sum, which stands for "no raw bytes".
func (s Sum) IsZero() bool { return s == Sum{} }

// A Cursor is a source's own note of how far it has read. Only the source that wrote it knows what it means.
type Cursor = json.RawMessage

// PostID returns the public id of the post (scope, key): 16 hexadecimal digits, the same in every database.
func PostID(scope, key string) string {
	h := sha256.Sum256([]byte(scope + "\x00" + key))
	return hex.EncodeToString(h[:8])
}

// ID returns the public id of p.
func (p *Post) ID() string { return PostID(p.Scope, p.Key) }
