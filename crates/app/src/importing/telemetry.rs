//! Logs and counts: bytes that were read before are not counted again.

use super::files::Input;
use super::sink::FileSink;
use super::{Harvest, failed, finish_report, new_report, sentence};
use crate::App;
use crate::errors::store_error;
use gemba_intake::{Context, Counter, Format};
use gemba_model::api::ApiError;
use gemba_model::view::FileReport;
use gemba_model::*;
use gemba_store::SourceFile;
use sha2::{Digest, Sha256};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

/// Whether a format brings numbers per minute, not facts.
pub(super) fn is_telemetry(format: &dyn Format) -> bool {
    matches!(format.name(), "logs-json" | "logs-access" | "counts-csv")
}

/// What a file is, compared with what was read before.
struct Fingerprint {
    size: u64,
    sha256: String,
    lines: u64,
    /// Bytes before a last line that has no end, and their checksum; `None` where the last line has one.
    ended: Option<(u64, String)>,
    /// The longest file read before whose bytes begin this one, with the lines in them.
    known: Option<(SourceFile, u64)>,
}

/// Reads a file once, comparing its beginnings with what was read before.
fn fingerprint(
    input: &Input,
    mut candidates: Vec<SourceFile>,
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> io::Result<Option<Fingerprint>> {
    let size = input.size()?;
    candidates.retain(|file| file.bytes_read <= size && file.bytes_read > 0);
    candidates.sort_by_key(|file| file.bytes_read);
    let mut source = input.open()?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0_u8; 256 * 1024];
    let (mut at, mut lines, mut next) = (0_u64, 0_u64, 0_usize);
    let mut known = None;
    let mut ended = (0, Sha256::new());
    loop {
        while let Some(candidate) = candidates.get(next).filter(|candidate| candidate.bytes_read == at) {
            if hex(&hasher.clone().finalize()) == candidate.sha256 {
                known = Some((candidate.clone(), lines));
            }
            next += 1;
        }
        let stop = candidates.get(next).map_or(u64::MAX, |candidate| candidate.bytes_read);
        let want = usize::try_from(stop.saturating_sub(at)).unwrap_or(usize::MAX).min(buffer.len());
        let got = source.read(&mut buffer[..want])?;
        if got == 0 {
            break;
        }
        match memchr::memrchr(b'\n', &buffer[..got]) {
            None => hasher.update(&buffer[..got]),
            Some(end) => {
                hasher.update(&buffer[..=end]);
                ended = (at + end as u64 + 1, hasher.clone());
                hasher.update(&buffer[end + 1..got]);
            }
        }
        lines += buffer[..got].iter().filter(|byte| **byte == b'\n').count() as u64;
        at += got as u64;
        if progress(0).is_break() {
            return Ok(None);
        }
    }
    let ended = (ended.0 > 0 && ended.0 < at).then(|| (ended.0, hex(&ended.1.finalize())));
    Ok(Some(Fingerprint { size: at, sha256: hex(&hasher.finalize()), lines, ended, known }))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl App {
    pub(super) fn import_telemetry(
        &self,
        dry_run: bool,
        input: &Input,
        format: &'static dyn Format,
        context: &Context,
        harvest: &mut Harvest,
        progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<FileReport, ApiError> {
        let mut report = new_report(&input.name, format.name());
        let is_counts = format.name() == "counts-csv";
        let rules = self.rules();
        let rules_hash = rules_hash(&rules, context, is_counts);
        let candidates: Vec<SourceFile> = self
            .store()
            .sources()
            .map_err(|error| store_error(&error))?
            .into_iter()
            .filter(|file| file.format == format.name())
            .collect();
        let print = match fingerprint(input, candidates, progress) {
            Ok(Some(print)) => print,
            Ok(None) => {
                report.error = Some("reading was stopped".into());
                return Ok(report);
            }
            Err(error) => return Ok(failed(&input.name, format.name(), format!("it cannot be read: {error}"))),
        };
        let same_rules = print.known.as_ref().is_some_and(|(file, _)| file.rules_hash == rules_hash);
        let whole = print.known.as_ref().is_some_and(|(file, _)| file.bytes_read == print.size);
        if same_rules && whole {
            report.read = print.lines;
            report.unchanged = print.lines;
            return Ok(report);
        }
        // A log that has grown continues; counts are one table with a header, read whole and replaced by name.
        let (from, before) = match &print.known {
            Some((file, lines)) if same_rules && !is_counts => (file.bytes_read, *lines),
            _ => (0, 0),
        };
        let key = match &print.known {
            Some((file, _)) => file.key.clone(),
            None if is_counts => format!("counts:{}", context.base()),
            None => format!("log:{}", &print.sha256[..24]),
        };
        let mut counter = Counter::new(&rules);
        let mut sink = FileSink::new(&mut counter, progress);
        let outcome = input.open().and_then(|mut source| source.seek(SeekFrom::Start(from)).map(|_| source));
        match outcome {
            Err(error) => return Ok(failed(&input.name, format.name(), format!("it cannot be read: {error}"))),
            Ok(source) => {
                // What is appended while this runs belongs to the next time.
                let mut bounded = source.take(print.size - from);
                report.error = format.read(&mut bounded, context, &mut sink).err().map(|error| sentence(&error));
            }
        }
        // A last line without an end that cannot be read is perhaps still being written: the next time begins with it.
        let unfinished = print.ended.filter(|_| !is_counts && sink.last_rejected == Some(print.lines - before + 1));
        let stopped = report.error.as_deref().is_some_and(|error| error.contains("stopped"));
        let mut days = sink.take_counts();
        report.kept = sink.lines + sink.count_rows;
        finish_report(&mut report, &mut sink);
        report.read = report.kept + report.rejected_total + before;
        report.unchanged = before;
        for remark in &mut report.rejected {
            if before > 0 {
                remark.place = format!("{} of what was appended after line {before}", remark.place);
            }
        }
        if unfinished.is_some() {
            report.remarks.push("the last line has no end yet; it is read again when the file has grown".into());
        }
        report.remarks.extend(counter.remarks());
        days.extend(counter.finish());
        if stopped {
            report.kept = 0;
        }
        if stopped || dry_run {
            return Ok(report);
        }
        let (bytes_read, sha256) = unfinished.unwrap_or((print.size, print.sha256));
        let file = SourceFile {
            key,
            name: context.base().to_owned(),
            bytes_read,
            sha256,
            rules_hash,
            format: format.name().to_owned(),
            at: self.now(),
        };
        let count = self.store().ingest(&file, from, &days).map_err(|error| store_error(&error))?;
        report.remarks.extend(count.refused);
        harvest.slis.extend(days.into_iter().map(|day| day.sli));
        self.telemetry_changed();
        Ok(report)
    }

    /// The indicators that count log lines.
    fn rules(&self) -> Vec<(SliId, LogRule)> {
        let world = self.world();
        let mut rules: Vec<(SliId, LogRule)> = Vec::new();
        for objective in world.objectives.values() {
            if let SliSource::Logs { rule } = &objective.sli.source
                && !objective.sli.id.as_str().starts_with("service:")
                && !rules.iter().any(|(id, _)| *id == objective.sli.id)
            {
                rules.push((objective.sli.id.clone(), rule.clone()));
            }
        }
        rules
    }
}

fn rules_hash(rules: &[(SliId, LogRule)], context: &Context, is_counts: bool) -> String {
    let mut hasher = Sha256::new();
    if !is_counts {
        hasher.update(serde_json::to_vec(rules).unwrap_or_default());
    }
    hasher.update(context.service.as_deref().unwrap_or("").as_bytes());
    hasher.update([0]);
    hasher.update(context.zone.as_bytes());
    hex(&hasher.finalize())
}
