//! The words of headers, in the languages of the banks that write them.
//!
//! Words are kept as [`plain`] leaves them: lower case, no accents, one blank between words.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// Day of booking.
    Booked,
    /// A date without further word.
    Date,
    /// Day of the purchase.
    Bought,
    /// Value date.
    Value,
    Amount,
    /// The amount after fees, preferred to the one before.
    Net,
    /// An amount that is not the booked one: original currency, fee, tax, limit.
    OtherAmount,
    Out,
    In,
    Direction,
    Balance,
    Currency,
    /// Currency of something else.
    OtherCurrency,
    /// Counterparty.
    Payee,
    /// Who pays, where payer and payee are apart.
    Payer,
    /// Text of the booking.
    Text,
    Note,
    Account,
    /// The other side's account.
    OtherAccount,
    Category,
    Id,
    Reference,
    Status,
    Tags,
}

const HEADERS: &[(Role, &[&str])] = &[
    (
        Role::Booked,
        &[
            "booking date",
            "booked",
            "booked at",
            "booked on",
            "date booked",
            "posted",
            "posted date",
            "posting date",
            "post date",
            "date posted",
            "posted on",
            "date processed",
            "processed date",
            "processing date",
            "completed date",
            "date completed",
            "completion date",
            "settlement date",
            "settled",
            "entry date",
            "accounting date",
            "book date",
            "effective date",
            "buchungstag",
            "buchungsdatum",
            "buchung",
            "buchungszeitpunkt",
            "datum der buchung",
            "date operation",
            "date d operation",
            "date de l operation",
            "date de comptabilisation",
            "date comptable",
            "date comptabilisation",
            "date de operation",
            "date ecriture",
            "date mouvement",
            "date transaction comptable",
            "fecha operacion",
            "fecha de operacion",
            "fecha de la operacion",
            "fecha contable",
            "fecha movimiento",
            "f operacion",
            "f contable",
            "data operazione",
            "data contabile",
            "data registrazione",
            "data movimento",
            "data mov",
            "data do movimento",
            "data lancamento",
            "data de lancamento",
            "data do lancamento",
            "data contabilistica",
            "boekingsdatum",
            "boekdatum",
            "boekingsdag",
            "datum boeking",
            "transactiedatum boeking",
            "data operacji",
            "data ksiegowania",
            "data zaksiegowania",
            "data obciazenia",
            "datum zauctovani",
            "datum provedeni",
            "datum uctovani",
            "zauctovano",
            "datum zuctovania",
            "konyveles datuma",
            "konyvelesi datum",
            "konyveles napja",
            "bokforingsdag",
            "bokforingsdatum",
            "bokford",
            "bokforingsdato",
            "bogforingsdato",
            "bogfort",
            "bogforingsdag",
            "bokfort dato",
            "bokfort",
            "kirjauspaiva",
            "kirjauspvm",
            "maksupaiva",
            "rozliczenie",
            "data inregistrarii",
            "datum knjizenja",
            "datum obrade",
            "islem tarihi",
            "记账日期",
            "记账日",
            "入账日期",
            "入帐日期",
            "交易时间",
            "交易日期",
            "交易日",
            "入账时间",
            "記帳日",
            "記帳日期",
            "交易日期時間",
            "お取引日",
            "取引日",
            "年月日",
            "дата операции",
            "дата проводки",
            "дата обработки",
            "дата платежа",
            "kuupaev",
            "data dokonania operacji",
            "dateop",
            "data i godzina operacji",
        ],
    ),
    (
        Role::Date,
        &[
            "date",
            "datum",
            "fecha",
            "data",
            "dato",
            "dag",
            "paiva",
            "paivamaara",
            "pvm",
            "tarih",
            "datumi",
            "дата",
            "日期",
            "日付",
            "created",
            "created at",
            "created on",
            "timestamp",
            "datetime",
            "date time",
            "date and time",
            "datum uhrzeit",
            "zeitpunkt",
            "transaction time",
            "time of transaction",
            "when",
            "day",
            "date heure",
            "datum en tijd",
            "fecha hora",
            "data e hora",
            "datum vreme",
            "kirjattu",
            "datums",
            "kuupäev",
        ],
    ),
    (
        Role::Bought,
        &[
            "transaction date",
            "trans date",
            "txn date",
            "tran date",
            "date of transaction",
            "purchase date",
            "started date",
            "belegdatum",
            "kaufdatum",
            "umsatzdatum",
            "transaktionsdatum",
            "transaktionsdag",
            "date achat",
            "date d achat",
            "date de transaction",
            "date transaction",
            "date de la transaction",
            "fecha transaccion",
            "fecha de transaccion",
            "fecha compra",
            "data transakcji",
            "data transazione",
            "data da transacao",
            "data transacao",
            "data acquisto",
            "transactiedatum",
            "datum transakce",
            "datum transakcie",
            "ostopaiva",
            "kopdatum",
            "kobsdato",
            "kjopsdato",
            "transaksjonsdato",
            "transaktionsdato",
            "authorisation date",
            "authorization date",
            "originaldatum",
            "tranzakcio datuma",
            "data tranzactiei",
        ],
    ),
    (
        Role::Value,
        &[
            "value date",
            "date value",
            "value dat",
            "value dt",
            "interest date",
            "valuta",
            "valutadatum",
            "valuta datum",
            "wertstellung",
            "wertstellungstag",
            "wertstellungsdatum",
            "wert",
            "valutatag",
            "date valeur",
            "date de valeur",
            "dateval",
            "valeur",
            "fecha valor",
            "fecha de valor",
            "f valor",
            "data valuta",
            "data di valuta",
            "data valor",
            "data do valor",
            "rentedatum",
            "rentedag",
            "valutadag",
            "data waluty",
            "datum valuty",
            "valutadato",
            "rentedato",
            "arvopaiva",
            "ertek nap",
            "erteknap",
            "起息日",
            "interest start",
            "valutering",
            "bereitgestellt am",
            "someotherdate",
        ],
    ),
    (
        Role::Amount,
        &[
            "kwota transakcji waluta rachunku",
            "amount",
            "transaction amount",
            "trans amount",
            "billing amount",
            "posted amount",
            "booking amount",
            "value",
            "sum",
            "total",
            "betrag",
            "buchungsbetrag",
            "umsatz",
            "betrag in eur",
            "importe",
            "monto",
            "cantidad",
            "importo",
            "montant",
            "montant de l operation",
            "montant operation",
            "valor",
            "quantia",
            "montante",
            "bedrag",
            "transactiebedrag",
            "kwota",
            "kwota operacji",
            "kwota transakcji",
            "kwota w walucie rachunku",
            "castka",
            "objem",
            "suma",
            "ciastka",
            "belopp",
            "transaktionsbelopp",
            "belob",
            "belop",
            "beloep",
            "maara",
            "summa",
            "eur",
            "osszeg",
            "iznos",
            "valoare",
            "tutar",
            "сумма",
            "金额",
            "交易金额",
            "金額",
            "發生額",
            "amount eur",
            "inflow outflow",
            "change",
            "movement",
            "betrag eur",
            "movimiento",
            "mouvement",
            "lancamento",
            "maara eur",
            "maara euroa",
            "発生額",
            "amount in account currency",
            "kaching",
            "importe eur",
            "betrag eur brutto",
            "amt",
        ],
    ),
    (
        Role::Net,
        &[
            "сумма платежа",
            "сумма в валюте счета",
            "net",
            "netto",
            "net amount",
            "nettobetrag",
            "neto",
            "nettobelopp",
            "hors frais",
        ],
    ),
    (
        Role::OtherAmount,
        &[
            "gross",
            "brutto",
            "brut",
            "bruto",
            "fee",
            "fees",
            "gebuhr",
            "gebuehr",
            "frais",
            "commission",
            "original amount",
            "local amount",
            "foreign amount",
            "amount currency",
            "amount in currency",
            "originalbetrag",
            "ursprungsbetrag",
            "lastschrift ursprungsbetrag",
            "compensation amount",
            "auslagenersatz rucklastschrift",
            "auslagenersatz ruecklastschrift",
            "exchange rate",
            "rate",
            "kurs",
            "umrechnungskurs",
            "wechselkurs",
            "taux",
            "wisselkoers",
            "tax",
            "vat",
            "mwst",
            "tva",
            "sales tax",
            "shipping and handling amount",
            "insurance amount",
            "credit limit",
            "cashback",
            "rewards",
            "betrag fremdwahrung",
            "fremdwahrungsbetrag",
            "montant devise",
            "montant d origine",
            "original value",
            "points",
            "kwota oryginalna",
            "kurssi",
            "gebuhr eur",
            "kosten",
            "spesen",
            "amount paid",
            "amount tendered",
            "quantity",
            "price",
            "items",
            "shipping",
            "foreign currency amount",
            "instructed amount",
            "instructed amount currency",
            "gebuhrenbetrag",
        ],
    ),
    (
        Role::Out,
        &[
            "お引出金額",
            "引出金額",
            "お引き出し金額",
            "出金金額",
            "出金額",
            "お支払い金額",
            "debit",
            "debits",
            "debit amount",
            "withdrawal",
            "withdrawals",
            "withdrawal amount",
            "withdrawal amt",
            "paid out",
            "money out",
            "outflow",
            "out",
            "spend",
            "spent",
            "charge",
            "charges",
            "payments out",
            "expense",
            "expenses",
            "soll",
            "lastschrift",
            "belastung",
            "belastungen",
            "ausgang",
            "ausgange",
            "ausgaben",
            "ausgabe",
            "abgang",
            "debet",
            "debito",
            "debitos",
            "cargo",
            "cargos",
            "salida",
            "salidas",
            "gasto",
            "gastos",
            "adeudo",
            "uscite",
            "uscita",
            "addebiti",
            "addebito",
            "dare",
            "saida",
            "saidas",
            "depense",
            "depenses",
            "sortie",
            "sorties",
            "retrait",
            "retraits",
            "af",
            "uitgaven",
            "uit",
            "afschrijving",
            "afschrijvingen",
            "obciazenia",
            "obciazenie",
            "wydatki",
            "wydatek",
            "wyplata",
            "vydaje",
            "vydej",
            "na vrub",
            "debet belopp",
            "uttag",
            "utgift",
            "utgifter",
            "ut",
            "ud",
            "havet",
            "veloitus",
            "menot",
            "otto",
            "terheles",
            "支出",
            "支出金额",
            "借方",
            "借方金额",
            "取款",
            "出金",
            "お支払金額",
            "支払い金額",
            "расход",
            "списание",
            "debited",
            "isplata",
            "duguje",
            "borc",
            "ut fra konto",
            "ut av konto",
            "out of account",
            "lastschriften",
            "debit eur",
            "montant debit",
            "amount out",
            "belastning",
        ],
    ),
    (
        Role::In,
        &[
            "お預入金額",
            "預入金額",
            "お預け入れ金額",
            "入金金額",
            "入金額",
            "ご入金金額",
            "credit",
            "credits",
            "credit amount",
            "deposit",
            "deposits",
            "deposit amount",
            "deposit amt",
            "paid in",
            "money in",
            "inflow",
            "in",
            "received",
            "income",
            "payment received",
            "haben",
            "gutschrift",
            "gutschriften",
            "eingang",
            "eingange",
            "einnahmen",
            "einnahme",
            "zugang",
            "kredit",
            "credito",
            "creditos",
            "abono",
            "abonos",
            "entrada",
            "entradas",
            "ingreso",
            "ingresos",
            "entrate",
            "entrata",
            "accrediti",
            "accredito",
            "avere",
            "recette",
            "recettes",
            "entree",
            "entrees",
            "versement",
            "versements",
            "bij",
            "inkomsten",
            "bijschrijving",
            "bijschrijvingen",
            "uznania",
            "uznanie",
            "wplywy",
            "wplyw",
            "wplata",
            "prijmy",
            "prijem",
            "ve prospech",
            "insattning",
            "insattningar",
            "inkomst",
            "ind",
            "innskudd",
            "inn pa konto",
            "inn",
            "hyvitys",
            "tulot",
            "pano",
            "jovairas",
            "收入",
            "收入金额",
            "存入金额",
            "贷方",
            "贷方金额",
            "存款",
            "入金",
            "お預り金額",
            "預かり金額",
            "お預かり金額",
            "приход",
            "поступление",
            "зачисление",
            "credited",
            "uplata",
            "potrazuje",
            "alacak",
            "credit eur",
            "montant credit",
            "amount in",
            "into account",
            "indbetaling",
        ],
    ),
    (
        Role::Direction,
        &[
            "type",
            "transaction type",
            "debit credit",
            "credit debit",
            "debit or credit",
            "credit or debit",
            "dr cr",
            "cr dr",
            "d c",
            "c d",
            "dc",
            "cd",
            "credit debit indicator",
            "debit credit indicator",
            "cdtdbtind",
            "indicator",
            "direction",
            "flow",
            "sign",
            "soll haben",
            "s h",
            "sh",
            "haben soll",
            "soll haben kennzeichen",
            "kennzeichen",
            "umsatzart",
            "buchungsart",
            "umsatztyp",
            "typ",
            "sens",
            "type operation",
            "type d operation",
            "tipo",
            "tipo movimiento",
            "tipo de movimiento",
            "tipo operacion",
            "tipo movimento",
            "segno",
            "af bij",
            "afbij",
            "bij af",
            "mutatiesoort",
            "code",
            "rodzaj",
            "rodzaj operacji",
            "typ transakcji",
            "typ operace",
            "transaktionstyp",
            "plus minus",
            "收 支",
            "收支",
            "收支类型",
            "交易类型",
            "借贷",
            "借贷标志",
            "借贷标记",
            "тип",
            "in out",
            "income expense",
            "credit or debit indicator",
            "debet credit",
            "dt kt",
            "d k",
            "c d indicator",
            "kierunek",
            "smer",
            "transaction direction",
        ],
    ),
    (
        Role::Balance,
        &[
            "balance",
            "running balance",
            "running bal",
            "bal",
            "差引残高",
            "runningbalance",
            "account balance",
            "current balance",
            "closing balance",
            "ledger balance",
            "available balance",
            "balance after",
            "balance after transaction",
            "new balance",
            "saldo",
            "kontostand",
            "saldo nach buchung",
            "neuer saldo",
            "solde",
            "solde apres operation",
            "saldo posterior",
            "saldo contable",
            "saldo disponible",
            "saldo finale",
            "saldo progressivo",
            "saldo contabilistico",
            "saldo apos",
            "saldo na trn",
            "saldo na mutatie",
            "saldo na boeking",
            "stand",
            "nieuw saldo",
            "saldo po operacji",
            "saldo po transakcji",
            "saldo po",
            "saldo koncowe",
            "zustatek",
            "zostatok",
            "bokfort saldo",
            "bokford saldo",
            "tillgangligt saldo",
            "saldo efter",
            "saldo etter",
            "saldo jalkeen",
            "egyenleg",
            "余额",
            "账户余额",
            "联机余额",
            "餘額",
            "残高",
            "остаток",
            "stanje",
            "sold",
            "bakiye",
            "balance eur",
            "saldo eur",
            "current balance eur",
            "available",
        ],
    ),
    (
        Role::Currency,
        &[
            "валюта платежа",
            "валюта счета",
            "currency",
            "currency code",
            "ccy",
            "account currency",
            "billing currency",
            "transaction currency",
            "amount currency code",
            "wahrung",
            "waehrung",
            "buchungswahrung",
            "kontowahrung",
            "betrag wahrung",
            "devise",
            "monnaie",
            "moneda",
            "divisa",
            "moeda",
            "munt",
            "muntsoort",
            "valuta",
            "valutasoort",
            "waluta",
            "waluta rachunku",
            "mena",
            "valuutta",
            "penznem",
            "deviza",
            "货币",
            "币种",
            "幣別",
            "通貨",
            "валюта",
            "doviz",
            "para birimi",
            "cur",
        ],
    ),
    (
        Role::OtherCurrency,
        &[
            "валюта операции",
            "original currency",
            "local currency",
            "foreign currency",
            "originalwahrung",
            "fremdwahrung",
            "balance currency",
            "devise d origine",
            "ursprungswahrung",
            "currency original",
            "payment currency",
            "waluta oryginalna",
            "fee currency",
            "exchange currency",
        ],
    ),
    (
        Role::Payee,
        &[
            "nom contrepartie",
            "nom de la contrepartie",
            "nombre contraparte",
            "nome controparte",
            "nazwa kontrahenta",
            "payee",
            "payee name",
            "namn",
            "navn",
            "nimi",
            "jmeno",
            "nazwa",
            "nev",
            "name",
            "counterparty",
            "counterparty name",
            "counter party",
            "partner name",
            "partner",
            "merchant",
            "merchant name",
            "beneficiary",
            "beneficiary name",
            "recipient",
            "vendor",
            "paid to",
            "to",
            "from to",
            "other party",
            "creditor name",
            "empfanger",
            "empfaenger",
            "zahlungsempfanger",
            "zahlungsempfanger in",
            "zahlungsempfaenger",
            "auftraggeber empfanger",
            "auftraggeber empfaenger",
            "empfanger auftraggeber",
            "auftraggeber",
            "beguenstigter zahlungspflichtiger",
            "begunstigter zahlungspflichtiger",
            "beguenstigter auftraggeber",
            "begunstigter auftraggeber",
            "name zahlungsbeteiligter",
            "beguenstigter",
            "begunstigter",
            "gegenpartei",
            "partnername",
            "kontoinhaber",
            "auftraggeber beguenstigter",
            "beneficiaire",
            "tiers",
            "nom",
            "nom du tiers",
            "beneficiario",
            "ordenante",
            "ordinante",
            "ordinante beneficiario",
            "controparte",
            "naam tegenpartij",
            "naam",
            "tegenpartij",
            "naam omschrijving",
            "begunstigde",
            "kontrahent",
            "nadawca odbiorca",
            "odbiorca",
            "nazwa odbiorcy",
            "dane kontrahenta",
            "nazov partnera",
            "nazev protistrany",
            "nazev protiuctu",
            "protistrana",
            "mottagare",
            "modtager",
            "mottaker",
            "motpart",
            "avsandare",
            "saaja",
            "saaja maksaja",
            "saajan nimi",
            "partner neve",
            "对手信息",
            "交易对方",
            "对方户名",
            "对方名称",
            "收款人",
            "对方账户名称",
            "商户名称",
            "相手先",
            "контрагент",
            "получатель",
            "store",
            "shop",
            "company",
            "correspondent",
            "destinatario",
            "favorecido",
        ],
    ),
    (
        Role::Payer,
        &[
            "payer",
            "zahlungspflichtige r",
            "zahlungspflichtiger",
            "debtor name",
            "payer name",
            "ordering party",
        ],
    ),
    (
        Role::Text,
        &[
            "description",
            "transaction description",
            "details",
            "transaction details",
            "narration",
            "narrative",
            "particulars",
            "memo",
            "reason",
            "label",
            "desc",
            "text",
            "original description",
            "statement description",
            "payment reference",
            "payment details",
            "reference text",
            "information",
            "transaction",
            "transactions",
            "subject",
            "message",
            "remittance information",
            "extended details",
            "appears on your statement as",
            "transaction remarks",
            "remarks",
            "detail",
            "verwendungszweck",
            "buchungstext",
            "buchungsinformation",
            "avisierungstext",
            "buchungsinformationen",
            "beschreibung",
            "transaktionsbeschreibung",
            "transaktionsbeschreibung zusatz",
            "vorgang",
            "vorgang verwendungszweck",
            "betreff",
            "zahlungsreferenz",
            "umsatztext",
            "zahlungsgrund",
            "posten",
            "artikelbezeichnung",
            "libelle",
            "libelle operation",
            "libelle de l operation",
            "libelle simplifie",
            "informations complementaires",
            "description de l operation",
            "nature de l operation",
            "motif",
            "remarque",
            "intitule",
            "concepto",
            "descripcion",
            "mas datos",
            "observaciones",
            "detalle",
            "concepto ampliado",
            "descrizione",
            "causale",
            "descrizione operazione",
            "descrizione estesa",
            "dettagli",
            "omschrijving",
            "omschrijving 1",
            "omschrijving 2",
            "omschrijving 3",
            "mededelingen",
            "mededeling",
            "kenmerk",
            "descricao",
            "historico",
            "descritivo",
            "descricao do movimento",
            "opis",
            "opis operacji",
            "opis transakcji",
            "tytul",
            "tytulem",
            "tytul operacji",
            "szczegoly",
            "popis",
            "poznamka",
            "zprava pro prijemce",
            "informacia pre prijemcu",
            "zprava",
            "beskrivning",
            "specifikation",
            "beskrivelse",
            "forklaring",
            "tekst",
            "meddelande",
            "rubrik",
            "transaktion",
            "referens",
            "selite",
            "viesti",
            "selitys",
            "tapahtuma",
            "megjegyzes",
            "kozlemeny",
            "leiras",
            "opis placanja",
            "svrha",
            "descriere",
            "detalii",
            "aciklama",
            "摘要",
            "交易摘要",
            "商品说明",
            "商品名称",
            "交易说明",
            "用途",
            "附言",
            "客户摘要",
            "お取引内容",
            "摘要内容",
            "описание",
            "назначение платежа",
            "назначение",
            "memoconv",
            "memodet",
            "item title",
        ],
    ),
    (
        Role::Note,
        &[
            "note",
            "notes",
            "comment",
            "comments",
            "notiz",
            "notizen",
            "commentaire",
            "notas",
            "nota",
            "备注",
            "commentaires",
            "kommentar",
            "anmerkung",
            "opmerking",
            "opmerkingen",
        ],
    ),
    (
        Role::Account,
        &[
            "account",
            "account number",
            "account no",
            "account name",
            "account id",
            "account iban",
            "auftragskonto",
            "iban auftragskonto",
            "bezeichnung auftragskonto",
            "eigenes konto",
            "konto",
            "kontonummer",
            "kontoname",
            "mein konto",
            "iban bban",
            "iban",
            "rekening",
            "rekeningnummer",
            "own account",
            "my account",
            "card",
            "card no",
            "card number",
            "card member number",
            "first bank card",
            "kartennummer",
            "umsatz getatigt von",
            "numero de compte",
            "compte",
            "numero compte",
            "cuenta",
            "numero de cuenta",
            "conto",
            "numero conto",
            "conta",
            "numero da conta",
            "numer rachunku",
            "rachunek",
            "moj rachunek",
            "konto ksiegowe",
            "cislo uctu",
            "ucet",
            "moj ucet",
            "kontonr",
            "konto nr",
            "tili",
            "tilinumero",
            "szamlaszam",
            "账号",
            "账户",
            "卡号",
            "本方账号",
            "счет",
            "account from",
            "source account",
            "wallet",
            "from account",
        ],
    ),
    (
        Role::OtherAccount,
        &[
            "counterparty account",
            "counterparty iban",
            "counterparty account number",
            "partner iban",
            "partner account",
            "bank account",
            "to account",
            "beneficiary account",
            "payee account",
            "gegenkonto",
            "iban zahlungsbeteiligter",
            "iban zahlungspartner",
            "kontonummer iban",
            "gegenkonto iban",
            "konto iban",
            "iban empfanger",
            "number",
            "tegenrekening",
            "tegenrekening iban bban",
            "tegenrekening iban",
            "rekening tegenpartij",
            "iban tegenpartij",
            "compte tiers",
            "iban du beneficiaire",
            "cuenta contrapartida",
            "cuenta destino",
            "iban controparte",
            "rachunek kontrahenta",
            "numer rachunku kontrahenta",
            "nr rachunku",
            "protiucet",
            "cislo protiuctu",
            "ucet protistrany",
            "predcisli",
            "mottagarkonto",
            "modkonto",
            "motkonto",
            "saajan tilinumero",
            "对方账号",
            "对方账户",
            "对方卡号",
            "корсчет",
            "account to",
        ],
    ),
    (
        Role::Category,
        &[
            "category",
            "categories",
            "master category",
            "category name",
            "class",
            "kategorie",
            "hauptkategorie",
            "categorie",
            "categoria",
            "kategoria",
            "kategori",
            "luokka",
            "交易分类",
            "分类",
            "类别",
            "категория",
            "rubrique",
            "category group",
        ],
    ),
    (
        Role::Id,
        &[
            "id",
            "transaction id",
            "transaction number",
            "transaction no",
            "unique id",
            "fitid",
            "transaktionscode",
            "transaktions id",
            "transaction reference number",
            "entry id",
            "operation number",
            "operation id",
            "order id",
            "tx id",
            "txid",
            "buchungsnummer",
            "umsatz id",
            "buchungs id",
            "transactiereferentie",
            "id transazione",
            "id de transaction",
            "id transaccion",
            "交易订单号",
            "交易单号",
            "交易流水号",
            "流水号",
            "交易号",
            "volgnr",
            "numer transakcji",
            "id operace",
            "identifikace transakce",
            "id pohybu",
            "transaction unique id",
            "номер операции",
        ],
    ),
    (
        Role::Reference,
        &[
            "reference",
            "reference number",
            "ref",
            "ref no",
            "ref number",
            "check number",
            "checknumber",
            "check no",
            "check",
            "cheque",
            "cheque number",
            "cheque no",
            "chq ref number",
            "chq ref no",
            "check or slip number",
            "referenz",
            "referenznummer",
            "buchungsreferenz",
            "kundenreferenz",
            "kundenreferenz end to end",
            "mandatsreferenz",
            "end to end id",
            "end to end reference",
            "sammlerreferenz",
            "referencia",
            "referencia 1",
            "riferimento",
            "numero de cheque",
            "n cheque",
            "piece",
            "referentie",
            "betalingskenmerk",
            "referencja",
            "variable symbol",
            "variabilni symbol",
            "vs",
            "viite",
            "viitenumero",
            "商户单号",
            "商家订单号",
            "invoice number",
            "document number",
            "belegnummer",
            "item",
        ],
    ),
    (
        Role::Status,
        &[
            "status",
            "state",
            "transaction status",
            "info",
            "estado",
            "statut",
            "etat",
            "stato",
            "stan",
            "stav",
            "tila",
            "交易状态",
            "状态",
            "当前状态",
            "статус",
            "pending",
            "situacao",
        ],
    ),
    (
        Role::Tags,
        &[
            "tag",
            "tags",
            "labels",
            "schlagworte",
            "etiquetas",
            "etiquettes",
        ],
    ),
];

