//! Indicators: where the numbers of an objective come from.

use super::Stream;
use crate::Sink;
use crate::text::node::{Node, Wrong};
use crate::text::shown;
use gemba_model::{LogRule, SliSource};

/// The metric source whose queries are answered from log lines at intake.
pub(super) const GEMBA_LOGS: &str = "gemba-logs";

/// Reads the `spec` of an indicator.
pub(super) fn source(spec: &Node<'_>, stream: &Stream, sink: &mut dyn Sink) -> Result<SliSource, Wrong> {
    let (ratio, threshold) = (spec.get("ratioMetric"), spec.get("thresholdMetric"));
    if threshold.is_there() {
        return Ok(SliSource::Foreign { source_type: source_type(&threshold.get("metricSource"), stream) });
    }
    if !ratio.is_there() {
        return Err(spec.wrong("states neither ratioMetric nor thresholdMetric"));
    }
    let raw = ratio.get("raw");
    if raw.is_there() {
        return Ok(SliSource::Foreign { source_type: source_type(&raw.get("metricSource"), stream) });
    }
    let (good, bad, total) = (ratio.get("good"), ratio.get("bad"), ratio.get("total"));
    if !total.is_there() || (good.is_there() == bad.is_there()) {
        return Err(ratio.wrong("needs `total`, and one of `good` and `bad`"));
    }
    let part = if good.is_there() { good } else { bad };
    let metric = part.get("metricSource");
    let kind = source_type(&metric, stream);
    if !kind.eq_ignore_ascii_case(GEMBA_LOGS) {
        return Ok(SliSource::Foreign { source_type: kind });
    }
    let rule = rule(&metric.get("spec"))?;
    let whole = total.get("metricSource");
    if whole.get("spec").is_there() {
        let all = self::rule(&whole.get("spec"))?;
        if (&all.service, &all.route, &all.method) != (&rule.service, &rule.route, &rule.method) {
            sink.remark(
                "An indicator counts its good lines and its total in different places; service, route and method of the \
                 good lines hold for both."
                    .into(),
            );
        }
    }
    Ok(SliSource::Logs { rule })
}

/// The type of a metric source: as written, or that of the data source that it refers to.
fn source_type(metric: &Node<'_>, stream: &Stream) -> String {
    let referred = || {
        let name = metric.get("metricSourceRef").text()?;
        Node::root(stream.sources.get(&name)?).get("spec").get("type").text().or(Some(name))
    };
    metric.get("type").text().or_else(referred).unwrap_or_else(|| "unknown".into())
}

fn rule(spec: &Node<'_>) -> Result<LogRule, Wrong> {
    const KNOWN: [&str; 6] = ["service", "route", "method", "badStatusFrom", "badSeverityFrom", "goodWithinMs"];
    if let Some((name, _)) = spec.fields().find(|(name, _)| !KNOWN.contains(&name.as_str())) {
        // An unknown key would silently widen what is counted.
        return Err((
            format!("{}.{}", spec.path, shown(name)),
            format!("is not known to {GEMBA_LOGS}; it knows {}", KNOWN.join(", ")),
        ));
    }
    let text = |name: &str| spec.get(name).text().unwrap_or_default();
    let bounded = |name: &str, least: u64, most: u64| -> Result<Option<u64>, Wrong> {
        let node = spec.get(name);
        match node.whole()? {
            Some(number) if !(least..=most).contains(&number) => {
                Err(node.wrong(&format!("is not from {least} to {most}")))
            }
            number => Ok(number),
        }
    };
    Ok(LogRule {
        service: text("service"),
        route: text("route"),
        method: text("method"),
        bad_status_from: bounded("badStatusFrom", 100, 600)?.and_then(|number| u16::try_from(number).ok()),
        bad_severity_from: bounded("badSeverityFrom", 1, 25)?.and_then(|number| u8::try_from(number).ok()),
        good_within_ms: bounded("goodWithinMs", 1, 3_600_000)?.and_then(|number| u32::try_from(number).ok()),
    })
}
