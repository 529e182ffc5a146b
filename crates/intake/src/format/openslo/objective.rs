//! One SLO document becomes one objective for each of its targets.

use super::{Stream, duration, indicator};
use crate::text::node::{Node, Wrong, exact};
use crate::text::shown;
use crate::{Context, Sink};
use gemba_model::{BudgetingMethod, Exact, JourneyId, Objective, ObjectiveId, ServiceId, Sli, SliId, SliSource, slug};

/// What is shared by the objectives of one document.
struct Shared {
    name: String,
    title: String,
    sli: Sli,
    rest: Objective,
}

/// Reads an SLO: an objective, or what is wrong with it, for each entry of `spec.objectives`.
pub(super) fn read(
    slo: &Node<'_>,
    stream: &Stream,
    context: &Context,
    sink: &mut dyn Sink,
) -> Result<Vec<Result<Objective, Wrong>>, Wrong> {
    let (metadata, spec) = (slo.get("metadata"), slo.get("spec"));
    let name = metadata.get("name").needed()?;
    let entries = spec.get("objectives").items();
    if entries.is_empty() {
        return Err((spec.get("objectives").path, "is missing or empty, and needed".into()));
    }
    let title = metadata.get("displayName").text().unwrap_or_else(|| name.clone());
    let label = |key: &str| {
        let found = [metadata.get("annotations"), metadata.get("labels")].map(|node| node.get(key).text());
        found.into_iter().flatten().next()
    };
    let composite = entries.iter().any(|entry| entry.any(&["indicator", "indicatorRef", "compositeWeight"]).is_there());
    let sli = if composite {
        sink.remark(format!(
            "`{}` is a composite objective; it is kept, and not measured: composites differ from product to product.",
            shown(&name)
        ));
        foreign(&name, "composite")
    } else {
        sli(&spec, &name, stream, sink)?
    };
    let min_events = match label("gemba.dev/min-events") {
        None => 1,
        Some(text) => text.parse().ok().filter(|least| *least >= 1).ok_or_else(|| {
            ("metadata.annotations.gemba.dev/min-events".to_owned(), "is no whole number of 1 or more".to_owned())
        })?,
    };
    let mut extra = metadata.extra(&["name", "displayName"]);
    let known = ["service", "indicator", "indicatorRef", "timeWindow", "budgetingMethod", "objectives"];
    extra.extend(spec.extra(&known).fields());
    let shared = Shared {
        rest: Objective {
            id: ObjectiveId(name.clone()),
            name: title.clone(),
            service: spec.get("service").text().map(ServiceId),
            journey: label("gemba.dev/journey").map(|journey| JourneyId(slug(&journey))),
            sli: sli.clone(),
            target: Exact::ZERO,
            window: duration::window(&spec.get("timeWindow"))?,
            method: BudgetingMethod::Occurrences,
            min_events,
            policy: label("gemba.dev/policy").unwrap_or_default(),
            source: context.source("openslo", None),
            extra,
        },
        name,
        title,
        sli,
    };
    let one_of_several = entries.len() > 1;
    Ok(entries
        .iter()
        .enumerate()
        .map(|(index, entry)| objective(&shared, &spec, entry, index, one_of_several, sink))
        .collect())
}

fn foreign(id: &str, source_type: &str) -> Sli {
    Sli {
        id: SliId(id.to_owned()),
        name: id.to_owned(),
        source: SliSource::Foreign { source_type: source_type.into() },
    }
}

/// The indicator of a document: inline, or one that stands elsewhere in the file.
fn sli(spec: &Node<'_>, slo: &str, stream: &Stream, sink: &mut dyn Sink) -> Result<Sli, Wrong> {
    let (inline, reference) = (spec.get("indicator"), spec.get("indicatorRef"));
    if let Some(name) = reference.text() {
        let Some((_, value)) = stream.slis.get(&name) else {
            sink.remark(format!(
                "The SLO `{}` refers to the SLI `{}`, which is not in the file; it is kept, and not measured.",
                shown(slo),
                shown(&name)
            ));
            return Ok(foreign(&name, "missing indicator"));
        };
        let node = Node::root(value);
        let source = indicator::source(&node.get("spec"), stream, sink)
            .map_err(|(field, reason)| (format!("indicatorRef `{}`, {field}", shown(&name)), reason))?;
        let title = node.get("metadata").get("displayName").text().unwrap_or_else(|| name.clone());
        return Ok(Sli { id: SliId(name), name: title, source });
    }
    if !inline.is_there() {
        return Err((inline.path, "is missing; an SLO needs `indicator` or `indicatorRef`".into()));
    }
    let source = indicator::source(&inline.get("spec"), stream, sink)?;
    let metadata = inline.get("metadata");
    let title = metadata.get("displayName").text().or_else(|| metadata.get("name").text());
    Ok(Sli { id: SliId(slo.to_owned()), name: title.unwrap_or_else(|| slo.to_owned()), source })
}

