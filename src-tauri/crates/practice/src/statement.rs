//! The statement of an account that no upstream serves, as its bank's site would give it.
//!
//! `GET /__practice/statement.ofx` is OFX 2.2, `GET /__practice/statement.csv` the semicolons,
//! decimal commas and day-first dates that French banks write. Both hold all three years.

use axum::http::StatusCode;
use chrono::NaiveDate;

use crate::bank::Bank;
use crate::exchange::Answer;
use crate::household::account::CHOIR;
use crate::household::{Operation, Row};
use crate::json::text;

/// The account's name.
pub(crate) fn name(bank: &Bank) -> String {
    bank.household.accounts()[CHOIR].name.clone()
}

/// `GET /__practice/statement.ofx`
pub(crate) fn ofx(bank: &Bank) -> Answer {
    Answer::text(StatusCode::OK, "application/x-ofx", ofx_text(bank)).with(
        "content-disposition",
        "attachment; filename=\"compte-chorale.ofx\"",
    )
}

/// `GET /__practice/statement.csv`
pub(crate) fn csv(bank: &Bank) -> Answer {
    Answer::text(StatusCode::OK, "text/csv; charset=utf-8", csv_text(bank)).with(
        "content-disposition",
        "attachment; filename=\"compte-chorale.csv\"",
    )
}

fn rows(bank: &Bank) -> impl Iterator<Item = &Row> {
    bank.household
        .living()
        .filter(|row| row.account == CHOIR && !row.pending)
}

fn compact(day: NaiveDate) -> String {
    day.format("%Y%m%d120000").to_string()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The bank's, the branch's and the account's number within the account's IBAN.
fn numbers(bank: &Bank) -> [String; 3] {
    let iban = bank.household.accounts()[CHOIR]
        .number
        .clone()
        .unwrap_or_default();
    let part = |from: usize, to: usize| iban.get(from..to).unwrap_or_default().to_owned();
    [part(4, 9), part(9, 14), part(14, 25)]
}

pub(crate) fn ofx_text(bank: &Bank) -> String {
    let home = &bank.household;
    let (today, currency) = (home.today(), home.accounts()[CHOIR].currency.as_str());
    let [bank_id, branch, account] = numbers(bank);
    let now = compact(today);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n\
         <?OFX OFXHEADER=\"200\" VERSION=\"220\" SECURITY=\"NONE\" OLDFILEUID=\"NONE\" NEWFILEUID=\"NONE\"?>\n\
         <OFX>\n<SIGNONMSGSRSV1><SONRS><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>\
         <DTSERVER>{now}</DTSERVER><LANGUAGE>FRA</LANGUAGE></SONRS></SIGNONMSGSRSV1>\n\
         <BANKMSGSRSV1><STMTTRNRS><TRNUID>1</TRNUID>\
         <STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>\n\
         <STMTRS><CURDEF>{currency}</CURDEF>\n\
         <BANKACCTFROM><BANKID>{bank_id}</BANKID><BRANCHID>{branch}</BRANCHID>\
         <ACCTID>{account}</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM>\n\
         <BANKTRANLIST><DTSTART>{}</DTSTART><DTEND>{now}</DTEND>\n",
        compact(home.start())
    );
    for row in rows(bank) {
        let kind = match row.operation {
            Operation::Card => "POS",
            Operation::Check | Operation::Deposit => "DEP",
            _ if row.minor < 0 => "DEBIT",
            _ => "CREDIT",
        };
        let payee: String = row.payee.chars().take(32).collect();
        out.push_str(&format!(
            "<STMTTRN><TRNTYPE>{kind}</TRNTYPE><DTPOSTED>{}</DTPOSTED><TRNAMT>{}</TRNAMT>\
             <FITID>{:010}</FITID><NAME>{}</NAME><MEMO>{}</MEMO></STMTTRN>\n",
            compact(row.date),
            text(row.minor, currency),
            row.id,
            escaped(&payee),
            escaped(&row.wording),
        ));
    }
    out.push_str(&format!(
        "</BANKTRANLIST>\n<LEDGERBAL><BALAMT>{}</BALAMT><DTASOF>{now}</DTASOF></LEDGERBAL>\n\
         </STMTRS></STMTTRNRS></BANKMSGSRSV1>\n</OFX>\n",
        text(home.balance(CHOIR, today), currency)
    ));
    out
}

fn csv_text(bank: &Bank) -> String {
    let account = &bank.household.accounts()[CHOIR];
    let comma = |minor: i64| text(minor, &account.currency).replace('.', ",");
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut out = String::from("Date;Libellé;Tiers;Montant;Solde;Devise\r\n");
    let mut balance = account.opening_minor;
    for row in rows(bank) {
        balance += row.minor;
        out.push_str(&format!(
            "{};{};{};{};{};{}\r\n",
            row.date.format("%d/%m/%Y"),
            quoted(&row.wording),
            quoted(&row.payee),
            comma(row.minor),
            comma(balance),
            account.currency
        ));
    }
    out
}
