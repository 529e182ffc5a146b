//! The commands that read and write files.

use super::change;
use crate::answer::Answer;
use crate::args::{Backup, Export, ExportKind, Import, ReportFormat, ReportKind, Sample, Serve};
use crate::desk::Desk;
use crate::error::{CliError, Status};
use crate::host::write_whole;
use crate::progress::Progress;
use crate::show::count;
use crate::term::{Align, Ink, Page, Piece, Table};
use base64::Engine as _;
use gemba_model::api::{BackupArgs, ErrorCode, ExportArgs, ImportArgs, InFile, ReportArgs, SampleArgs};
use gemba_model::view::{ImportReport, OutFile, VerifyReport};
use gemba_model::{Sentence, Tone};
use gemba_report::format;
use serde_json::json;
use std::path::{Path, PathBuf};

/// `gemba sample`.
///
/// # Errors
/// As the use case.
pub fn sample(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Sample) -> Result<Status, CliError> {
    let progress = Progress::begin(answer.outside, "making the sample");
    let sample = SampleArgs { size: args.size.name().to_owned(), seed: Some(args.seed) };
    let report = desk.app.sample(&desk.caller, &sample, args.days, &mut |state| {
        progress.at(state.file, (state.index, state.files), (state.bytes, state.total))
    });
    progress.end();
    let report = report?;
    let path = desk.app.path().display().to_string();
    let status = told(answer, &report, progress.stopped(), &|page| {
        page.faint(&format!("The sample lies in {path}. Its clock stands where it was made."));
        page.faint("Look: gemba today, gemba weigh");
    })?;
    Ok(status)
}

/// The arguments of an import of these files.
pub fn import_args(files: &[PathBuf], format: Option<&String>, service: Option<&String>) -> ImportArgs {
    ImportArgs {
        files: files.iter().map(|file| InFile::Path(file.display().to_string())).collect(),
        format: format.cloned(),
        service: service.cloned(),
        ..ImportArgs::default()
    }
}

/// `gemba import`.
///
/// # Errors
/// As the use case.
pub fn import(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Import) -> Result<Status, CliError> {
    let import = ImportArgs {
        zone: args.zone.clone(),
        dry_run: args.dry_run,
        ..import_args(&args.files, args.format.as_ref(), args.service.as_ref())
    };
    let progress = Progress::begin(answer.outside, "reading");
    let report = desk.app.import(&desk.caller, &import, &mut |state| {
        progress.at(state.file, (state.index, state.files), (state.bytes, state.total))
    });
    progress.end();
    told(answer, &report?, progress.stopped(), &|_| {})
}

/// Answers with what came of an import, names what was rejected, and gives the status.
///
/// # Errors
/// When standard output cannot be written to.
pub fn told(
    answer: &mut Answer<'_, '_>,
    report: &ImportReport,
    stopped: bool,
    after: &dyn Fn(&mut Page),
) -> Result<Status, CliError> {
    // Of a file that was stopped half way nothing is kept, whatever was read of it.
    let mut report = report.clone();
    for file in report.files.iter_mut().filter(|file| stopped && file.error.is_some()) {
        file.kept = 0;
    }
    answer.give(&report, |report, page| {
        draw(report, page);
        after(page);
    })?;
    let mut status = Status::Done;
    for file in &report.files {
        if !answer.global.json {
            for remark in &file.remarks {
                answer.tell(Ink::Plain, &format!("{}: {remark}", file.file));
            }
        }
        if answer.rejected(&file.file, &file.rejected, file.rejected_total) == Status::Rejected {
            status = Status::Rejected;
        }
    }
    for file in &report.files {
        if let Some(error) = &file.error {
            answer.tell(Ink::Harm, &format!("{}: {error}", file.file));
            status = Status::Failed;
        }
    }
    if stopped {
        answer.tell(Ink::Warn, "Stopped. What was kept before stays; the same command goes on from there.");
        status = Status::Failed;
    }
    Ok(status)
}

