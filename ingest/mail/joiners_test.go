package mail

import (
	"strings"
	"testing"
)

// TestJoiners has characters without a glyph that words and signs need: they stay. Those that only hide go.
func TestJoiners(t *testing.T) {
	for name, s := range map[string]string{
		"Persian": "می\u200cخواهم", "Hindi": "क्\u200dष और र्\u200dय", "Bengali": "র\u200d্য", "Malayalam": "ന്\u200d",
		"Sinhala": "ක්\u200dෂ", "a family": "👨\u200d👩\u200d👧", "a farmer": "👩🏽\u200d🌾", "a flag": "🏳\ufe0f\u200d🌈",
		"a flag of tags": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "a heart": "❤\ufe0f", "a key": "1\ufe0f\u20e3",
	} {
		p, err := Parse([]byte("From: \"Ben "+s+"\" <ben@example.org>\nSubject: "+s+"\nContent-Type: text/plain; charset=utf-8\n\n"+s+" and more\n> "+s+"\n"), Options{})
		if err != nil || p.Title != s || p.Author.Name != "Ben "+s || p.Text != s+" and more" || p.Quoted != s {
			t.Errorf("%s: Parse() gave title %+q, author %+q, text %+q, quoted %+q, %v, want %+q", name, p.Title,
				p.Author.Name, p.Text, p.Quoted, err, s)
		}
		p, err = Parse([]byte("From: ben@example.org\nContent-Type: text/html; charset=utf-8\n\n<p>"+s+"</p>"), Options{})
		if err != nil || p.Text != s {
			t.Errorf("%s, HTML: Parse() gave %+q, %v, want %+q", name, p.Text, err, s)
		}
	}
	for _, hides := range []string{"\u200b", "\u2060", "\ufeff", "\u202e", "\u200d", "\u200c", "\U000e0061", "\u00ad"} {
		p, err := Parse([]byte("From: ben@example.org\nSubject: a"+hides+"b\nContent-Type: text/plain; charset=utf-8\n\nc"+hides+"d\n"), Options{})
		if err != nil || p.Title != "ab" || p.Text != "cd" {
			t.Errorf("%+q: Parse() gave title %+q, text %+q, %v, want ab and cd", hides, p.Title, p.Text, err)
		}
	}
	p, _ := Parse([]byte("From: ben@example.org\nContent-Type: text/plain; charset=utf-8\n\n"+strings.Repeat("🏴\U000e0067", 3)+"\n"), Options{})
	if strings.ContainsRune(p.Text, '\U000e0067') {
		t.Errorf("Parse() gave %+q, want no tags of a flag that does not end", p.Text)
	}
}
