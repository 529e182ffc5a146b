//! Work items as candidates of the weighing: where their numbers come from, and what is missing.

use crate::measure::{Entry, ModeStats};
use crate::{App, World, lock};
use gemba_engine::Ratio;
use gemba_engine::ratio::{Spread as Exact3, from_f64, to_f64};
use gemba_engine::weigh::{Candidate, CostModel, Recurring, TeamTotal, rank};
use gemba_model::api::ApiError;
use gemba_model::view::{Spread, WeighItem, WeighPair};
use gemba_model::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Every open item weighed: each number belongs to its item alone; only the order is common.
///
/// The order is found in exact fractions and kept as what a screen shows: the fractions of ten thousand items are large,
/// and those of the two that somebody asks about are made again.
#[derive(Debug)]
pub(crate) struct Weighing {
    /// Items, team after team, each in its order.
    order: Vec<Placed>,
    pairs: Vec<Neighbours>,
    teams: Vec<TeamTotal>,
    /// Place in `order` by item.
    places: HashMap<WorkItemId, usize>,
    needs: Arc<Needs>,
    modes: Modes,
}

/// What open items need to become rankable; those that are rankable are left out.
pub(crate) type Needs = BTreeMap<WorkItemId, Vec<String>>;

type Modes = BTreeMap<FailureModeId, Arc<ModeStats>>;

/// An item in its team's order.
#[derive(Debug)]
struct Placed {
    id: WorkItemId,
    team: Option<String>,
    /// From 1, within the team.
    rank: u32,
    /// Per week.
    cost: Spread,
    /// In weeks.
    duration: Spread,
    cd3: f64,
    /// In weeks from now.
    completes: f64,
    /// Whether its cost of delay is that of what recurs.
    recurring: bool,
}

/// Two neighbours, by their places in the order.
#[derive(Debug)]
struct Neighbours {
    before: usize,
    after: usize,
    probability: f64,
    cost_of_swap: f64,
    contested: bool,
    by_dependency: bool,
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

impl App {
    /// What open items need to become rankable, without ordering the others.
    pub(crate) fn needs(&self) -> Result<Arc<Needs>, ApiError> {
        let world = self.world();
        let (version, minute) = (self.telemetry_version(), self.minute());
        if let Some(weighing) = lock(&self.cache.weighing).as_ref().and_then(|entry| entry.get(version, minute, &world))
        {
            return Ok(weighing.needs.clone());
        }
        if let Some(needs) = lock(&self.cache.needs).as_ref().and_then(|entry| entry.get(version, minute, &world)) {
            return Ok(needs);
        }
        let (needs, _) = self.candidates(&world, |_| ())?;
        let needs = Arc::new(needs);
        *lock(&self.cache.needs) = Some(Entry::new(version, minute, &world, &needs));
        Ok(needs)
    }

    /// Every open item that can be ranked, one after another, and what the others need.
    fn candidates(&self, world: &World, mut each: impl FnMut(Candidate)) -> Result<(Needs, Modes), ApiError> {
        let (mut needs, mut modes) = (Needs::new(), Modes::new());
        for item in world.items.values().filter(|item| matches!(item.state, WorkState::Todo | WorkState::Doing)) {
            let stats = match &item.failure_mode {
                Some(mode) if item.kind == WorkKind::Fix && world.failure_modes.contains_key(mode) => {
                    Some(match modes.get(mode) {
                        Some(stats) => stats.clone(),
                        None => {
                            let stats = Arc::new(self.mode_stats(world, mode)?);
                            modes.insert(mode.clone(), stats.clone());
                            stats
                        }
                    })
                }
                _ => None,
            };
            match candidate(item, stats.as_deref()) {
                Ok(candidate) => each(candidate),
                Err(missing) => {
                    needs.insert(item.id.clone(), missing);
                }
            }
        }
        Ok((needs, modes))
    }
}

impl Weighing {
    fn new(app: &App, world: &World) -> Result<Self, ApiError> {
        let mut candidates = Vec::new();
        let (needs, modes) = app.candidates(world, |candidate| candidates.push(candidate))?;
        let ranking = rank(&candidates);
        let mut place_of = vec![usize::MAX; candidates.len()];
        let order: Vec<Placed> = ranking
            .order
            .iter()
            .enumerate()
            .filter_map(|(place, ranked)| {
                let candidate = candidates.get(ranked.index)?;
                *place_of.get_mut(ranked.index)? = place;
                Some(Placed {
                    id: WorkItemId::from(candidate.id.as_str()),
                    team: candidate.team.clone(),
                    rank: ranked.place,
                    cost: ranked.numbers.cost.to_f64(),
                    duration: candidate.duration.to_f64(),
                    cd3: to_f64(&ranked.numbers.cd3),
                    completes: to_f64(&ranked.completes),
                    recurring: matches!(candidate.cost, CostModel::Recurring(_)),
                })
            })
            .collect();
        let pairs = ranking
            .pairs
            .iter()
            .filter_map(|pair| {
                Some(Neighbours {
                    before: *place_of.get(pair.before)?,
                    after: *place_of.get(pair.after)?,
                    probability: pair.probability,
                    cost_of_swap: to_f64(&pair.cost_of_swap),
                    contested: pair.contested,
                    by_dependency: pair.by_dependency,
                })
            })
            .collect();
        let places = order.iter().enumerate().map(|(place, placed)| (placed.id.clone(), place)).collect();
        Ok(Self { order, pairs, teams: ranking.teams, places, needs: Arc::new(needs), modes })
    }

