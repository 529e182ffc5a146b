//! The table `alert`: observations with a natural key.

use crate::error::{Result, StoreError};
use crate::table::telemetry::{PutCount, tolerate};
use gemba_model::{Alert, AlertId, AlertTier, UtcTime};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use std::collections::HashSet;
use std::sync::Arc;

/// Which alerts are asked for. Every field that is set must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AlertFilter {
    /// Began at this instant or later.
    pub from: Option<UtcTime>,
    /// Began before this instant.
    pub to: Option<UtcTime>,
    /// Fires at this instant: began then or before, and has not ended by then.
    pub firing_at: Option<UtcTime>,
    /// Names this service.
    pub service: Option<String>,
    /// Names this journey.
    pub journey: Option<String>,
    /// Names this objective.
    pub objective: Option<String>,
    /// Names this failure mode.
    pub failure_mode: Option<String>,
    /// Asks this loudly.
    pub tier: Option<AlertTier>,
    /// At most so many, from the first of the order on; all when `None`.
    pub limit: Option<u64>,
    /// From the newest to the oldest, not from the oldest on.
    pub newest_first: bool,
}

/// What is needed to count, group and replay alerts, without their texts. Names that repeat share their memory.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertRow {
    /// Fingerprint and start.
    pub id: AlertId,
    /// The rule or alert name.
    pub name: Arc<str>,
    /// How loudly.
    pub tier: AlertTier,
    /// When it began to fire.
    pub starts: UtcTime,
    /// When it stopped; `None` while it fires.
    pub ends: Option<UtcTime>,
    /// The service it names.
    pub service: Option<Arc<str>>,
    /// The journey it names.
    pub journey: Option<Arc<str>>,
    /// The objective it names.
    pub objective: Option<Arc<str>>,
    /// The failure mode it names.
    pub failure_mode: Option<Arc<str>>,
}

/// Stores alerts. News about the same alert replaces it; but what has ended does not fire again under the same identifier
/// (fingerprint and start), so news that still calls it firing is old and changes nothing.
pub(crate) fn put(connection: &Connection, alerts: &[Alert]) -> Result<PutCount> {
    let mut count = PutCount::default();
    let mut find = connection.prepare_cached("SELECT doc, ends FROM alert WHERE id = ?1")?;
    let mut write = connection.prepare_cached(
        "INSERT INTO alert (id, starts, ends, tier, name, service, journey, objective, failure_mode, doc) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
         ON CONFLICT (id) DO UPDATE SET starts = excluded.starts, ends = excluded.ends, tier = excluded.tier, \
         name = excluded.name, service = excluded.service, journey = excluded.journey, \
         objective = excluded.objective, failure_mode = excluded.failure_mode, doc = excluded.doc",
    )?;
    for alert in alerts {
        let (starts, ends, doc) = match check(alert) {
            Ok(checked) => checked,
            Err(reason) => {
                count.refused.push(format!("Alert \"{}\": {reason}.", alert.id));
                continue;
            }
        };
        let there: Option<(String, Option<i64>)> =
            find.query_row([alert.id.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        match &there {
            Some((stored, ended)) if *stored == doc || (ended.is_some() && ends.is_none()) => {
                count.unchanged += 1;
                continue;
            }
            Some(_) => count.updated += 1,
            None => count.new += 1,
        }
        write.execute((
            alert.id.as_str(),
            starts,
            ends,
            tier_number(alert.tier),
            &alert.name,
            alert.service.as_ref().map(|id| id.as_str()),
            alert.journey.as_ref().map(|id| id.as_str()),
            alert.objective.as_ref().map(|id| id.as_str()),
            alert.failure_mode.as_deref(),
            &doc,
        ))?;
    }
    Ok(count)
}

fn check(alert: &Alert) -> std::result::Result<(i64, Option<i64>, String), String> {
    if alert.id.as_str().is_empty() {
        return Err("it has no identifier".to_owned());
    }
    let believable = "lies outside the years 1678 to 2261";
    let starts = nanoseconds(alert.starts).ok_or_else(|| format!("its start {believable}"))?;
    let ends = match alert.ends {
        Some(ends) => Some(nanoseconds(ends).ok_or_else(|| format!("its end {believable}"))?),
        None => None,
    };
    if ends.is_some_and(|ends| ends < starts) {
        return Err("it ends before it begins".to_owned());
    }
    let doc = serde_json::to_string(alert).map_err(|error| error.to_string())?;
    // A burn rate that is not a number would be written as null and could never be read again.
    serde_json::from_str::<Alert>(&doc).map_err(|error| format!("it holds what cannot be read again: {error}"))?;
    Ok((starts, ends, doc))
}

/// Alerts that a filter lets through, the oldest first, and by identifier where they began together.
pub(crate) fn list(connection: &Connection, filter: &AlertFilter) -> Result<Vec<Alert>> {
    let mut alerts = Vec::new();
    select(connection, "doc", filter, |row| {
        let doc = row.get_ref(0)?.as_str().map_err(|error| StoreError::corrupt("The table \"alert\"", error))?;
        alerts.push(serde_json::from_str(doc).map_err(|error| StoreError::corrupt("The table \"alert\"", error))?);
        Ok(())
    })?;
    Ok(alerts)
}

/// The same without texts.
pub(crate) fn rows(connection: &Connection, filter: &AlertFilter) -> Result<Vec<AlertRow>> {
    let mut alerts = Vec::new();
    let mut names = Names::default();
    let columns = "id, name, tier, starts, ends, service, journey, objective, failure_mode";
    select(connection, columns, filter, |row| {
        let id: String = row.get(0)?;
        let tier = tier(row.get(2)?)
            .ok_or_else(|| StoreError::corrupt(format!("The alert \"{id}\""), "it asks in an unknown way"))?;
        alerts.push(AlertRow {
            id: AlertId(id),
            name: names.text(row, 1)?.unwrap_or_default(),
            tier,
            starts: time(row.get(3)?),
            ends: row.get::<_, Option<i64>>(4)?.map(time),
            service: names.text(row, 5)?,
            journey: names.text(row, 6)?,
            objective: names.text(row, 7)?,
            failure_mode: names.text(row, 8)?,
        });
        Ok(())
    })?;
    Ok(alerts)
}

/// How many alerts fit, whatever the limit.
pub(crate) fn count(connection: &Connection, filter: &AlertFilter) -> Result<u64> {
    let mut count = 0;
    let all = AlertFilter { limit: None, ..filter.clone() };
    // The order costs nothing where one row is left.
    select(connection, "count(*)", &all, |row| {
        count = row.get::<_, i64>(0)?.unsigned_abs();
        Ok(())
    })?;
    Ok(count)
}

/// One alert.
pub(crate) fn one(connection: &Connection, id: &str) -> Result<Option<Alert>> {
    let doc: Option<String> = connection
        .prepare_cached("SELECT doc FROM alert WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    doc.map(|doc| serde_json::from_str(&doc).map_err(|error| StoreError::corrupt(format!("The alert \"{id}\""), error)))
        .transpose()
}

