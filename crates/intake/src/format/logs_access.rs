//! `logs-access`: nginx's and Apache's combined and common log formats, with a request time where one is written behind.

use super::Format;
use crate::text::lines::Lines;
use crate::text::{Input, shown};
use crate::{Context, FileError, LogLine, Place, Sink, time};
use memchr::memchr2;
use std::borrow::Cow;

/// Access logs of web servers.
pub struct LogsAccess;

impl Format for LogsAccess {
    fn name(&self) -> &'static str {
        "logs-access"
    }

    fn about(&self) -> &'static str {
        "access logs of nginx or Apache (combined or common)"
    }

    fn sniff(&self, name: &str, head: &[u8]) -> u8 {
        let mut lines = head.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).take(5);
        let hits = lines.by_ref().filter(|line| parse(line).is_ok()).count();
        match hits {
            0 => 0,
            1 if !name.contains("log") => 60,
            _ => 90,
        }
    }

    fn read_text(&self, input: &mut Input<'_>, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError> {
        let named = context.service.clone().filter(|name| !name.is_empty()).or_else(|| service_of(context.stem()));
        let Some(service) = named else {
            return Err(FileError::Unreadable(format!(
                "an access log names no service, and neither does the file name {}; say which one with --service",
                shown(context.base())
            )));
        };
        let mut lines = Lines::new(input);
        let mut route = String::new();
        let mut whole_numbers = 0u64;
        while let Some((number, line)) = lines.next(sink)? {
            if line.trim_ascii().is_empty() {
                continue;
            }
            match parse(line) {
                Ok(found) => {
                    whole_numbers += u64::from(found.whole_number);
                    let path = String::from_utf8_lossy(found.path);
                    normalise(&path, &mut route);
                    sink.log(&LogLine {
                        minute: found.seconds.div_euclid(60),
                        service: &service,
                        route: &route,
                        method: &found.method,
                        status: Some(found.status),
                        severity: None,
                        duration_ms: found.duration_ms,
                        weight: 1,
                    });
                }
                Err(reason) => sink.reject(&Place::line(number), reason.to_owned()),
            }
        }
        if whole_numbers > 0 {
            sink.remark(format!(
                "{whole_numbers} lines end in a whole number, which may be seconds (%T) or microseconds (%D); it was not \
                 used as a duration. Write the time as seconds with a fraction, or as rt=0.123."
            ));
        }
        Ok(())
    }
}

/// The service that a log's file name tells: `payment.access.log`, `payment-access`. None for `access.log`.
fn service_of(stem: &str) -> Option<String> {
    let name = ["access", "error", "log"]
        .iter()
        .fold(stem, |name, word| name.strip_suffix(word).map_or(name, |rest| rest.trim_end_matches(['-', '_', '.'])));
    (!name.is_empty()).then(|| name.to_owned())
}

#[derive(Debug, PartialEq)]
struct Found<'a> {
    seconds: i64,
    method: Cow<'a, str>,
    path: &'a [u8],
    status: u16,
    duration_ms: Option<f64>,
    /// Whether the line ends in a whole number that may or may not be a time.
    whole_number: bool,
}

fn parse(line: &[u8]) -> Result<Found<'_>, &'static str> {
    const SHAPE: &str = "the line is not in the common or combined log format: HOST - USER [10/Oct/2026:13:55:36 +0000] \"GET / HTTP/1.1\" 200 123";
    // A user's name may hold a bracket, so the first bracket with a time behind it counts.
    let mut from = 0;
    let (seconds, mut rest) = loop {
        let open = from + memchr::memchr(b'[', line.get(from..).ok_or(SHAPE)?).ok_or(SHAPE)?;
        let close = open + memchr::memchr(b']', &line[open..]).ok_or("the line is cut short")?;
        match time::common_log_seconds(&line[open + 1..close]) {
            Some(seconds) => break (seconds, &line[close + 1..]),
            None => from = open + 1,
        }
    };
    let request = quoted(&mut rest).ok_or("the request is not closed by a quote; the line may be cut short")?;
    let status = word(&mut rest);
    let status = std::str::from_utf8(status).ok().and_then(|text| text.parse::<u16>().ok());
    let status =
        status.filter(|status| (100..600).contains(status)).ok_or("there is no HTTP status from 100 to 599")?;
    let bytes = word(&mut rest);
    if bytes != b"-" && (bytes.is_empty() || !bytes.iter().all(u8::is_ascii_digit)) {
        return Err("there is no size behind the status; the line may be cut short");
    }
    let (method, path) = split_request(request);
    let (duration_ms, whole_number) = duration(rest);
    Ok(Found { seconds, method, path, status, duration_ms, whole_number })
}

/// The method and the path of `GET /a?b HTTP/1.1`; empty for what is no request, such as a TLS handshake.
fn split_request(request: &[u8]) -> (Cow<'_, str>, &[u8]) {
    let mut parts = request.split(|byte| *byte == b' ').filter(|part| !part.is_empty());
    let (method, path) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let is_method =
        (1..=20).contains(&method.len()) && method.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'-');
    if !is_method || path.is_empty() {
        return (Cow::Borrowed(""), b"");
    }
    (String::from_utf8_lossy(method), path)
}

/// The text between the next two quotes, in which `\"` is no end.
fn quoted<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let start = memchr::memchr(b'"', rest)? + 1;
    let mut end = start;
    loop {
        end += memchr2(b'"', b'\\', rest.get(end..)?)?;
        if rest[end] == b'"' {
            break;
        }
        end += 2;
    }
    let text = &rest[start..end];
    *rest = &rest[end + 1..];
    Some(text)
}

