package serve

// words are what pages say in one language. NAME is the community's.
type words struct {
	pages             map[string]said
	wrong             map[string]string
	kept, nothing     string
	address           string
	digests, sections string
	leave, choose     string
	again             string
	states            map[string]string // of drafts
	draft, all, none  string
}

// said is what one page says.
type said struct{ title, text, button string }

// english returns the words for all languages that have none of their own.
func english() words {
	return words{
		pages: map[string]said{
			"subscribe": {"Get the recap of NAME",
				"A mail with a link comes to the address that you give, and the recap once you have followed it.", "Subscribe"},
			"asked": {"Look into your mailbox", "If there is anything to confirm, a mail with a link is on its way. Without that nothing is sent to you. " +
				"If none comes within an hour, look among the unwanted mail.", ""},
			"confirm": {"Get the recap of NAME?",
				"Press the button, and the recap comes to you by mail from now on. Each has a link to stop it.", "Yes, send it to me"},
			"confirmed": {"Done", "If the link was still valid, the recap comes to you from now on.", ""},
			"leave": {"Stop the recap of NAME?",
				"Press the button, and no more mail comes to you.", "Unsubscribe"},
			"left": {"Done", "No more recap comes to you. One that is on its way already may still arrive.", ""},
			"choice": {"What do you want to read?",
				"Untick what you do not want to read. Nothing is reworded for that: those stories are left out.", "Keep this choice"},
			"drafts":   {"Drafts that wait", "The next run publishes each of them once you have approved it.", ""},
			"draft":    {"A draft", "This is the page that it becomes. If anything changes it after you have approved it, it waits again.", "Approve"},
			"approved": {"Approved", "The next run publishes it, unless something changes it before.", ""},
			"busy":     {"One moment", "A run is at work. Please try again in a minute.", ""},
			"failed":   {"That did not work", "The fault is on this side. Please try again in a few minutes.", ""},
		},
		wrong: map[string]string{
			"address": "This is no address that mail can be sent to.",
			"nothing": "In one group nothing is chosen. Choose at least one in each.",
			"changed": "The draft has changed since you opened it. Please read it again.",
			"often":   "Too many addresses were given within an hour. Please come back later.",
		},
		kept:    "Your choice is kept.",
		nothing: "There is only one recap, and it has no sections, so that there is nothing to choose.",
		address: "Mail address",
		digests: "Recaps", sections: "Sections",
		leave: "Unsubscribe", choose: "Choose what you get instead", again: "Subscribe again",
		states: map[string]string{"waiting": "waits for approval", "changed": "has changed since it was approved", "approved": "approved"},
		draft:  "The draft as a page", all: "All drafts", none: "No draft waits.",
	}
}

// german returns the words in German.
func german() words {
	return words{
		pages: map[string]said{
			"subscribe": {"Den Rückblick von NAME bekommen",
				"An die angegebene Adresse kommt eine Mail mit einem Link, und der Rückblick, sobald er bestätigt ist.", "Abonnieren"},
			"asked": {"Bitte ins Postfach sehen", "Wenn es etwas zu bestätigen gibt, ist eine Mail mit einem Link unterwegs. Ohne Bestätigung wird nichts geschickt. " +
				"Kommt innerhalb einer Stunde keine an, hilft ein Blick in den Spam-Ordner.", ""},
			"confirm": {"Den Rückblick von NAME bekommen?",
				"Nach dem Druck auf den Knopf kommt der Rückblick ab jetzt per Mail. In jedem steht ein Link zum Abbestellen.", "Ja, bitte schicken"},
			"confirmed": {"Erledigt", "Wenn der Link noch gültig war, kommt der Rückblick ab jetzt.", ""},
			"leave": {"Den Rückblick von NAME abbestellen?",
				"Nach dem Druck auf den Knopf kommt keine Mail mehr.", "Abbestellen"},
			"left": {"Erledigt",
				"Es kommt kein Rückblick mehr. Einer, der schon unterwegs ist, kann noch eintreffen.", ""},
			"choice": {"Was soll im Rückblick stehen?",
				"Nicht Gewünschtes bitte abwählen. Umformuliert wird dafür nichts: Diese Beiträge fehlen dann.", "Auswahl speichern"},
			"drafts":   {"Entwürfe, die warten", "Der nächste Lauf veröffentlicht jeden, der freigegeben ist.", ""},
			"draft":    {"Ein Entwurf", "So sieht die Seite aus. Ändert ihn danach noch etwas, wartet er wieder.", "Freigeben"},
			"approved": {"Freigegeben", "Der nächste Lauf veröffentlicht ihn, wenn ihn vorher nichts ändert.", ""},
			"busy":     {"Einen Moment", "Gerade arbeitet ein Lauf. Bitte in einer Minute noch einmal versuchen.", ""},
			"failed": {"Das hat nicht geklappt",
				"Der Fehler liegt auf dieser Seite. Bitte in ein paar Minuten noch einmal versuchen.", ""},
		},
		wrong: map[string]string{
			"address": "An diese Adresse kann keine Mail geschickt werden.",
			"nothing": "In einer Gruppe ist nichts ausgewählt. Bitte in jeder mindestens eines auswählen.",
			"changed": "Der Entwurf hat sich geändert, seit er geöffnet wurde. Bitte noch einmal lesen.",
			"often":   "In der letzten Stunde wurden zu viele Adressen angegeben. Bitte später noch einmal versuchen.",
		},
		kept:    "Die Auswahl ist gespeichert.",
		nothing: "Es gibt nur einen Rückblick, und er hat keine Teile. Daher ist nichts auszuwählen.",
		address: "Mailadresse",
		digests: "Rückblicke", sections: "Teile",
		leave: "Abbestellen", choose: "Stattdessen auswählen, was kommt", again: "Wieder abonnieren",
		states: map[string]string{"waiting": "wartet auf Freigabe", "changed": "hat sich seit der Freigabe geändert", "approved": "freigegeben"},
		draft:  "Der Entwurf als Seite", all: "Alle Entwürfe", none: "Kein Entwurf wartet.",
	}
}
