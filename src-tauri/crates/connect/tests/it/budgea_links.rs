//! Linking banks through Budgea, step by step.

use std::collections::BTreeMap;
use std::sync::Arc;

use connect::steps::{
    AskReason, LinkAnswer, LinkProgress, LinkStep, LinkTask, Redirect, StepContext, StopReason, Way,
};
use connect::{Access, Budgea, CancelFlag, Connector, ConnectorError};
use domain::connection::LoginCondition;
use secrets::Secret;

use crate::budgea::{Bank, way_in};
use crate::client::{FakePause, now};
use crate::server::{Reply, Seen, Server};

const LIST: &str = "GET /2.0/users/me/connections";
const MAKE: &str = "POST /2.0/users/me/connections";
const ONE: &str = "GET /2.0/users/me/connections/21";
const CHANGE: &str = "POST /2.0/users/me/connections/21";
const CONNECTOR: &str = r#"{"id":40,"uuid":"u-40","name":"Banque Rive","auth_mechanism":"credentials","fields":[
    {"name":"login","label":"Numéro client","type":"text","required":true,"regex":"^[0-9]{5,10}$"},
    {"name":"password","label":"Code secret","type":"password","required":true}]}"#;

struct Stage {
    server: Server,
    access: Access,
}

impl Stage {
    async fn new(bank: Bank) -> Self {
        let mut routes = bank.0;
        routes
            .entry(LIST.to_owned())
            .or_insert_with(|| vec![Reply::json(r#"{"connections":[]}"#)]);
        routes
            .entry("GET /2.0/connectors/40".to_owned())
            .or_insert_with(|| vec![Reply::json(CONNECTOR)]);
        let server = Bank(routes).start().await;
        let access = way_in(&server.url(), &Arc::new(FakePause::default()));
        Self { server, access }
    }

    async fn begin(&self, task: LinkTask) -> Result<LinkProgress, ConnectorError> {
        Budgea
            .begin(&self.access, &task, &around(), &CancelFlag::new())
            .await
    }

    async fn go_on(
        &self,
        progress: &LinkProgress,
        answer: LinkAnswer,
    ) -> Result<LinkProgress, ConnectorError> {
        Budgea
            .go_on(
                &self.access,
                &progress.state,
                answer,
                &around(),
                &CancelFlag::new(),
            )
            .await
    }

    fn sent(&self, route: &str) -> Vec<Seen> {
        self.server
            .seen()
            .into_iter()
            .filter(|seen| format!("{} {}", seen.method, seen.path) == route)
            .collect()
    }
}

fn around() -> StepContext {
    StepContext {
        redirect: Some(Redirect {
            uri: "http://127.0.0.1:9/back".into(),
            state: "word".into(),
        }),
        language: "fr".into(),
        now: now(),
    }
}

fn add() -> LinkTask {
    LinkTask::AddLogin {
        connector: Some("40".into()),
        way: Way::Form,
    }
}

fn repair() -> LinkTask {
    LinkTask::Repair {
        login: "21".into(),
        way: Way::Form,
    }
}

fn fields(list: &[(&str, &str)]) -> LinkAnswer {
    LinkAnswer::Fields(
        list.iter()
            .map(|(name, value)| ((*name).to_owned(), Secret::new(*value)))
            .collect(),
    )
}

fn brought(list: &[(&str, &str)]) -> LinkAnswer {
    LinkAnswer::Callback(
        list.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect::<BTreeMap<_, _>>(),
    )
}

fn credentials() -> LinkAnswer {
    fields(&[("login", "12345"), ("password", "hunter2")])
}

fn login(state: &str, more: &str) -> String {
    format!(
        r#"{{"id":21,"id_connector":40,"state":{state},"last_update":null,"active":true{more}}}"#
    )
}

const OTP: &str = r#","fields":[{"name":"otp","label":"Code","type":"text","required":true,"regex":"^[0-9]{6}$"}]"#;

#[track_caller]
fn asks(progress: &LinkProgress, wanted: AskReason) -> Vec<String> {
    match &progress.step {
        LinkStep::Ask { reason, fields, .. } => {
            assert_eq!(*reason, wanted);
            fields.iter().map(|field| field.name.clone()).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn done(progress: &LinkProgress) -> &str {
    match &progress.step {
        LinkStep::Done(linked) => linked.login.as_deref().unwrap(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn stopped(progress: &LinkProgress) -> StopReason {
    match &progress.step {
        LinkStep::Stopped { why, .. } => *why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_bank_that_is_content_with_credentials() {
    let stage = Stage::new(Bank::default().on(MAKE, Reply::status(201, login("null", "")))).await;
    let first = stage.begin(add()).await.unwrap();
    assert_eq!(asks(&first, AskReason::Credentials), ["login", "password"]);
    let second = stage.go_on(&first, credentials()).await.unwrap();
    assert_eq!(done(&second), "21");
    let sent = stage.sent(MAKE);
    let body: serde_json::Value = serde_json::from_str(&sent[0].body).unwrap();
    assert_eq!(
        body,
        serde_json::json!({"id_connector": 40, "login": "12345", "password": "hunter2"})
    );
    for progress in [&first, &second] {
        assert!(
            !progress.state.contains("hunter2"),
            "no secret outlives its step"
        );
    }
}

#[tokio::test]
async fn a_code_is_asked_for_in_both_eras() {
    let older = Reply::status(202, format!(r#"{{"id":21,"id_connector":40{OTP}}}"#));
    let newer = Reply::status(200, login(r#""additionalInformationNeeded""#, OTP));
    for reply in [older, newer] {
        let stage = Stage::new(
            Bank::default()
                .on(MAKE, reply)
                .on(CHANGE, Reply::json(login("null", ""))),
        )
        .await;
        let first = stage.begin(add()).await.unwrap();
        let second = stage.go_on(&first, credentials()).await.unwrap();
        assert_eq!(asks(&second, AskReason::Code), ["otp"]);
        let third = stage
            .go_on(&second, fields(&[("otp", "123456")]))
            .await
            .unwrap();
        assert_eq!(done(&third), "21");
        assert_eq!(stage.sent(MAKE).len(), 1, "the login is made once");
        assert_eq!(stage.sent(CHANGE)[0].body, r#"{"otp":"123456"}"#);
    }
}

#[tokio::test]
async fn refused_credentials_are_asked_for_again_and_a_bank_may_be_away() {
    for body in [
        r#"{"code":"wrongPass","description":"refused","message":null,"request_id":"r-17"}"#,
        r#"{"error":"wrongpass"}"#,
    ] {
        let stage = Stage::new(Bank::default().on(MAKE, Reply::status(400, body))).await;
        let first = stage.begin(add()).await.unwrap();
        let second = stage.go_on(&first, credentials()).await.unwrap();
        assert_eq!(
            asks(&second, AskReason::WrongCredentials),
            ["login", "password"]
        );
    }
    for body in [
        r#"{"code":"websiteUnavailable","message":"Closed for the night"}"#,
        r#"{"error":"websiteUnavailable"}"#,
    ] {
        let stage = Stage::new(Bank::default().on(MAKE, Reply::status(400, body))).await;
        let first = stage.begin(add()).await.unwrap();
        let second = stage.go_on(&first, credentials()).await.unwrap();
        assert_eq!(
            stopped(&second),
            StopReason::Login(LoginCondition::BankUnavailable)
        );
    }
    let stage =
        Stage::new(Bank::default().on(MAKE, Reply::status(400, r#"{"code":"missingParameter"}"#)))
            .await;
    let first = stage.begin(add()).await.unwrap();
    let error = stage.go_on(&first, credentials()).await.unwrap_err();
    assert!(error.to_string().contains("missingParameter"), "{error}");
}

#[tokio::test]
async fn a_nod_in_the_banks_app_is_waited_for() {
    let stage = Stage::new(
        Bank::default()
            .on(MAKE, Reply::status(201, login(r#""decoupled""#, "")))
            .on(CHANGE, Reply::json(login(r#""decoupled""#, "")))
            .json(ONE, &login(r#""decoupled""#, ""))
            .json(ONE, &login(r#""validating""#, ""))
            .json(
                ONE,
                &login("null", r#","last_update":"2026-01-15 11:00:00""#).replacen(
                    r#""last_update":null,"#,
                    "",
                    1,
                ),
            ),
    )
    .await;
    let first = stage.begin(add()).await.unwrap();
    let mut at = stage.go_on(&first, credentials()).await.unwrap();
    let resumed = stage.sent(CHANGE);
    assert_eq!(resumed[0].body, r#"{"resume":true}"#);
    assert_eq!(resumed[0].query("background"), Some("true"));
    let mut approved = Vec::new();
    while let LinkStep::Approve { approved: is, .. } = at.step {
        approved.push(is);
        at = stage.go_on(&at, LinkAnswer::Poll).await.unwrap();
    }
    assert_eq!(approved, [false, false, true]);
    assert_eq!(done(&at), "21");
    assert_eq!(stage.sent(CHANGE).len(), 1, "the app is asked once");
}

#[tokio::test]
async fn a_bank_with_a_page_of_its_own() {
    let stage = Stage::new(
        Bank::default()
            .json(
                "GET /2.0/connectors/40",
                r#"{"id":40,"name":"Banque Rive","auth_mechanism":"webauth","fields":[]}"#,
            )
            .json(
                "GET /2.0/webauth-url",
                r#"{"url":"https://bank.example/authorise?x=1"}"#,
            )
            .json(ONE, &login("null", "")),
    )
    .await;
    let first = stage.begin(add()).await.unwrap();
    assert!(
        matches!(&first.step, LinkStep::Browser { url, .. } if url == "https://bank.example/authorise?x=1")
    );
    let asked = &stage.sent("GET /2.0/webauth-url")[0];
    assert_eq!(asked.query("redirect_uri"), Some("http://127.0.0.1:9/back"));
    assert_eq!(asked.query("id_connector"), Some("40"));
    assert_eq!(asked.query("state"), Some("word"));
    let answer = brought(&[("id_connection", "21"), ("state", "word")]);
    assert_eq!(done(&stage.go_on(&first, answer).await.unwrap()), "21");

    for (answer, wanted) in [
        (
            vec![("id_connection", "21"), ("state", "guess")],
            StopReason::NotOurs,
        ),
        (vec![("id_connection", "21")], StopReason::NotOurs),
        (
            vec![("error", "access_denied"), ("state", "word")],
            StopReason::Refused,
        ),
        (
            vec![("error", "tos_declined"), ("state", "word")],
            StopReason::TermsDeclined,
        ),
        (
            vec![("error", "server_error"), ("state", "word")],
            StopReason::PageFailed,
        ),
        (
            vec![("error", "whatever"), ("state", "word")],
            StopReason::PageFailed,
        ),
    ] {
        let ended = stage.go_on(&first, brought(&answer)).await.unwrap();
        assert_eq!(stopped(&ended), wanted, "{answer:?}");
    }
}

#[tokio::test]
async fn no_browser_is_sent_to_an_odd_address() {
    for url in [
        "javascript:alert(1)",
        "http://bank.example/plain",
        "file:///etc/passwd",
    ] {
        let stage = Stage::new(
            Bank::default()
                .json(ONE, &login(r#""webauthRequired""#, ""))
                .json("GET /2.0/webauth-url", &format!(r#"{{"url":"{url}"}}"#)),
        )
        .await;
        let first = stage.begin(repair()).await.unwrap();
        assert_eq!(stopped(&first), StopReason::PageFailed, "{url}");
    }
}

#[tokio::test]
async fn the_upstreams_own_pages() {
    let bank = Bank::default()
        .on(
            "GET /2.0/auth/token/code",
            Reply::status(405, r#"{"code":"methodNotAllowed"}"#),
        )
        .json(
            "POST /2.0/auth/token/code",
            r#"{"code":"/co+de","type":"temporary","expires_in":1800}"#,
        )
        // Read on entering, and before the browser is opened.
        .json(LIST, r#"{"connections":[{"id":20}]}"#)
        .json(LIST, r#"{"connections":[{"id":20}]}"#)
        .json(LIST, r#"{"connections":[{"id":20},{"id":21}]}"#)
        .json(ONE, &login("null", ""));
    let stage = Stage::new(bank).await;
    let task = LinkTask::AddLogin {
        connector: None,
        way: Way::Browser,
    };
    let first = stage.begin(task).await.unwrap();
    let LinkStep::Browser { url, .. } = &first.step else {
        panic!("{first:?}")
    };
    assert!(
        url.contains("/2.0/auth/webview/fr/connect?client_id=71&"),
        "{url}"
    );
    assert!(url.contains("code=%2Fco%2Bde"), "{url}");
    assert!(!first.state.contains("co+de"), "the code is not kept");
    let answer = brought(&[("connection_id", "21"), ("state", "word")]);
    assert_eq!(done(&stage.go_on(&first, answer).await.unwrap()), "21");
    assert_eq!(
        done(&stage.go_on(&first, LinkAnswer::Poll).await.unwrap()),
        "21",
        "told by the list alone"
    );

    let reconnect = LinkTask::ChangeCredentials {
        login: "21".into(),
        way: Way::Browser,
    };
    let step = stage.begin(reconnect).await.unwrap().step;
    let LinkStep::Browser { url, .. } = step else {
        panic!("{step:?}")
    };
    assert!(
        url.contains("/reconnect?")
            && url.contains("connection_id=21")
            && url.contains("reset_credentials=true")
    );
    let repair = LinkTask::Repair {
        login: "21".into(),
        way: Way::Browser,
    };
    let step = stage.begin(repair).await.unwrap().step;
    let LinkStep::Browser { url, .. } = step else {
        panic!("{step:?}")
    };
    assert!(
        url.contains("/reconnect?")
            && url.contains("connection_id=21")
            && !url.contains("reset_credentials"),
        "what the bank was told stays: {url}"
    );
    let manage = stage.begin(LinkTask::Manage).await.unwrap();
    let ended = stage
        .go_on(&manage, brought(&[("state", "word")]))
        .await
        .unwrap();
    assert!(matches!(ended.step, LinkStep::Done(ref linked) if linked.login.is_none()));

    let mut without = Stage::new(Bank::default()).await;
    without.access.settings.clear();
    let ended = without.begin(LinkTask::Manage).await.unwrap();
    assert_eq!(stopped(&ended), StopReason::ClientIdMissing);
}

#[tokio::test]
async fn an_ailing_login_is_helped_by_what_ails_it() {
    let at =
        |state: &str, more: &str| Bank::default().json(ONE, &login(&format!("\"{state}\""), more));
    let due = Stage::new(at("SCARequired", "").on(
        CHANGE,
        Reply::json(login(r#""additionalInformationNeeded""#, OTP)),
    ))
    .await;
    assert_eq!(
        asks(&due.begin(repair()).await.unwrap(), AskReason::Code),
        ["otp"]
    );
    assert_eq!(due.sent(CHANGE)[0].body, "{}");

    let wrong = Stage::new(
        at("wrongpass", "").json(LIST, r#"{"connections":[{"id":21,"id_connector":40}]}"#),
    )
    .await;
    let asked = wrong.begin(repair()).await.unwrap();
    assert_eq!(
        asks(&asked, AskReason::WrongCredentials),
        ["login", "password"]
    );
    assert!(
        wrong.sent(CHANGE).is_empty(),
        "nothing is sent before the person answers"
    );

    let expired = Stage::new(at(
        "passwordExpired",
        r#","error_message":"Change it\non our site""#,
    ))
    .await;
    let ended = expired.begin(repair()).await.unwrap();
    assert_eq!(
        stopped(&ended),
        StopReason::Login(LoginCondition::PasswordExpired)
    );
    assert!(
        matches!(&ended.step, LinkStep::Stopped { message: Some(text), .. } if text == "Change it on our site")
    );

    let limited = Stage::new(at("rateLimiting", r#","next_try":"2026-01-15 18:00:00""#)).await;
    let ended = limited.begin(repair()).await.unwrap();
    assert!(
        matches!(&ended.step, LinkStep::Stopped { retry_at: Some(at), .. } if at.to_rfc3339() == "2026-01-15T17:00:00+00:00")
    );
    assert!(limited.sent(CHANGE).is_empty());

    let future = Stage::new(at("teleported", "")).await;
    assert_eq!(
        stopped(&future.begin(repair()).await.unwrap()),
        StopReason::Login(LoginCondition::Unknown)
    );
}

#[tokio::test]
async fn accounts_are_shared_and_logins_removed() {
    let offered = r#"{"accounts":[{"id":501,"type":"checking","name":"Daily","balance":null,"disabled":"2026-01-01 00:00:00",
        "currency":{"id":"EUR"},"id_connection":21},{"id":502,"type":"savings","name":"Old","deleted":"2026-01-01 00:00:00",
        "id_connection":21},{"id":503,"type":"savings","name":"Put aside","balance":5,"currency":{"id":"EUR"},"id_connection":21}]}"#;
    let stage = Stage::new(
        Bank::default()
            .json("GET /2.0/users/me/connections/21/accounts", offered)
            .on(
                "POST /2.0/users/me/accounts/501",
                Reply::status(405, r#"{"code":"methodNotAllowed"}"#),
            )
            .on("PUT /2.0/users/me/accounts/501", Reply::json("{}"))
            .on(
                "DELETE /2.0/users/me/connections/21",
                Reply::status(204, ""),
            ),
    )
    .await;
    let cancel = CancelFlag::new();
    let accounts = Budgea
        .offered_accounts(&stage.access, "21", &cancel)
        .await
        .unwrap();
    let shared: Vec<(&str, bool)> = accounts
        .iter()
        .map(|one| (one.name.as_str(), one.shared))
        .collect();
    assert_eq!(shared, [("Daily", false), ("Put aside", true)]);
    Budgea
        .share(&stage.access, &["501".to_owned()], true, &cancel)
        .await
        .unwrap();
    let put = &stage.sent("PUT /2.0/users/me/accounts/501")[0];
    assert_eq!(
        (put.body.as_str(), put.query("all")),
        (r#"{"disabled":false}"#, Some(""))
    );
    Budgea
        .remove_login(&stage.access, "21", &cancel)
        .await
        .unwrap();
    assert_eq!(stage.sent("DELETE /2.0/users/me/connections/21").len(), 1);
}

#[tokio::test]
async fn the_directory_is_read_in_both_eras() {
    let newer = r#"{"connectors":[{"id":40,"uuid":"u-40","name":"Banque Rive","hidden":false,"restricted":false,
        "capabilities":["bank"],"countries":[{"code":"FR"}],"months_to_fetch":12,"fields":[]},
        {"id":41,"name":"Gone","restricted":true}]}"#;
    let older = r#"{"banks":[{"id":40,"name":"Banque Rive","hidden":false,"color":"aa0011",
        "fields":[{"name":"site","type":"list","label":"Site","values":[{"label":"Private","value":"p"}]}]}],"total":1}"#;
    let cancel = CancelFlag::new();
    let stage = Stage::new(Bank::default().json("GET /2.0/connectors", newer)).await;
    let banks = Budgea
        .connectors(&stage.access, &cancel)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (banks[0].id.as_str(), banks[0].countries.as_slice()),
        ("u-40", &["FR".to_owned()][..])
    );
    assert!(banks[1].restricted);
    let stage = Stage::new(Bank::default().json("GET /2.0/banks", older)).await;
    let banks = Budgea
        .connectors(&stage.access, &cancel)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(banks[0].color.as_deref(), Some("#aa0011"));
    assert_eq!(banks[0].fields[0].values[0].value, "p");
}
