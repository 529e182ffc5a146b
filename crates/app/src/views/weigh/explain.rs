//! Why one item goes before another.

use super::numbers::Weighing;
use crate::views::missing;
use crate::views::words::{cost, day, percent, plural, whole};
use crate::{App, Caller, World};
use gemba_engine::ratio::to_f64;
use gemba_engine::weigh::{Flip, FlipQuantity, PairAnalysis, explain};
use gemba_model::api::{ApiError, ErrorCode, WeighExplainArgs};
use gemba_model::view::*;
use gemba_model::*;
use gemba_report::charts::{DensityFlip, LambdaDensity, StatedDensity, lambda_density, stated_density};

impl App {
    /// Use case `weigh_explain`.
    ///
    /// # Errors
    /// `NotFound`; `Precondition` when an item cannot be ranked, with what it needs.
    pub fn weigh_explain(&self, _caller: &Caller, args: WeighExplainArgs) -> Result<WeighExplanation, ApiError> {
        let world = self.world();
        let weighing = self.weighing()?;
        let find = |key: &str| world.find_item(key).cloned().ok_or_else(|| missing("work item", key));
        let item = find(&args.item)?;
        let place_of = |item: &WorkItem| {
            weighing.place(&item.id).ok_or_else(|| {
                let needs = weighing.needs(&item.id);
                ApiError::new(
                    ErrorCode::Precondition,
                    format!("{} cannot be ranked.", item.title),
                    if needs.is_empty() {
                        "It is not open.".to_owned()
                    } else {
                        format!("It needs {}.", needs.join(" and "))
                    },
                )
            })
        };
        let row = weighing.item(self, &world, place_of(&item)?);
        let other = match args.other.as_deref().filter(|key| !key.is_empty()) {
            Some(key) => Some(find(key)?),
            None => weighing.neighbour(&item.id).and_then(|id| world.items.get(&id).cloned()),
        };
        let other_row =
            other.as_ref().map(|other| place_of(other).map(|place| weighing.item(self, &world, place))).transpose()?;
        let analysis = match (&other, weighing.candidate(&item)) {
            (Some(other), Some(first)) => weighing.candidate(other).map(|second| explain(&first, &second)),
            _ => None,
        };
        let now = self.now();
        let pair_key =
            |part: &str| format!("pair:{}:{}:{part}", item.id, other.as_ref().map_or("", |other| other.id.as_str()));
        let flip = analysis.as_ref().and_then(|analysis| analysis.flip.as_ref()).map(|flip| {
            let of = if flip.of_first { &item } else { other.as_ref().unwrap_or(&item) };
            flip_point(self, &world, &weighing, of, flip)
        });
        Ok(WeighExplanation {
            verdict: sentence(&world, &row, other_row.as_ref(), analysis.as_ref()),
            probability: analysis.as_ref().map(|analysis| analysis.probability),
            cost_of_swap: analysis
                .as_ref()
                .map(|analysis| Figure::known(to_f64(&analysis.cost_of_swap), Unit::Cost, now, pair_key("swap"))),
            value_of_knowing: analysis
                .as_ref()
                .map(|analysis| Figure::known(analysis.evpi, Unit::Cost, now, pair_key("knowing"))),
            cost_of_orders: analysis.as_ref().map(|analysis| (to_f64(&analysis.orders.0), to_f64(&analysis.orders.1))),
            terms: weighing.explain_cost(&world, &item, now),
            other_terms: other.as_ref().map(|other| weighing.explain_cost(&world, other, now)),
            flip,
            parties: party_evidence(&world, &weighing, &item, other.as_deref()),
            evidence: self.evidence(&world, &weighing, &item)?,
            item: row,
            other: other_row,
        })
    }

