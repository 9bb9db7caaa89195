//! The same for tables and for the exports and books of programs: one row goes wrong, the row beside it stays.

use import::{Outcome, Parsed};

use super::{ABSURD, read, rows};

/// A file with two rows: the first has `{D}` for its day and `{N}` for its amount, the second is 7.00 out.
struct Sample {
    name: &'static str,
    text: &'static str,
    /// How the first row's day is written where it is one.
    day: &'static str,
}

const SAMPLES: [Sample; 11] = [
    Sample {
        name: "bank.csv",
        text: "Date,Payee,Amount,Currency\n{D},x,{N},EUR\n2024-01-14,y,-7.00,EUR\n2024-01-15,z,-7.00,EUR\n2024-01-16,z,-7.00,EUR\n2024-01-17,z,-7.00,EUR\n2024-01-18,z,-7.00,EUR\n",
        day: "2024-01-13",
    },
    Sample {
        name: "mint.csv",
        text: "Date,Description,Original Description,Amount,Transaction Type,Category,Account Name,Labels,Notes\n{D},x,x,{N},debit,,A,,\n1/14/2024,y,y,7.00,debit,,A,,\n",
        day: "1/13/2024",
    },
    Sample {
        name: "ynab.csv",
        text: "Account,Flag,Date,Payee,Category Group/Category,Category Group,Category,Memo,Outflow,Inflow,Cleared\nA,,{D},x,,,,,{N},0.00,Cleared\nA,,14/01/2024,y,,,,,7.00,0.00,Cleared\n",
        day: "13/01/2024",
    },
    Sample {
        name: "monarch.csv",
        text: "Date,Merchant,Category,Account,Original Statement,Notes,Amount,Tags\n{D},x,,A,,,{N},\n2024-01-14,y,,A,,,-7.00,\n",
        day: "2024-01-13",
    },
    Sample {
        name: "wallet.csv",
        text: "account;category;currency;amount;ref_currency_amount;type;payment_type;note;date;transfer;payee;labels\nA;;EUR;{N};{N};Expense;Cash;;{D};false;x;\nA;;EUR;7.00;7.00;Expense;Cash;;2024-01-14T10:00:00.000Z;false;y;\n",
        day: "2024-01-13T10:00:00.000Z",
    },
    Sample {
        name: "firefly.csv",
        text: "group_id,journal_id,group_title,type,currency_code,amount,description,date,source_name,source_iban,source_type,destination_name,destination_iban,destination_type\n1,1,,Withdrawal,EUR,{N},x,{D},A,,Asset account,S,,Expense account\n2,2,,Withdrawal,EUR,-7.00,y,2024-01-14T00:00:00+02:00,A,,Asset account,S,,Expense account\n",
        day: "2024-01-13T00:00:00+02:00",
    },
    Sample {
        name: "actual.csv",
        text: "Account,Date,Payee,Notes,Category_Group,Category,Amount,Split_Amount,Cleared\nA,{D},x,,,,{N},0,Cleared\nA,2024-01-14,y,,,,-7.00,0,Cleared\n",
        day: "2024-01-13",
    },
    Sample {
        name: "a.gnucash",
        text: "<?xml version=\"1.0\"?><gnc-v2><gnc:book><gnc:account><act:name>A</act:name><act:id>a</act:id><act:type>BANK</act:type><act:commodity><cmdty:space>CURRENCY</cmdty:space><cmdty:id>EUR</cmdty:id></act:commodity></gnc:account><gnc:transaction><trn:date-posted><ts:date>{D}</ts:date></trn:date-posted><trn:description>x</trn:description><trn:splits><trn:split><split:value>{N}</split:value><split:quantity>{N}</split:quantity><split:account>a</split:account></trn:split></trn:splits></gnc:transaction><gnc:transaction><trn:date-posted><ts:date>2024-01-14 10:59:00 +0000</ts:date></trn:date-posted><trn:description>y</trn:description><trn:splits><trn:split><split:value>-700/100</split:value><split:quantity>-700/100</split:quantity><split:account>a</split:account></trn:split></trn:splits></gnc:transaction></gnc:book></gnc-v2>",
        day: "2024-01-13 10:59:00 +0000",
    },
    Sample {
        name: "a.xhb",
        text: "<?xml version=\"1.0\"?>\n<homebank v=\"1.4\"><cur key=\"1\" iso=\"EUR\" name=\"Euro\" frac=\"2\"/><account key=\"1\" type=\"1\" curr=\"1\" name=\"A\" initial=\"0\"/><ope date=\"{D}\" amount=\"{N}\" account=\"1\" wording=\"x\"/><ope date=\"738900\" amount=\"-7\" account=\"1\" wording=\"y\"/></homebank>\n",
        day: "738899",
    },
    Sample {
        name: "a.beancount",
        text: "1980-01-01 open Assets:A EUR\n{D} * \"x\" \"\"\n  Assets:A  {N} EUR\n  Expenses:X\n2024-01-14 * \"y\" \"\"\n  Assets:A  -7.00 EUR\n  Expenses:X\n",
        day: "2024-01-13",
    },
    Sample {
        name: "a.journal",
        text: "{D} x\n    assets:a  {N} EUR\n    expenses:x\n\n2024/01/14 y\n    assets:a  -7.00 EUR\n    expenses:x\n",
        day: "2024/01/13",
    },
];

