package digest

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"

	"recap/store"
)

// busyDay is a day of n invented posts in threads of about five, 120 words each, from a vocabulary with the usual long tail.
func busyDay(n int) *Input {
	r := rand.New(rand.NewSource(1))
	zipf := rand.NewZipf(r, 1.1, 4, 20000)
	word := func() string {
		k := zipf.Uint64()
		if k < 40 {
			return strings.Fields("the a is to of and that it for in on with this are be has not can when which they from will was but or by an as at if so we have do does need should because only")[k]
		}
		return fmt.Sprintf("%c%c%cer%d", 'a'+k%26, 'a'+k/26%26, 'a'+k/676%26, k%7)
	}
	s := newScene()
	for i := range n {
		parent := ""
		if i%5 != 0 {
			parent = fmt.Sprint("k", i-i%5)
		}
		var text strings.Builder
		for range 8 {
			for k := range 15 {
				w := word()
				if k == 0 {
					w = capitalise(w)
				}
				text.WriteString(w)
				text.WriteByte(" \n"[k/14])
			}
			text.WriteString("It is clear that the pump has to stop. ")
		}
		p := s.add(fmt.Sprint("k", i), parent, fmt.Sprintf("Person %c%d", 'A'+i%26, i%400), "Subject "+word()+" "+word()+" "+fmt.Sprint(i/5), float64(i)*24/float64(n), text.String())
		p.Published = p.Published.Truncate(time.Second)
	}
	in := s.input()
	in.Histories = map[string]store.History{}
	return in
}

// BenchmarkBuild shows how the cost of an edition grows with the posts of its period.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{100, 1000, 2000, 5000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in := busyDay(n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Build(in, pumpOptions()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "posts/s")
		})
	}
}
