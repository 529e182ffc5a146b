//! Burn-rate alerts out of telemetry.

use crate::App;
use crate::errors::engine_error;
use gemba_engine::burn::{BurnAlert, detect, window_name};
use gemba_engine::counts::CountSource;
use gemba_engine::ratio::to_f64;
use gemba_model::api::ApiError;
use gemba_model::*;
use std::collections::BTreeSet;

impl App {
    /// Every alert of the objectives over the indicators whose telemetry changed. The state of an alert does not depend on
    /// where the search begins, so the whole history is searched and what is known already stays as it is.
    pub(super) fn burn_alerts(&self, changed: &BTreeSet<SliId>) -> Result<Vec<Alert>, ApiError> {
        let world = self.world();
        let mut alerts = Vec::new();
        for objective in world.objectives.values().filter(|objective| changed.contains(&objective.sli.id)) {
            let series = self.passing_series(&objective.sli.id)?;
            let (Some(first), Some(last)) = (series.first_minute(), series.last_minute()) else { continue };
            let to = self.minute().max(last + 1);
            let found = detect(objective, &*series, first, to).map_err(|error| engine_error(&error))?;
            alerts.extend(found.into_iter().map(|alert| as_alert(objective, alert)));
        }
        Ok(alerts)
    }
}

/// A burn-rate alert names its window, its origin and what was left of the budget.
fn as_alert(objective: &Objective, found: BurnAlert) -> Alert {
    let pair = format!("{}/{}", window_name(found.pair.long), window_name(found.pair.short));
    let burn = to_f64(&found.burn);
    let remaining = to_f64(&found.budget_remaining);
    Alert {
        id: AlertId(format!("burn:{}:{pair}:{}", objective.id, found.starts)),
        name: format!("{} burns its budget", objective.name),
        summary: format!("{} burns its error budget {burn:.1} times too fast over {pair}", objective.name),
        tier: found.pair.tier,
        starts: UtcTime::from_minute(found.starts),
        ends: found.ends.map(UtcTime::from_minute),
        service: objective.service.clone(),
        journey: objective.journey.clone(),
        objective: Some(objective.id.clone()),
        failure_mode: None,
        burn: Some(BurnOrigin {
            long_minutes: found.pair.long,
            short_minutes: found.pair.short,
            threshold: to_f64(&found.pair.threshold),
            burn,
            budget_remaining: remaining,
        }),
        source: Source {
            by: "gemba".into(),
            at: Some(UtcTime::from_minute(found.starts)),
            reference: format!("burn rate over {pair} of {}", objective.id),
        },
        extra: Extra::default(),
    }
}
