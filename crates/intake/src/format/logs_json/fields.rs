//! The fields of a log line that indicators need, by all the names that they go by.

use crate::time;
use std::borrow::Cow;

/// A JSON text, as it stands or with its escapes undone.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Text<'a>(pub Cow<'a, str>);

impl Text<'_> {
    pub fn get(&self) -> &str {
        &self.0
    }
}

/// A JSON value as the scanner hands it over.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar<'a> {
    Text(Text<'a>),
    Number(&'a str),
    Other,
}

/// When something happened, as written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum When<'a> {
    Text(Text<'a>),
    Number(f64),
}

/// What was found in a line.
#[derive(Default)]
pub(super) struct Fields<'a> {
    pub time: Option<When<'a>>,
    observed: Option<When<'a>>,
    pub service: Option<Text<'a>>,
    route: Option<Text<'a>>,
    path: Option<Text<'a>>,
    pub method: Option<Text<'a>>,
    pub status: Option<u16>,
    /// `severityNumber`.
    pub severity: Option<u8>,
    /// The same from a name such as `ERROR`.
    pub level: Option<u8>,
    pub seconds: Option<f64>,
    pub milliseconds: Option<f64>,
    rate: Option<f64>,
    /// Whether there is a message.
    pub body: bool,
    /// Whether this is an OTLP envelope.
    pub envelope: bool,
    /// Whether this is another known payload: an alert or an incident event.
    pub foreign: bool,
}

/// The most events that one line may stand for.
const MOST_WEIGHT: f64 = 1e9;

impl<'a> Fields<'a> {
    /// Takes a value by its dotted path, from which `attributes.` and `resource.` are gone.
    pub fn take(&mut self, path: &[u8], value: Scalar<'a>) {
        match path {
            b"timestamp" | b"time" | b"@timestamp" | b"ts" | b"Timestamp" | b"timeUnixNano" => {
                self.time = when(value).or(self.time.take());
            }
            b"observedTimestamp" | b"ObservedTimestamp" | b"observed_timestamp" | b"observedTimeUnixNano" => {
                self.observed = when(value);
            }
            b"service.name" | b"service" | b"service_name" => set(&mut self.service, value),
            b"http.route" | b"route" => set(&mut self.route, value),
            b"url.path" | b"http.target" | b"path" | b"uri" | b"request_uri" => set(&mut self.path, value),
            b"http.request.method" | b"http.method" | b"method" | b"request_method" => set(&mut self.method, value),
            b"http.response.status_code" | b"http.status_code" | b"status" | b"status_code" => {
                if let Some(status) = number(&value).filter(|v| (100.0..600.0).contains(v)) {
                    self.status = Some(status as u16);
                }
            }
            b"severityNumber" | b"severity_number" | b"SeverityNumber" => {
                // 0 is "unspecified" in the OpenTelemetry log data model.
                self.severity = number(&value).filter(|v| (1.0..=24.0).contains(v)).map(|v| v as u8).or(self.severity);
            }
            b"severityText" | b"severity_text" | b"SeverityText" | b"level" | b"log.level" | b"severity" => {
                self.level = severity(&value).or(self.level);
            }
            b"http.server.request.duration" => self.seconds = duration(&value).or(self.seconds),
            b"duration_ms" | b"duration" | b"http.server.duration" | b"response_time_ms" => {
                self.milliseconds = duration(&value).or(self.milliseconds);
            }
            b"sample.rate" | b"sample_rate" => self.rate = Some(number(&value).unwrap_or(f64::NAN)),
            b"body" | b"message" | b"msg" | b"Body" => self.body = true,
            b"resourceLogs" => self.envelope = true,
            b"alerts" | b"groupKey" | b"event.event_type" | b"commonLabels" => self.foreign = true,
            _ => {}
        }
    }

