package text

import (
	"strings"
	"sync"
	"time"
)

// monthNames are the names of the months in many languages, whole and short, in lower case, from January on.
var monthNames = [...]string{
	"january jan tammik januar jänner jän janvier janv enero ene gennaio gen janeiro januari января январь янв січня " +
		"січень січ styczeń stycznia sty leden ledna január januára jan tammikuu tammikuuta ocak oca ianuarie ian gener " +
		"jaanuar ιανουαρίου ιαν يناير januarie siječnja",
	"february feb helmik februar feber février févr fév febrero febbraio fevereiro fev februari февраля февраль фев " +
		"февр лютого лютий лют luty lutego lut únor února február februára helmikuu helmikuuta şubat şub februarie febrer " +
		"veebruar φεβρουαρίου φεβ فبراير veljače",
	"march mar maalisk märz mär mrz mars marzo março maart mrt марта март мар березня березень бер marzec marca březen " +
		"března marec március maaliskuu maaliskuuta mart martie març märts marts maret μαρτίου μαρ مارس ožujka",
	"april apr huhtik avril avr abril abr aprile апреля апрель апр квітня квітень квіт kwiecień kwietnia kwi duben " +
		"dubna apríl apríla április huhtikuu huhtikuuta nisan nis aprilie aprill απριλίου απρ أبريل travnja",
	"may mai toukok mayo maggio mag maio mei мая май травня травень трав maj maja květen května máj mája május toukokuu " +
		"toukokuuta mayıs maig μαΐου μαϊ مايو svibnja",
	"june jun kesäk juni juin junio giugno giu junho июня июнь июн червня червень черв czerwiec czerwca cze červen " +
		"června jún júna június kesäkuu kesäkuuta haziran haz iunie iun juny juuni ιουνίου ιουν يونيو lipnja",
	"july jul heinäk juli juillet juil julio luglio lug julho июля июль июл липня липень лип lipiec lipca lip červenec " +
		"července júl júla július heinäkuu heinäkuuta temmuz tem iulie iul juliol juuli ιουλίου ιουλ يوليو srpnja",
	"august aug elok août aou agosto ago augustus августа август авг серпня серпень серп sierpień sierpnia sie srpen " +
		"srpna augusztus elokuu elokuuta ağustos ağu agost agustus agu augusti αυγούστου αυγ أغسطس kolovoza",
	"september sep syysk sept septembre septiembre settembre set setembro сентября сентябрь сен сент вересня вересень " +
		"вер wrzesień września wrz září szeptember szept syyskuu syyskuuta eylül eyl septembrie setembre σεπτεμβρίου σεπ سبتمبر rujna septembra",
	"october oct lokak oktober okt octobre octubre ottobre ott outubro out октября октябрь окт жовтня жовтень жовт " +
		"październik października paź říjen října október októbra lokakuu lokakuuta ekim eki octombrie oktoober οκτωβρίου οκτ أكتوبر",
	"november nov marrask novembre noviembre novembro ноября ноябрь ноя нояб листопада листопад лист listopad listopada " +
		"listopadu lis novembra marraskuu marraskuuta kasım kas noiembrie noi νοεμβρίου νοε نوفمبر studenoga",
	"december dec jouluk dezember dez décembre déc diciembre dic dicembre dezembro декабря декабрь дек грудня грудень " +
		"груд grudzień grudnia gru prosinec prosince decembra joulukuu joulukuuta aralık ara decembrie desembre desember " +
		"des detsember δεκεμβρίου δεκ ديسمبر prosinca",
}

// months maps those names to the months. Where two languages differ about a name, the one that is spoken by more has
// it.
var months = sync.OnceValue(func() map[string]time.Month {
	m := make(map[string]time.Month, 600)
	for i, names := range monthNames {
		for name := range strings.FieldsSeq(names) {
			m[name] = time.Month(i + 1)
		}
	}
	return m
})

// Month returns the month that has this name, whole or short, in one of some twenty languages; 0 if none has. The name
// is given in lower case.
func Month(name string) time.Month { return months()[name] }
