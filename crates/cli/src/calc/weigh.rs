//! Weighing the items of a CSV file, without a workspace.

use super::read;
use crate::answer::Answer;
use crate::error::{CliError, Status};
use crate::show::{count, order};
use crate::term::{Ink, Page, Piece};
use gemba_engine::ratio::{self, Ratio, Spread};
use gemba_engine::weigh::{self, Candidate, CostModel, Ranked, Ranking};
use gemba_model::api::ErrorCode;
use gemba_model::view::{NotRankable, Rejected, WeighItem, WeighPair};
use gemba_model::{Sentence, TeamId, Tone, WorkItem, WorkItemId, WorkState};
use gemba_report::format;
use serde::Serialize;
use std::collections::HashMap;
use std::path::Path;

/// What `gemba weigh --items FILE --json` answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weighed {
    /// The answer in one sentence.
    pub verdict: Sentence,
    /// All teams' orders, merged by cost of delay ÷ duration; `rank` is the place within the team.
    pub order: Vec<WeighItem>,
    /// Neighbours within each team.
    pub pairs: Vec<WeighPair>,
    /// Items that cannot be ranked yet, and what they need.
    pub not_rankable: Vec<NotRankable>,
    /// Sum of cost of delay × completion over all items; teams work in parallel.
    pub total_cost_of_delay: f64,
    /// The same per team.
    pub teams: Vec<TeamTotal>,
    /// How the order was found.
    pub method: String,
    /// Exact fractions of what is above in decimals.
    pub exact: ExactTotal,
    /// Deviations that cost no item.
    pub remarks: Vec<String>,
    /// Rows that were refused, with line and reason; at most 1,000 are listed.
    pub rejected: Vec<Rejected>,
    /// Rows that were refused in all.
    pub rejected_total: u64,
}

/// The cost of one team's order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TeamTotal {
    /// The team; `None` for items without one.
    pub team: Option<String>,
    /// Items in its order.
    pub items: u32,
    /// Sum of cost of delay × completion.
    pub total_cost_of_delay: f64,
    /// How its order was found.
    pub method: String,
}

/// Exact fractions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExactTotal {
    /// Sum of cost of delay × completion over all items, as a fraction such as `46` or `1967/3`.
    pub total_cost_of_delay: String,
}

/// The items of a file that can be put in order, and what became of the others.
pub struct Sorted {
    /// Items with their numbers.
    pub candidates: Vec<Candidate>,
    /// The items behind them, in the same order.
    pub items: Vec<WorkItem>,
    /// Items without a number.
    pub not_rankable: Vec<NotRankable>,
}

/// Tells items that can be put in order from those that cannot. Finished and dropped ones are left out.
pub fn sort(items: Vec<WorkItem>) -> Sorted {
    let mut sorted = Sorted { candidates: Vec::new(), items: Vec::new(), not_rankable: Vec::new() };
    for mut item in items.into_iter().filter(|item| matches!(item.state, WorkState::Todo | WorkState::Doing)) {
        // On a plain file a team is called what the file calls it.
        if let Some(written) = item.extra.get("team").as_ref().and_then(|team| team.as_str()) {
            item.team = Some(TeamId::from(written));
        }
        match (&item.cost_of_delay, &item.duration_weeks) {
            (Some(cost), Some(duration)) => {
                sorted.candidates.push(Candidate {
                    id: item.id.0.clone(),
                    team: item.team.as_ref().map(|team| team.0.clone()),
                    cost: CostModel::Stated(Spread::from_range(&cost.range)),
                    duration: Spread::from_range(&duration.range),
                    depends_on: item.depends_on.iter().map(|id| id.0.clone()).collect(),
                });
                sorted.items.push(item);
            }
            (cost, duration) => {
                let mut needs = Vec::new();
                if cost.is_none() {
                    needs.push("cost of delay".to_owned());
                }
                if duration.is_none() {
                    needs.push("duration".to_owned());
                }
                sorted.not_rankable.push(NotRankable {
                    id: item.id,
                    title: item.title,
                    kind: item.kind,
                    team: item.team,
                    needs,
                });
            }
        }
    }
    sorted
}

