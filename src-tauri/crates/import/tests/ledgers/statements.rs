//! Reports within the day, statements and notifications: reversals, what only waits, batches with their charges.

use std::fmt::Write as _;

use chrono::{Duration, NaiveDate};
use domain::transaction::TransactionStatus;
use import::{Outcome, Parsed, Profile};
use money::Currency;
use proptest::prelude::*;

use super::{Entry, decimal, escaped, field_86, ledger};

/// What a bank books at once.
#[derive(Debug, Clone)]
struct Booking {
    /// One payment, or the payments of a batch.
    payments: Vec<Entry>,
    /// Taken from a batch beside its payments.
    charge: i64,
    days_to_value: i64,
    reversal: bool,
    waits: bool,
}

/// What is compared of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    entry: Entry,
    valued: Option<NaiveDate>,
    id: Option<String>,
    reference: Option<String>,
    waits: bool,
}

fn bookings(characters: &'static str, most: usize) -> impl Strategy<Value = Vec<Booking>> {
    let one = (
        ledger(characters),
        1..=most,
        0_i64..500,
        0_i64..6,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            |(mut payments, many, charge, days_to_value, reversal, waits)| {
                payments.truncate(many);
                let date = payments[0].date;
                for payment in &mut payments {
                    payment.date = date;
                }
                Booking {
                    charge: if payments.len() > 1 { charge } else { 0 },
                    payments,
                    days_to_value,
                    reversal,
                    waits,
                }
            },
        );
    proptest::collection::vec(one, 1..15)
}

impl Booking {
    fn total(&self) -> i64 {
        self.payments.iter().map(|one| one.cents).sum::<i64>() - self.charge
    }

    fn date(&self) -> NaiveDate {
        self.payments[0].date
    }

    fn valued(&self) -> NaiveDate {
        self.date() + Duration::days(self.days_to_value)
    }
}

fn told(parsed: &Parsed) -> Vec<Told> {
    let rows = parsed
        .statements
        .iter()
        .flat_map(|statement| &statement.transactions);
    rows.map(|row| Told {
        entry: Entry {
            date: row.date,
            cents: row.money(Currency::EUR).unwrap().0.minor,
            payee: row.payee.clone(),
            memo: row.description.clone(),
        },
        valued: row.value_date,
        id: row.id.clone(),
        reference: row.reference.clone(),
        waits: row.status == TransactionStatus::Pending,
    })
    .collect()
}

/// A message of ISO 20022: which one, and how its version writes things.
#[derive(Debug, Clone, Copy)]
struct Message {
    name: &'static str,
    version: u32,
    prefixed: bool,
}

fn message() -> impl Strategy<Value = Message> {
    (
        prop::sample::select(vec!["camt.052", "camt.053", "camt.054"]),
        prop::sample::select(vec![1_u32, 2, 3, 4, 6, 8, 10, 13]),
        any::<bool>(),
    )
        .prop_map(|(name, version, prefixed)| Message {
            name,
            version,
            prefixed,
        })
}

fn side(cents: i64) -> &'static str {
    if cents < 0 { "DBIT" } else { "CRDT" }
}

fn payment(entry: &Entry, at: &str, batch: bool, reversal: bool, version: u32) -> String {
    // In a reversal the parties keep the roles of the payment that is taken back.
    let role = if (entry.cents < 0) == reversal {
        "Dbtr"
    } else {
        "Cdtr"
    };
    let name = format!("<Nm>{}</Nm>", escaped(&entry.payee));
    let party = if version >= 7 {
        format!("<Pty>{name}</Pty>")
    } else {
        name
    };
    let own = if batch {
        format!(
            "<Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd>",
            decimal(entry.cents.abs(), '.'),
            side(entry.cents)
        )
    } else {
        String::new()
    };
    format!(
        "<TxDtls><Refs><EndToEndId>E{at}</EndToEndId></Refs>{own}<RltdPties><{role}>{party}</{role}></RltdPties><RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls>",
        escaped(&entry.memo)
    )
}

