package feed

import (
	"slices"
	"strings"
	"sync"

	"recap/ingest/text"
)

// framing are the words by which a paragraph at the end of an item, or its beginning, speaks of the page or to its
// readers instead of telling something, in lower case. Each entry is a list of words that must all stand there; the
// number is how many words the paragraph may have.
var framing = []struct {
	words int
	all   []string
}{
	// where it was published
	{24, []string{"appeared first on"}}, {24, []string{"first appeared on"}}, {24, []string{"originally published"}},
	{24, []string{"originally appeared"}}, {24, []string{"originally posted"}},
	{24, []string{"erschien zuerst"}}, {24, []string{"zuerst erschienen"}}, {24, []string{"zuerst veröffentlicht"}},
	{24, []string{"apparu en premier"}}, {24, []string{"initialement publié"}},
	{24, []string{"publicó primero"}}, {24, []string{"apareció primero"}}, {24, []string{"apareceu primeiro"}},
	{24, []string{"publicado primeiro"}}, {24, []string{"articolo", "proviene da"}}, {24, []string{"verscheen eerst"}},
	{24, []string{"впервые появи"}}, {24, []string{"впервые опубликован"}}, {24, []string{"publicerades först"}},
	{24, []string{"dukkede først op"}}, {24, []string{"pochodzi z serwisu"}}, {24, []string{"最初に", "登場"}},
	{24, []string{"最先出现在"}},
	// where it goes on
	{9, []string{"read more"}}, {9, []string{"continue reading"}}, {9, []string{"keep reading"}},
	{9, []string{"read the full"}}, {9, []string{"read the rest"}}, {9, []string{"weiterlesen"}},
	{9, []string{"lire la suite"}}, {9, []string{"leer más"}},
	{9, []string{"seguir leyendo"}}, {9, []string{"sigue leyendo"}}, {9, []string{"leia mais"}},
	{9, []string{"continua a leggere"}}, {9, []string{"leggi tutto"}}, {9, []string{"lees verder"}},
	{9, []string{"читать далее"}}, {9, []string{"читати далі"}},
	{9, []string{"czytaj dalej"}}, {9, []string{"läs mer"}}, {9, []string{"les mer"}}, {9, []string{"devamını oku"}},
	{9, []string{"続きを読む"}}, {9, []string{"阅读全文"}}, {9, []string{"繼續閱讀"}}, {9, []string{"더 보기"}},
	{9, []string{"in your browser"}},
	// cookies, affiliates
	{60, []string{"use cookies"}}, {60, []string{"uses cookies"}}, {60, []string{"cookies", "verwend"}},
	{60, []string{"cookies", "nutz"}}, {60, []string{"cookies", "utilis"}}, {60, []string{"cookies", "utiliza"}},
	{60, []string{"cookie", "utilizza"}}, {60, []string{"cookies", "usa "}},
	{60, []string{"cookies", "gebruik"}}, {60, []string{"cookie", "использ"}}, {60, []string{"cookie", "używa"}},
	{60, []string{"cookie", "使用"}}, {60, []string{"クッキー", "使用"}}, {60, []string{"쿠키", "사용"}},
	{60, []string{"affiliate link"}}, {60, []string{"affiliate-link"}}, {60, []string{"affiliatelink"}},
	{60, []string{"affiliate-hinweis"}}, {60, []string{"liens affili"}}, {60, []string{"lien affili"}},
	{60, []string{"enlaces de afili"}}, {60, []string{"links de afili"}},
	{60, []string{"link di affiliazione"}}, {60, []string{"партнерск", "ссыл"}}, {60, []string{"партнёрск", "ссыл"}},
	{60, []string{"linki afilia"}}, {60, []string{"アフィリエイト"}}, {60, []string{"earn a commission"}},
	// sponsors
	{60, []string{"sponsored by"}}, {60, []string{"our sponsor"}}, {60, []string{"for sponsoring"}},
	{60, []string{"sponsor of this"}}, {60, []string{"this", "sponsor", "episode"}},
	{60, []string{"this", "sponsor", "video"}}, {40, []string{"brought to you by"}},
	{60, []string{"gesponsert von"}}, {60, []string{"präsentiert von"}}, {60, []string{"unser", "sponsor"}},
	{60, []string{"sponsorisé"}}, {60, []string{"sponsor", "de cette"}}, {60, []string{"patrocinad"}},
	{60, []string{"nuestro patrocin"}}, {60, []string{"sponsorizzat"}}, {60, []string{"gesponsord"}},
	{60, []string{"спонсор", "выпуск"}}, {60, []string{"спонсор", "видео"}}, {60, []string{"sponsorem", "odcin"}},
	{60, []string{"スポンサー", "提供"}}, {60, []string{"sponsras av"}},
	// to subscribe, to follow, to give, to pass it on
	{45, []string{"newsletter", "subscribe"}}, {45, []string{"newsletter", "sign up"}},
	{45, []string{"newsletter", "abonn"}}, {45, []string{"newsletter", "anmeld"}}, {45, []string{"newsletter", "suscr"}},
	{45, []string{"newsletter", "inscr"}}, {45, []string{"newsletter", "iscriv"}},
	{45, []string{"newsletter", "aanmeld"}}, {45, []string{"newsletter", "zapisz"}},
	{45, []string{"newsletter", "prenumer"}}, {45, []string{"рассылк", "подпи"}}, {45, []string{"メールマガジン", "登録"}},
	{45, []string{"ニュースレター", "登録"}}, {45, []string{"bulletin", "abonn"}}, {45, []string{"boletín", "suscr"}},
	{45, []string{"subscribe to our"}}, {45, []string{"subscribe to the"}}, {45, []string{"subscribe to my"}},
	{45, []string{"subscribe to this"}}, {45, []string{"subscribe for"}}, {45, []string{"like and subscribe"}},
	{45, []string{"forget to subscribe"}}, {45, []string{"subscribe now"}},
	{45, []string{"kanal", "abonnier"}}, {45, []string{"abonniert uns"}}, {45, []string{"abonne-toi"}},
	{45, []string{"abonnez-vous"}}, {45, []string{"suscríbete"}}, {45, []string{"suscribirte"}},
	{45, []string{"inscreva-se"}}, {45, []string{"assine "}}, {45, []string{"iscriviti"}}, {45, []string{"abonneer je"}},
	{45, []string{"подписывайтесь"}}, {45, []string{"подпишитесь"}}, {45, []string{"підписуйтесь"}},
	{45, []string{"subskrybuj"}}, {45, []string{"abone ol"}}, {45, []string{"チャンネル登録"}}, {45, []string{"订阅"}},
	{45, []string{"訂閱"}}, {45, []string{"구독"}},
	{25, []string{"follow us"}}, {25, []string{"follow me on"}}, {25, []string{"folge uns"}},
	{25, []string{"folgt uns"}}, {25, []string{"folge mir"}}, {25, []string{"suivez-nous"}},
	{25, []string{"suivez-moi"}}, {25, []string{"síguenos"}}, {25, []string{"sígueme"}}, {25, []string{"siga-nos"}},
	{25, []string{"seguici"}},
	{25, []string{"volg ons"}}, {25, []string{"följ oss"}}, {25, []string{"følg oss"}}, {25, []string{"śledź nas"}},
	{25, []string{"フォローして"}}, {25, []string{"关注我们"}},
	{45, []string{"me a coffee"}}, {45, []string{"us a coffee"}}, {45, []string{"support us on"}},
	{45, []string{"support me on"}}, {45, []string{"support this"}}, {45, []string{"unterstütz", "spende"}},
	{45, []string{"unterstütz", "patreon"}}, {45, []string{"kaffee", "spendier"}}, {45, []string{"faire un don"}},
	{45, []string{"soutenez"}},
	{45, []string{"un café", "si "}}, {45, []string{"apóyanos"}}, {45, []string{"haz una donación"}},
	{45, []string{"apoie "}}, {45, []string{"offrimi un caffè"}}, {45, []string{"steun ons"}},
	{45, []string{"поддержать", "донат"}}, {45, []string{"поддержите"}}, {45, []string{"on patreon"}},
	{45, []string{"ko-fi"}}, {45, []string{"liberapay"}},
	{25, []string{"share this"}}, {12, []string{"share on"}}, {12, []string{"teilen auf"}},
	{20, []string{"beitrag teilen"}}, {20, []string{"teile diesen"}}, {12, []string{"partager sur"}},
	{20, []string{"partagez cet"}}, {12, []string{"compartir en"}}, {20, []string{"comparte est"}},
	{12, []string{"compartilh"}}, {12, []string{"condividi"}},
	{12, []string{"deel dit"}}, {12, []string{"поделиться"}}, {12, []string{"udostępnij"}}, {12, []string{"シェアする"}},
	{25, []string{"rate and review"}}, {25, []string{"leave us a review"}}, {25, []string{"bewertet uns"}},
	{25, []string{"laissez", "étoiles"}}, {25, []string{"wherever you get your podcast"}},
	{25, []string{"available on apple podcasts"}}, {25, []string{"hosted on acast"}},
	{25, []string{"thanks for reading"}}, {25, []string{"thank you for reading"}}, {25, []string{"danke fürs lesen"}},
	{25, []string{"merci de votre lecture"}}, {25, []string{"gracias por leer"}},
	{40, []string{"you're reading this", "rss"}}, {40, []string{"thanks for", "rss"}},
	// comments, categories, rights
	{25, []string{"leave a comment"}}, {25, []string{"leave a reply"}}, {25, []string{"post a comment"}},
	{25, []string{"comments are closed"}}, {25, []string{"reply via email"}}, {25, []string{"reply by email"}},
	{25, []string{"kommentar hinterlassen"}}, {25, []string{"kommentar schreiben"}},
	{25, []string{"laisser un commentaire"}},
	{25, []string{"deja un comentario"}}, {25, []string{"dejar un comentario"}}, {25, []string{"deixe um comentário"}},
	{25, []string{"lascia un commento"}}, {25, []string{"geef een reactie"}}, {25, []string{"оставить комментарий"}},
	{25, []string{"dodaj komentarz"}}, {25, []string{"lämna en kommentar"}}, {25, []string{"コメントを残す"}},
	{25, []string{"filed under"}}, {25, []string{"posted in:"}}, {25, []string{"tagged with"}},
	{25, []string{"tagged:"}}, {25, []string{"schlagwörter:"}}, {25, []string{"kategorie:"}},
	{25, []string{"kategorien:"}}, {25, []string{"étiquettes"}}, {25, []string{"catégories :"}},
	{25, []string{"etiquetas:"}}, {25, []string{"categorías:"}}, {25, []string{"рубрик"}},
	{25, []string{"categories:"}}, {25, []string{"カテゴリー"}}, {40, []string{"licensed under"}},
	{40, []string{"creative commons"}}, {40, []string{"cc by"}}, {40, []string{"cc-by"}},
	{40, []string{"all rights reserved"}}, {40, []string{"alle rechte vorbehalten"}},
	{40, []string{"tous droits réservés"}}, {40, []string{"todos los derechos"}},
	{40, []string{"todos os direitos"}}, {40, []string{"tutti i diritti"}}, {40, []string{"все права защищены"}},
	{40, []string{"wszelkie prawa"}}, {30, []string{"©"}}, {12, []string{"photo by"}}, {12, []string{"photo:"}},
	{12, []string{"image by"}}, {12, []string{"foto:"}}, {12, []string{"bild:"}}, {12, []string{"photo credit"}},
	{12, []string{"image credit"}},
	// what forges add
	{9, []string{"no content."}}, {6, []string{"full changelog"}},
}

