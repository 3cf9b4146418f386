package edition

import (
	"context"
	"fmt"

	"recap/digest"
	"recap/digest/load"
	"recap/digest/model"
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
	hashes := make([]string, len(pending))
	for i, r := range pending {
		hashes[i] = r.Hash
	}
	kept, err := k.DB.KeptAnswers(ctx, hashes)
	if err != nil {
		return nil, err
	}
	out := map[string]model.Answer{}
	for _, hash := range hashes {
		if body, ok := kept[hash]; ok {
			out[hash] = model.Answer{Body: body}
		} else {
			out[hash] = model.Answer{Failed: "it is not asked for this"}
		}
	}
	return out, nil
}
