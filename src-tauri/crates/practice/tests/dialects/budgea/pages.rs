//! The pages for people, walked through as a browser without scripts does.

use practice::{Door, Scenario};
use serde_json::json;

use super::super::support::{Reply, Visit, read};
use super::{household, line, visit};

const HOME: &str = "http://127.0.0.1:9/callback";

/// A page, and what its forms hold.
struct Page<'a> {
    visit: &'a Visit,
    text: String,
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = &tag[from..];
    let value = &value[..value.find('"')?];
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

fn query(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

impl<'a> Page<'a> {
    fn of(visit: &'a Visit, reply: Reply) -> Self {
        assert_eq!(reply.status, 200, "{}", reply.text);
        assert!(reply.header("content-type").starts_with("text/html"));
        assert!(
            reply
                .header("content-security-policy")
                .contains("default-src 'none'")
        );
        assert!(!reply.text.contains("<script") && !reply.text.contains(" onclick"));
        assert!(reply.text.contains("prefers-color-scheme: dark"));
        Self {
            visit,
            text: reply.text,
        }
    }

    async fn open(visit: &'a Visit, url: &str) -> Self {
        Self::of(visit, read(visit.http.get(url)).await.unwrap())
    }

    /// Presses the button with a name in the form that holds it, with these fields filled in.
    async fn press(&self, name: &str, value: &str, filled: &[(&str, &str)]) -> Reply {
        let wanted = format!("name=\"{name}\" value=\"{value}\"");
        let form = self
            .text
            .split("<form")
            .skip(1)
            .find(|form| form.contains(&wanted))
            .unwrap_or_else(|| panic!("no button {name} in {}", self.text));
        let form = &form[..form.find("</form>").unwrap()];
        let action = attribute(form, "action").unwrap();
        let mut fields: Vec<(String, String)> = form
            .split("<input")
            .skip(1)
            .map(|rest| &rest[..rest.find('>').unwrap()])
            .filter(|tag| !tag.contains("checkbox") || tag.contains(" checked"))
            .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?)))
            .collect();
        fields.push((name.to_owned(), value.to_owned()));
        for (name, value) in filled {
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        let pairs: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let ask = self
            .visit
            .http
            .post(format!("{}{action}", self.visit.base))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(query(&pairs));
        read(ask).await.unwrap()
    }

    async fn then(&self, name: &str, value: &str, filled: &[(&str, &str)]) -> Page<'a> {
        Self::of(self.visit, self.press(name, value, filled).await)
    }
}

