//! Where a browser comes back to: one address on this machine, for one task, answered once.
//!
//! The port is any free one and the path is a word that nobody can guess, so that no other page can answer in its stead.
//! Only GET is heard, heads are short, and what is answered is a static page without scripts.

use std::collections::BTreeMap;
use std::time::Duration;

use connect::CancelFlag;
use connect::steps::Redirect;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Longest head of a request.
const LONGEST_HEAD: usize = 16 * 1024;
/// How long a browser may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(5);

/// A listener for one task.
pub(crate) struct Loopback {
    listener: TcpListener,
    host: String,
    path: String,
    state: String,
}

/// What a request was.
#[derive(Debug, PartialEq, Eq)]
enum Heard {
    /// The answer that was waited for.
    Answer(BTreeMap<String, String>),
    /// Something else, to be answered with this status.
    Other(u16),
}

impl Loopback {
    pub(crate) async fn open() -> std::io::Result<Self> {
        let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await?;
        let host = format!("127.0.0.1:{}", listener.local_addr()?.port());
        Ok(Self {
            listener,
            host,
            path: format!("/{}", word()),
            state: word(),
        })
    }

    /// Where to come back to.
    pub(crate) fn redirect(&self) -> Redirect {
        Redirect {
            uri: format!("http://{}{}", self.host, self.path),
            state: self.state.clone(),
        }
    }

    /// Waits for the browser; none when it was called off or took too long.
    pub(crate) async fn wait(
        &self,
        cancel: &CancelFlag,
        patience: Duration,
    ) -> Option<BTreeMap<String, String>> {
        let answered = async {
            loop {
                let Ok((socket, _)) = self.listener.accept().await else {
                    continue;
                };
                // One at a time is enough, and a silent one is soon given up.
                let heard = tokio::time::timeout(PATIENCE, self.serve(socket)).await;
                if let Ok(Ok(Some(answer))) = heard {
                    return answer;
                }
            }
        };
        tokio::select! {
            biased;
            () = cancel.cancelled() => None,
            answer = answered => Some(answer),
            () = tokio::time::sleep(patience) => None,
        }
    }

    async fn serve(
        &self,
        mut socket: TcpStream,
    ) -> std::io::Result<Option<BTreeMap<String, String>>> {
        let mut head = Vec::new();
        let mut chunk = [0_u8; 2048];
        while !head.windows(4).any(|end| end == b"\r\n\r\n") {
            let read = socket.read(&mut chunk).await?;
            if read == 0 || head.len() + read > LONGEST_HEAD {
                return Ok(None);
            }
            head.extend_from_slice(&chunk[..read]);
        }
        let heard = self.hear(&String::from_utf8_lossy(&head));
        let (status, text) = match &heard {
            Heard::Answer(_) => (
                "200 OK",
                "Coffer has the answer. You can close this window.",
            ),
            Heard::Other(404) => ("404 Not Found", "There is nothing here."),
            Heard::Other(405) => ("405 Method Not Allowed", "There is nothing here."),
            Heard::Other(_) => ("400 Bad Request", "Coffer did not ask for this."),
        };
        let page = page(text);
        let answer = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
             Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\
             Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nConnection: close\r\n\r\n{page}",
            page.len()
        );
        socket.write_all(answer.as_bytes()).await?;
        socket.shutdown().await?;
        Ok(match heard {
            Heard::Answer(answer) => Some(answer),
            Heard::Other(_) => None,
        })
    }

    fn hear(&self, head: &str) -> Heard {
        let mut lines = head.lines();
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Heard::Other(400);
        };
        if method != "GET" {
            return Heard::Other(405);
        }
        // A page elsewhere that had a name of its own point here would be told by the name.
        let is_ours = lines
            .filter_map(|line| line.split_once(':'))
            .any(|(name, value)| name.eq_ignore_ascii_case("host") && value.trim() == self.host);
        if !is_ours {
            return Heard::Other(400);
        }
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        if path != self.path {
            return Heard::Other(404);
        }
        let mut brought: BTreeMap<String, String> = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .take(50)
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (decoded(name), decoded(value))
            })
            .collect();
        // Some pages forget the word when they fail; the path alone shows that they mean us.
        if brought.contains_key("error") {
            brought
                .entry("state".to_owned())
                .or_insert_with(|| self.state.clone());
        }
        if brought.get("state") != Some(&self.state) {
            return Heard::Other(400);
        }
        Heard::Answer(brought)
    }
}