    /// Facts that bear on an item: budget of its journey, hops of its incidents, last occurrence.
    fn evidence(&self, world: &World, weighing: &Weighing, item: &WorkItem) -> Result<Vec<String>, ApiError> {
        let mut lines = Vec::new();
        let mode = item.failure_mode.as_ref().and_then(|mode| world.failure_modes.get(mode));
        let journey = item.journey.clone().or_else(|| mode.and_then(|mode| mode.journey.clone()));
        if let Some(objective) = journey.as_ref().and_then(|journey| world.main_objective(journey)) {
            let status = self.status(objective)?;
            if let Some(left) = status.remaining() {
                let policy = if left < 0.0 && !objective.policy.is_empty() {
                    format!(" · policy: {}", objective.policy)
                } else {
                    String::new()
                };
                lines.push(format!("Error budget of {}: {} left{policy}", objective.name, percent(left)));
            }
        }
        if let Some(stats) = item.failure_mode.as_ref().and_then(|mode| weighing.mode(mode)) {
            let mut hops: Vec<u32> = Vec::new();
            let mut reached: Vec<i64> = Vec::new();
            for incident in &stats.incidents {
                let measured = self.measured(incident)?;
                hops.extend(measured.hops);
                reached.extend(measured.reached);
            }
            hops.sort_unstable();
            reached.sort_unstable();
            if let (Some(hop), Some(minutes)) = (hops.get(hops.len() / 2), reached.get(reached.len() / 2)) {
                lines.push(format!(
                    "{} to the one who knows, after {} (medians, n = {})",
                    plural(i64::from(*hop), "hop"),
                    plural(*minutes, "minute"),
                    hops.len()
                ));
            }
            if let Some(last) = stats.incidents.last() {
                lines.push(format!("Happened last on {} (incident {})", day(last.began, world.zone()), last.number));
            }
        }
        for gate in &item.gates {
            lines.push(format!("Gate: {} – {}", gate.name, gate.reason));
        }
        Ok(lines)
    }
}

impl Weighing {
    /// The value at which a pair turns round, in words: `it happens less than once in 11 weeks`.
    pub fn flip_words(&self, _app: &App, world: &World, first: &WorkItemId, second: &WorkItemId) -> Option<String> {
        let analysis = explain(&self.candidate(world.items.get(first)?)?, &self.candidate(world.items.get(second)?)?);
        let flip = analysis.flip?;
        let at = to_f64(&flip.at);
        let (less, name) = (to_f64(&flip.now) > at, if flip.of_first { first } else { second });
        let title = world.items.get(name).map_or(name.as_str(), |item| item.title.as_str()).to_owned();
        Some(match flip.quantity {
            FlipQuantity::OccurrencesPerWeek => {
                format!(
                    "{} happens {} than {}",
                    if flip.of_first { "it" } else { title.as_str() },
                    if less { "less" } else { "more" },
                    rate_words(at)
                )
            }
            FlipQuantity::CostOfDelayPerWeek => {
                let unit = world.cost_unit();
                format!("{title} is worth {} than {} a week", if less { "less" } else { "more" }, cost(at, &unit))
            }
        })
    }

    /// How an item's cost of delay comes about.
    pub fn explain_cost(&self, world: &World, item: &WorkItem, now: UtcTime) -> Explanation {
        let (figure, _, _) = self.figures(item, now);
        let title = format!("Cost of delay of {}, a week", item.title);
        let stats = item.failure_mode.as_ref().and_then(|mode| self.mode(mode));
        if let Some(stats) = stats.filter(|_| self.is_recurring(&item.id)) {
            return self.explain_recurring(world, item, stats, figure, title, now);
        }
        let terms = item
            .cost_of_delay
            .iter()
            .map(|estimate| estimate_term("stated cost of delay", estimate, Unit::CostPerWeek, ""))
            .collect();
        Explanation {
            title,
            figure,
            formula: "as stated: low – mid – high".into(),
            formula_source: "Reinertsen; blackswanfarming.com/cost-of-delay-divided-by-duration".into(),
            terms,
            notes: vec![
                "It is as likely above the middle as below; the probability of an order follows from that.".into(),
            ],
        }
    }

