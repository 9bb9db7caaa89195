//! Bank files: offered, previewed, taken in, taken back.

use std::sync::{Arc, Mutex};

use app::{Report, dispatch};
use contract::ErrorCode;
use serde_json::{Value, json};
use testkit::World;

const STATEMENT: &str = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n\
<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20260517<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1>\
<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>EUR\
<BANKACCTFROM><BANKID>20041<ACCTID>0500013M026<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>\
<DTSTART>20260401<DTEND>20260517\
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260502<TRNAMT>-12.50<FITID>A1<NAME>LIBRAIRIE DU PONT</STMTTRN>\
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260503<TRNAMT>-2.10<FITID>A2<NAME>METRO</STMTTRN>\
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260503<TRNAMT>-2.10<FITID>A3<NAME>METRO</STMTTRN>\
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260510<TRNAMT>1500.00<FITID>A4<NAME>ATELIER NORD</STMTTRN>\
</BANKTRANLIST><LEDGERBAL><BALAMT>1900.00<DTASOF>20260517</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>";

async fn preview(world: &World, name: &str, content: &[u8]) -> Value {
    world.will_pick(vec![world.file(name, content)]);
    let offered = world.ok("import_pick", json!({})).await;
    let files: Vec<Value> = offered
        .as_array()
        .unwrap()
        .iter()
        .map(|file| json!({"token": file["token"], "accounts": []}))
        .collect();
    world.ok("import_preview", json!({"files": files})).await
}

async fn commit(world: &World, preview: &Value) -> Value {
    world
        .ok(
            "import_commit",
            json!({"preview": preview["id"], "choices": []}),
        )
        .await
}

