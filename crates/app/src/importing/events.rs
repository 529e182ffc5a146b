//! What follows from an import: burn-rate alerts out of new telemetry, incidents out of alerts and events.

use super::Harvest;
use crate::App;
use crate::errors::store_error;
use gemba_model::api::ApiError;
use gemba_model::*;
use gemba_store::AlertFilter;

/// Seconds before the first new alert in which alerts are looked at again: a span of harm may have begun there.
const BEFORE: i64 = 86_400;

impl App {
    /// Finds alerts, opens incidents. Returns how many of both.
    pub(super) fn follow_up(&self, harvest: &Harvest) -> Result<(u32, u32), ApiError> {
        let burn = self.burn_alerts(&harvest.slis)?;
        let mut found = 0;
        if !burn.is_empty() {
            let count = self.store().put_alerts(&burn).map_err(|error| store_error(&error))?;
            found = u32::try_from(count.new).unwrap_or(u32::MAX);
            self.telemetry_changed();
        }
        let first = burn
            .iter()
            .chain(&harvest.alerts)
            .filter(|alert| alert.tier == AlertTier::Page)
            .map(|alert| alert.starts.second())
            .min();
        let alerts = match first {
            None => Vec::new(),
            Some(first) => {
                let filter = AlertFilter {
                    from: Some(UtcTime::from_second(first - BEFORE)),
                    tier: Some(AlertTier::Page),
                    ..AlertFilter::default()
                };
                self.store().alerts(&filter).map_err(|error| store_error(&error))?
            }
        };
        let (bodies, opened) = self.incident_changes(&alerts, &harvest.events)?;
        self.commit(&Actor::machine(), bodies)?;
        if let [only] = opened.as_slice() {
            self.host().notify("New incident", only);
        } else if !opened.is_empty() {
            self.host().notify("New incidents", &format!("{} incidents were found.", opened.len()));
        }
        Ok((found, u32::try_from(opened.len()).unwrap_or(u32::MAX)))
    }
}
