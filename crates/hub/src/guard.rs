//! Who is let in: this machine, this host name, this origin, this session. Everything else is refused before any route.

use crate::{Hub, pages};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use gemba_app::model::api::{ApiError, ErrorCode};
use std::net::SocketAddr;

/// The checks in their order. A page that was rebound to loopback by DNS fails at the host, a foreign page at the
/// origin, another program of this machine at the session.
pub(crate) async fn check(State(hub): State<Hub>, request: Request, next: Next) -> Response {
    let port = hub.session.address().port();
    let api = request.uri().path().starts_with("/api/");
    // Absent only where a test calls the router without a socket.
    let from_here =
        request.extensions().get::<ConnectInfo<SocketAddr>>().is_none_or(|ConnectInfo(peer)| peer.ip().is_loopback());
    if !from_here {
        return refuse(api, StatusCode::FORBIDDEN, "This server answers to its own machine only.");
    }
    if !is_own_host(host(&request), port) {
        return refuse(api, StatusCode::FORBIDDEN, "This name is not the server's: open it by 127.0.0.1 or localhost.");
    }
    if !is_own_origin(request.headers(), port) {
        return refuse(api, StatusCode::FORBIDDEN, "Another site asked for this, so it is refused.");
    }
    if request.method() == Method::POST && !is_json(request.headers()) {
        return refuse(api, StatusCode::UNSUPPORTED_MEDIA_TYPE, "The arguments must be JSON (application/json).");
    }
    if hub.session.holds(request.headers()) {
        return next.run(request).await;
    }
    match token(request.uri()) {
        Some(token) if request.method() == Method::GET && request.uri().path() == "/" => {
            hub.session.redeem(token).map_or_else(|| pages::used_link().into_response(), pages::welcome)
        }
        _ if api => rpc_unauthorised(),
        _ => pages::no_session().into_response(),
    }
}

fn rpc_unauthorised() -> Response {
    let error = ApiError::new(
        ErrorCode::Unauthorised,
        "This browser has no session.",
        "Open the link that `gemba serve` printed; start it again for a new one.",
    );
    crate::rpc::refusal(&error)
}

fn refuse(api: bool, status: StatusCode, message: &'static str) -> Response {
    if api {
        let error = ApiError::new(ErrorCode::Forbidden, message, "");
        return (status, axum::Json(error)).into_response();
    }
    (status, message).into_response()
}

/// The host that a request names, in HTTP/1 in its header.
fn host(request: &Request) -> Option<&str> {
    request.headers().get(header::HOST)?.to_str().ok()
}

/// Whether a host is one of the three names of loopback, with our port.
pub(crate) fn is_own_host(host: Option<&str>, port: u16) -> bool {
    let Some((name, number)) = host.and_then(|host| host.rsplit_once(':')) else { return false };
    number == port.to_string() && matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

/// Whether a request comes from a page of ours, or from no page at all.
pub(crate) fn is_own_origin(headers: &HeaderMap, port: u16) -> bool {
    let origin_fits = headers.get(header::ORIGIN).is_none_or(|origin| {
        origin
            .to_str()
            .ok()
            .and_then(|origin| origin.strip_prefix("http://"))
            .is_some_and(|host| is_own_host(Some(host), port))
    });
    // Browsers say where a request comes from even where they send no origin. A link from elsewhere may be followed.
    let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    let navigates = headers.get("sec-fetch-mode").and_then(|mode| mode.to_str().ok()) == Some("navigate");
    origin_fits && (matches!(site, None | Some("same-origin" | "none")) || navigates)
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| kind.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn token(uri: &Uri) -> Option<&str> {
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix("token="))
}