/// The parameters that came back with a redirect to the application.
fn returned(reply: &Reply) -> Vec<(String, String)> {
    assert_eq!(reply.status, 303, "{}", reply.text);
    let location = reply.header("location");
    assert!(location.starts_with(HOME), "{location}");
    let query = location.split_once('?').map_or("", |(_, query)| query);
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

fn value(pairs: &[(String, String)], name: &str) -> Option<String> {
    pairs
        .iter()
        .find(|(have, _)| have == name)
        .map(|(_, value)| value.clone())
}

fn address(visit: &Visit, verb: &str, more: &[(&str, &str)]) -> String {
    let client = line(visit, "/upstreams/budgea/client_id");
    let mut pairs = vec![
        ("client_id", client.as_str()),
        ("redirect_uri", HOME),
        ("state", "s&1"),
    ];
    pairs.extend_from_slice(more);
    format!(
        "{}/budgea/2.0/auth/webview/fr/{verb}?{}",
        visit.base,
        query(&pairs)
    )
}

#[tokio::test]
async fn a_stranger_connects_a_bank_and_shares_accounts() {
    let visit = visit(Scenario::Calm).await;
    let banks = Page::open(&visit, &address(&visit, "connect", &[])).await;
    assert!(banks.text.contains("Banque du Chablais") && !banks.text.contains("Électricité"));
    let fields = banks.then("bank", "40", &[]).await;
    assert!(fields.text.contains("type=\"password\""));
    let wrong = fields
        .then(
            "given",
            "1",
            &[("login", "12345678"), ("password", "000000")],
        )
        .await;
    assert!(wrong.text.contains("role=\"alert\""));
    let share = wrong
        .then(
            "given",
            "1",
            &[("login", "12345678"), ("password", "123456")],
        )
        .await;
    assert!(share.text.contains("Compte courant") && share.text.contains("type=\"checkbox\""));
    let pairs = returned(&share.press("share", "1", &[]).await);
    assert_eq!(value(&pairs, "state").as_deref(), Some("s&1"));
    assert!(value(&pairs, "error").is_none());
    let bank = household(&visit);
    let access = bank
        .post(
            "/auth/token/access",
            json!({"client_id": line(&visit, "/upstreams/budgea/client_id"),
                   "client_secret": line(&visit, "/upstreams/budgea/client_secret"),
                   "code": value(&pairs, "code").unwrap()}),
        )
        .await
        .json();
    let stranger = bank.with(access["access_token"].as_str().unwrap());
    let connection = stranger.connection().await;
    assert_eq!(
        connection["id"].to_string(),
        value(&pairs, "connection_id").unwrap()
    );
    // All but the professional account were ticked.
    let own = bank.get("/users/me/accounts").await["total"].clone();
    assert_eq!(stranger.get("/users/me/accounts").await["total"], own);
    assert!(
        visit
            .bank
            .requests()
            .iter()
            .any(|seen| seen.door == Door::Pages)
    );
}

#[tokio::test]
async fn who_refuses_is_sent_back_with_an_error() {
    let visit = visit(Scenario::Calm).await;
    let banks = Page::open(&visit, &address(&visit, "connect", &[])).await;
    let pairs = returned(&banks.press("refuse", "1", &[]).await);
    assert_eq!(value(&pairs, "error").as_deref(), Some("access_denied"));
    assert_eq!(value(&pairs, "state").as_deref(), Some("s&1"));
    let url = address(&visit, "connect", &[]).replace(
        &query(&[("redirect_uri", HOME)]),
        &query(&[("redirect_uri", "javascript://x/%0aalert(1)")]),
    );
    let refused = read(visit.http.get(url)).await.unwrap();
    assert_eq!(refused.status, 400);
    let unknown = format!("{}/budgea/2.0/auth/webview/connect?client_id=1", visit.base);
    assert_eq!(read(visit.http.get(unknown)).await.unwrap().status, 400);
}

#[tokio::test]
async fn codes_approvals_and_other_banks_pages_are_steps() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let code = bank.get("/auth/token/code").await["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let login = [("login", "12345678"), ("password", "123456")];
    // A code by SMS.
    let sms = Page::open(
        &visit,
        &address(
            &visit,
            "connect",
            &[("code", &code), ("connector_ids", "41")],
        ),
    )
    .await
    .then("given", "1", &[login[0], login[1], ("website", "par")])
    .await;
    let share = sms.then("given", "1", &[("otp", "424242")]).await;
    let pairs = returned(&share.press("share", "1", &[]).await);
    assert!(
        value(&pairs, "code").is_none(),
        "none is given back to who brought one"
    );
    // An approval in the app.
    let app = Page::open(
        &visit,
        &address(
            &visit,
            "connect",
            &[("code", &code), ("connector_ids", "42")],
        ),
    )
    .await
    .then(
        "given",
        "1",
        &[login[0], login[1], ("birthday", "1984-02-29")],
    )
    .await;
    let share = app.then("given", "1", &[]).await;
    assert!(share.text.contains("Partager"));
    // The bank's own page.
    let url = address(
        &visit,
        "connect",
        &[("code", &code), ("connector_ids", "43")],
    );
    let away = read(visit.http.get(url)).await.unwrap();
    assert_eq!(away.status, 303);
    let bank_page = Page::open(
        &visit,
        &format!("{}{}", visit.base, away.header("location")),
    )
    .await;
    let home = bank_page.press("allow", "1", &[]).await;
    assert_eq!(home.status, 303);
    let share = Page::open(
        &visit,
        &format!("{}{}", visit.base, home.header("location")),
    )
    .await;
    let pairs = returned(&share.press("share", "1", &[]).await);
    assert!(value(&pairs, "connection_id").is_some());
    let states = bank.get("/users/me/connections").await;
    assert_eq!(states["total"], 4);
}

#[tokio::test]
async fn a_broken_connection_is_mended() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    visit.bank.set_scenario(Scenario::ConsentExpired);
    assert_eq!(bank.connection().await["state"], "SCARequired");
    let code = bank.get("/auth/token/code").await["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let more = [("code", code.as_str()), ("connection_id", "21")];
    let page = Page::open(&visit, &address(&visit, "reconnect", &more)).await;
    let done = page.then("given", "1", &[("otp", "424242")]).await;
    let pairs = returned(&done.press("done", "1", &[]).await);
    assert_eq!(pairs, [("state".to_owned(), "s&1".to_owned())]);
    assert!(bank.connection().await["state"].is_null());
    let reset = [more[0], more[1], ("reset_credentials", "true")];
    let page = Page::open(&visit, &address(&visit, "reconnect", &reset)).await;
    assert!(page.text.contains("type=\"password\""));
}

#[tokio::test]
async fn connections_are_managed_and_the_page_closed() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let code = bank.get("/auth/token/code").await["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let page = Page::open(&visit, &address(&visit, "manage", &[("code", &code)])).await;
    let all = bank.get("/users/me/accounts?all").await;
    let workshop = all["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|account| account["usage"] == "ORGA")
        .unwrap()["id"]
        .to_string();
    let saved = page.then("save", "1", &[("account", &workshop)]).await;
    assert_eq!(bank.get("/users/me/accounts").await["total"], 8);
    assert!(saved.text.contains("Reconnecter") && saved.text.contains("Ajouter une banque"));
    let pairs = returned(&saved.press("close", "1", &[]).await);
    assert_eq!(value(&pairs, "state").as_deref(), Some("s&1"));
    let empty = saved.then("delete", "1", &[]).await;
    assert!(empty.text.contains("Aucune banque"));
    assert_eq!(bank.get("/users/me/connections").await["total"], 0);
}

#[tokio::test]
async fn money_is_sent_from_a_page() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let code = bank.get("/auth/token/code").await["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let page = Page::open(&visit, &address(&visit, "transfer", &[("code", &code)])).await;
    let recipient = bank.get("/users/me/recipients").await["recipients"][0]["id"].to_string();
    let confirm = page
        .then(
            "given",
            "1",
            &[
                ("recipient", &recipient),
                ("amount", "7.50"),
                ("label", "Pain"),
            ],
        )
        .await;
    let pairs = returned(&confirm.press("confirm", "1", &[("sms", "424242")]).await);
    let id = value(&pairs, "transfer_id").unwrap();
    assert_eq!(
        bank.get(&format!("/users/me/transfers/{id}")).await["state"],
        "pending"
    );
}

#[tokio::test]
async fn a_browser_is_sent_to_the_bank_and_back() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let client = line(&visit, "/upstreams/budgea/client_id");
    let pairs = query(&[
        ("client_id", &client),
        ("redirect_uri", HOME),
        ("id_connector", "43"),
        ("state", "x"),
    ]);
    let url = bank.get(&format!("/webauth-url?{pairs}")).await["url"]
        .as_str()
        .unwrap()
        .to_owned();
    let away = read(visit.http.get(url.clone())).await.unwrap();
    assert_eq!(away.status, 307);
    let page = Page::open(
        &visit,
        &format!("{}{}", visit.base, away.header("location")),
    )
    .await;
    let pairs = returned(&page.press("refuse", "1", &[]).await);
    assert_eq!(value(&pairs, "error").as_deref(), Some("access_denied"));
    assert_eq!(bank.get("/users/me/connections").await["total"], 1);
    let away = read(visit.http.get(url)).await.unwrap();
    let page = Page::open(
        &visit,
        &format!("{}{}", visit.base, away.header("location")),
    )
    .await;
    let pairs = returned(&page.press("allow", "1", &[]).await);
    let id = value(&pairs, "id_connection").unwrap();
    assert!(bank.get(&format!("/users/me/connections/{id}")).await["state"].is_null());
    let fine = query(&[
        ("client_id", &client),
        ("redirect_uri", HOME),
        ("id_connection", "21"),
    ]);
    assert_eq!(
        bank.refused(&format!("/webauth-url?{fine}")).await,
        (409, "invalidValue".to_owned())
    );
    let with_query = query(&[
        ("client_id", &client),
        ("redirect_uri", "http://a/b?c"),
        ("id_connector", "43"),
    ]);
    assert_eq!(
        bank.refused(&format!("/webauth-url?{with_query}")).await.0,
        400
    );
}
