//! The cheapest order of one team when some items must come before others.
//!
//! Items that depend on each other, directly or not, form components. A component that is a chain is cut into prefixes of
//! the largest ratio Σw/Σp. A branching one of at most 15 items is put into its own cheapest order by dynamic programming
//! over subsets; by Sidney's decomposition (1975) that order, cut like a chain, can be merged with all others by ratio
//! and stays optimal. A larger one uses the named heuristic [`Method::BestChainFirst`].

use super::exact;
use super::order::{Method, Rankable};
use crate::Ratio;
use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};
use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap};
use std::ops::{Add, Mul};

/// Items up to which branching dependencies are solved exactly.
const MOST_EXACT: usize = 15;

pub(super) struct Job<'a> {
    pub id: &'a str,
    pub cost: &'a Ratio,
    pub duration: &'a Ratio,
    pub numbers: &'a Rankable,
}

pub(super) struct Found {
    pub order: Vec<usize>,
    pub method: Method,
    pub cycles: Vec<Vec<usize>>,
    /// Dependencies that were heeded, as (before, after).
    pub edges: BTreeSet<(usize, usize)>,
}

/// Items that run one after another without anything between them, with their sums.
struct Block {
    items: Vec<usize>,
    cost: Ratio,
    duration: Ratio,
}

impl Block {
    fn compare(&self, other: &Self) -> Ordering {
        (&self.cost * &other.duration).cmp(&(&other.cost * &self.duration))
    }
}

pub(super) fn sequence(jobs: &[Job<'_>], edges: &BTreeSet<(usize, usize)>) -> Found {
    let by_ratio = |a: &usize, b: &usize| match (jobs.get(*a), jobs.get(*b)) {
        (Some(x), Some(y)) => y.numbers.compare(x.numbers).then_with(|| x.id.cmp(y.id)),
        _ => Ordering::Equal,
    };
    if edges.is_empty() {
        let mut order: Vec<usize> = (0..jobs.len()).collect();
        order.sort_by(by_ratio);
        return Found { order, method: Method::Ratio, cycles: Vec::new(), edges: BTreeSet::new() };
    }
    let graph = Graph::new(jobs.len(), edges);
    let mut method = Method::Ratio;
    let mut blocks: Vec<Block> = Vec::new();
    for component in graph.components() {
        if component.len() == 1 {
            blocks.extend(cut(jobs, &component));
            continue;
        }
        let chain = component.iter().all(|item| graph.before(*item).len() <= 1 && graph.after(*item).len() <= 1);
        let (used, order) = if chain {
            (Method::Chains, graph.topological(&component, by_ratio))
        } else if component.len() <= MOST_EXACT {
            (Method::Subsets, subsets(jobs, &graph, &component))
        } else {
            (Method::BestChainFirst, best_chain_first(jobs, &graph, &component))
        };
        method = method.max(used);
        blocks.extend(cut(jobs, &order));
    }
    let name = |block: &Block| block.items.first().and_then(|item| jobs.get(*item)).map(|job| job.id);
    blocks.sort_by(|a, b| b.compare(a).then_with(|| name(a).cmp(&name(b))));
    let order = blocks.into_iter().flat_map(|block| block.items).collect();
    Found { order, method, cycles: graph.cycles, edges: graph.edges }
}

/// Cuts a sequence into the prefixes of the largest ratio: neighbours melt while the later one has the larger ratio.
fn cut(jobs: &[Job<'_>], order: &[usize]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for item in order {
        let Some(job) = jobs.get(*item) else { continue };
        let mut next = Block { items: vec![*item], cost: job.cost.clone(), duration: job.duration.clone() };
        while blocks.last().is_some_and(|last| last.compare(&next) == Ordering::Less) {
            if let Some(mut last) = blocks.pop() {
                last.items.append(&mut next.items);
                last.cost += next.cost;
                last.duration += next.duration;
                next = last;
            }
        }
        blocks.push(next);
    }
    // Blocks of equal ratio stay apart; the caller's stable order must not let the later overtake.
    let mut joined: Vec<Block> = Vec::new();
    for block in blocks {
        match joined.last_mut() {
            Some(last) if last.compare(&block) == Ordering::Equal => {
                last.items.extend(block.items);
                last.cost += block.cost;
                last.duration += block.duration;
            }
            _ => joined.push(block),
        }
    }
    joined
}

struct Graph {
    before: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
    edges: BTreeSet<(usize, usize)>,
    cycles: Vec<Vec<usize>>,
}

impl Graph {
    /// Dependencies within a circle are taken out, and the circles kept to be reported.
    fn new(count: usize, edges: &BTreeSet<(usize, usize)>) -> Self {
        let circles = circles(count, edges);
        let mut circle_of = vec![usize::MAX; count];
        for (number, circle) in circles.iter().enumerate() {
            for item in circle {
                if let Some(slot) = circle_of.get_mut(*item) {
                    *slot = number;
                }
            }
        }
        let inside = |(a, b): &(usize, usize)| {
            let (a, b) = (circle_of.get(*a), circle_of.get(*b));
            a == b && a.is_some_and(|circle| *circle != usize::MAX)
        };
        let kept: BTreeSet<(usize, usize)> = edges.iter().copied().filter(|edge| !inside(edge)).collect();
        let mut before = vec![Vec::new(); count];
        let mut after = vec![Vec::new(); count];
        for (a, b) in &kept {
            if let (Some(before), Some(after)) = (before.get_mut(*b), after.get_mut(*a)) {
                before.push(*a);
                after.push(*b);
            }
        }
        Self { before, after, edges: kept, cycles: circles }
    }

    fn before(&self, item: usize) -> &[usize] {
        self.before.get(item).map_or(&[], Vec::as_slice)
    }

    fn after(&self, item: usize) -> &[usize] {
        self.after.get(item).map_or(&[], Vec::as_slice)
    }

    fn components(&self) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.before.len()];
        let mut components = Vec::new();
        for start in 0..seen.len() {
            let mut component = Vec::new();
            let mut stack = vec![start];
            while let Some(item) = stack.pop() {
                let Some(seen) = seen.get_mut(item).filter(|seen| !**seen) else { continue };
                *seen = true;
                component.push(item);
                stack.extend(self.before(item).iter().chain(self.after(item)));
            }
            if !component.is_empty() {
                component.sort_unstable();
                components.push(component);
            }
        }
        components
    }

    /// Items after all they depend on; among those that could be next, the first by `compare`.
    fn topological(&self, component: &[usize], compare: impl Fn(&usize, &usize) -> Ordering) -> Vec<usize> {
        let mut ranks = component.to_vec();
        ranks.sort_by(&compare);
        let rank: std::collections::HashMap<usize, usize> =
            ranks.iter().enumerate().map(|(rank, item)| (*item, rank)).collect();
        let mut waits: std::collections::HashMap<usize, usize> =
            component.iter().map(|item| (*item, self.before(*item).len())).collect();
        let mut ready: BinaryHeap<std::cmp::Reverse<usize>> = component
            .iter()
            .filter(|item| self.before(**item).is_empty())
            .filter_map(|item| rank.get(item).copied().map(std::cmp::Reverse))
            .collect();
        let mut order = Vec::with_capacity(component.len());
        while let Some(std::cmp::Reverse(place)) = ready.pop() {
            let Some(item) = ranks.get(place) else { continue };
            order.push(*item);
            for next in self.after(*item) {
                if let Some(left) = waits.get_mut(next) {
                    *left = left.saturating_sub(1);
                    if *left == 0
                        && let Some(place) = rank.get(next)
                    {
                        ready.push(std::cmp::Reverse(*place));
                    }
                }
            }
        }
        order
    }
}

