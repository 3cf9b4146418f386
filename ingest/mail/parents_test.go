package mail

import (
	"slices"
	"testing"
	"time"
)

// TestParentsEncoded reads whom a mail answers out of In-Reply-To and References as programs write them, encoded ones
// too.
func TestParentsEncoded(t *testing.T) {
	const rest = "From: Ann Lee <ann@example.org>\nDate: Sun, 1 Nov 2026 09:00:00 +0000\nMessage-ID: <own@example.org>\nSubject: Re: tide\n\nSome words.\n"
	for fields, want := range map[string][]string{
		"In-Reply-To: <a@example.org>\n":                                                 {"a@example.org"},
		"In-Reply-To: =?utf-8?Q?=3Ca=40example=2Eorg=3E?=\n":                             {"a@example.org"},
		"In-Reply-To: =?us-ascii?B?PGFAZXhhbXBsZS5vcmc+?=\n":                             {"a@example.org"},
		"In-Reply-To: =?UTF-8?q?=3Ca=40exam?=\n =?UTF-8?q?ple=2Eorg=3E?=\n":              {"a@example.org"},
		"References: =?utf-8?Q?=3Ca=40example=2Eorg=3E_=3Cb=40example=2Eorg=3E?=\n":      {"a@example.org", "b@example.org"},
		"In-Reply-To: \"Bob's mail of Sunday\" <a@example.org>\n":                        {"a@example.org"},
		"In-Reply-To: <a@example.org> (Bob Stone's message of Sun, 1 Nov 2026)\n":        {"a@example.org"},
		"In-Reply-To: Message from Bob <bob@example.org> of Sunday <a@example.org>\n":    {"a@example.org"},
		"References: <a@example.org>\n\t<b@example.org>\nIn-Reply-To: <b@example.org>\n": {"a@example.org", "b@example.org"},
		"References: <a@example.org><b@example.org>\n":                                   {"a@example.org", "b@example.org"},
		"In-Reply-To: <a@example.org\n":                                                  {"a@example.org"},
		"In-Reply-To: \n":                                                                nil,
	} {
		p, err := Parse([]byte(fields+rest), Options{Now: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(p.InReplyTo, want) {
			t.Errorf("%q answers %q, want %q", fields, p.InReplyTo, want)
		}
	}
}
