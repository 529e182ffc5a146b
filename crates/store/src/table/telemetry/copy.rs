//! Saving what is intact of a damaged file.

use super::{HEAD, Head, How, put};
use crate::chunk;
use crate::error::{Result, StoreError};
use gemba_model::{SliDay, SliId};
use rusqlite::Connection;

/// Copies every chunk that can be read into another file; says what cannot.
pub(crate) fn copy_intact(from: &Connection, to: &Connection, lost: &mut Vec<String>) -> Result<u64> {
    let mut count = 0;
    let result = (|| -> Result<()> {
        let mut statement = from.prepare(&format!(
            "SELECT {HEAD}, latency, sli.id, count_source.id FROM chunk JOIN sli ON sli.key = chunk.sli \
             JOIN count_source ON count_source.key = chunk.source ORDER BY sli, day, source"
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let head = Head::read(row)?;
            let (latency, sli, source): (Option<Vec<u8>>, String, String) = (row.get(7)?, row.get(8)?, row.get(9)?);
            match head.minutes(from) {
                Ok(minutes) => {
                    let latency = latency.and_then(|bytes| chunk::decode_latency(&bytes));
                    let day = SliDay { sli: SliId(sli), day: head.day, minutes, latency };
                    put(to, &source, std::slice::from_ref(&day), How::Replace)?;
                    count += 1;
                }
                Err(error) => lost.push(format!("Indicator \"{sli}\", source \"{source}\": {error}")),
            }
        }
        Ok(())
    })();
    tolerate(result, "telemetry", lost)?;
    Ok(count)
}

/// Damage in what is copied from is told; an error of the new file stops the copy.
pub(crate) fn tolerate(result: Result<()>, what: &str, lost: &mut Vec<String>) -> Result<()> {
    match result {
        Err(error @ (StoreError::Corrupt { .. } | StoreError::Sql(_))) => {
            lost.push(format!("The rest of the {what}: {error}"));
            Ok(())
        }
        other => other,
    }
}
