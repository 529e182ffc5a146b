//! One layer: its handoffs, its active hours, and the spans of its turns.

use crate::EngineError;
use crate::zone::{self, Fold};
use gemba_model::{ActiveHours, Advance, Layer, TurnUnit, UtcTime};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span, Timestamp, ToSpan};

/// Seconds since 1970-01-01T00:00Z.
type UtcSecond = i64;

/// A span of one turn, in seconds, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TurnSpan {
    pub from: UtcSecond,
    pub to: UtcSecond,
    /// Index into the layer's turns.
    pub turn: usize,
}

/// Hours of the week, read.
pub(super) struct Active {
    /// 0 = Monday.
    pub weekdays: [bool; 7],
    pub from: Time,
    pub to: Time,
}

impl Active {
    fn new(hours: &ActiveHours) -> Result<Self, EngineError> {
        let mut weekdays = [false; 7];
        for day in &hours.weekdays {
            let place = usize::from(*day).checked_sub(1).and_then(|place| weekdays.get_mut(place));
            *place.ok_or_else(|| {
                EngineError::Rotation(format!("weekday {day} is none; use 1 for Monday to 7 for Sunday"))
            })? = true;
        }
        Ok(Self { weekdays, from: clock(&hours.from)?, to: clock(&hours.to)? })
    }

    pub(super) fn begins_on(&self, date: Date) -> bool {
        let day = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
        self.weekdays.get(day).copied().unwrap_or(false)
    }

    /// Minutes from midnight of the day on which it begins; the end is after the start, up to a day later.
    pub(super) fn minutes(&self) -> (i64, i64) {
        let of = |time: Time| i64::from(time.hour()) * 60 + i64::from(time.minute());
        let (from, to) = (of(self.from), of(self.to));
        (from, if to <= from { to + 1_440 } else { to })
    }
}

fn clock(text: &str) -> Result<Time, EngineError> {
    let wrong = || EngineError::Civil(format!("\"{text}\" is no wall time; write it as 09:00"));
    if text.trim() == "24:00" {
        return Ok(Time::midnight());
    }
    let (hour, minute) = text.trim().split_once(':').ok_or_else(wrong)?;
    let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i8>().ok()).flatten();
    Time::new(number(hour).ok_or_else(wrong)?, number(minute).ok_or_else(wrong)?, 0, 0).map_err(|_| wrong())
}

