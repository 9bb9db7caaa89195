//! Books of other programs: accounts, categories, tags, parts and transfers come along.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use domain::transaction::TransactionStatus;
use import::{Parsed, Profile};
use money::Currency;
use proptest::prelude::*;

use super::{Entry, decimal, escaped, ledger};

const ACCOUNTS: [&str; 3] = ["Giro", "Savings pot", "Card"];
const CATEGORIES: [(&str, &str); 3] = [("Daily", "Food"), ("Daily", "House"), ("Rare", "Travel")];
const TAGS: [&str; 2] = ["trip", "shared"];

/// What the programs can say of a transaction.
#[derive(Debug, Clone)]
struct Line {
    account: usize,
    date: NaiveDate,
    cents: i64,
    payee: String,
    memo: String,
    category: usize,
    tags: usize,
    reconciled: bool,
    /// Amount, category and note; none or several.
    parts: Vec<(i64, usize, String)>,
    /// To or from this own account.
    to: Option<usize>,
}

/// What is compared of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Told {
    date: NaiveDate,
    cents: i64,
    payee: String,
    description: String,
    note: String,
    category: Option<String>,
    tags: Vec<String>,
    splits: Vec<(i64, Option<String>, String)>,
    transfer: Option<String>,
    reconciled: bool,
}

/// Rows by the name of their account.
type Books = BTreeMap<String, Vec<Told>>;

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let more = proptest::collection::vec(
        (
            0_usize..3,
            0_usize..3,
            0_usize..3,
            any::<bool>(),
            0_usize..4,
        ),
        40,
    );
    (ledger("[A-Za-z0-9 äé&.'-]"), more).prop_map(|(entries, more)| {
        entries
            .into_iter()
            .zip(more)
            .map(|(entry, (account, category, tags, reconciled, shape))| {
                line(entry, account, category, tags, reconciled, shape)
            })
            .collect()
    })
}

fn line(
    entry: Entry,
    account: usize,
    category: usize,
    tags: usize,
    reconciled: bool,
    shape: usize,
) -> Line {
    // Parts of nothing say nothing.
    let cents = if entry.cents.abs() < 10 {
        -4250
    } else {
        entry.cents
    };
    let parts = if shape == 1 {
        let first = cents / 3;
        vec![
            (first, category, "one".to_owned()),
            (cents - first, (category + 1) % 3, entry.memo.clone()),
        ]
    } else {
        Vec::new()
    };
    Line {
        account,
        date: entry.date,
        cents,
        payee: entry.payee,
        memo: entry.memo,
        category,
        tags,
        reconciled,
        parts,
        to: (shape == 2).then_some((account + 1) % 3),
    }
}

impl Line {
    /// The sides of it: account, amount, and the account opposite.
    fn sides(&self) -> Vec<(usize, i64, Option<usize>)> {
        let mut sides = vec![(self.account, self.cents, self.to)];
        if let Some(to) = self.to {
            sides.push((to, -self.cents, Some(self.account)));
        }
        sides
    }

    fn tag_names(&self) -> Vec<String> {
        TAGS[..self.tags]
            .iter()
            .map(|tag| (*tag).to_owned())
            .collect()
    }

    /// Without what the program knows nothing of.
    fn plain(&self) -> Self {
        Self {
            parts: Vec::new(),
            to: None,
            ..self.clone()
        }
    }

    /// A row of it with what all programs have.
    fn told(&self, cents: i64, to: Option<usize>) -> Told {
        Told {
            date: self.date,
            cents,
            payee: self.payee.clone(),
            transfer: to.map(|to| ACCOUNTS[to].to_owned()),
            ..Told::default()
        }
    }
}