    fn explain_recurring(
        &self,
        world: &World,
        item: &WorkItem,
        stats: &crate::measure::ModeStats,
        figure: Figure,
        title: String,
        now: UtcTime,
    ) -> Explanation {
        let mode = item.failure_mode.clone().unwrap_or_default();
        let numbers: Vec<String> = stats.incidents.iter().map(|incident| incident.number.to_string()).collect();
        let mut terms = Vec::new();
        if let Some(recurrence) = stats.recurrence {
            let (low, high) = recurrence.interval95();
            terms.push(Term {
                label: format!(
                    "{} in {}",
                    plural(stats.incidents.len() as i64, "occurrence"),
                    plural(i64::from(stats.weeks), "week")
                ),
                value: Some(to_f64(&recurrence.mean())),
                low: Some(low),
                high: Some(high),
                unit: Unit::PerWeek,
                exact: Some(gemba_engine::ratio::to_text(&recurrence.mean())),
                operator: String::new(),
                source: Source {
                    by: "measured".into(),
                    at: Some(now),
                    reference: format!("incidents {}", numbers.join(", ")),
                },
                note: "Jeffreys posterior: (n + ½) ÷ weeks, with the exact 95 % interval of n ÷ weeks.".into(),
                why: Some(format!("mode:{mode}:rate")),
            });
        }
        terms.push(Term {
            label: "cost of one occurrence".into(),
            value: stats.mean_cost(),
            low: stats.cost_range().map(|range| range.0),
            high: stats.cost_range().map(|range| range.1),
            unit: Unit::Cost,
            exact: None,
            operator: "×".into(),
            source: Source {
                by: "measured".into(),
                at: Some(now),
                reference: format!("mean of {}", plural(stats.costs.len() as i64, "incident")),
            },
            note: "Failed interactions above normal × value of one + responder hours × cost of an hour.".into(),
            why: Some(format!("mode:{mode}:occurrence")),
        });
        if let Some(share) = &item.share_removed {
            terms.push(estimate_term("share that the fix removes", share, Unit::Ratio, "×"));
        }
        if let Some(toil) = &item.toil_per_week {
            terms.push(estimate_term("toil a week without it", toil, Unit::CostPerWeek, "+"));
        }
        let mut notes = vec!["No occurrence yet would not mean no risk: the rate never is zero.".into()];
        if let Some((count, reason)) = &stats.unknown_costs {
            notes.push(format!("{} left out of the mean cost: {reason}", plural(*count as i64, "incident")));
        }
        let younger = world.evidence_weeks() > stats.weeks;
        if younger {
            notes.push(format!("Records begin {} ago, so only those count.", plural(i64::from(stats.weeks), "week")));
        }
        Explanation {
            title,
            figure,
            formula: "occurrences a week × cost of one occurrence × share removed + toil".into(),
            formula_source: "Gamma posterior with Jeffreys prior; exact interval after Garwood 1936".into(),
            terms,
            notes,
        }
    }
}

fn estimate_term(label: &str, estimate: &Estimate, unit: Unit, operator: &str) -> Term {
    let value = |value: Exact| to_f64(&gemba_engine::ratio::from_decimal(value));
    let range = &estimate.range;
    Term {
        label: label.into(),
        value: Some(value(range.mid)),
        low: (!range.is_point()).then(|| value(range.low)),
        high: (!range.is_point()).then(|| value(range.high)),
        unit,
        exact: Some(range.mid.to_string()),
        operator: operator.into(),
        source: estimate.source.clone(),
        note: String::new(),
        why: None,
    }
}

/// `once in 11 weeks`, `3 times a week`.
pub(crate) fn rate_words(rate: f64) -> String {
    if rate <= 0.0 {
        "never".into()
    } else if rate >= 1.0 {
        let often = rate.round();
        if often <= 1.0 { "once a week".into() } else { format!("{} times a week", whole(often)) }
    } else {
        let weeks = (1.0 / rate).round().max(1.0);
        if weeks <= 1.0 { "once a week".into() } else { format!("once in {} weeks", whole(weeks)) }
    }
}

fn sentence(world: &World, item: &WeighItem, other: Option<&WeighItem>, analysis: Option<&PairAnalysis>) -> Sentence {
    let (Some(other), Some(analysis)) = (other, analysis) else {
        return Sentence::default()
            .strong(item.title.clone())
            .say(" stands alone: nothing else of its team can be ranked.");
    };
    let swap = to_f64(&analysis.cost_of_swap);
    let unit = world.cost_unit();
    let (first, second) = if swap >= 0.0 { (item, other) } else { (other, item) };
    Sentence::default()
        .strong(first.title.clone())
        .say(" goes before ")
        .strong(second.title.clone())
        .say(": the other order costs ")
        .strong(cost(swap.abs(), &unit))
        .say(" more. ")
        .strong(percent(if swap >= 0.0 { analysis.probability } else { 1.0 - analysis.probability }))
        .say(if analysis.contested {
            " sure, contested. Finding out more is worth at most "
        } else {
            " sure, settled. Finding out more is worth at most "
        })
        .strong(cost(analysis.evpi, &unit))
        .say(".")
}