/// Words inside a longer name that turn an amount or a currency into that of something else.
const OTHER: &[&str] = &[
    "original",
    "ursprung",
    "ursprungs",
    "foreign",
    "fremd",
    "local",
    "fee",
    "gebuhr",
    "tax",
    "exchange",
    "origine",
    "limit",
    "handling",
    "insurance",
];

/// Endings of joined words, as German and its neighbours write them, and single words inside longer names.
const PARTS: &[(Role, &[&str])] = &[
    (
        Role::Booked,
        &[
            "buchungsdatum",
            "buchungstag",
            "posted",
            "posting",
            "booking",
            "boekingsdatum",
            "bokforings",
            "ksiegowania",
            "comptable",
            "contable",
            "contabile",
            "记账",
            "入账",
        ],
    ),
    (
        Role::Value,
        &[
            "valuta",
            "value",
            "wertstellung",
            "valeur",
            "valor",
            "valuty",
            "waluty",
            "arvopaiva",
        ],
    ),
    (
        Role::Bought,
        &[
            "transaction",
            "transaktion",
            "purchase",
            "transakcji",
            "交易",
        ],
    ),
    (
        Role::Date,
        &[
            "date", "datum", "fecha", "data", "dato", "日期", "时间", "tag",
        ],
    ),
    (
        Role::Balance,
        &[
            "balance",
            "saldo",
            "solde",
            "kontostand",
            "余额",
            "zustatek",
        ],
    ),
    (
        Role::Out,
        &[
            "debit",
            "withdrawal",
            "withdrawals",
            "debito",
            "paid out",
            "money out",
            "支出",
            "lastschrift",
            "belastung",
            "cargo",
            "uscite",
            "addebiti",
            "wydatki",
            "obciazenia",
        ],
    ),
    (
        Role::In,
        &[
            "credit",
            "deposit",
            "deposits",
            "credito",
            "paid in",
            "money in",
            "收入",
            "gutschrift",
            "abono",
            "entrate",
            "accrediti",
            "uznania",
            "wplywy",
        ],
    ),
    (
        Role::Amount,
        &[
            "amount",
            "betrag",
            "importe",
            "montant",
            "importo",
            "bedrag",
            "kwota",
            "belopp",
            "belob",
            "belop",
            "castka",
            "valor",
            "umsatz",
            "monto",
            "金额",
            "金額",
            "сумма",
            "osszeg",
            "maara",
        ],
    ),
    (
        Role::Currency,
        &[
            "currency", "wahrung", "waehrung", "devise", "moneda", "divisa", "waluta", "币种",
        ],
    ),
    (
        Role::OtherAccount,
        &[
            "counterparty account",
            "partner iban",
            "tegenrekening",
            "gegenkonto",
            "kontrahenta",
            "对方账号",
        ],
    ),
    (
        Role::Payee,
        &[
            "payee",
            "merchant",
            "counterparty",
            "beneficiary",
            "empfanger",
            "empfaenger",
            "begunstigter",
            "beguenstigter",
            "auftraggeber",
            "tegenpartij",
            "beneficiaire",
            "beneficiario",
            "kontrahent",
            "odbiorca",
            "对方",
        ],
    ),
    (
        Role::Text,
        &[
            "description",
            "details",
            "narration",
            "verwendungszweck",
            "beschreibung",
            "libelle",
            "concepto",
            "descripcion",
            "descrizione",
            "omschrijving",
            "descricao",
            "opis",
            "popis",
            "memo",
            "摘要",
            "说明",
            "remarks",
        ],
    ),
    (
        Role::Category,
        &["category", "kategorie", "categorie", "categoria"],
    ),
    (
        Role::Account,
        &[
            "account number",
            "card",
            "kartennummer",
            "auftragskonto",
            "konto",
            "账号",
        ],
    ),
];

