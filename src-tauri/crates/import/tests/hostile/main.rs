//! Files made to do harm, and files that went wrong: each is refused or read with a clear word, and nothing is invented.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod programs;

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use import::{Outcome, Parsed, Profile};
use money::Currency;

fn read(name: &str, text: &str) -> Parsed {
    let profile = Profile {
        currency: Some(Currency::EUR),
        ..Profile::default()
    };
    import::parse(name, text.as_bytes(), &profile)
}

fn rows(parsed: &Parsed) -> usize {
    let statements = parsed.statements.iter();
    statements
        .map(|statement| statement.transactions.len())
        .sum()
}

fn codes(parsed: &Parsed) -> Vec<&str> {
    parsed.problems.iter().map(|one| one.code).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn refused(name: &str, bytes: &[u8]) -> &'static str {
    let parsed = import::parse(name, bytes, &Profile::default());
    assert_eq!((parsed.outcome, rows(&parsed)), (Outcome::Error, 0));
    parsed.error.unwrap().code
}

#[test]
fn archives_that_unpack_without_end_are_refused() {
    let zeros = vec![0_u8; 96 << 20];
    assert_eq!(refused("a.csv.gz", &gzip(&zeros)), "too_large");
    // Two members one behind the other count together.
    let mut twice = gzip(&zeros[..5 << 20]);
    twice.extend(gzip(&zeros[..5 << 20]));
    assert_eq!(refused("a.gz", &twice), "too_large");
    let mut many = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for file in 0..600 {
        many.start_file(
            format!("{file}.csv"),
            zip::write::SimpleFileOptions::default(),
        )
        .unwrap();
    }
    let many = many.finish().unwrap().into_inner();
    assert_eq!(refused("a.zip", &many), "too_large");
}

#[test]
fn entities_that_grow_are_refused_in_every_format_of_xml() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a0 \"ha\">");
    for level in 1..40 {
        bomb += &format!("<!ENTITY a{level} \"&a{0};&a{0};\">", level - 1);
    }
    bomb += "<!ENTITY out SYSTEM \"file:///etc/passwd\">]>";
    let camt = format!(
        "{bomb}<Document><BkToCstmrStmt><Stmt><Ntry><Amt Ccy=\"EUR\">&a39;</Amt></Ntry></Stmt></BkToCstmrStmt></Document>"
    );
    let gnucash = format!("{bomb}<gnc-v2><gnc:book>&a39;</gnc:book></gnc-v2>");
    let homebank =
        format!("{bomb}<homebank v=\"1\"><account key=\"1\" name=\"&out;\"/></homebank>");
    for (name, text) in [("a.xml", camt), ("a.gnucash", gnucash), ("a.xhb", homebank)] {
        assert_eq!(refused(name, text.as_bytes()), "entities_refused", "{name}");
    }
    // OFX knows the entities of SGML and no others: one of its own is text.
    let ofx = format!(
        "<?OFX VERSION=\"211\"?>{bomb}<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR</CURDEF><BANKACCTFROM><ACCTID>1</ACCTID></BANKACCTFROM><BANKTRANLIST><STMTTRN><DTPOSTED>20240501</DTPOSTED><TRNAMT>-1.00</TRNAMT><NAME>&a39;&out;</NAME></STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    );
    let parsed = read("a.ofx", &ofx);
    let payee = &parsed.statements[0].transactions[0].payee;
    assert!(payee.len() < 40 && !payee.contains("root:"), "{payee}");
}

/// What a number can be and no amount is.
const ABSURD: [&str; 8] = [
    "99999999999999999999999999999999999999.00",
    "-1e400",
    "1.0000000000000000000000000000000000000001",
    "NaN",
    "inf",
    "0x10",
    "--5",
    "1.2.3",
];

#[test]
fn absurd_numbers_leave_their_row_out_and_say_so() {
    for number in ABSURD {
        let files = [
            (
                "a.ofx",
                format!(
                    "OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>EUR<BANKTRANLIST><STMTTRN><DTPOSTED>20240501<TRNAMT>{number}<NAME>x</STMTTRN><STMTTRN><DTPOSTED>20240502<TRNAMT>-7.00<NAME>y</STMTTRN></BANKTRANLIST></STMTRS></OFX>"
                ),
            ),
            (
                "a.qif",
                format!("!Type:Bank\nD1/13/2024\nT{number}\nPx\n^\nD1/14/2024\nT-7.00\nPy\n^\n"),
            ),
            (
                "a.sta",
                format!(
                    ":20:X\n:25:1/2\n:28C:1\n:60F:C240101EUR0,00\n:61:2401020102D{number}NTRFNONREF\n:86:x\n:61:2401020102D7,00NTRFNONREF\n:86:y\n:62F:D240102EUR7,00\n"
                ),
            ),
            (
                "a.xml",
                format!(
                    "<Document><BkToCstmrStmt><Stmt><Acct><Ccy>EUR</Ccy></Acct><Ntry><Amt Ccy=\"EUR\">{number}</Amt><CdtDbtInd>DBIT</CdtDbtInd><BookgDt><Dt>2024-01-02</Dt></BookgDt></Ntry><Ntry><Amt Ccy=\"EUR\">7.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><BookgDt><Dt>2024-01-02</Dt></BookgDt></Ntry></Stmt></BkToCstmrStmt></Document>"
                ),
            ),
            (
                "a.csv",
                format!(
                    "Date,Merchant,Category,Account,Original Statement,Notes,Amount,Tags\n2024-01-02,x,,A,,,{number},\n2024-01-02,y,,A,,,-7.00,\n"
                ),
            ),
        ];
        for (name, text) in files {
            let parsed = read(name, &text);
            let amounts: Vec<String> = parsed
                .statements
                .iter()
                .flat_map(|statement| &statement.transactions)
                .map(|row| row.amount.normalize().to_string())
                .collect();
            assert_eq!(amounts, ["-7"], "{number} in {name}");
            assert!(
                codes(&parsed).contains(&"amount_unreadable"),
                "{number} in {name}: {:?}",
                parsed.problems
            );
        }
    }
}

