//! `watch` and `present` over HTTP: who is let in, what is sent, and what becomes of a deck that breaks.
#![allow(clippy::disallowed_methods, reason = "tests set up their own folders")]

mod program;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use program::{command, said, with_deck};
use serde_json::Value;

const DECK: &str =
    "---\nlang: zh-CN\n---\n## 一\n\n甲\n\n<!-- 备注 -->\n\n## 二\n\n乙\n\n## 三\n\n丙\n";
/// Runs until a limit, if nobody stops it.
const ENDLESS: &str = "## 一\n\n```{=typst}\n#lorem(500000000)\n```\n";

/// A server, ended with the test.
struct Server {
    child: Child,
    /// `127.0.0.1` and the port.
    host: String,
}

impl Server {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child =
            command(folder, arguments).stderr(Stdio::piped()).spawn().expect("the program runs");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let address = lines.find_map(|line| {
            let line = line.expect("a line");
            let at = line.find("http://127.0.0.1:")?;
            Some(line[at + "http://".len()..].split('/').next()?.to_owned())
        });
        // It must not find a closed pipe.
        std::thread::spawn(move || lines.count());
        Self { child, host: address.expect("an address") }
    }

    /// Sends a request with these headers beside its `Host`, unless they have one.
    fn request(&self, line: &str, headers: &[&str], body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.host).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time");
        let host = match headers.iter().any(|header| header.starts_with("Host:")) {
            true => String::new(),
            false => format!("Host: {}\r\n", self.host),
        };
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        let length = body.len();
        write!(stream, "{line} HTTP/1.1\r\n{host}{headers}Content-Length: {length}\r\n\r\n{body}")
            .expect("a request");
        stream
    }

    /// The status of an answer.
    fn status(&self, line: &str, headers: &[&str], body: &str) -> u16 {
        let mut answer = [0; 12];
        self.request(line, headers, body).read_exact(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer[9..]).parse().expect("a status")
    }

    /// The token that the page has.
    fn token(&self) -> String {
        let mut page = String::new();
        let stream = self.request("GET /", &["Connection: close"], "");
        BufReader::new(stream).read_to_string(&mut page).expect("a page");
        assert!(page.contains("connect-src 'self'"), "{page}");
        assert!(!page.contains("甲"), "the page itself has nothing of the deck");
        let at = page.find("name=\"token\" content=\"").expect("a token") + 22;
        page[at..].split('"').next().expect("an end").to_owned()
    }

    /// What happens, as it does.
    fn events(&self, token: &str) -> impl Iterator<Item = Value> + use<> {
        let own = format!("Authorization: Bearer {token}");
        let stream = self.request("GET /events", &[&own], "");
        // Chunks begin and end lines of their own, which are no JSON objects.
        let lines = BufReader::new(stream).lines().map(|line| line.expect("a line"));
        lines
            .filter(|line| line.starts_with('{'))
            .filter_map(|line| serde_json::from_str(&line).ok())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The next deck among what happens.
fn deck(events: &mut impl Iterator<Item = Value>) -> Value {
    events.find(|event| event["kind"] == "deck").expect("a deck")
}

/// How many pages of a message come whole.
fn whole(deck: &Value) -> usize {
    deck["pages"].as_array().expect("pages").iter().filter(|page| page[1].is_string()).count()
}

#[test]
fn nobody_else_is_let_in() {
    let folder = with_deck(DECK);
    let server = Server::start(folder.path(), &["present", "talk.md"]);
    let token = server.token();
    let own = format!("Authorization: Bearer {token}");
    let origin = format!("Origin: http://{}", server.host);
    let json = "Content-Type: application/json";
    let body = r#"{"kind":"hello","from":"a"}"#;
    assert_eq!(server.status("GET /", &[], ""), 200);
    for (line, headers, status) in [
        ("GET /", vec!["Host: evil.example"], 403),
        ("GET /", vec!["Host: 127.0.0.1:1"], 403),
        ("GET /", vec!["Origin: http://evil.example"], 403),
        ("GET /events", vec![], 401),
        ("GET /events", vec!["Authorization: Bearer 0123456789abcdef0123456789abcdef"], 401),
        ("GET /talk.md", vec![&own], 404),
        ("GET /../talk.md", vec![&own], 404),
        ("POST /say", vec![&own, json], 401),
        ("POST /say", vec![&origin, json], 401),
        ("POST /say", vec![&own, json, "Origin: null"], 403),
        ("POST /say", vec![&own, &origin, "Content-Type: text/plain"], 400),
        ("POST /say", vec![&own, &origin, json], 204),
        ("DELETE /say", vec![&own, &origin, json], 405),
    ] {
        assert_eq!(server.status(line, &headers, body), status, "{line} {headers:?}");
    }
    assert_eq!(server.status("POST /say", &[&own, &origin, json], r#"{"kind":"deck"}"#), 400);
}

#[test]
fn windows_hear_of_each_other_and_who_comes_later_of_the_state() {
    let folder = with_deck(DECK);
    let server = Server::start(folder.path(), &["present", "talk.md"]);
    let token = server.token();
    let mut first = server.events(&token);
    let all = deck(&mut first);
    assert_eq!((whole(&all), &all["previous"]), (3, &Value::Null));
    assert!(all["talk"]["slides"][0]["notes"][0]["html"].as_str().expect("notes").contains("备注"));
    let (own, origin) =
        (format!("Authorization: Bearer {token}"), format!("Origin: http://{}", server.host));
    let state = r#"{"kind":"state","from":"a","shows":"presenter","state":{"page":2,"stamp":3}}"#;
    let headers = [own.as_str(), &origin, "Content-Type: application/json"];
    assert_eq!(server.status("POST /say", &headers, state), 204);
    assert_eq!(first.next().expect("a state")["state"]["page"], 2);
    let told: Vec<Value> = server.events(&token).take(3).collect();
    assert_eq!(
        (told[0]["kind"].as_str(), told[2]["state"]["page"].as_u64()),
        (Some("welcome"), Some(2))
    );
}

#[test]
fn a_save_sends_the_page_that_changed_and_a_broken_deck_none() {
    let folder = with_deck(DECK);
    let path = folder.path().join("talk.md");
    let server = Server::start(folder.path(), &["watch", "talk.md", "--time-limit", "600"]);
    let mut events = server.events(&server.token());
    // The first build may be over or not.
    let mut first = deck(&mut events);
    while whole(&first) == 0 {
        first = deck(&mut events);
    }
    fs::write(&path, DECK.replace("乙", "新的")).expect("a deck");
    let now = deck(&mut events);
    assert_eq!((whole(&now), now["edited"].as_u64()), (1, Some(1)), "{now}");
    // Saved as a new file that takes the old one's place.
    let new = folder.path().join("new");
    fs::write(&new, DECK.replace("丙", "旧的")).expect("a deck");
    fs::rename(&new, &path).expect("the deck");
    assert_eq!(whole(&deck(&mut events)), 2);
    fs::write(&path, "---\ntitle: [\n---\n").expect("a deck");
    let broken = deck(&mut events);
    assert_eq!((whole(&broken), &broken["findings"]["stale"]), (0, &Value::Bool(true)));
    assert_eq!(broken["pages"].as_array().expect("pages").len(), 3, "the last good ones");
    // A picture that was missing comes.
    fs::write(&path, DECK.replace("乙", "![图](cat.png)")).expect("a deck");
    let missing = deck(&mut events);
    assert!(
        missing["findings"]["said"][0].as_str().expect("a finding").contains("missing-picture")
    );
    let cat = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/cat.png");
    fs::copy(cat, folder.path().join("cat.png")).expect("a picture");
    assert_eq!(deck(&mut events)["findings"]["said"].as_array().map(Vec::len), Some(0));
    // What never ends is stopped by the next save.
    fs::write(&path, ENDLESS).expect("a deck");
    std::thread::sleep(Duration::from_secs(1));
    fs::write(&path, DECK).expect("a deck");
    assert_eq!(deck(&mut events)["findings"]["stale"], false);
}

#[test]
fn there_must_be_something_to_show() {
    let folder = with_deck("---\ntitle: [\n---\n");
    let text = said(folder.path(), &["present", "talk.md"], 2);
    assert!(text.contains("this bracket is never closed"), "{text}");
    let text = said(folder.path(), &["watch", "-"], 2);
    assert!(text.contains("a deck from a pipe cannot be built again"), "{text}");
}