fn grouped(category: usize) -> String {
    let (group, name) = CATEGORIES[category];
    format!("{group}:{name}")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Lines of a table, and the rows they should come back as.
fn table(
    header: &str,
    lines: &[Line],
    mut write: impl FnMut(usize, &Line, &mut Vec<Vec<String>>) -> Vec<(usize, Told)>,
) -> (String, Books) {
    let mut text = format!("{header}\n");
    let mut books = Books::new();
    for (at, line) in lines.iter().enumerate() {
        let mut records = Vec::new();
        for (account, told) in write(at, line, &mut records) {
            books
                .entry(ACCOUNTS[account].to_owned())
                .or_default()
                .push(told);
        }
        for record in records {
            let cells: Vec<String> = record.iter().map(|cell| quoted(cell)).collect();
            writeln!(text, "{}", cells.join(",")).unwrap();
        }
    }
    (text, books)
}

fn read(name: &str, text: &str, format: &str) -> Result<Parsed, TestCaseError> {
    let profile = Profile {
        currency: Some(Currency::EUR),
        day_first: Some(true),
        ..Profile::default()
    };
    let parsed = import::parse(name, text.as_bytes(), &profile);
    prop_assert!(parsed.error.is_none(), "{:?}", parsed.error);
    prop_assert_eq!(parsed.format, format);
    prop_assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    prop_assert!(parsed.warnings.is_empty(), "{:?}", parsed.warnings);
    prop_assert!(parsed.questions.is_empty(), "{:?}", parsed.questions);
    Ok(parsed)
}

fn books(parsed: &Parsed) -> Books {
    let minor = |amount| money::exact_minor(amount, Currency::EUR).unwrap().minor;
    let mut books = Books::new();
    for statement in &parsed.statements {
        assert_eq!(statement.currency, Some(Currency::EUR));
        let rows = statement.transactions.iter().map(|row| Told {
            date: row.date,
            cents: minor(row.amount),
            payee: row.payee.clone(),
            description: row.description.clone(),
            note: row.note.clone(),
            category: row.category.clone(),
            tags: row.tags.clone(),
            splits: row
                .splits
                .iter()
                .map(|split| {
                    (
                        minor(split.amount),
                        split.category.clone(),
                        split.note.clone(),
                    )
                })
                .collect(),
            transfer: row.transfer_account.clone(),
            reconciled: row.status == TransactionStatus::Reconciled,
        });
        let name = statement.account.name.clone().unwrap();
        // A program that lists its accounts lists those without rows too.
        if !statement.transactions.is_empty() {
            books.entry(name).or_default().extend(rows);
        }
    }
    books
}

fn thousands(cents: i64, decimal_mark: char, between: char) -> String {
    let whole = (cents.abs() / 100).to_string();
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(between);
        }
        text.push(digit);
    }
    format!("{text}{decimal_mark}{:02}", cents.abs() % 100)
}

fn mint(lines: &[Line]) -> (String, Books) {
    let header = "\"Date\",\"Description\",\"Original Description\",\"Amount\",\"Transaction Type\",\"Category\",\"Account Name\",\"Labels\",\"Notes\"";
    table(header, lines, |_, line, records| {
        let line = line.plain();
        let (_, name) = CATEGORIES[line.category];
        records.push(vec![
            format!(
                "{}/{:02}/{}",
                line.date.month(),
                line.date.day(),
                line.date.year()
            ),
            line.payee.replace('&', "&amp;"),
            line.memo.replace('&', "&amp;"),
            thousands(line.cents, '.', ','),
            if line.cents < 0 { "debit" } else { "credit" }.to_owned(),
            name.to_owned(),
            ACCOUNTS[line.account].to_owned(),
            line.tag_names().join(","),
            "a \"note\"".to_owned(),
        ]);
        vec![(
            line.account,
            Told {
                description: line.memo.clone(),
                note: "a \"note\"".to_owned(),
                category: Some(name.to_owned()),
                tags: line.tag_names(),
                ..line.told(line.cents, None)
            },
        )]
    })
}

