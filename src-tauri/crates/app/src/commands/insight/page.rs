//! The insight on one page: a document without scripts and without anything fetched, for any browser to show and print.

use contract::types::{Insight, Money};

const STYLE: &str = "body{font:13px/1.45 system-ui,sans-serif;color:#1f1d1a;margin:2.2cm 2cm;max-width:17cm}\
h1{font-size:20px;margin:0}h2{font-size:14px;margin:18px 0 6px}p{margin:4px 0}.q{color:#6b6660}\
table{border-collapse:collapse;width:100%}th,td{padding:3px 6px;border-bottom:1px solid #ddd8d0;text-align:right;\
font-variant-numeric:tabular-nums}th:first-child,td:first-child{text-align:left}dl{display:grid;\
grid-template-columns:1fr auto 2fr;gap:4px 14px;margin:8px 0}dt{font-weight:600}dd{margin:0}dd.n{text-align:right;\
font-variant-numeric:tabular-nums}@media print{body{margin:0}}";

/// Text inside a document.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            sign => out.push(sign),
        }
    }
    out
}

fn money(money: &Money) -> String {
    escaped(&format!("{} {}", money.amount, money.currency))
}

fn percent(percent: Option<i32>) -> String {
    percent.map_or_else(|| "not known".to_owned(), |percent| format!("{percent} %"))
}

/// The page.
pub(super) fn html(insight: &Insight) -> String {
    let figures = [
        (
            "Income, a month",
            money(&insight.income),
            "What came in and is no transfer, on average.",
        ),
        (
            "Fixed spending, a month",
            money(&insight.fixed),
            "Payments that repeat: bills, loans, subscriptions.",
        ),
        (
            "Variable spending, a month",
            money(&insight.variable),
            "All other spending, refunds taken off.",
        ),
        (
            "Fixed share",
            percent(insight.fixed_percent),
            "Fixed in percent of all spending.",
        ),
        (
            "Income stability",
            percent(insight.stability_percent),
            "100 less the mean distance of the months from their mean, in percent of it.",
        ),
        (
            "Paid on loans, a month",
            money(&insight.debt),
            "Filed under mortgage or loan, and transfers to loan accounts.",
        ),
        (
            "Debt to income",
            percent(insight.debt_percent),
            "Paid on loans in percent of income.",
        ),
        (
            "Savings rate",
            percent(insight.savings_percent),
            "What of income was not spent, in percent of it.",
        ),
        (
            "Overdraft days",
            insight.overdraft_days.to_string(),
            "Days on which a day-to-day account ended below nothing, each counted once.",
        ),
    ];
    let mut body = String::new();
    for (name, value, meaning) in figures {
        body.push_str(&format!(
            "<dt>{name}</dt><dd class=\"n\">{value}</dd><dd class=\"q\">{meaning}</dd>"
        ));
    }
    let mut rows = String::new();
    for month in &insight.months {
        rows.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&month.month),
            money(&month.income),
            money(&month.fixed),
            money(&month.variable),
            money(&month.debt),
            month.overdraft_days
        ));
    }
    let mut notes = String::new();
    for told in &insight.upstream {
        let theirs = told
            .report
            .insights
            .as_ref()
            .and_then(|insights| insights.overdraft_days)
            .map_or_else(|| "nothing".to_owned(), |days| days.to_string());
        notes.push_str(&format!(
            "<p>{}: overdraft days by the service {theirs}, by this book {}.</p>",
            escaped(&told.name),
            told.own_overdraft_days
        ));
    }
    if !insight.without_rate.is_empty() {
        notes.push_str(&format!(
            "<p>Not counted for want of an exchange rate: {}.</p>",
            escaped(&insight.without_rate.join(", "))
        ));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Credit insight</title>\
         <style>{STYLE}</style></head><body><h1>Credit insight</h1>\
         <p class=\"q\">{} to {}, {} full months. Made by Coffer on {} from the book of this computer; sent nowhere.</p>\
         <h2>Figures</h2><dl>{body}</dl><h2>Months</h2><table><thead><tr><th>Month</th><th>Income</th><th>Fixed</th>\
         <th>Variable</th><th>On loans</th><th>Overdraft days</th></tr></thead><tbody>{rows}</tbody></table>{notes}\
         </body></html>\n",
        escaped(&insight.from),
        escaped(&insight.to),
        insight.months.len(),
        escaped(&insight.today)
    )
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn names_cannot_become_markup() {
        assert_eq!(
            escaped("<b>\"A & B\"</b>"),
            "&lt;b&gt;&quot;A &amp; B&quot;&lt;/b&gt;"
        );
    }
}
