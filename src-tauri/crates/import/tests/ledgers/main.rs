//! A ledger written in a format and read back is the same ledger.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod apps;
mod statements;

use std::fmt::Write as _;

use chrono::{Duration, NaiveDate};
use import::{Outcome, Parsed, Profile};
use money::Currency;
use proptest::prelude::*;

/// What every format can say of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    date: NaiveDate,
    cents: i64,
    payee: String,
    memo: String,
}

fn word(characters: &'static str, most: usize) -> impl Strategy<Value = String> {
    proptest::string::string_regex(&format!("[A-Z]{characters}{{0,{most}}}[a-z]"))
        .unwrap()
        .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn ledger(characters: &'static str) -> impl Strategy<Value = Vec<Entry>> {
    let entry = (
        0_i64..20_000,
        -99_999_999_i64..99_999_999,
        word(characters, 20),
        word(characters, 60),
    )
        .prop_map(|(day, cents, payee, memo)| Entry {
            date: NaiveDate::from_ymd_opt(1985, 1, 1).unwrap() + Duration::days(day),
            cents,
            payee,
            memo: if memo.len() % 3 == 0 {
                String::new()
            } else {
                format!("m{memo}")
            },
        });
    proptest::collection::vec(entry, 1..40)
}

fn decimal(cents: i64, mark: char) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}{mark}{:02}", cents / 100, cents % 100)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&#62;")
}

fn balances(entries: &[Entry]) -> (i64, i64) {
    let opening = 12_345;
    let sum: i64 = entries.iter().map(|entry| entry.cents).sum();
    (opening, opening + sum)
}

fn camt(entries: &[Entry]) -> String {
    let (opening, closing) = balances(entries);
    let side = |cents: i64| if cents < 0 { "DBIT" } else { "CRDT" };
    let mut text = String::from(
        "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>",
    );
    for (code, cents) in [("OPBD", opening), ("CLBD", closing)] {
        write!(text, "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Dt><Dt>2040-01-01</Dt></Dt></Bal>", decimal(cents.abs(), '.'), side(cents)).unwrap();
    }
    for entry in entries {
        let role = if entry.cents < 0 { "Cdtr" } else { "Dbtr" };
        writeln!(
            text,
            "<Ntry><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{}</Dt></BookgDt><NtryDtls><TxDtls><RltdPties><{role}><Pty><Nm>{}</Nm></Pty></{role}></RltdPties><RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>",
            decimal(entry.cents.abs(), '.'),
            side(entry.cents),
            entry.date,
            escaped(&entry.payee),
            escaped(&entry.memo),
        )
        .unwrap();
    }
    text.push_str("</Stmt></BkToCstmrStmt></Document>");
    text
}

/// Field 86 as German banks write it: sub-fields of 27 signs, lines of 65.
fn field_86(payee: &str, memo: &str) -> String {
    let mut text = String::new();
    let mut info = String::from("166");
    let pieces = |number: usize, text: &str, out: &mut String| {
        let signs: Vec<char> = text.chars().collect();
        for (at, part) in signs.chunks(27).enumerate() {
            write!(out, "?{}{}", number + at, part.iter().collect::<String>()).unwrap();
        }
    };
    pieces(20, memo, &mut info);
    pieces(32, payee, &mut info);
    let info: Vec<char> = info.chars().collect();
    for (at, line) in info.chunks(65).enumerate() {
        let tag = if at == 0 { ":86:" } else { "" };
        write!(text, "{tag}{}\r\n", line.iter().collect::<String>()).unwrap();
    }
    text
}

fn mt940(entries: &[Entry]) -> String {
    let (opening, closing) = balances(entries);
    let side = |cents: i64| if cents < 0 { "D" } else { "C" };
    let balance = |cents: i64| format!("{}400101EUR{}", side(cents), decimal(cents.abs(), ','));
    let mut text = format!(
        ":20:X\r\n:25:12030000/202051\r\n:28C:1\r\n:60F:{}\r\n",
        balance(opening)
    );
    for entry in entries {
        write!(
            text,
            ":61:{}{}{}{}NTRFNONREF\r\n",
            entry.date.format("%y%m%d"),
            entry.date.format("%m%d"),
            side(entry.cents),
            decimal(entry.cents.abs(), ',')
        )
        .unwrap();
        text.push_str(&field_86(&entry.payee, &entry.memo));
    }
    write!(text, ":62F:{}\r\n-\r\n", balance(closing)).unwrap();
    text
}

fn qif(entries: &[Entry]) -> String {
    let mut text = String::from("!Account\nNHouse\nTBank\n^\n!Type:Bank\n");
    for entry in entries {
        write!(
            text,
            "D{}\nT{}\nP{}\nM{}\n^\n",
            entry.date.format("%m/%d/%Y"),
            decimal(entry.cents, '.'),
            entry.payee,
            entry.memo
        )
        .unwrap();
    }
    text
}

