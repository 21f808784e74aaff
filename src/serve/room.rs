//! The state that the windows of a talk share: the deck, and the latest position of the talk.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::editor::Editor;
use super::shown::Shown;
use crate::rehearsal::{Moment, Record};

/// How many messages may wait for a window; one that does not read them has to reconnect.
const WAITING: usize = 64;

/// The room.
pub(super) struct Room {
    inside: Mutex<Inside>,
    /// The address for other machines.
    remote: Option<Remote>,
    editor: Option<Editor>,
}

/// How a phone gets in.
struct Remote {
    address: String,
    /// The same as a picture.
    code: String,
}

#[derive(Default)]
struct Inside {
    shown: Option<Arc<Shown>>,
    /// The number of decks shown so far.
    generation: u64,
    /// The last state that a window reported.
    state: Option<Value>,
    /// The record of a rehearsal; `None`: this is not one.
    record: Option<Record>,
    windows: Vec<Sender<Bytes>>,
}

impl Room {
    /// An empty room. `remote`: where other machines find it.
    pub(super) fn new(remote: Option<String>, editor: Option<Editor>) -> Self {
        let remote = remote.map(|address| Remote { code: code(&address), address });
        Self { inside: Mutex::default(), remote, editor }
    }

    /// Shows a deck to all windows.
    pub(super) fn show(&self, shown: Shown) {
        let shown = Arc::new(shown);
        let (before, generation) = {
            let mut inside = self.inside();
            inside.generation += 1;
            (inside.shown.replace(Arc::clone(&shown)), inside.generation)
        };
        // Messages are composed without holding the lock.
        let before = before.as_deref();
        let previous = before.map(|_| generation - 1);
        let message = line(&shown.message(before, [previous, Some(generation)]));
        self.inside().send(&message);
    }

    /// Adds a window. `near`: whether it is on this machine.
    pub(super) fn enter(&self, near: bool) -> Receiver<Bytes> {
        let (window, messages) = mpsc::channel(WAITING);
        let (shown, generation, state) = {
            let mut inside = self.inside();
            inside.windows.push(window.clone());
            (inside.shown.clone(), inside.generation, inside.state.clone())
        };
        let mut first = vec![line(&self.greeting(near))];
        first.extend(shown.map(|shown| line(&shown.message(None, [None, Some(generation)]))));
        first.extend(state.map(|state| line(&state)));
        for message in first {
            // The channel is empty, and has room for them.
            let _ = window.try_send(message);
        }
        messages
    }

    /// The first message to a window, with the server's time, as clocks of machines differ.
    fn greeting(&self, near: bool) -> Value {
        let remote = self.remote.as_ref().filter(|_| near);
        let remote =
            remote.map(|Remote { address, code }| json!({"address": address, "code": code}));
        let opens = self.editor.is_some();
        json!({"kind": "welcome", "now": now(), "remote": remote, "opens": opens})
    }

    /// Sends the message of a window to all windows.
    pub(super) fn say(&self, message: Value) {
        let line = line(&message);
        let mut inside = self.inside();
        if message["kind"] == "state" {
            inside.take_down(&message["state"]);
            inside.state = Some(message);
        }
        inside.send(&line);
    }

    /// Takes down how long each page is spoken about, from now on.
    pub(super) fn rehearse(&self) {
        self.inside().record = Some(Record::default());
    }

    /// The record up to now.
    pub(super) fn record(&self) -> Option<Record> {
        let mut record = self.inside().record.clone();
        record.iter_mut().for_each(|record| record.end(now() as f64));
        record
    }

    /// Opens a line that something shown comes from.
    ///
    /// # Errors
    /// If nothing does, or there is nothing to open it with.
    pub(super) fn open(&self, file: &str, line: usize) -> io::Result<()> {
        let shown = self.inside().shown.clone();
        let is_known = shown.is_some_and(|shown| shown.comes_from(file, line));
        let editor = self.editor.as_ref().filter(|_| is_known);
        editor.ok_or(io::ErrorKind::NotFound)?.open(file, line)
    }

    /// Sends a sign of life, so that connections are not dropped as idle; windows that are gone are
    /// removed.
    pub(super) fn breathe(&self) {
        self.inside().send(&Bytes::from_static(b"\n"));
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    /// Records the position of the talk, if this is a rehearsal.
    fn take_down(&mut self, state: &Value) {
        if let (Some(record), Ok(moment)) = (&mut self.record, Moment::deserialize(state)) {
            record.hear(moment, now() as f64);
        }
    }

    fn send(&mut self, message: &Bytes) {
        self.windows.retain(|window| window.try_send(message.clone()).is_ok());
    }
}

/// A message as a line of JSON.
fn line(message: &impl serde::Serialize) -> Bytes {
    let mut line = serde_json::to_vec(message).unwrap_or_default();
    line.push(b'\n');
    line.into()
}

/// Milliseconds since 1970.
#[allow(
    clippy::disallowed_methods,
    reason = "windows on other machines ask for the time of this one"
)]
fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or_default())
}

/// An address as a QR code: a path of SVG with a unit for each module, and how many there are in a row.
fn code(address: &str) -> String {
    let Ok(code) = qrcode::QrCode::new(address) else { return String::new() };
    let width = code.width();
    let dark = code
        .to_colors()
        .into_iter()
        .enumerate()
        .filter(|(_, colour)| *colour == qrcode::Color::Dark);
    let path: String =
        dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + 4, at / width + 4)).collect();
    let side = width + 8;
    format!("<svg viewBox=\"0 0 {side} {side}\"><path d=\"{path}\"/></svg>")
}
