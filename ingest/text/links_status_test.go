package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestStatusLinks(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{"none", nil},
		{"see http://example.org/a, or (http://example.com)", []string{"http://example.org/a", "http://example.com"}},
		{"HTTPS://Example.org:8080/A?b=c&d=e#f!", []string{"HTTPS://Example.org:8080/A?b=c&d=e#f"}},
		{"http://example.org?#x http://example.org/#x http://example.org/?",
			[]string{"http://example.org?#x", "http://example.org/#x", "http://example.org/"}},
		{"http://example.org/wiki/Go_(game) http://example.org/a(v=1.2(b)).html http://example.org/(open",
			[]string{"http://example.org/wiki/Go_(game)", "http://example.org/a(v=1.2(b)).html", "http://example.org/"}},
		{"http://example.org/path...... http://example.org/,,,,", []string{"http://example.org/path", "http://example.org/"}},
		{"http://example.org/a+ http://example.org/a-", []string{"http://example.org/a+", "http://example.org/a-"}},
		{"example.org example.net/path test.example.co.uk", []string{"example.org", "example.net/path", "test.example.co.uk"}},
		{"a country alone: note.jp, with a path: note.jp/x; like .com: shop.tv and shop.co", []string{"note.jp/x", "shop.tv", "shop.co"}},
		{"example.nosuchtld http://example.nosuchtld http://localhost http://short.x", nil},
		{"#example.org @example.org $example.org #http://example.org ann.lee.org@example.org", nil},
		{"http://-a.example.org http://a-.example.org http://_a.example.org http://exa_mple.org http://-example.org", nil},
		{"http://a_b.example.org http://a-b.example.org", []string{"http://a_b.example.org", "http://a-b.example.org"}},
		{"data.tar.bz2 v1.2.3 a..b.org", nil},
		{"http://example.org-a-space-is-missing", []string{"http://example.org"}},
		{"これはexample.org/pathです。example.com中国語http://example.net/한국", []string{"example.org/path", "example.com", "http://example.net/"}},
		{"http://example.org/Русские_слова http://example.org/中文", []string{"http://example.org/Русские_слова", "http://example.org/"}},
		{"http://t.co/abc123's http://t.co/abc124; http://t.co/abc125-x",
			[]string{"http://t.co/abc123", "http://t.co/abc124", "http://t.co/abc125"}},
		{"http://xn--ls8h.example.org/ http://note.みんな/ http://note.中国/x",
			[]string{"http://xn--ls8h.example.org/", "http://note.みんな/", "http://note.中国/x"}},
		{"twice example.org example.org", []string{"example.org"}},
		{"http:// example.org", []string{"example.org"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, StatusLinks(tt.in)); diff != "" {
			t.Errorf("StatusLinks(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestMentionsConformance(t *testing.T) {
	for _, c := range conformance(t, "mentions.json", 20) {
		if got := Mentions(c.Text); !slices.Equal(got, c.Expected) {
			t.Errorf("%s: Mentions(%q) = %q, want %q", c.Description, c.Text, got, c.Expected)
		}
	}
}

func TestMentions(t *testing.T) {
	for in, want := range map[string][]string{
		"@ann and @ann":                  {"ann"},
		"@ann/friends is a list, @bob/7": {"bob"},
		"start@ann RT:@bob ＠cy":          {"bob", "cy"},
		"ann@example.org":                nil,
	} {
		if got := Mentions(in); !slices.Equal(got, want) {
			t.Errorf("Mentions(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzStatus holds what is found in a status to stand there.
func FuzzStatus(f *testing.F) {
	for _, s := range []string{"http://example.org/a(b(c)d)?x=1#y", "中http://note.みんな/ @ann #tag",
		"RT:@ann/x ＃＃ http://a..b", strings.Repeat("a.", 50), "((((((((/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range StatusLinks(s) {
			if !strings.Contains(s, l) || !utf8.ValidString(l) || strings.ContainsAny(l, " \n\t<>\"") || len(l) > maxURL {
				t.Errorf("StatusLinks(%q) gives %q", s, l)
			}
		}
		for _, m := range Mentions(s) {
			if !strings.Contains(s, m) || m == "" || len(m) > 20 {
				t.Errorf("Mentions(%q) gives %q", s, m)
			}
		}
	})
}
