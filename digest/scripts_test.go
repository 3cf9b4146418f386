package digest

import (
	"encoding/json"
	"strings"
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/language"
)

// scripts are mails and statuses in scripts that write no spaces between words, or few.
var scripts = []struct{ tag, title, text, reply, status, says string }{
	{"zh", "北坡水泵停机", "北坡的水泵昨天中午停了，值班员发现轴承已经磨损。新的轴承星期五送到。", "轴承的型号不对，去年我们换的是大一号的，请先量一下轴径。", "种子图书馆星期六开门，可以借三百种豆子 #harbour", "三百种豆子"},
	{"zh", "閘門維修公告", "東側閘門將於下週一關閉九天，以便更換兩根斷裂的螺栓。船隻請改走北側。", "北側水深只有兩公尺，大船過不去，能不能改在退潮後？", "閘門的新螺栓是青銅做的，每根重八公斤 #harbour", "青銅做的"},
	{"ja", "東水門の閉鎖について",
		"東の水門は来週月曜日から九日間閉鎖します。折れたボルトを二本交換するためです。船は北側を通ってください。",
		"北側は水深が二メートルしかないので、大きな船は通れません。",
		"種の図書館は土曜日に開きます。豆は三百種類あります。 #harbour", "三百種類"},
	{"ja", "ポンプ", "ポンプが止まりました。原因はベアリングの摩耗です。", "交換は金曜日に行います。部品は届いています。", "新しいポンプは静かです。隣の猫も驚きません。 #harbour", "静かです"},
	{"ko", "동쪽 수문 폐쇄 안내",
		"동쪽 수문은 다음 주 월요일부터 아흐레 동안 닫힙니다. 부러진 볼트 두 개를 교체하기 위해서입니다.",
		"북쪽은 수심이 이 미터밖에 되지 않아 큰 배는 지나갈 수 없습니다.",
		"씨앗 도서관이 토요일에 문을 엽니다. 콩은 삼백 가지입니다. #harbour", "삼백 가지"},
	{"th", "ประตูน้ำด้านตะวันออกปิดซ่อม",
		"ประตูน้ำด้านตะวันออกจะปิดเก้าวันตั้งแต่วันจันทร์หน้าเพื่อเปลี่ยนสลักเกลียวที่หักสองตัว",
		"ด้านเหนือน้ำลึกเพียงสองเมตร เรือใหญ่ผ่านไม่ได้",
		"ห้องสมุดเมล็ดพันธุ์เปิดวันเสาร์ มีถั่วสามร้อยชนิดให้ยืม #harbour",
		"สามร้อยชนิด"},
	{"lo", "ປະຕູນ້ຳຕາເວັນອອກປິດສ້ອມແປງ",
		"ປະຕູນ້ຳຕາເວັນອອກຈະປິດເກົ້າວັນເພື່ອປ່ຽນສະຫຼັກເກຍວທີ່ຫັກສອງໂຕ",
		"ທາງເໜືອນ້ຳເລິກພຽງສອງແມັດ ເຮືອໃຫຍ່ຜ່ານບໍ່ໄດ້",
		"ຫໍສະໝຸດແນວພັນເປີດວັນເສົາ ມີຖົ່ວສາມຮ້ອຍຊະນິດ #harbour",
		"ສາມຮ້ອຍຊະນິດ"},
	{"km", "ទ្វារទឹកខាងកើតបិទជួសជុល",
		"ទ្វារទឹកខាងកើតនឹងបិទរយៈពេលប្រាំបួនថ្ងៃដើម្បីប្តូរប៊ូឡុងដែលបាក់ពីរគ្រាប់។",
		"ខាងជើងទឹកជ្រៅតែពីរម៉ែត្រ កប៉ាល់ធំឆ្លងកាត់មិនបាន។",
		"បណ្ណាល័យគ្រាប់ពូជបើកថ្ងៃសៅរ៍ មានសណ្តែកបីរយប្រភេទ #harbour",
		"បីរយប្រភេទ"},
	{"my", "အရှေ့ရေတံခါးပိတ်မည်",
		"အရှေ့ရေတံခါးကိုကျိုးနေသောမူလီနှစ်ချောင်းလဲရန်ကိုးရက်ပိတ်ထားမည်။",
		"မြောက်ဘက်ရေနက်နှစ်မီတာသာရှိသဖြင့်သင်္ဘောကြီးမဖြတ်နိုင်ပါ။",
		"မျိုးစေ့စာကြည့်တိုက်သည်စနေနေ့တွင်ဖွင့်သည်။ ပဲအမျိုးသုံးရာရှိသည်။ #harbour",
		"သုံးရာရှိသည်"},
	{"zh", "v2.4 发布：泵站控制器",
		"泵站控制器 v2.4 已发布，修复了夜间误报警，并支持 Modbus 设备。",
		"在 Debian 12 上测试通过，夜间没有误报。",
		"控制器 v2.4 已发布，夜里终于安静了，感谢所有测试者 #harbour", "终于安静了"},
}

// TestScriptsWithoutSpaces has a thread, and a status, in such a script: they say as much as others do, and are told.
func TestScriptsWithoutSpaces(t *testing.T) {
	for _, test := range scripts {
		s := scene.New()
		s.Mail("a", "", "Kim Sato", 9, test.title, test.text).Language = test.tag
		s.Reply("b", "a", "Lin Mori", 10, test.reply).Language = test.tag
		p := s.Status("c", "Noi Tan", 11, test.status)
		p.Language, p.Tags = test.tag, []string{"harbour"}
		e, err := Build(s.Input(), Options{Language: language.For("en"), Community: Community{Name: "Harbour", Hashtags: []string{"harbour"}}})
		if err != nil {
			t.Fatalf("%s: Build() = %v", test.title, err)
		}
		data, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if e.Stats.People != 3 || e.Stats.Posts != 3 || e.Stats.Spam != 0 {
			t.Errorf("%s: %+v, want three posts of three people", test.title, e.Stats)
		}
		for what, want := range map[string]string{"the title": test.title, "words of the status": test.says} {
			if !strings.Contains(string(data), want) {
				t.Errorf("%s: the edition lacks %s (%s):\n%s", test.title, what, want, data)
			}
		}
		first, _, _ := strings.Cut(test.text, "。")
		if first, _, _ = strings.Cut(first, "។"); !strings.Contains(string(data), strings.TrimSpace(first[:min(len(first), 30)])) {
			t.Errorf("%s: the edition lacks the words of the mail:\n%s", test.title, data)
		}
	}
}