#[test]
fn days_that_are_none_leave_their_row_out() {
    for day in ["20240230", "00000000", "99999999", "2024-13-01", "soon"] {
        let text = format!(
            "OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>EUR<BANKTRANLIST><STMTTRN><DTPOSTED>{day}<TRNAMT>-1.00<NAME>x</STMTTRN></BANKTRANLIST></STMTRS></OFX>"
        );
        let parsed = read("a.ofx", &text);
        assert_eq!(
            (rows(&parsed), codes(&parsed)),
            (0, vec!["date_unreadable"]),
            "{day}"
        );
    }
}

#[test]
fn ten_thousand_columns_are_a_table_or_refused() {
    let head: Vec<String> = (0..10_000).map(|column| format!("c{column}")).collect();
    let line = vec!["1"; 10_000].join(",");
    let text = format!("{}\n{line}\n{line}\n", head.join(","));
    let parsed = read("a.csv", &text);
    assert_ne!(parsed.outcome, Outcome::Import, "nothing in it is a date");
    assert_eq!(rows(&parsed), 0);
    // What can be found among them is found.
    let named = format!("date,payee,amount,{}", head[..9997].join(","));
    let cells = format!("2024-05-01,Kiosk,-1.00,{}", vec![""; 9997].join(","));
    let parsed = read("a.csv", &format!("{named}\n{cells}\n"));
    assert_eq!(rows(&parsed), 1, "{:?}", parsed.error);
}

#[test]
fn lone_carriage_returns_end_lines_in_every_format_of_lines() {
    let files = [
        (
            "a.csv",
            "date,payee,amount\n2024-05-13,a,-1.00\n2024-05-14,b,-2.00\n",
        ),
        (
            "a.qif",
            "!Type:Bank\nD5/13/2024\nT-1.00\nPa\n^\nD5/14/2024\nT-2.00\nPb\n^\n",
        ),
        (
            "a.sta",
            ":20:X\n:25:1/2\n:28C:1\n:60F:C240101EUR3,00\n:61:2405130513D1,00NTRFNONREF\n:86:a\n:61:2405140514D2,00NTRFNONREF\n:86:b\n:62F:C240514EUR0,00\n-\n",
        ),
        (
            "a.ofx",
            "OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>EUR\n<BANKTRANLIST><STMTTRN><DTPOSTED>20240513\n<TRNAMT>-1.00\n<NAME>a\n</STMTTRN><STMTTRN><DTPOSTED>20240514\n<TRNAMT>-2.00\n<NAME>b\n</STMTTRN></BANKTRANLIST></STMTRS></OFX>\n",
        ),
        (
            "a.beancount",
            "1980-01-01 open Assets:Giro EUR\n2024-05-13 * \"a\" \"\"\n  Assets:Giro  -1.00 EUR\n  Expenses:X\n2024-05-14 * \"b\" \"\"\n  Assets:Giro  -2.00 EUR\n  Expenses:X\n",
        ),
        (
            "a.journal",
            "2024/05/13 a\n    expenses:x  1.00 EUR\n    assets:giro\n\n2024/05/14 b\n    expenses:x  2.00 EUR\n    assets:giro\n",
        ),
    ];
    for (name, text) in files {
        let plain = read(name, text);
        assert_eq!(rows(&plain), 2, "{name}");
        let lone = read(name, &text.replace('\n', "\r"));
        assert_eq!(lone.statements, plain.statements, "{name}");
    }
}

#[test]
fn nuls_do_not_become_rows() {
    let zeros = "\0".repeat(4096);
    for name in ["a.csv", "a.ofx", "a.qif", "a.sta", "a.xml", "a"] {
        let parsed = read(name, &zeros);
        assert_eq!(
            (parsed.outcome, rows(&parsed)),
            (Outcome::Error, 0),
            "{name}"
        );
    }
    // A hole that a broken download left in a table: the row is told, its neighbours are there.
    let text = format!("date,payee,amount\n2024-05-13,a,-1.00\n{zeros}\n2024-05-14,b,-2.00\n");
    let parsed = read("a.csv", &text);
    if parsed.error.is_none() {
        assert_eq!(rows(&parsed), 2);
        assert!(!parsed.problems.is_empty() || !parsed.warnings.is_empty());
    }
}