fn beancount(entries: &[Entry]) -> String {
    let mut text = String::from("1980-01-01 open Assets:Giro EUR\n1980-01-01 open Expenses:Food\n");
    for entry in entries {
        let cents = decimal(entry.cents, '.');
        write!(
            text,
            "{} * \"{}\" \"{}\"\n  Assets:Giro  {cents} EUR\n  Expenses:Food\n",
            entry.date, entry.payee, entry.memo
        )
        .unwrap();
    }
    text
}

fn journal(entries: &[Entry]) -> String {
    let mut text = String::from("decimal-mark ,\n");
    for entry in entries {
        let cents = decimal(-entry.cents, ',');
        write!(
            text,
            "{} {} | {}\n    expenses:food  {cents} EUR\n    assets:giro\n\n",
            entry.date.format("%Y/%m/%d"),
            entry.payee,
            entry.memo
        )
        .unwrap();
    }
    text
}

fn gnucash(entries: &[Entry]) -> String {
    let account = |id: &str, name: &str, kind: &str| {
        format!(
            "<gnc:account><act:name>{name}</act:name><act:id type=\"guid\">{id}</act:id><act:type>{kind}</act:type><act:commodity><cmdty:space>CURRENCY</cmdty:space><cmdty:id>EUR</cmdty:id></act:commodity></gnc:account>"
        )
    };
    let mut text = format!(
        "<?xml version=\"1.0\"?><gnc-v2><gnc:book>{}{}",
        account("a", "Giro", "BANK"),
        account("e", "Food", "EXPENSE")
    );
    for entry in entries {
        let split = |account: &str, cents: i64| {
            format!(
                "<trn:split><split:value>{cents}/100</split:value><split:quantity>{cents}/100</split:quantity><split:account>{account}</split:account></trn:split>"
            )
        };
        write!(
            text,
            "<gnc:transaction><trn:date-posted><ts:date>{} 10:59:00 +0000</ts:date></trn:date-posted><trn:description>{}</trn:description><trn:splits>{}{}</trn:splits></gnc:transaction>",
            entry.date,
            escaped(&entry.payee),
            split("a", entry.cents),
            split("e", -entry.cents)
        )
        .unwrap();
    }
    text.push_str("</gnc:book></gnc-v2>");
    text
}

fn monarch(entries: &[Entry]) -> String {
    let mut text =
        String::from("Date,Merchant,Category,Account,Original Statement,Notes,Amount,Tags\n");
    for entry in entries {
        writeln!(
            text,
            "{},\"{}\",Food,Giro,\"{}\",,{},",
            entry.date,
            entry.payee,
            entry.memo,
            decimal(entry.cents, '.')
        )
        .unwrap();
    }
    text
}

/// Elements of OFX 1 are open at their end, those of OFX 2 are closed.
fn ofx(entries: &[Entry], closed: bool) -> String {
    let (_, closing) = balances(entries);
    let leaf = |name: &str, text: &str| {
        if closed {
            format!("<{name}>{text}</{name}>")
        } else {
            format!("<{name}>{text}\r\n")
        }
    };
    let mut text = String::from(if closed {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><?OFX OFXHEADER=\"200\" VERSION=\"211\"?>"
    } else {
        "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nENCODING:UTF-8\r\n\r\n"
    });
    text.push_str("<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>");
    text.push_str(&leaf("CURDEF", "EUR"));
    write!(
        text,
        "<BANKACCTFROM>{}{}{}</BANKACCTFROM><BANKTRANLIST>",
        leaf("BANKID", "20041"),
        leaf("ACCTID", "0500013M026"),
        leaf("ACCTTYPE", "CHECKING")
    )
    .unwrap();
    for (at, entry) in entries.iter().enumerate() {
        let kind = if entry.cents < 0 { "DEBIT" } else { "CREDIT" };
        write!(
            text,
            "<STMTTRN>{}{}{}{}{}",
            leaf("TRNTYPE", kind),
            leaf("DTPOSTED", &entry.date.format("%Y%m%d120000").to_string()),
            leaf("TRNAMT", &decimal(entry.cents, '.')),
            leaf("FITID", &format!("F{at}")),
            leaf("NAME", &escaped(&entry.payee)),
        )
        .unwrap();
        if !entry.memo.is_empty() {
            text.push_str(&leaf("MEMO", &escaped(&entry.memo)));
        }
        text.push_str("</STMTTRN>");
    }
    write!(
        text,
        "</BANKTRANLIST><LEDGERBAL>{}{}</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>",
        leaf("BALAMT", &decimal(closing, '.')),
        leaf("DTASOF", "20400101")
    )
    .unwrap();
    text
}

