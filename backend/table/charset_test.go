package table

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
)

// corpora are tiny lists in the languages of the world, and the encodings they come in.
var corpora = []struct{ text, encodings string }{
	{"Nazwa firmy,Miasto\nŻabka Polska,Poznań\nŁódź Fabryczna,Łódź\nSpółka Węglowa,Częstochowa\n", "windows-1250 iso-8859-2"},
	{"Firma;Strona\nZakład Energetyczny Wrocław;zew.pl\nPrzedsiębiorstwo Handlowe Śląsk;phs.pl\n", "windows-1250 iso-8859-2"},
	{"Firma,Miasto\nSpółdzielnia Mleczarska Łowicz,Łowicz\nKopalnia Węgla Bogdanka,Łęczna\n", "windows-1250 iso-8859-2 ibm852"},
	{"Název,Město\nŠkoda Auto,Mladá Boleslav\nPražská plynárenská,Praha\nČeské dráhy,Plzeň\n", "windows-1250 iso-8859-2 ibm852"},
	{"Název společnosti;Sídlo\nJihočeská energetika;České Budějovice\nŽelezárny Třinec;Třinec\n", "windows-1250 iso-8859-2"},
	{"Cégnév,Város\nMagyar Villamos Művek,Győr\nÁllami Nyomda,Székesfehérvár\nHűtőgépgyár,Jászberény\n", "windows-1250 iso-8859-2"},
	{"Naziv;Grad\nPodravka;Koprivnica\nČistoća;Šibenik\nŽito;Đakovo\n", "windows-1250 iso-8859-2"},
	{"Názov,Mesto\nSlovenské elektrárne,Žilina\nVýchodoslovenské železiarne,Košice\nĽubľana,Ľubica\n", "windows-1250 iso-8859-2"},
	{"Company;City\nŠkoda Auto;Mladá Boleslav\nŻabka Polska;Poznań\nŁódź Fabryczna;Łódź\n", "windows-1250 iso-8859-2"},
	{"Company,City\nMüller,Köln\nCrédit Lyonnais,Lyon\nCoruña,A Coruña\nMærsk,Århus\n", "windows-1252"},
	{"Company,City\nТНК Holding,Москва\nABB Россия,Химки\n", "windows-1251 koi8-r"},
	{"Компания,Город\nГазпром нефть,Санкт-Петербург\nСеверсталь,Череповец\nРусский алюминий,Москва\n", "windows-1251 koi8-r iso-8859-5 ibm866"},
	{"Название;Сайт\nЗавод Красный Октябрь;zko.ru\nТорговый дом Восток;vostok.ru\n", "windows-1251 koi8-r iso-8859-5 ibm866"},
	{"Company,City\nСбербанк,Москва\nМагнит,Краснодар\n", "windows-1251 koi8-r iso-8859-5 ibm866"},
	{"Фирма,Град\nБългарски пощи,София\nЧервена звезда,Пловдив\n", "windows-1251 iso-8859-5"},
	{"Назва,Місто\nУкрзалізниця,Київ\nЗапоріжсталь,Запоріжжя\n", "windows-1251"},
	{"Société,Ville\nSociété Générale,Paris\nCafé Zoë,Orléans\nCrédit Agricole,Besançon\n", "windows-1252 iso-8859-15 ibm850"},
	{"Firma;Ort\nMüller Großhandel;Köln\nBäckerei Schröder;Düsseldorf\n", "windows-1252 iso-8859-15 ibm850"},
	{"Empresa,Ciudad\nCompañía Española,Málaga\nPeñarroya,Córdoba\n", "windows-1252 iso-8859-15"},
	{"Företag,Ort\nÅhléns,Göteborg\nSmörgåsbord,Malmö\n", "windows-1252 iso-8859-15 ibm850"},
	{"Empresa,Cidade\nConstruções São João,São Paulo\nTelecomunicações,Brasília\n", "windows-1252 iso-8859-15"},
	{"Azienda,Città\nSocietà Elettrica,Forlì\nCaffè Perù,Cantù\n", "windows-1252"},
	{"Virksomhed,By\nMærsk,København\nØrsted,Fredericia\n", "windows-1252 iso-8859-15 ibm850"},
	{"Company,Note\nO’Neill “Surf”,10 € – new\nL’Oréal,€5\n", "windows-1252"},
	{"Εταιρεία,Πόλη\nΕλληνικά Πετρέλαια,Αθήνα\nΕθνική Τράπεζα,Θεσσαλονίκη\n", "windows-1253 iso-8859-7"},
	{"Company,City\nΔΕΗ,Αθήνα\nΤράπεζα Πειραιώς,Πειραιάς\n", "windows-1253 iso-8859-7"},
	{"Şirket,Şehir\nTürkiye İş Bankası,İstanbul\nKoç Holding,Eskişehir\nÇağdaş Gıda,Muğla\n", "windows-1254 iso-8859-9"},
	{"Firma,İl\nGüneş Enerjisi,Kırıkkale\nYapı Kredi,Şanlıurfa\n", "windows-1254 iso-8859-9"},
	{"חברה,עיר\nבנק הפועלים,תל אביב\nטבע תעשיות,ירושלים\n", "windows-1255 iso-8859-8"},
	{"الشركة,المدينة\nأرامكو السعودية,الظهران\nشركة الاتصالات,الرياض\n", "windows-1256 iso-8859-6"},
	{"Company,City\nمجموعة طلعت مصطفى,القاهرة\nبنك مصر,القاهرة\n", "windows-1256 iso-8859-6"},
	{"Įmonė,Miestas\nLietuvos geležinkeliai,Vilnius\nŽemaitijos pienas,Telšiai\nŠviesos ąžuolas,Šiauliai\n", "windows-1257"},
	{"Uzņēmums,Pilsēta\nLatvijas Dzelzceļš,Rīga\nRīgas satiksme,Jūrmala\n", "windows-1257"},
	{"บริษัท,เมือง\nปูนซิเมนต์ไทย,กรุงเทพ\nธนาคารกรุงไทย,เชียงใหม่\n", "windows-874"},
	{"会社名,住所\nトヨタ自動車,愛知県\n東洋ソフト株式会社,東京都\n", "shift_jis euc-jp iso-2022-jp utf-16le utf-16be"},
	{"会社名,URL\n日産自動車,nissan.jp\n表計算株式会社,hyo.jp\n", "shift_jis euc-jp iso-2022-jp"},
	{"Company,City\n三菱商事,東京\nソニーグループ,東京\n", "shift_jis euc-jp iso-2022-jp"},
	{"公司名称,城市\n华为技术有限公司,深圳\n中国石油化工,北京\n", "gb18030 utf-16le"},
	{"企业名称;网站\n阿里巴巴集团;alibaba.cn\n小米科技;mi.cn\n", "gb18030"},
	{"Company,City\n統一企業,臺南\n國泰金控,臺北\n", "big5 utf-16be"},
	{"Company,City\n网易,杭州\n比亚迪股份,深圳\n", "gb18030 utf-16be"},
	{"Company,City\n포스코,포항\n기아,서울\n롯데쇼핑,서울\n", "euc-kr utf-16be"},
	{"公司名稱,城市\n台灣積體電路製造,新竹\n鴻海精密工業,臺北\n", "big5"},
	{"회사명,도시\n삼성전자,수원\n현대자동차,서울\n", "euc-kr utf-16le"},
	{"Company,City\nMüller,Köln\nŻabka,Łódź\nСбербанк,Москва\n", "utf-8 utf-16le utf-16be utf-32le utf-32be"},
	// English, and others, with a sign or one letter that is not ASCII.
	{"Company,City\nSmith’s Bar,London\nJoe’s Diner,Paris\n", "windows-1252"},
	{"Company,City\nMarks and Spencer’s,Leeds\nAcme,Bath\n", "windows-1252"},
	{"Company,Note\nAcme – North,x\nBolt – South,y\n", "windows-1252"},
	{"Company,Note\n“Surf” Ltd,Bath\n“Turf” Ltd,York\n", "windows-1252"},
	{"Company,Price\nAcme,10 €\nBolt,20 €\n", "windows-1252"},
	{"Company,Price\nAcme,€10\nBolt,€5\n", "windows-1252"},
	{"Company,Price\nAcme,£10m\nBolt,£5m\n", "windows-1252"},
	{"Company,Note\nAcme®,x\nBolt,y\n", "windows-1252"},
	{"Company,Note\nAcme™ Tools,x\nBolt,y\n", "windows-1252"},
	{"Company,Note\nAcme,5½ inch\nBolt,20° C\n", "windows-1252"},
	{"Company,Note\nAcme,wait…\nBolt,and so on…\n", "windows-1252"},
	{"Company,City\nNestlé,Vevey\nAcme,Bonn\n", "windows-1252"},
	{"Company,City\nAcme,Zürich\nBolt,Bern\n", "windows-1252"},
	{"Firma,Ort\nMüller,Bonn\nWeiß,Ulm\n", "windows-1252"},
	{"Company,City\nAcme,Malmö\nBolt,Lund\n", "windows-1252"},
	{"Company,City\nAcme,A Coruña\nBolt,Vigo\n", "windows-1252"},
	{"Company,City\nPrêt à Porter,Paris\nAcme,Lyon\n", "windows-1252"},
	{"Company,City\nL’Oréal,Clichy\nHermès,Paris\n", "windows-1252 macintosh"},
	{"Company,City\nSão Martinho,Lisboa\nAcme,Porto\n", "windows-1252"},
	{"Company,City\nCafé “Zoë” – the boys’ bar,York\n", "windows-1252"},
	{"Firma,Ort\nMüller Großhandel,Köln\nBäckerei Jäger,Düsseldorf\n", "macintosh"},
	{"Account,Note\nO’Reilly Auto,Ø 5\nLowe’s,x\n", "windows-1252"},
	{"Unternehmen\nGeschäftsführung Süd\nWörth\n", "windows-1252 ibm850 macintosh ibm437"},
	{"Company;Revenue\nAcme;5 M€\nBolt;7 M€\n", "windows-1252"},
	{"Company;Tag\nAcme;«neu»\nBolt;alt\n", "windows-1252"},
	{"Company;Temp\nAcme;20°C\nBolt;18 °C\n", "windows-1252"},
	{"Organisation,Commune\nMairie d'Épinay,Épinay\nÉcole,Évry\n", "windows-1252 ibm850 macintosh"},
	{"Firma,Miasto\nDębica SA,Dębica\nŻywiec,Żywiec\n", "windows-1250 iso-8859-2 ibm852"},
	{"Firma,Město\nŠkoda,Praha\nTatra,Kopřivnice\n", "windows-1250 iso-8859-2"},
	{"Cég,Város\nRichter,Budapest\nBéres,Győr\n", "windows-1250 iso-8859-2"},
	{"Компания,Город\nЛукойл,Москва\n", "windows-1251 koi8-r ibm866 iso-8859-5"},
	{"Company,City\nЯндекс,Москва\nAcme,Bonn\n", "windows-1251 koi8-r ibm866"},
	{"Şirket,Şehir\nArçelik,İstanbul\nŞişecam,Kırklareli\n", "windows-1254"},
	{"Ettevõte,Linn\nTallink,Tallinn\nÕhtuleht,Pärnu\n", "windows-1257 windows-1252"},
	{"Įmonė,Miestas\nMaxima,Šiauliai\nIki,Klaipėda\n", "windows-1257"},
	{"Επωνυμία,Πόλη\nΟΤΕ,Μαρούσι\nAcme,Αθήνα\n", "windows-1253 iso-8859-7"},
	{"公司,城市\n腾讯,深圳\n", "gb18030"},
	{"会社,市\n楽天,東京\n", "shift_jis euc-jp"},
	{"회사,시\n네이버,성남\n", "euc-kr"},
	{"公司,城市\n聯發科技,新竹\n", "big5"},
	{"חברה,עיר\nאלביט,חיפה\n", "windows-1255"},
	{"بنك,مدينة\nبنك دبي,دبي\n", "windows-1256"},
	{"Tên,Nuoc\nCafé Đà,Huê\n", "windows-1258"},
	{"Empresa,Cidade\nPão de Açúcar,São Paulo\nItaú,Brasília\n", "windows-1252 ibm850 macintosh"},
	{"Bedrijf,Plaats\nCoöperatie,Zoë\n", "windows-1252"},
	{"Fyrirtæki,Staður\nÞór ehf,Reykjavík\nÖssur,Reykjavík\n", "windows-1252"},
	{"Company,Notes\nAcme,“very good” – 5€\nBolt,it’s ok…\n", "windows-1252"},
	{"Yritys,Kunta\nÄlykäs Oy,Jyväskylä\n", "windows-1252 ibm850"},
	{"Name,City\nJosé Garcia,Bogota\n", "windows-1252"},
	{"Name,Price\nAcme,¥500\nBolt,¢5\n", "windows-1252"},
	{"Company,City\nAcme,Bonn\nBolt,Ulm\n", "utf-8 utf-16le utf-16be utf-32le utf-32be"},
}

