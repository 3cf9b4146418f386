package edition

import (
	"context"
	"errors"

	"recap/digest"
	"recap/digest/audit"
	"recap/digest/draft"
	"recap/store"
)

// toldEditions is how many editions before are looked at for what was told already.
const toldEditions = 7

// Proof holds an edition against the stored posts.
func Proof(ctx context.Context, k *Desk, e *digest.Edition) (*audit.Report, error) {
	in := &audit.Input{Edition: e, Projects: k.Config.Community.Projects}
	var ids []string
	add := func(list ...string) { ids = append(ids, list...) }
	for _, p := range e.Posts {
		add(p.ID)
	}
	for _, s := range e.Stories {
		add(s.Sources...)
	}
	for _, r := range e.Rest {
		add(r.Sources...)
	}
	if err := stored(ctx, k.DB, in, ids); err != nil {
		return nil, err
	}
	var answered []string // names of those whom a post answers, and of who began, are known beside it
	for i := range in.Posts {
		if up := in.Posts[i].InReplyTo; len(up) > 0 {
			answered = append(answered, store.PostID("", up[len(up)-1]), store.PostID("", up[0]))
		}
	}
	if err := stored(ctx, k.DB, in, answered); err != nil {
		return nil, err
	}
	var err error
	if in.Told, err = k.DB.TellsBefore(ctx, e.Digest, e.Period.Start, toldEditions); err != nil {
		return nil, err
	}
	return audit.Audit(in), nil
}

// stored adds posts to in that are stored and not there yet.
func stored(ctx context.Context, db store.DB, in *audit.Input, ids []string) error {
	have := map[string]bool{}
	for i := range in.Posts {
		have[in.Posts[i].ID()] = true
	}
	for _, id := range ids {
		if have[id] {
			continue
		}
		have[id] = true
		p, err := db.Post(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		in.Posts = append(in.Posts, p)
	}
	return nil
}

// ProofOfDraft holds what would come of a draft that was changed against the stored posts. What cannot be taken of the
// draft stands in the report.
func ProofOfDraft(ctx context.Context, k *Desk, d *Draft, data []byte) (*audit.Report, error) {
	got, err := draft.Apply(d.Plain(), data)
	var refused draft.Refusals
	if errors.As(err, &refused) {
		return refusal(d, refused), nil
	}
	if err != nil {
		return nil, err
	}
	now := d
	if got.Decisions != nil {
		if now, err = k.Draft(ctx, d.Due, got.Decisions); err != nil {
			return nil, err
		}
	}
	r, err := Proof(ctx, k, now.Edition.WithoutCandidates())
	if err != nil {
		return nil, err
	}
	r.Notes = append(r.Notes, got.Notes...)
	for _, why := range now.Lost {
		r.Refused, r.Failed = append(r.Refused, audit.Line{Line: 1, Reason: why}), r.Failed+1
	}
	line := draft.Lines(data)
	for i := range r.Sentences {
		r.Sentences[i].Line = line(r.Sentences[i].Text)
	}
	return r, nil
}

// refusal is the report on a file that cannot be read as decisions about d.
func refusal(d *Draft, refused draft.Refusals) *audit.Report {
	r := &audit.Report{Edition: d.Edition.ID, Title: d.Edition.Title, Failed: len(refused), Notes: []string{},
		Sentences: []audit.Sentence{}, Links: []audit.Link{}, Repeats: []audit.Repeat{}}
	for _, x := range refused {
		r.Refused = append(r.Refused, audit.Line(*x))
	}
	return r
}
