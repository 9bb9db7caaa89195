//! The window: what a person sees in it and does with it. Every wait is for the thing itself.

use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use fantoccini::actions::{InputSource, KeyAction, KeyActions, MouseActions, PointerAction};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::wd::{Capabilities, TimeoutConfiguration};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::computer::Computer;
use crate::{audit, desktop};

pub(crate) use fantoccini::key::Key;

/// How long a person would wait before calling it broken, in milliseconds.
const PATIENCE: u64 = 20_000;
/// Name of an element in an answer of the driver.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The open window.
#[derive(Clone)]
pub(crate) struct Window {
    /// The app as it was started last.
    session: Arc<Mutex<Client>>,
    computer: Arc<Computer>,
}

/// Opens the app on a computer of its own and lives a story in it. A story that fails leaves a picture.
pub(crate) async fn story<S, F>(name: &str, body: S) -> Result<()>
where
    S: FnOnce(Window) -> F,
    F: Future<Output = Result<()>> + Send + 'static,
{
    story_on(Computer::new()?, name, body).await
}

/// The same on a computer that the story prepared.
pub(crate) async fn story_on<S, F>(computer: Computer, name: &str, body: S) -> Result<()>
where
    S: FnOnce(Window) -> F,
    F: Future<Output = Result<()>> + Send + 'static,
{
    let window = Window::open(Arc::new(computer)).await?;
    let lived = tokio::spawn(body(window.clone())).await;
    let lived = match lived {
        Ok(Ok(())) => window.nothing_to_complain_of().await,
        Ok(Err(error)) => Err(error),
        Err(panic) => Err(panic.into()),
    };
    let picture = match &lived {
        Ok(()) => None,
        Err(_) => Some(window.picture(&format!("failed-{name}")).await),
    };
    let complaints = window.complaints().await.unwrap_or_default();
    // The next story may not find this window still open.
    window.client().close().await?;
    lived.with_context(|| {
        format!("the story “{name}”; picture: {picture:?}; the page's complaints: {complaints:?}")
    })
}

impl Window {
    async fn open(computer: Arc<Computer>) -> Result<Self> {
        let window = Self {
            session: Arc::new(Mutex::new(start(&computer).await?)),
            computer,
        };
        window.listen().await?;
        Ok(window)
    }

