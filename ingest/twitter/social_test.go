package twitter

import (
	"testing"

	"recap/ingest/internal/fakesocial"
	"recap/ingest/internal/socialtest"
	"recap/ingest/source"
)

// twitterOf returns the configuration that reads the hashtag of a fake server.
func twitterOf(_ *testing.T, s *fakesocial.Server, base string) source.Kind {
	if s.Profile == fakesocial.XV2 {
		return &Config{Tag: "#Recap", API: base, BearerToken: s.Token}
	}
	return &Config{Tag: "#Recap", BaseURL: base + "/api/1.1"}
}

func TestTwitterFaults(t *testing.T) {
	socialtest.TestFaults(t, twitterOf, fakesocial.Friendica, fakesocial.XV2)
}

func TestTwitterScripts(t *testing.T) {
	socialtest.TestScripts(t, twitterOf, fakesocial.Friendica, fakesocial.XV2)
}

func TestTwitterKilled(t *testing.T) {
	socialtest.TestKilled(t, twitterOf, fakesocial.Friendica, fakesocial.XV2)
}

func TestTwitterRefusals(t *testing.T) {
	socialtest.TestRefusals(t, twitterOf, fakesocial.Friendica, fakesocial.XV2)
}

func TestTwitterRecheck(t *testing.T) {
	socialtest.TestRecheck(t, twitterOf, map[fakesocial.Profile]int{fakesocial.Friendica: 50})
	socialtest.TestRecheckErrors(t, twitterOf, fakesocial.Friendica)
	socialtest.TestRecheckForgetful(t, twitterOf, fakesocial.Friendica)
}
