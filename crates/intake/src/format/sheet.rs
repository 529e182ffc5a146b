//! What the CSV formats share: reading cells as the quantities of the model.

use crate::text::cells::Record;
use crate::text::node::{Wrong, exact, range};
use crate::text::shown;
use crate::time;
use gemba_model::{Estimate, Exact, Source, UtcTime};

/// What is wrong with a cell.
pub(super) fn wrong(column: &str, cell: &str, reason: &str) -> Wrong {
    (column.to_owned(), format!("`{}` {reason}", shown(cell)))
}

/// A cell that must not be empty.
pub(super) fn needed<'a>(record: &'a Record<'_>, names: &[&str]) -> Result<&'a str, Wrong> {
    match record.get(names) {
        "" => Err((names.first().copied().unwrap_or_default().to_owned(), "is empty, and needed".to_owned())),
        cell => Ok(cell),
    }
}

/// The parts of a cell that holds a list, divided by `;` or `|`.
pub(super) fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '|']).map(str::trim).filter(|part| !part.is_empty())
}

/// An exact decimal, or `None` where the cell is empty.
pub(super) fn decimal(record: &Record<'_>, names: &[&str]) -> Result<Option<Exact>, Wrong> {
    match record.get(names) {
        "" => Ok(None),
        cell => match exact(cell) {
            Some(value) => Ok(Some(value)),
            None => Err(wrong(names.first().copied().unwrap_or_default(), cell, "is not a decimal number like 1234.5")),
        },
    }
}

/// What a number may be.
#[derive(Clone, Copy)]
pub(super) enum Bound {
    /// 0 or more.
    NotNegative,
    /// More than 0.
    Positive,
    /// From 0 to 1.
    Share,
}

/// The names of the columns of a stated range: the middle, the low end, the high end.
pub(super) type Three<'n> = [&'n [&'n str]; 3];

/// A stated range. The middle alone is a known value; a low or high end without a middle is refused.
pub(super) fn estimate(
    record: &Record<'_>,
    [mid, low, high]: Three<'_>,
    bound: Bound,
    source: &Source,
) -> Result<Option<Estimate>, Wrong> {
    let column = mid.first().copied().unwrap_or_default();
    let found = range(decimal(record, low)?, decimal(record, mid)?, decimal(record, high)?);
    let Some(range) = found.map_err(|reason| (column.to_owned(), reason))? else { return Ok(None) };
    let fits = match bound {
        Bound::NotNegative => range.low >= Exact::ZERO,
        Bound::Positive => range.low > Exact::ZERO,
        Bound::Share => range.low >= Exact::ZERO && range.high <= Exact::ONE,
    };
    if !fits {
        let allowed = match bound {
            Bound::NotNegative => "0 or more",
            Bound::Positive => "more than 0",
            Bound::Share => "from 0 to 1",
        };
        return Err((column.to_owned(), format!("must be {allowed}; the range is {} to {}", range.low, range.high)));
    }
    Ok(Some(Estimate { range, source: source.clone() }))
}

/// An instant, or `None` where the cell is empty.
pub(super) fn moment(record: &Record<'_>, names: &[&str], zone: &str) -> Result<Option<UtcTime>, Wrong> {
    match record.get(names) {
        "" => Ok(None),
        cell => {
            let column = names.first().copied().unwrap_or_default();
            time::instant(cell, zone).map(Some).map_err(|reason| wrong(column, cell, &reason))
        }
    }
}

/// How surely a header is one with these columns: `score` when all of `needed` are there (each entry lists the names that
/// a column may have), otherwise 0.
pub(super) fn sniff(head: &[u8], needed: &[&[&str]], score: u8) -> u8 {
    let header = crate::text::cells::header_of(head);
    let all = needed.iter().all(|names| names.iter().any(|name| header.iter().any(|header| header == name)));
    if all { score } else { 0 }
}