// Of tiny lists in the encodings of the world nine of ten at the least are read right, and of the others it is told
// that they are doubtful.
func TestListsInTheEncodingsOfTheWorldAreReadOrDoubted(t *testing.T) {
	t.Parallel()
	right, doubted, needless, all := 0, 0, 0, 0
	used := make(map[string]bool)
	for _, corpus := range corpora {
		for name := range strings.FieldsSeq(corpus.encodings) {
			_, in, err := findEncoding(name)
			if err != nil {
				t.Fatal(err)
			}
			encoded, err := encoding.ReplaceUnsupported(in.NewEncoder()).Bytes([]byte(corpus.text))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			all++
			used[name] = true
			reader, err := Open(keep(t, "list.csv", string(encoded)), Reading{})
			if err != nil {
				t.Errorf("%s, %q: %v", name, corpus.text, err)
				continue
			}
			want := strings.FieldsFunc(corpus.text, func(r rune) bool { return strings.ContainsRune(",;\n", r) })
			got := reader.Layout().Columns
			for {
				row, err := reader.Next()
				if err != nil {
					break
				}
				got = append(got, row.Cells...)
			}
			_ = reader.Close()
			switch {
			case strings.Join(got, "|") == strings.Join(want, "|"):
				right++
				if len(reader.Doubts()) > 0 {
					needless++
				}
			case len(reader.Doubts()) > 0:
				doubted++
				t.Logf("%s is read as %s: %q, and doubted", name, reader.Layout().Encoding, got)
			default:
				t.Errorf("%s is read as %s without a word: %q", name, reader.Layout().Encoding, got)
			}
		}
	}
	t.Logf("%d lists in %d encodings: %d are read right, %d of them doubted; %d are wrong and doubted", all, len(used), right, needless, doubted)
	if all < 100 || len(used) < 20 || right*10 < all*9 || needless*6 > right {
		t.Errorf("of %d lists in %d encodings %d are read right, %d of them doubted", all, len(used), right, needless)
	}
}