fn ynab(lines: &[Line], comma: bool) -> (String, Books) {
    let header = "\"Account\",\"Flag\",\"Date\",\"Payee\",\"Category Group/Category\",\"Category Group\",\"Category\",\"Memo\",\"Outflow\",\"Inflow\",\"Cleared\"";
    table(header, lines, |_, line, records| {
        let mut rows = Vec::new();
        for (account, cents, to) in line.sides() {
            let payee = match to {
                Some(to) => format!("Transfer : {}", ACCOUNTS[to]),
                None => line.payee.clone(),
            };
            let mut record = |cents: i64, category: Option<usize>, memo: String| {
                let (group, name) = category.map_or(("", ""), |at| CATEGORIES[at]);
                let written = |cents: i64| {
                    let text = if comma {
                        thousands(cents, ',', '.')
                    } else {
                        thousands(cents, '.', ',')
                    };
                    format!("{text}€")
                };
                records.push(vec![
                    ACCOUNTS[account].to_owned(),
                    if line.tags > 0 { "red" } else { "" }.to_owned(),
                    line.date.format("%d/%m/%Y").to_string(),
                    payee.clone(),
                    if group.is_empty() {
                        String::new()
                    } else {
                        format!("{group}: {name}")
                    },
                    group.to_owned(),
                    name.to_owned(),
                    memo,
                    written(cents.min(0)),
                    written(cents.max(0)),
                    if line.reconciled {
                        "Reconciled"
                    } else {
                        "Cleared"
                    }
                    .to_owned(),
                ]);
            };
            let count = line.parts.len();
            for (at, (cents, category, note)) in line.parts.iter().enumerate() {
                record(
                    *cents,
                    Some(*category),
                    format!("Split ({}/{count}) {note}", at + 1),
                );
            }
            let own = to.is_none().then_some(line.category);
            if count == 0 {
                record(cents, own, line.memo.clone());
            }
            rows.push((
                account,
                Told {
                    payee: payee.clone(),
                    description: if count == 0 {
                        line.memo.clone()
                    } else {
                        String::new()
                    },
                    category: own.filter(|_| count == 0).map(grouped),
                    tags: if line.tags > 0 {
                        vec!["red".to_owned()]
                    } else {
                        Vec::new()
                    },
                    splits: line
                        .parts
                        .iter()
                        .map(|(cents, category, note)| {
                            (*cents, Some(grouped(*category)), note.clone())
                        })
                        .collect(),
                    reconciled: line.reconciled,
                    ..line.told(cents, to)
                },
            ));
        }
        rows
    })
}

fn monarch(lines: &[Line]) -> (String, Books) {
    let header = "Date,Merchant,Category,Account,Original Statement,Notes,Amount,Tags";
    table(header, lines, |_, line, records| {
        let line = line.plain();
        let (_, name) = CATEGORIES[line.category];
        records.push(vec![
            line.date.to_string(),
            line.payee.clone(),
            name.to_owned(),
            ACCOUNTS[line.account].to_owned(),
            line.memo.clone(),
            "said \"so\", twice".to_owned(),
            decimal(line.cents, '.'),
            line.tag_names().join(","),
        ]);
        vec![(
            line.account,
            Told {
                description: line.memo.clone(),
                note: "said \"so\", twice".to_owned(),
                category: Some(name.to_owned()),
                tags: line.tag_names(),
                ..line.told(line.cents, None)
            },
        )]
    })
}

fn wallet(lines: &[Line]) -> (String, Books) {
    let header = "account;category;currency;amount;ref_currency_amount;type;payment_type;note;date;transfer;payee;labels";
    let (text, books) = table(header, lines, |at, line, records| {
        let line = Line {
            parts: Vec::new(),
            ..line.clone()
        };
        let mut rows = Vec::new();
        for (account, cents, to) in line.sides() {
            let (_, name) = CATEGORIES[line.category];
            let (payee, category) = match to {
                Some(_) => (String::new(), "Transfer, withdraw"),
                None => (line.payee.clone(), name),
            };
            records.push(vec![
                ACCOUNTS[account].to_owned(),
                category.to_owned(),
                "EUR".to_owned(),
                decimal(cents.abs(), '.'),
                decimal(cents.abs(), '.'),
                if cents < 0 { "Expense" } else { "Income" }.to_owned(),
                "Cash".to_owned(),
                line.memo.clone(),
                // Both sides of a transfer are of one moment.
                format!("{}T10:{:02}:00.000Z", line.date, at % 60),
                to.is_some().to_string(),
                payee.clone(),
                line.tag_names().join("|"),
            ]);
            let (payee, note) = match (to, line.memo.as_str()) {
                (None, _) => (payee, line.memo.clone()),
                (Some(_), "") => (category.to_owned(), String::new()),
                (Some(_), memo) => (memo.to_owned(), String::new()),
            };
            rows.push((
                account,
                Told {
                    payee,
                    note,
                    category: to.is_none().then(|| name.to_owned()),
                    tags: line.tag_names(),
                    ..line.told(cents, to)
                },
            ));
        }
        rows
    });
    (text.replace("\",\"", "\";\""), books)
}

