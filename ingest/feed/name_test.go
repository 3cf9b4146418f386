package feed

import (
	"testing"

	"recap/store"
)

func TestCredited(t *testing.T) {
	tests := []struct {
		name string
		raw  []string
		want store.Author
	}{
		{"plain", []string{"Lena Krause"}, store.Author{Name: "Lena Krause"}},
		{"name and address", []string{"Lena Krause <lena@mail.example>"}, store.Author{Name: "Lena Krause", Address: "lena@mail.example"}},
		{"address and name", []string{"Lena@mail.example (Lena Krause)"}, store.Author{Name: "Lena Krause", Address: "lena@mail.example"}},
		{"address in square brackets", []string{"Lena Krause [lena@mail.example]"},
			store.Author{Name: "Lena Krause", Address: "lena@mail.example"}},
		{"address alone", []string{"lena@mail.example"}, store.Author{Address: "lena@mail.example"}},
		{"address behind mailto", []string{"mailto:lena@mail.example"}, store.Author{Address: "lena@mail.example"}},
		{"hidden address", []string{"lena at mail dot example"}, store.Author{}},
		{"pronouns", []string{"Lena Krause (sie/ihr)"}, store.Author{Name: "Lena Krause"}},
		{"pronouns in square brackets", []string{"Ilja Petrow [он/его]"}, store.Author{Name: "Ilja Petrow"}},
		{"pronouns without brackets", []string{"Sam Oyelaran, they/them"}, store.Author{Name: "Sam Oyelaran"}},
		{"brackets that are no pronouns", []string{"Lena Krause (Moor e.V.)"}, store.Author{Name: "Lena Krause (Moor e.V.)"}},
		{"account", []string{"@lena_k"}, store.Author{Handle: "lena_k"}},
		{"account of a server", []string{"@lena@social.example"}, store.Author{Handle: "lena@social.example"}},
		{"name and account", []string{"Lena Krause (@lena@social.example)"}, store.Author{Name: "Lena Krause", Handle: "lena@social.example"}},
		{"account of a link site", []string{"/u/lena-k"}, store.Author{Handle: "lena-k"}},
		{"profile", []string{"https://links.example/users/lena"},
			store.Author{Handle: "lena@links.example", URL: "https://links.example/users/lena"}},
		{"profile with an at sign", []string{"https://www.video.example/@lena"},
			store.Author{Handle: "lena@video.example", URL: "https://www.video.example/@lena"}},
		{"profile with a tilde", []string{"https://uni.example/~lena/"},
			store.Author{Handle: "lena@uni.example", URL: "https://uni.example/~lena/"}},
		{"page that is no profile", []string{"https://mail.example/about/us"}, store.Author{URL: "https://mail.example/about/us"}},
		{"by", []string{"by Lena Krause"}, store.Author{Name: "Lena Krause"}},
		{"by, in Dutch", []string{"Door Kees Prins"}, store.Author{Name: "Kees Prins"}},
		{"by, in German", []string{"Von Lena Krause"}, store.Author{Name: "Lena Krause"}},
		{"a name that begins like by", []string{"Byron Kay"}, store.Author{Name: "Byron Kay"}},
		{"a surname with von", []string{"von Stein, Karla"}, store.Author{Name: "Karla von Stein"}},
		{"label", []string{"Autor: Lena Krause"}, store.Author{Name: "Lena Krause"}},
		{"office", []string{"Webmaster"}, store.Author{}},
		{"office with an address", []string{"admin <admin@mail.example>"}, store.Author{Address: "admin@mail.example"}},
		{"nothing to see", []string{"\u200b \u00ad"}, store.Author{}},
		{"only signs", []string{"🌿🌿"}, store.Author{}},
		{"name that is an office in a longer one", []string{"Admin Nilsson"}, store.Author{Name: "Admin Nilsson"}},
		{"two fields", []string{"Lena Krause", "Ousmane Ba"}, store.Author{Name: "Lena Krause & Ousmane Ba"}},
		{"one field twice", []string{"Lena Krause", "Lena Krause"}, store.Author{Name: "Lena Krause"}},
		{"address beside a name", []string{"lena@mail.example", "Lena Krause"}, store.Author{Name: "Lena Krause"}},
		{"comma between two", []string{"Lena Krause, Ousmane Ba"}, store.Author{Name: "Lena Krause & Ousmane Ba"}},
		{"and between two", []string{"Lena Krause und Ousmane Ba"}, store.Author{Name: "Lena Krause & Ousmane Ba"}},
		{"three", []string{"Lena Krause, Ousmane Ba and Mei Lin"}, store.Author{Name: "Lena Krause, Ousmane Ba & Mei Lin"}},
		{"three given names", []string{"Lena, Ousmane and Mei"}, store.Author{Name: "Lena, Ousmane & Mei"}},
		{"ideographic comma", []string{"王小明、陈美"}, store.Author{Name: "王小明 & 陈美"}},
		{"two with surnames first", []string{"Krause, Lena; Ba, Ousmane"}, store.Author{Name: "Lena Krause & Ousmane Ba"}},
		{"initials", []string{"Krause, L., Ba, O."}, store.Author{Name: "L. Krause & O. Ba"}},
		{"many", []string{"A One, B Two, C Three, D Four, E Five, F Six, G Seven"},
			store.Author{Name: "A One, B Two, C Three, D Four, E Five et al."}},
		{"surname first", []string{"Krause, Lena"}, store.Author{Name: "Lena Krause"}},
		{"surname of several words", []string{"de la Cruz, Inés"}, store.Author{Name: "Inés de la Cruz"}},
		{"title behind the name", []string{"Lena Krause, PhD"}, store.Author{Name: "Lena Krause, PhD"}},
		{"firm", []string{"Moor Systems, Inc."}, store.Author{Name: "Moor Systems, Inc."}},
		{"and within a name", []string{"Arts and Crafts Team"}, store.Author{Name: "Arts and Crafts Team"}},
		{"Spanish surnames", []string{"José Ortega y Gasset"}, store.Author{Name: "José Ortega y Gasset"}},
		{"links around names", []string{`<a href="https://x.example/a">Lena Krause</a>, <a href="https://x.example/b">Ousmane Ba</a>`}, store.Author{Name: "Lena Krause & Ousmane Ba"}},
	}
	for _, tt := range tests {
		if got := credited(tt.raw...); got != tt.want {
			t.Errorf("%s: credited(%q)\n = %+v\nwant %+v", tt.name, tt.raw, got, tt.want)
		}
	}
}

func TestAccountTitle(t *testing.T) {
	tests := []struct{ title, name, handle string }{
		{"Mei Lin / @mei", "Mei Lin", "mei"},
		{"Mei Lin (@mei@social.example)", "Mei Lin", "mei@social.example"},
		{"@mei.example.net - Mei Lin", "Mei Lin", "mei.example.net"},
		{"@mei", "", "mei"},
		{"Mei Lin", "Mei Lin", ""},
		{"Meet us @ the moor", "Meet us @ the moor", ""},
	}
	for _, tt := range tests {
		if name, handle := accountTitle(tt.title); name != tt.name || handle != tt.handle {
			t.Errorf("accountTitle(%q) = %q, %q, want %q, %q", tt.title, name, handle, tt.name, tt.handle)
		}
	}
}