async fn total(world: &World) -> u64 {
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    page["total"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_comes_in_once_and_goes_out_whole() {
    let world = World::with_book().await;
    let first = preview(&world, "may.ofx", STATEMENT.as_bytes()).await;
    let statement = &first["files"][0]["statements"][0];
    assert_eq!(
        statement["new"], 4,
        "genuine twins are both new: {statement}"
    );
    assert_eq!(total(&world).await, 0, "a preview writes nothing");
    let done = commit(&world, &first).await;
    assert_eq!(total(&world).await, 4);
    let list = world.ok("accounts_list", json!({})).await;
    assert_eq!(
        list["groups"][0]["accounts"][0]["balance"]["amount"],
        "1900.00"
    );

    let again = preview(&world, "may again.ofx", format!("{STATEMENT}\n").as_bytes()).await;
    assert_eq!(again["files"][0]["statements"][0]["new"], 0, "{again}");
    assert_eq!(again["files"][0]["statements"][0]["duplicate"], 4);
    commit(&world, &again).await;
    assert_eq!(total(&world).await, 4);

    let undone = world
        .ok(
            "batch_undo",
            json!({"batch": done["batch"], "force": false}),
        )
        .await;
    assert!(undone["rows"].as_u64().unwrap() >= 4);
    assert_eq!(total(&world).await, 0);
    assert_eq!(world.ok("book_verify", json!({})).await["ok"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_any_bank_is_read_and_its_mapping_can_be_corrected() {
    let world = World::with_book().await;
    let csv = "Buchungstag;Auftraggeber/Empfänger;Verwendungszweck;Betrag\n\
               02.05.2026;Bäckerei Ähre;Brot;-4,80\n13.05.2026;Stadtwerke Auen;Strom Mai;-61,20\n\
               15.05.2026;Werkhof AG;Lohn;2.310,00\n";
    let found = preview(&world, "umsaetze.csv", csv.as_bytes()).await;
    let file = &found["files"][0];
    assert_eq!(file["format"], "csv");
    assert_eq!(file["mapping"]["decimalMark"], ",");
    assert_eq!(file["statements"][0]["new"], 3, "{file}");
    assert_eq!(file["statements"][0]["sum"]["amount"], "2244.00");
    assert_eq!(file["sample"][1][1], "Bäckerei Ähre");
    let mut mapping = file["mapping"].clone();
    mapping["inverted"] = json!(true);
    let files = json!([{"token": file["token"], "mapping": mapping, "accounts": [
        {"statement": 0, "newName": "Giro", "currency": "EUR"}]}]);
    let turned = world.ok("import_preview", json!({"files": files})).await;
    assert_eq!(
        turned["files"][0]["statements"][0]["sum"]["amount"],
        "-2244.00"
    );
    assert_eq!(turned["files"][0]["statements"][0]["accountName"], "Giro");
}

const REGISTER: &str = "!Account\nNCurrent\nTBank\n^\n!Type:Bank\nD03/04/2026\nT-45.60\nPCorner Market\nLFood\n^\n\
D05/04/2026\nT-100.00\nPWarehouse\nSFood\nEFruit\n$-60.00\nSHome\n$-40.00\n^\n\
!Account\nNBlue card\nTCCard\n^\n!Type:CCard\nD06/04/2026\nT-19.99\nPBooks\n^\n";

#[tokio::test(flavor = "multi_thread")]
async fn what_a_file_without_columns_leaves_open_is_answered_and_its_accounts_are_found_again() {
    let world = World::with_book().await;
    let open = preview(&world, "house.qif", REGISTER.as_bytes()).await;
    let file = &open["files"][0];
    assert_eq!(file["outcome"], "ask");
    assert_eq!(file["questions"], json!(["date-order", "currency"]));
    let files = json!([{"token": file["token"], "accounts": [], "dayFirst": true}]);
    let answered = world.ok("import_preview", json!({"files": files})).await;
    let file = &answered["files"][0];
    assert_eq!(file["questions"], json!(["currency"]));
    assert_eq!(file["statements"][0]["accountName"], "Current");
    assert_eq!(file["statements"][0]["from"], "2026-04-03");
    assert_eq!(file["statements"][1]["accountName"], "Blue card");
    let done = commit(&world, &answered).await;
    assert_eq!(done["files"][0]["accounts"][0]["new"], 2);
    assert_eq!(done["files"][0]["accounts"][1]["new"], 1);
    let page = world
        .ok(
            "transactions_page",
            json!({"text": "warehouse", "limit": 5}),
        )
        .await;
    let id = &page["rows"][0]["id"];
    let detail = world.ok("transaction_get", json!({"id": id})).await;
    let parts = &detail["row"]["details"]["parts"];
    assert_eq!(parts[0]["amount"]["amount"], "-60.00", "{detail}");
    assert_eq!(parts[0]["category"], "Food");
    assert_eq!(parts[0]["note"], "Fruit");
    assert_eq!(parts[1]["amount"]["amount"], "-40.00");

    // Another file of the same program: accounts are known by their names.
    let more = format!("{REGISTER}D07/04/2026\nT-5.00\nPTea\n^\n");
    let again = preview(&world, "more.qif", more.as_bytes()).await;
    let token = &again["files"][0]["token"];
    let files = json!([{"token": token, "accounts": [], "dayFirst": true}]);
    let again = world.ok("import_preview", json!({"files": files})).await;
    let statements = &again["files"][0]["statements"];
    assert_eq!(statements[0]["new"], 0, "{again}");
    assert_eq!(statements[1]["new"], 1, "{again}");
    commit(&world, &again).await;
    assert_eq!(total(&world).await, 4);
}

const REPORT: &str = "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt>\n\
<Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id><Ccy>EUR</Ccy></Acct>\n\
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-05-03</Dt></Dt></Bal>\n\
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">15.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-05-03</Dt></Dt></Bal>\n\
<Ntry><Amt Ccy=\"EUR\">4.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-05-03</Dt></BookgDt><AddtlNtryInf>Bijschrijving</AddtlNtryInf></Ntry>\n\
</Stmt></BkToCstmrStmt></Document>";

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_whose_balances_do_not_tie_says_so_before_it_is_taken_in() {
    let world = World::with_book().await;
    let found = preview(&world, "may.xml", REPORT.as_bytes()).await;
    let file = &found["files"][0];
    assert_eq!(file["format"], "camt.053");
    assert_eq!(file["outcome"], "import");
    assert_eq!(file["notes"][0]["code"], "balance_does_not_tie", "{file}");
    assert_eq!(file["notes"][0]["line"], 1);
    assert_eq!(file["problemCount"], 0);
    commit(&world, &found).await;
    assert_eq!(total(&world).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_can_be_left_out_by_hand() {
    let world = World::with_book().await;
    let found = preview(&world, "may.ofx", STATEMENT.as_bytes()).await;
    let token = &found["files"][0]["token"];
    let choices = json!([{"token": token, "statement": 0, "row": 0, "choice": "skip"}]);
    let done = world
        .ok(
            "import_commit",
            json!({"preview": found["id"], "choices": choices}),
        )
        .await;
    assert_eq!(done["files"][0]["accounts"][0]["new"], 3);
    assert_eq!(total(&world).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_statement_is_refused_in_words_and_writes_nothing() {
    let world = World::with_book().await;
    for (name, content) in [
        ("cat.png", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..]),
        ("letter.txt", b"Dear customer,\nwe have moved.\n"),
        ("empty.csv", b""),
        ("cut.ofx", &STATEMENT.as_bytes()[..200]),
    ] {
        let found = preview(&world, name, content).await;
        let outcome = found["files"][0]["outcome"].as_str().unwrap();
        assert!(matches!(outcome, "error" | "empty"), "{name}: {found}");
    }
    assert_eq!(total(&world).await, 0);
    assert_eq!(
        world
            .refused(
                "import_commit",
                json!({"preview": "long gone", "choices": []})
            )
            .await,
        "preview_expired"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_are_listed_only_while_they_run() {
    let world = World::with_book().await;
    assert_eq!(world.ok("jobs_list", json!({})).await, json!([]));
    world.ok("job_cancel", json!({"id": "nobody"})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_practice_banks_statement_ties_to_the_cent() {
    let world = World::with_book().await;
    let bank = testkit::bank().await;
    let (_, ofx) = bank.statement();
    let first = preview(&world, "choir.ofx", ofx.as_bytes()).await;
    commit(&world, &first).await;
    let truth = bank.truth_of(&[practice::household::Upstream::File]);
    assert_eq!(total(&world).await as usize, truth.accounts[0].rows);
    let list = world.ok("accounts_list", json!({})).await;
    assert_eq!(
        list["groups"][0]["accounts"][0]["balance"]["amount"],
        truth.accounts[0].current
    );
    let again = preview(&world, "choir-again.ofx", ofx.as_bytes()).await;
    assert_eq!(again["files"][0]["statements"][0]["new"], 0, "{again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn references_and_the_parts_of_a_split_are_kept_with_their_rows() {
    const CAMT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id>
<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Ntry><Amt Ccy="EUR">84.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-05-04</Dt></BookgDt>
<NtryDtls><TxDtls><Refs><EndToEndId>E2E-99</EndToEndId><MndtId>M-4711</MndtId></Refs>
<RltdPties><Cdtr><Nm>Stadtwerke</Nm></Cdtr><CdtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></CdtrAcct></RltdPties>
</TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"#;
    const JOURNAL: &str = "2026-05-02 Market\n    Expenses:Food  EUR 20.00\n    Expenses:Home  EUR 10.00\n    Assets:Purse\n";
    let world = World::with_book().await;
    for (name, content) in [("may.xml", CAMT), ("may.ledger", JOURNAL)] {
        let shown = preview(&world, name, content.as_bytes()).await;
        commit(&world, &shown).await;
    }
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 10}))
        .await;
    assert_eq!(
        page["rows"][0]["details"],
        json!({
            "reference": "E2E-99", "mandate": "M-4711",
            "counterpartyAccount": "DE02120300000000202051", "parts": [], "partsBy": "source",
        }),
        "{page}"
    );
    let parts = &page["rows"][1]["details"]["parts"];
    assert_eq!(parts[0]["amount"]["amount"], "-20.00", "{page}");
    assert_eq!(parts[1]["amount"]["amount"], "-10.00");
    assert_eq!(world.ok("book_verify", json!({})).await["ok"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_stopped_within_a_file_leaves_the_book_as_it_was() {
    let world = World::with_book().await;
    let mut table = String::from("date,payee,amount\n");
    for row in 0..6000 {
        table.push_str(&format!("2026-01-{:02},Kiosk {row},-1.00\n", row % 28 + 1));
    }
    world.will_pick(vec![world.file("big.csv", table.as_bytes())]);
    let token = world.ok("import_pick", json!({})).await[0]["token"].clone();
    let into = json!([{"statement": 0, "newName": "Current", "currency": "EUR"}]);
    let files = json!([{"token": token, "accounts": into}]);
    let found = world.ok("import_preview", json!({"files": files})).await;
    assert_eq!(found["files"][0]["statements"][0]["new"], 6000);

    let request = json!({"preview": found["id"], "choices": []});
    let seen = Arc::new(Mutex::new(Vec::new()));
    let report = {
        let (app, seen) = (world.app.clone(), Arc::clone(&seen));
        let here = tokio::runtime::Handle::current();
        Report::named(move |step: Value| {
            let done = step["done"].as_u64().unwrap();
            seen.lock().unwrap().push(done);
            if done >= 1000 {
                let cancel = json!({"id": step["job"]});
                here.block_on(dispatch(&app, "job_cancel", cancel, Report::silent("x")))
                    .unwrap();
            }
        })
    };
    let stopped = dispatch(&world.app, "import_commit", request.clone(), report).await;
    assert_eq!(stopped.unwrap_err().code, ErrorCode::Cancelled);
    // It went on for less than one more lot.
    assert_eq!(*seen.lock().unwrap(), [0, 512, 1024]);
    assert_eq!(total(&world).await, 0);
    let accounts = world.ok("accounts_list", json!({})).await;
    assert_eq!(accounts["groups"], json!([]), "no account was made either");
    assert_eq!(world.ok("book_verify", json!({})).await["ok"], true);

    // The preview still stands and can be taken in after all.
    world.ok("import_commit", request).await;
    assert_eq!(total(&world).await, 6000);
}
