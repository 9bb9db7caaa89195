use crate::{Parsed, Profile, Question, Row};

fn read(text: &str) -> Parsed {
    crate::parse("a.csv", text.as_bytes(), &Profile::default())
}

fn rows(parsed: &Parsed) -> Vec<&Row> {
    parsed
        .statements
        .iter()
        .flat_map(|statement| &statement.transactions)
        .collect()
}

#[test]
fn parts_on_lines_of_their_own_become_one_row() {
    let parsed = read(
        "Account,Date,Payee,Notes,Category_Group,Category,Amount,Split_Amount,Cleared\nGiro,2024-01-02,Shop,(SPLIT INTO 2) all,,,0,-10.00,Cleared\nGiro,2024-01-02,Shop,(SPLIT 1 OF 2) bread,Food,Bakery,-4.00,0,Cleared\nGiro,2024-01-02,Shop,(SPLIT 2 OF 2) soap,Home,Bath,-6.00,0,Cleared\nGiro,2024-01-03,Shop,plain,Food,Bakery,-1.00,0,Cleared\n",
    );
    let rows = rows(&parsed);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].amount.to_string(), "-10.00");
    assert_eq!(rows[0].description, "all");
    let parts: Vec<(&str, &str)> = rows[0]
        .splits
        .iter()
        .map(|split| {
            (
                split.category.as_deref().unwrap_or_default(),
                split.note.as_str(),
            )
        })
        .collect();
    assert_eq!(parts, [("Food:Bakery", "bread"), ("Home:Bath", "soap")]);
}

#[test]
fn parts_that_do_not_tie_stay_rows() {
    let parsed = read(
        "Account,Date,Payee,Notes,Category_Group,Category,Amount,Split_Amount,Cleared\nGiro,2024-01-02,Shop,(SPLIT INTO 2) all,,,0,-11.00,Cleared\nGiro,2024-01-02,Shop,(SPLIT 1 OF 2) bread,Food,Bakery,-4.00,0,Cleared\nGiro,2024-01-02,Shop,(SPLIT 2 OF 2) soap,Home,Bath,-6.00,0,Cleared\n",
    );
    let amounts: Vec<String> = rows(&parsed)
        .iter()
        .map(|row| row.amount.to_string())
        .collect();
    assert_eq!(amounts, ["-4.00", "-6.00"]);
}

#[test]
fn a_register_in_the_persons_own_order_of_dates() {
    let head = "\"Account\",\"Flag\",\"Date\",\"Payee\",\"Category Group/Category\",\"Category Group\",\"Category\",\"Memo\",\"Outflow\",\"Inflow\",\"Cleared\"\n";
    let line = |date: &str| {
        format!("\"Giro\",\"\",\"{date}\",\"Transfer : Savings\",\"\",\"\",\"\",\"\",€1.234,50,€0,00,\"Reconciled\"\n")
            .replace("€1.234,50", "\"1.234,50€\"")
            .replace("€0,00", "\"0,00€\"")
    };
    let parsed = read(&format!(
        "{head}{}{}",
        line("25/03/2024"),
        line("04/03/2024")
    ));
    assert!(parsed.questions.is_empty());
    let row = rows(&parsed)[0];
    assert_eq!(row.date.to_string(), "2024-03-25");
    assert_eq!(row.amount.to_string(), "-1234.50");
    assert_eq!(row.transfer_account.as_deref(), Some("Savings"));
    let open = read(&format!(
        "{head}{}{}",
        line("05/03/2024"),
        line("04/06/2024")
    ));
    assert_eq!(open.questions, [Question::DateOrder]);
}

#[test]
fn both_sides_of_a_transfer_know_each_other() {
    let parsed = read(
        "account;category;currency;amount;ref_currency_amount;type;payment_type;note;date;transfer;payee;labels\nA;Transfer;EUR;5;5;Expense;Cash;;2024-01-02T10:00:00.000Z;true;;\nB;Transfer;EUR;5;5;Income;Cash;;2024-01-02T10:00:00.000Z;true;;\nA;Food;EUR;-3;3;Expense;Cash;Lunch;2024-01-03T10:00:00.000Z;false;;x|y\n",
    );
    let rows = rows(&parsed);
    assert_eq!(rows[0].transfer_account.as_deref(), Some("B"));
    assert_eq!(rows[2].transfer_account.as_deref(), Some("A"));
    assert_eq!(rows[1].amount.to_string(), "-3");
    assert_eq!(rows[1].tags, ["x", "y"]);
}

#[test]
fn a_direction_that_is_not_known_is_no_guess() {
    let parsed = read(
        "Date,Description,Original Description,Amount,Transaction Type,Category,Account Name,Labels,Notes\n1/02/2024,A,A,5.00,debit,,Giro,,\n1/03/2024,B,B,5.00,sideways,,Giro,,\n",
    );
    assert_eq!(rows(&parsed).len(), 1);
    assert_eq!(parsed.problems[0].code, "direction_unknown");
    assert_eq!(parsed.problems[0].line, Some(3));
}