/// Lower case, without accents, signs as blanks, one blank between words. Letters of other scripts stay.
pub(super) fn plain(text: &str) -> String {
    if text.is_ascii() {
        return plain_ascii(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        let folded = match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' | 'ā' => "a",
            'ç' | 'ć' | 'č' => "c",
            'ď' | 'đ' | 'ð' => "d",
            'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' | 'ė' | 'ē' => "e",
            'ì' | 'í' | 'î' | 'ï' | 'ı' | 'į' => "i",
            'ł' | 'ľ' | 'ĺ' => "l",
            'ñ' | 'ń' | 'ň' => "n",
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => "o",
            'ř' | 'ŕ' => "r",
            'ś' | 'š' | 'ş' | 'ș' => "s",
            'ß' => "ss",
            'ť' | 'ț' | 'ţ' => "t",
            'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' | 'ū' | 'ų' => "u",
            'ý' | 'ÿ' => "y",
            'ź' | 'ż' | 'ž' => "z",
            'æ' => "ae",
            'œ' => "oe",
            '\u{300}'..='\u{36f}' => "",
            c if c.is_alphanumeric() => {
                out.push(c);
                continue;
            }
            _ => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
                continue;
            }
        };
        out.push_str(folded);
    }
    out.trim().to_owned()
}