/// Weighs the items that a reader found.
pub fn weighed(read: read::Items) -> Weighed {
    let (mut rejected, mut rejected_total, mut remarks) = (read.rejected, read.rejected_total, read.remarks);
    let places = read.places;
    let sorted = sort(read.items);
    let ranking = weigh::rank(&sorted.candidates);
    for refused in &ranking.refused {
        let id = sorted.candidates.get(refused.index).map(|candidate| candidate.id.as_str()).unwrap_or_default();
        let place = places.get(id).cloned().unwrap_or_else(|| format!("item {id}"));
        rejected.push(Rejected { place, reason: format!("{}.", refused.reason) });
        rejected_total += 1;
    }
    for cycle in &ranking.cycles {
        remarks.push(format!(
            "These items depend on each other in a circle, so that is ignored: {}.",
            ids(cycle, &sorted)
        ));
    }
    for (index, on) in &ranking.unbound {
        let id = ids(&[*index], &sorted);
        remarks.push(format!("{id} depends on {on}, which is not in the same team's order; that is ignored."));
    }
    Weighed {
        verdict: verdict(&ranking, &sorted),
        order: merged(&ranking, &sorted).into_iter().filter_map(|ranked| item(ranked, &sorted)).collect(),
        pairs: pairs(&ranking, &sorted),
        not_rankable: sorted.not_rankable.clone(),
        total_cost_of_delay: ratio::to_f64(&ranking.total),
        teams: ranking
            .teams
            .iter()
            .map(|team| TeamTotal {
                team: team.team.clone(),
                items: team.items,
                total_cost_of_delay: ratio::to_f64(&team.total),
                method: team.method.words().to_owned(),
            })
            .collect(),
        method: ranking.method.words().to_owned(),
        exact: ExactTotal { total_cost_of_delay: ratio::to_text(&ranking.total) },
        remarks,
        rejected,
        rejected_total,
    }
}

fn ids(indices: &[usize], sorted: &Sorted) -> String {
    let ids: Vec<&str> =
        indices.iter().filter_map(|index| sorted.candidates.get(*index)).map(|item| item.id.as_str()).collect();
    ids.join(", ")
}

/// The teams' orders as one list: of the items that come next in their teams, the one with the highest ratio. Without
/// dependencies that is the order by ratio.
fn merged<'a>(ranking: &'a Ranking, sorted: &Sorted) -> Vec<&'a Ranked> {
    let mut queues: Vec<std::collections::VecDeque<&Ranked>> = Vec::new();
    let mut by_team: HashMap<Option<&str>, usize> = HashMap::new();
    for ranked in &ranking.order {
        let team = sorted.candidates.get(ranked.index).and_then(|candidate| candidate.team.as_deref());
        let place = *by_team.entry(team).or_insert(queues.len());
        match queues.get_mut(place) {
            Some(queue) => queue.push_back(ranked),
            None => queues.push(std::collections::VecDeque::from([ranked])),
        }
    }
    // The heads of all queues, best last. A head never gets worse by waiting, so a heap serves.
    let mut heads: std::collections::BinaryHeap<Head<'_>> = std::collections::BinaryHeap::new();
    let name = |ranked: &Ranked| sorted.candidates.get(ranked.index).map(|item| item.id.clone()).unwrap_or_default();
    for (queue, items) in queues.iter_mut().enumerate() {
        if let Some(ranked) = items.pop_front() {
            heads.push(Head { cd3: &ranked.numbers.cd3, id: std::cmp::Reverse(name(ranked)), queue, ranked });
        }
    }
    let mut list = Vec::with_capacity(ranking.order.len());
    while let Some(head) = heads.pop() {
        list.push(head.ranked);
        if let Some(ranked) = queues.get_mut(head.queue).and_then(std::collections::VecDeque::pop_front) {
            heads.push(Head {
                cd3: &ranked.numbers.cd3,
                id: std::cmp::Reverse(name(ranked)),
                queue: head.queue,
                ranked,
            });
        }
    }
    list
}

struct Head<'a> {
    cd3: &'a Ratio,
    id: std::cmp::Reverse<String>,
    queue: usize,
    ranked: &'a Ranked,
}

impl Ord for Head<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.cd3, &self.id, self.queue).cmp(&(other.cd3, &other.id, other.queue))
    }
}

impl PartialOrd for Head<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head<'_> {}

fn item(ranked: &Ranked, sorted: &Sorted) -> Option<WeighItem> {
    let item = sorted.items.get(ranked.index)?;
    let candidate = sorted.candidates.get(ranked.index)?;
    Some(WeighItem {
        rank: ranked.place,
        id: item.id.clone(),
        title: item.title.clone(),
        kind: item.kind,
        team: item.team.clone(),
        detail: String::new(),
        cost_of_delay_per_week: ranked.numbers.cost.to_f64(),
        duration_weeks: candidate.duration.to_f64(),
        cd3: ratio::to_f64(&ranked.numbers.cd3),
        completes_week: ratio::to_f64(&ranked.completes),
        gates: item.gates.clone(),
        estimate_age_days: None,
        why: String::new(),
    })
}

