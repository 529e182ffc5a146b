//! Files that leave Gemba: the report and the records.

use crate::errors::{engine_error, store_error};
use crate::{App, Caller};
use base64::Engine as _;
use gemba_engine::rotation::shifts;
use gemba_model::api::*;
use gemba_model::view::OutFile;
use gemba_model::*;
use gemba_report::export::{
    backlog_csv, decisions_csv, incidents_csv, log_jsonl, people_csv, rotations_csv, shifts_ics,
};
use gemba_report::review::{ReviewData, html, markdown, pdf};

/// Days of shifts in a calendar.
const SHIFT_DAYS: i64 = 92;

impl App {
    /// Use case `report`.
    ///
    /// # Errors
    /// `Validation` for an unknown kind or format, `Internal` when a document cannot be set.
    pub fn report(&self, caller: &Caller, args: ReportArgs) -> Result<OutFile, ApiError> {
        if !matches!(args.kind.as_str(), "" | "review") {
            return Err(ApiError::new(ErrorCode::Validation, "There is no such report.", "Ask for `review`."));
        }
        let data = self.review_data(caller, args.team)?;
        let day = data.today.now.0.strftime("%Y-%m-%d").to_string();
        let (extension, media, bytes) = match args.format.as_str() {
            "html" | "" => ("html", "text/html; charset=utf-8", html(&data).into_bytes()),
            "md" => ("md", "text/markdown; charset=utf-8", markdown(&data).into_bytes()),
            "pdf" => (
                "pdf",
                "application/pdf",
                pdf(&data).map_err(|error| {
                    tracing::error!(%error, "the report could not be set");
                    ApiError::new(
                        ErrorCode::Internal,
                        "The PDF could not be made.",
                        "Ask for html, and report this defect.",
                    )
                })?,
            ),
            _ => {
                return Err(ApiError::new(
                    ErrorCode::Validation,
                    "There is no such format.",
                    "Choose html, pdf or md.",
                ));
            }
        };
        Ok(out(&format!("review-{day}.{extension}"), media, &bytes))
    }

    fn review_data(&self, caller: &Caller, team: Option<String>) -> Result<ReviewData, ApiError> {
        let weigh = self.weigh(caller, WeighArgs { team })?;
        let explanation = match weigh.order.first() {
            None => None,
            Some(first) => {
                Some(self.weigh_explain(caller, WeighExplainArgs { item: first.id.0.clone(), other: None })?)
            }
        };
        let today = self.today(caller, LensArgs { lens: Some(Party::Product) })?;
        let harm = match &today.live {
            None => None,
            Some(live) => self.incident(caller, IdArgs { id: live.id.0.clone() })?.chart,
        };
        Ok(ReviewData {
            workspace: self.workspace(caller, NoArgs {})?,
            weigh,
            explanation,
            incidents: self.incidents(caller, ListArgs::default())?,
            objectives: self.objectives(caller, ListArgs::default())?,
            decisions: self.decisions(caller, ListArgs::default())?,
            today,
            harm,
        })
    }

    /// Use case `export`. What Gemba writes, Gemba reads.
    ///
    /// # Errors
    /// `Validation` for an unknown kind.
    pub fn export(&self, _caller: &Caller, args: ExportArgs) -> Result<OutFile, ApiError> {
        const CSV: &str = "text/csv; charset=utf-8";
        let world = self.world();
        let written = |text: Result<String, gemba_report::export::ExportError>| {
            text.map_err(|error| {
                ApiError::new(ErrorCode::Internal, format!("It could not be written: {error}."), "Report this defect.")
            })
        };
        match args.kind.as_str() {
            "backlog" => {
                let items: Vec<WorkItem> = world.items.values().map(|item| (**item).clone()).collect();
                Ok(out("backlog.csv", CSV, written(backlog_csv(&items))?.as_bytes()))
            }
            "incidents" => {
                let rows = world
                    .incidents
                    .values()
                    .map(|one| self.incident_row(&world, one))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(out("incidents.csv", CSV, written(incidents_csv(&rows, &world.cost_unit()))?.as_bytes()))
            }
            "people" => {
                let people: Vec<Person> = world.people.values().map(|person| (**person).clone()).collect();
                Ok(out("people.csv", CSV, written(people_csv(&people))?.as_bytes()))
            }
            "rotations" => {
                let rotations: Vec<Rotation> = world.rotations.values().map(|rotation| (**rotation).clone()).collect();
                Ok(out("rotations.csv", CSV, written(rotations_csv(&rotations))?.as_bytes()))
            }
            "decisions" => {
                let decisions: Vec<Decision> = world.decisions.values().map(|decision| (**decision).clone()).collect();
                Ok(out("decisions.csv", CSV, written(decisions_csv(&decisions))?.as_bytes()))
            }
            "log" => {
                let entries = self.store().changes(0, u64::MAX).map_err(|error| store_error(&error))?;
                Ok(out("log.jsonl", "application/x-ndjson", written(log_jsonl(&entries))?.as_bytes()))
            }
            "shifts" => {
                let now = self.now();
                let to = UtcTime::from_second(now.second() + SHIFT_DAYS * 86_400);
                let mut spans = Vec::new();
                for rotation in world.rotations.values() {
                    spans.push((rotation.clone(), shifts(rotation, now, to).map_err(|error| engine_error(&error))?));
                }
                let borrowed: Vec<(&Rotation, &[Shift])> =
                    spans.iter().map(|(rotation, shifts)| (&**rotation, shifts.as_slice())).collect();
                let text = shifts_ics(&borrowed, &|id| world.person_name(id).to_owned(), now);
                Ok(out("shifts.ics", "text/calendar; charset=utf-8", text.as_bytes()))
            }
            _ => Err(ApiError::new(
                ErrorCode::Validation,
                "There is no such export.",
                "Choose backlog, incidents, people, rotations, decisions, log or shifts.",
            )),
        }
    }
}

fn out(name: &str, media_type: &str, bytes: &[u8]) -> OutFile {
    OutFile {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        base64: base64::engine::general_purpose::STANDARD.encode(bytes),
    }
}
