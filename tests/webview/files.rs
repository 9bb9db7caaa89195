//! Bank files through the system's own dialog.

use anyhow::{Result, ensure};

use crate::beginning::{empty_book, go};
use crate::desktop;
use crate::window::{Key, Window, story};

const OFX: &str = r"OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20260930<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>12030000<ACCTID>0042<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260901<DTEND>20260930
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260901<TRNAMT>2400.00<FITID>F1<NAME>Harbour Works</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260903<TRNAMT>-850.00<FITID>F2<NAME>Lindenhof Rent</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260915<TRNAMT>-43.17<FITID>F3<NAME>Green Grocer</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>1506.83<DTASOF>20260930</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
";

const CSV: &str = "Date,Description,Amount,Currency\n\
    2026-09-18,Night Train,-89.90,EUR\n\
    2026-09-21,Corner Bakery,-6.40,EUR\n";

/// Opens the import and picks a file in the system's dialog.
async fn pick(window: &Window, name: &str, content: &str) -> Result<()> {
    let file = window.computer().file(name, content.as_bytes())?;
    window.press(&[Key::Control], 'i').await?;
    window.see("dialog", "Import a file").await?;
    window.rests().await?;
    window.click("button", "Drop a bank file here…").await?;
    desktop::choose_in_dialog(&file)
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_previewed_taken_in_and_taken_back() -> Result<()> {
    story("files", |window| async move {
        empty_book(&window).await?;
        window.press(&[Key::Control], 'i').await?;
        window.see("dialog", "Import a file").await?;
        window.rests().await?;
        window.picture("import-1-file").await?;
        window.is_accessible("the choice of a file").await?;
        window.press(&[], Key::Escape).await?;
        window.gone("dialog", "Import a file").await?;

        pick(&window, "september.ofx", OFX).await?;
        window.reads("Lindenhof Rent").await?;
        let name = window
            .see("textbox", "Name of the new account")
            .await?
            .prop("value")
            .await?;
        ensure!(
            name.as_deref() == Some("Current account ··0042"),
            "a name to begin with: {name:?}"
        );
        window.fill("Name of the new account", "Household").await?;
        window.press(&[], Key::Tab).await?;
        window.rests().await?;
        window.reads("−€43.17").await?;
        window.reads("€1,506.83").await?;
        window.rests().await?;
        window.picture("import-2-check").await?;
        window.is_accessible("the lines of a file").await?;
        window.click("button", "Import 3 transactions").await?;
        window.reads("3 transactions added").await?;
        window.rests().await?;
        window.picture("import-3-done").await?;
        window.is_accessible("the end of an import").await?;
        window.reads("To Household").await?;
        window.click("button", "See transactions").await?;
        window.reads("3 transactions").await?;
        window.reads("Green Grocer").await?;
        // Once the dialog is gone the import can still be taken back.
        window.reads("3 transactions imported").await?;
        window.see("button", "Undo").await?;
        window.picture("import-3-toast").await?;

        pick(&window, "card.csv", CSV).await?;
        window.reads("Corner Bakery").await?;
        window.picture("import-4-csv").await?;
        window.click("button", "Import 2 transactions").await?;
        window.reads("2 transactions added").await?;
        window.click("button", "Undo import").await?;
        window.reads("The import was taken back").await?;
        window.click("button", "See transactions").await?;
        window.reads("3 transactions").await?;
        window.reads_no_more("Corner Bakery").await?;

        // The same file again brings nothing.
        pick(&window, "september-again.ofx", OFX).await?;
        window.reads("Already here 3").await?;
        window.picture("import-5-known").await?;
        window.press(&[], Key::Escape).await?;
        go(&window, "Transactions").await?;
        window.reads("3 transactions").await
    })
    .await
}

const NO_CURRENCY: &str = "Date,Description,Amount\n\
    2026-09-18,Night Train,-89.90\n\
    2026-09-21,Corner Bakery,-6.40\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_does_not_say_its_currency_is_asked_about_and_the_toast_takes_it_back()
-> Result<()> {
    story("file-currency", |window| async move {
        empty_book(&window).await?;
        pick(&window, "trip.csv", NO_CURRENCY).await?;
        window.reads("The file does not say its currency.").await?;
        window.reads("−€89.90").await?;
        window.rests().await?;
        window.picture("import-currency").await?;
        window.is_accessible("the question of a currency").await?;
        window.click("combobox", "Currency").await?;
        window.see("combobox", "Search name or code").await?;
        window.write("norw").await?;
        window.see("option", "Norwegian Krone…").await?;
        window.press(&[], Key::Enter).await?;
        window.reads("−NOK").await?;
        window
            .reads_no_more("The file does not say its currency.")
            .await?;
        window.click("button", "Import 2 transactions").await?;
        window.reads("2 transactions added").await?;
        window.click("button", "See transactions").await?;
        window.reads("Night Train").await?;
        window.click("button", "Undo").await?;
        window.reads_no_more("Night Train").await
    })
    .await
}

/// Real statements of banks, from a folder that `COFFER_STATEMENTS` names: each is read, shown and taken in through the
/// window, and a picture is kept of what was shown.
#[expect(clippy::print_stderr, reason = "a story that was not told says so")]
#[tokio::test(flavor = "multi_thread")]
async fn statements_of_a_folder_are_taken_in() -> Result<()> {
    let Some(folder) = std::env::var_os("COFFER_STATEMENTS") else {
        eprintln!("skipped: COFFER_STATEMENTS names no folder");
        return Ok(());
    };
    let mut files: Vec<_> = std::fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    ensure!(!files.is_empty(), "the folder holds no file");
    story("statements", |window| async move {
        empty_book(&window).await?;
        for file in files {
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let content = std::fs::read(&file)?;
            let here = window.computer().file(&name, &content)?;
            window.press(&[Key::Control], 'i').await?;
            window.see("dialog", "Import a file").await?;
            window.rests().await?;
            window.click("button", "Drop a bank file here…").await?;
            desktop::choose_in_dialog(&here)?;
            window.rests().await?;
            window.picture(&format!("statement-{name}")).await?;
            if window.words().await?.contains("Check the lines") {
                window.click("button", "Check the lines").await?;
                window.rests().await?;
            }
            window.click("button", "Import …").await?;
            window.see("button", "See transactions").await?;
            window.rests().await?;
            window.picture(&format!("statement-{name}-done")).await?;
            window.click("button", "See transactions").await?;
            window.rests().await?;
        }
        Ok(())
    })
    .await
}
