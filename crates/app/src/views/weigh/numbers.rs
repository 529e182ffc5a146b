//! Work items as candidates of the weighing: where their numbers come from, and what is missing.

use crate::measure::{Entry, ModeStats};
use crate::{App, World, lock};
use gemba_engine::Ratio;
use gemba_engine::ratio::{Spread as Exact3, from_f64, to_f64};
use gemba_engine::weigh::{Candidate, CostModel, Ranking, Recurring, rank};
use gemba_model::api::ApiError;
use gemba_model::view::{Spread, WeighItem, WeighPair};
use gemba_model::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Every open item weighed: each number belongs to its item alone; only the order is common.
#[derive(Debug)]
pub(crate) struct Weighing {
    candidates: Vec<Candidate>,
    ranking: Ranking,
    /// Place in `ranking.order` by item.
    places: HashMap<WorkItemId, usize>,
    needs: BTreeMap<WorkItemId, Vec<String>>,
    modes: BTreeMap<FailureModeId, Arc<ModeStats>>,
}

impl App {
    /// The weighing of this minute.
    pub(crate) fn weighing(&self) -> Result<Arc<Weighing>, ApiError> {
        let world = self.world();
        let (version, minute) = (self.telemetry_version(), self.minute());
        if let Some(weighing) = lock(&self.cache.weighing).as_ref().and_then(|entry| entry.get(version, minute, &world))
        {
            return Ok(weighing);
        }
        let weighing = Arc::new(Weighing::new(self, &world)?);
        *lock(&self.cache.weighing) = Some(Entry::new(version, minute, &world, &weighing));
        Ok(weighing)
    }
}

impl Weighing {
    fn new(app: &App, world: &World) -> Result<Self, ApiError> {
        let mut modes: BTreeMap<FailureModeId, Arc<ModeStats>> = BTreeMap::new();
        let mut candidates = Vec::new();
        let mut needs = BTreeMap::new();
        for item in world.items.values().filter(|item| matches!(item.state, WorkState::Todo | WorkState::Doing)) {
            let stats = match &item.failure_mode {
                Some(mode) if item.kind == WorkKind::Fix && world.failure_modes.contains_key(mode) => {
                    Some(match modes.get(mode) {
                        Some(stats) => stats.clone(),
                        None => {
                            let stats = Arc::new(app.mode_stats(world, mode)?);
                            modes.insert(mode.clone(), stats.clone());
                            stats
                        }
                    })
                }
                _ => None,
            };
            match candidate(item, stats.as_deref()) {
                Ok(candidate) => candidates.push(candidate),
                Err(missing) => {
                    needs.insert(item.id.clone(), missing);
                }
            }
        }
        let ranking = rank(&candidates);
        for refused in &ranking.refused {
            if let Some(candidate) = candidates.get(refused.index) {
                needs.insert(WorkItemId::from(candidate.id.as_str()), vec![refused.reason.clone()]);
            }
        }
        let places = ranking
            .order
            .iter()
            .enumerate()
            .filter_map(|(place, ranked)| Some((WorkItemId::from(candidates.get(ranked.index)?.id.as_str()), place)))
            .collect();
        Ok(Self { candidates, ranking, places, needs, modes })
    }

    /// What an item needs to become rankable; empty when it is.
    pub fn needs(&self, id: &WorkItemId) -> &[String] {
        self.needs.get(id).map_or(&[], Vec::as_slice)
    }

    /// Items that cannot be ranked.
    pub fn not_rankable(&self) -> impl Iterator<Item = &WorkItemId> {
        self.needs.keys()
    }

    /// Rank within the team, from 1.
    pub fn rank(&self, id: &WorkItemId) -> Option<u32> {
        self.places.get(id).and_then(|place| self.ranking.order.get(*place)).map(|ranked| ranked.place)
    }

    /// The candidate of an item.
    pub fn candidate(&self, id: &WorkItemId) -> Option<&Candidate> {
        self.places
            .get(id)
            .and_then(|place| self.ranking.order.get(*place))
            .and_then(|ranked| self.candidates.get(ranked.index))
    }

    /// What was learnt about a failure mode.
    pub fn mode(&self, id: &FailureModeId) -> Option<&Arc<ModeStats>> {
        self.modes.get(id)
    }

    fn team_of(&self, index: usize) -> &str {
        self.candidates.get(index).and_then(|candidate| candidate.team.as_deref()).unwrap_or("")
    }