fn draw(report: &ImportReport, page: &mut Page) {
    let kept: u64 = report.files.iter().map(|file| file.kept).sum();
    let rejected: u64 = report.files.iter().map(|file| file.rejected_total).sum();
    let failed = report.files.iter().filter(|file| file.error.is_some()).count();
    let whole = |number: u64| format::number(number as f64);
    let verb = if report.dry_run { " would be kept from " } else { " kept from " };
    let mut sentence = Sentence::default()
        .strong(format!("{} {}", whole(kept), if kept == 1 { "record" } else { "records" }))
        .say(verb)
        .strong(count(report.files.len(), "file", "files"));
    if rejected > 0 {
        sentence = sentence.say(", ").strong(format!("{} rejected", whole(rejected)));
    }
    if failed > 0 {
        sentence = sentence.say(", ").strong(format!("{} not read", count(failed, "file", "files")));
    }
    let nothing = if report.dry_run { "; nothing was written." } else { "." };
    let tone = if failed > 0 {
        Tone::Harm
    } else if rejected > 0 {
        Tone::Warn
    } else {
        Tone::Calm
    };
    page.verdict(&sentence.say(nothing), tone);
    page.blank();
    let mut table = Table::new()
        .words("File", 16)
        .fixed("Format", Align::Left)
        .fixed("Read", Align::Right)
        .fixed("Kept", Align::Right)
        .fixed("Unchanged", Align::Right)
        .fixed("Rejected", Align::Right);
    for file in &report.files {
        let rejected = Ink::Warn;
        let format = if file.format.is_empty() { "?" } else { file.format.as_str() };
        table.row([
            Piece::new(if file.error.is_some() { Ink::Harm } else { Ink::Plain }, base(&file.file)),
            Piece::new(Ink::Faint, format),
            Piece::from(whole(file.read)),
            Piece::new(Ink::Strong, whole(file.kept)),
            Piece::new(Ink::Faint, whole(file.unchanged)),
            Piece::new(if file.rejected_total > 0 { rejected } else { Ink::Faint }, whole(file.rejected_total)),
        ]);
    }
    page.table(&table, 0);
    page.blank();
    let mut found = Vec::new();
    if report.alerts_found > 0 {
        found.push(format!(
            "{} found in the counts",
            count(report.alerts_found as usize, "burn-rate alert", "burn-rate alerts")
        ));
    }
    if report.incidents_opened > 0 {
        found.push(format!("{} opened", count(report.incidents_opened as usize, "incident", "incidents")));
    }
    found.push(format!("{:.1} s", report.millis as f64 / 1_000.0));
    page.faint(&found.join(" · "));
}

