//! What all pages look like.

use axum::http::StatusCode;

use crate::budgea::catalogue::Field;
use crate::budgea::refusal::Refusal;
use crate::exchange::Answer;

const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1c2428; --soft: #5a666c; --paper: #f6f7f5; --card: #fff;
  --line: #d5dbd8; --accent: #17626a; --on: #fff; --bad: #a3262c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebe9; --soft: #a0acab; --paper: #14191b;
  --card: #1d2427; --line: #38444a; --accent: #6cc5cc; --on: #0d2022; --bad: #ff9a9a; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
main { max-width: 30rem; margin: 2rem auto; padding: 1.5rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .75rem; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .75rem; }
h2 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; }
p { margin: .5rem 0; }
.hint { color: var(--soft); font-size: .9rem; }
.bad { color: var(--bad); }
label { display: block; margin: .75rem 0 .25rem; }
label.row { display: flex; gap: .6rem; align-items: baseline; margin: .35rem 0; }
label.row span { flex: 1; }
label.row small { color: var(--soft); font-variant-numeric: tabular-nums; }
input:not([type=checkbox], [type=radio]), select { width: 100%; min-height: 2.6rem; padding: .4rem .6rem;
  font: inherit; color: inherit; background: transparent; border: 1px solid var(--soft);
  border-radius: .4rem; }
button, a.button { display: block; width: 100%; min-height: 2.75rem; margin: .6rem 0; padding: .5rem 1rem;
  font: inherit; text-align: center; text-decoration: none; color: inherit; cursor: pointer;
  background: transparent; border: 1px solid var(--soft); border-radius: .4rem; }
button.main { color: var(--on); background: var(--accent); border-color: var(--accent); font-weight: 600; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
footer { margin-top: 1.25rem; padding-top: .75rem; border-top: 1px solid var(--line); }
";

/// Text as it may stand in a page or an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Which of two languages a page speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tongue {
    English,
    French,
}

impl Tongue {
    /// The words in the page's language.
    pub(crate) fn say<'a>(self, english: &'a str, french: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::French => french,
        }
    }
}

/// A page with this title and content.
pub(crate) fn page(tongue: Tongue, title: &str, content: &str) -> Answer {
    with_status(StatusCode::OK, tongue, title, content)
}

fn with_status(status: StatusCode, tongue: Tongue, title: &str, content: &str) -> Answer {
    let title = escaped(title);
    let lang = tongue.say("en", "fr");
    let footer = tongue.say(
        "Practice bank: nothing here is real, and nothing leaves this computer.",
        "Banque d'entraînement : rien ici n'est vrai, rien ne sort de cet ordinateur.",
    );
    let body = format!(
        "<!doctype html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><style>{STYLE}</style></head>\n\
         <body><main><h1>{title}</h1>\n{content}\n\
         <footer class=\"hint\">{footer}</footer>\
         </main></body></html>\n"
    );
    Answer::text(status, "text/html; charset=utf-8", body)
        .with("cache-control", "no-store")
        .with("referrer-policy", "no-referrer")
        .with("x-content-type-options", "nosniff")
        .with(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
        )
}

/// A page for what cannot go on.
pub(crate) fn trouble(refusal: &Refusal) -> Answer {
    let text = refusal.message.as_ref().unwrap_or(&refusal.description);
    let content = format!(
        "<p class=\"bad\">{}</p><p class=\"hint\">{}</p>",
        escaped(text),
        escaped(refusal.code)
    );
    with_status(
        refusal.status,
        Tongue::English,
        "That does not work",
        &content,
    )
}

/// A form that posts to its own page.
pub(crate) fn form(action: &str, carried: &[(&'static str, String)], content: &str) -> String {
    let hidden: String = carried
        .iter()
        .map(|(name, value)| hidden(name, value))
        .collect();
    format!(
        "<form method=\"post\" action=\"{}\">{hidden}{content}</form>",
        escaped(action)
    )
}

pub(crate) fn hidden(name: &str, value: &str) -> String {
    format!(
        "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
        escaped(name),
        escaped(value)
    )
}

/// A button that says something.
pub(crate) fn button(name: &str, value: &str, words: &str, main: bool) -> String {
    format!(
        "<button name=\"{}\" value=\"{}\"{}>{}</button>",
        escaped(name),
        escaped(value),
        if main { " class=\"main\"" } else { "" },
        escaped(words)
    )
}

/// The way out of every page.
pub(crate) fn refuse(tongue: Tongue) -> String {
    let words = tongue.say("Refuse", "Refuser");
    format!("<button name=\"refuse\" value=\"1\" formnovalidate>{words}</button>")
}

/// What went wrong with the last step.
pub(crate) fn complaint(text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| {
        format!("<p class=\"bad\" role=\"alert\">{}</p>", escaped(text))
    })
}

/// A bank's own fields, with what the practice bank takes.
pub(crate) fn inputs(tongue: Tongue, fields: &[Field]) -> String {
    let here = tongue.say("Here:", "Ici :");
    let mut out = String::new();
    for field in fields {
        let (name, label) = (escaped(field.name), escaped(field.label));
        out.push_str(&format!("<label for=\"{name}\">{label}</label>"));
        if field.values.is_empty() {
            let kind = match field.kind {
                "password" => "password",
                "date" => "date",
                _ => "text",
            };
            let pattern =
                field
                    .regex
                    .filter(|_| kind != "date")
                    .map_or_else(String::new, |regex| {
                        let inner = regex.trim_start_matches('^').trim_end_matches('$');
                        format!(" pattern=\"{}\"", escaped(inner))
                    });
            out.push_str(&format!(
                "<input id=\"{name}\" name=\"{name}\" type=\"{kind}\" required{pattern} autocomplete=\"off\">\
                 <p class=\"hint\">{here} {}</p>",
                escaped(field.right)
            ));
        } else {
            out.push_str(&format!("<select id=\"{name}\" name=\"{name}\">"));
            for (label, value) in field.values {
                out.push_str(&format!(
                    "<option value=\"{}\">{}</option>",
                    escaped(value),
                    escaped(label)
                ));
            }
            out.push_str("</select>");
        }
    }
    out
}

/// A box to tick.
pub(crate) fn tick(name: &str, value: &str, words: &str, aside: &str, ticked: bool) -> String {
    format!(
        "<label class=\"row\"><input type=\"checkbox\" name=\"{}\" value=\"{}\"{}> <span>{}</span> <small>{}</small></label>",
        escaped(name),
        escaped(value),
        if ticked { " checked" } else { "" },
        escaped(words),
        escaped(aside)
    )
}
