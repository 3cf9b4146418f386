package bluesky

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"

	"recap/store"
)

// skyBatch is how many posts one request asks after (https://docs.bsky.app/docs/api/app-bsky-feed-get-posts).
const skyBatch = 25

// Recheck implements Rechecker. A post that is absent from an answer which shows others of those asked after is gone.
// An answer that shows none of them might come from a search in trouble, so that each is asked after in its author's
// own records as well.
func (s *blueskySource) Recheck(ctx context.Context, refs []store.Ref) ([]store.Change, error) {
	var changes []store.Change
	for batch := range slices.Chunk(refs, skyBatch) {
		found, err := s.recheck(ctx, batch)
		changes = append(changes, found...)
		if err != nil {
			return changes, err
		}
	}
	return changes, nil
}

// recheck asks after posts of one batch.
func (s *blueskySource) recheck(ctx context.Context, refs []store.Ref) ([]store.Change, error) {
	refs = slices.DeleteFunc(slices.Clone(refs), func(r store.Ref) bool { return !isPostURI(r.Native) })
	if len(refs) == 0 {
		return nil, nil
	}
	q := url.Values{}
	for _, r := range refs {
		q.Add("uris", r.Native)
	}
	resp, err := s.call(ctx, "app.bsky.feed.getPosts", q)
	if err != nil {
		return nil, err
	}
	answer, err := decodeSky(resp)
	if err != nil {
		return nil, err
	}
	shown := make(map[string]json.RawMessage)
	for _, raw := range answer.posts {
		var v skyRef
		_ = json.Unmarshal(raw, &v) // an item without a uri is none of those asked after
		shown[v.URI] = raw
	}
	some := slices.ContainsFunc(refs, func(r store.Ref) bool { return shown[r.Native] != nil })
	var changes []store.Change
	for _, r := range refs {
		raw, here := shown[r.Native]
		if here {
			if p, err := s.post(raw, s.env.Now().UTC()); err == nil {
				changes = append(changes, store.Change{Ref: r, Post: &p})
			}
			continue
		}
		gone := some
		if !gone {
			if gone, err = s.deleted(ctx, r.Native); err != nil {
				return changes, err
			}
		}
		if gone {
			changes = append(changes, store.Change{Ref: r, Gone: true})
		}
	}
	return changes, nil
}

// deleted reports whether the records of its author hold a post no longer.
func (s *blueskySource) deleted(ctx context.Context, key string) (bool, error) {
	who, record, _ := splitPostURI(key)
	_, err := s.call(ctx, "com.atproto.repo.getRecord", url.Values{"repo": {who}, "collection": {skyPosts}, "rkey": {record}})
	switch xrpcErrorOf(err) {
	case "RecordNotFound", "RepoNotFound", "RepoDeactivated", "RepoSuspended", "RepoTakendown":
		return true, nil
	}
	return false, err
}
