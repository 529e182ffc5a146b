//! Knowledge cards: one topic of one service, who holds it, when it was last exercised.

use crate::{Extra, KnowledgeId, PersonId, ServiceId, Source, UtcTime};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is known of one topic of one service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct KnowledgeCard {
    /// Identifier.
    pub id: KnowledgeId,
    /// The service.
    pub service: ServiceId,
    /// The topic, such as `request path` or `third party`.
    pub topic: String,
    /// What is known, as plain text.
    pub text: String,
    /// Who holds it.
    pub holders: Vec<PersonId>,
    /// When it was last exercised.
    pub exercised: Option<UtcTime>,
    /// Where this was read.
    pub source: Source,
    /// Fields of the source that Gemba does not know, kept as they were.
    #[serde(default)]
    pub extra: Extra,
}
