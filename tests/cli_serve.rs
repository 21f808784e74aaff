//! `watch` and `present` over HTTP: who is let in, what is sent, and what becomes of a deck that breaks.
#![allow(clippy::disallowed_methods, reason = "tests set up their own folders")]

mod program;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use program::{command, names, said, with_deck};
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
    /// Hears what it says after its address.
    said: Option<std::thread::JoinHandle<Vec<String>>>,
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
        let said = std::thread::spawn(move || lines.map_while(Result::ok).collect());
        Self { child, host: address.expect("an address"), said: Some(said) }
    }

    /// Ends it as Ctrl-C does; the answer is what it said after its address.
    #[cfg(unix)]
    fn interrupt(&mut self) -> Vec<String> {
        let id = self.child.id().to_string();
        let done = std::process::Command::new("kill").args(["-INT", &id]).status();
        assert!(done.expect("`kill` runs").success());
        assert!(self.child.wait().expect("an end").success());
        self.said.take().expect("it was not ended before").join().expect("what it said")
    }

    /// Says something to it, as its own page does.
    fn say(&self, token: &str, body: &str) -> u16 {
        let own = format!("Authorization: Bearer {token}");
        let origin = format!("Origin: http://{}", self.host);
        self.status("POST /say", &[&own, &origin, "Content-Type: application/json"], body)
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
    let state = r#"{"kind":"state","from":"a","shows":"presenter","state":{"page":2,"stamp":3}}"#;
    assert_eq!(server.say(&token, state), 204);
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

/// Whether something holds within thirty seconds.
fn until(holds: impl Fn() -> bool) -> bool {
    (0..3000).any(|_| {
        holds() || {
            std::thread::sleep(Duration::from_millis(10));
            false
        }
    })
}

#[test]
fn files_are_written_with_every_save_but_for_what_is_denied() {
    let folder = with_deck(DECK);
    let path = folder.path().join("talk.md");
    let arguments = ["watch", "talk.md", "-f", "notes,png", "-o", "out/", "--time-limit", "600"];
    let server = Server::start(folder.path(), &arguments);
    let mut events = server.events(&server.token());
    let notes = folder.path().join("out/talk.notes.md");
    let wait =
        |text: &str| until(|| fs::read_to_string(&notes).is_ok_and(|notes| notes.contains(text)));
    assert!(wait("备注"));
    fs::write(&path, DECK.replace("备注", "新的备注")).expect("a deck");
    assert!(wait("新的备注"));
    // A page that is still being written stands beside its file for a moment.
    let written = ["talk-01.png", "talk-02.png", "talk-03.png", "talk.notes.md"];
    assert!(until(|| names(&folder.path().join("out")) == written));
    let denied =
        format!("---\ncheck: {{missing-picture: deny}}\n---\n{}\n![x](none.png)\n", &DECK[21..]);
    fs::write(&path, denied.replace("备注", "最新的备注")).expect("a deck");
    while !deck(&mut events)["findings"]["said"].to_string().contains("missing-picture") {}
    // What is written then is written after that of before.
    fs::write(&path, DECK.replace("备注", "最后的备注")).expect("a deck");
    assert!(wait("最后的备注"));
    let text = said(folder.path(), &["watch", "talk.md", "-o", "-"], 2);
    assert!(text.contains("`watch` writes files"), "{text}");
}

#[test]
#[cfg(unix)]
fn an_editor_opens_the_lines_of_the_deck_and_no_others() {
    let folder = with_deck(DECK);
    let editor = folder.path().join("editor");
    fs::write(&editor, "#!/bin/sh\necho \"$@\" > opened\n").expect("a program");
    fs::set_permissions(&editor, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("it");
    let server = Server::start(folder.path(), &["watch", "talk.md", "--editor", "./editor -g"]);
    let token = server.token();
    let mut events = server.events(&token);
    while whole(&deck(&mut events)) == 0 {}
    assert_eq!(server.say(&token, r#"{"kind":"open","file":"talk.md","line":4711}"#), 409);
    assert_eq!(server.say(&token, r#"{"kind":"open","file":"/etc/passwd","line":1}"#), 409);
    assert_eq!(server.say(&token, r#"{"kind":"open","file":"talk.md","line":4}"#), 204);
    let opened = || fs::read_to_string(folder.path().join("opened")).unwrap_or_default();
    assert!(
        (0..500).any(|_| opened() == "-g talk.md:4\n" || {
            std::thread::sleep(Duration::from_millis(10));
            false
        }),
        "{}",
        opened()
    );
}

#[test]
#[cfg(unix)]
fn a_rehearsal_teaches_the_rate_and_says_where_to_cut() {
    let words = "说".repeat(120);
    let text = format!(
        "---\nlang: zh-CN\nduration: 1\nnotes: {{rate: learnt}}\n---\n\
         # 上\n\n## 一\n\n甲\n\n<!-- {words} -->\n\n# 下\n\n## 二\n\n乙\n\n<!-- {words} -->\n"
    );
    let folder = with_deck(&text);
    let build = || said(folder.path(), &["build", "talk.md", "-f", "notes"], 0);
    assert!(build().contains("no rate was learnt yet: there is none in `talk.rehearsal.json`"));
    let mut server = Server::start(folder.path(), &["present", "talk.md", "--rehearse"]);
    let token = server.token();
    deck(&mut server.events(&token));
    // A clock that stands shows what it is told: 34 seconds on the first slide, 64 on the second.
    for (page, spent) in [(1, 0), (3, 34_000), (3, 98_000)] {
        let state = format!(
            r#"{{"kind":"state","from":"a","state":{{"page":{page},"spent":{spent},"since":null}}}}"#
        );
        assert_eq!(server.say(&token, &state), 204);
    }
    let lines = server.interrupt().join("\n");
    assert!(lines.contains("rehearsed 1:38, planned 1:00; 2 of 4 slides"), "{lines}");
    assert!(lines.contains("your rate: 120 字/min; the plan was made with 220"), "{lines}");
    let json = fs::read_to_string(folder.path().join("talk.rehearsal.json")).expect("a file");
    let rehearsal: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(rehearsal["slides"][3]["actual"], 1.07);
    let text = build();
    assert!(text.contains("字/min, as rehearsed") && !text.contains("no rate"), "{text}");
}