fn firefly(lines: &[Line]) -> (String, Books) {
    let header = "user_id,group_id,journal_id,group_title,type,currency_code,amount,foreign_currency_code,foreign_amount,description,date,source_name,source_iban,source_type,destination_name,destination_iban,destination_type,reconciled,category,tags,notes";
    table(header, lines, |at, line, records| {
        let own = ACCOUNTS[line.account];
        let other = line.to.map_or(line.payee.as_str(), |to| ACCOUNTS[to]);
        let kind = match (line.to, line.cents < 0) {
            (Some(_), _) => "Transfer",
            (None, true) => "Withdrawal",
            (None, false) => "Deposit",
        };
        let other_kind = match kind {
            "Transfer" => "Asset account",
            "Withdrawal" => "Expense account",
            _ => "Revenue account",
        };
        let mut sides = [(own, "Asset account"), (other, other_kind)];
        if line.cents > 0 {
            sides.reverse();
        }
        let title = if line.parts.is_empty() {
            ""
        } else {
            "Together"
        };
        let mut record = |cents: i64, category: usize, description: String| {
            records.push(vec![
                "1".to_owned(),
                at.to_string(),
                (at * 10).to_string(),
                title.to_owned(),
                kind.to_owned(),
                "EUR".to_owned(),
                decimal(-cents.abs(), '.'),
                String::new(),
                String::new(),
                description,
                format!("{}T00:00:00+02:00", line.date),
                sides[0].0.to_owned(),
                String::new(),
                sides[0].1.to_owned(),
                sides[1].0.to_owned(),
                String::new(),
                sides[1].1.to_owned(),
                if line.reconciled { "1" } else { "" }.to_owned(),
                CATEGORIES[category].1.to_owned(),
                line.tag_names().join(","),
                line.memo.clone(),
            ]);
        };
        for (cents, category, note) in &line.parts {
            record(*cents, *category, format!("d{note}"));
        }
        let whole = line.parts.is_empty();
        if whole {
            record(line.cents, line.category, format!("d{}", line.memo));
        }
        let name = |category: usize| Some(CATEGORIES[category].1.to_owned());
        let mut rows: Vec<(usize, Told)> = line
            .sides()
            .into_iter()
            .map(|(account, cents, to)| {
                let told = Told {
                    payee: to.map_or_else(|| line.payee.clone(), |to| ACCOUNTS[to].to_owned()),
                    description: if whole {
                        format!("d{}", line.memo)
                    } else {
                        title.to_owned()
                    },
                    note: if whole {
                        line.memo.clone()
                    } else {
                        String::new()
                    },
                    category: name(line.category).filter(|_| whole),
                    tags: line.tag_names(),
                    splits: line
                        .parts
                        .iter()
                        .map(|(cents, category, note)| {
                            (*cents, name(*category), format!("d{note}"))
                        })
                        .collect(),
                    reconciled: line.reconciled,
                    ..line.told(cents, to)
                };
                (account, told)
            })
            .collect();
        if line.cents > 0 {
            rows.reverse();
        }
        rows
    })
}

fn actual(lines: &[Line]) -> (String, Books) {
    let header = "Account,Date,Payee,Notes,Category_Group,Category,Amount,Split_Amount,Cleared";
    table(header, lines, |_, line, records| {
        let mut rows = Vec::new();
        for (account, cents, to) in line.sides() {
            // The payee of a transfer has the name of the account.
            let payee = to.map_or(line.payee.as_str(), |to| ACCOUNTS[to]);
            let mut record = |cents: i64, whole: i64, category: Option<usize>, notes: String| {
                let (group, name) = category.map_or(("", ""), |at| CATEGORIES[at]);
                let written = |cents: i64| {
                    if cents == 0 {
                        "0".to_owned()
                    } else {
                        decimal(cents, '.')
                    }
                };
                records.push(vec![
                    ACCOUNTS[account].to_owned(),
                    line.date.to_string(),
                    payee.to_owned(),
                    notes,
                    group.to_owned(),
                    name.to_owned(),
                    written(cents),
                    written(whole),
                    if line.reconciled {
                        "Reconciled"
                    } else {
                        "Cleared"
                    }
                    .to_owned(),
                ]);
            };
            let count = line.parts.len();
            let own = to.is_none().then_some(line.category);
            if count == 0 {
                record(cents, 0, own, line.memo.clone());
            } else {
                record(
                    0,
                    cents,
                    None,
                    format!("(SPLIT INTO {count}) {}", line.memo),
                );
            }
            for (at, (cents, category, note)) in line.parts.iter().enumerate() {
                record(
                    *cents,
                    0,
                    Some(*category),
                    format!("(SPLIT {} OF {count}) {note}", at + 1),
                );
            }
            rows.push((
                account,
                Told {
                    payee: payee.to_owned(),
                    description: line.memo.clone(),
                    category: own.filter(|_| count == 0).map(grouped),
                    splits: line
                        .parts
                        .iter()
                        .map(|(cents, category, note)| {
                            (*cents, Some(grouped(*category)), note.clone())
                        })
                        .collect(),
                    reconciled: line.reconciled,
                    ..line.told(cents, to)
                },
            ));
        }
        rows
    })
}

