//! The router as a browser, another site and another program meet it.

use crate::session::{Link, Session};
use crate::{BODY_LIMIT, CONTENT_SECURITY_POLICY, Hub, events::Feed, guard, router, serve, status};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use gemba_app::model::api::ErrorCode;
use gemba_app::{App, Door, PlainHost, Tag, USE_CASES};
use proptest::prelude::*;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::watch;
use tokio_stream::StreamExt;
use tower::ServiceExt;

const ADDRESS: &str = "127.0.0.1:4100";

struct Server {
    router: axum::Router,
    app: Arc<App>,
    token: String,
    /// Kept so that the feed does not end.
    _closing: watch::Sender<bool>,
}

fn server() -> Server {
    let address: SocketAddr = ADDRESS.parse().unwrap();
    let app = Arc::new(App::in_memory(Arc::new(PlainHost::new(None, None))).unwrap());
    let (closing, closed) = watch::channel(false);
    let link = Link::new().unwrap();
    let token = link.url(address).split_once("?token=").unwrap().1.to_owned();
    let hub = Hub { feed: Feed::of(&app, closed), app: app.clone(), session: Arc::new(Session::new(link, address)) };
    Server { router: router(hub), app, token, _closing: closing }
}

impl Server {
    async fn ask(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Opens the link and gives the cookie.
    async fn sign_in(&self) -> String {
        let opened = self.ask(get(&format!("/?token={}", self.token)).body(Body::empty()).unwrap()).await;
        assert_eq!(opened.status(), StatusCode::OK);
        let cookie = opened.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
        for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        cookie.split(';').next().unwrap().to_owned()
    }
}

fn get(path: &str) -> axum::http::request::Builder {
    Request::get(path).header(header::HOST, ADDRESS)
}

fn rpc(name: &str, cookie: &str, args: impl Into<Body>) -> Request<Body> {
    Request::post(format!("/api/v1/rpc/{name}"))
        .header(header::HOST, ADDRESS)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .body(args.into())
        .unwrap()
}

async fn json(response: Response<Body>) -> serde_json::Value {
    serde_json::from_slice(&to_bytes(response.into_body(), usize::MAX).await.unwrap()).unwrap()
}

#[tokio::test]
async fn the_link_opens_one_session_once() {
    let server = server();
    let cookie = server.sign_in().await;
    let again = server.ask(get(&format!("/?token={}", server.token)).body(Body::empty()).unwrap()).await;
    assert_eq!(again.status(), StatusCode::UNAUTHORIZED);
    assert!(again.headers().get(header::SET_COOKIE).is_none());

    let reply = server.ask(rpc("workspace", &cookie, "{}")).await;
    assert_eq!(reply.status(), StatusCode::OK);
    assert_eq!(json(reply).await["empty"], true);
}

#[tokio::test]
async fn without_the_session_nothing_is_served() {
    let server = server();
    for (name, cookie) in
        [("no cookie", ""), ("another port's", "gemba_session_4101=00"), ("a guess", "gemba_session_4100=00")]
    {
        let reply = server.ask(rpc("workspace", cookie, "{}")).await;
        assert_eq!(reply.status(), StatusCode::UNAUTHORIZED, "{name}");
        assert_eq!(json(reply).await["code"], "unauthorised", "{name}");
        let page = server.ask(get("/").header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await;
        assert_eq!(page.status(), StatusCode::UNAUTHORIZED, "{name}");
        let events =
            server.ask(get("/api/v1/events").header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await;
        assert_eq!(events.status(), StatusCode::UNAUTHORIZED, "{name}");
    }
    let wrong = server.ask(get("/?token=00").body(Body::empty()).unwrap()).await;
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn another_name_another_site_and_another_kind_of_body_are_refused_even_with_the_session() {
    let server = server();
    let cookie = server.sign_in().await;
    let with = |name: &str, value: &str| {
        let mut request = rpc("workspace", &cookie, "{}");
        request
            .headers_mut()
            .insert(axum::http::HeaderName::try_from(name).unwrap(), HeaderValue::from_str(value).unwrap());
        request
    };
    for (name, value, expected) in [
        ("host", "gemba.example:4100", StatusCode::FORBIDDEN),
        ("host", "127.0.0.1:4101", StatusCode::FORBIDDEN),
        ("host", "127.0.0.1", StatusCode::FORBIDDEN),
        ("origin", "http://gemba.example", StatusCode::FORBIDDEN),
        ("origin", "http://127.0.0.1:5000", StatusCode::FORBIDDEN),
        ("origin", "https://127.0.0.1:4100", StatusCode::FORBIDDEN),
        ("origin", "null", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "cross-site", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "same-site", StatusCode::FORBIDDEN),
        ("content-type", "text/plain", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("origin", "http://127.0.0.1:4100", StatusCode::OK),
        ("host", "localhost:4100", StatusCode::OK),
        ("sec-fetch-site", "same-origin", StatusCode::OK),
        ("content-type", "application/json; charset=utf-8", StatusCode::OK),
    ] {
        assert_eq!(server.ask(with(name, value)).await.status(), expected, "{name}: {value}");
    }
}

#[tokio::test]
async fn errors_cross_as_code_message_and_help() {
    let server = server();
    let cookie = server.sign_in().await;
    for (name, args, code) in [
        ("no_such_case", "{}", "not_found"),
        ("backup", "{}", "declined"),
        ("today", "{\"lens\": \"nobody\"}", "validation"),
        ("today", "{", "validation"),
    ] {
        let reply = server.ask(rpc(name, &cookie, args)).await;
        let got = reply.status();
        let body = json(reply).await;
        assert_eq!(body["code"], code, "{name}");
        let code: ErrorCode = serde_json::from_value(body["code"].clone()).unwrap();
        assert_eq!(got, status(code), "{name}");
        assert!(body["message"].as_str().is_some_and(|message| !message.is_empty()), "{name}");
    }
}

#[tokio::test]
async fn every_use_case_is_served_here_or_declined_with_its_reason() {
    let server = server();
    let cookie = server.sign_in().await;
    for case in USE_CASES {
        // Wrong on purpose: it gets as far as the arguments, and changes nothing.
        let body = json(server.ask(rpc(case.name, &cookie, "17")).await).await;
        match case.declined_at(Door::Http) {
            Some(reason) => {
                assert_eq!((&body["code"], &body["help"]), (&"declined".into(), &reason.into()), "{}", case.name)
            }
            None => assert_ne!(body["code"], "declined", "{}", case.name),
        }
        assert_ne!(body["code"], "not_found", "{}", case.name);
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_the_page_closed() {
    let server = server();
    let cookie = server.sign_in().await;
    for request in [
        get("/").body(Body::empty()).unwrap(),
        get("/").header(header::COOKIE, &cookie).body(Body::empty()).unwrap(),
        get("/missing.js").header(header::COOKIE, &cookie).body(Body::empty()).unwrap(),
        rpc("workspace", &cookie, "{}"),
        rpc("no_such_case", &cookie, "{}"),
    ] {
        let path = request.uri().clone();
        let headers = server.ask(request).await.headers().clone();
        assert_eq!(headers[header::CONTENT_SECURITY_POLICY], CONTENT_SECURITY_POLICY, "{path}");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer", "{path}");
        assert!(headers.contains_key(header::CACHE_CONTROL), "{path}");
    }
    assert!(!CONTENT_SECURITY_POLICY.contains("unsafe") && !CONTENT_SECURITY_POLICY.contains("http"));
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused() {
    let server = server();
    let cookie = server.sign_in().await;
    let reply = server.ask(rpc("today", &cookie, vec![b' '; BODY_LIMIT + 1])).await;
    assert_eq!(reply.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn what_changed_reaches_the_page_merged() {
    let server = server();
    let (_closing, closed) = watch::channel(false);
    let feed = Feed::of(&server.app, closed);
    let mut batches = feed.batches();
    // The first change may go out alone; everything after it is merged, and nothing is lost.
    let mut wanted = std::collections::BTreeSet::from([Tag::Incidents, Tag::Backlog, Tag::Decisions]);
    let mut events = 0;
    for _ in 0..50 {
        server.app.announce(&[Tag::Incidents, Tag::Backlog]);
    }
    server.app.announce(&[Tag::Decisions]);
    while !wanted.is_empty() {
        events += 1;
        for tag in batches.next().await.unwrap() {
            wanted.remove(&tag);
        }
    }
    assert!(events < 50, "{events} events for 51 changes at once");
}

#[tokio::test]
async fn the_feed_ends_when_the_server_stops() {
    let server = server();
    let (closing, closed) = watch::channel(false);
    let mut batches = Feed::of(&server.app, closed).batches();
    closing.send(true).unwrap();
    assert_eq!(batches.next().await, None);
}

#[tokio::test]
async fn an_address_that_others_can_reach_is_refused() {
    let listener = tokio::net::TcpListener::bind("0.0.0.0:0").await.unwrap();
    let server = server();
    let refused = serve(server.app, listener, Link::new().unwrap(), std::future::pending()).await.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::InvalidInput);
}

#[tokio::test]
async fn a_real_socket_answers_and_stops_when_asked() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = server();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(serve(server.app, listener, Link::new().unwrap(), async { drop(stopped.await) }));
    let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
    socket
        .write_all(format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())
        .await
        .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}

#[test]
fn the_link_is_long_and_never_the_same() {
    let (one, two) = (Link::new().unwrap(), Link::new().unwrap());
    let address: SocketAddr = ADDRESS.parse().unwrap();
    assert_ne!(one.url(address), two.url(address));
    assert_eq!(one.url(address).split_once("token=").unwrap().1.len(), 64);
    assert_eq!(format!("{one:?}"), "Link(secret)");
}

proptest! {
    #[test]
    fn only_the_three_names_of_loopback_with_our_port_pass(host in ".{0,40}", port in 1_u16..) {
        let own = ["127.0.0.1", "localhost", "[::1]"].iter().any(|name| host == format!("{name}:{port}"));
        prop_assert_eq!(guard::is_own_host(Some(&host), port), own);
        let (ours, longer) = (format!("localhost:{port}"), format!("localhost.example:{port}"));
        prop_assert!(guard::is_own_host(Some(&ours), port));
        prop_assert!(!guard::is_own_host(Some(&longer), port));
    }

    #[test]
    fn no_header_makes_the_checks_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let Ok(value) = HeaderValue::from_bytes(&bytes) else { return Ok(()) };
        let mut headers = HeaderMap::new();
        headers.insert(header::ORIGIN, value.clone());
        headers.insert(header::COOKIE, value);
        let session = Session::new(Link::new().unwrap(), ADDRESS.parse().unwrap());
        prop_assert!(!session.holds(&headers));
        prop_assert!(!guard::is_own_origin(&headers, 4100));
        prop_assert_eq!(session.redeem(&String::from_utf8_lossy(&bytes)), None);
    }
}
