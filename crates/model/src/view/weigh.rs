use super::{Named, Spread};
use crate::{Chart, Explanation, Figure, Gate, Party, Sentence, TeamId, Tone, WorkItemId, WorkKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What should each team do next, why in this order, what would change it, and what does the other order cost?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct WeighView {
    /// The answer in one sentence.
    pub verdict: Sentence,
    /// Its colour.
    pub tone: Tone,
    /// The team whose order this is; `None` when no item names a team.
    pub team: Option<Named>,
    /// All teams with open items, the one with most at stake first.
    pub teams: Vec<TeamChoice>,
    /// Weeks that the plan covers.
    pub plan_weeks: f64,
    /// The order.
    pub order: Vec<WeighItem>,
    /// Neighbours in the order.
    pub pairs: Vec<WeighPair>,
    /// Items that cannot be ranked yet, and what they need. They change nobody's numbers.
    pub not_rankable: Vec<NotRankable>,
    /// Sum of cost of delay × completion time in this order.
    pub total_cost_of_delay: Figure,
    /// How many ranks fit into the plan.
    pub fits: u32,
    /// Weeks used by those.
    pub weeks_used: f64,
    /// How the order was found, in words: exact or a named heuristic.
    pub method: String,
}

/// A team to choose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TeamChoice {
    /// The team; an empty identifier stands for items without a team.
    pub team: Named,
    /// Open items.
    pub items: u32,
    /// Cost of delay per week of its rankable items.
    pub cost_of_delay: f64,
}

/// One item of the order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct WeighItem {
    /// Place, from 1.
    pub rank: u32,
    /// Identifier.
    pub id: WorkItemId,
    /// Title.
    pub title: String,
    /// Feature, fix or debt.
    pub kind: WorkKind,
    /// Team.
    pub team: Option<TeamId>,
    /// One line: the journey, and the evidence ("3 times in 26 weeks", "stated by Product on 4 Nov").
    pub detail: String,
    /// Cost of delay per week.
    pub cost_of_delay_per_week: Spread,
    /// Weeks.
    pub duration_weeks: Spread,
    /// Cost of delay ÷ duration: what is ranked by.
    pub cd3: f64,
    /// Weeks after now at which it is finished in this order.
    pub completes_week: f64,
    /// Named gates beside the economics.
    pub gates: Vec<Gate>,
    /// Days since its oldest estimate was stated; `None` for measured ones.
    pub estimate_age_days: Option<i64>,
    /// Key to ask the use case `why` with.
    pub why: String,
}

/// Two neighbours of the order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct WeighPair {
    /// The one that goes first.
    pub before: WorkItemId,
    /// The one that waits.
    pub after: WorkItemId,
    /// Probability that this is the right way round, 0 to 1.
    pub probability: f64,
    /// What swapping the two costs, in the unit of cost.
    pub cost_of_swap: f64,
    /// Whether the ranges leave the order open: not settled by dominance.
    pub contested: bool,
    /// Whether a dependency, not the economics, puts them in this order.
    pub by_dependency: bool,
}

/// An item that cannot be ranked yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NotRankable {
    /// Identifier.
    pub id: WorkItemId,
    /// Title.
    pub title: String,
    /// Feature, fix or debt.
    pub kind: WorkKind,
    /// Team.
    pub team: Option<TeamId>,
    /// What it needs: "duration", "cost of delay", "share removed by the fix", …
    pub needs: Vec<String>,
}

/// Why one item goes before another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct WeighExplanation {
    /// The answer in one sentence.
    pub verdict: Sentence,
    /// The item asked about.
    pub item: WeighItem,
    /// The other one; its neighbour unless asked for.
    pub other: Option<WeighItem>,
    /// Probability that the item goes before the other, 0 to 1.
    pub probability: Option<f64>,
    /// What the other order costs more; negative when the other order is cheaper.
    pub cost_of_swap: Option<Figure>,
    /// Expected regret of this order: the most that finding out more is worth.
    pub value_of_knowing: Option<Figure>,
    /// Cost of both orders.
    pub cost_of_orders: Option<(f64, f64)>,
    /// How the item's cost of delay comes about.
    pub terms: Explanation,
    /// How the other's comes about.
    pub other_terms: Option<Explanation>,
    /// The value at which the order turns round.
    pub flip: Option<FlipPoint>,
    /// What each party holds, from the records.
    pub parties: Vec<PartyEvidence>,
    /// Further evidence, a line each.
    pub evidence: Vec<String>,
}

/// Where the order turns round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FlipPoint {
    /// Which quantity: "occurrences a week", "cost of delay per week".
    pub quantity: String,
    /// Its value at the flip.
    pub at: Figure,
    /// Its value now.
    pub now: Figure,
    /// In words: "once in 11 weeks".
    pub words: String,
    /// Probability that the quantity lies on the side that keeps the order.
    pub probability: f64,
    /// The picture of its distribution with the flip point.
    pub chart: Option<Chart>,
}

/// What a party knows or did about an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PartyEvidence {
    /// The party.
    pub party: Party,
    /// Facts from the records, a line each.
    pub lines: Vec<String>,
}