fn pairs(ranking: &Ranking, sorted: &Sorted) -> Vec<WeighPair> {
    let id = |index: usize| sorted.items.get(index).map(|item| item.id.clone());
    ranking
        .pairs
        .iter()
        .filter_map(|pair| {
            Some(WeighPair {
                before: id(pair.before)?,
                after: id(pair.after)?,
                probability: pair.probability,
                cost_of_swap: ratio::to_f64(&pair.cost_of_swap),
                contested: pair.contested,
                by_dependency: pair.by_dependency,
            })
        })
        .collect()
}

fn verdict(ranking: &Ranking, sorted: &Sorted) -> Sentence {
    let title = |index: usize| sorted.items.get(index).map(|item| item.title.clone()).unwrap_or_default();
    match (ranking.teams.as_slice(), ranking.order.first()) {
        ([_], Some(first)) => {
            let sentence = Sentence::default().say("Do ").strong(title(first.index));
            let Some(pair) = ranking.pairs.first() else {
                return sentence.say(" first; nothing else can be ranked.");
            };
            if pair.by_dependency {
                return sentence.say(" first: ").strong(title(pair.after)).say(" depends on it.");
            }
            let sentence = sentence.say(" first: doing ").strong(title(pair.after)).say(" first costs ");
            let state = if pair.contested { ", contested" } else { ", settled" };
            sentence
                .strong(format::number(ratio::to_f64(&pair.cost_of_swap)))
                .say(" more. ")
                .strong(format!("{} sure", format::percent(pair.probability)))
                .say(format!("{state}."))
        }
        (teams, Some(_)) => Sentence::default()
            .strong(count(teams.len(), "team", "teams"))
            .say(" work side by side, each in its own order of ")
            .strong(count(ranking.order.len(), "item", "items"))
            .say(" in all."),
        _ => Sentence::default().say("No item can be ranked."),
    }
}

/// `gemba weigh --items FILE`.
///
/// # Errors
/// When the file cannot be read at all.
pub fn run(answer: &mut Answer<'_, '_>, file: &Path, team: Option<&str>) -> Result<Status, CliError> {
    let name = file.display().to_string();
    let mut read = read::items(&mut answer.outside.input, file)?;
    if let Some(team) = team {
        read.items.retain(|item| item.team.as_ref().is_some_and(|own| own.as_str() == gemba_model::slug(team)));
        if read.items.is_empty() {
            return Err(CliError::failed(
                ErrorCode::NotFound,
                format!("No item of {name} names the team “{team}”."),
                "",
            ));
        }
    }
    let reply = weighed(read);
    answer.give(&reply, draw)?;
    if !answer.global.json {
        for remark in &reply.remarks {
            answer.tell(Ink::Warn, &format!("{name}: {remark}"));
        }
    }
    Ok(answer.rejected(&name, &reply.rejected, reply.rejected_total))
}

fn draw(reply: &Weighed, page: &mut Page) {
    page.verdict(&reply.verdict, if reply.pairs.iter().any(|pair| pair.contested) { Tone::Warn } else { Tone::Calm });
    for team in &reply.teams {
        let own: Option<TeamId> = team.team.as_deref().map(TeamId::from);
        let items: Vec<WeighItem> = reply.order.iter().filter(|item| item.team == own).cloned().collect();
        if reply.teams.len() > 1 || team.team.is_some() {
            page.head(team.team.as_deref().unwrap_or("No team"), &count(items.len(), "item", "items"));
        } else {
            page.blank();
        }
        let money = |value: f64| format::number(value);
        let shown = order::Order { items: &items, pairs: &reply.pairs, plan: None, unit: "", limit: 40 };
        order::draw(&shown, &money, page);
        page.flow(
            1,
            &[
                Piece::new(Ink::Strong, format::number(team.total_cost_of_delay)),
                Piece::new(Ink::Faint, format!(" is what waiting costs in this order · {}", team.method)),
            ],
        );
    }
    order::not_rankable(&reply.not_rankable, 40, page);
}

/// The identifier of an item, as it was typed.
pub fn find(items: &[WorkItem], typed: &str) -> Option<usize> {
    let id = WorkItemId::from(typed);
    items.iter().position(|item| item.id == id).or_else(|| {
        let wanted = typed.to_lowercase();
        items.iter().position(|item| item.title.to_lowercase() == wanted)
    })
}
