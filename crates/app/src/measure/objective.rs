//! Where an objective stands.

use super::Entry;
use crate::errors::{engine_error, store_error};
use crate::{App, lock};
use gemba_engine::budget::{Evaluation, evaluate, nominal_minutes};
use gemba_engine::burn;
use gemba_engine::counts::{CountSource, Counts, Series};
use gemba_engine::outlook::outlook;
use gemba_engine::ratio::to_f64;
use gemba_model::api::ApiError;
use gemba_model::view::{BurnCell, Outlook, Quarter};
use gemba_model::*;
use gemba_store::Workspace;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// Minutes of a day, and of a quarter hour.
const DAY: i64 = 1_440;
const QUARTER: i64 = 15;

/// One objective, measured.
#[derive(Debug)]
pub(crate) struct Status {
    /// The exact numbers.
    pub evaluation: Evaluation,
    /// What the budget will do.
    pub outlook: Outlook,
    /// Last minute with an event.
    pub last_signal: Option<UtcTime>,
    /// Counts of the last hour.
    pub hour: Counts,
    /// Burn rates over the alerting pairs, with their course.
    pub burns: Vec<BurnCell>,
    /// The last day by quarter hours, once it was asked for.
    quarters: OnceLock<Vec<Quarter>>,
}

impl Status {
    /// Whether there is anything to go by.
    pub fn is_measured(&self) -> bool {
        self.evaluation.is_measured()
    }

    /// Share of the budget that is left; `None` when not measured.
    pub fn remaining(&self) -> Option<f64> {
        self.is_measured().then(|| to_f64(&self.evaluation.remaining))
    }

    /// How many of the alerting pairs fire.
    pub fn firing(&self) -> u32 {
        self.burns.iter().map(|burn| u32::from(burn.firing)).sum()
    }

    /// Why the numbers say less than they seem to, in words.
    pub fn insufficient(&self) -> Option<String> {
        let words: Vec<String> = self.evaluation.insufficient.iter().map(|reason| reason.words()).collect();
        (!words.is_empty()).then(|| words.join("; "))
    }
}

/// The store as a source of counts: whole days are summed without decoding, and a sum that was asked for is remembered.
struct Stored<'a> {
    store: &'a Workspace,
    sli: &'a SliId,
    bounds: Option<(i64, i64)>,
    sums: RefCell<HashMap<(i64, i64), Counts>>,
    error: RefCell<Option<gemba_store::StoreError>>,
}

impl Stored<'_> {
    fn keep<T: Default>(&self, result: gemba_store::Result<T>) -> T {
        result.unwrap_or_else(|error| {
            *self.error.borrow_mut() = Some(error);
            T::default()
        })
    }
}

impl CountSource for Stored<'_> {
    fn sum(&self, from: i64, to: i64) -> Counts {
        if let Some(known) = self.sums.borrow().get(&(from, to)) {
            return *known;
        }
        let sums = self.keep(self.store.sums(self.sli.as_str(), &[(from, to)]));
        let counts = sums.first().map(|(good, total)| Counts { good: *good, total: *total }).unwrap_or_default();
        self.sums.borrow_mut().insert((from, to), counts);
        counts
    }

    fn first_minute(&self) -> Option<i64> {
        self.bounds.map(|(first, _)| first)
    }

    fn last_minute(&self) -> Option<i64> {
        self.bounds.map(|(_, last)| last)
    }

    fn minutes(&self, from: i64, to: i64) -> Vec<MinuteCount> {
        self.keep(self.store.minutes(self.sli.as_str(), from, to))
    }
}

impl App {
    /// Where an objective stands now.
    pub(crate) fn status(&self, objective: &Arc<Objective>) -> Result<Arc<Status>, ApiError> {
        let (version, minute) = (self.telemetry_version(), self.minute());
        if let Some(status) =
            lock(&self.cache.objectives).get(&objective.id).and_then(|entry| entry.get(version, minute, objective))
        {
            return Ok(status);
        }
        let status = Arc::new(self.measure_objective(objective)?);
        lock(&self.cache.objectives).insert(objective.id.clone(), Entry::new(version, minute, objective, &status));
        Ok(status)
    }

