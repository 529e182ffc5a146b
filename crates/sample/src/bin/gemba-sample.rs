//! `gemba-sample`: writes the sample's source files into a folder.

use gemba_model::UtcTime;
use gemba_sample::{Plan, Size, write};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
Writes the source files of the sample workspace: a grocery chain whose tills stop taking payments.

gemba-sample --out DIR [--seed N] [--days N] [--size small|large] [--at TIME] [--zone ZONE]

  --out DIR    the folder; made when it is missing
  --seed N     what is drawn by lot (1)
  --days N     days of logs, 1 to 366 (90)
  --size SIZE  small or large (small); large writes about 900 MB
  --at TIME    the moment of the story, RFC 3339 such as 2026-11-23T09:41:00Z (now)
  --zone ZONE  IANA zone of the stores (Europe/London)
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--help" || word == "-h") {
        let _ = std::io::stdout().write_all(USAGE.as_bytes());
        return ExitCode::SUCCESS;
    }
    let mut errors = std::io::stderr();
    let (plan, dir) = match parse(&words) {
        Ok(asked) => asked,
        Err(reason) => {
            let _ = writeln!(errors, "{reason}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let mut bytes = 0;
    let made = write(&plan, &dir, &mut |_, size| bytes += size);
    match made {
        Ok(files) => {
            let _ = writeln!(
                std::io::stdout(),
                "{} files, {:.1} MB in {}; told at {}.",
                files.len(),
                bytes as f64 / 1e6,
                dir.display(),
                plan.at
            );
            ExitCode::SUCCESS
        }
        Err(reason) => {
            let _ = writeln!(errors, "{reason}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the command line.
fn parse(words: &[String]) -> Result<(Plan, PathBuf), String> {
    let mut plan = Plan::new(1, Size::Small, UtcTime(jiff::Timestamp::now()));
    let mut dir = None;
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let (name, inline) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word.as_str(), None),
        };
        if !["--out", "--seed", "--days", "--size", "--at", "--zone"].contains(&name) {
            return Err(format!("{word:?} is not known."));
        }
        let value = inline.or_else(|| rest.next().cloned()).ok_or_else(|| format!("{name} needs a value."))?;
        let wrong = |what: &str| format!("{name} needs {what}, not {value:?}.");
        match name {
            "--out" => dir = Some(PathBuf::from(&value)),
            "--seed" => plan.seed = value.parse().map_err(|_| wrong("a whole number"))?,
            "--days" => plan.days = value.parse().map_err(|_| wrong("a whole number of days"))?,
            "--size" => plan.size = Size::parse(&value).ok_or_else(|| wrong("small or large"))?,
            "--at" if value == "now" => {}
            "--at" => plan.at = UtcTime(value.parse().map_err(|_| wrong("a time such as 2026-11-23T09:41:00Z"))?),
            _ => plan.zone.clone_from(&value),
        }
    }
    Ok((plan, dir.ok_or("--out DIR is needed.")?))
}
