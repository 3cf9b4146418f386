package mastodon

import (
	"testing"

	"recap/ingest/internal/fakesocial"
	"recap/ingest/internal/socialtest"
	"recap/ingest/internal/testkit"
	"recap/ingest/source"
)

// mastodonOf returns the configuration that reads the hashtag of a fake server.
func mastodonOf(t *testing.T, s *fakesocial.Server, base string) source.Kind {
	c := &Config{Server: base, Tag: "Recap"}
	if s.Profile == fakesocial.GoToSocial {
		c.TokenFile = testkit.TokenFile(t, s.Token)
	}
	return c
}

func TestMastodonFaults(t *testing.T) {
	socialtest.TestFaults(t, mastodonOf, fakesocial.Mastodon, fakesocial.GoToSocial)
}

func TestMastodonScripts(t *testing.T) {
	socialtest.TestScripts(t, mastodonOf, fakesocial.Mastodon, fakesocial.GoToSocial)
}

func TestMastodonKilled(t *testing.T) {
	socialtest.TestKilled(t, mastodonOf, fakesocial.Mastodon, fakesocial.GoToSocial)
}

func TestMastodonRefusals(t *testing.T) {
	socialtest.TestRefusals(t, mastodonOf, fakesocial.Mastodon, fakesocial.GoToSocial)
}

func TestMastodonRecheck(t *testing.T) {
	socialtest.TestRecheck(t, mastodonOf, map[fakesocial.Profile]int{fakesocial.Mastodon: 3 + 2, fakesocial.GoToSocial: 1 + 50})
	socialtest.TestRecheckErrors(t, mastodonOf, fakesocial.Mastodon)
	socialtest.TestRecheckForgetful(t, mastodonOf, fakesocial.Mastodon)
}
