package console

import (
	"bytes"
	"strings"
	"testing"
)

func TestAsk(t *testing.T) {
	for answer, want := range map[string]bool{"y\n": true, " Yes \n": true, "n\n": false, "\n": false, "": false, "yesterday\n": false, "y": true} {
		var stderr bytes.Buffer
		c := &Console{Stderr: &stderr}
		if got := c.Ask(strings.NewReader(answer), "Really,\nnow?"); got != want {
			t.Errorf("Ask() = %t for the answer %q, want %t", got, answer, want)
		}
		if got, want := stderr.String(), "Really, now? [y/N] "; got != want {
			t.Errorf("Ask() prints %q, want %q", got, want)
		}
	}
	if Reads(strings.NewReader("")) {
		t.Error("Reads() takes a text for a terminal")
	}
}