    fn client(&self) -> Client {
        self.session
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The computer the window is on.
    pub(crate) fn computer(&self) -> &Computer {
        &self.computer
    }

    /// Closes the app and starts it again on the same computer.
    pub(crate) async fn reopen(&self) -> Result<()> {
        self.reopen_after(|| Ok(())).await
    }

    /// The same, with something done to the computer meanwhile.
    pub(crate) async fn reopen_after(
        &self,
        meanwhile: impl FnOnce() -> Result<()> + Send,
    ) -> Result<()> {
        self.nothing_to_complain_of().await?;
        self.client().close().await?;
        meanwhile()?;
        let started = start(&self.computer).await?;
        *self.session.lock().unwrap_or_else(PoisonError::into_inner) = started;
        self.listen().await
    }

    /// Puts our ears and axe into the page.
    async fn listen(&self) -> Result<()> {
        self.client()
            .execute(include_str!("listen.js"), vec![])
            .await?;
        self.client().execute(&audit::source()?, vec![]).await?;
        Ok(())
    }

    async fn find(&self, role: &str, name: &str, mode: &str) -> Result<Value> {
        Ok(self
            .client()
            .execute_async(
                include_str!("find.js"),
                vec![json!(role), json!(name), json!(mode), json!(PATIENCE)],
            )
            .await?)
    }

    fn element(&self, answer: &Value) -> Option<Element> {
        let id = answer.get(ELEMENT)?.as_str()?;
        Some(Element::from_element_id(
            self.client(),
            ElementRef::from(id.to_owned()),
        ))
    }

    /// Waits until this is on screen.
    pub(crate) async fn see(&self, role: &str, name: &str) -> Result<Element> {
        let found = self.find(role, name, "see").await?;
        match self.element(&found) {
            Some(element) => Ok(element),
            None => bail!(
                "there is no {role} “{name}”. The page says:\n{}",
                self.words().await?
            ),
        }
    }

    /// Waits for something that takes its time, such as the minute after which a book is locked.
    pub(crate) async fn see_at_last(&self, role: &str, name: &str) -> Result<Element> {
        const TIMES: usize = 6;
        for _ in 0..TIMES {
            let found = self.find(role, name, "see").await?;
            if let Some(element) = self.element(&found) {
                return Ok(element);
            }
        }
        self.see(role, name).await
    }

    /// Moves the mouse to a place in the page, in CSS pixels.
    pub(crate) async fn point_at(&self, x: f64, y: f64) -> Result<()> {
        let mouse = MouseActions::new("mouse".into()).then(PointerAction::MoveTo {
            duration: None,
            x: x.floor(),
            y: y.floor(),
        });
        self.client().perform_actions(mouse).await?;
        Ok(())
    }

    /// Waits until this is no longer on screen.
    pub(crate) async fn gone(&self, role: &str, name: &str) -> Result<()> {
        let gone = self.find(role, name, "gone").await?;
        ensure!(gone == json!(true), "the {role} “{name}” does not go");
        Ok(())
    }

    /// Waits until the page shows these words.
    pub(crate) async fn reads(&self, text: &str) -> Result<()> {
        ensure!(
            self.read(text, true).await?,
            "“{text}” is not to be read. The page says:\n{}",
            self.words().await?
        );
        Ok(())
    }

    /// Waits until the page no longer shows these words.
    pub(crate) async fn reads_no_more(&self, text: &str) -> Result<()> {
        ensure!(
            self.read(text, false).await?,
            "“{text}” stays. The page says:\n{}",
            self.words().await?
        );
        Ok(())
    }

    async fn read(&self, text: &str, wanted: bool) -> Result<bool> {
        let answer = self
            .client()
            .execute_async(
                include_str!("read.js"),
                vec![json!(text), json!(wanted), json!(PATIENCE)],
            )
            .await?;
        Ok(answer == json!(true))
    }

    /// Everything there is to read.
    pub(crate) async fn words(&self) -> Result<String> {
        self.text_of("return document.body.innerText").await
    }

    /// Runs a script that gives a text.
    pub(crate) async fn text_of(&self, script: &str) -> Result<String> {
        let answer = self.client().execute(script, vec![]).await?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script.
    pub(crate) async fn script(&self, script: &str, words: Vec<Value>) -> Result<Value> {
        Ok(self.client().execute(script, words).await?)
    }

    /// Clicks with the mouse, where it really is.
    pub(crate) async fn click(&self, role: &str, name: &str) -> Result<()> {
        // What moves or is drawn anew under the mouse is clicked once it holds still.
        const TRIES: usize = 20;
        let mut last = None;
        for _ in 0..TRIES {
            let found = self.find(role, name, "use").await?;
            let Some(element) = self.element(&found) else {
                bail!(
                    "there is no {role} “{name}” to click. The page says:\n{}",
                    self.words().await?
                );
            };
            match element.click().await {
                Ok(()) => return Ok(()),
                Err(error) if passing(&error) => last = Some(error),
                Err(error) => return Err(error).context(format!("clicking the {role} “{name}”")),
            }
            self.rests().await?;
        }
        bail!("the {role} “{name}” cannot be clicked: {last:?}")
    }

    /// Clicks a field and types over what it holds.
    pub(crate) async fn fill(&self, name: &str, text: &str) -> Result<()> {
        self.fill_role("textbox", name, text).await
    }

    /// The same for a field of another role.
    pub(crate) async fn fill_role(&self, role: &str, name: &str, text: &str) -> Result<()> {
        self.click(role, name).await?;
        self.press(&[Key::Control], 'a').await?;
        self.write(text).await
    }

    /// Types into what has the keyboard.
    pub(crate) async fn write(&self, text: &str) -> Result<()> {
        let mut keys = KeyActions::new("keyboard".into());
        for value in text.chars() {
            keys = keys
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.client().perform_actions(keys).await?;
        Ok(())
    }

    /// Presses a key, with others held.
    pub(crate) async fn press(&self, held: &[Key], value: impl Into<char>) -> Result<()> {
        let value = value.into();
        let mut keys = KeyActions::new("keyboard".into());
        for held in held {
            keys = keys.then(KeyAction::Down {
                value: (*held).into(),
            });
        }
        keys = keys
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        for held in held {
            keys = keys.then(KeyAction::Up {
                value: (*held).into(),
            });
        }
        self.client().perform_actions(keys).await?;
        Ok(())
    }

    /// Waits until nothing loads and nothing moves.
    pub(crate) async fn rests(&self) -> Result<()> {
        let rests = self
            .client()
            .execute_async(include_str!("settle.js"), vec![json!(PATIENCE)])
            .await?;
        ensure!(
            rests == json!(true),
            "the page does not come to rest. It says:\n{}",
            self.words().await?
        );
        Ok(())
    }

    /// Makes the window so large that the page has this size.
    pub(crate) async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.client().set_window_size(width, height).await?;
        let fits = self
            .client()
            .execute_async(
                "const [width, height, done] = arguments;
                 const look = () => innerWidth === width && innerHeight === height
                     ? done([innerWidth, innerHeight]) : requestAnimationFrame(look);
                 setTimeout(() => done([innerWidth, innerHeight]), 5000);
                 look();",
                vec![json!(width), json!(height)],
            )
            .await?;
        ensure!(
            fits == json!([width, height]),
            "the page is {fits}, not {width}×{height}"
        );
        Ok(())
    }

    /// Takes a theme on as the setting does it, without a way there.
    pub(crate) async fn wear(&self, theme: &str) -> Result<()> {
        self.script(
            "document.documentElement.dataset.theme = arguments[0]",
            vec![serde_json::json!(theme)],
        )
        .await?;
        self.rests().await
    }

    /// Keeps a picture of the window.
    pub(crate) async fn picture(&self, name: &str) -> Result<PathBuf> {
        let folder = audit::target().join("screenshots");
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{name}.png"));
        desktop::picture(&path)?;
        Ok(path)
    }

    /// Runs axe over what is on screen; serious findings fail the story.
    pub(crate) async fn is_accessible(&self, place: &str) -> Result<()> {
        let answer = self
            .client()
            .execute_async(include_str!("axe.js"), vec![])
            .await?;
        let found = answer.as_array().cloned().unwrap_or_default();
        ensure!(answer.is_array(), "axe failed in {place}: {answer}");
        ensure!(
            found.is_empty(),
            "axe in {place}: {}",
            serde_json::to_string_pretty(&found)?
        );
        Ok(())
    }

    async fn complaints(&self) -> Result<Vec<String>> {
        let answer = self
            .client()
            .execute("return window.__complaints", vec![])
            .await?;
        Ok(serde_json::from_value(answer)?)
    }

    /// The page broke no policy and reported no error.
    pub(crate) async fn nothing_to_complain_of(&self) -> Result<()> {
        let complaints = self.complaints().await?;
        ensure!(complaints.is_empty(), "the page complains: {complaints:#?}");
        Ok(())
    }
}

/// Starts the app on a computer, and gives it the keyboard.
async fn start(computer: &Computer) -> Result<Client> {
    let driver = std::env::var("COFFER_DRIVER")
        .context("COFFER_DRIVER names the driver; `cargo xtask journeys` starts it")?;
    let mut wants = Capabilities::new();
    wants.insert("browserName".into(), json!("wry"));
    wants.insert(
        "tauri:options".into(),
        json!({ "application": computer.starter()? }),
    );
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(wants)
        .connect(&driver)
        .await
        .context("the app did not open")?;
    let patience = Some(Duration::from_millis(2 * PATIENCE));
    client
        .update_timeouts(TimeoutConfiguration::new(patience, None, None))
        .await?;
    desktop::focus("^Coffer$")?;
    Ok(client)
}

/// Whether an error is about a moment and not about the page.
fn passing(error: &CmdError) -> bool {
    match error {
        CmdError::Standard(said) => matches!(
            said.error,
            ErrorStatus::StaleElementReference
                | ErrorStatus::ElementClickIntercepted
                | ErrorStatus::ElementNotInteractable
        ),
        _ => false,
    }
}