/// A word of 122 random bits.
fn word() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

fn page(text: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Coffer</title>\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <style>body{{font:1.1rem/1.5 system-ui,sans-serif;margin:20vh auto 0;max-width:30rem;padding:0 1rem;\
         text-align:center}}</style><p>{text}</p></html>"
    )
}

/// Form decoding; what is no valid escape stays as it is.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let escape = bytes
            .get(at + 1..at + 3)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, escape) {
            (b'+', _) => out.push(b' '),
            (b'%', Some(value)) => {
                out.push(value);
                at += 2;
            }
            (byte, _) => out.push(*byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

    use super::*;

    async fn said(host: &str, request: String) -> String {
        let mut socket = TcpStream::connect(host).await.unwrap();
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.unwrap();
        answer
    }

    fn get(host: &str, target: &str) -> String {
        format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n")
    }

    #[tokio::test]
    async fn only_the_answer_that_was_waited_for_is_taken() {
        let loopback = Loopback::open().await.unwrap();
        let redirect = loopback.redirect();
        let (host, path) = (loopback.host.clone(), loopback.path.clone());
        let state = redirect.state.clone();
        let browser = tokio::spawn(async move {
            let good = format!("{path}?connection_id=21&code=a%2Bb&state={state}");
            for (request, status) in [
                (get(&host, "/favicon.ico"), "404"),
                (
                    get(&host, &format!("{path}?connection_id=9&state=guess")),
                    "400",
                ),
                (get(&host, &format!("{path}?connection_id=9")), "400"),
                (
                    format!("POST {good} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
                    "405",
                ),
                (
                    format!("GET {good} HTTP/1.1\r\nHost: evil.example:80\r\n\r\n"),
                    "400",
                ),
                (get(&host, &good), "200"),
            ] {
                let answer = said(&host, request.clone()).await;
                assert!(
                    answer.starts_with(&format!("HTTP/1.1 {status}")),
                    "{request}"
                );
            }
        });
        let brought = loopback
            .wait(&CancelFlag::new(), Duration::from_mins(1))
            .await
            .unwrap();
        assert_eq!(brought.get("connection_id").map(String::as_str), Some("21"));
        assert_eq!(brought.get("code").map(String::as_str), Some("a+b"));
        browser.await.unwrap();
    }

    #[tokio::test]
    async fn a_failure_is_an_answer_too_and_waiting_can_be_called_off() {
        let loopback = Loopback::open().await.unwrap();
        let (host, path) = (loopback.host.clone(), loopback.path.clone());
        let browser = tokio::spawn(async move {
            said(&host, get(&host, &format!("{path}?error=access_denied"))).await
        });
        let brought = loopback
            .wait(&CancelFlag::new(), Duration::from_mins(1))
            .await
            .unwrap();
        assert_eq!(
            brought.get("error").map(String::as_str),
            Some("access_denied")
        );
        browser.await.unwrap();
        let cancel = CancelFlag::new();
        cancel.cancel();
        assert_eq!(loopback.wait(&cancel, Duration::from_mins(1)).await, None);
    }

    #[test]
    fn escapes_are_read_and_nonsense_stays() {
        assert_eq!(decoded("a%2Bb+c%"), "a+b c%");
        assert_eq!(decoded("%zz%C3%A9"), "%zzé");
    }
}