fn base(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

/// Writes a file that a use case made, and says so.
fn write_out(answer: &mut Answer<'_, '_>, made: &OutFile, to: &Path) -> Result<Status, CliError> {
    let bytes = base64::engine::general_purpose::STANDARD.decode(made.base64.as_bytes()).map_err(|error| {
        CliError::failed(
            ErrorCode::Internal,
            format!("The file cannot be read back: {error}."),
            "This is a defect of Gemba; report it.",
        )
    })?;
    if to == Path::new("-") {
        answer.put(&bytes)?;
        return Ok(Status::Done);
    }
    write_whole(to, &bytes).map_err(|error| CliError::io("Cannot write", to, &error))?;
    let reply = json!({ "file": to.display().to_string(), "bytes": bytes.len(), "media_type": made.media_type });
    answer.give(&reply, |_, page| {
        page.flow(
            0,
            &[Piece::from("Written to "), Piece::new(Ink::Strong, to.display().to_string()), Piece::from(".")],
        );
    })?;
    Ok(Status::Done)
}

/// `gemba report`.
///
/// # Errors
/// As the use case, or when the file cannot be written.
pub fn report(answer: &mut Answer<'_, '_>, desk: &Desk, kind: &ReportKind) -> Result<Status, CliError> {
    let ReportKind::Review { format, output, team } = kind;
    let ending = output.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let format = match (format, ending.as_deref()) {
        (Some(ReportFormat::Html), _) | (None, Some("html" | "htm")) => "html",
        (Some(ReportFormat::Pdf), _) | (None, Some("pdf")) => "pdf",
        _ => "md",
    };
    let args = ReportArgs { kind: "review".to_owned(), format: format.to_owned(), team: team.clone() };
    let made: OutFile = desk.call("report", &args)?;
    write_out(answer, &made, output)
}

/// `gemba export`.
///
/// # Errors
/// As the use case, or when the file cannot be written.
pub fn export(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Export) -> Result<Status, CliError> {
    let kind = match args.kind {
        ExportKind::Backlog => "backlog",
        ExportKind::Incidents => "incidents",
        ExportKind::People => "people",
        ExportKind::Rotations => "rotations",
        ExportKind::Decisions => "decisions",
        ExportKind::Log => "log",
        ExportKind::Shifts => "shifts",
    };
    let made: OutFile = desk.call("export", &ExportArgs { kind: kind.to_owned() })?;
    write_out(answer, &made, &args.output)
}

/// `gemba verify` and `gemba rebuild`. Fails when something does not fit.
///
/// # Errors
/// As the use case.
pub fn verified<A: serde::Serialize>(
    answer: &mut Answer<'_, '_>,
    desk: &Desk,
    name: &str,
    args: &A,
) -> Result<Status, CliError> {
    let report: VerifyReport = desk.call(name, args)?;
    answer.give(&report, |report, page| {
        let entries = format::number(report.entries as f64);
        let sentence = match (report.ok, report.first_bad) {
            (true, _) => Sentence::default().say("Everything fits: ").strong(entries).say(" entries in the log."),
            (false, Some(bad)) => {
                Sentence::default().say("Entry ").strong(bad.to_string()).say(format!(" does not fit; the {entries} before it do."))
            }
            (false, None) => Sentence::default().strong("Something does not fit.").say(" The log itself is as it was."),
        };
        page.verdict(&sentence, if report.ok { Tone::Calm } else { Tone::Harm });
        for finding in &report.findings {
            page.flow(1, &[Piece::new(Ink::Faint, finding)]);
        }
        if !report.ok {
            page.say(
                "The way back: a backup replaces the file; `gemba rebuild` computes the records anew from a sound log; `gemba rebuild --to FILE` takes over what is intact of a damaged one.",
            );
        }
    })?;
    Ok(if report.ok { Status::Done } else { Status::Failed })
}

/// `gemba backup`.
///
/// # Errors
/// As the use case.
pub fn backup(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Backup) -> Result<Status, CliError> {
    change(answer, desk, "backup", &BackupArgs { to: args.to.as_ref().map(|to| to.display().to_string()) })
}

/// `gemba serve`: until Ctrl-C.
///
/// # Errors
/// When the port is taken or the socket fails.
pub fn serve(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Serve) -> Result<Status, CliError> {
    let name = desk.workspace()?.name;
    let mut shown = Ok(());
    let served = gemba_hub::serve_blocking(desk.app.clone(), args.port, |link| {
        shown = answer.give(&json!({ "url": link }), |_, page| {
            page.flow(
                0,
                &[Piece::from("Open "), Piece::new(Ink::Strong, &name), Piece::from(" in a browser on this machine:")],
            );
            // A link is not wrapped: it must stay one word.
            page.line([Piece::from(link)]);
            page.faint("The link works once. Ctrl-C stops.");
        });
    });
    shown?;
    served.map_err(|error| {
        CliError::failed(ErrorCode::Io, format!("The workspace cannot be served: {error}."), "Choose another --port.")
    })?;
    Ok(Status::Done)
}
