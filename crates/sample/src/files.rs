//! Which files there are, in the order in which they are imported, and how they come onto the disk.

use crate::civil::Clock;
use crate::story::occurrences;
use crate::{Plan, SampleError, Size};
use crate::{
    alerts, backlog, catalog, counts, knowledge, large, logs, objectives, pages, people, readme, rotations, settings,
};
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes the sample's source files into a folder, which is made when it is missing; files of the same names are
/// replaced, others are left alone. Returns the files in the order in which they should be imported; the folder also
/// gets a `README.md` that explains them and is not imported. `progress` hears the name of each file when it is done and
/// its bytes. The same plan writes the same bytes.
///
/// # Errors
/// When the plan names no known zone, days outside 1 to 366 or a year outside 1975 to 9900, and when a file cannot be
/// written. Files that were written before stay.
pub fn write(plan: &Plan, dir: &Path, progress: &mut dyn FnMut(&str, u64)) -> Result<Vec<PathBuf>, SampleError> {
    let clock = Clock::new(plan)?;
    let story = occurrences(&clock);
    let mut folder = Folder { dir, written: Vec::new(), progress };
    let own = alerts::own(&clock, &story, plan.seed);
    let crowd = match plan.size {
        Size::Small => large::Crowd::default(),
        Size::Large => large::Crowd::new(&clock, plan.seed, own.len()),
    };
    folder.whole("gemba.yaml", &settings::yaml(&clock, &crowd))?;
    folder.whole("catalog-info.yaml", &catalog::yaml(&clock, &crowd))?;
    folder.whole("people.csv", &people::csv(&clock.zone_name, &crowd.people)?)?;
    folder.whole("rotations.csv", &rotations::csv(&clock, &crowd.rotations)?)?;
    folder.whole("objectives.openslo.yaml", &objectives::yaml(&clock, &crowd))?;
    folder.whole("backlog.jira.csv", &backlog::csv(&clock, &crowd.items)?)?;
    folder.whole("knowledge.csv", &knowledge::csv(&clock)?)?;
    write_logs(&mut folder, &clock, &logs::lines(&clock, &story, plan.seed))?;
    folder.stream("logs/receipts.log", |out| logs::access_log(&clock, plan.seed, out).map(drop))?;
    if plan.size == Size::Large {
        counts::write(&mut folder, &clock, &crowd, plan.seed)?;
    }
    folder.stream("alerts.alertmanager.jsonl", |out| alerts::write(&own, &crowd, out))?;
    folder.stream("pages.pagerduty.jsonl", |out| pages::write(&clock, &story, &crowd, out))?;
    let files = std::mem::take(&mut folder.written);
    folder.whole("README.md", readme::text(plan, &clock, &story).as_bytes())?;
    Ok(files)
}

/// Log lines by week, so that no file is large and each covers whole days.
fn write_logs(folder: &mut Folder<'_>, clock: &Clock, lines: &[logs::Line]) -> Result<(), SampleError> {
    let week_of = |line: &logs::Line| {
        let date = clock.date(line.at.div_euclid(60_000));
        let back = i64::from(date.weekday().to_monday_zero_offset());
        date.saturating_sub(jiff::Span::new().days(back))
    };
    for week in lines.chunk_by(|one, next| week_of(one) == week_of(next)) {
        let name = format!("logs/week-of-{}.jsonl", week_of(&week[0]));
        folder.stream(&name, |out| week.iter().try_for_each(|line| line.write(out)))?;
    }
    Ok(())
}

/// The folder that is written to.
pub(crate) struct Folder<'a> {
    dir: &'a Path,
    written: Vec<PathBuf>,
    progress: &'a mut dyn FnMut(&str, u64),
}

impl Folder<'_> {
    /// Writes a file that is in memory already.
    pub(crate) fn whole(&mut self, name: &str, bytes: &[u8]) -> Result<(), SampleError> {
        self.stream(name, |out| out.write_all(bytes))
    }

    /// Writes a file piece by piece. `name` may hold folders, divided by `/`.
    pub(crate) fn stream(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut BufWriter<fs::File>) -> std::io::Result<()>,
    ) -> Result<(), SampleError> {
        let path = self.dir.join(name);
        let done = (|| {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            let mut out = BufWriter::with_capacity(1 << 18, fs::File::create(&path)?);
            fill(&mut out)?;
            let file = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
            Ok(file.metadata()?.len())
        })();
        match done {
            Ok(bytes) => {
                (self.progress)(name, bytes);
                self.written.push(path);
                Ok(())
            }
            Err(source) => Err(SampleError::Write { path, source }),
        }
    }
}

/// A CSV file under way.
pub(crate) struct Sheet {
    name: &'static str,
    out: csv::Writer<Vec<u8>>,
}

/// Begins a CSV file with its header line.
pub(crate) fn sheet(name: &'static str, header: &[&str]) -> Result<Sheet, SampleError> {
    let mut sheet = Sheet { name, out: csv::Writer::from_writer(Vec::new()) };
    sheet.row(header)?;
    Ok(sheet)
}

impl Sheet {
    /// Adds a row; every row has as many cells as the header.
    pub(crate) fn row(&mut self, cells: &[&str]) -> Result<(), SampleError> {
        self.out.write_record(cells).map_err(|error| self.failed(&error))
    }

    /// The file's bytes.
    pub(crate) fn finish(self) -> Result<Vec<u8>, SampleError> {
        let name = self.name;
        self.out.into_inner().map_err(|error| SampleError::Format { file: name.into(), reason: error.to_string() })
    }

    fn failed(&self, error: &dyn std::fmt::Display) -> SampleError {
        SampleError::Format { file: self.name.into(), reason: error.to_string() }
    }
}

/// Text as a JSON string, which is also a YAML string.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