fn word<'a>(rest: &mut &'a [u8]) -> &'a [u8] {
    let text = rest.trim_ascii_start();
    let end = text.iter().position(u8::is_ascii_whitespace).unwrap_or(text.len());
    *rest = &text[end..];
    &text[..end]
}

/// The request time behind the fields of the combined format: seconds with a fraction as nginx's `$request_time`, or
/// `rt=`; and whether a whole number stands there.
fn duration(rest: &[u8]) -> (Option<f64>, bool) {
    let mut rest = rest;
    // Referrer and user agent; common logs have neither.
    while rest.trim_ascii_start().first() == Some(&b'"') {
        if quoted(&mut rest).is_none() {
            return (None, false);
        }
    }
    let mut upstream = None;
    let mut whole = false;
    let mut first = true;
    loop {
        let part = word(&mut rest);
        if part.is_empty() {
            return (upstream, whole);
        }
        let text = std::str::from_utf8(part).unwrap_or_default();
        let (key, value) = text.split_once('=').unwrap_or(("", text));
        let seconds = value.trim_matches('"').parse::<f64>().ok().filter(|took| took.is_finite() && *took >= 0.0);
        match (key, seconds) {
            ("rt" | "request_time", Some(took)) => return (Some(took * 1_000.0), false),
            ("urt" | "upstream_response_time", Some(took)) => upstream = Some(took * 1_000.0),
            ("", Some(took)) if first && value.contains('.') => return (Some(took * 1_000.0), false),
            ("", Some(_)) if first => whole = true,
            _ => {}
        }
        first = false;
    }
}

/// The path without query, with whatever tells one thing from another replaced by `{id}`: numbers, UUIDs, and long
/// hexadecimal or mixed names. Otherwise every customer would be a route of its own.
fn normalise(path: &str, out: &mut String) {
    out.clear();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    // A proxy's requests name the host, too.
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |slash| &rest[slash..]),
        None => path,
    };
    let mut segments = path.split('/');
    out.push_str(segments.next().unwrap_or_default());
    for (depth, segment) in segments.enumerate() {
        if depth == 12 {
            out.push_str("/…");
            return;
        }
        out.push('/');
        out.push_str(if is_id(segment) { "{id}" } else { segment });
    }
}

fn is_id(segment: &str) -> bool {
    let bytes = segment.as_bytes();
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let hex = bytes.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
    let plain = bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    digits > 0 && (digits == bytes.len() || (hex && bytes.len() >= 12) || (plain && bytes.len() >= 24))
        || bytes.len() > 120
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn combined_common_and_extended_lines() {
        let line = br#"10.0.0.7 - ann [22/Nov/2026:12:00:01 +0100] "GET /carts/41?x=\"y HTTP/1.1" 502 12 "-" "Mozilla \"5\"" 0.182"#;
        let found = parse(line).unwrap();
        assert_eq!((found.seconds, found.status, &*found.method), (1_795_345_201, 502, "GET"));
        assert_eq!(found.path, br#"/carts/41?x=\"y"#);
        assert_eq!(found.duration_ms, Some(182.0));
        let common = br#"::1 - - [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.0" 200 -"#;
        assert_eq!(parse(common).map(|found| (found.seconds, found.duration_ms)), Ok((971_211_336, None)));
        let tail = br#"h - - [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.0" 200 1 "-" "x" urt=0.010 rt=0.020"#;
        assert_eq!(parse(tail).unwrap().duration_ms, Some(20.0));
        let apache = br#"h - - [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.0" 200 1 "-" "x" 1234"#;
        assert_eq!(parse(apache).map(|found| (found.duration_ms, found.whole_number)), Ok((None, true)));
        let handshake = br#"h - - [10/Oct/2000:13:55:36 -0700] "\x16\x03\x01" 400 0"#;
        assert_eq!(parse(handshake).map(|found| (found.status, found.path)), Ok((400, &b""[..])));
        assert!(parse(br#"h - a[b [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 1"#).is_ok());
        for bad in [
            &b"nonsense"[..],
            b"h - - [yesterday] \"GET / HTTP/1.0\" 200 1",
            b"h - - [10/Oct/2000:13:55:36 -0700] \"GET /",
        ] {
            assert!(parse(bad).is_err());
        }
    }

    #[test]
    fn what_differs_from_request_to_request_is_one_route() {
        let route = |path: &str| {
            let mut out = String::new();
            normalise(path, &mut out);
            out
        };
        assert_eq!(route("/carts/41/items/7?page=2"), "/carts/{id}/items/{id}");
        assert_eq!(route("/o/9f0c2a1e-6d8b-4b5e-9d1c-0a1b2c3d4e5f"), "/o/{id}");
        assert_eq!(route("/v2/stores"), "/v2/stores");
        assert_eq!(route("http://shop.example/a/1"), "/a/{id}");
        assert_eq!(route("/facade"), "/facade");
    }

    #[test]
    fn a_log_file_names_its_service() {
        assert_eq!(service_of("payment-access").as_deref(), Some("payment"));
        assert_eq!(service_of("receipts").as_deref(), Some("receipts"));
        assert_eq!(service_of("access"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), path in ".{0,80}") {
            let _ = parse(&bytes);
            normalise(&path, &mut String::new());
        }

        #[test]
        fn no_torn_line_makes_it_panic(cut in 0usize..120, at in 0usize..120, byte in any::<u8>()) {
            let mut line = br#"h - u [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.0" 200 1 "-" "x\"y" rt=0.5"#.to_vec();
            if let Some(place) = line.get_mut(at) { *place = byte; }
            line.truncate(cut);
            let _ = parse(&line);
        }
    }
}
