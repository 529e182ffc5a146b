use super::{KnowledgeLine, Named};
use crate::{Figure, Party, Sentence, Tone, UtcTime};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Journeys, services, dependencies, blast radius, objectives, and who is declared to own them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ServicesView {
    /// What stands out, in one sentence.
    pub verdict: Sentence,
    /// Its colour.
    pub tone: Tone,
    /// Services, most at stake first.
    pub rows: Vec<ServiceRow>,
}

/// One service in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ServiceRow {
    /// The service.
    pub service: Named,
    /// Whether it belongs to somebody outside.
    pub third_party: bool,
    /// Journeys that it carries, itself or through those who call it.
    pub journeys: Vec<Named>,
    /// Declared teams with their party.
    pub teams: Vec<DeclaredTeam>,
    /// Per party, in the order of `Party::ALL`: declared, and last evidence of living it.
    pub ownership: Vec<PartyOwnership>,
    /// Value that passes through it a minute: what a complete outage costs, mean of the last 28 days.
    pub blast_radius: Figure,
    /// The smallest error budget left among its objectives.
    pub budget_left: Figure,
    /// Objectives.
    pub objectives: u32,
    /// Incidents within the evidence weeks.
    pub incidents: u32,
    /// Knowledge cards held by somebody, and all.
    pub knowledge: (u32, u32),
    /// Last event seen.
    pub last_signal: Option<UtcTime>,
    /// Colour.
    pub tone: Tone,
}

/// A team that the catalogue names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DeclaredTeam {
    /// The team.
    pub team: Named,
    /// Its party, where known.
    pub party: Option<Party>,
    /// Whether the team exists in the workspace: a catalogue may name one that does not.
    pub exists: bool,
}

/// What a party has to do with a service: declared beside evidenced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PartyOwnership {
    /// The party.
    pub party: Party,
    /// Whether a team of this party is declared.
    pub declared: bool,
    /// Last evidence: `on call`, `responded`, `holds knowledge`; `None` when there is none.
    pub evidence: Option<String>,
    /// When that was.
    pub at: Option<UtcTime>,
}

/// One service, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ServiceView {
    /// The row of the list.
    pub row: ServiceRow,
    /// What it does.
    pub description: String,
    /// Services that it calls.
    pub depends_on: Vec<Named>,
    /// Services that call it.
    pub used_by: Vec<Named>,
    /// Objectives.
    pub objectives: Vec<super::ObjectiveRow>,
    /// Incidents, newest first, at most 50.
    pub incidents: Vec<super::IncidentRow>,
    /// What is known.
    pub knowledge: Vec<KnowledgeLine>,
    /// Open items that change it.
    pub work: Vec<Named>,
    /// Nodes and edges of its neighbourhood: journeys above, dependencies below.
    pub map: ServiceMap,
}

/// A neighbourhood to draw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ServiceMap {
    /// Nodes by level, the journeys first.
    pub levels: Vec<Vec<MapNode>>,
    /// Edges by identifiers.
    pub edges: Vec<(String, String)>,
}

/// A node of the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct MapNode {
    /// Identifier; journeys are prefixed by `journey:`.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whether it is a journey.
    pub journey: bool,
    /// Whether it belongs to somebody outside.
    pub third_party: bool,
    /// Share that fails over the last 15 minutes, where measured.
    pub failing: Option<f64>,
}
