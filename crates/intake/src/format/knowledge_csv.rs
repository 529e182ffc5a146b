//! `knowledge-csv`: knowledge cards, a row each. Documented in `docs/formats/knowledge-csv.md`.

use super::{Format, sheet};
use crate::text::Input;
use crate::text::cells::{self, Record};
use crate::text::node::Wrong;
use crate::{Context, Fact, FileError, Sink};
use gemba_model::{KnowledgeCard, KnowledgeId, PersonId, ServiceId, slug};

/// Knowledge cards as CSV.
pub struct KnowledgeCsv;

const KNOWN: [&str; 8] = ["id", "service", "topic", "text", "holders", "exercised", "stated_by", "stated_at"];

impl Format for KnowledgeCsv {
    fn name(&self) -> &'static str {
        "knowledge-csv"
    }

    fn about(&self) -> &'static str {
        "knowledge cards as CSV: service, topic, text, holders, exercised"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> u8 {
        sheet::sniff(head, &[&["service"], &["topic"]], 90)
    }

    fn read_text(&self, input: &mut Input<'_>, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError> {
        cells::records(input, sink, &[&["service"], &["topic"]], &mut |record, sink| match card(record, context) {
            Ok(card) => sink.fact(&record.place(), Fact::Knowledge(card)),
            Err((field, reason)) => sink.reject(&record.place().field(field), reason),
        })
    }
}

fn card(record: &Record<'_>, context: &Context) -> Result<KnowledgeCard, Wrong> {
    let service = sheet::needed(record, &["service"])?;
    let topic = sheet::needed(record, &["topic"])?;
    let id = match record.get(&["id"]) {
        "" => slug(&format!("{service} {topic}")),
        id => id.to_owned(),
    };
    let by = match record.get(&["stated_by"]) {
        "" => "knowledge-csv",
        by => by,
    };
    Ok(KnowledgeCard {
        id: KnowledgeId(id),
        service: ServiceId(service.to_owned()),
        topic: topic.to_owned(),
        text: record.get(&["text"]).to_owned(),
        holders: sheet::list(record.get(&["holders"])).map(PersonId::from).collect(),
        exercised: sheet::moment(record, &["exercised"], &context.zone)?,
        source: context.source(by, sheet::moment(record, &["stated_at"], &context.zone)?),
        extra: record.extra(&|name| KNOWN.contains(&name)),
    })
}
