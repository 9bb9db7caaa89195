//! The statement that comes as a file.

use practice::Scenario;
use practice::household::Upstream;
use rust_decimal::Decimal;

use super::support::{read, visit};

fn decimal(text: &str) -> Decimal {
    text.replace(',', ".").parse().unwrap()
}

#[tokio::test]
async fn both_files_hold_what_the_household_knows() {
    let visit = visit(Scenario::Calm).await;
    let truth = visit.bank.truth_of(&[Upstream::File]);
    let told = &truth.accounts[0];
    let line = visit.bank.first_line();
    let file = async |at: usize| {
        let url = line["statements"][at].as_str().unwrap().to_owned();
        let reply = read(visit.http.get(url)).await.unwrap();
        assert_eq!(reply.status, 200);
        assert!(reply.header("content-disposition").contains("attachment"));
        reply.text
    };
    let csv = file(1).await;
    let mut balance = decimal(&told.opening);
    let mut rows = 0;
    for row in csv.lines().skip(1) {
        let cells: Vec<&str> = row.split(';').collect();
        balance += decimal(cells[3]);
        assert_eq!(decimal(cells[4]), balance, "{row}");
        rows += 1;
    }
    assert_eq!((rows, balance), (told.rows, decimal(&told.current)));
    let ofx = file(0).await;
    let amounts = ofx.split("<TRNAMT>").skip(1);
    let sum: Decimal = amounts
        .map(|rest| decimal(rest.split('<').next().unwrap()))
        .sum();
    assert_eq!(ofx.matches("<STMTTRN>").count(), told.rows);
    assert!(ofx.contains(&format!("<BALAMT>{}</BALAMT>", told.current)));
    assert_eq!(decimal(&told.opening) + sum, balance);
    assert!(ofx.starts_with("<?xml") && ofx.contains("Éditions du Lutrin"));
}
