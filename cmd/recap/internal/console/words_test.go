package console

import "testing"

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ word, want string }{
		{"databse", "database"}, {"Database", "database"}, {"word", "words"}, {"x", ""}, {"telephone", ""},
	} {
		if got := Nearest(tt.word, []string{"community", "database", "words"}); got != tt.want {
			t.Errorf("Nearest(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}
