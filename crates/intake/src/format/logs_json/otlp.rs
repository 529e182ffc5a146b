//! OTLP/JSON: `resourceLogs` envelopes, as the collector's file exporter writes them.
//!
//! Names are lowerCamelCase, enumerations are integers, 64-bit integers are texts (numbers are accepted), and fields that
//! are unknown are ignored (opentelemetry-proto, `docs/specification.md`).

use super::Said;
use super::fields::{Fields, Scalar, Text};
use crate::{Context, Place, Sink};
use serde::Deserialize;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;

/// The resources of an envelope, in their order: the first of two walks. What a resource says may stand behind its records.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Resources<'a> {
    #[serde(borrow)]
    resource_logs: Vec<OneResource<'a>>,
}

#[derive(Deserialize)]
struct OneResource<'a> {
    #[serde(borrow, default)]
    resource: Option<Resource<'a>>,
}

#[derive(Deserialize)]
struct Resource<'a> {
    #[serde(borrow, default)]
    attributes: Vec<Attribute<'a>>,
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

/// Reads one envelope, record by record: no list of records is ever held.
pub(super) fn read(value: &[u8], place: &Place, context: &Context, sink: &mut dyn Sink, said: &mut Said) {
    let broken = |error: serde_json::Error| format!("this is no OTLP/JSON log envelope: {error}");
    let resources: Resources<'_> = match serde_json::from_slice(value) {
        Ok(resources) => resources,
        Err(error) => return sink.reject(place, broken(error)),
    };
    let mut index = 0usize;
    let mut number = 0u64;
    let mut each = |record: LogRecord<'_>, index: usize| {
        number += 1;
        let resource = resources.resource_logs.get(index).and_then(|one| one.resource.as_ref());
        let mut fields = Fields::default();
        resource.iter().flat_map(|resource| &resource.attributes).for_each(|shared| attribute(&mut fields, shared));
        record.attributes.iter().for_each(|own| attribute(&mut fields, own));
        one(&record, fields, &|| place.field(format!("log record {number}")), context, sink, said);
    };
    let walk = Walk { path: &["resourceLogs", "scopeLogs", "logRecords"], index: &mut index, each: &mut each };
    let mut reader = serde_json::Deserializer::from_slice(value);
    if let Err(error) = walk.deserialize(&mut reader) {
        sink.reject(place, format!("{}; what stood before it was read", broken(error)));
    }
}

/// The second walk: down the lists of `path` to the records, which are handed over one by one.
struct Walk<'w, F> {
    path: &'static [&'static str],
    /// Which entry of the outermost list is being read.
    index: &'w mut usize,
    each: &'w mut F,
}

impl<'de, F: FnMut(LogRecord<'de>, usize)> DeserializeSeed<'de> for Walk<'_, F> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        match self.path {
            [] => {
                (self.each)(LogRecord::deserialize(reader)?, *self.index);
                Ok(())
            }
            _ => reader.deserialize_any(self),
        }
    }
}

impl<'de, F: FnMut(LogRecord<'de>, usize)> Visitor<'de> for Walk<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "an object with {}, or a list of such", self.path.first().unwrap_or(&"records"))
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            match self.path.split_first() {
                Some((wanted, path)) if *wanted == name => {
                    map.next_value_seed(List(Walk { path, index: &mut *self.index, each: &mut *self.each }))?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// A list of what a walk reads; `null` is an empty one.
struct List<T>(T);

impl<'de, F: FnMut(LogRecord<'de>, usize)> DeserializeSeed<'de> for List<Walk<'_, F>> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de, F: FnMut(LogRecord<'de>, usize)> Visitor<'de> for List<Walk<'_, F>> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Walk { path, index, each } = self.0;
        let outermost = path.first() == Some(&"scopeLogs");
        if outermost {
            *index = 0;
        }
        while list.next_element_seed(Walk { path, index: &mut *index, each: &mut *each })?.is_some() {
            if outermost {
                *index += 1;
            }
        }
        Ok(())
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
