//! Any bytes at all are read or refused, never a panic, and a row never carries what was not written.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fmt::Write as _;
use std::path::Path;

use import::{Outcome, Profile};
use proptest::prelude::*;

fn seeds() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut seeds = Vec::new();
    for folder in ["ofx", "csv", "camt", "mt940", "qif", "books", "apps"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            seeds.push((
                path.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read(&path).unwrap(),
            ));
        }
    }
    seeds.sort();
    seeds
}

fn read(name: &str, bytes: &[u8]) {
    let parsed = import::parse(name, bytes, &Profile::default());
    assert_eq!(parsed.error.is_some(), parsed.outcome == Outcome::Error);
    for format in import::formats() {
        drop(format.parse(bytes, &Profile::default()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read("a.csv", &bytes);
        read("a.ofx", &bytes);
    }

    #[test]
    fn random_tables(text in "([0-9A-Za-z./,;\"'\n\r€ -]{0,12}[,;\n]){0,60}") {
        read("a.csv", text.as_bytes());
    }

    #[test]
    fn random_tags(text in "(<[/!?]?[A-Z]{0,8}[> ]?[0-9A-Za-z<&;.,-]{0,8}){0,60}") {
        read("a.ofx", format!("<OFX><STMTRS>{text}").as_bytes());
        read("a.ofx", text.as_bytes());
    }

    #[test]
    fn random_fields(text in "((:20:|:25:|:60F:|:61:|:86:|:62F:|-)?[0-9A-Z,/?+]{0,14}\n){0,60}") {
        read("a.sta", text.as_bytes());
    }

    #[test]
    fn random_records(text in "((!Type:(Bank|Invst|Cat)|!Account|\\^|[DTPLSE$NMY][0-9/'., A-Z-]{0,10})\n){0,60}") {
        read("a.qif", text.as_bytes());
    }

    #[test]
    fn random_postings(text in "((2024-01-0[1-9] |  |\\t)([*!] |open |balance |pad )?(Assets:A|Expenses:B|\"x\")?( {1,2}[0-9.,$@{}=*+(-]{0,8}( EUR| X)?){0,2}\n){0,40}") {
        read("a.beancount", text.as_bytes());
        read("a.journal", text.as_bytes());
    }

    #[test]
    fn random_elements(text in "(</?(Stmt|Ntry|Amt|Bal|Acct|NtryDtls|TxDtls|CdtDbtInd|BookgDt|Dt)>|[0-9A-Z.&;]{0,6}){0,80}") {
        read("a.xml", format!("<BkToCstmrStmt>{text}").as_bytes());
    }

    #[test]
    fn random_trades(text in "(<(BUYSTOCK|SELLMF|INCOME|REINVEST|SPLIT|TRANSFER|INVPOS|STOCKINFO|/INVPOS|/BUYSTOCK)>|<(UNITS|UNITPRICE|TOTAL|DTTRADE|UNIQUEID|MKTVAL|NUMERATOR|CURRATE|CURSYM|AVGCOSTBASIS)>[0-9A-Z.,-]{0,30}){0,60}") {
        read("a.ofx", format!("<OFX><INVSTMTRS><CURDEF>EUR{text}").as_bytes());
    }

    #[test]
    fn random_actions(text in "((!Type:Invst|!Type:Security|\\^|N(Buy|SellX|Div|ReinvDiv|StkSplit|ShrsIn|ShrsOut|XIn)|Y[A-Z]{0,3}|[DTIQOUL$][0-9/'., -]{0,34})\n){0,60}") {
        read("a.qif", format!("!Type:Invst\n{text}").as_bytes());
    }

    #[test]
    fn random_exports(which in 0_usize..6, text in "([0-9A-Za-z./,;\"()€: -]{0,10}[,;\n]){0,80}") {
        const HEADS: [&str; 6] = [
            "Date,Description,Original Description,Amount,Transaction Type,Category,Account Name,Labels,Notes",
            "Account,Flag,Date,Payee,Category Group/Category,Category Group,Category,Memo,Outflow,Inflow,Cleared",
            "Date,Merchant,Category,Account,Original Statement,Notes,Amount,Tags",
            "account;category;currency;amount;ref_currency_amount;type;payment_type;note;date;transfer;payee;labels",
            "group_id,journal_id,group_title,type,currency_code,amount,foreign_currency_code,foreign_amount,description,date,source_name,source_iban,source_type,destination_name,destination_iban,destination_type",
            "Account,Date,Payee,Notes,Category_Group,Category,Amount,Split_Amount,Cleared",
        ];
        read("a.csv", format!("{}\n{text}", HEADS[which]).as_bytes());
    }

    #[test]
    fn random_archives(gzip in any::<bool>(), bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mark: &[u8] = if gzip { &[0x1f, 0x8b, 8, 0] } else { b"PK\x03\x04" };
        read("a.zip", &[mark, &bytes].concat());
    }

    #[test]
    fn damaged_files(which in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(), flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6)) {
        let seeds = seeds();
        let (name, bytes) = &seeds[which.index(seeds.len())];
        let mut bytes = bytes.clone();
        bytes.truncate(cut.index(bytes.len() + 1));
        for (at, byte) in flips {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        read(name, &bytes);
    }

    #[test]
    fn a_table_gives_back_what_was_written(rows in proptest::collection::vec((1_u32..28, 1_u32..13, -9_999_999_i64..9_999_999), 1..40)) {
        let mut text = String::from("Buchungstag;Verwendungszweck;Betrag;Währung\n");
        for (at, (day, month, cents)) in rows.iter().enumerate() {
            let sign = if *cents < 0 { "-" } else { "" };
            let whole = cents.unsigned_abs() / 100;
            let grouped = if whole >= 1000 { format!("{}.{:03}", whole / 1000, whole % 1000) } else { whole.to_string() };
            writeln!(text, "{day:02}.{month:02}.2024;Text {at};{sign}{grouped},{:02};EUR", cents.unsigned_abs() % 100).unwrap();
        }
        let profile = Profile { positive_is_out: Some(false), ..Profile::default() };
        let parsed = import::parse("a.csv", text.as_bytes(), &profile);
        prop_assert_eq!(parsed.outcome, Outcome::Import);
        let read: Vec<i64> = parsed.statements[0].transactions.iter().map(|row| row.money(money::Currency::EUR).unwrap().0.minor).collect();
        let written: Vec<i64> = rows.iter().map(|(_, _, cents)| *cents).collect();
        prop_assert_eq!(read, written);
        for (row, (day, month, _)) in parsed.statements[0].transactions.iter().zip(&rows) {
            prop_assert_eq!(row.date.to_string(), format!("2024-{month:02}-{day:02}"));
        }
    }
}
