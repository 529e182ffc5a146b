//! Rotations, layers, overrides and the shifts that follow from them.

use crate::{Extra, Party, PersonId, RotationId, ServiceId, Source, TeamId, UtcTime};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What "the next one's turn" means. Stored explicitly, since tools disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Advance {
    /// A turn passes with calendar time, whether or not anybody was on call in it.
    CalendarTime,
    /// A turn passes only on days on which the layer is active.
    ActiveDays,
}

/// Unit of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TurnUnit {
    /// Hours by the wall clock.
    Hour,
    /// Civil days.
    Day,
    /// Civil weeks.
    Week,
    /// Calendar months.
    Month,
}

/// Hours of a week in which a layer is active.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActiveHours {
    /// Days on which a span begins, 1 = Monday to 7 = Sunday.
    pub weekdays: Vec<u8>,
    /// Start by the wall clock, `HH:MM`.
    pub from: String,
    /// End by the wall clock, `HH:MM`, half-open. At or before `from`: it ends on the next day.
    pub to: String,
}

/// One layer of a rotation. Where layers overlap, the higher priority is on call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Layer {
    /// Name on screen.
    pub name: String,
    /// People in the order of their turns. Each inner list is on call together.
    pub turns: Vec<Vec<PersonId>>,
    /// Civil date and time of the first turn in the rotation's zone, such as `2026-08-31T09:00`.
    pub start: String,
    /// Civil date and time at which the layer ends, half-open.
    pub end: Option<String>,
    /// Unit of a turn.
    pub unit: TurnUnit,
    /// Units in a turn, at least 1.
    pub length: u32,
    /// What makes the turn pass.
    pub advance: Advance,
    /// When the layer is active; empty means always.
    pub active: Vec<ActiveHours>,
    /// Higher wins.
    pub priority: i32,
}

/// A span that wins over every layer. `people` empty is a stated gap: somebody is away and nobody took over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Override {
    /// Who is on call instead.
    pub people: Vec<PersonId>,
    /// Start.
    pub from: UtcTime,
    /// End, half-open.
    pub to: UtcTime,
    /// Why.
    pub reason: String,
}

/// Who is on call for what, and by which rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Rotation {
    /// Identifier.
    pub id: RotationId,
    /// Name on screen.
    pub name: String,
    /// The party that it belongs to.
    pub party: Party,
    /// The team, where known.
    pub team: Option<TeamId>,
    /// Services it covers; empty means all.
    pub services: Vec<ServiceId>,
    /// IANA zone of its civil times.
    pub zone: String,
    /// Layers.
    pub layers: Vec<Layer>,
    /// Overrides.
    pub overrides: Vec<Override>,
    /// Where this was read.
    pub source: Source,
    /// Fields of the source that Gemba does not know, kept as they were.
    #[serde(default)]
    pub extra: Extra,
}

/// A span in which the same people are on call, half-open. Computed, never stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Shift {
    /// Start.
    pub from: UtcTime,
    /// End, half-open.
    pub to: UtcTime,
    /// Who; empty is a gap.
    pub people: Vec<PersonId>,
    /// The layer's name, `override`, or empty for a gap.
    pub by: String,
}