/// A layer whose texts have been read.
pub(super) struct Plan<'a> {
    pub layer: &'a Layer,
    pub start: DateTime,
    pub active: Vec<Active>,
    zone: TimeZone,
    begins: UtcSecond,
    ends: Option<UtcSecond>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(layer: &'a Layer, zone: &TimeZone) -> Result<Self, EngineError> {
        let start = zone::civil(&layer.start)?;
        if layer.length == 0 {
            return Err(EngineError::Rotation("a turn must last at least one unit".into()));
        }
        if layer.unit == TurnUnit::Hour && layer.advance == Advance::ActiveDays && !layer.active.is_empty() {
            return Err(EngineError::Rotation(
                "turns of hours pass with calendar time; active days need turns of days or more".into(),
            ));
        }
        let active = layer.active.iter().map(Active::new).collect::<Result<Vec<_>, _>>()?;
        let begins = zone::instant(zone, start, Fold::First).as_second();
        let end = layer.end.as_deref().map(zone::civil).transpose()?;
        let ends = end.map(|end| zone::instant(zone, end, Fold::Last).as_second());
        Ok(Self { layer, start, active, zone: zone.clone(), begins, ends })
    }

    /// Spans of turns within `[from, to)`, by start. Without turns the layer wants somebody whom it does not have.
    pub(super) fn spans(&self, from: UtcSecond, to: UtcSecond) -> Result<Vec<TurnSpan>, EngineError> {
        let from = from.max(self.begins);
        let to = self.ends.map_or(to, |ends| to.min(ends));
        if from >= to {
            return Ok(Vec::new());
        }
        if self.layer.advance == Advance::ActiveDays && !self.active.is_empty() {
            return Ok(self.by_active_days(from, to));
        }
        let turns = self.by_calendar(from, to)?;
        if self.active.is_empty() {
            return Ok(turns);
        }
        let mut hours = self.hours(from, to).into_iter().map(|(_, from, to)| (from, to)).collect::<Vec<_>>();
        hours.sort_unstable();
        // Hours that overlap are one span: nobody is on call twice.
        let mut joined: Vec<(UtcSecond, UtcSecond)> = Vec::new();
        for (from, to) in hours {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        Ok(intersect(&turns, &joined))
    }

    /// Active spans that reach into `[from, to)`, cut to it, with the day on which each begins.
    fn hours(&self, from: UtcSecond, to: UtcSecond) -> Vec<(Date, UtcSecond, UtcSecond)> {
        let day = |second: UtcSecond| zone::wall(&self.zone, UtcTime::from_second(second)).date();
        let back = |date: Date| date.checked_sub(2.days()).unwrap_or(date);
        let (mut date, last) = (back(day(from)), day(to));
        let mut spans = Vec::new();
        while date <= last {
            for active in self.active.iter().filter(|active| active.begins_on(date)) {
                let next = date.checked_add(1.day()).unwrap_or(date);
                let end = if active.to <= active.from { next } else { date };
                let start = zone::instant(&self.zone, date.to_datetime(active.from), Fold::First).as_second();
                let end = zone::instant(&self.zone, end.to_datetime(active.to), Fold::Last).as_second();
                if start.max(from) < end.min(to) {
                    spans.push((date, start.max(from), end.min(to)));
                }
            }
            let Ok(next) = date.checked_add(1.day()) else { break };
            date = next;
        }
        spans
    }

    fn turn(&self, index: i64) -> usize {
        let count = i64::try_from(self.layer.turns.len()).unwrap_or(i64::MAX).max(1);
        usize::try_from(index.rem_euclid(count)).unwrap_or(0)
    }

    fn by_active_days(&self, from: UtcSecond, to: UtcSecond) -> Vec<TurnSpan> {
        let length = i64::from(self.layer.length);
        let mut spans: Vec<TurnSpan> = Vec::new();
        for (date, from, to) in self.hours(from, to) {
            let turn = self.turn(self.units_since_start(date).div_euclid(length));
            spans.push(TurnSpan { from, to, turn });
        }
        spans.sort_by_key(|span| (span.from, span.to, span.turn));
        spans
    }

    /// Whole units from the first active day to a day on which a span begins.
    fn units_since_start(&self, date: Date) -> i64 {
        let first = self.first_day();
        match self.layer.unit {
            TurnUnit::Hour | TurnUnit::Day => self.active_days(first, date),
            TurnUnit::Week => {
                let monday = |date: Date| days(date) - i64::from(date.weekday().to_monday_zero_offset());
                (monday(date) - monday(first)).div_euclid(7)
            }
            TurnUnit::Month => {
                let month = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
                month(date) - month(first)
            }
        }
    }

    /// The first day whose active hours end after the layer's start: an overnight span may have begun the day before.
    fn first_day(&self) -> Date {
        let start = self.start.date();
        let mut date = start.checked_sub(1.day()).unwrap_or(start);
        for _ in 0..10 {
            let reaches = self.active.iter().filter(|active| active.begins_on(date)).any(|active| {
                let end = if active.to <= active.from { date.checked_add(1.day()).unwrap_or(date) } else { date };
                end.to_datetime(active.to) > self.start
            });
            if reaches {
                return date;
            }
            let Ok(next) = date.checked_add(1.day()) else { break };
            date = next;
        }
        start
    }

    /// Days in `[from, to)` on which a span begins; negative when `to` is before `from`.
    fn active_days(&self, from: Date, to: Date) -> i64 {
        let on = |date: Date| self.active.iter().any(|active| active.begins_on(date));
        let week =
            (0..7).filter(|day| self.active.iter().any(|a| a.weekdays.get(*day).copied().unwrap_or(false))).count();
        let distance = days(to) - days(from);
        let weeks = distance.div_euclid(7);
        let rest =
            (0..distance.rem_euclid(7)).filter(|day| from.checked_add(Span::new().days(*day)).is_ok_and(on)).count();
        weeks * i64::try_from(week).unwrap_or(0) + i64::try_from(rest).unwrap_or(0)
    }

    /// Turns by the wall clock over `[from, to)`, whatever the active hours are.
    fn by_calendar(&self, from: UtcSecond, to: UtcSecond) -> Result<Vec<TurnSpan>, EngineError> {
        let wall = zone::wall(&self.zone, UtcTime::from_second(from));
        let mut index = self.handoffs_before(wall).saturating_add(1);
        while index > 0 && self.handoff(index)? > from {
            index -= 1;
        }
        let mut lost = self.lost_before(from)?;
        let mut spans: Vec<TurnSpan> = Vec::new();
        let mut start = self.handoff(index)?;
        while start < to {
            let end = self.handoff(index.saturating_add(1))?;
            if end > start {
                let turn = self.turn(index - lost);
                if end > from {
                    spans.push(TurnSpan { from: start.max(from), to: end.min(to), turn });
                }
            } else if start > from {
                lost += 1;
            }
            index += 1;
            start = end;
        }
        Ok(spans)
    }

    fn step(&self, index: i64) -> Result<DateTime, EngineError> {
        let beyond = || EngineError::Rotation("the rotation reaches beyond the calendar".into());
        let distance = i64::from(self.layer.length).checked_mul(index).ok_or_else(beyond)?;
        let span = match self.layer.unit {
            TurnUnit::Hour => Span::new().try_hours(distance),
            TurnUnit::Day => Span::new().try_days(distance),
            TurnUnit::Week => Span::new().try_weeks(distance),
            TurnUnit::Month => Span::new().try_months(distance),
        };
        span.and_then(|span| self.start.checked_add(span)).map_err(|_| beyond())
    }

    fn handoff(&self, index: i64) -> Result<UtcSecond, EngineError> {
        Ok(zone::instant(&self.zone, self.step(index)?, Fold::First).as_second())
    }

    /// Handoffs with a wall time before the given one.
    fn handoffs_before(&self, wall: DateTime) -> i64 {
        let length = i64::from(self.layer.length).max(1);
        if self.layer.unit == TurnUnit::Month {
            let month = |at: DateTime| i64::from(at.year()) * 12 + i64::from(at.month());
            let mut index = (month(wall) - month(self.start)).div_euclid(length).saturating_add(1).max(0);
            while index > 0 && self.step(index - 1).is_ok_and(|at| at >= wall) {
                index -= 1;
            }
            return index;
        }
        let seconds = match self.layer.unit {
            TurnUnit::Hour => 3_600,
            TurnUnit::Day => 86_400,
            TurnUnit::Week | TurnUnit::Month => 604_800,
        } * length;
        let distance = civil_second(wall) - civil_second(self.start);
        if distance <= 0 { 0 } else { (distance - 1).div_euclid(seconds) + 1 }
    }

    /// Turns without any time up to an instant: where clocks were set forward, several handoffs can fall on the end of
    /// the gap. Only turns shorter than a few gaps can be lost, so months and weeks need no look.
    fn lost_before(&self, at: UtcSecond) -> Result<i64, EngineError> {
        if matches!(self.layer.unit, TurnUnit::Week | TurnUnit::Month) {
            return Ok(0);
        }
        let begin = Timestamp::from_second(self.begins).unwrap_or(Timestamp::MIN);
        let mut lost = 0;
        for transition in self.zone.following(begin) {
            let second = transition.timestamp().as_second();
            if second > at {
                break;
            }
            let after = self.zone.to_datetime(transition.timestamp());
            let Ok(just_before) = after.checked_sub(1.second()) else { continue };
            let AmbiguousOffset::Gap { before, after: later } = self.zone.to_ambiguous_timestamp(just_before).offset()
            else {
                continue;
            };
            let width = i64::from(later.seconds()) - i64::from(before.seconds());
            let Ok(gap_start) = after.checked_sub(Span::new().seconds(width)) else { continue };
            let (first, end) = (self.handoffs_before(gap_start), self.handoffs_before(after));
            let at_end = i64::from(self.step(end).is_ok_and(|handoff| handoff == after));
            lost += (end - first + at_end - 1).max(0);
        }
        Ok(lost)
    }
}

fn days(date: Date) -> i64 {
    civil_second(date.to_datetime(Time::midnight())).div_euclid(86_400)
}

/// Seconds of a wall time since 1970 as if there were no zone.
fn civil_second(at: DateTime) -> i64 {
    zone::instant(&TimeZone::UTC, at, Fold::First).as_second()
}

fn intersect(turns: &[TurnSpan], hours: &[(UtcSecond, UtcSecond)]) -> Vec<TurnSpan> {
    let mut spans = Vec::new();
    let mut first = 0;
    for turn in turns {
        while hours.get(first).is_some_and(|span| span.1 <= turn.from) {
            first += 1;
        }
        for (from, to) in hours.iter().skip(first).take_while(|span| span.0 < turn.to) {
            let (from, to) = ((*from).max(turn.from), (*to).min(turn.to));
            if from < to {
                spans.push(TurnSpan { from, to, turn: turn.turn });
            }
        }
    }
    spans
}
