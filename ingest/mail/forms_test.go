package mail

import (
	"strings"
	"testing"

	"recap/store"
)

// TestReplyForms has the shapes in which people answer, each through the whole of Parse.
func TestReplyForms(t *testing.T) {
	const plain = "Content-Type: text/plain; charset=utf-8\n\n"
	for _, test := range []struct{ name, raw, own, quoted string }{
		{"top-posting",
			plain +
				"I bring flour.\n\nOn Sun, 1 Nov 2026 at 09:00, Ann Lee <ann@example.org> wrote:\n> It arrives on Friday.\n> Who brings flour?\n",
			"I bring flour.", "It arrives on Friday.\nWho brings flour?"},
		{"interleaved",
			plain + "Ann Lee wrote:\n> It arrives on Friday.\n\nGood.\n\n> Who brings flour?\n\nI do.\n\n> And salt?\nCleo.\n",
			"Good.\n\nI do.\n\nCleo.", "It arrives on Friday.\nWho brings flour?\nAnd salt?"},
		{"quotes of quotes", plain + "Bob wrote:\n> Ann wrote:\n>> It arrives on Friday.\n> Good.\nYes.\n", "Yes.",
			"Ann wrote:\nIt arrives on Friday.\nGood."},
		{"signed inline",
			plain +
				"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nI bring flour.\n\n- -- \nBob\n-----BEGIN PGP SIGNATURE-----\n" +
				"Version: GnuPG v2\n\niQEzBAEB\n=abcd\n-----END PGP SIGNATURE-----\n",
			"I bring flour.", ""},
		{"signed inline, quoting",
			plain +
				"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nOn 1 Nov 2026, Ann Lee wrote:\n> It arrives on Friday.\n\n" +
				"Good.\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n-----END PGP SIGNATURE-----\n",
			"Good.", "It arrives on Friday."},
		{"a key at the end",
			plain + "My key:\n\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBF\n-----END PGP PUBLIC KEY BLOCK-----\n",
			"My key:", ""},
		{"PGP/MIME",
			"Content-Type: multipart/signed; micalg=pgp-sha1; protocol=\"application/pgp-signature\"; boundary=X\n\n--X\n" +
				"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nI bring=20\nflour=2E\n" +
				"--X\nContent-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n" +
				"-----END PGP SIGNATURE-----\n--X--\n",
			"I bring\nflour.", ""},
		{"PGP/MIME around two texts",
			"Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=X\n\n--X\n" +
				"Content-Type: multipart/mixed; boundary=Y\n\n--Y\nContent-Type: text/plain\n\nI bring flour.\n--Y\n" +
				"Content-Type: application/pgp-keys\n\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n--Y--\n--X\n" +
				"Content-Type: application/pgp-signature\n\nx\n--X--\n",
			"I bring flour.", ""},
		{"encrypted PGP/MIME",
			"Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=X\n\n--X\n" +
				"Content-Type: application/pgp-encrypted\n\nVersion: 1\n--X\n" +
				"Content-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n" +
				"-----END PGP MESSAGE-----\n--X--\n",
			"", ""},
		{"S/MIME, detached",
			"Content-Type: multipart/signed; protocol=\"application/x-pkcs7-signature\"; micalg=sha1; boundary=X\n\n--X\n" +
				"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\nDas Caf\xe9 ist offen.\n--X\n" +
				"Content-Type: application/x-pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n" +
				"Content-Disposition: attachment; filename=smime.p7s\n\nMIAGCSqGSIb3\n--X--\n",
			"Das Café ist offen.", ""},
		{"S/MIME, opaque",
			"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIAGCSqGSIb3\n",
			"", ""},
		{"flowed",
			"Content-Type: text/plain; charset=utf-8; format=flowed\n\n> It arrives \n> on Friday.\nI bring \nflour, and \n" +
				" From here on salt.\n-- \nBob\n",
			"I bring flour, and From here on salt.", "It arrives on Friday."},
		{"flowed, deeper",
			"Content-Type: text/plain; format=flowed\n\n>> It arrives \n>> on Friday.\n> Good \n> then.\nYes.\n", "Yes.",
			"It arrives on Friday.\nGood then."},
		{"Outlook in HTML",
			"Content-Type: text/html; charset=utf-8\n\n" +
				"<div>I bring flour.</div><hr><div><b>From:</b> Ann Lee &lt;ann@example.org&gt;<br><b>Sent:</b> " +
				"Sunday<br><b>To:</b> dev<br><b>Subject:</b> Oven</div><p>It arrives on Friday.</p>\n",
			"I bring flour.", "It arrives on Friday."},
		{"Gmail in HTML",
			"Content-Type: text/html; charset=utf-8\n\n" +
				"<div>I bring flour.</div><div class=\"gmail_quote\"><div>On Sun, Nov 1, 2026 at 9:00 AM Ann Lee &lt;<a " +
				"href=\"mailto:ann@example.org\">ann@example.org</a>&gt; wrote:<br></div><blockquote>It arrives on " +
				"Friday.</blockquote></div>\n",
			"I bring flour.", "On Sun, Nov 1, 2026 at 9:00 AM Ann Lee <ann@example.org> wrote:\n\nIt arrives on Friday."},
	} {
		p := parse(t, "From: Bob Stone <bob@example.org>\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n"+test.raw)
		if p.Text != test.own || p.Quoted != test.quoted {
			t.Errorf("%s: Parse() = own %q, quoted %q, want %q and %q", test.name, p.Text, p.Quoted, test.own, test.quoted)
		}
	}
}

// TestPrivateDigest has a digest that may not be archived: neither may what is in it.
func TestPrivateDigest(t *testing.T) {
	raw := digestHead + "Subject: dev Digest, Vol 3, Issue 17\nX-No-Archive: yes\n\nOne." + rule70 +
		"From: Ann <ann@example.org>\nSubject: Oven\n\nIt arrives." + rule30
	posts, err := ParseAll([]byte(raw), Options{Now: now})
	if err != nil || len(posts) != 2 {
		t.Fatalf("ParseAll() = %d posts, %v, want 2", len(posts), err)
	}
	for _, p := range posts {
		if p.Policy != store.PolicyCount || strings.Contains(p.Title+p.Text, "Oven") || p.Text != "" {
			t.Errorf("ParseAll() = %q, %q, policy %v, want it only counted", p.Title, p.Text, p.Policy)
		}
	}
}