func TestAnEncodingCanBeSaid(t *testing.T) {
	t.Parallel()
	// What is right in one of them is rubbish in the other, and only a person can know.
	content := "Company Name,Domain\nSoci\x8et\x8e G\x8en\x8erale,sg.example.fr\nCaf\x8e Zo\x91,zoe.fr\n"
	_, firsts, _ := listed(t, "mac.csv", content, Reading{Encoding: "MacRoman"})
	if strings.Join(firsts, "|") != "Société Générale|Café Zoë" {
		t.Errorf("got %q", firsts)
	}
	reader, err := Open(keep(t, "mac.csv", content), Reading{Encoding: "cp850"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	if layout := reader.Layout(); layout.Encoding != "ibm850" || layout.EncodingSample == "" || len(reader.Doubts()) > 0 {
		t.Errorf("got %+v, %v", layout, reader.Doubts())
	}
	refused(t, keep(t, "list.csv", "Company\nAcme\n"), Reading{Encoding: "klingon"}, `there is no encoding "klingon"`)
}

func TestLatinControlsAreTheLettersOfWindows(t *testing.T) {
	t.Parallel()
	_, firsts, _ := listed(t, "list.csv", "Company,City\nO\u0092Neill,Bonn\n\u0093Surf\u0094,Ulm\nCaf\u00e9,X\n", Reading{})
	if strings.Join(firsts, "|") != "O’Neill|“Surf”|Café" {
		t.Errorf("got %q", firsts)
	}
}
