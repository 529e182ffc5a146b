//! `logs-json`: log lines as JSON objects, flat or nested, and OTLP/JSON `resourceLogs` envelopes.

mod fields;
mod otlp;
mod scan;

use super::Format;
use crate::text::{Input, lines::Lines, values};
use crate::{Context, FileError, LogLine, Place, Sink};
use fields::{Fields, Text};

/// OpenTelemetry-style JSON lines.
pub struct LogsJson;

impl Format for LogsJson {
    fn name(&self) -> &'static str {
        "logs-json"
    }

    fn about(&self) -> &'static str {
        "log lines as JSON objects (OpenTelemetry names, or Elastic's), and OTLP/JSON resourceLogs"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> u8 {
        let head = head.trim_ascii_start();
        if head.first() != Some(&b'{') {
            return 0;
        }
        if is_envelope(head) {
            return 95;
        }
        // Alertmanager and PagerDuty payloads have a time too, but none of the other names at the top.
        let line = &head[..memchr::memchr(b'\n', head).unwrap_or(head.len())];
        let mut fields = Fields::default();
        let whole = scan::object(line, &mut fields).is_ok() && !fields.foreign;
        let marks = [
            fields.service.is_some(),
            fields.severity.is_some() || fields.level.is_some(),
            fields.status.is_some(),
            fields.body,
        ];
        if whole && fields.time.is_some() && marks.contains(&true) { 80 } else { 0 }
    }

    fn read_text(&self, input: &mut Input<'_>, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError> {
        let mut head = Vec::new();
        while head.len() < 4096 && input.fill(&mut head, sink)? {}
        let envelopes = is_envelope(&head);
        input.unread(head);
        let mut said = Said::default();
        if envelopes {
            // A batch of a collector is one envelope, much longer than a line of a log, or spread over many lines.
            values::values(input, values::WALK, sink, &mut |place, value, sink| {
                record(place, value, context, sink, &mut said);
            })?;
        } else {
            let mut lines = Lines::new(input);
            while let Some((number, line)) = lines.next(sink)? {
                let line = line.trim_ascii_start();
                if !line.is_empty() {
                    record(&Place::line(number), line, context, sink, &mut said);
                }
            }
        }
        said.tell(sink);
        Ok(())
    }
}

/// What is remarked once for a whole file.
#[derive(Default)]
struct Said {
    civil: u64,
    service: u64,
}

impl Said {
    fn tell(&self, sink: &mut dyn Sink) {
        if self.civil > 0 {
            sink.remark(format!(
                "{} lines have a time without an offset; it was read in the zone of the import.",
                self.civil
            ));
        }
        if self.service > 0 {
            sink.remark(format!("{} lines name no service; the service of the import was taken.", self.service));
        }
    }
}

/// Whether the text begins as an OTLP envelope. `resourceLogs` is its only field, so it stands near the beginning.
fn is_envelope(head: &[u8]) -> bool {
    let near = &head[..head.len().min(256)];
    memchr::memmem::find(near, b"\"resourceLogs\"").is_some()
}

fn record(place: &Place, line: &[u8], context: &Context, sink: &mut dyn Sink, said: &mut Said) {
    if std::str::from_utf8(line).is_err() {
        return sink.reject(place, "the line is not valid UTF-8".into());
    }
    let mut fields = Fields::default();
    if let Err(reason) = scan::object(line, &mut fields) {
        return sink.reject(place, reason.to_owned());
    }
    if fields.envelope {
        return otlp::read(line, place, context, sink, said);
    }
    if let Err((field, reason)) = log(&fields, context, sink, said) {
        sink.reject(&place.field(field), reason.to_owned());
    }
}

/// Hands a line to the sink.
///
/// # Errors
/// The field and what is wrong with it.
fn log(
    fields: &Fields<'_>,
    context: &Context,
    sink: &mut dyn Sink,
    said: &mut Said,
) -> Result<(), (&'static str, &'static str)> {
    let minute = fields.minute(&context.zone, &mut said.civil).map_err(|reason| ("", reason))?;
    let named = fields.service.as_ref().map(Text::get).filter(|name| !name.is_empty());
    let service = named
        .or(context.service.as_deref())
        .ok_or(("", "no service is named (`service.name`); say which one with --service"))?;
    said.service += u64::from(named.is_none());
    sink.log(&LogLine {
        minute,
        service,
        route: fields.route(),
        method: fields.method.as_ref().map(Text::get).unwrap_or_default(),
        status: fields.status,
        severity: fields.severity.or(fields.level),
        duration_ms: fields.seconds.map(|seconds| seconds * 1_000.0).or(fields.milliseconds),
        weight: fields.weight().map_err(|reason| ("sample.rate", reason))?,
    });
    Ok(())
}
