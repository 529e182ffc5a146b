//! What happens: each occurrence of each failure mode, laid relative to the moment of the story.

use crate::civil::{Clock, DAY};
use gemba_model::slug;

/// A recurring class of incidents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A gateway node loses its sessions to the acquirer: cards time out at the tills.
    CardTerminal,
    /// Prices of the new day arrive late in the stores.
    PriceSync,
    /// A retry books loyalty points a second time.
    PointsTwice,
}

impl Mode {
    pub(crate) const ALL: [Mode; 3] = [Mode::CardTerminal, Mode::PriceSync, Mode::PointsTwice];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Mode::CardTerminal => "Card terminal times out",
            Mode::PriceSync => "Price sync lags after midnight",
            Mode::PointsTwice => "Loyalty points booked twice",
        }
    }

    pub(crate) fn id(self) -> String {
        slug(self.name())
    }

    /// The service in which it starts.
    pub(crate) fn service(self) -> &'static str {
        match self {
            Mode::CardTerminal => "terminal-gateway",
            Mode::PriceSync => "store-sync",
            Mode::PointsTwice => "loyalty",
        }
    }

    /// The journey that it hurts, which is also the name of the objective that it burns.
    pub(crate) fn journey(self) -> &'static str {
        match self {
            Mode::CardTerminal => "pay-at-the-till",
            Mode::PriceSync => "find-a-price",
            Mode::PointsTwice => "redeem-points",
        }
    }

    /// The alert's name.
    pub(crate) fn alert(self) -> &'static str {
        match self {
            Mode::CardTerminal => "CardsTimeOut",
            Mode::PriceSync => "PriceSyncLag",
            Mode::PointsTwice => "PointsBookedTwice",
        }
    }
}

/// How much fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Harm {
    /// So many interactions in all.
    Interactions(u64),
    /// This share of the interactions at its worst, in per cent.
    Percent(u64),
}

/// One occurrence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Occurrence {
    pub(crate) mode: Mode,
    /// First minute with harm.
    pub(crate) began: i64,
    /// First minute without harm; `None` while it goes on.
    pub(crate) ended: Option<i64>,
    pub(crate) harm: Harm,
    /// Number in the paging tool.
    pub(crate) number: u64,
}

impl Occurrence {
    /// First minute without harm, or the minute of the story.
    pub(crate) fn until(&self, clock: &Clock) -> i64 {
        self.ended.unwrap_or(clock.now)
    }

    /// Its identifier in the paging tool.
    pub(crate) fn key(&self) -> String {
        format!("PT{:05}", self.number)
    }
}

/// Minutes since the live incident began.
pub(crate) const LIVE_MINUTES: i64 = 41;
/// Payments that the live incident has failed so far.
pub(crate) const LIVE_FAILED: u64 = 1_140;
/// Number of the live incident in the paging tool.
const LIVE_NUMBER: u64 = 151;
/// Days before the story on which prices came late. No two lie one to four whole weeks apart, since the same clock
/// window of the four former weeks is what harm is measured against.
const PRICE_DAYS: [(i64, i8, i64); 6] =
    [(78, 12, 44), (67, 20, 39), (51, 8, 51), (36, 17, 42), (20, 25, 38), (5, 14, 47)];
/// Days before the story, clock time and minutes of the double bookings.
const POINTS_DAYS: [(i64, i8, i8, i64); 2] = [(63, 18, 10, 34), (24, 12, 40, 41)];
/// Days before the story, clock distance in minutes, length and failed payments of the former card incidents.
const CARD_DAYS: [(i64, i64, i64, u64); 3] = [(81, -169, 52, 1_190), (45, -687, 64, 1_310), (14, -190, 47, 1_130)];

/// Every occurrence that lies within the days of the logs, oldest first.
pub(crate) fn occurrences(clock: &Clock) -> Vec<Occurrence> {
    let mut all = Vec::new();
    let mut push = |mode, began: i64, ended, harm| all.push(Occurrence { mode, began, ended, harm, number: 0 });
    for (days, distance, minutes, failed) in CARD_DAYS {
        // Early in the morning the clock distance would lead into the day before, and out of the budget period.
        let distance = if clock.clock(clock.now).0 + distance < 0 { -distance } else { distance };
        let began = clock.now - days * DAY + distance;
        push(Mode::CardTerminal, began, Some(began + minutes), Harm::Interactions(failed));
    }
    for (days, minute, minutes) in PRICE_DAYS {
        let began = clock.days_before(days, 0, minute);
        push(Mode::PriceSync, began, Some(began + minutes), Harm::Percent(58));
    }
    for (days, hour, minute, minutes) in POINTS_DAYS {
        let began = clock.days_before(days, hour, minute);
        push(Mode::PointsTwice, began, Some(began + minutes), Harm::Percent(62));
    }
    push(Mode::CardTerminal, clock.now - LIVE_MINUTES, None, Harm::Interactions(LIVE_FAILED));
    // An hour of calm before the first of them, so that every one has a beginning.
    all.retain(|one| one.began >= clock.start + 60 || one.ended.is_none());
    all.sort_by_key(|one| one.began);
    let first = LIVE_NUMBER + 1 - all.len() as u64;
    for (index, one) in all.iter_mut().enumerate() {
        one.number = first + index as u64;
    }
    all
}

/// Failed interactions minute by minute: it ramps up over twelve minutes and, where it ended, falls off over three.
/// The numbers add up to `total` exactly.
pub(crate) fn shape(minutes: i64, ended: bool, total: u64) -> Vec<u64> {
    let weight = |index: i64| {
        let up = (index + 1).min(12);
        let down = if ended { ((minutes - index) * 4).min(12) } else { 12 };
        up.min(down).max(1) as u64
    };
    let all: u64 = (0..minutes).map(weight).sum();
    let mut given = 0;
    let mut sum = 0;
    (0..minutes)
        .map(|index| {
            sum += weight(index);
            let until = (u128::from(total) * u128::from(sum) / u128::from(all.max(1))) as u64;
            let here = until - given;
            given = until;
            here
        })
        .collect()
}
