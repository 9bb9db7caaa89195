//! The types of accounts, currencies, and amounts as people read them.

use super::Call;
use super::refusal::Refusal;
use super::routes::listed;
use crate::exchange::Answer;
use crate::json::{Json, decimals, text};

/// A currency on the wire.
pub(crate) fn currency(code: &str) -> Json {
    let (symbol, name, prefix) = match code {
        "EUR" => ("€", "Euro", false),
        "USD" => ("$", "US Dollar", true),
        "GBP" => ("£", "Pound Sterling", true),
        "JPY" => ("¥", "Yen", true),
        other => (other, other, false),
    };
    Json::object([
        ("id", code.into()),
        ("symbol", symbol.into()),
        ("prefix", prefix.into()),
        ("crypto", false.into()),
        ("precision", i64::from(decimals(code)).into()),
        ("marketcap", Json::Null),
        ("datetime", Json::Null),
        ("name", name.into()),
    ])
}

/// `-16,22 €`
pub(crate) fn formatted(minor: i64, code: &str) -> String {
    let symbol = if code == "EUR" { "€" } else { code };
    format!("{} {symbol}", text(minor, code).replace('.', ","))
}

/// The types of accounts: number, word, name, whether it has holdings.
const TYPES: [(i64, &str, &str, bool); 27] = [
    (1, "unknown", "Inconnu", false),
    (2, "checking", "Compte courant", false),
    (3, "savings", "Compte épargne", false),
    (4, "deposit", "Dépôt", false),
    (5, "loan", "Prêt", false),
    (6, "market", "Compte titres", true),
    (7, "joint", "Compte joint", false),
    (9, "card", "Carte", false),
    (10, "lifeinsurance", "Assurance vie", true),
    (11, "pee", "Plan d'épargne entreprise", true),
    (12, "perco", "Plan d'épargne retraite collectif", true),
    (13, "pea", "Plan d'épargne en actions", true),
    (14, "article83", "Article 83", true),
    (15, "rsp", "Réserve spéciale de participation", true),
    (16, "capitalisation", "Contrat de capitalisation", true),
    (17, "perp", "Plan d'épargne retraite populaire", true),
    (18, "madelin", "Contrat Madelin", true),
    (19, "per", "Plan d'épargne retraite", true),
    (20, "real_estate", "Immobilier", true),
    (21, "crowdlending", "Prêt participatif", true),
    (22, "cat", "Compte à terme", false),
    (23, "cel", "Compte épargne logement", false),
    (24, "csl", "Compte sur livret", false),
    (25, "ldds", "Livret développement durable", false),
    (26, "pel", "Plan épargne logement", false),
    (27, "livret_a", "Livret A", false),
    (28, "livret_b", "Livret B", false),
];

fn type_json(entry: &(i64, &str, &str, bool)) -> Json {
    let (id, code, name, invests) = *entry;
    let parent = matches!(id, 22..=28).then_some(3_i64);
    Json::object([
        ("id", id.into()),
        ("name", code.into()),
        ("id_parent", parent.into()),
        ("is_invest", invests.into()),
        ("display_name", name.into()),
        ("display_name_p", format!("{name}s").into()),
        ("weboob_type_id", id.into()),
        ("color", Json::Null),
    ])
}

/// `GET /account_types`
pub(crate) fn types(call: &Call) -> Result<Answer, Refusal> {
    let items = TYPES.iter().map(type_json).collect();
    Ok(Answer::json(listed(call.ask, "accounttypes", items)?))
}

/// `GET /account_types/{id}`
pub(crate) fn one_type(id: &str) -> Result<Answer, Refusal> {
    TYPES
        .iter()
        .find(|entry| entry.0.to_string() == id)
        .map(|entry| Answer::json(type_json(entry)))
        .ok_or_else(|| Refusal::unknown("account type"))
}