/// How a bank writes its table.
#[derive(Debug, Clone)]
struct Dialect {
    delimiter: char,
    comma: bool,
    date: &'static str,
    header: [&'static str; 5],
    two_columns: bool,
    end: &'static str,
}

fn dialect() -> impl Strategy<Value = Dialect> {
    const HEADERS: [[&str; 5]; 3] = [
        ["Date", "Payee", "Description", "Amount", "Credit"],
        [
            "Buchungstag",
            "Empfänger",
            "Verwendungszweck",
            "Betrag",
            "Haben",
        ],
        ["Date", "Bénéficiaire", "Libellé", "Montant", "Crédit"],
    ];
    (
        prop::sample::select(vec![';', ',', '\t', '|']),
        any::<bool>(),
        prop::sample::select(vec![
            "%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d %b %Y", "%Y%m%d",
        ]),
        0_usize..3,
        any::<bool>(),
        prop::sample::select(vec!["\n", "\r\n", "\r"]),
    )
        .prop_map(
            |(delimiter, comma, date, header, two_columns, end)| Dialect {
                delimiter,
                comma,
                date,
                header: HEADERS[header],
                two_columns,
                end,
            },
        )
}

fn table(entries: &[Entry], dialect: &Dialect) -> String {
    let mark = if dialect.comma { ',' } else { '.' };
    let between = dialect.delimiter.to_string();
    let quoted = |text: &str| format!("\"{text}\"");
    let mut lines = Vec::new();
    let [date, payee, memo, amount, credit] = dialect.header;
    let mut head = vec![date, payee, memo];
    if dialect.two_columns {
        head.extend([
            if credit == "Haben" {
                "Soll"
            } else if credit == "Crédit" {
                "Débit"
            } else {
                "Debit"
            },
            credit,
        ]);
    } else {
        head.push(amount);
    }
    lines.push(head.join(&between));
    for entry in entries {
        let mut cells = vec![
            entry.date.format(dialect.date).to_string(),
            quoted(&entry.payee),
            quoted(&entry.memo),
        ];
        if dialect.two_columns {
            let written = quoted(&decimal(entry.cents.abs(), mark));
            let (out, into) = if entry.cents < 0 {
                (written, String::new())
            } else {
                (String::new(), written)
            };
            cells.extend([out, into]);
        } else {
            cells.push(quoted(&decimal(entry.cents, mark)));
        }
        lines.push(cells.join(&between));
    }
    lines.push(String::new());
    lines.join(dialect.end)
}

fn homebank(entries: &[Entry]) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\"?>\n<homebank v=\"1.4\" d=\"050600\">\n<cur key=\"1\" iso=\"EUR\" name=\"Euro\" frac=\"2\"/>\n<account key=\"1\" type=\"1\" curr=\"1\" name=\"Giro\" initial=\"0\"/>\n",
    );
    for (at, entry) in entries.iter().enumerate() {
        writeln!(
            text,
            "<pay key=\"{}\" name=\"{}\"/>",
            at + 1,
            escaped(&entry.payee)
        )
        .unwrap();
    }
    for (at, entry) in entries.iter().enumerate() {
        writeln!(
            text,
            "<ope date=\"{}\" amount=\"{}\" account=\"1\" payee=\"{}\" wording=\"{}\"/>",
            // Days since the first of January of year one.
            entry
                .date
                .signed_duration_since(NaiveDate::from_ymd_opt(1, 1, 1).unwrap())
                .num_days()
                + 1,
            decimal(entry.cents, '.'),
            at + 1,
            escaped(&entry.memo),
        )
        .unwrap();
    }
    text.push_str("</homebank>\n");
    text
}

fn profile() -> Profile {
    Profile {
        currency: Some(Currency::EUR),
        day_first: Some(false),
        ..Profile::default()
    }
}

fn entries(parsed: &Parsed) -> Vec<Entry> {
    parsed.statements[0]
        .transactions
        .iter()
        .map(|row| Entry {
            date: row.date,
            cents: row.money(Currency::EUR).unwrap().0.minor,
            payee: row.payee.clone(),
            memo: row.description.clone(),
        })
        .collect()
}