/// Strongly connected components of more than one item, and items that depend on themselves (Kosaraju, without recursion).
fn circles(count: usize, edges: &BTreeSet<(usize, usize)>) -> Vec<Vec<usize>> {
    let mut forward = vec![Vec::new(); count];
    let mut backward = vec![Vec::new(); count];
    for (a, b) in edges {
        if let (Some(out), Some(into)) = (forward.get_mut(*a), backward.get_mut(*b)) {
            out.push(*b);
            into.push(*a);
        }
    }
    let mut seen = vec![false; count];
    let mut finished = Vec::with_capacity(count);
    for start in 0..count {
        let mut stack = vec![(start, 0usize)];
        if seen.get(start).copied().unwrap_or(true) {
            continue;
        }
        if let Some(seen) = seen.get_mut(start) {
            *seen = true;
        }
        while let Some((item, next)) = stack.pop() {
            match forward.get(item).and_then(|list| list.get(next)) {
                Some(child) => {
                    stack.push((item, next + 1));
                    if let Some(seen) = seen.get_mut(*child).filter(|seen| !**seen) {
                        *seen = true;
                        stack.push((*child, 0));
                    }
                }
                None => finished.push(item),
            }
        }
    }
    let mut taken = vec![false; count];
    let mut found = Vec::new();
    for start in finished.into_iter().rev() {
        let mut members = Vec::new();
        let mut stack = vec![start];
        while let Some(item) = stack.pop() {
            let Some(taken) = taken.get_mut(item).filter(|taken| !**taken) else { continue };
            *taken = true;
            members.push(item);
            stack.extend(backward.get(item).into_iter().flatten());
        }
        let alone = members.first().is_some_and(|item| members.len() == 1 && !edges.contains(&(*item, *item)));
        if !members.is_empty() && !alone {
            members.sort_unstable();
            found.push(members);
        }
    }
    found.sort();
    found
}