fn gnucash(lines: &[Line]) -> (String, Books) {
    let account = |id: &str, name: &str, kind: &str, parent: &str| {
        format!(
            "<gnc:account><act:name>{name}</act:name><act:id type=\"guid\">{id}</act:id><act:type>{kind}</act:type><act:commodity><cmdty:space>CURRENCY</cmdty:space><cmdty:id>EUR</cmdty:id></act:commodity><act:parent>{parent}</act:parent></gnc:account>"
        )
    };
    let mut text = String::from("<?xml version=\"1.0\"?><gnc-v2><gnc:book>");
    for (at, name) in ACCOUNTS.iter().enumerate() {
        text.push_str(&account(&format!("a{at}"), name, "BANK", "root"));
    }
    for group in ["Daily", "Rare"] {
        text.push_str(&account(group, group, "EXPENSE", "root"));
    }
    for (at, (group, name)) in CATEGORIES.iter().enumerate() {
        text.push_str(&account(&format!("c{at}"), name, "EXPENSE", group));
    }
    let mut books = Books::new();
    for line in lines {
        let state = if line.reconciled { "y" } else { "n" };
        let split = |account: &str, cents: i64, memo: &str| {
            format!(
                "<trn:split><split:memo>{}</split:memo><split:reconciled-state>{state}</split:reconciled-state><split:value>{cents}/100</split:value><split:quantity>{cents}/100</split:quantity><split:account>{account}</split:account></trn:split>",
                escaped(memo)
            )
        };
        let mut splits = split(&format!("a{}", line.account), line.cents, &line.memo);
        for (cents, category, note) in &line.parts {
            splits.push_str(&split(&format!("c{category}"), -cents, note));
        }
        if let Some(to) = line.to {
            splits.push_str(&split(&format!("a{to}"), -line.cents, &line.memo));
        } else if line.parts.is_empty() {
            splits.push_str(&split(&format!("c{}", line.category), -line.cents, ""));
        }
        write!(
            text,
            "<gnc:transaction><trn:date-posted><ts:date>{} 10:59:00 +0000</ts:date></trn:date-posted><trn:description>{}</trn:description><trn:splits>{splits}</trn:splits></gnc:transaction>",
            line.date,
            escaped(&line.payee)
        )
        .unwrap();
        for (account, cents, to) in line.sides() {
            books
                .entry(ACCOUNTS[account].to_owned())
                .or_default()
                .push(Told {
                    note: line.memo.clone(),
                    category: (to.is_none() && line.parts.is_empty())
                        .then(|| grouped(line.category)),
                    splits: line
                        .parts
                        .iter()
                        .map(|(cents, category, note)| {
                            (*cents, Some(grouped(*category)), note.clone())
                        })
                        .collect(),
                    reconciled: line.reconciled,
                    ..line.told(cents, to)
                });
        }
    }
    text.push_str("</gnc:book></gnc-v2>");
    (text, books)
}

