//! `gemba ingest`: logs from files or standard input, followed as they grow.

use super::files::{import_args, told};
use crate::answer::Answer;
use crate::args::Ingest;
use crate::desk::Desk;
use crate::error::{CliError, Status};
use crate::progress::Progress;
use crate::show::count;
use crate::term::Ink;
use gemba_model::api::{ErrorCode, ImportArgs};
use gemba_model::view::ImportReport;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};
use tempfile::NamedTempFile;

/// How long lines may wait before they are counted, and how often files are looked at.
const PATIENCE: Duration = Duration::from_secs(1);
/// Bytes of standard input that are held as one source. What was read before is compared with each time it grows, so a
/// source must not grow without end.
const SOURCE_BYTES: u64 = 64 * 1024 * 1024;

/// `gemba ingest`.
///
/// # Errors
/// As the use case `import_files`.
pub fn run(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Ingest) -> Result<Status, CliError> {
    let piped = args.files.iter().any(|file| file == Path::new("-"));
    let files: Vec<PathBuf> = args.files.iter().filter(|file| *file != Path::new("-")).cloned().collect();
    if piped && args.follow && !files.is_empty() {
        return Err(CliError::usage("Follow either files or standard input, not both."));
    }
    let progress = Progress::begin(answer.outside, "reading logs");
    let mut status = Status::Done;
    if !files.is_empty() {
        let (now, later): (Vec<PathBuf>, Vec<PathBuf>) =
            files.into_iter().partition(|file| !args.follow || !file.exists() || ends_with_a_line(file));
        if !now.is_empty() {
            let import = import_args(&now, args.format.as_ref(), args.service.as_ref());
            let report = desk.app.import(&desk.caller, &import, &mut |state| {
                progress.at(state.file, (state.index, state.files), (state.bytes, state.total))
            });
            progress.end();
            status = told(answer, &report?, progress.stopped(), &|_| {})?;
        }
        if args.follow && !progress.stopped() {
            let watched = now.into_iter().map(|file| Watched::new(file, true));
            let watched = watched.chain(later.into_iter().map(|file| Watched::new(file, false)));
            follow(answer, desk, args, watched.collect(), &progress)?;
        }
    }
    if piped {
        status = worse(status, pipe(answer, desk, args, &progress)?);
    }
    Ok(status)
}

fn worse(a: Status, b: Status) -> Status {
    match (a, b) {
        (Status::Failed, _) | (_, Status::Failed) => Status::Failed,
        (Status::Rejected, _) | (_, Status::Rejected) => Status::Rejected,
        _ => Status::Done,
    }
}

/// A file that is followed.
struct Watched {
    file: PathBuf,
    read: u64,
    seen: u64,
    since: Instant,
}

impl Watched {
    fn new(file: PathBuf, read: bool) -> Self {
        let seen = size(&file);
        Self { read: if read { seen } else { u64::MAX }, seen, since: Instant::now(), file }
    }

    /// Whether there is something to read: whole lines, or a half one that nobody has ended for a while.
    fn is_ready(&mut self) -> bool {
        let now = size(&self.file);
        if now != self.seen {
            self.seen = now;
            self.since = Instant::now();
        }
        now != self.read && now > 0 && (ends_with_a_line(&self.file) || self.since.elapsed() > 5 * PATIENCE)
    }
}

