package store

import "time"

// A Copy names one copy of a post as a source holds it.
type Copy struct {
	Scope, Key string
	Sum        Sum
}

// A Ref names a stored post to a source that delivered it and can be asked after it.
type Ref struct {
	Scope, Key string
	Native     string // Post.Native as that source gave it
	URL        string // where that source shows it; "" if it did not say
}

// A Change is what a source says about a post that it was asked after.
type Change struct {
	Ref  Ref
	Gone bool // it was deleted, or is not public any more
	// Hearsay says of Gone that the source is not where the post was written: it has dropped its own copy, for whatever
	// reason. The post is taken out once every source that holds a copy has said so, and until then that source is not
	// asked after it any more.
	Hearsay bool
	Post    *Post // the post as it reads now, complete as for Commit; nil if it is gone or reads as before
}

// Followed counts what one Follow did.
type Followed struct {
	Gone    int // posts that were taken out, and shares of them
	Changed int // stored posts whose words were replaced, or that may be told less freely than before
}

// A Writer is one author as stored posts show them.
type Writer struct {
	Author
	Posts int
}

// A Removal says what Remove takes out.
type Removal struct {
	Posts    []string // public ids
	Authors  []string // identities, addresses in lower case and "@" accounts in lower case that are not let in again
	Editions bool     // also make anew the editions of the posts' periods that cite none of them: lists of people name authors, too
}

// Removed counts what one Remove did.
type Removed struct {
	Posts    int      // posts that were taken out, and shares of them
	Quotes   int      // posts of others that lost what they quoted of them
	Editions []string // ids of the editions that told of them; see Redo
}

// Added counts what one Commit did.
type Added struct {
	New     int // posts that were not stored before
	Merged  int // copies of posts that were stored already, from this or another source
	Changed int // stored posts whose words a better or newer copy replaced, or that may be told less freely for it
	Refused int // posts that were taken out before and are not let in again
}

// Plus returns the sum of a and b.
func (a Added) Plus(b Added) Added {
	return Added{a.New + b.New, a.Merged + b.Merged, a.Changed + b.Changed, a.Refused + b.Refused}
}

// A SourceInfo is what the configuration says about a source.
type SourceInfo struct {
	Name    string
	Kind    string
	Publish string // full, count or none
	Address string // fingerprint of what it reads, by which FollowRenames knows it under another name; "" if nobody made one
}

// A Rename is a source that has another name by now.
type Rename struct{ Old, New string }

// A SourceState is what is known about a source.
type SourceState struct {
	SourceInfo
	Position     int       // place in the configuration, from 0; -1 if it is no longer configured
	Posts        int       // stored posts that it had
	LastRead     time.Time // end of the last read, whatever came of it
	LastComplete time.Time // start of the last read that reached the end without error or gap
	LastNew      time.Time // end of the last read that brought a new post
	LastError    string    // what the last read failed with; "" if it did not
	Failures     int       // failed reads since the last one that did not fail
	Gap          string    // why posts may be missing, as the last read said
	Disabled     string    // why it is not read without --force ("410 gone since ..."); "" if it is
	Unchecked    string    // why it could not say whether its posts are still there, as it was last asked; "" if it could
}

// A Read is the record of one read of one source.
type Read struct {
	Source   string
	Started  time.Time
	Ended    time.Time
	New      int      // posts added
	Known    int      // items that were stored already
	Skipped  []string // items that could not be read as posts; kept to the first 100
	Gap      string
	Error    string
	Complete bool   // read to its end without error or gap
	Disable  string // if not "": why the source is not to be read again without --force
}

// An EditionRecord is one revision of one edition as it was recorded.
type EditionRecord struct {
	ID       string // the edition's id, the same for all its revisions
	Revision int    // from 1
	Digest   string // name of the digest in the configuration
	Start    time.Time
	End      time.Time
	Title    string
	Slug     string
	JSON     []byte    // the edition as it was exported, byte for byte
	Recorded time.Time // when this revision was recorded
}

// A Told is one thing that a recorded edition told, so that a later one does not tell it again.
type Told struct {
	Edition string // id
	Story   string // the story's id
	Title   string
	URL     string
	Thread  string   // public id of the thread's first post
	Posts   []string // public ids of the posts it cited
	Prints  []string // fingerprints of its sentences
}

// A History is what is known of one author before a moment.
type History struct {
	Posts int       // posts before that moment, machine posts and shares left out
	First time.Time // the first of them
	Last  time.Time // the last of them
}

// A Delivery is the ledger's row of one edition handed to one recipient of one output; for files Recipient is the path
// below the folder of the output, with slashes, or the whole path where an older version wrote it.
type Delivery struct {
	Edition   string
	Revision  int
	Output    string
	Recipient string
	State     string // delivered, failed, expired
	Sum       string // SHA-256 of the bytes, hexadecimal
	At        time.Time
	Error     string
}

// A Filter narrows a search or an export. Zero fields do not narrow.
type Filter struct {
	Source string
	From   time.Time
	To     time.Time
	Limit  int // 0: the store's default
}

// A Hit is one post that a search found.
type Hit struct {
	Post    Post
	Snippet string // an excerpt of the own words around the match; matches stand between U+0001 and U+0002
}

// A Consent says how far a stored post may be told: as far as its author and its sources agree.
type Consent struct {
	Policy  Policy
	Sources []string // names of the sources that had it, in no order
}

// A Sighting says since when an author is known. Zero times: not at all. Machine posts, shares and posts from addresses
// that many write from do not count.
type Sighting struct {
	Address time.Time // first post from the author's own address; of who shows none, first post under the same Identity
	Voice   time.Time // first post with the same Voice, so also with the same name
	Like    time.Time // where both are zero: first post by who may be the same person, see MayBe, as far as the names begin alike
}

// Totals are figures of the whole database.
type Totals struct {
	Posts    int
	Threads  int
	Editions int       // without their revisions
	First    time.Time // effective time of the oldest post; zero if there is none
	Last     time.Time // and of the newest
	Bytes    int64     // size of the file and of the log beside it
}

// A Reset counts what ForgetFuture took back.
type Reset struct {
	Sources int // sources that count as not read since
	Hosts   int // servers that are not left alone any longer
	Checks  int // posts that are asked after at once
}

// A Reading is what the bytes of a stored post give by now.
type Reading struct {
	Posts    []Post // the post first, then what it encloses; none: it stays as it is
	Words    bool   // the bytes tell who wrote the post, what it is and its words, and all else stays as it is
	Enclosed []Post // what older versions took out of it and made posts of their own, by Key and Sum, though nobody may believe it
}

// A Reparser reads stored posts again.
type Reparser struct {
	Version int                                 // of the parser
	Read    func(p Post, source string) Reading // of the copy that is kept, which came from source
	// sources that a new version has read from their beginning: that costs nothing, or nothing else helps
	Again []string
}
