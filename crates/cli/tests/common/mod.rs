//! Runs the command line in this process, with buffers in place of the terminal.
#![allow(dead_code, reason = "each test binary uses a part of it")]

pub mod docs;

use gemba_cli::error::Status;
use gemba_cli::outside::{Outside, Setting};
use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What came of a run.
pub struct Ran {
    pub status: Status,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}

/// A folder of its own, with its own workspace and its own identity.
pub struct Place {
    pub dir: tempfile::TempDir,
    pub width: usize,
}

impl Place {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), width: 100 }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    pub fn run(&self, line: &[&str]) -> Ran {
        self.run_with(line, "")
    }

    pub fn run_with(&self, line: &[&str], input: &str) -> Ran {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let setting = Setting {
            data_dir: Some(self.path("data")),
            config_dir: Some(self.path("config")),
            ..Setting::bare(self.width)
        };
        let mut outside = Outside {
            input: Box::new(std::io::Cursor::new(input.as_bytes().to_vec())),
            out: &mut out,
            err: &mut err,
            setting,
            stop: std::sync::Arc::default(),
            arm: |_| {},
        };
        let words = std::iter::once("gemba").chain(line.iter().copied()).map(OsString::from);
        let status = gemba_cli::run(words, &mut outside);
        Ran { status, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
    }

    /// Runs with `--json` and reads the answer.
    pub fn json(&self, line: &[&str]) -> Value {
        let mut words = line.to_vec();
        words.push("--json");
        self.run(&words).json()
    }
}

/// The text of a file of this crate's repository.
pub fn repository(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