fn camt(bookings: &[Booking], message: Message) -> String {
    let (root, body) = match message.name {
        "camt.052" => ("BkToCstmrAcctRpt", "Rpt"),
        "camt.053" => ("BkToCstmrStmt", "Stmt"),
        _ => ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    };
    let mut text = format!(
        "<{root}><GrpHdr><MsgId>M</MsgId></GrpHdr><{body}><Id>1</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>"
    );
    for (at, booking) in bookings.iter().enumerate() {
        let total = booking.total();
        let status = if booking.waits { "PDNG" } else { "BOOK" };
        let status = if message.version >= 4 {
            format!("<Cd>{status}</Cd>")
        } else {
            status.to_owned()
        };
        write!(
            text,
            "<Ntry><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd>",
            decimal(total.abs(), '.'),
            side(total)
        )
        .unwrap();
        if booking.reversal {
            text.push_str("<RvslInd>true</RvslInd>");
        }
        write!(
            text,
            "<Sts>{status}</Sts><BookgDt><Dt>{}</Dt></BookgDt><ValDt><DtTm>{}T11:00:00+02:00</DtTm></ValDt><AcctSvcrRef>R{at}</AcctSvcrRef>",
            booking.date(),
            booking.valued()
        )
        .unwrap();
        if booking.charge > 0 {
            write!(
                text,
                "<Chrgs><Rcrd><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>DBIT</CdtDbtInd><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>",
                decimal(booking.charge, '.')
            )
            .unwrap();
        }
        text.push_str("<NtryDtls>");
        let batch = booking.payments.len() > 1;
        for (place, entry) in booking.payments.iter().enumerate() {
            text.push_str(&payment(
                entry,
                &format!("{at}/{place}"),
                batch,
                booking.reversal,
                message.version,
            ));
        }
        write!(
            text,
            "</NtryDtls><AddtlNtryInf>Extra {at}</AddtlNtryInf></Ntry>"
        )
        .unwrap();
    }
    write!(text, "</{body}></{root}>").unwrap();
    let space = format!(
        "urn:iso:std:iso:20022:tech:xsd:{}.001.{:02}",
        message.name, message.version
    );
    if message.prefixed {
        let text = text
            .replace("</", "\u{1}")
            .replace('<', "<n:")
            .replace('\u{1}', "</n:");
        format!("<?xml version=\"1.0\"?><n:Document xmlns:n=\"{space}\">{text}</n:Document>")
    } else {
        format!("<?xml version=\"1.0\"?><Document xmlns=\"{space}\">{text}</Document>")
    }
}

fn camt_rows(bookings: &[Booking]) -> Vec<Told> {
    let mut rows = Vec::new();
    for (at, booking) in bookings.iter().enumerate() {
        let batch = booking.payments.len() > 1;
        let row = |entry: Entry, id: String, reference: Option<String>| Told {
            entry,
            valued: Some(booking.valued()),
            id: Some(id),
            reference,
            waits: booking.waits,
        };
        for (place, entry) in booking.payments.iter().enumerate() {
            let id = if batch {
                format!("R{at}/{}", place + 1)
            } else {
                format!("R{at}")
            };
            let mut entry = entry.clone();
            if entry.memo.is_empty() {
                entry.memo = format!("Extra {at}");
            }
            rows.push(row(entry, id, Some(format!("E{at}/{place}"))));
        }
        if booking.charge > 0 {
            let charge = Entry {
                date: booking.date(),
                cents: -booking.charge,
                payee: format!("Extra {at}"),
                memo: String::new(),
            };
            rows.push(row(charge, format!("R{at}/charges"), None));
        }
    }
    rows
}