/// Copies every alert that can be read into another file; says what cannot.
pub(crate) fn copy_intact(from: &Connection, to: &Connection, lost: &mut Vec<String>) -> Result<u64> {
    let mut copied = 0;
    let result = (|| -> Result<()> {
        let mut statement = from.prepare("SELECT id, doc FROM alert NOT INDEXED")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, doc): (String, String) = (row.get(0)?, row.get(1)?);
            match serde_json::from_str::<Alert>(&doc) {
                Ok(alert) => {
                    let put = put(to, std::slice::from_ref(&alert))?;
                    copied += put.new;
                    lost.extend(put.refused);
                }
                Err(error) => lost.push(format!("Alert \"{id}\": {error}.")),
            }
        }
        Ok(())
    })();
    tolerate(result, "alerts", lost)?;
    Ok(copied)
}

fn select(
    connection: &Connection,
    columns: &'static str,
    filter: &AlertFilter,
    mut each: impl FnMut(&Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut wheres: Vec<&'static str> = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let mut add = |sql: &'static str, given: Vec<Value>| {
        wheres.push(sql);
        values.extend(given);
    };
    // Instants beyond the years that can be stored bound nothing, or everything.
    let bound = |at: UtcTime| Value::Integer(saturating_nanoseconds(at));
    if let Some(from) = filter.from {
        add("starts >= ?", vec![bound(from)]);
    }
    if let Some(to) = filter.to {
        add("starts < ?", vec![bound(to)]);
    }
    if let Some(at) = filter.firing_at {
        add("starts <= ? AND (ends IS NULL OR ends > ?)", vec![bound(at), bound(at)]);
    }
    let texts = [
        ("service = ?", &filter.service),
        ("journey = ?", &filter.journey),
        ("objective = ?", &filter.objective),
        ("failure_mode = ?", &filter.failure_mode),
    ];
    for (sql, text) in texts {
        if let Some(text) = text {
            add(sql, vec![Value::Text(text.clone())]);
        }
    }
    if let Some(tier) = filter.tier {
        add("tier = ?", vec![Value::Integer(tier_number(tier))]);
    }
    let mut sql = format!("SELECT {columns} FROM alert");
    for (index, part) in wheres.iter().enumerate() {
        sql.push_str(if index == 0 { " WHERE " } else { " AND " });
        sql.push_str(part);
    }
    sql.push_str(if filter.newest_first {
        " ORDER BY starts DESC, id DESC LIMIT ?"
    } else {
        " ORDER BY starts, id LIMIT ?"
    });
    values.push(Value::Integer(filter.limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX))));
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        each(row)?;
    }
    Ok(())
}

/// Texts that repeat, each kept once.
#[derive(Default)]
struct Names(HashSet<Arc<str>>);

impl Names {
    fn text(&mut self, row: &Row<'_>, column: usize) -> Result<Option<Arc<str>>> {
        let text = row.get_ref(column)?.as_str_or_null();
        let Some(text) = text.map_err(|error| StoreError::corrupt("The table \"alert\"", error))? else {
            return Ok(None);
        };
        if let Some(known) = self.0.get(text) {
            return Ok(Some(Arc::clone(known)));
        }
        let new: Arc<str> = Arc::from(text);
        self.0.insert(Arc::clone(&new));
        Ok(Some(new))
    }
}

fn tier_number(tier: AlertTier) -> i64 {
    match tier {
        AlertTier::Page => 0,
        AlertTier::Ticket => 1,
        AlertTier::Info => 2,
    }
}

fn tier(number: i64) -> Option<AlertTier> {
    [AlertTier::Page, AlertTier::Ticket, AlertTier::Info].into_iter().find(|tier| tier_number(*tier) == number)
}

fn nanoseconds(at: UtcTime) -> Option<i64> {
    i64::try_from(at.0.as_nanosecond()).ok()
}

fn saturating_nanoseconds(at: UtcTime) -> i64 {
    nanoseconds(at).unwrap_or(if at.second() < 0 { i64::MIN } else { i64::MAX })
}

fn time(nanoseconds: i64) -> UtcTime {
    // Every 64-bit number of nanoseconds lies within the calendar of jiff (the years -9999 to 9999).
    UtcTime(jiff::Timestamp::from_nanosecond(i128::from(nanoseconds)).unwrap_or_default())
}
