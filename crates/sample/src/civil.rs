//! Time as the stores live it: minutes since the epoch, read in their zone.

use crate::{Plan, SampleError};
use gemba_model::UtcTime;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Minutes of a day.
pub(crate) const DAY: i64 = 1_440;

/// The moment of the story and the zone of the stores.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    /// The minute at which the story is told. Nothing happens in it or after it.
    pub(crate) now: i64,
    /// First minute of the logs.
    pub(crate) start: i64,
    /// The zone.
    pub(crate) zone: TimeZone,
    /// Its IANA name.
    pub(crate) zone_name: String,
}

/// The start of the four-week budget period in which the story is told: the Monday two weeks before the week of the
/// story, 00:00 in the stores' zone. So between 14 and 21 days of the period have passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PeriodStart {
    /// Civil date and time.
    pub(crate) civil: DateTime,
    /// The same in minutes since the epoch.
    pub(crate) minute: i64,
}

impl Clock {
    pub(crate) fn new(plan: &Plan) -> Result<Self, SampleError> {
        if !(1..=366).contains(&plan.days) {
            return Err(SampleError::Plan(format!("{} days cannot be made: 1 to 366 can.", plan.days)));
        }
        let zone = TimeZone::get(&plan.zone)
            .map_err(|_| SampleError::Plan(format!("{:?} is no IANA time zone that is known here.", plan.zone)))?;
        let year = plan.at.0.to_zoned(zone.clone()).year();
        if !(1_975..=9_900).contains(&year) {
            return Err(SampleError::Plan(format!("The story cannot be told in the year {year}: 1975 to 9900 can.")));
        }
        let now = plan.at.minute();
        Ok(Self { now, start: now - i64::from(plan.days) * DAY, zone, zone_name: plan.zone.clone() })
    }

    /// The civil time of a minute.
    pub(crate) fn civil(&self, minute: i64) -> DateTime {
        self.zone.to_datetime(UtcTime::from_minute(minute).0)
    }

    /// The civil date of a minute.
    pub(crate) fn date(&self, minute: i64) -> Date {
        self.civil(minute).date()
    }

    /// Minutes since midnight, and the weekday, of a minute.
    pub(crate) fn clock(&self, minute: i64) -> (i64, Weekday) {
        let civil = self.civil(minute);
        (i64::from(civil.hour()) * 60 + i64::from(civil.minute()), civil.weekday())
    }

    /// The minute of a civil time; the earlier one where it occurs twice, the later edge where it is left out.
    pub(crate) fn minute(&self, civil: DateTime) -> i64 {
        match self.zone.to_ambiguous_timestamp(civil).compatible() {
            Ok(at) => UtcTime(at).minute(),
            Err(_) => self.now,
        }
    }

    /// The minute of a clock time on the date that lies so many days before today.
    pub(crate) fn days_before(&self, days: i64, hour: i8, minute: i8) -> i64 {
        let date = self.date(self.now).saturating_sub(days.days());
        self.minute(date.at(hour, minute, 0, 0))
    }

    /// The Monday of the week in which the story is told.
    pub(crate) fn monday(&self) -> Date {
        let today = self.date(self.now);
        today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days())
    }

    /// The budget period in which the story is told.
    pub(crate) fn period(&self) -> PeriodStart {
        let civil = self.monday().saturating_sub(14.days()).at(0, 0, 0, 0);
        PeriodStart { civil, minute: self.minute(civil) }
    }
}

/// A minute as RFC 3339 in UTC, such as `2026-11-23T09:41:00Z`.
pub(crate) fn utc(minute: i64) -> String {
    UtcTime::from_minute(minute).to_string()
}

/// A minute and seconds within it as RFC 3339 in UTC.
pub(crate) fn utc_second(minute: i64, second: i64) -> String {
    UtcTime::from_second(minute * 60 + second).to_string()
}

/// A moment in milliseconds since the epoch as a timestamp.
pub(crate) fn stamp(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}
