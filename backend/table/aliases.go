package table

import "jobdeck/backend/job"

// aliases are the headers that people give to the fields, best first, as [squash] leaves them.
var aliases = squashed(map[job.Field][]string{
	job.CompanyName: {
		"companyname", "accountname", "company", "account", "organizationname", "organisationname",
		"organization", "organisation", "businessname", "legalname", "legalentityname", "customername", "clientname",
		"customer", "client", "firmname", "firm", "business", "companyaccount", "vendorname", "suppliername",
		"vendor", "supplier", "employer", "nameofcompany", "nameoforganization", "nameoforganisation",
		"firma", "firmenname", "unternehmen", "unternehmensname", "kundenname", "kunde",
		"empresa", "nombredelaempresa", "nombreempresa", "razonsocial", "nomedaempresa", "razaosocial",
		"entreprise", "nomdelentreprise", "nomentreprise", "raisonsociale", "societe", "nomdelasociete",
		"azienda", "nomeazienda", "ragionesociale", "societa", "bedrijfsnaam", "bedrijf",
		"foretag", "foretagsnamn", "virksomhed", "firmanavn", "yritys", "nazwafirmy", "spolecnost", "nazevspolecnosti",
		"cegnev", "sirket", "sirketadi", "компания", "названиекомпании", "организация", "会社名", "企業名", "社名",
		"公司", "公司名称", "公司名", "企业名称", "公司名稱", "单位名称", "회사명", "회사", "기업명", "업체명", "会社", "企業", "法人名",
		"фирма", "предприятие", "контрагент", "компанія", "εταιρεια", "επωνυμια", "חברה", "שםחברה", "الشركة", "اسمالشركة", "บริษัท",
		"spolocnost", "nazovspolocnosti", "tvrtka", "poduzece", "preduzece", "companie", "firmaadi", "firmaadı", "ceg", "imone", "uznemums", "ettevote",
		"bedrift", "selskap", "yrityksennimi", "fyrirtæki", "congty", "perusahaan", "nazwaklienta", "nombredecliente", "nomduclient",
		"name", "title", "nazwa", "nazev", "nazov", "naziv", "denumire", "название", "наименование", "назва", "nev", "nimi", "navn", "namn", "naam", "nom", "nombre", "nome",
	},
	job.Domain: {
		"domain", "companydomain", "accountdomain", "primarydomain", "domainname", "companydomainname",
		"websitedomain", "website", "companywebsite", "accountwebsite", "websiteurl", "companyurl",
		"webaddress", "homepage", "homepageurl", "webpage", "website1", "url", "site", "web", "webseite",
		"internetadresse", "www", "emaildomain", "sitio", "sitioweb", "siteweb", "sitoweb", "paginaweb",
		"strona", "stronawww", "adreswww", "stranky", "webovestranky", "weboldal", "honlap", "hemsida", "hjemmeside", "nettside", "verkkosivu", "kotisivu",
		"internet", "internetseite", "indirizzoweb", "siteinternet", "sitedelempresa", "websitesi", "ιστοσελιδα", "אתר", "الموقع", "เว็บไซต์",
		"сайт", "вебсайт", "веб-сайт", "адрессайта", "ホームページ", "ウェブサイト", "サイト", "网站", "網站", "홈페이지", "웹사이트",
	},
	job.Industry: {
		"industry", "primaryindustry", "companyindustry", "accountindustry", "industryname", "mainindustry",
		"industrysector", "industries", "sector", "vertical", "industryvertical", "industrygroup", "branche",
		"industrie", "industria", "secteur", "settore",
	},
	job.Owner: {
		"accountowner", "owner", "accountownername", "ownername", "accountownerfullname", "ownerfullname",
		"companyowner", "recordowner", "salesowner", "accountmanager", "accountexecutive", "salesrep",
		"salesrepresentative", "accountrep", "rep", "assignedto", "assignee", "responsible", "inhaber",
		"betreuer", "kundenbetreuer",
	},
})

func squashed(headers map[job.Field][]string) map[job.Field][]string {
	for _, names := range headers {
		for i, name := range names {
			names[i] = squash(name)
		}
	}
	return headers
}

// weak are the aliases that as often mean something else: a job's title, a person's name, a customer's
// number, the site of a plant. They count only when the values don't speak against them.
var weak = setOf(`name title account customer client business vendor supplier employer kunde site web www sitio url rep responsible owner
	nazwa nazev nazov naziv denumire название наименование назва nev nimi navn namn naam nom nombre nome internet контрагент`)

// core and beside are the words of a longer header: it means a field when one of its words is a core
// word of it and all others stand beside it without changing what it means. "Current Company" is a
// company; "Parent Company" and "Company ID" are not.
var core = map[job.Field][]string{
	job.CompanyName: {"company", "organization", "organisation", "firma", "unternehmen", "empresa", "entreprise", "societe", "azienda"},
	job.Domain:      {"domain", "website", "homepage", "web", "webseite"},
}

var beside = map[job.Field][]string{
	job.CompanyName: {"name", "current", "official", "full", "registered", "legal", "trading", "primary", "main", "display", "the", "of", "target", "lead", "prospect", "account", "customer", "client", "s"},
	job.Domain:      {"company", "account", "corporate", "official", "primary", "main", "current", "organization", "organisation", "site", "page", "url", "link", "address", "name", "the", "of", "s"},
}
