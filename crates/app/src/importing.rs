//! Files of any accepted format into the workspace.
//!
//! Files are read in the order in which they depend on each other. Each is read to its end, or to where it breaks, before
//! anything of it is written, and then written in one transaction: records as changes, alerts and counts beside the log.
//! At the end the new telemetry is searched for burn-rate alerts, and alerts and events become incidents. The same file
//! twice changes nothing; a log that has grown continues where it was left.

mod detect;
mod events;
mod files;
mod incidents;
mod records;
mod sample;
mod sink;
mod telemetry;

use crate::errors::store_error;
use crate::{App, Caller, Door};
use files::{Input, gather, place};
use gemba_intake::{Context, FileError, Format, IncidentEvent, by_name, detect as detect_format};
use gemba_model::api::{ApiError, ErrorCode, ImportArgs};
use gemba_model::view::{FileReport, ImportReport, Rejected};
use gemba_model::*;
use records::{Observation, Outcome, Seen, judge};
use sink::FileSink;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Instant;

/// How far an import is.
#[derive(Clone, Debug)]
pub struct ImportProgress<'a> {
    /// The file under way.
    pub file: &'a str,
    /// Which of the files, from 0.
    pub index: usize,
    /// Files in all.
    pub files: usize,
    /// Bytes read of all files together.
    pub bytes: u64,
    /// Bytes of all files together.
    pub total: u64,
}