/// [`plain`] for the most part of all texts, which have nothing to fold.
fn plain_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte.to_ascii_lowercase()));
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// A header's name as the tables know it: [`plain`], without a currency in brackets (`Amount (EUR)`).
pub(super) fn header_name(text: &str) -> String {
    let mut name = plain(text);
    let last = name.rsplit(' ').next().unwrap_or_default();
    if last.len() == 3 && last.len() < name.len() && crate::number::currency_code(last).is_some() {
        name.truncate(name.len() - 4);
    }
    name
}

/// The names of all tables, for a quick look.
fn known_names() -> &'static HashMap<&'static str, Vec<Role>> {
    static NAMES: OnceLock<HashMap<&'static str, Vec<Role>>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names: HashMap<&'static str, Vec<Role>> = HashMap::new();
        for (role, list) in HEADERS {
            for name in *list {
                names.entry(name).or_default().push(*role);
            }
        }
        names
    })
}

/// Names of columns are short.
const LONGEST_NAME: usize = 80;

/// Whether a cell is a name that some bank gives a column.
pub(super) fn is_known_name(text: &str) -> bool {
    // Amounts and days are no names.
    let lettered = text
        .bytes()
        .any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    lettered && text.len() <= LONGEST_NAME && known_names().contains_key(header_name(text).as_str())
}