fn objective(
    shared: &Shared,
    spec: &Node<'_>,
    entry: &Node<'_>,
    index: usize,
    one_of_several: bool,
    sink: &mut dyn Sink,
) -> Result<Objective, Wrong> {
    let ratio = !matches!(shared.sli.source, SliSource::Foreign { .. });
    if ratio && entry.get("op").is_there() {
        sink.remark(format!(
            "`{}` states `op` beside a ratio, which OpenSLO v1 forbids; it was left aside.",
            shown(&shared.name)
        ));
    }
    let id = if index == 0 { shared.name.clone() } else { format!("{}-{}", shared.name, index + 1) };
    let name = match entry.get("displayName").text() {
        Some(own) if one_of_several => format!("{}: {own}", shared.title),
        _ if index > 0 => format!("{} ({})", shared.title, index + 1),
        _ => shared.title.clone(),
    };
    Ok(Objective {
        id: ObjectiveId(id),
        name,
        target: target(entry)?,
        method: method(spec, entry)?,
        ..shared.rest.clone()
    })
}

fn target(entry: &Node<'_>) -> Result<Exact, Wrong> {
    let (ratio, percent) = (entry.get("target"), entry.get("targetPercent"));
    let (node, value) = match (ratio.exact()?, percent.exact()?) {
        (Some(_), Some(_)) => return Err(percent.wrong("stands beside `target`; one of them must go")),
        (Some(value), None) => (ratio, value),
        (None, Some(value)) => {
            // A target of 99.9 per cent is 0.999 exactly: the comma moves, nothing is rounded.
            let shifted = value.checked_div(Exact::ONE_HUNDRED).ok_or_else(|| percent.wrong("is out of range"))?;
            (percent, shifted)
        }
        (None, None) => return Err((ratio.path, "is missing; write `target: 0.999` or `targetPercent: 99.9`".into())),
    };
    if value > Exact::ZERO && value < Exact::ONE {
        return Ok(value.normalize());
    }
    Err(node.wrong("must lie above 0 and below 1 (or below 100 as targetPercent): a budget of nothing cannot be spent"))
}

fn method(spec: &Node<'_>, entry: &Node<'_>) -> Result<BudgetingMethod, Wrong> {
    let node = spec.get("budgetingMethod");
    let written = node.text().unwrap_or_else(|| "Occurrences".into());
    let slice = || {
        let node = entry.get("timeSliceWindow");
        let minutes = match node.text().as_deref().and_then(|text| text.parse::<u32>().ok()) {
            // The specification allows a bare number, in minutes.
            Some(minutes) if minutes > 0 => Some(minutes),
            _ => duration::minutes(&node)?,
        };
        minutes.ok_or_else(|| (node.path.clone(), "is missing, and needed for time slices".to_owned()))
    };
    match written.to_ascii_lowercase().as_str() {
        "occurrences" => Ok(BudgetingMethod::Occurrences),
        "timeslices" => {
            let node = entry.get("timeSliceTarget");
            let target = node.text().as_deref().and_then(exact);
            match target.filter(|target| *target > Exact::ZERO && *target <= Exact::ONE) {
                Some(target) => {
                    Ok(BudgetingMethod::Timeslices { slice_target: target.normalize(), slice_minutes: slice()? })
                }
                None => Err(node.wrong("is needed for Timeslices, above 0 and at most 1")),
            }
        }
        "ratiotimeslices" => Ok(BudgetingMethod::RatioTimeslices { slice_minutes: slice()? }),
        _ => Err(node.wrong("is none of Occurrences, Timeslices and RatioTimeslices")),
    }
}