/// Rows that are not 7.00 out: what was made of the first row.
fn others(parsed: &Parsed) -> Vec<String> {
    parsed
        .statements
        .iter()
        .flat_map(|statement| &statement.transactions)
        .map(|row| row.amount.normalize().to_string())
        .filter(|amount| amount != "-7")
        .collect()
}

fn is_told(parsed: &Parsed) -> bool {
    parsed.outcome == Outcome::Error || !parsed.problems.is_empty() || !parsed.warnings.is_empty()
}

#[test]
fn a_sample_without_fault_gives_its_rows() {
    for sample in &SAMPLES {
        let number = if sample.name == "a.gnucash" {
            "-500/100"
        } else {
            "-5.00"
        };
        let text = sample
            .text
            .replace("{D}", sample.day)
            .replace("{N}", number);
        let parsed = read(sample.name, &text);
        assert_eq!(others(&parsed).len(), 1, "{}: {parsed:?}", sample.name);
    }
}

#[test]
fn absurd_numbers_leave_their_row_out_of_every_programs_file() {
    for sample in &SAMPLES {
        for number in ABSURD {
            // HomeBank writes binary fractions, and arithmetic is written in beancount and ledger.
            let meant = match sample.name {
                "a.xhb" => number.starts_with("1.000"),
                "a.beancount" | "a.journal" => number == "--5",
                _ => false,
            };
            if meant {
                continue;
            }
            let text = sample
                .text
                .replace("{D}", sample.day)
                .replace("{N}", number);
            let parsed = read(sample.name, &text);
            assert_eq!(others(&parsed), [""; 0], "{number} in {}", sample.name);
            assert!(is_told(&parsed), "{number} in {}", sample.name);
        }
    }
}

#[test]
fn days_that_are_none_leave_their_row_out_of_every_programs_file() {
    for sample in &SAMPLES {
        let number = if sample.name == "a.gnucash" {
            "-500/100"
        } else {
            "-5.00"
        };
        for day in [
            "2024-02-30",
            "31/02/2024",
            "0000-00-00",
            "99999999",
            "soon",
            "-1",
        ] {
            // A word that is no number begins a directive of a journal, whatever it says.
            if sample.name == "a.journal" && !day.starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let text = sample.text.replace("{D}", day).replace("{N}", number);
            let parsed = read(sample.name, &text);
            assert_eq!(others(&parsed), [""; 0], "{day} in {}", sample.name);
            assert!(is_told(&parsed), "{day} in {}", sample.name);
        }
    }
}

#[test]
fn a_row_of_ten_thousand_columns_or_a_hole_of_nuls_takes_no_neighbour_along() {
    let wide = vec!["1"; 10_000].join(",");
    for sample in &SAMPLES {
        let number = if sample.name == "a.gnucash" {
            "-500/100"
        } else {
            "-5.00"
        };
        let text = sample
            .text
            .replace("{D}", sample.day)
            .replace("{N}", number);
        for hole in [wide.as_str(), &wide.replace(',', ";"), &"\0".repeat(2048)] {
            let parsed = read(sample.name, &format!("{text}{hole}\n"));
            assert!(others(&parsed).len() <= 1, "{}", sample.name);
            assert!(rows(&parsed) >= 2 || is_told(&parsed), "{}", sample.name);
        }
        // Nothing but holes is no file of any kind.
        assert_eq!(rows(&read(sample.name, &"\0".repeat(4096))), 0);
    }
}

#[test]
fn lone_carriage_returns_end_lines_in_every_programs_table() {
    for sample in SAMPLES
        .iter()
        .filter(|sample| sample.name.contains(".csv") || sample.name.contains(".journal"))
    {
        let text = sample
            .text
            .replace("{D}", sample.day)
            .replace("{N}", "-5.00");
        let plain = read(sample.name, &text);
        let lone = read(sample.name, &text.replace('\n', "\r"));
        assert_eq!(lone.statements, plain.statements, "{}", sample.name);
    }
}

#[test]
fn days_that_are_none_leave_their_row_out_of_registers_and_statements() {
    let files = [
        (
            "a.qif",
            "!Type:Bank\nD{D}\nT-5.00\nPx\n^\nD1/14/2024\nT-7.00\nPy\n^\n",
            ["2/30/2024", "soon", "99/99/9999", "0"],
        ),
        (
            "a.sta",
            ":20:X\n:25:1/2\n:28C:1\n:60F:C240101EUR0,00\n:61:{D}D5,00NTRFNONREF\n:86:x\n:61:240102D7,00NTRFNONREF\n:86:y\n:62F:D240102EUR7,00\n",
            ["241301", "soon12", "999999", "000000"],
        ),
        (
            "a.xml",
            "<Document><BkToCstmrStmt><Stmt><Acct><Ccy>EUR</Ccy></Acct><Ntry><Amt Ccy=\"EUR\">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><BookgDt><Dt>{D}</Dt></BookgDt></Ntry><Ntry><Amt Ccy=\"EUR\">7.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><BookgDt><Dt>2024-01-02</Dt></BookgDt></Ntry></Stmt></BkToCstmrStmt></Document>",
            ["2024-02-30", "soon", "9999-99-99", "0000-00-00"],
        ),
    ];
    for (name, text, days) in files {
        for day in days {
            let parsed = read(name, &text.replace("{D}", day));
            assert_eq!(others(&parsed), [""; 0], "{day} in {name}");
            assert!(!parsed.problems.is_empty(), "{day} in {name}: {parsed:?}");
        }
    }
}