/// What a header may announce, with how firmly: 3 for a known name, 1 or 2 for a part of one.
pub(super) fn roles(text: &str) -> Vec<(Role, u8)> {
    if text.len() > LONGEST_NAME {
        return Vec::new();
    }
    let name = header_name(text);
    if name.is_empty() {
        return Vec::new();
    }
    if let Some(roles) = known_names().get(name.as_str()) {
        return roles.iter().map(|role| (*role, 3)).collect();
    }
    let mut found: Vec<(Role, u8)> = Vec::new();
    let other = name
        .split(' ')
        .any(|word| OTHER.iter().any(|other| word.starts_with(other)));
    let padded = format!(" {name} ");
    for (role, parts) in PARTS {
        let whole = parts
            .iter()
            .any(|part| padded.contains(&format!(" {part} ")));
        let joined = !whole
            && parts
                .iter()
                .any(|part| part.len() > 4 && name.contains(part));
        if whole || joined {
            let role = match role {
                Role::Amount | Role::Out | Role::In if other => Role::OtherAmount,
                Role::Currency if other => Role::OtherCurrency,
                role => *role,
            };
            found.push((role, if whole { 2 } else { 1 }));
        }
    }
    // "Transaction amount date" and the like: a date word makes it a date, a currency word a currency.
    if found.iter().any(|(role, _)| *role == Role::Date) {
        let specific = found
            .iter()
            .find(|(role, _)| matches!(role, Role::Booked | Role::Value | Role::Bought))
            .map_or(Role::Date, |(role, _)| *role);
        return vec![(specific, 2)];
    }
    if let Some((role, _)) = found
        .iter()
        .find(|(role, _)| matches!(role, Role::Currency | Role::OtherCurrency))
    {
        return vec![(*role, 2)];
    }
    found.retain(|(role, _)| !matches!(role, Role::Booked | Role::Value | Role::Bought));
    found
}

