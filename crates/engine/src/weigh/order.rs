//! The order of each team, its neighbours and its cost.

use super::{Candidate, exact, pair, precedence};
use crate::ratio::{self, Ratio, Spread};
use crate::recurrence::Recurrence;
use num_bigint::BigInt;
use num_traits::{Signed, Zero};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How an order was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Descending cost of delay ÷ duration: exact.
    Ratio,
    /// Chains of dependencies by the largest prefix ratio: exact.
    Chains,
    /// Branching dependencies among at most 15 items by subset dynamic programming: exact.
    Subsets,
    /// Branching dependencies among more items: the best chain that an item opens goes first. Not proven optimal.
    BestChainFirst,
}

impl Method {
    /// The method in words for the screen.
    pub fn words(self) -> &'static str {
        match self {
            Method::Ratio => "exact: cost of delay ÷ duration, highest first",
            Method::Chains => "exact: cost of delay ÷ duration, chains of dependencies by their best prefix",
            Method::Subsets => "exact: cost of delay ÷ duration, branching dependencies by dynamic programming",
            Method::BestChainFirst => {
                "heuristic \"best chain first\": more than 15 items depend on each other in branches, so the order may not be optimal"
            }
        }
    }

    /// Whether the order is proven to be the cheapest.
    pub fn is_exact(self) -> bool {
        self != Method::BestChainFirst
    }
}

/// The numbers of one candidate. They depend on nothing but the candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Rankable {
    /// Cost of delay a week.
    pub cost: Spread,
    /// Cost of delay ÷ duration, of the middles: what is ranked by.
    pub cd3: Ratio,
    cd3_f64: f64,
}

impl Rankable {
    /// The numbers of a candidate that passed [`Candidate::check`]; a duration of 0 gives a ratio of 0.
    pub fn of(candidate: &Candidate) -> Self {
        Self::with_cost(candidate, candidate.cost.spread())
    }

    fn with_cost(candidate: &Candidate, cost: Spread) -> Self {
        let duration = &candidate.duration.mid;
        let cd3 = if duration.is_positive() { quotient(&cost.mid, duration) } else { Ratio::zero() };
        Self { cd3_f64: ratio::to_f64(&cd3), cd3, cost }
    }

    /// Exact comparison, with floating point to settle the clear cases first.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let gap = self.cd3_f64 - other.cd3_f64;
        let size = self.cd3_f64.abs().max(other.cd3_f64.abs());
        if gap.is_finite() && gap.abs() > size * 1e-12 {
            return if gap > 0.0 { Ordering::Greater } else { Ordering::Less };
        }
        self.cd3.cmp(&other.cd3)
    }
}

/// One item of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Index into the candidates.
    pub index: usize,
    /// Place in its team's order, from 1.
    pub place: u32,
    /// Its numbers.
    pub numbers: Rankable,
    /// Weeks after now at which it is finished in this order, at middle durations.
    pub completes: Ratio,
}

/// Two neighbours in one team's order.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedPair {
    /// Index of the candidate that goes first.
    pub before: usize,
    /// Index of the one that waits.
    pub after: usize,
    /// Probability that the economics want this way round, 0 to 1; see [`pair::probability`].
    pub probability: f64,
    /// What swapping the two costs, in the unit of cost: `w_a * p_b - w_b * p_a`.
    pub cost_of_swap: Ratio,
    /// Whether the ranges leave the order open: not settled by dominance, nor by a dependency.
    pub contested: bool,
    /// Whether a dependency puts them in this order against, or regardless of, the economics.
    pub by_dependency: bool,
}

/// A candidate that cannot be ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Index into the candidates.
    pub index: usize,
    /// Why.
    pub reason: String,
}

/// The cost of one team's order.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamTotal {
    /// The team.
    pub team: Option<String>,
    /// Sum of cost of delay × completion.
    pub total: Ratio,
    /// How its order was found.
    pub method: Method,
    /// Items in it.
    pub items: u32,
}

/// The order of every team.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// Items, team after team (by team, items without a team first), each in its order.
    pub order: Vec<Ranked>,
    /// Neighbours within each team, in the same order.
    pub pairs: Vec<RankedPair>,
    /// Cost of each team's order.
    pub teams: Vec<TeamTotal>,
    /// Sum over the teams, which work in parallel.
    pub total: Ratio,
    /// The least sure method that was needed.
    pub method: Method,
    /// Candidates that cannot be ranked; they change nobody's numbers.
    pub refused: Vec<Refused>,
    /// Dependencies that run in a circle, by index; within one they are ignored.
    pub cycles: Vec<Vec<usize>>,
    /// Dependencies that do not bind: index of the item, and the identifier that is in another team's order or nowhere.
    pub unbound: Vec<(usize, String)>,
}

/// Puts every team's items in order. Items with numbers that cannot be ranked, and second items of the same identifier,
/// are refused with a reason.
pub fn rank(candidates: &[Candidate]) -> Ranking {
    let mut refused = Vec::new();
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    let mut teams: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if let Err(error) = candidate.check() {
            refused.push(Refused { index, reason: error.to_string() });
        } else if by_id.contains_key(candidate.id.as_str()) {
            refused.push(Refused { index, reason: "another item has the same identifier".into() });
        } else {
            by_id.insert(&candidate.id, index);
            teams.entry(candidate.team.as_deref()).or_default().push(index);
        }
    }
    let mut ranking = Ranking {
        order: Vec::with_capacity(candidates.len()),
        pairs: Vec::with_capacity(candidates.len()),
        teams: Vec::new(),
        total: Ratio::zero(),
        method: Method::Ratio,
        refused,
        cycles: Vec::new(),
        unbound: Vec::new(),
    };
    for (team, members) in teams {
        rank_team(candidates, &by_id, team, &members, &mut ranking);
    }
    ranking
}

