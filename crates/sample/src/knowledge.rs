//! `knowledge.csv`: what is known of the services, by whom, and when it was last exercised.

use crate::SampleError;
use crate::civil::{Clock, utc};
use crate::files::sheet;
use gemba_model::slug;

/// Service, topic, what is known, holders, days before the story on which it was last exercised.
type Card = (&'static str, &'static str, &'static str, &'static [&'static str], Option<i64>);

/// The cards.
const CARDS: [Card; 12] = [
    (
        "terminal-gateway",
        "Move tills to the standby gateway",
        "Runbook in five steps. Step 3 fails since 14 days: there is no route to the standby gateway.",
        &["Amara Okonje", "Carys Penhale", "Greta Lindholt", "Kaveh Rostani"],
        Some(14),
    ),
    (
        "terminal-gateway",
        "Open the sessions of a node by hand",
        "Log in to the node, close its sessions to the acquirer, open them one by one. It ended the fault three times.",
        &["Marek Dubicky", "Kaveh Rostani"],
        Some(14),
    ),
    (
        "terminal-gateway",
        "The acquirer drops idle sessions",
        "Third party, awkward: sessions are dropped after four idle minutes, without a word. Nobody has asked for its limits.",
        &["Hugo Barrantes", "Marek Dubicky", "Nia Trewin", "Imani Foxcroft"],
        Some(14),
    ),
    (
        "terminal-gateway",
        "Blast radius",
        "One node carries 124 of 400 tills.",
        &["Eilidh Munroe", "Greta Lindholt", "Marek Dubicky", "Tamsin Orde"],
        Some(60),
    ),
    (
        "payment",
        "Request path",
        "Till, payment, terminal gateway, acquirer; the basket is read first.",
        &["Leila Ashdown", "Hugo Barrantes"],
        Some(20),
    ),
    (
        "basket",
        "Scalability limit",
        "4,000 orders a minute, set by one shared database.",
        &["Leila Ashdown", "Femi Adewale-Brook"],
        Some(101),
    ),
    (
        "loyalty",
        "Architectural debt",
        "A booking that is retried is booked again: there is no key that would tell.",
        &["Bilal Hadrawi"],
        Some(24),
    ),
    (
        "store-sync",
        "Deployment",
        "Goes out before midnight or not at all; the stores read until 04:00.",
        &["Dmitri Sokolin"],
        Some(206),
    ),
    (
        "price-catalogue",
        "API path",
        "GET /prices/{sku}; the store is a header, not a part of the path.",
        &["Oskar Thistle", "Priya Ramanath", "Zoë Hartnell"],
        Some(9),
    ),
    (
        "identity",
        "Third parties",
        "None. Keys are turned every Monday.",
        &["Stellan Brook", "Femi Adewale-Brook"],
        Some(26),
    ),
    (
        "ordering",
        "Tests on the pipeline",
        "Contract tests against stock and payment; trusted. Nothing tests the collection hours.",
        &["Rosa Villamar"],
        Some(10),
    ),
    (
        "stock",
        "Infrastructure limit",
        "The count of 62 stores fits one node; 80 would not.",
        &["Rosa Villamar", "Stellan Brook"],
        None,
    ),
];

/// `knowledge.csv`.
pub(crate) fn csv(clock: &Clock) -> Result<Vec<u8>, SampleError> {
    let mut out = sheet("knowledge.csv", &["id", "service", "topic", "text", "holders", "exercised"])?;
    for (service, topic, text, holders, days) in CARDS {
        let holders: Vec<String> = holders.iter().map(|name| slug(name)).collect();
        let exercised = days.map(|days| utc(clock.days_before(days, 12, 0))).unwrap_or_default();
        let id = slug(&format!("{service} {topic}"));
        out.row(&[&id, service, topic, text, &holders.join(";"), &exercised])?;
    }
    out.finish()
}
