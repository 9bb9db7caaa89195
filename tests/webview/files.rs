//! Bank files through the system's own dialog.

use anyhow::Result;

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
        window.click("button", "See transactions").await?;
        window.reads("3 transactions").await?;
        window.reads("Green Grocer").await?;

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
