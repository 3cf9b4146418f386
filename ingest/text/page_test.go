package text

import (
	"net/url"
	"slices"
	"testing"
)

// TestReadOthers reads what forums and blogs put between the words of a writer: none of it is the writer's.
func TestReadOthers(t *testing.T) {
	tests := []struct{ name, in, own, quoted string }{
		{"card of a link",
			`<p>Look:</p><aside class="onebox allowlistedgeneric"><header>moor.example</header><article><h3>A pump</h3><p>It pumps.</p></article></aside><p>Nice.</p>`,
			"Look:\n\nNice.", "moor.example\n\nA pump\n\nIt pumps."},
		{"card of a bookmark",
			`<p>Look:</p><figure class="kg-card kg-bookmark-card"><a href="https://moor.example/"><div class="kg-bookmark-title">A pump</div></a></figure>`,
			"Look:", "A pump"},
		{"preview of a link", `<p>Look:</p><div class="link-preview"><b>A pump</b> It pumps.</div>`, "Look:", "A pump It pumps."},
		{"folded mail",
			`<p>Yes.</p><details class="elided"><summary>...</summary><p>On Monday Tom wrote that it leaks.</p></details>`,
			"Yes.", "...\n\nOn Monday Tom wrote that it leaks."},
		{"details that the writer folds", `<p>Yes.</p><details><summary>The numbers</summary><p>Nine.</p></details>`,
			"Yes.\n\nThe numbers\n\nNine.", ""},
		{"poll",
			`<p>What now?</p><div class="poll" data-poll-name="p"><ul><li>Dig</li><li>Wait</li></ul><span>0 voters</span></div>`,
			"What now?", ""},
		{"quote of an old forum", `<div class="bbcode_quote">Tom wrote: it leaks</div>It does not.`, "It does not.", "Tom wrote: it leaks"},
		{"quote in a table", `<table class="quotetable"><tr><td>it leaks</td></tr></table><p>It does not.</p>`, "It does not.", "it leaks"},
		{"the name above a quote",
			`<aside class="quote" data-username="tom"><div class="title">Tom R:</div><blockquote>it leaks</blockquote></aside><p>It does not.</p>`,
			"It does not.", "it leaks"},
		{"a post that may have quotes", `<div class="has-quotes post-quote-enabled"><p>Mine.</p></div>`, "Mine.", ""},
		{"struck out by its style", `<p>It <span style="text-decoration: line-through">leaks</span> holds.</p>`, "It holds.", ""},
		{"struck out and not closed", `<p>It <s>leaks</p><p>It holds.</p>`, "It\n\nIt holds.", ""},
		{"a poll of a people", `<p class="pollution">The air.</p>`, "The air.", ""},
	}
	for _, tt := range tests {
		if own, quoted := FromHTML(tt.in); own != tt.own || quoted != tt.quoted {
			t.Errorf("%s: FromHTML(%q)\n = %q, %q\nwant %q, %q", tt.name, tt.in, own, quoted, tt.own, tt.quoted)
		}
	}
}

// TestReadCuts finds the quotations at their places.
func TestReadCuts(t *testing.T) {
	d := Read(`<p>Hello.</p><blockquote><p>Does it leak?</p></blockquote><p>No.</p><blockquote>And</blockquote><blockquote>the valve?</blockquote><p>Neither <i>does</i> it.</p><blockquote></blockquote><blockquote>Bye</blockquote>`)
	var got []string
	for _, c := range d.Cuts {
		got = append(got, d.Quoted[c.From:c.To]+" → "+d.Own[c.At:])
	}
	want := []string{"Does it leak? → No.\n\nNeither does it.", "And\n\nthe valve? → Neither does it.", "Bye → "}
	if !slices.Equal(got, want) {
		t.Errorf("cuts %q, want %q", got, want)
	}
	if d := Read("<p>None.</p>"); d.Cuts != nil {
		t.Errorf("cuts %v without a quotation", d.Cuts)
	}
}

// TestReadPage resolves links, says where they stand, and leaves out what frames a page.
func TestReadPage(t *testing.T) {
	base, err := url.Parse("https://moor.example/a/b")
	if err != nil {
		t.Fatal(err)
	}
	p := ReadPage(`<nav>Home</nav><p>See <a href="c"> the <b>plan</b></a> or <a href="https://other.example/x">another</a>.</p><figure><img src="p.png" alt="ignored.png"><figcaption>The pump</figcaption></figure>
		<ul class="post-toc"><li><a href="#x">One</a></li></ul><img src="q.png" alt="A valve, open"><p>And <a href="#x">above</a>.</p><div class="sharedaddy">Tweet</div><button>Like</button>`, base)
	if want := "See the plan or another.\n\nAnd above."; p.Own != want {
		t.Errorf("text = %q, want %q", p.Own, want)
	}
	if want := []string{"https://moor.example/a/c", "https://other.example/x"}; !slices.Equal(p.Links, want) {
		t.Errorf("links = %q, want %q", p.Links, want)
	}
	if want := []string{"The pump", "A valve, open"}; !slices.Equal(p.Pictures, want) {
		t.Errorf("pictures = %q, want %q", p.Pictures, want)
	}
	var anchors []string
	for _, a := range p.Anchors {
		anchors = append(anchors, p.Own[a.From:a.To]+" "+a.URL)
	}
	if want := []string{"the plan https://moor.example/a/c", "another https://other.example/x",
		"above https://moor.example/a/b#x"}; !slices.Equal(anchors, want) {
		t.Errorf("anchors = %q, want %q", anchors, want)
	}
	if p := ReadPage(`<div class="newsletter-box subscription"><p>All of it.</p></div>`, nil); p.Own != "All of it." {
		t.Errorf("a page that is all frame reads %q, want its words", p.Own)
	}
}

func FuzzReadPage(f *testing.F) {
	f.Add(`<p>a<a href="#x">b</a><figure><figcaption>c<blockquote>d</figure><s>e<nav>f`)
	f.Add(`<pre>  <a href="/x">  y  </a></pre><blockquote>q</blockquote> <a href="//z">`)
	base, _ := url.Parse("https://moor.example/a")
	f.Fuzz(func(t *testing.T, in string) {
		p := ReadPage(in, base)
		for _, a := range p.Anchors {
			if a.From < 0 || a.From > a.To || a.To > len(p.Own) {
				t.Errorf("ReadPage(%q): anchor %+v of %d bytes", in, a, len(p.Own))
			}
		}
		at := 0
		for _, c := range p.Cuts {
			if c.At < at || c.At > len(p.Own) || c.From >= c.To || c.To > len(p.Quoted) {
				t.Errorf("ReadPage(%q): cut %+v of %d and %d bytes", in, c, len(p.Own), len(p.Quoted))
			}
			at = c.At
		}
	})
}