fn rank_team(
    candidates: &[Candidate],
    by_id: &HashMap<&str, usize>,
    team: Option<&str>,
    members: &[usize],
    ranking: &mut Ranking,
) {
    let mut intervals: HashMap<Recurrence, (f64, f64)> = HashMap::new();
    let mut interval = |recurrence: Recurrence| *intervals.entry(recurrence).or_insert_with(|| recurrence.interval95());
    let numbers: Vec<Rankable> = members
        .iter()
        .filter_map(|index| candidates.get(*index))
        .map(|candidate| Rankable::with_cost(candidate, candidate.cost.spread_with(&mut interval)))
        .collect();
    let local: HashMap<usize, usize> = members.iter().enumerate().map(|(local, index)| (*index, local)).collect();
    let mut edges: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (after, index) in members.iter().enumerate() {
        for name in candidates.get(*index).map_or(&[][..], |candidate| &candidate.depends_on) {
            match by_id.get(name.as_str()).and_then(|other| local.get(other)) {
                Some(before) => {
                    edges.insert((*before, after));
                }
                None => ranking.unbound.push((*index, name.clone())),
            }
        }
    }
    let jobs: Vec<precedence::Job<'_>> = members
        .iter()
        .zip(&numbers)
        .filter_map(|(index, numbers)| {
            let candidate = candidates.get(*index)?;
            Some(precedence::Job {
                id: &candidate.id,
                cost: &numbers.cost.mid,
                duration: &candidate.duration.mid,
                numbers,
            })
        })
        .collect();
    let found = precedence::sequence(&jobs, &edges);
    ranking
        .cycles
        .extend(found.cycles.iter().map(|cycle| cycle.iter().filter_map(|l| members.get(*l).copied()).collect()));
    let sequence: Vec<(&Ratio, &Ratio)> =
        found.order.iter().filter_map(|l| jobs.get(*l)).map(|job| (job.cost, job.duration)).collect();
    let (completions, total) = exact::completions(&sequence);
    for window in found.order.windows(2) {
        let [first, second] = window else { continue };
        let (Some(before), Some(after)) = (members.get(*first), members.get(*second)) else { continue };
        let (Some(a), Some(b)) = (candidates.get(*before), candidates.get(*after)) else { continue };
        let (Some(wa), Some(wb)) = (numbers.get(*first), numbers.get(*second)) else { continue };
        let by_dependency = found.edges.contains(&(*first, *second)) || wa.compare(wb) == Ordering::Less;
        ranking.pairs.push(RankedPair {
            before: *before,
            after: *after,
            probability: 0.0,
            cost_of_swap: cross(&wa.cost.mid, &b.duration.mid, &wb.cost.mid, &a.duration.mid),
            contested: !by_dependency && !pair::surely_before(&wa.cost, &a.duration, &wb.cost, &b.duration),
            by_dependency,
        });
    }
    let odds = pair::neighbour_probabilities(candidates, found.order.iter().filter_map(|l| members.get(*l).copied()));
    let begin = ranking.pairs.len().saturating_sub(odds.len());
    for (pair, probability) in ranking.pairs.iter_mut().skip(begin).zip(odds) {
        pair.probability = probability;
    }
    let mut numbers: Vec<Option<Rankable>> = numbers.into_iter().map(Some).collect();
    for (place, (local, completes)) in found.order.iter().zip(completions).enumerate() {
        let (Some(index), Some(numbers)) = (members.get(*local), numbers.get_mut(*local).and_then(Option::take)) else {
            continue;
        };
        let place = u32::try_from(place + 1).unwrap_or(u32::MAX);
        ranking.order.push(Ranked { index: *index, place, numbers, completes });
    }
    ranking.method = ranking.method.max(found.method);
    ranking.total += &total;
    let items = u32::try_from(members.len()).unwrap_or(u32::MAX);
    ranking.teams.push(TeamTotal { team: team.map(str::to_owned), total, method: found.method, items });
}

/// A cost divided by a positive duration.
fn quotient(cost: &Ratio, duration: &Ratio) -> Ratio {
    ratio::reduced(cost.numer() * duration.denom(), cost.denom() * duration.numer())
}

/// `a * b - c * d` with one reduction at the end.
pub(super) fn cross(a: &Ratio, b: &Ratio, c: &Ratio, d: &Ratio) -> Ratio {
    let left: (BigInt, BigInt) = (a.numer() * b.numer(), a.denom() * b.denom());
    let right: (BigInt, BigInt) = (c.numer() * d.numer(), c.denom() * d.denom());
    if left.1 == right.1 {
        return ratio::reduced(left.0 - right.0, left.1);
    }
    ratio::reduced(left.0 * &right.1 - right.0 * &left.1, left.1 * right.1)
}

/// The sign-aware ends of cost ÷ duration: the least and the most that the ratio can be.
pub(super) fn ends(cost: &Spread, duration: &Spread) -> (Ratio, Ratio) {
    let least = &cost.low / if cost.low.is_negative() { &duration.low } else { &duration.high };
    let most = &cost.high / if cost.high.is_negative() { &duration.high } else { &duration.low };
    (least, most)
}