    /// What an item needs to become rankable; empty when it is.
    pub fn needs(&self, id: &WorkItemId) -> &[String] {
        self.needs.get(id).map_or(&[], Vec::as_slice)
    }

    /// Items that cannot be ranked.
    pub fn not_rankable(&self) -> impl Iterator<Item = &WorkItemId> {
        self.needs.keys()
    }

    fn placed(&self, id: &WorkItemId) -> Option<&Placed> {
        self.places.get(id).and_then(|place| self.order.get(*place))
    }

    /// Rank within the team, from 1.
    pub fn rank(&self, id: &WorkItemId) -> Option<u32> {
        self.placed(id).map(|placed| placed.rank)
    }

    /// An item that is ranked, in exact numbers.
    pub fn candidate(&self, item: &WorkItem) -> Option<Candidate> {
        self.placed(&item.id)?;
        let stats = item.failure_mode.as_ref().filter(|_| item.kind == WorkKind::Fix).and_then(|mode| self.mode(mode));
        candidate(item, stats.map(|stats| &**stats)).ok()
    }

    /// Whether an item is worth what its failure mode costs.
    pub fn is_recurring(&self, id: &WorkItemId) -> bool {
        self.placed(id).is_some_and(|placed| placed.recurring)
    }

    /// What was learnt about a failure mode.
    pub fn mode(&self, id: &FailureModeId) -> Option<&Arc<ModeStats>> {
        self.modes.get(id)
    }

    /// Places of a team's items in their order.
    pub fn order_of<'a>(&'a self, team: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.order
            .iter()
            .enumerate()
            .filter(move |(_, placed)| placed.team.as_deref().unwrap_or("") == team)
            .map(|(place, _)| place)
    }

    /// Neighbours of a team.
    pub fn pairs_of<'a>(&'a self, team: &'a str) -> impl Iterator<Item = WeighPair> + 'a {
        self.pairs.iter().filter_map(move |pair| {
            let (before, after) = (self.order.get(pair.before)?, self.order.get(pair.after)?);
            (before.team.as_deref().unwrap_or("") == team).then(|| WeighPair {
                before: before.id.clone(),
                after: after.id.clone(),
                probability: pair.probability,
                cost_of_swap: pair.cost_of_swap,
                contested: pair.contested,
                by_dependency: pair.by_dependency,
            })
        })
    }

    /// The neighbour that an item is compared with: the one behind it, or before it where it is the last.
    pub fn neighbour(&self, id: &WorkItemId) -> Option<WorkItemId> {
        let place = *self.places.get(id)?;
        let behind = self.pairs.iter().find(|pair| pair.before == place).map(|pair| pair.after);
        let other = behind.or_else(|| self.pairs.iter().find(|pair| pair.after == place).map(|pair| pair.before))?;
        Some(self.order.get(other)?.id.clone())
    }

    /// Cost of a team's order.
    pub fn total_of(&self, team: &str) -> Option<&Ratio> {
        self.teams.iter().find(|total| total.team.as_deref().unwrap_or("") == team).map(|total| &total.total)
    }

    /// How a team's order was found, in words.
    pub fn method_of(&self, team: &str) -> &'static str {
        self.teams
            .iter()
            .find(|total| total.team.as_deref().unwrap_or("") == team)
            .map_or("", |total| total.method.words())
    }

    /// Cost of delay of an item that can be ranked.
    pub fn spread(&self, id: &WorkItemId) -> Option<Spread> {
        self.placed(id).map(|placed| placed.cost)
    }

    /// An item of the order.
    pub fn item(&self, app: &App, world: &World, place: usize) -> WeighItem {
        let placed = &self.order[place];
        let item = world.items.get(&placed.id);
        WeighItem {
            rank: placed.rank,
            title: item.map(|item| item.title.clone()).unwrap_or_default(),
            kind: item.map_or(WorkKind::Feature, |item| item.kind),
            team: item.and_then(|item| item.team.clone()),
            detail: item.map(|item| self.detail(world, item)).unwrap_or_default(),
            cost_of_delay_per_week: placed.cost,
            duration_weeks: placed.duration,
            cd3: placed.cd3,
            completes_week: placed.completes,
            gates: item.map(|item| item.gates.clone()).unwrap_or_default(),
            estimate_age_days: item
                .and_then(|item| oldest_estimate(item, placed.recurring))
                .map(|at| (app.now().second() - at.second()) / 86_400),
            why: format!("item:{}:cost_of_delay", placed.id),
            id: placed.id.clone(),
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
        let recurring = self.is_recurring(&item.id);
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
        match self.placed(&item.id) {
            Some(placed) => (Some(placed.cost.mid), stated(&item.duration_weeks), Some(placed.cd3)),
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
        match self.placed(&item.id) {
            Some(placed) => (
                spread(placed.cost, Unit::CostPerWeek, "cost_of_delay"),
                spread(placed.duration, Unit::Weeks, "duration"),
                Figure::known(placed.cd3, Unit::CostPerWeekPerWeek, now, why("cd3")),
            ),
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

fn oldest_estimate(item: &WorkItem, recurring: bool) -> Option<UtcTime> {
    let cost = if recurring { item.share_removed.as_deref() } else { item.cost_of_delay.as_ref() };
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
        (Some(cost), Some(duration)) => {
            let candidate = Candidate {
                id: item.id.0.clone(),
                team: item.team.as_ref().map(|team| team.0.clone()),
                cost,
                duration,
                depends_on: item.depends_on.iter().map(|id| id.0.clone()).collect(),
            };
            // As the order itself would refuse it.
            candidate.check().map(|()| candidate).map_err(|error| vec![error.to_string()])
        }
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
