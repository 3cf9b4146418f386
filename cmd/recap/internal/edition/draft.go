package edition

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"recap/cmd/recap/internal/console"
	"recap/digest"
	"recap/digest/draft"
	"recap/digest/edit"
	"recap/digest/language"
	"recap/digest/load"
	"recap/store"
)

// A Draft is an edition as it would be made now, and what an editor has decided about it.
type Draft struct {
	Due       Due
	Edition   *digest.Edition // with its candidates
	Posts     int             // that it is made of: of the period, and those that came late for earlier ones
	Decisions edit.Decisions  // as they are kept
	present   edit.Decisions  // the same, under the ids that the stories have now
	Gone      []string
	Lost      []string // passages of the editor's that are not printed, and why
	Sum       string   // names what is approved, see sumOf
	State     state
	Published int    // newest revision that was recorded, 0 for none
	File      string // the list that the editor was given, if any

	sentences func(post string) []string // of the posts that the edition was made of
}

// A state is how far an edition has come.
type state string

const (
	stateDraft     state = "draft"     // nobody has to approve it
	stateWaiting   state = "waiting"   // somebody has
	stateChanged   state = "changed"   // posts or decisions have changed it since it was approved
	stateApproved  state = "approved"  // the next run publishes it
	statePublished state = "published" // as it is
)

// Draft makes the draft of d with the decisions that are kept, or with others to try.
func (k *Desk) Draft(ctx context.Context, d Due, try *edit.Decisions) (*Draft, error) {
	opt := optionsFor(k, d.Digest)
	opt.Explain = true
	in, err := load.Load(ctx, k.DB, d.Digest.Name, d.Window)
	if err != nil {
		return nil, err
	}
	if try != nil {
		in.Decisions = *try
	}
	out := &Draft{Due: d, Posts: len(in.Posts) + len(in.Late), Decisions: in.Decisions, sentences: sentencesOf(in, opt)}
	if out.Edition, err = build(ctx, k, in, opt); err != nil {
		return nil, err
	}
	plain := out.Edition.WithoutCandidates()
	if out.Sum, err = sumOf(plain); err != nil {
		return nil, err
	}
	if out.State, out.Published, err = k.stateOf(ctx, d, plain, in.Decisions.Approve); err != nil {
		return nil, err
	}
	out.present, out.Gone = out.Edition.Decided()
	out.Lost = out.Edition.Lost()
	return out, errors.Join(out.Decisions.Tidy(), out.present.Tidy())
}

// sentencesOf returns a function that returns the title and the sentences of a post, nil for one that is not in in.
func sentencesOf(in *load.Input, opt digest.Options) func(string) []string {
	byID := sync.OnceValue(func() map[string]*store.Post {
		all := map[string]*store.Post{}
		for _, list := range [][]store.Post{in.Background, in.Context, in.Posts} {
			for i := range list {
				all[list[i].ID()] = &list[i]
			}
		}
		for i := range in.Late {
			all[in.Late[i].ID] = &in.Late[i].Post
		}
		return all
	})
	home := language.For(cmp.Or(opt.Community.Language, "en"))
	return func(id string) []string {
		if p := byID()[id]; p != nil {
			return digest.Sentences(p, home)
		}
		return nil
	}
}

// Plain returns the draft as the file is made of it that an editor changes.
func (d *Draft) Plain() *draft.Draft {
	date := d.Due.Window.Start.In(d.Due.Window.Zone).Format(time.DateOnly)
	return &draft.Draft{Edition: d.Edition, Decisions: d.Decisions, Sum: d.Sum, Date: date, Sentences: d.sentences}
}

// sumOf names the bytes of an edition, whatever its revision and its coverage: SHA-256 of the rest of its JSON, in
// hexadecimal. A source that cannot be read often says so in other words each hour, and what was approved would never
// go out.
func sumOf(e *digest.Edition) (string, error) {
	same := *e
	same.Revision, same.Coverage = 0, nil
	data, err := bytesOf(&same)
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), err
}

// stateOf says how far e has come, and which revision of it was recorded last.
func (k *Desk) stateOf(ctx context.Context, d Due, e *digest.Edition, approved *edit.Approval) (state, int, error) {
	records, err := k.DB.Editions(ctx, d.Digest.Name, d.Window.Start, d.Window.End)
	if err != nil {
		return "", 0, err
	}
	published := 0
	for _, r := range records {
		if r.ID != e.ID {
			continue
		}
		published = r.Revision
		if same, err := sameAs(e, r); err != nil || same != nil {
			return statePublished, published, err
		}
	}
	if d.Digest.Approval != "required" {
		return stateDraft, published, nil
	}
	if approved == nil {
		return stateWaiting, published, nil
	}
	sum, err := sumOf(e)
	if err == nil && sum != approved.Sum {
		return stateChanged, published, nil
	}
	return stateApproved, published, err
}

// Decide keeps the decisions next about a draft in place of its own, and returns the draft that comes of them. By is
// who approves it, in place of whom the decisions name if named is true.
func (k *Desk) Decide(ctx context.Context, old *Draft, next edit.Decisions, by string, named bool) (now *Draft, err error) {
	if err := next.Tidy(); err != nil {
		return nil, console.Usage("%s: %w", old.Due, err)
	}
	kept, err := edit.Load(ctx, k.DB, old.Due.Digest.Name, old.Due.Window)
	if err != nil {
		return nil, err
	}
	if err := kept.Tidy(); err != nil || !sameDecisions(kept, old.Decisions) {
		return nil, errors.Join(err, fmt.Errorf("%s: somebody else has decided meanwhile; look at it again with \"recap edit %s\"", old.Due, old.Due.DateOption()))
	}
	if now, err = k.Draft(ctx, old.Due, &next); err != nil {
		return nil, err
	}
	for _, id := range now.Gone {
		if !slices.Contains(old.Decisions.Stories(), id) {
			return nil, console.Usage("%s: there is no story %q; the stories are %s", old.Due, id, now.choices())
		}
	}
	for _, why := range now.Lost {
		if !slices.Contains(old.Lost, why) {
			return nil, console.Usage("%s: %s", old.Due, why)
		}
	}
	if err := k.settleApproval(ctx, old, now, by, named); err != nil {
		return nil, err
	}
	if err := edit.Save(ctx, k.DB, now.Due.Digest.Name, now.Due.Window, now.Decisions); err != nil {
		return nil, err
	}
	return now, nil
}

