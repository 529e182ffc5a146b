//! Measurements joined from telemetry and records, remembered until what they rest on changes.
//!
//! Everything here can be computed again from the store; the caches exist for speed only and hold nothing that a view
//! could not get without them. A cached value names the telemetry's version, the record and the minute it holds for.

mod incident;
mod mode;
mod objective;

pub(crate) use incident::Measured;
pub(crate) use mode::ModeStats;
pub(crate) use objective::Status;

use crate::errors::store_error;
use crate::views::{Needs, OnCallLoad, Weighing};
use crate::{App, World, lock};
use gemba_engine::counts::Series;
use gemba_model::api::ApiError;
use gemba_model::view::ServiceRow;
use gemba_model::*;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// Minutes of indicators kept decoded at most. One of 30 days takes about 140 kB. A screen draws some dozens.
const SERIES_KEPT: usize = 32;

/// First and last minute with an event.
type Reach = (Option<UtcTime>, Option<UtcTime>);

/// What is remembered.
#[derive(Default)]
pub(crate) struct Cache {
    /// Rises with every write of telemetry or alerts.
    version: AtomicU64,
    series: Mutex<Kept<SliId, Series>>,
    objectives: Mutex<HashMap<ObjectiveId, Entry<Objective, Status>>>,
    incidents: Mutex<HashMap<IncidentId, Entry<Incident, Measured>>>,
    reach: Mutex<Option<(u64, Reach)>>,
    /// The weighing of one minute.
    pub(crate) weighing: Mutex<Option<Entry<World, Weighing>>>,
    /// What cannot be ranked in that minute.
    pub(crate) needs: Mutex<Option<Entry<World, Needs>>>,
    /// The rows of all services.
    pub(crate) services: Mutex<Option<Entry<World, Vec<ServiceRow>>>>,
    /// The load of one day.
    pub(crate) load: Mutex<Option<Entry<World, OnCallLoad>>>,
}

/// A remembered value with what it rests on: the telemetry's version, the minute, and the very record. The record is held,
/// so that its address cannot be given to another one meanwhile.
pub(crate) struct Entry<R, V> {
    version: u64,
    minute: i64,
    record: Arc<R>,
    value: Arc<V>,
}

impl<R, V> Entry<R, V> {
    pub(crate) fn new(version: u64, minute: i64, record: &Arc<R>, value: &Arc<V>) -> Self {
        Self { version, minute, record: record.clone(), value: value.clone() }
    }

    pub(crate) fn get(&self, version: u64, minute: i64, record: &Arc<R>) -> Option<Arc<V>> {
        (self.version == version && self.minute == minute && Arc::ptr_eq(&self.record, record))
            .then(|| self.value.clone())
    }
}

/// The most recently used of a kind.
struct Kept<K, V>(Vec<(K, u64, Arc<V>)>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: PartialEq + Clone, V> Kept<K, V> {
    fn get(&mut self, key: &K, version: u64) -> Option<Arc<V>> {
        let place = self.0.iter().position(|(kept, at, _)| kept == key && *at == version)?;
        let entry = self.0.remove(place);
        let value = entry.2.clone();
        self.0.push(entry);
        Some(value)
    }

    fn put(&mut self, key: K, version: u64, value: Arc<V>) {
        self.0.retain(|(kept, ..)| *kept != key);
        if self.0.len() >= SERIES_KEPT {
            self.0.remove(0);
        }
        self.0.push((key, version, value));
    }
}

impl App {
    /// Says that telemetry or alerts were written.
    pub(crate) fn telemetry_changed(&self) {
        self.cache.version.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn telemetry_version(&self) -> u64 {
        self.cache.version.load(Ordering::SeqCst)
    }

    /// All minutes of an indicator, remembered for the next question.
    pub(crate) fn series(&self, sli: &SliId) -> Result<Arc<Series>, ApiError> {
        let version = self.telemetry_version();
        let series = self.passing_series(sli)?;
        lock(&self.cache.series).put(sli.clone(), version, series.clone());
        Ok(series)
    }

    /// All minutes of an indicator, for whoever goes through every indicator once: it would push out what is looked at.
    pub(crate) fn passing_series(&self, sli: &SliId) -> Result<Arc<Series>, ApiError> {
        if let Some(series) = lock(&self.cache.series).get(sli, self.telemetry_version()) {
            return Ok(series);
        }
        let minutes = self.store().minutes(sli.as_str(), i64::MIN, i64::MAX).map_err(|error| store_error(&error))?;
        Ok(Arc::new(Series::new(minutes)))
    }

    /// The last minute with an event in any indicator.
    pub(crate) fn last_signal(&self) -> Result<Option<UtcTime>, ApiError> {
        Ok(self.reach()?.1)
    }

    /// The first minute with an event in any indicator.
    pub(crate) fn first_observation(&self) -> Result<Option<UtcTime>, ApiError> {
        Ok(self.reach()?.0)
    }

    /// First and last minute with an event in any indicator.
    fn reach(&self) -> Result<Reach, ApiError> {
        let version = self.telemetry_version();
        if let Some((kept, value)) = *lock(&self.cache.reach)
            && kept == version
        {
            return Ok(value);
        }
        let bounds = self.store().sli_bounds().map_err(|error| store_error(&error))?;
        let first = bounds.iter().map(|bounds| bounds.first).min().map(UtcTime::from_minute);
        let last = bounds.iter().map(|bounds| bounds.last).max().map(UtcTime::from_minute);
        *lock(&self.cache.reach) = Some((version, (first, last)));
        Ok((first, last))
    }

    /// The minute that views hold for: measurements end before it.
    pub(crate) fn minute(&self) -> i64 {
        self.now().minute()
    }
}
