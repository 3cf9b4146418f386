package text

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestClean(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "a b\tc\n", "a b\tc\n"},
		{"line ends", "a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"},
		{"controls", "a\x00\x07\x1b[31mb\x7f\u0085\u009bc", "a[31mbc"},
		{"not UTF-8", "caf\xe9 \xff", "caf\ufffd \ufffd"},
		{"zero width", "in\u200bvis\u2060ib\ufeffle", "invisible"},
		{"bidi", "\u202eevil\u202c \u2066x\u2069\u200f", "evil x"},
		{"soft hyphen", "re\u00adcap", "recap"},
		{"noncharacters", "a\ufffeb\uffffc\ufdd0d\U0001ffffe", "abcde"},
		{"joiner in Persian", "می\u200cخواهم", "می\u200cخواهم"},
		{"joiner in Latin", "a\u200cb\u200dc", "abc"},
		{"joined emoji", "👩\u200d💻 and ❤\ufe0f\u200d🔥", "👩\u200d💻 and ❤\ufe0f\u200d🔥"},
		{"tag characters", "a\U000e0041b", "ab"},
	}
	for _, tt := range tests {
		if got := Clean(tt.in); got != tt.want {
			t.Errorf("%s: Clean(%q) = %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"  a\r\n\tb\u00a0\u00a0c\u3000d ": "a b c d",
		"one line of words":               "one line of words",
		"two  spaces":                     "two spaces",
		" before":                         "before",
		"behind ":                         "behind",
		"a\tb":                            "a b",
		"é è":                             "é è",
		" ":                               "",
		"":                                "",
	} {
		if got := Line(in); got != want {
			t.Errorf("Line(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	for limit := range 8 {
		if got := Cut("aé世", limit); len(got) > limit || !utf8.ValidString(got) {
			t.Errorf("Cut(%q, %d) = %q", "aé世", limit, got)
		}
	}
}

func TestLinks(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{"none", nil},
		{"see https://example.org/a, and http://example.com.", []string{"https://example.org/a", "http://example.com"}},
		{"(https://example.org/x) <https://example.org/y>", []string{"https://example.org/x", "https://example.org/y"}},
		{"https://example.org/wiki/Go_(game), https://example.org/a[1]",
			[]string{"https://example.org/wiki/Go_(game)", "https://example.org/a[1]"}},
		{"twice https://example.org/ https://example.org/", []string{"https://example.org/"}},
		{"HTTPS://Example.org/A?b=c&d=e#f!", []string{"HTTPS://Example.org/A?b=c&d=e#f"}},
		{"“https://example.org/q”。 https://example.org/中文。", []string{"https://example.org/q", "https://example.org/中文"}},
		{"javascript:alert(1) ftp://example.org http:// https://", nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, Links(tt.in)); diff != "" {
			t.Errorf("Links(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

// A conformanceCase is one of those of twitter-text.
type conformanceCase struct {
	Description, Text string
	Expected          []string
}

// conformance returns the cases of a file, of which there must be so many at least.
func conformance(t *testing.T, file string, least int) []conformanceCase {
	t.Helper()
	data, err := os.ReadFile("testdata/twitter-text/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []conformanceCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < least {
		t.Fatalf("read %d cases, want at least %d", len(cases), least)
	}
	return cases
}

func TestTagsConformance(t *testing.T) {
	for _, c := range conformance(t, "hashtags.json", 60) {
		var want []string
		for _, tag := range c.Expected {
			if tag = strings.ToLower(tag); !slices.Contains(want, tag) {
				want = append(want, tag)
			}
		}
		if diff := cmp.Diff(want, Tags(c.Text)); diff != "" {
			t.Errorf("%s: Tags(%q) (-want +got):\n%s", c.Description, c.Text, diff)
		}
	}
}
