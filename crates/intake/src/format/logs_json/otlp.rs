//! OTLP/JSON: `resourceLogs` envelopes, as the collector's file exporter writes them.
//!
//! Names are lowerCamelCase, enumerations are integers, 64-bit integers are texts (numbers are accepted), and fields that
//! are unknown are ignored (opentelemetry-proto, `docs/specification.md`).

use super::Said;
use super::fields::{Fields, Scalar, Text};
use crate::{Context, Place, Sink};
use serde::Deserialize;
use std::borrow::Cow;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'a> {
    #[serde(borrow)]
    resource_logs: Vec<ResourceLogs<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
struct ResourceLogs<'a> {
    #[serde(borrow, default)]
    resource: Option<Resource<'a>>,
    #[serde(default)]
    scope_logs: Vec<ScopeLogs<'a>>,
}

#[derive(Deserialize)]
struct Resource<'a> {
    #[serde(borrow, default)]
    attributes: Vec<Attribute<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
struct ScopeLogs<'a> {
    #[serde(default)]
    log_records: Vec<LogRecord<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LogRecord<'a> {
    #[serde(borrow, default)]
    time_unix_nano: Option<TextOrNumber<'a>>,
    #[serde(borrow, default)]
    observed_time_unix_nano: Option<TextOrNumber<'a>>,
    #[serde(borrow, default)]
    severity_number: Option<TextOrNumber<'a>>,
    #[serde(borrow, default)]
    severity_text: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    attributes: Vec<Attribute<'a>>,
}

#[derive(Deserialize)]
struct Attribute<'a> {
    #[serde(borrow)]
    key: Cow<'a, str>,
    #[serde(borrow, default)]
    value: Option<AnyValue<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnyValue<'a> {
    #[serde(borrow, default)]
    string_value: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    int_value: Option<TextOrNumber<'a>>,
    #[serde(default)]
    double_value: Option<f64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum TextOrNumber<'a> {
    Whole(u64),
    Number(f64),
    Text(#[serde(borrow)] Cow<'a, str>),
}

impl TextOrNumber<'_> {
    fn text(&self) -> String {
        match self {
            TextOrNumber::Whole(number) => number.to_string(),
            TextOrNumber::Number(number) => number.to_string(),
            TextOrNumber::Text(text) => text.clone().into_owned(),
        }
    }
}

fn attribute<'f>(fields: &mut Fields<'f>, attribute: &'f Attribute<'_>) {
    let Some(value) = &attribute.value else { return };
    let text = match value {
        AnyValue { string_value: Some(text), .. } => Cow::Borrowed(text.as_ref()),
        AnyValue { int_value: Some(number), .. } => Cow::Owned(number.text()),
        AnyValue { double_value: Some(number), .. } => Cow::Owned(number.to_string()),
        _ => return,
    };
    fields.take(attribute.key.as_bytes(), Scalar::Text(Text(text)));
}

/// Reads one envelope.
pub(super) fn read(value: &[u8], place: &Place, context: &Context, sink: &mut dyn Sink, said: &mut Said) {
    let envelope: Envelope<'_> = match serde_json::from_slice(value) {
        Ok(envelope) => envelope,
        Err(error) => return sink.reject(place, format!("this is no OTLP/JSON log envelope: {error}")),
    };
    let mut number = 0u64;
    for logs in &envelope.resource_logs {
        let shared = logs.resource.as_ref().map(|resource| resource.attributes.as_slice()).unwrap_or_default();
        for record in logs.scope_logs.iter().flat_map(|scope| &scope.log_records) {
            number += 1;
            let at = || place.field(format!("log record {number}"));
            let mut fields = Fields::default();
            shared.iter().for_each(|shared| attribute(&mut fields, shared));
            record.attributes.iter().for_each(|own| attribute(&mut fields, own));
            one(record, fields, &at, context, sink, said);
        }
    }
}

fn one<'f>(
    record: &'f LogRecord<'_>,
    mut fields: Fields<'f>,
    place: &dyn Fn() -> Place,
    context: &Context,
    sink: &mut dyn Sink,
    said: &mut Said,
) {
    // 0 is legal and means unknown: then the time at which it was observed holds.
    let time = record.time_unix_nano.as_ref().map(TextOrNumber::text).filter(|text| text != "0");
    let time = time.or_else(|| record.observed_time_unix_nano.as_ref().map(TextOrNumber::text));
    if let Some(time) = time {
        fields.take(b"timeUnixNano", Scalar::Text(Text(time.into())));
    }
    if let Some(severity) = &record.severity_number {
        fields.take(b"severityNumber", Scalar::Text(Text(severity.text().into())));
    }
    if let Some(name) = &record.severity_text {
        fields.take(b"severityText", Scalar::Text(Text(name.as_ref().into())));
    }
    if let Err((field, reason)) = super::log(&fields, context, sink, said) {
        let place = place();
        let field = if field.is_empty() { place.field.clone() } else { format!("{}, {field}", place.field) };
        sink.reject(&place.field(field), reason.to_owned());
    }
}