    /// The minute of the line: its own time, otherwise the time at which it was observed.
    pub fn minute(&self, zone: &str, civil: &mut u64) -> Result<i64, &'static str> {
        const MISSING: &str = "the line has no time (`timestamp`, `time`, `@timestamp` or `ts`)";
        let seconds = match self.time.as_ref().or(self.observed.as_ref()).ok_or(MISSING)? {
            When::Number(number) if *number == 0.0 => return Err(MISSING),
            When::Number(number) => time::epoch_seconds(*number),
            When::Text(text) => match time::rfc3339_seconds(text.get().as_bytes()) {
                Some(seconds) => Some(seconds),
                None => {
                    // Log4j and Python write a comma before the fraction.
                    let text = text.get().replace(',', ".");
                    let at = time::instant(&text, zone).map_err(|_| "the time cannot be read; write it as RFC 3339")?;
                    *civil += u64::from(text.parse::<jiff::civil::DateTime>().is_ok() && !text.ends_with(['Z', 'z']));
                    Some(at.second())
                }
            },
        };
        seconds.map(|seconds| seconds.div_euclid(60)).ok_or("the time lies outside the years 1973 to 5138")
    }

    /// The route, otherwise the path without its query.
    pub fn route(&self) -> &str {
        let path = || self.path.as_ref().map(|path| path.get().split(['?', '#']).next().unwrap_or_default());
        self.route.as_ref().map(Text::get).or_else(path).unwrap_or_default()
    }

    /// How many events the line stands for.
    pub fn weight(&self) -> Result<u64, &'static str> {
        match self.rate {
            None => Ok(1),
            Some(rate) if (1.0..=MOST_WEIGHT).contains(&rate) && rate.fract() == 0.0 => Ok(rate as u64),
            Some(_) => Err("`sample.rate` is no whole number from 1 to 1,000,000,000"),
        }
    }
}

fn set<'a>(field: &mut Option<Text<'a>>, value: Scalar<'a>) {
    if let Scalar::Text(text) = value {
        *field = Some(text);
    }
}

fn when(value: Scalar<'_>) -> Option<When<'_>> {
    match value {
        Scalar::Text(text) => match text.get().parse::<f64>() {
            Ok(number) => Some(When::Number(number)),
            Err(_) => Some(When::Text(text)),
        },
        Scalar::Number(text) => text.parse().ok().map(When::Number),
        Scalar::Other => None,
    }
}

fn number(value: &Scalar<'_>) -> Option<f64> {
    match value {
        Scalar::Text(text) => text.get().trim().parse().ok(),
        Scalar::Number(text) => text.parse().ok(),
        Scalar::Other => None,
    }
}

fn duration(value: &Scalar<'_>) -> Option<f64> {
    number(value).filter(|took| took.is_finite() && *took >= 0.0)
}

/// The severity number of a name, and of the levels of pino and bunyan (10 to 60).
pub(super) fn severity(value: &Scalar<'_>) -> Option<u8> {
    match value {
        Scalar::Text(text) => severity_named(text.get()),
        Scalar::Number("10") => Some(1),
        Scalar::Number("20") => Some(5),
        Scalar::Number("30") => Some(9),
        Scalar::Number("40") => Some(13),
        Scalar::Number("50") => Some(17),
        Scalar::Number("60") => Some(21),
        _ => None,
    }
}

/// OpenTelemetry log data model, "Displaying severity", and appendix B for syslog's and Zap's names.
pub(super) fn severity_named(name: &str) -> Option<u8> {
    const NAMES: [(&str, u8); 21] = [
        ("INFO", 9),
        ("ERROR", 17),
        ("WARN", 13),
        ("WARNING", 13),
        ("DEBUG", 5),
        ("TRACE", 1),
        ("FATAL", 21),
        ("NOTICE", 10),
        ("INFORMATION", 9),
        ("INFORMATIONAL", 9),
        ("ERR", 17),
        ("CRIT", 18),
        ("CRITICAL", 18),
        ("DPANIC", 18),
        ("ALERT", 19),
        ("PANIC", 19),
        ("EMERG", 21),
        ("EMERGENCY", 21),
        ("SEVERE", 17),
        ("CONFIG", 7),
        ("FINE", 6),
    ];
    let name = name.trim();
    NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, number)| *number)
}