fn subsets(jobs: &[Job<'_>], graph: &Graph, component: &[usize]) -> Vec<usize> {
    let of = |item: &usize| jobs.get(*item).map(|job| (job.cost.clone(), job.duration.clone()));
    let (costs, durations): (Vec<Ratio>, Vec<Ratio>) = component.iter().filter_map(of).unzip();
    let needs: Vec<usize> = component
        .iter()
        .map(|item| {
            let place = |before: &usize| component.iter().position(|other| other == before);
            graph.before(*item).iter().filter_map(place).fold(0, |mask, place| mask | 1 << place)
        })
        .collect();
    let common = |values: &[Ratio]| {
        let denominator = exact::common_denominator(values)?;
        Some(values.iter().map(|value| exact::scaled(value, &denominator)).collect::<Vec<BigInt>>())
    };
    // Whole numbers where a common denominator exists, in machine words where their products surely fit.
    let order = match common(&costs).zip(common(&durations)) {
        Some((costs, durations)) => {
            let words = |values: &[BigInt]| -> Option<Vec<i128>> {
                values.iter().map(|value| value.to_i128().filter(|value| value.unsigned_abs() < 1 << 58)).collect()
            };
            match words(&costs).zip(words(&durations)) {
                Some((costs, durations)) => cheapest(&costs, &durations, &needs),
                None => cheapest(&costs, &durations, &needs),
            }
        }
        None => cheapest(&costs, &durations, &needs),
    };
    order.into_iter().filter_map(|place| component.get(place).copied()).collect()
}

/// The cheapest order over all subsets that hold whatever their members need. `needs` are bit masks.
fn cheapest<T>(costs: &[T], durations: &[T], needs: &[usize]) -> Vec<usize>
where
    T: Clone + Ord + Zero + Add<Output = T>,
    for<'a> &'a T: Mul<&'a T, Output = T>,
{
    let count = costs.len().min(durations.len()).min(needs.len());
    let full = (1usize << count) - 1;
    let mut best: Vec<Option<(T, usize)>> = vec![None; full + 1];
    let mut length: Vec<T> = vec![T::zero(); full + 1];
    if let Some(start) = best.first_mut() {
        *start = Some((T::zero(), 0));
    }
    for set in 1..=full {
        let low = set.trailing_zeros() as usize;
        let sum = length.get(set & (set - 1)).cloned().zip(durations.get(low).cloned()).map(|(a, b)| a + b);
        let Some(sum) = sum else { continue };
        let mut found: Option<(T, usize)> = None;
        for last in (0..count).filter(|last| set >> last & 1 == 1) {
            let rest = set & !(1 << last);
            let allowed = needs.get(last).is_some_and(|needs| needs & !rest == 0);
            let (Some(Some((cost, _))), Some(weight)) = (best.get(rest), costs.get(last)) else { continue };
            let total = cost.clone() + weight * &sum;
            if allowed && found.as_ref().is_none_or(|(least, _)| total < *least) {
                found = Some((total, last));
            }
        }
        if let (Some(slot), Some(place)) = (best.get_mut(set), length.get_mut(set)) {
            *slot = found;
            *place = sum;
        }
    }
    let mut order = Vec::with_capacity(count);
    let mut set = full;
    while set != 0 {
        let Some(Some((_, last))) = best.get(set) else { break };
        order.push(*last);
        set &= !(1 << last);
    }
    order.reverse();
    order
}

/// Each item counts as the best chain that it opens: itself and then, while the ratio grows, the best of its followers.
fn best_chain_first(jobs: &[Job<'_>], graph: &Graph, component: &[usize]) -> Vec<usize> {
    let by_id = |a: &usize, b: &usize| jobs.get(*a).map(|job| job.id).cmp(&jobs.get(*b).map(|job| job.id));
    let plain = graph.topological(component, by_id);
    let mut chains: std::collections::HashMap<usize, (Ratio, Ratio)> = std::collections::HashMap::new();
    let larger = |a: &(Ratio, Ratio), b: &(Ratio, Ratio)| (&a.0 * &b.1).cmp(&(&b.0 * &a.1));
    for item in plain.iter().rev() {
        let Some(job) = jobs.get(*item) else { continue };
        let mut own = (job.cost.clone(), job.duration.clone());
        let best = graph.after(*item).iter().filter_map(|next| chains.get(next)).max_by(|a, b| larger(a, b));
        if let Some(best) = best.filter(|best| larger(best, &own) == Ordering::Greater) {
            own = (own.0 + &best.0, own.1 + &best.1);
        }
        chains.insert(*item, own);
    }
    graph.topological(component, |a, b| match (chains.get(a), chains.get(b)) {
        (Some(x), Some(y)) => larger(y, x).then_with(|| by_id(a, b)),
        _ => by_id(a, b),
    })
}
