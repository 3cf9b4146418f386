package text

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestFromHTML(t *testing.T) {
	tests := []struct{ name, in, own, quoted string }{
		{"plain", "just words", "just words", ""},
		{"paragraphs", "<p>One\n two.</p>\n<p>Three.</p>", "One two.\n\nThree.", ""},
		{"breaks", "a<br>b<br/><br />c", "a\nb\n\nc", ""},
		{"lines of divs", "<div>a</div><div>b</div><div><br></div><div>c</div>", "a\nb\n\nc", ""},
		{"unclosed paragraphs", "<p>a<p>b<p>c", "a\n\nb\n\nc", ""},
		{"entities", "caf&eacute; &amp; &lt;b&gt; &#x2014; &nbsp;x", "café & <b> — x", ""},
		{"list", "<p>Two:</p><ul><li>one<li><p>two</p><ul><li>inner</ul></ul>end", "Two:\n\n- one\n- two\n\n  - inner\n\nend", ""},
		{"pre", "<p>a</p><pre>\n  x  y\n\tz\n</pre><p>b", "a\n\n  x  y\n\tz\n\nb", ""},
		{"dropped",
			"<head><title>t</title><style>p{}</style></head><body>a<script>if (1 < 2) x()</script><style>b</style><!-- c " +
				"--><svg><text>d</text></svg>",
			"a", ""},
		{"hidden",
			`<div style="display: none">secret</div><p hidden>x</p><span style="mso-hide:all">y</span>shown<img src="p.gif" alt="pixel" width=1>`,
			"shown", ""},
		{"emoji image", `nice <img class="emoji" alt=":tada:" src="x.png">`, "nice :tada:", ""},
		{"words across inline tags", "re<b>cap</b>s <i>are</i> short", "recaps are short", ""},
		{"table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc", ""},
		{"blockquote", "<p>I say</p><blockquote><p>they said</p></blockquote><p>no.</p>", "I say\n\nno.", "they said"},
		{"nested quotes", "a<blockquote>b<blockquote>c</blockquote>d</blockquote>e", "a\n\ne", "b\n\nc\n\nd"},
		{
			"gmail, answer above",
			`<div>Yes.</div><div class="gmail_quote"><div class="gmail_attr">On Monday Ann wrote:<br></div><blockquote class="gmail_quote">Ready?</blockquote></div>`,
			"Yes.", "On Monday Ann wrote:\n\nReady?",
		},
		{
			"gmail, answer below",
			`<div class="gmail_quote"><div class="gmail_attr">Ann wrote:</div><blockquote class="gmail_quote">Ready?</blockquote><div>Yes.</div></div>`,
			"Yes.", "Ann wrote:\n\nReady?",
		},
		{
			"gmail, forwarded", `<div class="gmail_quote"><div class="gmail_attr">---- Forwarded message ----</div>their words</div>`,
			"", "---- Forwarded message ----\ntheir words",
		},
		{
			"outlook", `<p>Mine.</p><hr tabindex="-1"><div id="divRplyFwdMsg"><b>From:</b> Ann</div><div>Theirs.</div>`,
			"Mine.", "From: Ann\n\nTheirs.",
		},
		{
			"outlook desktop",
			`<p>Mine.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p><b>From:</b> Ann</p></div><p>Theirs.</p>`,
			"Mine.", "From: Ann\n\nTheirs.",
		},
		{"thunderbird", `<div class="moz-cite-prefix">Ann wrote:</div><blockquote type="cite">x</blockquote><p>y</p>`, "y", "Ann wrote:\n\nx"},
		{"discourse", `<aside class="quote no-group"><div class="title">ann:</div><blockquote>x</blockquote></aside><p>y</p>`, "y", "x"},
		{"link text", `see <a href="https://example.org/x">the page</a>.`, "see the page.", ""},
		{"shortened link", `see <a href="https://example.org/a/long/one">example.org/a/lo…</a> now`,
			"see https://example.org/a/long/one now", ""},
		{"mastodon link",
			`<a href="https://example.org/abc"><span class="invisible">https://</span><span class="ellipsis">example.org/a</span><span class="invisible">bc</span></a>`,
			"https://example.org/abc", ""},
		{"unescaped address", "write to <ann@example.org> or <https://example.org/x>",
			"write to <ann@example.org> or <https://example.org/x>", ""},
		{"unescaped less-than", "a < b and 1 <2", "a < b and 1 <2", ""},
		{"controls", "a\x00b\u202ec&#8;d&#x200b;e", "abcde", ""},
		{"stray end tags", "</div></p>a</b></blockquote>b", "ab", ""},
		{"cut off", `<p>a<a href="htt`, "a", ""},
	}
	for _, tt := range tests {
		own, quoted := FromHTML(tt.in)
		if own != tt.own || quoted != tt.quoted {
			t.Errorf("%s: FromHTML(%q)\n = %q, %q\nwant %q, %q", tt.name, tt.in, own, quoted, tt.own, tt.quoted)
		}
	}
}

func TestReadLinks(t *testing.T) {
	d := Read(`<a href="https://example.org/a">a</a> http://example.com/b <a href="/c">c</a> <a href="javascript:x()">d</a>
		<blockquote><a href="https://example.net/q">q</a></blockquote> <a href="https://example.org/a">again</a>`)
	if diff := cmp.Diff([]string{"https://example.org/a", "http://example.com/b"}, d.Links); diff != "" {
		t.Errorf("Read().Links (-want +got):\n%s", diff)
	}
}

func TestFromHTMLBounded(t *testing.T) {
	for name, in := range map[string]string{
		"deep":       strings.Repeat("<div>", 300_000) + "x",
		"open items": strings.Repeat("<ul><li>x", 100_000),
		"end tags":   strings.Repeat("<b>", 1000) + strings.Repeat("</i>", 300_000) + "x",
		"one word":   strings.Repeat("x", 3<<20),
		"attributes": "<p " + strings.Repeat("a=b ", 500_000) + ">x",
		"links":      strings.Repeat(`<a href="https://example.org/">x`, 50_000),
	} {
		began := time.Now()
		own, _ := FromHTML(in)
		if took := time.Since(began); took > time.Minute {
			t.Errorf("%s: FromHTML() took %v", name, took)
		}
		if own == "" || len(own) > maxOutput+64 {
			t.Errorf("%s: FromHTML() = %d bytes, want 1 to %d", name, len(own), maxOutput)
		}
	}
}

func FuzzFromHTML(f *testing.F) {
	f.Add("<p>a<blockquote>b</blockquote><ul><li>c</ul><pre>\n d</pre>")
	f.Add(`<div class="gmail_quote"><a href="https://example.org">exa…</a><br></div>`)
	f.Add("<a href=http://\xb1\x00>x</a> https://\xb1\u200b.example.org")
	f.Add("<svg><title></svg><textarea><table><td>\x00\xff&#xfffe;")
	f.Fuzz(func(t *testing.T, in string) {
		d := Read(in)
		for _, s := range append(d.Links, d.Own, d.Quoted) {
			if !utf8.ValidString(s) {
				t.Errorf("Read(%q): %q is not UTF-8", in, s)
			}
			if c := Clean(s); c != s {
				t.Errorf("Read(%q): %q is not clean, want %q", in, s, c)
			}
		}
	})
}

func BenchmarkFromHTML(b *testing.B) {
	page := strings.Repeat(`<p>Some <b>words</b> with <a href="https://example.org/x">a link</a>, &amp; more.</p><ul><li>one</li><li>two</li></ul>`,
		100)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		FromHTML(page)
	}
}
