package text

import "testing"

// TestStruckOut leaves out what the writer has struck out, however that is marked: it was said and taken back.
func TestStruckOut(t *testing.T) {
	for in, want := range map[string]string{
		`<p>The gate is <s>shut</s> open.</p>`:                                                           "The gate is open.",
		`<p>The gate is <del>shut</del> <ins>open</ins>.</p>`:                                            "The gate is open.",
		`<p>The gate is <strike>shut</strike> open.</p>`:                                                 "The gate is open.",
		`<p>The gate is <del datetime="2026-10-01" cite="/why">shut for <b>ten</b> days</del> open.</p>`: "The gate is open.",
		`<p>The gate is <span style="color:red; text-decoration:line-through;">shut</span> open.</p>`:    "The gate is open.",
		`<p>The gate is <span style="TEXT-DECORATION: LINE-THROUGH">shut</span> open.</p>`:               "The gate is open.",
		`<del><p>The gate is shut.</p></del><p>The gate is open.</p>`:                                    "The gate is open.",
		`<ul><li><s>Shut the gate</s></li><li>Open the gate</li></ul>`:                                   "- Open the gate",
		`<p>Two gates: <s>north</s>, <s>south</s>, east.</p>`:                                            "Two gates: , , east.",
		`<p><u>The gate</u> is <span style="text-decoration: underline">open</span>.</p>`:                "The gate is open.",
	} {
		if own, _ := FromHTML(in); own != want {
			t.Errorf("FromHTML(%q) = %q, want %q", in, own, want)
		}
	}
}