/// Reads files again whenever they have grown, until the person asks to stop.
fn follow(
    answer: &mut Answer<'_, '_>,
    desk: &Desk,
    args: &Ingest,
    mut watched: Vec<Watched>,
    progress: &Progress,
) -> Result<(), CliError> {
    answer.tell(Ink::Faint, "Following; Ctrl-C stops, and what was read by then stays.");
    while !progress.stopped() {
        std::thread::sleep(Duration::from_millis(200));
        let mut grown = Vec::new();
        for one in &mut watched {
            if one.is_ready() {
                one.read = one.seen;
                grown.push(one.file.clone());
            }
        }
        if grown.is_empty() {
            continue;
        }
        let begun = Instant::now();
        let import = import_args(&grown, args.format.as_ref(), args.service.as_ref());
        let report = desk.app.import(&desk.caller, &import, &mut |state| {
            progress.at(state.file, (state.index, state.files), (state.bytes, state.total))
        })?;
        brief(answer, &report)?;
        // A large file takes long to compare with what was read before; look less often then.
        std::thread::sleep(begun.elapsed().clamp(Duration::from_millis(300), Duration::from_secs(10)));
    }
    answer.tell(Ink::Warn, "Stopped. What was read by then stays.");
    Ok(())
}

fn size(file: &Path) -> u64 {
    file.metadata().map_or(0, |about| about.len())
}

/// Whether the last line of a file is complete: a half one waits until the rest is there.
fn ends_with_a_line(file: &Path) -> bool {
    let last = || -> std::io::Result<u8> {
        let mut opened = std::fs::File::open(file)?;
        opened.seek(SeekFrom::End(-1))?;
        let mut byte = [0];
        opened.read_exact(&mut byte)?;
        let [byte] = byte;
        Ok(byte)
    };
    last().is_ok_and(|byte| byte == b'\n')
}

/// One line about what came in while following.
fn brief(answer: &mut Answer<'_, '_>, report: &ImportReport) -> Result<(), CliError> {
    if answer.global.json {
        let line = serde_json::to_string(report).unwrap_or_default();
        return answer.put(format!("{}\n", crate::term::text::safe_json(&line)).as_bytes());
    }
    let kept: u64 = report.files.iter().map(|file| file.kept).sum();
    let mut words = format!("{} kept", count(usize::try_from(kept).unwrap_or(usize::MAX), "line", "lines"));
    if report.alerts_found > 0 {
        words.push_str(&format!(", {}", count(report.alerts_found as usize, "new alert", "new alerts")));
    }
    if report.incidents_opened > 0 {
        words.push_str(&format!(", {} opened", count(report.incidents_opened as usize, "incident", "incidents")));
    }
    answer.put(format!("{words}\n").as_bytes())?;
    for file in &report.files {
        answer.rejected(&file.file, &file.rejected, file.rejected_total);
        if let Some(error) = &file.error {
            answer.tell(Ink::Harm, &format!("{}: {error}", file.file));
        }
    }
    Ok(())
}

/// What standard input brought so far, whole lines only, in a file that the core can read again.
struct Spool {
    file: NamedTempFile,
    written: u64,
    waiting: Vec<u8>,
    fresh: bool,
}

impl Spool {
    fn new() -> Result<Self, CliError> {
        let file = tempfile::Builder::new().prefix("gemba-stdin-").suffix(".log").tempfile().map_err(|error| {
            CliError::failed(ErrorCode::Io, format!("A temporary file cannot be made: {error}."), "Free some space.")
        })?;
        Ok(Self { file, written: 0, waiting: Vec::new(), fresh: false })
    }

    /// Takes bytes; a half line waits for its end.
    fn take(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.waiting.extend_from_slice(bytes);
        // A line without end is passed on in pieces; the reader refuses it with its place.
        let end = self.waiting.iter().rposition(|byte| *byte == b'\n').map(|at| at + 1);
        let end = end.or_else(|| (self.waiting.len() > 4 * 1024 * 1024).then_some(self.waiting.len()));
        if let Some(end) = end {
            self.write(end)?;
        }
        Ok(())
    }

    fn write(&mut self, end: usize) -> Result<(), CliError> {
        let written = self.file.write_all(self.waiting.get(..end).unwrap_or_default()).and_then(|()| self.file.flush());
        written.map_err(|error| CliError::io("Cannot write to", self.file.path(), &error))?;
        self.written += end as u64;
        self.waiting.drain(..end);
        self.fresh |= end > 0;
        Ok(())
    }
}