fn flip_point(app: &App, world: &World, weighing: &Weighing, of: &WorkItem, flip: &Flip) -> FlipPoint {
    let (at, current) = (to_f64(&flip.at), to_f64(&flip.now));
    // More of the first item's quantity keeps it first; more of the second's does not.
    let keeps_above = flip.of_first;
    let unit = match flip.quantity {
        FlipQuantity::OccurrencesPerWeek => Unit::PerWeek,
        FlipQuantity::CostOfDelayPerWeek => Unit::CostPerWeek,
    };
    let words = match flip.quantity {
        FlipQuantity::OccurrencesPerWeek => rate_words(at),
        FlipQuantity::CostOfDelayPerWeek => format!("{} a week", cost(at, &world.cost_unit())),
    };
    let mark = Some(DensityFlip { at, probability: flip.probability, keeps_above, words: &words });
    let format = world.formatter();
    let chart = match (&flip.recurrence, weighing.spread(&of.id)) {
        (Some(recurrence), _) => Some(lambda_density(&LambdaDensity {
            shape: f64::from(recurrence.occurrences()) + 0.5,
            rate: f64::from(recurrence.weeks()),
            flip: mark,
        })),
        (None, Some(spread)) if spread.low < spread.high => {
            Some(stated_density(&StatedDensity { spread, unit, flip: mark, format: &format }))
        }
        _ => None,
    };
    FlipPoint {
        quantity: match flip.quantity {
            FlipQuantity::OccurrencesPerWeek => format!("occurrences a week, {}", of.title),
            FlipQuantity::CostOfDelayPerWeek => format!("cost of delay a week, {}", of.title),
        },
        at: Figure::known(at, unit, app.now(), format!("item:{}:cost_of_delay", of.id)),
        now: Figure::known(current, unit, app.now(), format!("item:{}:cost_of_delay", of.id)),
        words,
        probability: flip.probability,
        chart,
    }
}

/// What each party holds about a pair, from the records alone.
fn party_evidence(world: &World, weighing: &Weighing, item: &WorkItem, other: Option<&WorkItem>) -> Vec<PartyEvidence> {
    let mut lines: [Vec<String>; 3] = Default::default();
    let mut add = |party: Party, line: String| {
        if let Some(place) = Party::ALL.iter().position(|one| *one == party)
            && lines[place].len() < 4
            && !lines[place].contains(&line)
        {
            lines[place].push(line);
        }
    };
    for item in [Some(item), other].into_iter().flatten() {
        if let Some(stats) = item.failure_mode.as_ref().and_then(|mode| weighing.mode(mode)) {
            for party in Party::ALL {
                let incidents = stats
                    .incidents
                    .iter()
                    .filter(|incident| incident.timeline.iter().any(|entry| entry.party == Some(party)))
                    .count();
                if incidents > 0 {
                    add(party, format!("worked on {} of {}", plural(incidents as i64, "incident"), item.title));
                }
            }
        }
        for (name, estimate) in [
            ("cost of delay", item.cost_of_delay.as_ref()),
            ("duration", item.duration_weeks.as_ref()),
            ("share removed", item.share_removed.as_deref()),
        ] {
            let Some(estimate) = estimate else { continue };
            let by = &estimate.source.by;
            let party = by.split([',', ' ']).find_map(Party::parse).or_else(|| {
                world
                    .people
                    .values()
                    .find(|person| person.name == *by || person.id.as_str() == by)
                    .map(|person| person.party)
            });
            if let Some(party) = party {
                let on = estimate.source.at.map(|at| format!(" on {}", day(at, world.zone()))).unwrap_or_default();
                add(party, format!("stated the {name} of {}{on}", item.title));
            }
        }
        for card in world.knowledge.values().filter(|card| item.services.contains(&card.service)) {
            for person in card.holders.iter().filter_map(|id| world.people.get(id)) {
                add(person.party, format!("knows “{}” of {}", card.topic, world.service_name(&card.service)));
            }
        }
    }
    Party::ALL.into_iter().zip(lines).map(|(party, lines)| PartyEvidence { party, lines }).collect()
}
