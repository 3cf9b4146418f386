package text

import (
	"strings"
	"testing"
)

func TestBaseSubject(t *testing.T) {
	for subject, want := range map[string]string{
		"Oven": "Oven", "Re: Oven": "Oven", "RE : Oven": "Oven", "Re[3]: Oven": "Oven", "Re(2): Oven": "Oven",
		"Re^2: Oven": "Oven", "re:re: Oven": "Oven", "[bakery] AW: Oven": "Oven", "AW: [bakery] WG: Oven": "Oven",
		"Svar: Oven": "Oven", "Antw.: Oven": "Oven", "回复：Oven": "Oven", "返信: Oven": "Oven", "Ответ: Oven": "Oven",
		"Trả lời: Oven": "Oven", "Ynt: İlt: Oven": "Oven", "Vá: Oven": "Oven", "ΑΠ: Oven": "Oven", "رد: Oven": "Oven",
		"R: Oven": "Oven", "답장: Oven": "Oven", "Odpowiedź: Oven": "Oven",
		"Oven (was: Bread)": "Oven", "Oven [war: Bread (white)]": "Oven", "Re: Oven (было: Bread)": "Oven",
		"Oven（原：Bread）": "Oven", "Oven (it was: cold)": "Oven (it was: cold)", "Oven (was cold)": "Oven (was cold)",
		"CI: Oven": "CI: Oven", "Re:": "Re:", "[bakery]": "[bakery]", "": "", "Recipe: bread": "Recipe: bread", "Re Oven": "Re Oven",
	} {
		if got := BaseSubject(subject); got != want {
			t.Errorf("BaseSubject(%q) = %q, want %q", subject, got, want)
		}
	}
	if rest, was := CutWas("Oven (war: Brot)"); rest != "Oven" || was != "Brot" {
		t.Errorf("CutWas() = %q, %q, want Oven and Brot", rest, was)
	}
	for subject, want := range map[string]bool{"Re: Oven": true, "[bakery] Sv: Oven": true, "Fwd: Oven": false,
		"Fwd: Re: Oven": false, "Oven": false, "[bakery] Oven": false} {
		if got := IsReply(subject); got != want {
			t.Errorf("IsReply(%q) = %t, want %t", subject, got, want)
		}
		if got := IsForward(subject); got != (!want && strings.Contains(subject, "Fwd:")) {
			t.Errorf("IsForward(%q) = %t", subject, got)
		}
	}
}
