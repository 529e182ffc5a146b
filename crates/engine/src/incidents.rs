//! Which alerts are one incident.
//!
//! Alerts that page are taken in order of their start, then of their identifier. An alert joins a group when it starts
//! before the group's last end or within 30 minutes after it, and when it names a journey, an objective or a service
//! that the group names; an alert that fits several groups joins them into one. An alert that still fires has no end yet.

use gemba_model::{Alert, AlertId, AlertTier, IncidentId, JourneyId, ObjectiveId, ServiceId, UtcTime};
use jiff::SignedDuration;

/// How long after the last alert's end another one still belongs to the same incident.
pub const QUIET: SignedDuration = SignedDuration::from_mins(30);

/// An incident that alerts suggest.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Made from the earliest alert, so that the same alerts always propose the same incident.
    pub id: IncidentId,
    /// Start of the earliest alert.
    pub began: UtcTime,
    /// Last end; `None` while an alert fires.
    pub ended: Option<UtcTime>,
    /// The alerts, by start.
    pub alerts: Vec<AlertId>,
    /// Services named, in order of first mention.
    pub services: Vec<ServiceId>,
    /// Journeys named.
    pub journeys: Vec<JourneyId>,
    /// Objectives named.
    pub objectives: Vec<ObjectiveId>,
    /// The failure mode that the earliest labelled alert names.
    pub failure_mode: Option<String>,
    /// Name and summary of the earliest alert, for a title.
    pub name: String,
    /// What the earliest alert says.
    pub summary: String,
}

impl Proposal {
    fn of(alert: &Alert) -> Self {
        Self {
            id: IncidentId(format!("inc-{}", gemba_model::slug(alert.id.as_str()))),
            began: alert.starts,
            ended: alert.ends.map(|ends| ends.max(alert.starts)),
            alerts: vec![alert.id.clone()],
            services: alert.service.iter().cloned().collect(),
            journeys: alert.journey.iter().cloned().collect(),
            objectives: alert.objective.iter().cloned().collect(),
            failure_mode: alert.failure_mode.clone(),
            name: alert.name.clone(),
            summary: alert.summary.clone(),
        }
    }

    fn takes(&self, next: &Proposal) -> bool {
        let near = self.ended.is_none_or(|ended| next.began.0.duration_since(ended.0) <= QUIET);
        near && (next.services.iter().any(|name| self.services.contains(name))
            || next.journeys.iter().any(|name| self.journeys.contains(name))
            || next.objectives.iter().any(|name| self.objectives.contains(name)))
    }

    /// Takes in a later group.
    fn join(&mut self, later: Proposal) {
        self.ended = self.ended.zip(later.ended).map(|(a, b)| a.max(b));
        self.alerts.extend(later.alerts);
        extend(&mut self.services, later.services);
        extend(&mut self.journeys, later.journeys);
        extend(&mut self.objectives, later.objectives);
        self.failure_mode = self.failure_mode.take().or(later.failure_mode);
    }
}

fn extend<T: PartialEq>(kept: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
}

/// Groups the alerts that page into incidents, by begin. Alerts that name no journey, objective or service stand alone.
/// The order and repetition of the input do not matter.
pub fn propose(alerts: &[Alert]) -> Vec<Proposal> {
    let mut paging: Vec<&Alert> = alerts.iter().filter(|alert| alert.tier == AlertTier::Page).collect();
    paging.sort_by(|a, b| a.starts.cmp(&b.starts).then_with(|| a.id.cmp(&b.id)));
    paging.dedup_by(|a, b| a.id == b.id);
    let mut done: Vec<Proposal> = Vec::new();
    let mut open: Vec<Proposal> = Vec::new();
    for alert in paging {
        let next = Proposal::of(alert);
        let over = |group: &Proposal| group.ended.is_some_and(|ended| next.began.0.duration_since(ended.0) > QUIET);
        let (closed, still): (Vec<_>, Vec<_>) = open.into_iter().partition(over);
        done.extend(closed);
        let (mut fitting, mut others): (Vec<_>, Vec<_>) = still.into_iter().partition(|group| group.takes(&next));
        fitting.sort_by(|a, b| a.began.cmp(&b.began).then_with(|| a.id.cmp(&b.id)));
        fitting.push(next);
        let mut groups = fitting.into_iter();
        if let Some(mut first) = groups.next() {
            groups.for_each(|later| first.join(later));
            others.push(first);
        }
        open = others;
    }
    done.extend(open);
    done.sort_by(|a, b| a.began.cmp(&b.began).then_with(|| a.id.cmp(&b.id)));
    done
}
