//! The server's three addresses: the page, the stream of events (one line of JSON each), and
//! messages from windows. Everything else is not found.

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http_body::Frame;
use serde_json::Value;
use tokio::sync::mpsc::Receiver;

use super::access::Access;
use super::room::Room;
use crate::viewer;

/// Most bytes of a message from a window.
const MOST_SAID: usize = 1 << 16;
/// How often every window gets a sign of life.
const BREATH: Duration = Duration::from_secs(15);

/// State shared by the handlers.
struct Served {
    access: Access,
    room: Arc<Room>,
}

/// Answers requests, for ever.
pub(super) async fn serve(listener: TcpListener, access: Access, room: Arc<Room>) {
    let breathing = Arc::clone(&room);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(BREATH).await;
            breathing.breathe();
        }
    });
    let served = Arc::new(Served { access, room });
    let routes = Router::new()
        .route("/", get(page))
        .route("/events", get(events))
        .route("/say", post(say))
        .layer(DefaultBodyLimit::max(MOST_SAID))
        .layer(middleware::from_fn_with_state(Arc::clone(&served), guard))
        .with_state(served);
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    // It only ends with the process.
    let _ = axum::serve(listener, service).await;
}

/// Rejects requests that are not for us or come from foreign pages.
async fn guard(State(served): State<Arc<Served>>, request: Request, next: Next) -> Response {
    if !is_ours(&served.access, request.headers()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut response = next.run(request).await;
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, viewer::SERVED_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response.headers_mut().insert(name, header::HeaderValue::from_static(value));
    }
    response
}

/// Whether a request is to an address of ours, and not from a page of others.
fn is_ours(access: &Access, headers: &HeaderMap) -> bool {
    let value =
        |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let is_own_host = value(header::HOST).is_some_and(|host| access.is_own_host(host));
    is_own_host && value(header::ORIGIN).is_none_or(|origin| access.is_own_origin(origin))
}

/// The page without a deck. On this machine it contains the token; other machines have to bring it.
async fn page(
    State(served): State<Arc<Served>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
) -> impl IntoResponse {
    let token = if from.ip().is_loopback() { served.access.token() } else { "" };
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], viewer::shell(token))
}

/// The stream of events from now on.
async fn events(
    State(served): State<Arc<Served>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    if !has_token(&served.access, &headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let messages = served.room.enter(from.ip().is_loopback());
    let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
    (kind, Body::new(Messages(messages))).into_response()
}

/// A message of a window to the others, or to the server.
async fn say(State(served): State<Arc<Served>>, headers: HeaderMap, body: Bytes) -> Response {
    let json = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    if !has_token(&served.access, &headers) || headers.get(header::ORIGIN).is_none() {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let message: Value = serde_json::from_slice(&body).ok().filter(|_| json).unwrap_or_default();
    match message["kind"].as_str() {
        Some("open") => open(&served.room, &message),
        Some("state" | "hello" | "view" | "swap" | "bye") => {
            served.room.say(message);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// Opens the line that a window asks for; the response says why if that fails.
fn open(room: &Room, message: &Value) -> Response {
    let line = message["line"].as_u64().and_then(|line| usize::try_from(line).ok());
    let opened = room.open(message["file"].as_str().unwrap_or_default(), line.unwrap_or_default());
    match opened {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => (StatusCode::CONFLICT, crate::fs::reason(&error)).into_response(),
    }
}

fn has_token(access: &Access, headers: &HeaderMap) -> bool {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    given
        .and_then(|given| given.strip_prefix("Bearer "))
        .is_some_and(|token| access.is_token(token))
}

/// Messages as the body of a response that never ends.
struct Messages(Receiver<Bytes>);

impl HttpBody for Messages {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|message| message.map(|bytes| Ok(Frame::data(bytes))))
    }
}