    /// The last 24 hours of an objective's indicator by quarter hours, the oldest first.
    pub(crate) fn quarters(&self, objective: &Objective, status: &Status) -> Result<Vec<Quarter>, ApiError> {
        if let Some(known) = status.quarters.get() {
            return Ok(known.clone());
        }
        let from = self.minute() - DAY;
        let minutes =
            self.store().minutes(objective.sli.id.as_str(), from, from + DAY).map_err(|error| store_error(&error))?;
        let mut quarters = vec![Quarter::default(); (DAY / QUARTER) as usize];
        for count in minutes {
            let place = usize::try_from((count.minute - from) / QUARTER).unwrap_or(usize::MAX);
            if let Some(quarter) = quarters.get_mut(place) {
                let counts = Counts { good: count.good, total: count.total };
                quarter.bad += counts.bad();
                quarter.total += counts.total;
            }
        }
        Ok(status.quarters.get_or_init(|| quarters).clone())
    }

    fn measure_objective(&self, objective: &Objective) -> Result<Status, ApiError> {
        let now = self.now();
        let minute = now.minute();
        let store = self.store();
        let bounds = store.bounds(objective.sli.id.as_str()).map_err(|error| store_error(&error))?;
        let source = Stored {
            store: &store,
            sli: &objective.sli.id,
            bounds,
            sums: RefCell::default(),
            error: RefCell::default(),
        };
        if source.bounds.is_some() {
            // One visit to the chunks for every sum that the evaluation will ask for.
            let lengths = gemba_engine::budget::BURN_WINDOWS.iter().map(|(_, minutes)| i64::from(*minutes));
            let spans: Vec<(i64, i64)> = lengths.map(|length| (minute - length, minute)).collect();
            let sums = store.sums(objective.sli.id.as_str(), &spans).map_err(|error| store_error(&error))?;
            source
                .sums
                .borrow_mut()
                .extend(spans.into_iter().zip(sums).map(|(span, (good, total))| (span, Counts { good, total })));
        }
        let evaluation = evaluate(objective, &source, now).map_err(|error| engine_error(&error))?;
        let hour = source.sum(minute - 60, minute);
        if let Some(error) = source.error.into_inner() {
            return Err(store_error(&error));
        }
        drop(store);
        // The evaluation asks for a dozen sums, which the store answers from whole days; the outlook asks for hundreds.
        let series = match bounds {
            Some(_) => self.passing_series(&objective.sli.id)?,
            None => Arc::default(),
        };
        let outlook = outlook(objective, &*series, &evaluation, now);
        let burns = burns(objective, &series, minute, &evaluation);
        Ok(Status {
            evaluation,
            outlook,
            last_signal: bounds.map(|(_, last)| UtcTime::from_minute(last)),
            hour,
            burns,
            quarters: OnceLock::new(),
        })
    }
}

/// Points of the course of a burn rate, one every twelfth of its window.
const COURSE: i64 = 12;

/// The burn rates of an objective's alerting pairs at a minute.
fn burns(objective: &Objective, series: &Series, minute: i64, evaluation: &Evaluation) -> Vec<BurnCell> {
    let budget = to_f64(&evaluation.budget);
    let rate = |minutes: u32, to: i64| {
        let counts = series.sum(to - i64::from(minutes), to);
        (counts.total > 0).then(|| counts.bad() as f64 / counts.total as f64 / budget)
    };
    burn::pairs(nominal_minutes(&objective.window))
        .into_iter()
        .map(|pair| {
            let threshold = to_f64(&pair.threshold);
            let step = (i64::from(pair.long) / COURSE).max(1);
            let burn = rate(pair.long, minute);
            let fires = |burn: Option<f64>| burn.is_some_and(|burn| burn >= threshold);
            BurnCell {
                window: burn::window_name(pair.long),
                burn,
                threshold,
                spark: (0..COURSE).rev().map(|back| rate(pair.long, minute - back * step)).collect(),
                firing: fires(burn) && fires(rate(pair.short, minute)),
            }
        })
        .collect()
}