// A framingStart is an entry of framing, and how far into its first words the two bytes stand by which it is found.
type framingStart struct{ entry, at uint16 }

// A framingIndex finds the entries of framing that are worth a look where two bytes stand side by side: those whose
// first words have these two at their rarest place.
type framingIndex struct {
	pairs   [1 << 10]uint64 // a bit for each two bytes
	entries map[[2]byte][]framingStart
}

var framingPairs = sync.OnceValue(func() *framingIndex {
	by := framingIndex{entries: make(map[[2]byte][]framingStart)}
	for i, f := range framing {
		w := f.all[0]
		at, most := 0, -1
		for j := 1; j < len(w); j++ {
			if r := rarity(w[j-1]) + rarity(w[j]); r > most {
				at, most = j, r
			}
		}
		pair := [2]byte{w[at-1], w[at]}
		by.pairs[uint(pair[0])<<2|uint(pair[1])>>6] |= 1 << (pair[1] & 63)
		by.entries[pair] = append(by.entries[pair], framingStart{uint16(i), uint16(at)})
	}
	return &by
})

// rarity tells about how seldom a byte is met in a text.
func rarity(c byte) int {
	if i := strings.IndexByte(" etaoinsrhldcumfpgwyb", c); i >= 0 {
		return i
	}
	return 21
}