/// Which way a word in a direction column sends the money: in, out, or explicitly neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    In,
    Out,
    Neither,
}

/// Reads a word of a direction column.
pub(super) fn way(text: &str) -> Option<Way> {
    // No word of direction holds a digit; most cells do.
    if text.len() > 32 || text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match text.trim() {
        "+" => return Some(Way::In),
        "-" => return Some(Way::Out),
        "/" => return Some(Way::Neither),
        _ => {}
    }
    let word = plain(text);
    Some(match word.as_str() {
        "c"
        | "cr"
        | "crdt"
        | "credit"
        | "credits"
        | "h"
        | "haben"
        | "bij"
        | "in"
        | "income"
        | "inflow"
        | "incoming"
        | "deposit"
        | "received"
        | "gutschrift"
        | "eingang"
        | "zugang"
        | "einnahme"
        | "einnahmen"
        | "credito"
        | "abono"
        | "ingreso"
        | "entrata"
        | "avere"
        | "accredito"
        | "entrada"
        | "recette"
        | "uznanie"
        | "wplyw"
        | "prijem"
        | "kredit"
        | "insattning"
        | "indbetaling"
        | "pano"
        | "hyvitys"
        | "inn"
        | "ind"
        | "money in"
        | "paid in"
        | "收入"
        | "收"
        | "贷"
        | "入"
        | "存入"
        | "приход"
        | "пополнение"
        | "jovairas"
        | "incoming payment"
        | "refund"
        | "k"
        | "payment received"
        | "direct deposit"
        | "dep" => Way::In,
        "d" | "dr" | "db" | "dbit" | "debit" | "debits" | "s" | "soll" | "af" | "out"
        | "expense" | "outflow" | "outgoing" | "withdrawal" | "sent" | "spend" | "lastschrift"
        | "ausgang" | "abgang" | "ausgabe" | "ausgaben" | "debito" | "cargo" | "gasto"
        | "uscita" | "dare" | "addebito" | "saida" | "depense" | "obciazenie" | "wydatek"
        | "vydaj" | "vydej" | "debet" | "uttag" | "otto" | "veloitus" | "ut" | "ud"
        | "money out" | "paid out" | "支出" | "支" | "借" | "出" | "расход" | "списание"
        | "terheles" | "outgoing payment" | "purchase" | "sale" | "payment sent" | "check"
        | "fee" => Way::Out,
        "不计收支" | "neutral" | "neither" | "其他" | "transfer" | "umbuchung" => {
            Way::Neither
        }
        _ => return None,
    })
}

