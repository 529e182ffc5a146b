//! What an incident did to users, and what it cost.

use super::Entry;
use crate::{App, lock};
use gemba_engine::counts::CountSource;
use gemba_engine::hops;
use gemba_engine::impact::{Baseline, Impact, measure, merge_spans};
use gemba_engine::ratio::to_f64;
use gemba_model::api::ApiError;
use gemba_model::view::{HopStep, Responder};
use gemba_model::*;
use std::sync::Arc;

/// One incident, measured.
#[derive(Debug)]
pub(crate) struct Measured {
    /// The harm and its cost; its terms say what is unknown.
    pub impact: Impact,
    /// Whether an indicator is known.
    pub has_indicator: bool,
    /// Everyone who had it, in order.
    pub chain: Vec<HopStep>,
    /// Hops; `None` without a timeline.
    pub hops: Option<u32>,
    /// Minutes from the first page until someone who knows was reached.
    pub reached: Option<i64>,
    /// Who worked on it.
    pub responders: Vec<Responder>,
    /// First minute and end of the measured span.
    pub span: (i64, i64),
}

impl Measured {
    /// Cost so far, in the unit of cost.
    pub fn cost(&self) -> Option<f64> {
        self.impact.total.as_ref().map(|total| to_f64(&total.mid))
    }

    /// Failed interactions above normal.
    pub fn failed(&self) -> Option<f64> {
        self.impact.above.as_ref().map(to_f64)
    }

    /// Why failures above normal are unknown, and what would make them known.
    pub fn failed_unknown(&self) -> String {
        if !self.has_indicator {
            return "No indicator measures its journey. Set an objective for the journey.".into();
        }
        match (&self.impact.counts, &self.impact.baseline) {
            (None, _) => "Its indicator has no events in that time. Import the logs of that time.".into(),
            (_, Baseline::Unknown) => "Nothing is known about normal times before it. Import earlier logs.".into(),
            _ => String::new(),
        }
    }

    /// Why the cost is unknown, and what would make it known.
    pub fn cost_unknown(&self) -> String {
        let failed = self.failed_unknown();
        if !failed.is_empty() {
            return failed;
        }
        if self.impact.interaction_cost.is_none() {
            return "Nobody has stated what one interaction is worth. State it with the journey.".into();
        }
        "Nobody has stated what a responder hour costs. State it in the settings.".into()
    }

    /// Cost of failed interactions within a span of minutes, half-open, responders left out.
    pub fn interaction_cost_between(&self, from: i64, to: i64) -> Option<f64> {
        let above = to_f64(self.impact.above.as_ref()?);
        let cost = to_f64(&self.impact.interaction_cost.as_ref()?.mid);
        if above == 0.0 {
            return Some(0.0);
        }
        let part: f64 = self
            .impact
            .per_minute
            .iter()
            .filter(|minute| (from..to).contains(&minute.minute))
            .map(|minute| minute.bad as f64 - minute.expected.unwrap_or(0.0))
            .sum();
        Some(part * cost / above)
    }
}

impl App {
    /// What an incident did, with its minutes.
    pub(crate) fn measured_by_minute(&self, incident: &Arc<Incident>) -> Result<Arc<Measured>, ApiError> {
        match incident.state {
            IncidentState::Resolved => Ok(Arc::new(self.measure_incident(incident)?)),
            IncidentState::Open | IncidentState::Acknowledged => self.measured(incident),
        }
    }

    /// What an incident did, up to now or its end. Of one that is resolved the single minutes are left out.
    pub(crate) fn measured(&self, incident: &Arc<Incident>) -> Result<Arc<Measured>, ApiError> {
        let until = if incident.ended.is_some() { 0 } else { self.minute() };
        let version = self.telemetry_version();
        if let Some(measured) =
            lock(&self.cache.incidents).get(&incident.id).and_then(|entry| entry.get(version, until, incident))
        {
            return Ok(measured);
        }
        let mut measured = self.measure_incident(incident)?;
        if incident.state == IncidentState::Resolved {
            // Hundreds are over, and only who looks at one of them reads its minutes.
            measured.impact.per_minute = Vec::new();
        }
        let measured = Arc::new(measured);
        lock(&self.cache.incidents).insert(incident.id.clone(), Entry::new(version, until, incident, &measured));
        Ok(measured)
    }

