//! `/connectors`, and their older names `/banks` and `/providers`.

use super::Call;
use super::catalogue::{self, ALL, Connector, Field, OTP};
use super::expand::Expand;
use super::refusal::Refusal;
use super::routes::listed;
use crate::exchange::Answer;
use crate::json::Json;

/// `GET /connectors`, `/banks` or `/providers`; no token is needed.
pub(crate) fn list(call: &Call, collection: &str) -> Result<Answer, Refusal> {
    let expand = Expand::read(call.ask.first("expand").unwrap_or_default());
    let countries: Option<Vec<String>> = call
        .ask
        .first("country_codes")
        .map(|text| text.to_lowercase().split(',').map(str::to_owned).collect());
    let items = ALL
        .iter()
        .filter(|connector| match collection {
            "banks" => connector.capability() == "bank",
            "providers" => connector.capability() == "document",
            _ => true,
        })
        .filter(|connector| {
            countries.as_ref().is_none_or(|wanted| {
                connector
                    .countries
                    .iter()
                    .any(|code| wanted.iter().any(|wanted| wanted == code))
            })
        })
        .map(|connector| json(call, connector, &expand))
        .collect();
    // Today's name for the collection keeps the envelope of the older one.
    let key = match (collection, call.dialect.legacy) {
        ("connectors", true) => "connectors",
        ("providers", _) => "providers",
        _ => "banks",
    };
    Ok(Answer::json(listed(call.ask, key, items)?))
}

/// `GET /connectors/{id or uuid}`
pub(crate) fn one(call: &Call, reference: &str) -> Result<Answer, Refusal> {
    let expand = Expand::read(call.ask.first("expand").unwrap_or_default());
    let found = catalogue::find(reference).ok_or_else(|| Refusal::unknown("connector"))?;
    Ok(Answer::json(json(call, found, &expand)))
}

/// `GET /connectors/{id or uuid}/sources`
pub(crate) fn sources(call: &Call, reference: &str) -> Result<Answer, Refusal> {
    let found = catalogue::find(reference).ok_or_else(|| Refusal::unknown("connector"))?;
    Ok(Answer::json(listed(
        call.ask,
        "sources",
        source_list(found),
    )?))
}

/// A connector on the wire.
pub(crate) fn json(call: &Call, connector: &Connector, expand: &Expand) -> Json {
    let mechanism = connector.mechanism();
    let mut json = Json::object([
        ("id", (connector.id as i64).into()),
        ("uuid", connector.uuid.into()),
        ("name", connector.name.into()),
        ("slug", connector.slug.into()),
        ("code", connector.code.into()),
        ("color", connector.color.into()),
        ("hidden", false.into()),
        ("charged", true.into()),
        ("beta", connector.beta.into()),
        ("restricted", false.into()),
        ("months_to_fetch", Json::from(36_i64)),
        ("sync_frequency", Json::Null),
        ("auth_mechanism", mechanism.into()),
        ("siret", Json::Null),
    ]);
    if call.dialect.legacy {
        json.set("id_weboob", connector.slug.to_lowercase());
    } else {
        let words = |words: &[&str]| Json::list(words.iter().map(|word| (*word).into()));
        json.set("available_auth_mechanisms", words(&[mechanism]));
        json.set("capabilities", words(&[connector.capability()]));
        json.set(
            "products",
            words(if connector.capability() == "bank" {
                &["bank", "wealth"]
            } else {
                &["document"]
            }),
        );
        json.set("account_usages", words(&["PRIV", "ORGA"]));
        json.set(
            "account_types",
            words(&[
                "checking",
                "savings",
                "card",
                "loan",
                "pea",
                "lifeinsurance",
            ]),
        );
    }
    if expand.has("fields") {
        json.set("fields", fields(connector, connector.fields));
    }
    if expand.has("countries") {
        let list = connector.countries.iter().map(|code| {
            Json::object([
                ("id", (*code).into()),
                (
                    "name",
                    if *code == "fr" { "France" } else { "Suisse" }.into(),
                ),
            ])
        });
        json.set("countries", Json::list(list));
    }
    if expand.has("sources") {
        json.set("sources", Json::List(source_list(connector)));
    }
    if expand.has("urls") {
        json.set("urls", Json::list(["https://bank.example".into()]));
    }
    if expand.has("payment_fields") {
        json.set("payment_fields", Json::List(Vec::new()));
    }
    json
}

/// Fields on the wire, for a form that a client draws itself.
pub(crate) fn fields(connector: &Connector, fields: &[Field]) -> Json {
    Json::list(fields.iter().map(|field| {
        let place = connector
            .fields
            .iter()
            .position(|own| own.name == field.name)
            .unwrap_or(9);
        let values = (!field.values.is_empty()).then(|| {
            Json::list(field.values.iter().map(|(label, value)| {
                Json::object([("label", (*label).into()), ("value", (*value).into())])
            }))
        });
        Json::object([
            ("id", ((connector.id * 10) as i64 + place as i64).into()),
            ("id_connector", (connector.id as i64).into()),
            ("name", field.name.into()),
            ("label", field.label.into()),
            ("type", field.kind.into()),
            ("required", true.into()),
            ("regex", field.regex.into()),
            ("values", values.into()),
            ("ephemeral", (field.name == OTP.name).into()),
            (
                "auth_mechanisms",
                Json::list([connector.mechanism().into()]),
            ),
            ("connector_sources", Json::list([connector.source().into()])),
        ])
    }))
}

/// The sources of a connector.
fn source_list(connector: &Connector) -> Vec<Json> {
    vec![Json::object([
        ("id", ((connector.id * 10 + 1) as i64).into()),
        ("id_connector", (connector.id as i64).into()),
        ("id_weboob", connector.slug.to_lowercase().into()),
        ("name", connector.source().into()),
        ("auth_mechanism", connector.mechanism().into()),
        (
            "available_auth_mechanisms",
            Json::list([connector.mechanism().into()]),
        ),
        ("disabled", Json::Null),
        ("fallback", Json::Null),
        ("priority", Json::from(1_i64)),
        ("authorized_access", true.into()),
    ])]
}
