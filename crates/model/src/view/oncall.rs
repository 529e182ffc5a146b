use super::{Named, OnCallNow};
use crate::{Figure, Party, Sentence, Shift, Tone, UtcTime};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who is on now and next, and how heavy it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OnCallView {
    /// What stands out, in one sentence.
    pub verdict: Sentence,
    /// Its colour.
    pub tone: Tone,
    /// Rotations that match in all.
    pub total: u32,
    /// Now and next, per rotation.
    pub rotations: Vec<RotationRow>,
    /// Start of the drawn span.
    pub from: UtcTime,
    /// End of the drawn span, half-open.
    pub to: UtcTime,
    /// Interruptions by hour of the week in the person's zone, Monday 0:00 first, 168 entries.
    pub by_hour_of_week: Vec<u32>,
    /// Split of interruptions: business 8–18 Mon–Fri, off, sleep 22–8.
    pub by_time: InterruptionSplit,
    /// Weeks that the load covers.
    pub weeks: u32,
    /// Per party: hours and interruptions, never per named person.
    pub load: Vec<PartyLoad>,
}

/// One rotation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RotationRow {
    /// Now.
    pub now: OnCallNow,
    /// Who is next.
    pub next: Vec<Named>,
    /// From when.
    pub next_from: Option<UtcTime>,
    /// IANA zone.
    pub zone: String,
    /// The rule in words.
    pub rule: String,
    /// Shifts of the drawn span.
    pub shifts: Vec<Shift>,
    /// Minutes of the drawn span in which the rule wants somebody and nobody is there.
    pub gap_minutes: i64,
    /// People who would never get a shift by this rule.
    pub starved: Vec<Named>,
}

/// When people are interrupted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InterruptionSplit {
    /// 8–18, Monday to Friday, in the person's zone.
    pub business: u32,
    /// 18–22 Monday to Friday, and the weekend by day.
    pub off: u32,
    /// 22–8 daily.
    pub sleep: u32,
}

/// Load of one party over the covered weeks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PartyLoad {
    /// The party.
    pub party: Party,
    /// People on call at least once.
    pub people: u32,
    /// Hours on call per person, smallest first: a distribution, unnamed.
    pub hours: Vec<f64>,
    /// Interruptions.
    pub interruptions: Figure,
    /// Pages that found nobody on call.
    pub uncovered: u32,
}
