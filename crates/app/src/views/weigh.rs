//! What a team should do next, why, and what the other order costs.

mod explain;
mod numbers;

pub(crate) use numbers::{Needs, Weighing};

use super::words::{cost, plural};
use super::{missing, named};
use crate::{App, Caller, World};
use gemba_engine::ratio::to_f64;
use gemba_model::api::{ApiError, WeighArgs};
use gemba_model::view::*;
use gemba_model::*;
use std::collections::BTreeMap;

impl App {
    /// Use case `weigh`.
    ///
    /// # Errors
    /// `NotFound` for a team without open items.
    pub fn weigh(&self, _caller: &Caller, args: WeighArgs) -> Result<WeighView, ApiError> {
        let world = self.world();
        let weighing = self.weighing()?;
        let teams = team_choices(&world, &weighing);
        let team = match args.team.as_deref() {
            None => teams.first().map(|choice| choice.team.id.clone()).unwrap_or_default(),
            Some(key) => {
                let wanted = key.trim().to_lowercase();
                teams
                    .iter()
                    .find(|choice| choice.team.id == key.trim() || choice.team.name.to_lowercase() == wanted)
                    .map(|choice| choice.team.id.clone())
                    .ok_or_else(|| missing("team with open items", key))?
            }
        };
        let of_team = |item: &WorkItem| item.team.as_ref().map_or("", TeamId::as_str) == team;
        let order: Vec<WeighItem> = weighing.order_of(&team).map(|place| weighing.item(self, &world, place)).collect();
        let pairs: Vec<WeighPair> = weighing.pairs_of(&team).collect();
        let not_rankable: Vec<NotRankable> = weighing
            .not_rankable()
            .filter_map(|id| world.items.get(id))
            .filter(|item| of_team(item))
            .map(|item| NotRankable {
                id: item.id.clone(),
                title: item.title.clone(),
                kind: item.kind,
                team: item.team.clone(),
                needs: weighing.needs(&item.id).to_vec(),
            })
            .collect();
        let plan_weeks = f64::from(world.plan_weeks());
        let fitting: Vec<&WeighItem> = order.iter().take_while(|item| item.completes_week <= plan_weeks).collect();
        let (verdict, tone) = verdict(&world, &order, &pairs, &not_rankable, self, &weighing);
        let total = weighing.total_of(&team);
        Ok(WeighView {
            verdict,
            tone,
            team: (!teams.is_empty()).then(|| named(team.as_str(), team_label(&world, &team))),
            teams,
            plan_weeks,
            fits: u32::try_from(fitting.len()).unwrap_or(u32::MAX),
            weeks_used: fitting.last().map_or(0.0, |item| item.completes_week),
            total_cost_of_delay: match total {
                Some(total) => Figure::known(to_f64(total), Unit::Cost, self.now(), format!("weigh:{team}:total")),
                None => Figure::unknown(
                    "No item of this team can be ranked yet.",
                    Unit::Cost,
                    self.now(),
                    format!("weigh:{team}:total"),
                ),
            },
            method: weighing.method_of(&team).to_owned(),
            order,
            pairs,
            not_rankable,
        })
    }
}

pub(crate) fn team_label(world: &World, team: &str) -> String {
    if team.is_empty() { "No team".into() } else { world.team_name(&TeamId::from(team)).to_owned() }
}

fn team_choices(world: &World, weighing: &Weighing) -> Vec<TeamChoice> {
    let mut teams: BTreeMap<String, (u32, f64)> = BTreeMap::new();
    for item in world.items.values().filter(|item| matches!(item.state, WorkState::Todo | WorkState::Doing)) {
        let entry = teams.entry(item.team.as_ref().map(|team| team.0.clone()).unwrap_or_default()).or_default();
        entry.0 += 1;
        entry.1 += weighing.spread(&item.id).map_or(0.0, |spread| spread.mid);
    }
    let mut choices: Vec<TeamChoice> = teams
        .into_iter()
        .map(|(team, (items, cost_of_delay))| TeamChoice {
            team: named(team.as_str(), team_label(world, &team)),
            items,
            cost_of_delay,
        })
        .collect();
    choices.sort_by(|a, b| b.cost_of_delay.total_cmp(&a.cost_of_delay).then_with(|| a.team.cmp(&b.team)));
    choices
}

fn verdict(
    world: &World,
    order: &[WeighItem],
    pairs: &[WeighPair],
    not_rankable: &[NotRankable],
    app: &App,
    weighing: &Weighing,
) -> (Sentence, Tone) {
    let unit = world.cost_unit();
    let Some(first) = order.first() else {
        let sentence = if not_rankable.is_empty() {
            Sentence::default().say("Nothing waits to be weighed. Import a backlog, or write the first item.")
        } else {
            Sentence::default()
                .strong(plural(not_rankable.len() as i64, "item"))
                .say(" cannot be ranked yet. Give each its cost of delay and its duration.")
        };
        return (sentence, Tone::Unknown);
    };
    let verb = if first.kind == WorkKind::Feature { "Build " } else { "Do " };
    let verb = if first.kind == WorkKind::Fix { "Fix " } else { verb };
    let mut sentence = Sentence::default().say(verb).strong(first.title.clone()).say(" first");
    let Some((pair, second)) = pairs.first().zip(order.get(1)) else {
        return (sentence.say(": nothing else can be ranked."), Tone::Calm);
    };
    if pair.by_dependency {
        return (sentence.say(": ").strong(second.title.clone()).say(" waits for it."), Tone::Calm);
    }
    sentence = sentence
        .say(". Doing ")
        .strong(second.title.clone())
        .say(" first costs ")
        .strong(cost(pair.cost_of_swap, &unit))
        .say(" more");
    if pair.contested
        && let Some(words) = weighing.flip_words(app, world, &first.id, &second.id)
    {
        sentence = sentence.say(", unless ").strong(words);
    }
    (sentence.say("."), if pair.contested { Tone::Warn } else { Tone::Calm })
}