    /// Places of a team's items in their order.
    pub fn order_of<'a>(&'a self, team: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.ranking
            .order
            .iter()
            .enumerate()
            .filter(move |(_, ranked)| self.team_of(ranked.index) == team)
            .map(|(place, _)| place)
    }

    /// Neighbours of a team.
    pub fn pairs_of<'a>(&'a self, team: &'a str) -> impl Iterator<Item = WeighPair> + 'a {
        let id =
            |index: usize| WorkItemId::from(self.candidates.get(index).map_or("", |candidate| candidate.id.as_str()));
        self.ranking.pairs.iter().filter(move |pair| self.team_of(pair.before) == team).map(move |pair| WeighPair {
            before: id(pair.before),
            after: id(pair.after),
            probability: pair.probability,
            cost_of_swap: to_f64(&pair.cost_of_swap),
            contested: pair.contested,
            by_dependency: pair.by_dependency,
        })
    }

    /// The neighbour that an item is compared with: the one behind it, or before it where it is the last.
    pub fn neighbour(&self, id: &WorkItemId) -> Option<WorkItemId> {
        let index = self.ranking.order.get(*self.places.get(id)?)?.index;
        let other = self
            .ranking
            .pairs
            .iter()
            .find(|pair| pair.before == index)
            .map(|pair| pair.after)
            .or_else(|| self.ranking.pairs.iter().find(|pair| pair.after == index).map(|pair| pair.before))?;
        Some(WorkItemId::from(self.candidates.get(other)?.id.as_str()))
    }

    /// Cost of a team's order.
    pub fn total_of(&self, team: &str) -> Option<&Ratio> {
        self.ranking.teams.iter().find(|total| total.team.as_deref().unwrap_or("") == team).map(|total| &total.total)
    }

    /// How a team's order was found, in words.
    pub fn method_of(&self, team: &str) -> &'static str {
        self.ranking
            .teams
            .iter()
            .find(|total| total.team.as_deref().unwrap_or("") == team)
            .map_or("", |total| total.method.words())
    }

    /// Cost of delay of an item that can be ranked.
    pub fn spread(&self, id: &WorkItemId) -> Option<Spread> {
        self.places.get(id).and_then(|place| self.ranking.order.get(*place)).map(|ranked| ranked.numbers.cost.to_f64())
    }

    /// An item of the order.
    pub fn item(&self, app: &App, world: &World, place: usize) -> WeighItem {
        let ranked = &self.ranking.order[place];
        let candidate = &self.candidates[ranked.index];
        let id = WorkItemId::from(candidate.id.as_str());
        let item = world.items.get(&id);
        WeighItem {
            rank: ranked.place,
            title: item.map(|item| item.title.clone()).unwrap_or_default(),
            kind: item.map_or(WorkKind::Feature, |item| item.kind),
            team: item.and_then(|item| item.team.clone()),
            detail: item.map(|item| self.detail(world, item)).unwrap_or_default(),
            cost_of_delay_per_week: ranked.numbers.cost.to_f64(),
            duration_weeks: candidate.duration.to_f64(),
            cd3: to_f64(&ranked.numbers.cd3),
            completes_week: to_f64(&ranked.completes),
            gates: item.map(|item| item.gates.clone()).unwrap_or_default(),
            estimate_age_days: item
                .and_then(|item| oldest_estimate(item, candidate))
                .map(|at| (app.now().second() - at.second()) / 86_400),
            why: format!("item:{id}:cost_of_delay"),
            id,
        }
    }

    /// The place of an item in the order.
    pub fn place(&self, id: &WorkItemId) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Journey and evidence in one line.
    fn detail(&self, world: &World, item: &WorkItem) -> String {
        let mut parts = Vec::new();
        if let Some(journey) = &item.journey {
            parts.push(world.journey_name(journey).to_owned());
        }
        let recurring =
            self.candidate(&item.id).is_some_and(|candidate| matches!(candidate.cost, CostModel::Recurring(_)));
        match item.failure_mode.as_ref().and_then(|mode| self.modes.get(mode)).filter(|_| recurring) {
            Some(stats) => parts.push(format!(
                "{} in {}",
                crate::views::words::plural(stats.incidents.len() as i64, "time").replace("1 time", "once"),
                crate::views::words::plural(i64::from(stats.weeks), "week")
            )),
            None => {
                if let Some(source) = item.cost_of_delay.as_ref().map(|estimate| &estimate.source) {
                    let on = source
                        .at
                        .map(|at| format!(" on {}", crate::views::words::day(at, world.zone())))
                        .unwrap_or_default();
                    if !source.by.is_empty() {
                        parts.push(format!("stated by {}{on}", source.by));
                    }
                }
            }
        }
        parts.join(" · ")
    }

    /// Cost of delay, weeks and CD3 of any item as plain numbers, to sort by.
    pub fn numbers(&self, item: &WorkItem) -> (Option<f64>, Option<f64>, Option<f64>) {
        let stated = |estimate: &Option<Estimate>| {
            estimate.as_ref().map(|estimate| to_f64(&gemba_engine::ratio::from_decimal(estimate.range.mid)))
        };
        match self.place(&item.id).and_then(|place| self.ranking.order.get(place)) {
            Some(ranked) => (
                Some(to_f64(&ranked.numbers.cost.mid)),
                stated(&item.duration_weeks),
                Some(to_f64(&ranked.numbers.cd3)),
            ),
            None => (stated(&item.cost_of_delay), stated(&item.duration_weeks), None),
        }
    }

    /// Cost of delay, duration and CD3 of any item, rankable or not.
    pub fn figures(&self, item: &WorkItem, now: UtcTime) -> (Figure, Figure, Figure) {
        let why = |part: &str| format!("item:{}:{part}", item.id);
        let spread = |spread: Spread, unit, part: &str| {
            let figure = Figure::known(spread.mid, unit, now, why(part));
            if spread.low == spread.high { figure } else { figure.between(spread.low, spread.high) }
        };
        let unknown = |unit, part: &str| {
            let reason = match self.needs(&item.id) {
                [] => "It is not open, so it is not weighed.".to_owned(),
                needs => format!("Needs {}.", needs.join(" and ")),
            };
            Figure::unknown(reason, unit, now, why(part))
        };
        let stated = |estimate: &Option<Estimate>| {
            estimate.as_ref().map(|estimate| Exact3::from_range(&estimate.range).to_f64())
        };
        match self.place(&item.id).and_then(|place| self.ranking.order.get(place)) {
            Some(ranked) => {
                let duration = self.candidates[ranked.index].duration.to_f64();
                (
                    spread(ranked.numbers.cost.to_f64(), Unit::CostPerWeek, "cost_of_delay"),
                    spread(duration, Unit::Weeks, "duration"),
                    Figure::known(to_f64(&ranked.numbers.cd3), Unit::CostPerWeekPerWeek, now, why("cd3")),
                )
            }
            None => (
                stated(&item.cost_of_delay).map_or_else(
                    || unknown(Unit::CostPerWeek, "cost_of_delay"),
                    |s| spread(s, Unit::CostPerWeek, "cost_of_delay"),
                ),
                stated(&item.duration_weeks)
                    .map_or_else(|| unknown(Unit::Weeks, "duration"), |s| spread(s, Unit::Weeks, "duration")),
                unknown(Unit::CostPerWeekPerWeek, "cd3"),
            ),
        }
    }
}