    fn measure_incident(&self, incident: &Incident) -> Result<Measured, ApiError> {
        let now = self.now();
        let began = incident.began.minute();
        let end = incident.ended.unwrap_or(now).min(now);
        let until = end.minute().max(began);
        let responders = responders(&incident.timeline, end);
        let spans: Vec<(UtcTime, UtcTime)> = {
            let mut by_name: std::collections::BTreeMap<&str, Vec<(UtcTime, UtcTime)>> =
                std::collections::BTreeMap::new();
            for one in &responders {
                by_name.entry(&one.who).or_default().push((one.since, one.until.unwrap_or(end).min(end)));
            }
            by_name.into_values().flat_map(|spans| merge_spans(&spans)).collect()
        };
        // What has ended is measured once and remembered; what is live is asked again each minute.
        let series = match (&incident.sli, incident.ended) {
            (Some(sli), Some(_)) => Some(self.passing_series(sli)?),
            (Some(sli), None) => Some(self.series(sli)?),
            (None, _) => None,
        };
        let impact = measure(
            series.as_deref().map(|series| series as &dyn CountSource),
            began,
            until,
            incident.assumptions.value_per_interaction.as_ref().map(|estimate| &estimate.range),
            &spans,
            incident.assumptions.responder_hour_cost.as_ref().map(|estimate| &estimate.range),
        );
        let followed = hops::follow(&incident.timeline, end);
        let mut measured = Measured {
            impact,
            has_indicator: incident.sli.is_some(),
            chain: followed.chain,
            hops: followed.hops,
            reached: followed.reached_minutes,
            responders,
            span: (began, until),
        };
        let costs: Vec<Option<f64>> = measured
            .chain
            .iter()
            .map(|step| measured.interaction_cost_between(step.at.minute(), step.at.minute() + step.minutes))
            .collect();
        for (step, cost) in measured.chain.iter_mut().zip(costs) {
            step.cost = cost;
        }
        Ok(measured)
    }
}

/// Who worked on an incident and for how long: from the moment it came to them until they left or it ended. Whoever
/// handed it on is assumed to stay, as people do; leaving is an entry of its own.
pub(crate) fn responders(timeline: &[TimelineEntry], end: UtcTime) -> Vec<Responder> {
    let mut responders: Vec<Responder> = Vec::new();
    for entry in timeline {
        let name = entry.who.trim();
        if name.is_empty() {
            continue;
        }
        match entry.kind {
            TimelineKind::Paged
            | TimelineKind::Acknowledged
            | TimelineKind::HandedOver
            | TimelineKind::ResponderAdded
            | TimelineKind::Action => {
                if !responders.iter().any(|one| one.who == name && one.until.is_none()) {
                    responders.push(Responder {
                        who: name.to_owned(),
                        party: entry.party,
                        since: entry.at,
                        until: None,
                        hours: 0.0,
                    });
                }
            }
            TimelineKind::ResponderLeft => {
                if let Some(one) = responders.iter_mut().find(|one| one.who == name && one.until.is_none()) {
                    one.until = Some(entry.at);
                }
            }
            TimelineKind::Detected
            | TimelineKind::Note
            | TimelineKind::Classified
            | TimelineKind::Resolved
            | TimelineKind::Reopened => {}
        }
    }
    for one in &mut responders {
        let until = one.until.unwrap_or(end).min(end);
        one.hours = (until.second() - one.since.second()).max(0) as f64 / 3_600.0;
    }
    responders
}