fn homebank(lines: &[Line]) -> (String, Books) {
    let mut text = String::from(
        "<?xml version=\"1.0\"?>\n<homebank v=\"1.4\" d=\"050600\">\n<cur key=\"1\" iso=\"EUR\" name=\"Euro\" frac=\"2\"/>\n",
    );
    for (at, name) in ACCOUNTS.iter().enumerate() {
        writeln!(
            text,
            "<account key=\"{}\" type=\"1\" curr=\"1\" name=\"{name}\"/>",
            at + 1
        )
        .unwrap();
    }
    for (at, line) in lines.iter().enumerate() {
        writeln!(
            text,
            "<pay key=\"{}\" name=\"{}\"/>",
            at + 1,
            escaped(&line.payee)
        )
        .unwrap();
    }
    for (at, group) in ["Daily", "Rare"].iter().enumerate() {
        writeln!(text, "<cat key=\"{}\" name=\"{group}\"/>", at + 11).unwrap();
    }
    for (at, (group, name)) in CATEGORIES.iter().enumerate() {
        let parent = if *group == "Daily" { 11 } else { 12 };
        writeln!(
            text,
            "<cat key=\"{}\" parent=\"{parent}\" name=\"{name}\"/>",
            at + 1
        )
        .unwrap();
    }
    // The last of the seventeen digits of a binary fraction.
    let printed = |cents: i64| format!("{}00000000000001", decimal(cents, '.'));
    let mut books = Books::new();
    for (at, line) in lines.iter().enumerate() {
        for (account, cents, to) in line.sides() {
            let mut more = String::new();
            if let Some(to) = to {
                write!(more, " dst_account=\"{}\" paymode=\"5\"", to + 1).unwrap();
            } else if line.parts.is_empty() {
                write!(more, " category=\"{}\"", line.category + 1).unwrap();
            } else {
                let list = |cell: &dyn Fn(&(i64, usize, String)) -> String| {
                    line.parts.iter().map(cell).collect::<Vec<_>>().join("||")
                };
                write!(
                    more,
                    " scat=\"{}\" samt=\"{}\" smem=\"{}\"",
                    list(&|part| (part.1 + 1).to_string()),
                    list(&|part| printed(part.0)),
                    list(&|part| escaped(&part.2)),
                )
                .unwrap();
            }
            writeln!(
                text,
                "<ope date=\"{}\" amount=\"{}\" account=\"{}\" payee=\"{}\" wording=\"{}\" tags=\"{}\" st=\"{}\"{more}/>",
                line.date.num_days_from_ce(),
                printed(cents),
                account + 1,
                at + 1,
                escaped(&line.memo),
                line.tag_names().join(" "),
                if line.reconciled { 2 } else { 1 },
            )
            .unwrap();
            books
                .entry(ACCOUNTS[account].to_owned())
                .or_default()
                .push(Told {
                    description: line.memo.clone(),
                    category: (to.is_none() && line.parts.is_empty())
                        .then(|| grouped(line.category)),
                    tags: line.tag_names(),
                    splits: line
                        .parts
                        .iter()
                        .map(|(cents, category, note)| {
                            (*cents, Some(grouped(*category)), note.clone())
                        })
                        .collect(),
                    reconciled: line.reconciled,
                    ..line.told(cents, to)
                });
        }
    }
    text.push_str("</homebank>\n");
    (text, books)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn mint_gives_back_what_was_written(lines in lines()) {
        let (text, wanted) = mint(&lines);
        prop_assert_eq!(books(&read("a.csv", &text, "app:mint")?), wanted);
    }

    #[test]
    fn ynab_gives_back_what_was_written(lines in lines(), comma in any::<bool>()) {
        let (text, wanted) = ynab(&lines, comma);
        prop_assert_eq!(books(&read("a.csv", &text, "app:ynab")?), wanted);
    }

    #[test]
    fn monarch_gives_back_what_was_written(lines in lines()) {
        let (text, wanted) = monarch(&lines);
        prop_assert_eq!(books(&read("a.csv", &text, "app:monarch")?), wanted);
    }

    #[test]
    fn wallet_gives_back_what_was_written(lines in lines()) {
        let (text, wanted) = wallet(&lines);
        prop_assert_eq!(books(&read("a.csv", &text, "app:wallet")?), wanted);
    }

    #[test]
    fn firefly_gives_back_what_was_written(lines in lines()) {
        let (text, wanted) = firefly(&lines);
        prop_assert_eq!(books(&read("a.csv", &text, "app:firefly")?), wanted);
    }

    #[test]
    fn actual_gives_back_what_was_written(lines in lines()) {
        let (text, wanted) = actual(&lines);
        prop_assert_eq!(books(&read("a.csv", &text, "app:actual")?), wanted);
    }

    #[test]
    fn gnucash_gives_back_categories_parts_and_transfers(lines in lines()) {
        let (text, wanted) = gnucash(&lines);
        prop_assert_eq!(books(&read("a.gnucash", &text, "app:gnucash")?), wanted);
    }

    #[test]
    fn homebank_gives_back_categories_parts_and_transfers(lines in lines()) {
        let (text, wanted) = homebank(&lines);
        prop_assert_eq!(books(&read("a.xhb", &text, "app:homebank")?), wanted);
    }
}