/// How settled a row is by its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Pending,
    /// It never happened.
    Failed,
}

/// Reads a status; none for booked, completed and everything else.
pub(super) fn state(text: &str) -> Option<State> {
    if text.is_empty() {
        return None;
    }
    let word = plain(text);
    let has = |words: &[&str]| words.iter().any(|w| word.contains(w));
    if matches!(word.as_str(), "offen" | "open") {
        return Some(State::Pending);
    }
    if has(&[
        "pending",
        "vorgemerkt",
        "ausstehend",
        "en attente",
        "pendiente",
        "in afwachting",
        "pendente",
        "oczekuj",
        "cekajici",
        "reserverad",
        "reserverat",
        "reserveret",
        "reservert",
        "vormerkung",
        "in sospeso",
        "varattu",
        "authoris",
        "authoriz",
        "等待",
        "处理中",
        "待",
        "ожида",
    ]) {
        Some(State::Pending)
    } else if has(&[
        "交易关闭",
        "已关闭",
        "失败",
        "declined",
        "failed",
        "cancelled",
        "canceled",
        "denied",
        "rejected",
        "voided",
        "reverted",
        "abgelehnt",
        "fehlgeschlagen",
        "abgebrochen",
        "refuse",
        "annule",
        "rechazad",
        "cancelad",
        "rifiutat",
        "annullat",
        "geweigerd",
        "geannuleerd",
        "odrzucon",
        "anulowan",
        "expired",
        "отклон",
        "отмен",
    ]) {
        Some(State::Failed)
    } else {
        None
    }
}