fn reads_back(name: &str, text: &str, written: &[Entry], ties: bool) -> Result<(), TestCaseError> {
    let parsed = import::parse(name, text.as_bytes(), &profile());
    prop_assert_eq!(parsed.outcome, Outcome::Import, "{:?}", parsed.error);
    prop_assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    prop_assert!(parsed.warnings.is_empty(), "{:?}", parsed.warnings);
    prop_assert_eq!(entries(&parsed), written);
    if ties {
        let (opening, closing) = balances(written);
        let minor = |balance: Option<import::Balance>| {
            money::exact_minor(balance.unwrap().amount, Currency::EUR)
                .unwrap()
                .minor
        };
        prop_assert_eq!(minor(parsed.statements[0].opening), opening);
        prop_assert_eq!(minor(parsed.statements[0].closing), closing);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn camt_gives_back_what_was_written(written in ledger("[A-Za-z0-9 äé&<>.,'-]")) {
        reads_back("a.xml", &camt(&written), &written, true)?;
    }

    #[test]
    fn mt940_gives_back_what_was_written(written in ledger("[A-Za-z0-9(),'-]")) {
        reads_back("a.sta", &mt940(&written), &written, true)?;
    }

    #[test]
    fn qif_gives_back_what_was_written(written in ledger("[A-Za-z0-9 äé&<>.,'-]")) {
        reads_back("a.qif", &qif(&written), &written, false)?;
    }

    #[test]
    fn books_give_back_what_was_written(written in ledger("[A-Za-z0-9 äé.,'-]")) {
        // Beancount orders a book by date.
        let mut sorted = written.clone();
        sorted.sort_by_key(|entry| entry.date);
        reads_back("a.beancount", &beancount(&written), &sorted, false)?;
        reads_back("a.journal", &journal(&written), &written, false)?;
        reads_back("a.csv", &monarch(&written), &written, false)?;
        let plain: Vec<Entry> = written.iter().map(|entry| Entry { memo: String::new(), ..entry.clone() }).collect();
        reads_back("a.gnucash", &gnucash(&plain), &plain, false)?;
    }

    #[test]
    fn ofx_gives_back_what_was_written(written in ledger("[A-Za-z0-9 äé&<>.,'-]"), closed in any::<bool>()) {
        let parsed = import::parse("a.ofx", ofx(&written, closed).as_bytes(), &Profile::default());
        prop_assert_eq!(parsed.outcome, Outcome::Import, "{:?}", parsed.error);
        prop_assert_eq!(parsed.format, if closed { "ofx2" } else { "ofx1" });
        prop_assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
        prop_assert_eq!(entries(&parsed), written.clone());
        let ids = parsed.statements[0].transactions.iter().map(|row| row.id.clone().unwrap());
        let wanted: Vec<String> = (0..written.len()).map(|at| format!("F{at}")).collect();
        prop_assert_eq!(ids.collect::<Vec<_>>(), wanted);
        let closing = parsed.statements[0].closing.unwrap().amount;
        let closing = money::exact_minor(closing, Currency::EUR).unwrap().minor;
        prop_assert_eq!(closing, balances(&written).1);
    }

    /// Whatever a bank's taste in tables: what the file leaves open is asked, and once it is answered every row is there.
    #[test]
    fn tables_give_back_what_was_written(written in ledger("[A-Za-z äé&.'-]"), dialect in dialect()) {
        let written: Vec<Entry> = written.into_iter().filter(|entry| entry.cents != 0).collect();
        prop_assume!(!written.is_empty());
        let answered = Profile {
            currency: Some(Currency::EUR),
            day_first: Some(dialect.date != "%m/%d/%Y"),
            positive_is_out: Some(false),
            ..Profile::default()
        };
        let parsed = import::parse("a.csv", table(&written, &dialect).as_bytes(), &answered);
        prop_assert!(parsed.error.is_none(), "{:?}", parsed.error);
        prop_assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
        let found: Vec<_> = entries(&parsed).into_iter().map(|one| (one.date, one.cents, one.payee)).collect();
        let wanted: Vec<_> = written.iter().map(|one| (one.date, one.cents, one.payee.clone())).collect();
        prop_assert_eq!(found, wanted, "{:?}", parsed.mapping);
    }

    #[test]
    fn homebank_gives_back_what_was_written(written in ledger("[A-Za-z0-9 äé.,'-]")) {
        reads_back("a.xhb", &homebank(&written), &written, false)?;
    }

    /// One amount changed: the balances no longer tie, and that is said.
    #[test]
    fn a_changed_amount_does_not_tie(written in ledger("[A-Za-z0-9]"), at in any::<prop::sample::Index>(), by in 1_i64..1000) {
        let right = mt940(&written);
        let mut changed = written.clone();
        let at = at.index(changed.len());
        changed[at].cents += by;
        let wrong = mt940(&changed);
        let cut = |text: &str| text.rfind(":62F:").unwrap();
        let wrong = format!("{}{}", &wrong[..cut(&wrong)], &right[cut(&right)..]);
        let parsed = import::parse("a.sta", wrong.as_bytes(), &profile());
        prop_assert_eq!(parsed.warnings.len(), 1);
        prop_assert_eq!(parsed.warnings[0].code, "balance_does_not_tie");
    }
}
