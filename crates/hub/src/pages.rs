//! The few pages that the server writes itself. They hold no text from outside.

use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

/// The link was right: the session is set, and the page goes on by itself. Not a redirect: after one that began at
/// another site, browsers withhold a strict cookie.
pub(crate) fn welcome(cookie: String) -> Response {
    let page =
        page("Gemba", "Opening…", "<a href=\"/\">Open Gemba</a>", "<meta http-equiv=\"refresh\" content=\"0;url=/\">");
    ([(header::SET_COOKIE, cookie)], Html(page)).into_response()
}

/// The link was used before, or is not of this server.
pub(crate) fn used_link() -> impl IntoResponse {
    let text = "Each link opens one browser, once. Start <code>gemba serve</code> again for a new one.";
    (StatusCode::UNAUTHORIZED, Html(page("This link is no longer valid", "This link is no longer valid", text, "")))
}

/// There is no session.
pub(crate) fn no_session() -> impl IntoResponse {
    let text = "Open the link that <code>gemba serve</code> printed in the terminal; start it again for a new one.";
    (StatusCode::UNAUTHORIZED, Html(page("This browser has no session", "This browser has no session", text, "")))
}

/// The UI was not there when this was compiled.
pub(crate) fn not_built() -> impl IntoResponse {
    let text = "This Gemba was compiled before its UI was built. In the checkout, <code>cargo xtask run</code> builds both. \
                Every use case answers at <code>/api/v1/rpc/</code> all the same.";
    (StatusCode::SERVICE_UNAVAILABLE, Html(page("The UI is not built", "The UI is not built", text, "")))
}

fn page(title: &str, heading: &str, text: &str, head: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
         {head}<title>{title}</title></head><body><main><h1>{heading}</h1><p>{text}</p></main></body></html>"
    )
}