fn oldest_estimate(item: &WorkItem, candidate: &Candidate) -> Option<UtcTime> {
    let cost = match candidate.cost {
        CostModel::Stated(_) => item.cost_of_delay.as_ref(),
        CostModel::Recurring(_) => item.share_removed.as_ref(),
    };
    [cost, item.duration_weeks.as_ref()].into_iter().flatten().filter_map(|estimate| estimate.source.at).min()
}

/// The numbers of one item, or what is missing.
fn candidate(item: &WorkItem, stats: Option<&ModeStats>) -> Result<Candidate, Vec<String>> {
    let mut needs = Vec::new();
    let duration = item.duration_weeks.as_ref().map(|estimate| Exact3::from_range(&estimate.range));
    if duration.is_none() {
        needs.push("duration".to_owned());
    }
    let cost = match cost_model(item, stats) {
        Ok(cost) => Some(cost),
        Err(missing) => {
            needs.extend(missing);
            None
        }
    };
    match (cost, duration) {
        (Some(cost), Some(duration)) => Ok(Candidate {
            id: item.id.0.clone(),
            team: item.team.as_ref().map(|team| team.0.clone()),
            cost,
            duration,
            depends_on: item.depends_on.iter().map(|id| id.0.clone()).collect(),
        }),
        _ => Err(needs),
    }
}

/// A fix of a failure mode is worth what the failure mode costs; everything else what somebody stated.
fn cost_model(item: &WorkItem, stats: Option<&ModeStats>) -> Result<CostModel, Vec<String>> {
    let stated = item.cost_of_delay.as_ref().map(|estimate| CostModel::Stated(Exact3::from_range(&estimate.range)));
    let Some(stats) = stats else {
        return stated.ok_or_else(|| {
            vec![if item.kind == WorkKind::Fix && item.failure_mode.is_none() {
                "cost of delay, or the failure mode that it removes".to_owned()
            } else {
                "cost of delay".to_owned()
            }]
        });
    };
    let mut needs = Vec::new();
    let share = item.share_removed.as_ref().map(|estimate| Exact3::from_range(&estimate.range));
    if share.is_none() {
        needs.push("share removed by the fix".to_owned());
    }
    let cost = stats.mean_cost().zip(stats.cost_range()).and_then(|(mid, (low, high))| {
        Some(Exact3 { low: from_f64(low)?, mid: from_f64(mid)?, high: from_f64(high)? })
    });
    if cost.is_none() {
        needs.push(match &stats.unknown_costs {
            Some((_, reason)) => format!("cost of an occurrence ({})", reason.trim_end_matches('.')),
            None => "an occurrence whose cost is known".to_owned(),
        });
    }
    match (stats.recurrence, cost, share) {
        (Some(recurrence), Some(cost_per_occurrence), Some(share)) => Ok(CostModel::Recurring(Box::new(Recurring {
            recurrence,
            cost_per_occurrence,
            share,
            toil: item.toil_per_week.as_ref().map_or_else(Exact3::zero, |estimate| Exact3::from_range(&estimate.range)),
        }))),
        // What cannot be computed may still be stated.
        _ => stated.ok_or(needs),
    }
}
