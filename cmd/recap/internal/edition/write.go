package edition

import (
	"context"
	"fmt"

	"recap/digest"
	"recap/digest/load"
	"recap/digest/model"
	"recap/store"
)

// mostRounds is how often an edition is built until nothing is left to ask: stories, their repairs, the check of
// each, the top.
const mostRounds = 6

// build makes the edition of in, and asks a model for what it lacks.
func build(ctx context.Context, k *Desk, in *load.Input, opt digest.Options) (*digest.Edition, error) {
	in.Answers = map[string]model.Answer{}
	for range mostRounds {
		e, err := digest.Build(in, opt)
		if err != nil {
			return nil, fmt.Errorf("digest %s: %w", opt.Digest, err)
		}
		pending := e.Pending()
		if len(pending) == 0 {
			return e, nil
		}
		given, err := answers(ctx, k, pending)
		if err != nil {
			return nil, err
		}
		for hash, a := range given {
			in.Answers[hash] = a
		}
	}
	return digest.Build(in, opt)
}

// answers answers what is asked: by a model, or where nobody is to be asked by what is kept alone.
func answers(ctx context.Context, k *Desk, pending []model.Request) (map[string]model.Answer, error) {
	if k.Ask != nil {
		return k.Ask(ctx, pending)
	}
	out, _, err := Kept(ctx, k.DB, pending)
	return out, err
}

// Kept answers requests by what is kept, and returns those that only a model could answer; for these the answer says
// that nobody was asked.
func Kept(ctx context.Context, db store.DB, pending []model.Request) (out map[string]model.Answer, missing []model.Request, err error) {
	hashes := make([]string, len(pending))
	for i, r := range pending {
		hashes[i] = r.Hash
	}
	kept, err := db.KeptAnswers(ctx, hashes)
	if err != nil {
		return nil, nil, err
	}
	out = map[string]model.Answer{}
	for _, r := range pending {
		if body, ok := kept[r.Hash]; ok {
			out[r.Hash] = model.Answer{Body: body}
			continue
		}
		out[r.Hash] = model.Answer{Failed: "it is not asked for this"}
		missing = append(missing, r)
	}
	return out, missing, nil
}

// Printed makes the edition of d for who reads it, and says how many posts it was made from. Of a period whose edition
// is recorded no model is asked again unless a writer was named: it is made of the answers that are kept, and where
// they do not do, what is recorded stands and again is true.
func Printed(ctx context.Context, k *Desk, d Due, explain bool) (e *digest.Edition, posts int, again bool, err error) {
	if k.Writer != "" || k.Ask == nil {
		e, in, err := k.Build(ctx, d, explain)
		return e, count(in), false, err
	}
	records, err := k.DB.Editions(ctx, d.Digest.Name, d.Window.Start, d.Window.End)
	if err != nil {
		return nil, 0, false, err
	}
	recorded, err := k.recorded(ctx, d, records)
	if err != nil {
		return nil, 0, false, err
	}
	still, lacks := *k, false
	if recorded != nil {
		still.Ask = func(ctx context.Context, pending []model.Request) (map[string]model.Answer, error) {
			out, missing, err := Kept(ctx, k.DB, pending)
			lacks = lacks || len(missing) > 0
			return out, err
		}
	}
	e, in, err := still.Build(ctx, d, explain)
	if err != nil || !lacks || explain {
		return e, count(in), false, err
	}
	return recorded, recorded.Stats.Posts, true, nil
}

// count returns how many posts there are in what an edition is made of.
func count(in *load.Input) int {
	if in == nil {
		return 0
	}
	return len(in.Posts)
}