/// Told now and then; `Break` stops the import: what was committed by then stays.
pub type OnProgress<'a> = &'a mut dyn FnMut(&ImportProgress<'_>) -> ControlFlow<()>;

/// What the files of one import have brought so far.
#[derive(Default)]
struct Harvest {
    events: Vec<IncidentEvent>,
    alerts: Vec<Alert>,
    slis: BTreeSet<SliId>,
}

impl App {
    /// Use case `import_files`.
    ///
    /// # Errors
    /// `Validation`, `Declined`, `ReadOnly`, `Io`. What is wrong with one file or record stands in the report instead.
    pub fn import_files(&self, caller: &Caller, args: ImportArgs) -> Result<ImportReport, ApiError> {
        self.import(caller, &args, &mut |_| ControlFlow::Continue(()))
    }

    /// The same, telling how far it is.
    ///
    /// # Errors
    /// As [`App::import_files`].
    pub fn import(
        &self,
        caller: &Caller,
        args: &ImportArgs,
        on_progress: OnProgress<'_>,
    ) -> Result<ImportReport, ApiError> {
        let begun = Instant::now();
        let forced = match args.format.as_deref().filter(|name| !name.is_empty()) {
            None => None,
            Some(name) => Some(by_name(name).ok_or_else(|| unknown_format(name))?),
        };
        if let Some(zone) = args.zone.as_deref() {
            jiff::tz::TimeZone::get(zone).map_err(|_| {
                ApiError::new(
                    ErrorCode::Validation,
                    "The time zone is not known.",
                    "Give an IANA name such as Europe/London.",
                )
            })?;
        }
        let inputs = gather(&args.files, caller.door != Door::Http)?;
        if inputs.is_empty() {
            return Err(ApiError::new(ErrorCode::Validation, "No file is named.", "Name files or folders to import."));
        }
        let mut found: Vec<(Input, Result<&'static dyn Format, String>)> = inputs
            .into_iter()
            .map(|input| (format_of(&input, forced), input))
            .map(|(format, input)| (input, format))
            .collect();
        found.sort_by_key(|(_, format)| place(format.as_ref().ok().copied()));
        let total = found.iter().map(|(input, _)| input.size().unwrap_or(0)).sum();
        let count = found.len();
        let mut done = 0_u64;
        let mut harvest = Harvest::default();
        let mut reports = Vec::with_capacity(count);
        let mut stopped = false;
        for (index, (input, format)) in found.iter().enumerate() {
            let size = input.size().unwrap_or(0);
            let mut progress = |bytes: u64| {
                let state =
                    ImportProgress { file: &input.name, index, files: count, bytes: done + bytes.min(size), total };
                let flow = on_progress(&state);
                stopped |= flow.is_break();
                flow
            };
            let report = match format {
                Err(reason) => failed(&input.name, "", reason.clone()),
                Ok(format) => self.import_one(caller, args, input, *format, &mut harvest, &mut progress)?,
            };
            reports.push(report);
            done += size;
            if stopped {
                break;
            }
        }
        let (mut incidents_opened, mut alerts_found) = (0, 0);
        if !args.dry_run && !stopped {
            (alerts_found, incidents_opened) = self.follow_up(&harvest)?;
        }
        Ok(ImportReport {
            dry_run: args.dry_run,
            files: reports,
            incidents_opened,
            alerts_found,
            millis: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        })
    }

    fn import_one(
        &self,
        caller: &Caller,
        args: &ImportArgs,
        input: &Input,
        format: &'static dyn Format,
        harvest: &mut Harvest,
        progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<FileReport, ApiError> {
        let world = self.world();
        let context = Context {
            file: input.name.clone(),
            zone: args.zone.clone().unwrap_or_else(|| world.zone().to_owned()),
            service: args.service.clone(),
            now: self.now(),
        };
        if telemetry::is_telemetry(format) {
            return self.import_telemetry(args.dry_run, input, format, &context, harvest, progress);
        }
        let mut counter = gemba_intake::Counter::new(&[]);
        let mut sink = FileSink::new(&mut counter, progress);
        let mut report = match input.open() {
            Err(error) => return Ok(failed(&input.name, format.name(), format!("it cannot be opened: {error}"))),
            Ok(mut source) => {
                let outcome = format.read(&mut source, &context, &mut sink);
                let mut report = new_report(&input.name, format.name());
                report.error = outcome.err().map(|error| sentence(&error));
                report
            }
        };
        let facts = std::mem::take(&mut sink.facts);
        finish_report(&mut report, &mut sink);
        report.read = facts.len() as u64 + report.rejected_total;
        if report.error.as_deref().is_some_and(|error| error.contains("stopped")) {
            return Ok(report);
        }
        self.keep_facts(caller, args.dry_run, facts, &mut report, harvest)?;
        Ok(report)
    }

    /// Writes what differs: records through the log, alerts beside it. Events wait until every file was read.
    fn keep_facts(
        &self,
        caller: &Caller,
        dry_run: bool,
        facts: Vec<(gemba_intake::Place, gemba_intake::Fact)>,
        report: &mut FileReport,
        harvest: &mut Harvest,
    ) -> Result<(), ApiError> {
        let world = self.world();
        let mut seen = Seen::default();
        let mut bodies = Vec::new();
        let mut alerts = Vec::new();
        for (place, fact) in facts {
            match judge(&world, &mut seen, fact) {
                Outcome::Unchanged => report.unchanged += 1,
                Outcome::Changed(body) => bodies.push(*body),
                Outcome::Refused(reason) => {
                    report.rejected_total += 1;
                    if report.rejected.len() < sink::LISTED {
                        report.rejected.push(Rejected { place: place.to_string(), reason });
                    }
                }
                Outcome::Observation(observation) => match *observation {
                    Observation::Alert(alert) => alerts.push(alert),
                    Observation::Event(event) => {
                        if incidents::is_known(&world, &event) {
                            report.unchanged += 1;
                        } else {
                            report.kept += 1;
                        }
                        harvest.events.push(event);
                    }
                },
            }
        }
        report.kept += bodies.len() as u64;
        if dry_run {
            let store = self.store();
            for alert in &alerts {
                match store.alert(alert.id.as_str()).map_err(|error| store_error(&error))? {
                    Some(known) if known == *alert => report.unchanged += 1,
                    _ => report.kept += 1,
                }
            }
            return Ok(());
        }
        self.commit(&caller.actor, bodies)?;
        if !alerts.is_empty() {
            let count = self.store().put_alerts(&alerts).map_err(|error| store_error(&error))?;
            report.kept += count.new + count.updated;
            report.unchanged += count.unchanged;
            report.remarks.extend(count.refused);
            self.telemetry_changed();
            harvest.alerts.extend(alerts);
        }
        Ok(())
    }
}

fn format_of(input: &Input, forced: Option<&'static dyn Format>) -> Result<&'static dyn Format, String> {
    if let Some(format) = forced {
        return Ok(format);
    }
    let head = input.head().map_err(|error| format!("it cannot be read: {error}"))?;
    detect_format(&input.name, &head).map_err(|error| error.to_string())
}

fn unknown_format(name: &str) -> ApiError {
    let names: Vec<&str> = gemba_intake::formats().iter().map(|format| format.name()).collect();
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(40).collect();
    ApiError::new(
        ErrorCode::Validation,
        format!("There is no format “{name}”."),
        format!("Known formats: {}.", names.join(", ")),
    )
}

fn new_report(file: &str, format: &str) -> FileReport {
    FileReport {
        file: file.to_owned(),
        format: format.to_owned(),
        read: 0,
        kept: 0,
        unchanged: 0,
        rejected: Vec::new(),
        rejected_total: 0,
        remarks: Vec::new(),
        error: None,
    }
}

fn failed(file: &str, format: &str, error: String) -> FileReport {
    FileReport { error: Some(error), ..new_report(file, format) }
}

fn finish_report(report: &mut FileReport, sink: &mut FileSink<'_>) {
    report.rejected = std::mem::take(&mut sink.rejected);
    report.rejected_total = sink.rejected_total;
    report.remarks = std::mem::take(&mut sink.remarks);
}

fn sentence(error: &FileError) -> String {
    error.to_string()
}