// frameWords reports whether the words of a paragraph, of which there are so many, frame an item.
func frameWords(s string, words int) bool {
	s = strings.ToLower(s)
	by := framingPairs()
	for at := 1; at < len(s); at++ {
		if by.pairs[uint(s[at-1])<<2|uint(s[at])>>6]&(1<<(s[at]&63)) == 0 {
			continue
		}
		for _, start := range by.entries[[2]byte{s[at-1], s[at]}] {
			f, from := &framing[start.entry], at-int(start.at)
			if from < 0 || words > f.words || !strings.HasPrefix(s[from:], f.all[0]) {
				continue
			}
			if !slices.ContainsFunc(f.all[1:], func(w string) bool { return !strings.Contains(s, w) }) {
				return true
			}
		}
	}
	return false
}

// minutes is a number of minutes in many languages.
var minutes = text.Lazily(`(?i)\d\s?(?:-\s?)?(?:min(?:\b|\.|ut|uut)|мин|мін|хв|λεπτ|分|분|phút|dakika|dk\b|perc\b|دقيق|دقیقه|דק|मिनट|นาที)`)

// isReadingTime reports whether a paragraph of so many words says how long it takes to read the item.
func isReadingTime(s string, words int) bool {
	return words <= 7 && !strings.ContainsAny(strings.TrimRight(s, ". "), ".!?") && minutes().MatchString(s)
}
