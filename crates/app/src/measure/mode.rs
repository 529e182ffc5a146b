//! What a failure mode has cost, and how often it came.

use crate::{App, World};
use gemba_engine::recurrence::Recurrence;
use gemba_model::api::ApiError;
use gemba_model::*;
use std::sync::Arc;

/// One failure mode within the evidence weeks.
#[derive(Clone, Debug)]
pub(crate) struct ModeStats {
    /// Its incidents within the evidence weeks, oldest first.
    pub incidents: Vec<Arc<Incident>>,
    /// Whole weeks of evidence: the workspace's setting, or less where records begin later.
    pub weeks: u32,
    /// Known costs of its finished incidents; of unfinished ones when there is no other.
    pub costs: Vec<f64>,
    /// Incidents whose cost is unknown, with the reason of the first.
    pub unknown_costs: Option<(usize, String)>,
    /// The posterior of its rate.
    pub recurrence: Option<Recurrence>,
}

impl ModeStats {
    /// Mean cost of one occurrence, in the unit of cost.
    pub fn mean_cost(&self) -> Option<f64> {
        (!self.costs.is_empty()).then(|| self.costs.iter().sum::<f64>() / self.costs.len() as f64)
    }

    /// Smallest and largest cost seen.
    pub fn cost_range(&self) -> Option<(f64, f64)> {
        let low = self.costs.iter().copied().reduce(f64::min)?;
        let high = self.costs.iter().copied().reduce(f64::max)?;
        Some((low, high))
    }
}

impl App {
    /// Whole weeks for which there is evidence, 1 at least: the setting, or fewer where every record is younger.
    pub(crate) fn evidence_weeks(&self, world: &World) -> Result<u32, ApiError> {
        let setting = world.evidence_weeks().max(1);
        let first_signal = self.first_observation()?;
        let first_incident = world.incidents.values().map(|incident| incident.began.second()).min();
        let first = match (first_signal.map(UtcTime::second), first_incident) {
            (Some(a), Some(b)) => a.min(b),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return Ok(setting),
        };
        let weeks = (self.now().second() - first).max(0) / (7 * 86_400);
        Ok(u32::try_from(weeks).unwrap_or(setting).clamp(1, setting))
    }

    /// What a failure mode has cost within the evidence weeks.
    pub(crate) fn mode_stats(&self, world: &World, mode: &FailureModeId) -> Result<ModeStats, ApiError> {
        let weeks = self.evidence_weeks(world)?;
        let since = self.now().second() - i64::from(weeks) * 7 * 86_400;
        let mut incidents: Vec<Arc<Incident>> = world
            .incidents
            .values()
            .filter(|incident| incident.failure_mode.as_ref() == Some(mode) && incident.began.second() >= since)
            .filter(|incident| incident.began <= self.now())
            .cloned()
            .collect();
        incidents.sort_by_key(|incident| (incident.began, incident.number));
        let (mut finished, mut running, mut unknown) = (Vec::new(), Vec::new(), None);
        for incident in &incidents {
            let measured = self.measured(incident)?;
            match measured.cost() {
                Some(cost) if incident.ended.is_some() => finished.push(cost),
                Some(cost) => running.push(cost),
                None => {
                    let entry = unknown.get_or_insert_with(|| (0, measured.cost_unknown()));
                    entry.0 += 1;
                }
            }
        }
        let count = u32::try_from(incidents.len()).unwrap_or(u32::MAX);
        Ok(ModeStats {
            incidents,
            weeks,
            costs: if finished.is_empty() { running } else { finished },
            unknown_costs: unknown,
            recurrence: Recurrence::new(count, weeks).ok(),
        })
    }
}
