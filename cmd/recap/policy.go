package main

import (
	"context"
	"slices"

	"recap/digest"
	"recap/digest/deliver"
	"recap/ingest"
	"recap/store"
)

// What of a post may leave the house is asked here by everything that writes: posts.jsonl, the JSON export, and the site. What its author agreed to
// stands in the post (store.Policy), what the configuration allows in its sources.

// A policy says what of posts may be published and exported.
type policy struct {
	publish map[string]string // source -> full, count or none
	idsOnly map[string]bool   // sources of whose posts only ids may be exported
}

// policy returns what the configuration allows. A source that has left it keeps how far it published, and of one whose
// kind may have asked for it only ids are exported from then on.
func policyOf(ctx context.Context, c *Config, db store.DB) (*policy, error) {
	states, err := db.Sources(ctx)
	if err != nil {
		return nil, err
	}
	p := &policy{publish: map[string]string{}, idsOnly: c.idsOnly()}
	for _, s := range states {
		p.publish[s.Name] = s.Publish
		if s.Position < 0 && ingest.AboutKind(s.Kind).IDsOnly {
			p.idsOnly[s.Name] = true
		}
	}
	for i := range c.Sources {
		p.publish[c.Sources[i].Name] = c.Sources[i].Publish
	}
	return p, nil
}

// freest returns how far a post with these sources may be published: as far as any of them allows.
func (p *policy) freest(sources []string) string {
	best := "none"
	for _, name := range sources {
		switch p.publish[name] {
		case "none":
		case "count":
			best = "count"
		default:
			return "full"
		}
	}
	return best
}

// restricted reports whether of a post with these sources only ids may be exported: none of them allows more.
func (p *policy) restricted(sources []string) bool {
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(name string) bool { return !p.idsOnly[name] })
}

// shown returns in as the output t may show it: the site and the export get editions without the words of posts of which only ids may be exported,
// the newsletter gets them as they are. All get the community's look.
func (k *desk) shown(ctx context.Context, t *deliver.Target, in deliver.Input) (deliver.Input, error) {
	in.Look, in.Atom = k.config.look, k.config.atom(in.Edition.Digest)
	if t.Email != nil || t.EML != nil {
		return in, nil
	}
	all, err := exported(ctx, k.config, k.db, append([]*digest.Edition{in.Edition}, in.All...))
	if err != nil {
		return in, err
	}
	in.Edition, in.All = all[0], all[1:]
	return in, nil
}

// exported returns the editions as they may be exported.
func exported(ctx context.Context, c *Config, db store.DB, editions []*digest.Edition) ([]*digest.Edition, error) {
	p, err := policyOf(ctx, c, db)
	if err != nil || len(p.idsOnly) == 0 {
		return editions, err
	}
	out := make([]*digest.Edition, len(editions))
	for i, e := range editions {
		restricted := map[string]bool{}
		for _, ref := range e.Posts {
			if !p.idsOnly[ref.Source] {
				continue // the first source allows it
			}
			sources, err := db.SourcesOf(ctx, ref.ID)
			if err != nil {
				return nil, err
			}
			restricted[ref.ID] = len(sources) == 0 || p.restricted(sources)
		}
		out[i] = digest.WithoutWords(e, restricted)
	}
	return out, nil
}
