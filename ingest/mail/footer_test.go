package mail

import "testing"

func TestFooters(t *testing.T) {
	for software, footer := range map[string]string{
		"Mailman 2": "_______________________________________________\ndev mailing list\ndev@lists.example.org\n" +
			"https://lists.example.org/mailman/listinfo/dev\n",
		"Mailman 2 in French": "_______________________________________________\nListe de diffusion dev\n" +
			"dev@lists.example.org\nhttps://lists.example.org/mailman/listinfo/dev\n",
		"Mailman 3": "_______________________________________________\n" +
			"dev mailing list -- dev@lists.example.org\nTo unsubscribe send an email to dev-leave@lists.example.org\n",
		"Mailman 3, localised": "_______________________________________________\ndev -- dev@lists.example.org\n" +
			"Zum Abbestellen eine Mail an dev-leave@lists.example.org\nhttps://lists.example.org/mailman3/lists/dev.lists.example.org/\n",
		"Groups.io": "-=-=-=-=-=-=-=-=-=-=-=-\nGroups.io Links: You receive all messages sent to this group.\n" +
			"View/Reply Online (#17): https://groups.example.org/g/dev/message/17\nMute This Topic: https://groups.example.org/mt/1/2\n" +
			"Group Owner: dev+owner@groups.example.org\nUnsubscribe: https://groups.example.org/g/dev/unsub [ann@example.org]\n" +
			"-=-=-=-=-=-=-=-=-=-=-=-\n",
		"Google Groups": "-- \nYou received this message because you are subscribed to the Google Groups \"dev\" group.\n" +
			"To unsubscribe from this group and stop receiving emails from it, send an email to dev+unsubscribe@groups.example.org.\n" +
			"To view this discussion visit https://groups.example.org/d/msgid/dev/1.\n",
		"Google Groups of old": "--~--~---------~--~----~------------~-------~--~----~\n" +
			"You received this message because you are subscribed to the Google Groups \"dev\" group.\n" +
			"To post to this group, send email to dev@groups.example.org\n" +
			"For more options, visit this group at http://groups.example.org/group/dev?hl=en\n" +
			"-~----------~----~----~----~------~----~------~--~---\n",
		"Google Groups in German": "-- \nSie erhalten diese Nachricht, weil Sie in Google Groups E-Mails von der Gruppe " +
			"\"dev\" abonniert haben.\nWenn Sie sich von dieser Gruppe abmelden möchten, senden Sie eine E-Mail an " +
			"dev+unsubscribe@groups.example.org.\n",
		"Google Groups in French": "-- \nVous recevez ce message, car vous êtes abonné au groupe Google Groupes \"dev\".\n" +
			"Pour vous désabonner, envoyez un e-mail à dev+unsubscribe@groups.example.org.\n",
		"Yahoo Groups": "------------------------ Yahoo! Groups Sponsor --------------------~-->\n" +
			"A word from somebody who pays\nhttp://ads.example.org/17\n" +
			"--------------------------------------------------------------------~->\n\n" +
			"To unsubscribe from this group, send an email to:\ndev-unsubscribe@groups.example.org\n\n" +
			"Your use of Yahoo! Groups is subject to http://docs.example.org/terms/\n",
		"Yahoo Groups, links": "------------------------------------\n\nYahoo! Groups Links\n\n" +
			"<*> To visit your group on the web, go to:\n    http://groups.example.org/group/dev/\n\n" +
			"<*> To unsubscribe from this group, send an email to:\n    dev-unsubscribe@groups.example.org\n\n" +
			"<*> Your use of Yahoo! Groups is subject to:\n    http://docs.example.org/terms/\n",
		"Topica": "==^================================================================\n" +
			"This email was sent to: ann@example.org\n\nEASY UNSUBSCRIBE click here: http://topica.example.org/u/?a\n" +
			"Or send an email to: dev-unsubscribe@topica.example.org\n" +
			"==^================================================================\n",
		"LISTSERV": "########################################################################\n\n" +
			"To unsubscribe from the DEV list, click the following link:\nhttps://listserv.example.org/scripts/wa.exe?SUBED1=DEV&A=1\n",
		"LISTSERV of old": "--------------------------------------------------------------------\n" +
			"To unsubscribe from the DEV list, send SIGNOFF DEV to\nlistserv@listserv.example.org\n",
		"ezmlm": "---------------------------------------------------------------------\n" +
			"To unsubscribe, e-mail: dev-unsubscribe@example.org\nFor additional commands, e-mail: dev-help@example.org\n",
		"Majordomo": "-\nTo unsubscribe from this list: send the line \"unsubscribe dev\" in\n" +
			"the body of a message to majordomo@lists.example.org\n" +
			"More majordomo info at  http://lists.example.org/majordomo-info.html\nPlease read the FAQ at  http://lists.example.org/faq/\n",
		"Majordomo, in dash": "--\nTo unsubscribe from this list: send the line \"unsubscribe dev\" in\n" +
			"the body of a message to majordomo@lists.example.org\n",
		"SmartList": "-- \nTo UNSUBSCRIBE, email to dev-REQUEST@lists.example.org\n" +
			"with a subject of \"unsubscribe\". Trouble? Contact listmaster@lists.example.org\n",
		"Sympa": "-- \nTo unsubscribe: mailto:sympa@lists.example.org?subject=signoff%20dev\nhttps://lists.example.org/sympa/info/dev\n",
		"Sympa, a rule": "---------------------------------------------------\n" +
			"Liste de diffusion dev : https://lists.example.org/sympa/info/dev\nPour se désabonner : sympa@lists.example.org\n",
		"SourceForge": "-------------------------------------------------------\n" +
			"This SF.net email is sponsored by: somebody.\nhttp://ads.example.org/17\n" +
			"_______________________________________________\ndev mailing list\ndev@lists.example.org\n" +
			"https://lists.example.org/lists/listinfo/dev\n",
		"Discourse": "---\n[Visit Topic](https://forum.example.org/t/17/1) or reply to this email to respond.\n\n" +
			"You are receiving this because you enabled mailing list mode.\n\n" +
			"To unsubscribe from these emails, [click here](https://forum.example.org/email/unsubscribe/1).\n",
	} {
		for _, own := range []string{"The oven arrives on Friday.", "The oven arrives on Friday.\n\nWho brings the flour?"} {
			if got := Split(own + "\n\n" + footer); got.Own != own {
				t.Errorf("%s: Split() = own %q, want %q", software, got.Own, own)
			}
		}
	}
	for _, own := range []string{
		"To unsubscribe is easy, I was told.",
		"The lists:\n----------\nlists.example.org has two, dev@ and user@.\n\nI shall move both on Friday, because the old machine is slow.",
		"########\nPlan\n########\n\nFirst the oven, then the flour.",
		"See the archive:\n\nhttps://lists.example.org/archives/dev/\n\nfor what we said then.",
	} {
		if got := Split(own + "\n"); got.Own != own {
			t.Errorf("Split(%q) = own %q, want all of it", own, got.Own)
		}
	}
}
