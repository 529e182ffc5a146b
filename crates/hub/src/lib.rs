//! The server of one workspace: every use case over HTTP, and the UI to go with it, for a browser on this machine.
//!
//! What lives here: the socket, the session, the routes, and the checks that keep other sites and other users of the
//! network out. What may not live here: business rules (they are in `app`), SQL, files, and any address that is not
//! loopback. A request is trusted only when it comes from this machine, names this server as its host, comes from a
//! page of this server, and carries the session that the one-time link opened.

mod events;
mod files;
mod guard;
mod pages;
mod rpc;
mod session;

pub use rpc::status;
pub use session::{Link, NoRandomness};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware;
use axum::routing::{get, post};
use gemba_app::App;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// Bytes that one request may have: files come in base64, so this is about 48 MiB of file.
pub const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// What a page of this server may load: only what this server serves.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What every request needs.
#[derive(Clone)]
pub(crate) struct Hub {
    app: Arc<App>,
    session: Arc<session::Session>,
    feed: events::Feed,
}

/// Serves one workspace until `stop` is ready, then lets the requests under way end.
///
/// # Errors
/// When the listener is not on a loopback address, or the socket fails.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    link: Link,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("{address} can be reached from other machines; this server listens on loopback only."),
        ));
    }
    let (closing, closed) = watch::channel(false);
    let hub =
        Hub { feed: events::Feed::of(&app, closed), app, session: Arc::new(session::Session::new(link, address)) };
    let service = router(hub).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(async move {
            stop.await;
            // The event streams never end by themselves.
            let _ = closing.send(true);
        })
        .await
}

/// Serves one workspace on a loopback port until Ctrl-C or a request to terminate. Port 0 takes a free one. `ready` gets
/// the one-time link once it can be opened.
///
/// # Errors
/// When the port is taken, the machine gives no random numbers, or the socket fails.
pub fn serve_blocking(app: Arc<App>, port: u16, ready: impl FnOnce(&str)) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
        let link = Link::new().map_err(io::Error::other)?;
        ready(&link.url(listener.local_addr()?));
        serve(app, listener, link, asked_to_stop()).await
    })
}

/// Ready when the person or the system asks this process to end.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Without signals the process is ended from outside.
        std::future::pending::<()>().await;
    }
}

/// Every route, behind every check.
pub(crate) fn router(hub: Hub) -> Router {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/api/v1/rpc/{name}", post(rpc::call))
        .route("/api/v1/events", get(events::stream))
        .fallback(files::serve)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(hub.clone(), guard::check))
        .layer(CatchPanicLayer::custom(rpc::after_panic))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::X_FRAME_OPTIONS, "DENY"))
        .layer(fixed(header::REFERRER_POLICY, "no-referrer"))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(fixed(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .layer(fixed(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"))
        .with_state(hub)
}

#[cfg(test)]
mod tests;
