//! Tests of OFX.

use domain::account::AccountKind;

use crate::{Parsed, Profile, TradeAct};

fn read(body: &str) -> Parsed {
    let text = format!(
        "OFXHEADER:100\n\n<OFX><INVSTMTRS><CURDEF>USD<INVACCTFROM><BROKERID>b<ACCTID>1</INVACCTFROM>{body}</INVSTMTRS></OFX>"
    );
    crate::parse("a.ofx", text.as_bytes(), &Profile::default())
}

#[test]
fn short_sales_are_money_and_options_that_end_are_gone() {
    let invbuy = |inner: &str| {
        format!(
            "<INVTRAN><FITID>1<DTTRADE>20240105</INVTRAN><SECID><UNIQUEID>X<UNIQUEIDTYPE>CUSIP</SECID>{inner}"
        )
    };
    let body = [
        format!(
            "<SELLSTOCK><INVSELL>{}</INVSELL><SELLTYPE>SELLSHORT</SELLSTOCK>",
            invbuy("<UNITS>-5<UNITPRICE>10<COMMISSION>1<TOTAL>49")
        ),
        format!(
            "<BUYSTOCK><INVBUY>{}</INVBUY><BUYTYPE>BUYTOCOVER</BUYSTOCK>",
            invbuy("<UNITS>5<UNITPRICE>8<COMMISSION>1")
        ),
        format!(
            "<CLOSUREOPT>{}</CLOSUREOPT>",
            invbuy("<OPTACTION>EXPIRE<UNITS>-2<SHPERCTRCT>100")
        ),
        format!(
            "<CLOSUREOPT>{}</CLOSUREOPT>",
            invbuy("<OPTACTION>EXERCISE<UNITS>-1<SHPERCTRCT>100")
        ),
        format!(
            "<CLOSUREOPT>{}</CLOSUREOPT>",
            invbuy("<OPTACTION>ASSIGN<UNITS>1<SHPERCTRCT>100")
        ),
    ]
    .concat();
    let parsed = read(&body);
    let trades: Vec<(TradeAct, String, String)> = parsed.statements[0]
        .trades
        .iter()
        .map(|trade| {
            (
                trade.act,
                trade.quantity.to_string(),
                trade.cash.to_string(),
            )
        })
        .collect();
    assert_eq!(
        trades,
        [
            (TradeAct::Short, "5".into(), "49".into()),
            (TradeAct::Short, "5".into(), "-41".into()),
            (TradeAct::Sell, "2".into(), "0".into()),
            (TradeAct::Out, "1".into(), "0".into()),
        ]
    );
    assert_eq!(parsed.warnings[0].code, "trades_not_imported");
    assert!(parsed.warnings[0].detail.starts_with("1 trades"));
}

fn bank(records: &str) -> Parsed {
    let text = format!(
        "<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>{records}</BANKTRANLIST></STMTRS></OFX>"
    );
    crate::parse("a.ofx", text.as_bytes(), &Profile::default())
}

/// What is read in one piece where all is plain is read tag by tag where it is not: the same comes out.
#[test]
fn records_in_one_piece_and_tag_by_tag_are_the_same() {
    let plain = "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20240105<TRNAMT>-4.50<FITID>7<NAME>Tom &amp; Co<MEMO>two  words\n</STMTTRN>";
    let ended = "<STMTTRN>\n<TRNTYPE>DEBIT</TRNTYPE>\n<DTPOSTED>20240105</DTPOSTED><TRNAMT>-4.50</TRNAMT><FITID>7</FITID>\n<NAME>Tom &amp; Co</NAME><MEMO>two  words</MEMO></STMTTRN>";
    let want = bank(plain).statements[0].transactions.clone();
    assert_eq!(want.len(), 1);
    assert_eq!(
        (want[0].payee.as_str(), want[0].description.as_str()),
        ("Tom & Co", "two words")
    );
    for changed in [
        ended.to_owned(),
        plain.replace("<NAME>", "<!-- a remark --><NAME>"),
        plain.replace("<NAME>", "<name>"),
        plain.replace("<NAME>Tom &amp; Co", "<NAME><![CDATA[Tom & Co]]>"),
        plain.replace("<NAME>", "<SIC>1</SIC><NAME>"),
        plain.replace(
            "<NAME>Tom &amp; Co",
            "<PAYEE><NAME>Tom &amp; Co<CITY>Ulm</PAYEE>",
        ),
        plain.replace("</STMTTRN>", ""),
        format!("<STMTTRN>{}", plain.replace("<STMTTRN>", "")),
    ] {
        assert_eq!(bank(&changed).statements[0].transactions, want, "{changed}");
    }
    // A bracket in a name is a letter of it.
    let bracket = bank(&plain.replace("Tom &amp; Co", "A<B"));
    assert_eq!(bracket.statements[0].transactions[0].payee, "A<B");
    // A record that never ends goes up to the next one.
    let two = format!("{}{plain}", plain.replace("</STMTTRN>", ""));
    assert_eq!(bank(&two).statements[0].transactions.len(), 2);
    assert_eq!(bank(&two).warnings[0].code, "id_repeated");
}

#[test]
fn a_loan_statement_gives_its_payments_and_what_is_owed() {
    let text = "<OFX><LOANMSGSRSV1><LOANSTMTTRNRS><LOANSTMTRS><CURDEF>USD</CURDEF><LOANACCTFROM><LOANACCTID>77</LOANACCTID><LOANACCTTYPE>MORTGAGE</LOANACCTTYPE></LOANACCTFROM><LOANTRANLIST><DTSTART>20240501<DTEND>20240531<LOANSTMTTRN><LOANTRNTYPE>PAYMENT</LOANTRNTYPE><DTPOSTED>20240503</DTPOSTED><TRNAMT>850.00</TRNAMT><LOANTRNAMT><PRINAMT>650.00</PRINAMT><INTAMT>200.00</INTAMT></LOANTRNAMT><FITID>1</FITID><NAME>Payment</NAME></LOANSTMTTRN></LOANTRANLIST><PRINBAL><BALAMT>85000.00</BALAMT><DTASOF>20240531</DTASOF></PRINBAL></LOANSTMTRS></LOANSTMTTRNRS></LOANMSGSRSV1></OFX>";
    let parsed = crate::parse("a.ofx", text.as_bytes(), &Profile::default());
    let [loan] = parsed.statements.as_slice() else {
        panic!("{parsed:?}");
    };
    assert_eq!(loan.account.kind, Some(AccountKind::Mortgage));
    assert_eq!(loan.account.number.as_deref(), Some("77"));
    let closing = loan.closing.map(|closing| closing.amount.to_string());
    assert_eq!(closing.as_deref(), Some("-85000.00"));
    let row = &loan.transactions[0];
    assert_eq!(
        (row.amount.to_string().as_str(), row.payee.as_str()),
        ("850.00", "Payment")
    );
}
