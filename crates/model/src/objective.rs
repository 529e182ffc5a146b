//! Indicators and objectives, in the words of OpenSLO.

use crate::{Exact, Extra, JourneyId, ObjectiveId, ServiceId, SliId, Source};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which log lines an indicator counts, and which of them are good.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct LogRule {
    /// `service.name` of the line; empty matches every service.
    #[serde(default)]
    pub service: String,
    /// Exact route, or a prefix when it ends in `*`; empty matches every route.
    #[serde(default)]
    pub route: String,
    /// HTTP method; empty matches every method.
    #[serde(default)]
    pub method: String,
    /// A line with this HTTP status or above is bad. 500 unless said otherwise.
    pub bad_status_from: Option<u16>,
    /// A line with this OpenTelemetry severity number or above is bad. 17 (ERROR) unless said otherwise.
    pub bad_severity_from: Option<u8>,
    /// A line that took longer, in milliseconds, is bad. Absent: duration does not matter.
    pub good_within_ms: Option<u32>,
}

/// Where the numbers of an indicator come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum SliSource {
    /// Counted from log lines at intake.
    Logs {
        /// What counts.
        rule: LogRule,
    },
    /// Imported as counts per minute.
    Counts,
    /// A query to a metric store that Gemba does not ask yet. Kept; the objective is "not measured".
    Foreign {
        /// The metric source's type as written.
        source_type: String,
    },
}

/// A service level indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Sli {
    /// Identifier: the key of its telemetry.
    pub id: SliId,
    /// Name on screen, such as "succeeds" or "within 2 s".
    pub name: String,
    /// Where its numbers come from.
    pub source: SliSource,
}

/// The span over which an error budget is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum BudgetWindow {
    /// The last so many minutes, ending now.
    Rolling {
        /// Length in minutes.
        minutes: u32,
    },
    /// A calendar period that resets.
    Calendar {
        /// How many units a period has.
        count: u32,
        /// The unit of the period.
        unit: CalendarUnit,
        /// Civil date and time at which one of the periods begins, such as `2026-11-09T00:00`.
        start: String,
        /// IANA zone in which the period is meant.
        zone: String,
    },
}

/// Units of calendar periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CalendarUnit {
    /// A civil day.
    Day,
    /// Seven civil days.
    Week,
    /// A calendar month.
    Month,
    /// Three calendar months.
    Quarter,
    /// A calendar year.
    Year,
}

/// How good is told from bad over the window (OpenSLO `budgetingMethod`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum BudgetingMethod {
    /// Good events of all events.
    Occurrences,
    /// Good slices of all slices; a slice is good when its own ratio reaches the slice's target.
    Timeslices {
        /// Ratio that a slice must reach, 0 to 1.
        #[ts(type = "string")]
        slice_target: Exact,
        /// Length of a slice in minutes.
        slice_minutes: u32,
    },
    /// The mean of the slices' ratios, each slice weighing the same.
    RatioTimeslices {
        /// Length of a slice in minutes.
        slice_minutes: u32,
    },
}

/// A service level objective: how reliable is reliable enough, as agreed by the three parties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Objective {
    /// Identifier.
    pub id: ObjectiveId,
    /// Name on screen.
    pub name: String,
    /// The service it is set for.
    pub service: Option<ServiceId>,
    /// The journey it protects, where known.
    pub journey: Option<JourneyId>,
    /// The indicator.
    pub sli: Sli,
    /// Target ratio, above 0 and below 1: `0.999`.
    #[ts(type = "string")]
    pub target: Exact,
    /// The budget's window.
    pub window: BudgetWindow,
    /// How good is told from bad.
    pub method: BudgetingMethod,
    /// Fewer events than this in a window are reported as insufficient. Default 1.
    pub min_events: u64,
    /// What the parties agreed to do when the budget is spent, in one line; empty when no policy is agreed.
    pub policy: String,
    /// Where this was read.
    pub source: Source,
    /// Fields of the source that Gemba does not know, kept as they were.
    #[serde(default)]
    pub extra: Extra,
}
