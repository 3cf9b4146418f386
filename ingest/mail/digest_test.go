package mail

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rule30 and rule70 are the separators of RFC 1153.
var (
	rule30 = "\n\n" + strings.Repeat("-", 30) + "\n\n"
	rule70 = "\n\n" + strings.Repeat("-", 70) + "\n\n"
)

// told is what a test compares of a post.
type told struct{ Key, Name, Title, Text, Quoted string }

// parseAll reads a message and returns what it gave, the digest itself first.
func parseAll(t *testing.T, raw string) []told {
	t.Helper()
	posts, err := ParseAll([]byte(raw), Options{Now: now, Archive: "https://lists.example.org/{message_id}"})
	if err != nil {
		t.Fatalf("ParseAll(%q) = %v", raw, err)
	}
	var all []told
	for _, p := range posts {
		if invented(p.Key) {
			p.Key = "invented"
		}
		all = append(all, told{p.Key, p.Author.Name, p.Title, p.Text, p.Quoted})
	}
	return all
}

const digestHead = "From: dev-request@lists.example.org\nDate: Sun, 1 Nov 2026 12:00:00 +0000\n" +
	"Message-ID: <digest@lists.example.org>\nList-Id: <dev.lists.example.org>\n"

func TestDigestText(t *testing.T) {
	mailman := digestHead + "Subject: dev Digest, Vol 3, Issue 17\nContent-Type: text/plain; charset=iso-8859-1\n\n" +
		"Send dev mailing list submissions to\n\tdev@lists.example.org\n\nToday's Topics:\n\n   1. Oven (Ann Lee)\n   2. Re: Oven (Bob Stone)" +
		rule70 +
		"Message: 1\nDate: Sun, 1 Nov 2026 09:00:00 +0100\nFrom: Ann Lee <ann@example.org>\nSubject: [dev] A caf\xe9 with\n" +
		" an oven\nTo: dev@lists.example.org\nMessage-ID: <1@example.org>\nContent-Type: multipart/alternative; boundary=x\n\n" +
		"It arrives on Friday.\n\n------------------------------\n\nThat line is mine.\n-- \nAnn" + rule30 +
		"Message: 2\nDate: Sun, 1 Nov 2026 10:00:00 +0100\nFrom: Bob Stone <bob@example.org>\nSubject: Re: [dev] Oven\n" +
		"To: dev@lists.example.org\nMessage-ID: <2@example.org>\nIn-Reply-To: <1@example.org>\n\n" +
		"Ann Lee wrote:\n> It arrives on Friday.\n\nI bring flour." + rule30 +
		"Subject: Digest Footer\n\n_______________________________________________\ndev mailing list\n" +
		"dev@lists.example.org\nhttps://lists.example.org/mailman/listinfo/dev\n" +
		rule30 +
		"End of dev Digest, Vol 3, Issue 17\n**********************************\n"
	want := []told{
		{"digest@lists.example.org", "", "dev Digest, Vol 3, Issue 17",
			"Send dev mailing list submissions to\n\tdev@lists.example.org\n\nToday's Topics:\n\n   1. Oven (Ann Lee)\n   2. Re: Oven (Bob Stone)",
			""},
		{"1@example.org", "Ann Lee", "[dev] A café with an oven",
			"It arrives on Friday.\n\n------------------------------\n\nThat line is mine.", ""},
		{"2@example.org", "Bob Stone", "Re: [dev] Oven", "I bring flour.", "It arrives on Friday."},
	}
	if diff := cmp.Diff(want, parseAll(t, mailman)); diff != "" {
		t.Errorf("ParseAll(Mailman) (-want +got):\n%s", diff)
	}
	posts, err := ParseAll([]byte(mailman), Options{Now: now})
	if err != nil || len(posts) != 3 {
		t.Fatalf("ParseAll() = %d posts, %v, want 3", len(posts), err)
	}
	if posts[0].Machine == "" || posts[1].Machine != "" {
		t.Errorf("ParseAll(): Machine = %q and %q, want evidence for the digest alone", posts[0].Machine, posts[1].Machine)
	}
	if diff := cmp.Diff([]string{"1@example.org"}, posts[2].InReplyTo); diff != "" {
		t.Errorf("ParseAll(): InReplyTo (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"dev.lists.example.org"}, posts[2].Lists); diff != "" {
		t.Errorf("ParseAll(): Lists (-want +got):\n%s", diff)
	}
	if again, err := Parse(posts[2].Raw, Options{Now: now}); err != nil || again.Key != posts[2].Key || again.Text != posts[2].Text {
		t.Errorf("Parse(Raw of an enclosed mail) = %q, %q, %v, want the same post", again.Key, again.Text, err)
	}
}

func TestDigestForms(t *testing.T) {
	enclosed := []told{{"invented", "Ann Lee", "Oven", "It arrives.", ""}, {"invented", "Bob", "Flour", "I bring it.", ""}}
	const one, two = "Date: Sun, 1 Nov 2026 09:00:00 +0100\nFrom: Ann Lee <ann@example.org>\nSubject: Oven\n\nIt arrives.", "Date: Sun, 1 Nov 2026 10:00:00 +0100\nFrom: Bob <bob@example.org>\nSubject: Flour\n\nI bring it."
	for name, raw := range map[string]string{
		"Majordomo": "Subject: dev-digest V1 #17\n\ndev-digest   Sunday, November 1 2026   Volume 01 : Number 017" +
			rule70 + one + rule30 + two + rule30 + "End of dev-digest V1 #17\n************************\n",
		"LISTSERV": "Subject: DEV Digest - 1 Nov 2026 (#2026-17)\n\nThere are 2 messages." + rule70 + one + rule30 +
			two + rule30 + "End of DEV Digest - 1 Nov 2026 (#2026-17)\n*****\n",
		"Yahoo": "Subject: [dev] Digest Number 17\n\nThere are 2 messages.\n\n" + strings.Repeat("_", 72) +
			"\n\nMessage: 1\n   " + strings.ReplaceAll(one[:strings.Index(one, "\n\n")], "\n", "\n   ") +
			"\n\nIt arrives.\n\n" + strings.Repeat("_", 72) + "\n\nMessage: 2\n   " + two + "\n",
		"CRLF": strings.ReplaceAll("Subject: dev Digest, Vol 3, Issue 17\n\nTwo."+rule70+one+rule30+two+
			rule30+"End of dev Digest\n***\n", "\n", "\r\n"),
		"cut off": "Subject: dev Digest, Vol 3, Issue 17\n\nTwo." + rule70 + one + rule30 + two,
		"base64": "Subject: dev Digest, Vol 3, Issue 17\nContent-Transfer-Encoding: quoted-printable\n\nTwo=2E" +
			rule70 + one + rule30 + two + rule30,
		"multipart": "Subject: dev Digest, Vol 3, Issue 17\nContent-Type: multipart/digest; boundary=X\n\n--X\n\n" +
			one + "\n--X\nContent-Type: message/rfc822\n\n" + two + "\n--X--\n",
		"Mailman's parts": "Subject: dev Digest, Vol 3, Issue 17\nContent-Type: multipart/mixed; boundary=Y\n\n--Y\n\nTwo.\n" +
			"--Y\nContent-Type: multipart/digest; boundary=X\n\n--X\n\n" +
			one + "\n--X\n\n" + two + "\n--X--\n--Y\n\nfooter\n--Y--\n",
	} {
		got := parseAll(t, digestHead+raw)
		if len(got) == 0 || got[0].Key != "digest@lists.example.org" || strings.Contains(got[0].Text+got[0].Quoted, "arrives") {
			t.Errorf("%s: ParseAll() = %+v, want the digest without the words of others first", name, got)
			continue
		}
		if diff := cmp.Diff(enclosed, got[1:]); diff != "" {
			t.Errorf("%s: ParseAll() (-want +got):\n%s", name, diff)
		}
	}
}

func TestNoDigest(t *testing.T) {
	body := "Two." + rule70 +
		"From: Ann Lee <ann@example.org>\nDate: Sun, 1 Nov 2026 09:00:00 +0100\nSubject: Oven\n\nIt arrives." +
		rule30 + "more\n"
	for name, head := range map[string]string{
		"an answer":             "Subject: Re: dev Digest, Vol 3, Issue 17\n",
		"an answer with a tag":  "Subject: [dev] RE: dev Digest, Vol 3, Issue 17\n",
		"an answer without Re:": "Subject: dev Digest, Vol 3, Issue 17\nIn-Reply-To: <1@example.org>\n",
		"another subject":       "Subject: HTTP digest authentication\n",
		"forwarded":             "Subject: Fwd: dev Digest, Vol 3, Issue 17\n",
	} {
		if got := parseAll(t, digestHead+head+"\n"+body); len(got) != 1 {
			t.Errorf("%s: ParseAll() = %d posts, want 1", name, len(got))
		}
	}
	for name, text := range map[string]string{
		"no header":      "Two." + rule70 + "It arrives." + rule30 + "more\n",
		"no separator":   "From: Ann\nSubject: Oven\n\nIt arrives.\n",
		"no sender":      "Two." + rule70 + "Subject: Oven\nDate: 1 Nov 2026\n\nIt arrives.\n",
		"prose for head": "Two." + rule70 + "From: Ann\nSubject: Oven\nand more words\n\nIt arrives.\n",
	} {
		if got := parseAll(t, digestHead+"Subject: dev Digest, Vol 3, Issue 17\n\n"+text); len(got) != 1 {
			t.Errorf("%s: ParseAll() = %d posts, want 1", name, len(got))
		}
	}
}

func FuzzDigest(f *testing.F) {
	f.Add([]byte("Two." + rule70 + "Message: 1\nFrom: Ann\nSubject: Oven\n\nIt arrives." + rule30 + "End of dev Digest\n"))
	f.Add([]byte("Two.\n" + strings.Repeat("_", 72) + "\n  From: Ann\n  Date: x\n\nhi\n" + strings.Repeat("_", 72)))
	f.Fuzz(func(t *testing.T, body []byte) {
		raw := append([]byte("From: dev@x\nMessage-ID: <d@x>\nSubject: dev Digest, Vol 3, Issue 17\n\n"), body...)
		posts, err := ParseAll(raw, Options{Now: now})
		if err != nil || len(posts) == 0 || posts[0].Key != "d@x" {
			t.Fatalf("ParseAll() = %d posts, %v, want the digest first", len(posts), err)
		}
		for _, p := range posts[1:] {
			if p.Key == "" || p.Key != Key(p.Raw) && p.Raw != nil {
				t.Errorf("ParseAll(): enclosed key %q, Key(Raw) = %q", p.Key, Key(p.Raw))
			}
		}
	})
}