fn mt942(bookings: &[Booking]) -> String {
    let mut text = String::new();
    // A report ends after some movements and the next one goes on.
    for part in bookings.chunks(4) {
        text.push_str(":20:X\r\n:25:12030000/202051\r\n:28C:1\r\n:34F:EURD0,\r\n:34F:EURC0,\r\n:13D:2401021200+0100\r\n");
        let mut sums = [(0, 0); 2];
        for booking in part {
            let entry = &booking.payments[0];
            let mark = match (entry.cents < 0, booking.waits, booking.reversal) {
                (true, true, _) => "ED",
                (false, true, _) => "EC",
                (true, false, true) => "RC",
                (false, false, true) => "RD",
                (true, false, false) => "D",
                (false, false, false) => "C",
            };
            write!(
                text,
                ":61:{}{}{mark}{}NTRFK{}//B{}\r\n",
                booking.valued().format("%y%m%d"),
                entry.date.format("%m%d"),
                decimal(entry.cents.abs(), ','),
                entry.cents,
                entry.cents
            )
            .unwrap();
            text.push_str(&field_86(&entry.payee, &entry.memo));
            let sum = &mut sums[usize::from(entry.cents >= 0)];
            sum.0 += 1;
            sum.1 += entry.cents.abs();
        }
        for (tag, (count, cents)) in ["90D", "90C"].iter().zip(sums) {
            write!(text, ":{tag}:{count}EUR{}\r\n", decimal(cents, ',')).unwrap();
        }
        text.push_str("-\r\n");
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Messages, versions and batches: every payment of a batch is a row, and so is what the bank took for it.
    #[test]
    fn camt_of_every_message_gives_back_what_was_written(
        written in bookings("[A-Za-z0-9 äé&<>.,'-]", 4),
        message in message(),
    ) {
        let parsed = import::parse("a.xml", camt(&written, message).as_bytes(), &Profile::default());
        prop_assert_eq!(parsed.outcome, Outcome::Import, "{:?}", parsed.error);
        prop_assert_eq!(parsed.format, message.name);
        prop_assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
        prop_assert!(parsed.warnings.is_empty(), "{:?}", parsed.warnings);
        prop_assert_eq!(told(&parsed), camt_rows(&written));
        prop_assert_eq!(parsed.statements[0].account.iban.as_deref(), Some("DE02120300000000202051"));
    }

    /// One payment of a batch changed: it no longer adds up, stays whole, and that is said.
    #[test]
    fn a_batch_that_does_not_add_up_stays_whole(mut written in bookings("[A-Za-z0-9]", 4), by in 501_i64..900) {
        for booking in &mut written {
            booking.payments.truncate(2);
            booking.charge = 0;
        }
        written.retain(|booking| booking.payments.len() == 2);
        prop_assume!(!written.is_empty());
        let message = Message { name: "camt.053", version: 2, prefixed: false };
        let totals: Vec<i64> = written.iter().map(Booking::total).collect();
        let right = camt(&written, message);
        let first = format!("<Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><RltdPties>", decimal(written[0].payments[0].cents.abs(), '.'), side(written[0].payments[0].cents));
        let other = format!("<Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><RltdPties>", decimal(written[0].payments[0].cents.abs() + by, '.'), side(written[0].payments[0].cents));
        let parsed = import::parse("a.xml", right.replacen(&first, &other, 1).as_bytes(), &Profile::default());
        let codes: Vec<&str> = parsed.warnings.iter().map(|warning| warning.code).collect();
        prop_assert_eq!(codes, ["batch_not_split"]);
        let sum: i64 = told(&parsed).iter().map(|row| row.entry.cents).sum();
        prop_assert_eq!(sum, totals.iter().sum::<i64>());
    }

    #[test]
    fn mt942_gives_back_what_was_written(written in bookings("[A-Za-z0-9(),'-]", 1)) {
        let parsed = import::parse("a.sta", mt942(&written).as_bytes(), &Profile::default());
        prop_assert_eq!(parsed.outcome, Outcome::Import, "{:?}", parsed.error);
        prop_assert_eq!(parsed.format, "mt942");
        prop_assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
        prop_assert!(parsed.warnings.is_empty(), "{:?}", parsed.warnings);
        let wanted: Vec<Told> = written.iter().map(|booking| {
            let entry = booking.payments[0].clone();
            Told {
                reference: Some(format!("K{}", entry.cents)),
                valued: Some(booking.valued()),
                id: None,
                waits: booking.waits,
                entry,
            }
        }).collect();
        prop_assert_eq!(told(&parsed), wanted);
    }
}
