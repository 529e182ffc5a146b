//! Alerts: one notification of something abnormal, from a burn rate, a rule, or another tool.

use crate::{AlertId, Extra, JourneyId, ObjectiveId, ServiceId, Source, UtcTime};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How loudly an alert asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlertTier {
    /// Somebody is interrupted.
    Page,
    /// Somebody looks at it in working hours.
    Ticket,
    /// For information.
    Info,
}

/// An alert. An observation: its natural key is the identifier, and a later notification about the same alert replaces it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Alert {
    /// Fingerprint and start.
    pub id: AlertId,
    /// The rule or alert name.
    pub name: String,
    /// What it says.
    pub summary: String,
    /// How loudly.
    pub tier: AlertTier,
    /// When it began to fire.
    pub starts: UtcTime,
    /// When it stopped; `None` while it fires.
    pub ends: Option<UtcTime>,
    /// The service it names, where it names one.
    pub service: Option<ServiceId>,
    /// The journey it names.
    pub journey: Option<JourneyId>,
    /// The objective, for burn-rate alerts.
    pub objective: Option<ObjectiveId>,
    /// The failure mode that a label names.
    pub failure_mode: Option<String>,
    /// For burn-rate alerts: the window pair, such as `1h/5m`, and the burn rate when it fired.
    pub burn: Option<BurnOrigin>,
    /// Where this came from.
    pub source: Source,
    /// Labels and fields that Gemba does not know, kept as they were.
    #[serde(default)]
    pub extra: Extra,
}

/// What a burn-rate alert must name: its window, its burn, and what was left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BurnOrigin {
    /// Long window in minutes.
    pub long_minutes: u32,
    /// Short window in minutes.
    pub short_minutes: u32,
    /// Threshold of the burn rate, multiples of the budget.
    pub threshold: f64,
    /// Burn rate over the long window at the minute of firing.
    pub burn: f64,
    /// Share of the error budget that was left at that minute; may be negative.
    pub budget_remaining: f64,
}