/// Whether the text speaks of a card or a card account.
pub(super) fn speaks_of_card(text: &str) -> bool {
    let word = format!(" {} ", plain(text));
    [
        " card ",
        " cards ",
        "kreditkarte",
        "mastercard",
        " visa ",
        "creditcard",
        "carte",
        "tarjeta",
        "carta di credito",
        "kartennummer",
        "cartao",
        "karta",
        " kort ",
        "luottokortti",
        "信用卡",
        "american express",
        " amex ",
    ]
    .iter()
    .any(|sign| word.contains(sign))
}

/// Whether the text names a credit card.
pub(super) fn speaks_of_credit_card(text: &str) -> bool {
    let word = plain(text);
    [
        "credit card",
        "creditcard",
        "kreditkarte",
        "mastercard",
        "carte de credit",
        "tarjeta de credito",
        "carta di credito",
        "cartao de credito",
        "karta kredytowa",
        "kreditkort",
        "luottokortti",
        "信用卡",
        "american express",
    ]
    .iter()
    .any(|sign| word.contains(sign))
}

/// Whether a text is the name of a balance and nothing more: the line states what there was, and moves nothing. An opening
/// balance is no such line: the books of programs begin with one, and it makes the account what it is.
pub(super) fn names_balance(text: &str) -> bool {
    // Nearly all texts differ in their first letters already.
    let begins = text.as_bytes().first_chunk::<3>().is_some_and(|first| {
        matches!(
            &first.map(|byte| byte.to_ascii_lowercase()),
            b"s a"
                | b"sal"
                | b"kon"
                | b"alt"
                | b"neu"
                | b"anc"
                | b"nou"
                | b"ein"
                | b"end"
                | b"bal"
                | b"sol"
                | b"clo"
                | b"pre"
                | b"bro"
                | b"car"
        )
    });
    if text.len() > 60 || !begins {
        return false;
    }
    let text = plain(text);
    // A day behind the name, and the words that lead to it.
    let name = text
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ')
        .trim_end_matches(" as of")
        .trim_end_matches(" as at")
        .trim_end_matches(" vom")
        .trim_end_matches(" per")
        .trim_end_matches(" au")
        .trim_end_matches(" al")
        .trim_end_matches(" em")
        .trim_end_matches(" on");
    matches!(
        name,
        "s a l d o"
            | "saldo"
            | "saldo anterior"
            | "saldo do dia"
            | "saldo final"
            | "saldo atual"
            | "saldo actual"
            | "saldo finale"
            | "saldo koncowe"
            | "saldo alt"
            | "saldo neu"
            | "saldovortrag"
            | "endsaldo"
            | "alter kontostand"
            | "neuer kontostand"
            | "kontostand"
            | "solde"
            | "solde final"
            | "solde precedent"
            | "ancien solde"
            | "nouveau solde"
            | "eindsaldo"
            | "balance"
            | "closing balance"
            | "ending balance"
            | "previous balance"
            | "balance brought forward"
            | "balance carried forward"
            | "brought forward"
            | "carried forward"
            | "balance b f"
            | "balance c f"
            | "konecny zustatek"
    )
}

/// Whether a header says that its amounts are whole cents, pence and the like.
pub(super) fn counts_minor_units(header: &str) -> bool {
    plain(header).split(' ').any(|word| {
        matches!(
            word,
            "cents"
                | "cent"
                | "pence"
                | "minor"
                | "centimes"
                | "centavos"
                | "centimos"
                | "grosze"
                | "ore"
        )
    })
}

/// Whether a header names a fee.
pub(super) fn names_fee(header: &str) -> bool {
    matches!(
        header_name(header).as_str(),
        "fee"
            | "fees"
            | "gebuhr"
            | "gebuhren"
            | "frais"
            | "comision"
            | "comisiones"
            | "commissione"
            | "commissioni"
            | "tarifa"
            | "prowizja"
            | "oplata"
            | "kosten"
            | "avgift"
    )
}

/// Whether a text is what card statements write beside the payment of the bill.
pub(super) fn speaks_of_card_payment(text: &str) -> bool {
    // Amounts and days are most of the cells.
    if text.len() < 5
        || text.bytes().any(|byte| byte.is_ascii_digit())
            && !text.bytes().any(|byte| byte.is_ascii_alphabetic())
    {
        return false;
    }
    // What each of the signs holds one of.
    let parts = ["pay", "thank", "merci", "erhalten", "pago"];
    let holds = |part: &str| {
        text.as_bytes()
            .windows(part.len())
            .any(|piece| piece.eq_ignore_ascii_case(part.as_bytes()))
    };
    if text.is_ascii() && !parts.into_iter().any(holds) {
        return false;
    }
    let word = format!(" {} ", plain(text));
    if !parts.iter().any(|part| word.contains(part)) {
        return false;
    }
    [
        " thank you ",
        " autopay ",
        " payment received ",
        " online payment ",
        " mobile payment ",
        " automatic payment ",
        " direct debit payment ",
        " card payment received ",
        " merci ",
        "zahlung erhalten",
        " pago recibido ",
    ]
    .iter()
    .any(|sign| word.contains(sign))
}

/// Whether a row's first words make it a total or a balance rather than a transaction.
pub(super) fn speaks_of_total(text: &str) -> bool {
    let word = format!(" {} ", plain(text));
    [
        " total ",
        " totals ",
        " subtotal ",
        "balance",
        "saldo",
        "kontostand",
        "solde",
        " summe ",
        "gesamt",
        " sum ",
        "zustatek",
        "egyenleg",
        "余额",
        "合计",
        "总计",
        "итого",
        "остаток",
        "opening",
        "closing",
        "ending",
        "beginning",
    ]
    .iter()
    .any(|sign| word.contains(sign))
}
