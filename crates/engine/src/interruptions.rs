//! Interruptions: notifications to one person within 60 seconds count once.
//!
//! The source of the rule does not say where the 60 seconds are anchored. Here they are anchored at the first
//! notification of a run: whatever comes within 60 s of it belongs to it, and the next one begins a new run. A steady
//! stream therefore counts once a minute, and the count does not depend on how a list is cut, except within its first 60 s.

use crate::{EngineError, zone};
use gemba_model::UtcTime;
use gemba_model::view::InterruptionSplit;
use jiff::SignedDuration;
use jiff::tz::TimeZone;

/// Length of a run: notifications less than this after its first one belong to it.
pub const RUN: SignedDuration = SignedDuration::from_secs(60);

/// The first notification of every run, ascending. `notifications` are those of one person, in any order; e-mail is to
/// be left out by the caller.
pub fn runs(notifications: &[UtcTime]) -> Vec<UtcTime> {
    let mut sorted = notifications.to_vec();
    sorted.sort_unstable();
    let mut anchors: Vec<UtcTime> = Vec::new();
    for at in sorted {
        if anchors.last().is_none_or(|anchor| at.0.duration_since(anchor.0) >= RUN) {
            anchors.push(at);
        }
    }
    anchors
}

/// Part of the day in a person's zone: business 8–18 Monday to Friday, off 18–22 and 8–22 at the weekend, sleep 22–8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartOfDay {
    /// 8–18, Monday to Friday.
    Business,
    /// 18–22 Monday to Friday, 8–22 on Saturday and Sunday.
    Off,
    /// 22–8, daily.
    Sleep,
}

/// A person's zone, looked up once.
#[derive(Clone, Debug)]
pub struct PersonZone(TimeZone);

impl PersonZone {
    /// From an IANA name.
    ///
    /// # Errors
    /// When the name is unknown.
    pub fn new(name: &str) -> Result<Self, EngineError> {
        Ok(Self(zone::zone(name)?))
    }

    /// The part of the day in which an instant falls.
    pub fn part_of_day(&self, at: UtcTime) -> PartOfDay {
        let wall = zone::wall(&self.0, at);
        let weekend = wall.weekday().to_monday_zero_offset() >= 5;
        match wall.hour() {
            8..18 if !weekend => PartOfDay::Business,
            8..22 => PartOfDay::Off,
            _ => PartOfDay::Sleep,
        }
    }

    /// The hour of the week in which an instant falls: 0 is Monday 0:00, 167 Sunday 23:00.
    pub fn hour_of_week(&self, at: UtcTime) -> usize {
        let wall = zone::wall(&self.0, at);
        let day = usize::try_from(wall.weekday().to_monday_zero_offset()).unwrap_or(0);
        day * 24 + usize::try_from(wall.hour()).unwrap_or(0)
    }

    /// Counts interruptions by part of the day.
    pub fn split(&self, interruptions: &[UtcTime]) -> InterruptionSplit {
        let mut split = InterruptionSplit::default();
        for at in interruptions {
            match self.part_of_day(*at) {
                PartOfDay::Business => split.business += 1,
                PartOfDay::Off => split.off += 1,
                PartOfDay::Sleep => split.sleep += 1,
            }
        }
        split
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(second: i64) -> UtcTime {
        UtcTime::from_second(second)
    }

    #[test]
    fn a_run_is_anchored_at_its_first_notification() {
        assert_eq!(runs(&[at(0), at(59), at(60), at(100), at(121)]), [at(0), at(60), at(121)]);
        assert!(runs(&[]).is_empty());
    }

    #[test]
    fn parts_of_the_day_follow_the_persons_zone() {
        let london = PersonZone::new("Europe/London").unwrap();
        let part = |text: &str| london.part_of_day(UtcTime(text.parse().unwrap()));
        assert_eq!(part("2026-11-16T08:00:00Z"), PartOfDay::Business);
        assert_eq!(part("2026-11-16T18:00:00Z"), PartOfDay::Off);
        assert_eq!(part("2026-11-16T22:00:00Z"), PartOfDay::Sleep);
        assert_eq!(part("2026-11-21T10:00:00Z"), PartOfDay::Off);
        assert_eq!(part("2026-07-06T07:30:00Z"), PartOfDay::Business, "half past eight in summer");
        assert_eq!(london.hour_of_week(UtcTime("2026-11-16T00:30:00Z".parse().unwrap())), 0);
        assert_eq!(london.hour_of_week(UtcTime("2026-11-22T23:00:00Z".parse().unwrap())), 167);
        assert!(PersonZone::new("Mars/Olympus").is_err());
    }

    proptest! {
        #[test]
        fn runs_are_a_minute_apart_and_lose_nobody(seconds in prop::collection::vec(0i64..5_000, 0..100)) {
            let list: Vec<_> = seconds.iter().map(|second| at(*second)).collect();
            let anchors = runs(&list);
            prop_assert!(anchors.windows(2).all(|pair| pair[1].second() - pair[0].second() >= 60));
            prop_assert!(list.iter().all(|at| anchors.iter().any(|a| (0..60).contains(&(at.second() - a.second())))));
            let split = PersonZone::new("America/Chicago").unwrap().split(&anchors);
            prop_assert_eq!((split.business + split.off + split.sleep) as usize, anchors.len());
        }
    }
}
