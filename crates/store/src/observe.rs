//! Observations: alerts, counts per minute, and the files that they came from. Outside the log, keyed, idempotent.

use crate::error::{Result, StoreError};
use crate::table::alert::{self, AlertFilter, AlertRow};
use crate::table::source::{self, SourceFile};
use crate::table::telemetry::{self, How, PutCount, SliBounds, Window};
use crate::workspace::Workspace;
use gemba_model::{Alert, LatencyHistogram, MinuteCount, SliDay, SliId};

impl Workspace {
    /// Stores alerts by their identifier, in one transaction. News replaces what is there; news that calls an alert
    /// firing which has ended is old and changes nothing.
    ///
    /// # Errors
    /// When nothing can be written. Single alerts that cannot be stored are listed in the answer.
    pub fn put_alerts(&mut self, alerts: &[Alert]) -> Result<PutCount> {
        self.write(|tx| alert::put(tx, alerts))
    }

    /// Alerts, the oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn alerts(&self, filter: &AlertFilter) -> Result<Vec<Alert>> {
        alert::list(&self.connection, filter)
    }

    /// One alert.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn alert(&self, id: &str) -> Result<Option<Alert>> {
        alert::one(&self.connection, id)
    }

    /// Alerts without their texts, the oldest first: several times as fast as [`Workspace::alerts`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn alert_rows(&self, filter: &AlertFilter) -> Result<Vec<AlertRow>> {
        alert::rows(&self.connection, filter)
    }

    /// How many alerts fit, whatever the filter's limit.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn count_alerts(&self, filter: &AlertFilter) -> Result<u64> {
        alert::count(&self.connection, filter)
    }

    /// Stores days of counts of one source: what is there for the same indicator, day and source is replaced. Days with
    /// more good than all events, or whose minutes are out of order, are refused and listed in the answer.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn put_counts(&mut self, source: &str, days: &[SliDay]) -> Result<PutCount> {
        self.write(|tx| telemetry::put(tx, source, days, How::Replace))
    }

    /// Stores what was counted in a piece of a file and notes how far the file was read, in one transaction: counts under
    /// the source `file.key`, and `file` in the registry.
    ///
    /// `from` is the byte at which the piece begins. At 0, everything that the file gave before is replaced. Otherwise
    /// the counts are added to what the file gave before, and `from` must be where reading stopped, under the same rules.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when `from` is not where reading stopped; nothing is counted twice then.
    pub fn ingest(&mut self, file: &SourceFile, from: u64, days: &[SliDay]) -> Result<PutCount> {
        self.write(|tx| {
            let how = if from == 0 {
                telemetry::forget_days_not_in(tx, &file.key, days)?;
                How::Replace
            } else {
                let stopped = source::bytes_read(tx, &file.key)?;
                let rules = source::by_key(tx, &file.key)?.map(|known| known.rules_hash);
                if stopped != from || rules.as_ref() != Some(&file.rules_hash) {
                    let reason = if stopped == from {
                        "it was read under other rules before; read it again from its start".to_owned()
                    } else {
                        format!("it was read up to byte {stopped}, and this piece begins at byte {from}")
                    };
                    return Err(StoreError::Conflict { place: format!("The file \"{}\"", file.name), reason });
                }
                How::Add
            };
            let count = telemetry::put(tx, &file.key, days, how)?;
            source::put(tx, file)?;
            Ok(count)
        })
    }

    /// Takes out all counts of a source; returns how many chunks that were.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn forget_counts(&mut self, source: &str) -> Result<u64> {
        self.write(|tx| telemetry::forget(tx, source))
    }

    /// Counts per minute within `[from, to)`, the sources added, ascending; only minutes with events.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn minutes(&self, sli: &str, from: i64, to: i64) -> Result<Vec<MinuteCount>> {
        telemetry::minutes(&self.connection, sli, (from, to))
    }

    /// `(good, total)` for each span, the sources added.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sums(&self, sli: &str, windows: &[Window]) -> Result<Vec<(u64, u64)>> {
        telemetry::sums(&self.connection, sli, windows)
    }

    /// [`Workspace::sums`] for many indicators, each with its own spans, from one state of the file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sums_many(&self, asked: &[(&str, &[Window])]) -> Result<Vec<Vec<(u64, u64)>>> {
        let snapshot = self.connection.unchecked_transaction()?;
        let sums = asked.iter().map(|(sli, windows)| telemetry::sums(&snapshot, sli, windows)).collect();
        snapshot.finish()?;
        sums
    }

    /// First and last minute with events of an indicator; `None` when it has none.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn bounds(&self, sli: &str) -> Result<Option<(i64, i64)>> {
        telemetry::bounds(&self.connection, sli)
    }

    /// The indicators that have events, ordered by identifier.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn slis(&self) -> Result<Vec<SliId>> {
        Ok(self.sli_bounds()?.into_iter().map(|bounds| bounds.sli).collect())
    }

    /// The indicators that have events, with the first and last minute of each.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sli_bounds(&self) -> Result<Vec<SliBounds>> {
        telemetry::slis(&self.connection)
    }

    /// The latency of an indicator over the UTC days `from_day..to_day` (days since 1970-01-01), the sources added; `None`
    /// where no duration was present.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn latency(&self, sli: &str, from_day: i64, to_day: i64) -> Result<Option<LatencyHistogram>> {
        telemetry::latency(&self.connection, sli, from_day, to_day)
    }

    /// Notes that a file was read.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn put_source(&mut self, file: &SourceFile) -> Result<()> {
        self.write(|tx| source::put(tx, file))
    }

    /// What is known of a file by its key.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn source(&self, key: &str) -> Result<Option<SourceFile>> {
        source::by_key(&self.connection, key)
    }

    /// Whether these bytes were read before, under whatever name: by the SHA-256 of all of them, in hexadecimal.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn source_seen(&self, sha256: &str) -> Result<Option<SourceFile>> {
        source::by_hash(&self.connection, sha256)
    }

    /// All files that were read, ordered by key.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sources(&self) -> Result<Vec<SourceFile>> {
        source::all(&self.connection)
    }
}
