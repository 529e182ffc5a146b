//! How the process starts: its environment and the arguments.

use clap::Parser;
use gemba_app::model::UtcTime;
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Time since the first call of this; `main` makes it.
pub fn since_start() -> Duration {
    BEGAN.elapsed()
}

/// What has to stand in the environment before the process starts.
///
/// - WebKitGTK shows a blank window on some graphics drivers without the first, and reads it once, at its start.
/// - The C library otherwise keeps a heap for each thread, and what a big question took and gave back in one of them is of
///   no use to the others.
#[cfg(target_os = "linux")]
const SETTINGS: [(&str, &str); 2] = [("WEBKIT_DISABLE_DMABUF_RENDERER", "1"), ("MALLOC_ARENA_MAX", "1")];

/// Starts this program again, in the same process, with the settings that it needs; `None` when they are there.
/// A person's own setting is kept. (Setting a variable of a running process is not safe in Rust, so it is not done.)
pub fn with_settings() -> Option<ExitCode> {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::process::CommandExt;
        let missing: Vec<_> = SETTINGS.into_iter().filter(|(name, _)| std::env::var_os(name).is_none()).collect();
        if !missing.is_empty()
            && let Ok(this) = std::env::current_exe()
        {
            // Comes back only when it fails, and then the window is tried without the settings.
            let _ = std::process::Command::new(this).args(std::env::args_os().skip(1)).envs(missing).exec();
        }
    }
    None
}

/// One production, seen by Ops, Dev and Product alike.
#[derive(Debug, Parser)]
#[command(name = "gemba-desktop", version)]
struct Arguments {
    /// The workspace to open; made when it does not exist. The one of GEMBA_WORKSPACE, or in your data folder, when absent.
    #[arg(long, value_name = "FILE")]
    workspace: Option<PathBuf>,
    /// Fixes "now", such as 2026-11-22T09:41:00Z.
    #[arg(long, value_name = "TIME", value_parser = instant)]
    at: Option<UtcTime>,
    /// A workspace to open (*.gemba), or files to import: what would be read is shown first.
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,
}

fn instant(text: &str) -> Result<UtcTime, String> {
    if text == "now" {
        return Ok(UtcTime(Timestamp::now()));
    }
    text.parse::<Timestamp>().map(UtcTime).map_err(|error| format!("{error}; write it like 2026-11-22T09:41:00Z"))
}

/// What a start asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    /// The workspace, where one is named.
    pub workspace: Option<PathBuf>,
    /// The instant that "now" is.
    pub at: Option<UtcTime>,
    /// Files to import.
    pub files: Vec<PathBuf>,
}

impl Wish {
    /// From the arguments of this process. On wrong ones the usage is printed and the exit status given.
    pub fn of_this_process() -> Result<Self, ExitCode> {
        let here = std::env::current_dir().unwrap_or_default();
        let arguments = Arguments::try_parse().map_err(|error| {
            // Where nobody can read it, there is nothing better to do than to end.
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        })?;
        let mut wish = Self::of(arguments, &here);
        let set = || std::env::var_os("GEMBA_WORKSPACE").filter(|value| !value.is_empty());
        wish.workspace = wish.workspace.or_else(|| set().map(|file| here.join(file)));
        Ok(wish)
    }

    /// From the words of a second start, in its folder. Wrong ones are a wish for nothing: the window comes to the front.
    pub fn of_second_start(words: Vec<String>, folder: &Path) -> Self {
        Arguments::try_parse_from(words).map_or_else(
            |error| {
                tracing::warn!(%error, "a second start had arguments that are not understood");
                Self::default()
            },
            |arguments| Self::of(arguments, folder),
        )
    }

    fn of(arguments: Arguments, folder: &Path) -> Self {
        let (mut workspaces, files): (Vec<PathBuf>, Vec<PathBuf>) = arguments
            .files
            .into_iter()
            .map(|file| folder.join(file))
            .partition(|file| file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gemba")));
        // A workspace that a person opened by its icon goes before what the environment says.
        let workspace = workspaces.pop().or_else(|| arguments.workspace.map(|file| folder.join(file)));
        Self { workspace, at: arguments.at, files }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wish(words: &[&str]) -> Wish {
        let words = std::iter::once("gemba-desktop").chain(words.iter().copied()).map(str::to_owned).collect();
        Wish::of_second_start(words, Path::new("/home/ada"))
    }

    #[test]
    fn files_are_sorted_into_the_workspace_and_what_is_imported() {
        let got = wish(&["--at", "2026-11-22T09:41:00Z", "logs.jsonl", "/tmp/Tills.GEMBA"]);
        assert_eq!(got.workspace, Some(PathBuf::from("/tmp/Tills.GEMBA")));
        assert_eq!(got.files, [PathBuf::from("/home/ada/logs.jsonl")]);
        assert_eq!(got.at.map(|at| at.to_string()), Some("2026-11-22T09:41:00Z".into()));
        assert_eq!(wish(&["--workspace", "a.gemba"]).workspace, Some(PathBuf::from("/home/ada/a.gemba")));
    }

    #[test]
    fn what_is_not_understood_asks_for_nothing() {
        assert_eq!(wish(&["--att", "x"]), Wish::default());
        assert_eq!(wish(&["--at", "yesterday"]), Wish::default());
    }

    proptest! {
        #[test]
        fn no_words_panic(words in proptest::collection::vec(".{0,20}", 0..6)) {
            Wish::of_second_start(words, Path::new("/"));
        }
    }
}
