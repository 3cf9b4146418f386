package render

import (
	"strings"
	"testing"
	"time"

	"recap/digest"
)

func TestReturning(t *testing.T) {
	e := sample(t)
	for _, test := range []struct{ language, want string }{
		{"en", "Back after a long silence: Noor Haddad (last heard of in March 2023)."},
		{"de", "Nach langer Zeit wieder da: Noor Haddad (zuletzt im März 2023)."},
	} {
		e.Language = test.language
		e.Returning = []digest.Returner{{Name: "Noor Haddad", Last: time.Date(2023, 3, 9, 0, 0, 0, 0, time.UTC), Source: e.Posts[0].ID}}
		if got := strings.Join(strings.Fields(rendered(t, Text, e)), " "); !strings.Contains(got, test.want) {
			t.Errorf("Text() in %s does not hold %q:\n%s", test.language, test.want, got)
		}
	}
}
