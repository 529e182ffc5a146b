//! `gemba.yaml`: what the workspace agrees on, and its failure modes.

use crate::civil::{Clock, utc};
use crate::files::quoted;
use crate::large::{self, Crowd};
use crate::story::Mode;
use gemba_model::slug;
use std::fmt::Write;

/// The chain. Invented.
pub(crate) const CHAIN: &str = "Tansy & Thrupp";
/// Its domain: one that is reserved for examples.
pub(crate) const DOMAIN: &str = "tansy-and-thrupp.example";

/// `gemba.yaml`.
pub(crate) fn yaml(clock: &Clock, crowd: &Crowd) -> Vec<u8> {
    let stated = utc(clock.days_before(132, 10, 0));
    let mut out = String::from("# What the workspace agrees on, and the recurring classes that incidents belong to.\n");
    let _ = write!(
        out,
        "apiVersion: gemba.dev/v1\n\
         kind: Settings\n\
         metadata:\n  name: workspace\n\
         spec:\n  \
           name: {}\n  sample: true\n  costUnit: GBP\n  zone: {}\n  \
           responderHourCost:\n    low: 65\n    mid: 80\n    high: 110\n    \
             statedBy: Uma Krishan\n    statedAt: {stated}\n    \
             source: Payroll of the last financial year, on-call allowance included\n  \
           evidenceWeeks: 26\n  planWeeks: 13\n",
        quoted(CHAIN),
        clock.zone_name,
    );
    let story = Mode::ALL.map(|one| (one.name().to_owned(), one.service().to_owned(), one.journey().to_owned()));
    let more =
        (0..crowd.areas.len()).map(|at| (large::mode_of(at), large::service_of(at), slug(&large::journey_of(at))));
    for (name, service, journey) in story.into_iter().chain(more) {
        let _ = write!(
            out,
            "---\napiVersion: gemba.dev/v1\nkind: FailureMode\nmetadata:\n  name: {}\n  title: {name}\nspec:\n  service: {service}\n  journey: {journey}\n",
            slug(&name),
        );
    }
    out.into_bytes()
}