/// Reads standard input to its end, or until the person asks to stop.
fn pipe(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Ingest, progress: &Progress) -> Result<Status, CliError> {
    progress.end();
    let input = std::mem::replace(&mut answer.outside.input, Box::new(std::io::empty()));
    let chunks = read_aside(input);
    let mut spool = Spool::new()?;
    let mut total: Option<ImportReport> = None;
    let mut since = Instant::now();
    let mut open = true;
    while open && !progress.stopped() {
        match chunks.recv_timeout(Duration::from_millis(200)) {
            Ok(Ok(bytes)) => spool.take(&bytes)?,
            Ok(Err(error)) => {
                return Err(CliError::failed(ErrorCode::Io, format!("Standard input cannot be read: {error}."), ""));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => open = false,
        }
        if !open {
            let rest = spool.waiting.len();
            spool.write(rest)?;
        }
        let full = spool.written >= SOURCE_BYTES;
        if spool.fresh && (full || !open || (args.follow && since.elapsed() >= PATIENCE)) {
            let mut report = keep(desk, args, &spool)?;
            for file in &mut report.files {
                file.file = "standard input".to_owned();
            }
            if args.follow {
                brief(answer, &report)?;
            }
            add(&mut total, report);
            spool.fresh = false;
            since = Instant::now();
            if full {
                spool = Spool::new()?;
            }
        }
    }
    if progress.stopped() && spool.fresh {
        add(&mut total, keep(desk, args, &spool)?);
    }
    match total {
        Some(report) if !args.follow => told(answer, &report, progress.stopped(), &|_| {}),
        Some(_) => Ok(Status::Done),
        None => {
            answer.tell(Ink::Warn, "Standard input was empty.");
            Ok(Status::Failed)
        }
    }
}

fn keep(desk: &Desk, args: &Ingest, spool: &Spool) -> Result<ImportReport, CliError> {
    let import: ImportArgs = import_args(&[spool.file.path().to_owned()], args.format.as_ref(), args.service.as_ref());
    // What is in the spool is kept even after Ctrl-C: it was read.
    Ok(desk.app.import(&desk.caller, &import, &mut |_| std::ops::ControlFlow::Continue(()))?)
}

/// Adds what came later to what came first, as one file.
fn add(total: &mut Option<ImportReport>, next: ImportReport) {
    let Some(sum) = total else {
        *total = Some(next);
        return;
    };
    sum.alerts_found += next.alerts_found;
    sum.incidents_opened += next.incidents_opened;
    sum.millis += next.millis;
    for file in next.files {
        let Some(first) = sum.files.first_mut() else { continue };
        first.kept += file.kept;
        first.rejected_total += file.rejected_total;
        // A source that has grown tells what was there before as unchanged; that was counted once already.
        first.read = first.kept + first.unchanged + first.rejected_total;
        first.rejected.extend(file.rejected);
        first.rejected.truncate(1_000);
        for remark in file.remarks {
            if !first.remarks.contains(&remark) {
                first.remarks.push(remark);
            }
        }
        first.error = first.error.take().or(file.error);
    }
}

type Chunk = std::io::Result<Vec<u8>>;

/// Reads aside, so that waiting for input does not keep lines from being counted. The thread ends with the input, or
/// with the process.
fn read_aside(mut input: Box<dyn Read + Send>) -> Receiver<Chunk> {
    let (sender, receiver) = sync_channel::<Chunk>(8);
    std::thread::spawn(move || {
        loop {
            let mut bytes = vec![0; 256 * 1024];
            let chunk = match input.read(&mut bytes) {
                Ok(0) => return,
                Ok(got) => {
                    bytes.truncate(got);
                    Ok(bytes)
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => Err(error),
            };
            let ended = chunk.is_err();
            if sender.send(chunk).is_err() || ended {
                return;
            }
        }
    });
    receiver
}
