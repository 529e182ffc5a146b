//! All features, fixes and debts.

use super::{Words, missing, named, page, sort_key, sort_known, unknown_sort};
use crate::errors::store_error;
use crate::{App, Caller};
use gemba_model::api::{ApiError, IdArgs, ListArgs};
use gemba_model::view::*;
use gemba_model::*;
use std::sync::Arc;

impl App {
    /// Use case `backlog`: open items by default, in the order of their teams' rankings.
    ///
    /// # Errors
    /// `Validation` for an unknown sort key.
    pub fn backlog(&self, _caller: &Caller, args: ListArgs) -> Result<BacklogView, ApiError> {
        let world = self.world();
        let weighing = self.weighing()?;
        let words = Words::new(&args.text);
        let open = |item: &WorkItem| matches!(item.state, WorkState::Todo | WorkState::Doing);
        let mut chosen: Vec<&Arc<WorkItem>> = world
            .items
            .values()
            .filter(|item| match args.filter.as_str() {
                "" | "open" => open(item),
                "all" => true,
                "todo" => item.state == WorkState::Todo,
                "doing" => item.state == WorkState::Doing,
                "done" => item.state == WorkState::Done,
                "dropped" => item.state == WorkState::Dropped,
                "feature" => open(item) && item.kind == WorkKind::Feature,
                "fix" => open(item) && item.kind == WorkKind::Fix,
                "debt" => open(item) && item.kind == WorkKind::Debt,
                "not_rankable" => open(item) && !weighing.needs(&item.id).is_empty(),
                _ => true,
            })
            .filter(|item| {
                args.team.as_deref().is_none_or(|team| item.team.as_ref().map_or("", TeamId::as_str) == team)
            })
            .filter(|item| {
                args.journey.as_deref().is_none_or(|id| item.journey.as_ref().is_some_and(|j| j.as_str() == id))
            })
            .filter(|item| args.service.as_deref().is_none_or(|id| item.services.iter().any(|s| s.as_str() == id)))
            .filter(|item| {
                args.failure_mode
                    .as_deref()
                    .is_none_or(|id| item.failure_mode.as_ref().is_some_and(|m| m.as_str() == id))
            })
            .filter(|item| {
                words.fit(&[&item.title, item.id.as_str(), item.team.as_ref().map_or("", |t| world.team_name(t))])
            })
            .collect();
        let (key, descending) = sort_key(&args.sort);
        let team = |item: &WorkItem| item.team.as_ref().map_or("", |team| world.team_name(team)).to_owned();
        match key {
            // Within a lens the same rows come in another order: what the party can act on first.
            "" => {
                let mut keyed: Vec<_> = chosen
                    .into_iter()
                    .map(|item| {
                        let rank = weighing.rank(&item.id).unwrap_or(u32::MAX);
                        let team = item.team.as_ref().map_or("", |team| world.team_name(team));
                        ((lens_place(args.lens, item, weighing.needs(&item.id)), rank, team, &item.id), item)
                    })
                    .collect();
                keyed.sort_unstable_by_key(|(key, _)| *key);
                chosen = keyed.into_iter().map(|(_, item)| item).collect();
            }
            "title" => chosen.sort_by_cached_key(|item| item.title.to_lowercase()),
            "id" => chosen.sort_by(|a, b| a.id.cmp(&b.id)),
            "kind" => chosen.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id))),
            "team" => chosen.sort_by_cached_key(|item| (team(item), item.id.clone())),
            "cost_of_delay" => sort_known(&mut chosen, descending, |item| weighing.numbers(item).0),
            "duration" => sort_known(&mut chosen, descending, |item| weighing.numbers(item).1),
            "cd3" => sort_known(&mut chosen, descending, |item| weighing.numbers(item).2),
            "rank" => sort_known(&mut chosen, descending, |item| weighing.rank(&item.id).map(f64::from)),
            "updated" => sort_known(&mut chosen, descending, |item| item.updated.map(|at| at.second() as f64)),
            other => {
                return Err(unknown_sort(
                    other,
                    "title, id, kind, team, cost_of_delay, duration, cd3, rank or updated",
                ));
            }
        }
        if descending && matches!(key, "title" | "id" | "kind" | "team") {
            chosen.reverse();
        }
        let mut open_by_kind = [0_u32; 3];
        let mut not_rankable = 0;
        for item in world.items.values().filter(|item| open(item)) {
            open_by_kind[match item.kind {
                WorkKind::Feature => 0,
                WorkKind::Fix => 1,
                WorkKind::Debt => 2,
            }] += 1;
            not_rankable += u32::from(!weighing.needs(&item.id).is_empty());
        }
        let all: u32 = open_by_kind.iter().sum();
        let verdict = if all == 0 {
            Sentence::default().say("The backlog is empty. Import it from your tracker, or write the first item.")
        } else if not_rankable == 0 {
            Sentence::default().strong(super::words::plural(i64::from(all), "open item")).say(", all of them rankable.")
        } else {
            Sentence::default()
                .strong(super::words::whole(f64::from(not_rankable)))
                .say(" of ")
                .strong(super::words::plural(i64::from(all), "open item"))
                .say(if not_rankable == 1 {
                    " cannot be ranked yet: it needs a number."
                } else {
                    " cannot be ranked yet: they need numbers."
                })
        };
        let mut teams: Vec<Named> = world
            .items
            .values()
            .filter_map(|item| item.team.as_ref())
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .map(|team| named(team.as_str(), world.team_name(team)))
            .collect();
        teams.sort_by(|a, b| a.name.cmp(&b.name));
        let (chosen, total, offset) = page(chosen, &args);
        let rows = chosen.into_iter().map(|item| self.backlog_row(&world, &weighing, item)).collect();
        Ok(BacklogView { verdict, rows, total, offset, open_by_kind, not_rankable, teams })
    }

    pub(crate) fn backlog_row(
        &self,
        world: &crate::World,
        weighing: &super::weigh::Weighing,
        item: &Arc<WorkItem>,
    ) -> BacklogRow {
        let now = self.now();
        let (cost_of_delay, duration, cd3) = weighing.figures(item, now);
        BacklogRow {
            id: item.id.clone(),
            title: item.title.clone(),
            kind: item.kind,
            state: item.state,
            team: item.team.as_ref().map(|team| named(team.as_str(), world.team_name(team))),
            journey: item.journey.as_ref().map(|journey| named(journey.as_str(), world.journey_name(journey))),
            cost_of_delay,
            duration,
            cd3,
            rank: weighing.rank(&item.id),
            needs: weighing.needs(&item.id).to_vec(),
            gates: item.gates.clone(),
            updated: item.updated,
        }
    }

    /// Use case `work_item`.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn work_item(&self, _caller: &Caller, args: IdArgs) -> Result<WorkItemView, ApiError> {
        let world = self.world();
        let item = world.find_item(&args.id).ok_or_else(|| missing("work item", &args.id))?.clone();
        let weighing = self.weighing()?;
        let title =
            |id: &WorkItemId| named(id.as_str(), world.items.get(id).map_or(id.as_str(), |item| item.title.as_str()));
        Ok(WorkItemView {
            row: self.backlog_row(&world, &weighing, &item),
            cost_of_delay: weighing.explain_cost(&world, &item, self.now()),
            depends_on: item.depends_on.iter().map(title).collect(),
            needed_by: world
                .items
                .values()
                .filter(|other| other.depends_on.contains(&item.id))
                .map(|other| title(&other.id))
                .collect(),
            estimates: self.past_estimates(&item.id)?,
            item: (*item).clone(),
        })
    }

    /// Every number that was ever stated for an item, newest first.
    fn past_estimates(&self, id: &WorkItemId) -> Result<Vec<PastEstimate>, ApiError> {
        let changes =
            self.store().changes_about(RecordKind::WorkItem, id.as_str()).map_err(|error| store_error(&error))?;
        let mut past: Vec<PastEstimate> = Vec::new();
        let mut add = |seq: u64, quantity: &str, estimate: Option<&Estimate>| {
            if let Some(estimate) = estimate
                && !past.iter().any(|known| known.quantity == quantity && known.estimate == *estimate)
            {
                past.push(PastEstimate { quantity: quantity.into(), estimate: estimate.clone(), seq });
            }
        };
        for logged in &changes {
            match &logged.change.body {
                Body::WorkItemRecorded(item) => {
                    add(logged.seq, "cost of delay per week", item.cost_of_delay.as_ref());
                    add(logged.seq, "duration in weeks", item.duration_weeks.as_ref());
                    add(logged.seq, "share removed", item.share_removed.as_deref());
                }
                Body::WorkItemEstimated { cost_of_delay, duration_weeks, share_removed, .. } => {
                    add(logged.seq, "cost of delay per week", cost_of_delay.as_ref());
                    add(logged.seq, "duration in weeks", duration_weeks.as_ref());
                    add(logged.seq, "share removed", share_removed.as_ref());
                }
                _ => {}
            }
        }
        past.reverse();
        Ok(past)
    }
}

/// Where a lens puts a row: Ops see fixes first, Dev what is theirs to begin, Product what still needs numbers.
fn lens_place(lens: Option<Party>, item: &WorkItem, needs: &[String]) -> u8 {
    match lens {
        Some(Party::Ops) => u8::from(item.kind != WorkKind::Fix),
        Some(Party::Product) => u8::from(needs.is_empty()),
        Some(Party::Dev) | None => 0,
    }
}
