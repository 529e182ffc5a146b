//! Reading plain files for the calculators, which need no workspace.

use super::{counts_csv::CountsCsv, items_csv::ItemsCsv, openslo::OpenSlo};
use crate::{Collected, Context, Fact, FileError, Format};
use gemba_model::{MinuteCount, Objective, UtcTime, WorkItem, view::Rejected};
use std::collections::BTreeMap;

/// What was read, and what was not.
#[derive(Clone, Debug, PartialEq)]
pub struct Read<T> {
    /// What was read, in the order of the file.
    pub found: Vec<T>,
    /// Records that were refused, at most [`Collected::LISTED`].
    pub rejected: Vec<Rejected>,
    /// Records that were refused in all.
    pub rejected_total: u64,
    /// Deviations that did not cost a record.
    pub remarks: Vec<String>,
}

fn read(format: &dyn Format, input: &mut dyn std::io::Read, file: &str) -> Result<Collected, FileError> {
    let mut sink = Collected::default();
    let epoch = UtcTime::from_second(0);
    format.read(input, &Context::new(file, epoch), &mut sink)?;
    Ok(sink)
}

fn pick<T>(sink: Collected, found: Vec<T>) -> Read<T> {
    Read { found, rejected: sink.rejected, rejected_total: sink.rejected_total, remarks: sink.remarks }
}

/// Reads work items from a CSV file (`items-csv`). `file` is its name, for the sources of the numbers.
///
/// # Errors
/// When the input cannot be read or is no such file.
pub fn read_items(input: &mut dyn std::io::Read, file: &str) -> Result<Read<WorkItem>, FileError> {
    let mut sink = read(&ItemsCsv, input, file)?;
    let facts = std::mem::take(&mut sink.facts);
    let items = facts.into_iter().filter_map(|(_, fact)| match fact {
        Fact::WorkItem(item) => Some(*item),
        _ => None,
    });
    let items = items.collect();
    Ok(pick(sink, items))
}

/// Reads objectives from an OpenSLO file.
///
/// # Errors
/// When the input cannot be read or is no such file.
pub fn read_objective(input: &mut dyn std::io::Read, file: &str) -> Result<Read<Objective>, FileError> {
    let mut sink = read(&OpenSlo, input, file)?;
    let facts = std::mem::take(&mut sink.facts);
    let objectives = facts.into_iter().filter_map(|(_, fact)| match fact {
        Fact::Objective(objective) => Some(*objective),
        _ => None,
    });
    let objectives = objectives.collect();
    Ok(pick(sink, objectives))
}

/// Reads counts of one indicator from a CSV file (`counts-csv`), ascending by minute. Rows of the same minute are added,
/// and a column `sli` plays no part. Civil times are meant in UTC.
///
/// # Errors
/// When the input cannot be read or is no such file.
pub fn read_counts(input: &mut dyn std::io::Read, file: &str) -> Result<Read<MinuteCount>, FileError> {
    let mut sink = read(&CountsCsv, input, file)?;
    let mut minutes: BTreeMap<i64, MinuteCount> = BTreeMap::new();
    for (_, count) in std::mem::take(&mut sink.counts) {
        let sum = minutes.entry(count.minute).or_insert(MinuteCount { minute: count.minute, good: 0, total: 0 });
        // A sum beyond u64 keeps `good <= total`, since both stop at the same bound.
        sum.good = sum.good.saturating_add(count.good);
        sum.total = sum.total.saturating_add(count.total);
    }
    Ok(pick(sink, minutes.into_values().collect()))
}
