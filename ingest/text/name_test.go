package text

import "testing"

func TestIsName(t *testing.T) {
	for _, name := range []string{
		"Mira Oduya", "mira", "mira oduya", "Mira J. R. Oduya", "Henk van der Vaals", "Prof. Dr. Ines Farnby",
		"Maria da Conceição dos Santos e Silva", "Oduya, Mira", "Mira Oduya (Norrvik Institute of Tides)",
		"Mira Oduya (she/her)", "Seán O'Brekken-Vestre", "Ирина Петрова", "山田太郎", "محمد بن علي", "X Æ A-12",
		"Kettle security team", "Basin Project", "m.oduya", "Oduya & Vaals Ltd.", "0xbeef", "The Tide Team",
		"MIRA ODUYA", "Mira ☃ Oduya", "@mira", "Tide Group 7", "Tide!News",
	} {
		if !IsName(name) {
			t.Errorf("IsName(%q) = false, want true", name)
		}
	}
	for _, name := range []string{
		"", " ", "\u200b", "ㅤ", "...", "Mira Oduya has told everybody that the pump is broken",
		"Mira Oduya resigned yesterday. Henk", "Henk Vaals, who sold all of our pumps", "all of you should sell your pumps now",
		"https://pumps.example/x", "www.pumps.example", "Cheap pumps at pumps.example/sale", "basin.pumps.example",
		"mira@basin.example", "Buy now!", "Der Verein hat sich heute aufgelöst und zahlt nichts zurück",
		"明日の会議は中止になりました。",
	} {
		if IsName(name) {
			t.Errorf("IsName(%q) = true, want false", name)
		}
	}
}