// settleApproval fills in what an approval leaves open, and refuses one of another draft than the one that there is.
func (k *Desk) settleApproval(ctx context.Context, old, now *Draft, by string, named bool) error {
	given, was := now.Decisions.Approve, old.Decisions.Approve
	switch {
	case given == nil, was != nil && given.Sum == was.Sum && given.Sum != now.Sum: // none, or an old one that holds no longer
		return nil
	case given.Sum != "" && given.Sum != now.Sum:
		return console.Usage("%s: what is approved is not the draft that there is now; read it again with \"recap digest %s\"", now.Due, now.Due.DateOption())
	}
	if given.Sum == "" { // the draft as it was read: posts may have come in since
		again, err := k.Draft(ctx, old.Due, &old.Decisions)
		if err != nil {
			return err
		}
		if again.Sum != old.Sum {
			return fmt.Errorf("%s: posts have changed the draft meanwhile; read it again with \"recap digest %s\"", now.Due, now.Due.DateOption())
		}
	}
	kept := edit.Approval{By: given.By, At: given.At.UTC(), Sum: now.Sum}
	if kept.By == "" || named {
		kept.By = by
	}
	if kept.At.IsZero() {
		kept.At = k.Now().UTC()
	}
	now.Decisions.Approve = &kept
	if now.State == stateChanged || now.State == stateWaiting {
		now.State = stateApproved
	}
	return now.Decisions.Tidy()
}

func sameDecisions(x, y edit.Decisions) bool {
	if (x.Approve == nil) != (y.Approve == nil) || x.Approve != nil && (x.Approve.Sum != y.Approve.Sum || x.Approve.By != y.Approve.By || !x.Approve.At.Equal(y.Approve.At)) {
		return false
	}
	if (x.Lede == nil) != (y.Lede == nil) || x.Lede != nil && *x.Lede != *y.Lede {
		return false
	}
	return x.Title == y.Title && x.Note == y.Note && slices.Equal(x.Pin, y.Pin) && slices.Equal(x.Drop, y.Drop) && slices.Equal(x.Order, y.Order) &&
		slices.Equal(x.Unquote, y.Unquote) && maps.Equal(x.Rename, y.Rename) && reflect.DeepEqual(x.Text, y.Text)
}

const namedChoices = 8 // stories that an error message names

// choices names the best of the stories with their ids, for a message.
func (d *Draft) choices() string {
	all := slices.Clone(d.Edition.Candidates)
	for _, s := range d.Edition.Stories { // what a hashtag told is no candidate
		if !slices.ContainsFunc(all, func(k digest.Candidate) bool { return k.Story == s.ID }) {
			all = append(all, digest.Candidate{Story: s.ID, Title: s.Title})
		}
	}
	var list []string
	for _, k := range all[:min(len(all), namedChoices)] {
		list = append(list, fmt.Sprintf("%s (%s)", k.Story, console.OneLine(k.Title)))
	}
	if more := len(all) - len(list); more > 0 {
		list = append(list, fmt.Sprintf("and %d more, which --json prints", more))
	}
	return strings.Join(list, ", ")
}

// A DraftJSON is what --json prints.
type DraftJSON struct {
	Edition    string             `json:"edition"`
	Digest     string             `json:"digest"`
	Start      time.Time          `json:"start"`
	End        time.Time          `json:"end"`
	Title      string             `json:"title"`
	Approval   string             `json:"approval"`  // required or none
	State      state              `json:"state"`     // draft, waiting, changed, approved or published
	Published  int                `json:"published"` // the newest recorded revision, 0 for none
	Sum        string             `json:"sum"`       // names this draft but for its coverage; an approval with it is refused if the draft changes meanwhile
	Decisions  edit.Decisions     `json:"decisions"`
	Gone       []string           `json:"gone"`       // ids of decisions whose story is no longer there
	Stories    []DraftStory       `json:"stories"`    // those told, in order
	Candidates []digest.Candidate `json:"candidates"` // every story that was considered, best first
}

// A DraftStory is a story that a draft tells.
type DraftStory struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URL   string `json:"url"`
}

// Next says how far the edition has come and what brings it further.
func (d *Draft) Next() string {
	switch {
	case d.State == statePublished:
		return fmt.Sprintf("published as revision %d", d.Published)
	case d.State == stateWaiting:
		return fmt.Sprintf("waits for approval, which \"recap edit %s --approve\" gives", d.Due.DateOption())
	case d.State == stateChanged:
		return fmt.Sprintf("has changed since it was approved; \"recap edit %s --approve\" approves it again", d.Due.DateOption())
	case d.Published > 0:
		return fmt.Sprintf("differs from revision %d, which was published; \"recap publish %s --revise\" publishes it", d.Published, d.Due.DateOption())
	case d.State == stateApproved:
		return "approved by " + console.OneLine(d.Decisions.Approve.By)
	}
	return "not published yet"
}
