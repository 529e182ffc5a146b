//! The world outside a run: streams, terminal, environment, clock. Tests put buffers in their place.

use crate::args::{Color, Global};
use std::io::{IsTerminal, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The world outside a run.
pub struct Outside<'a> {
    /// Standard input.
    pub input: Box<dyn Read + Send>,
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// The error output.
    pub err: &'a mut dyn Write,
    /// What is known of the terminal and the environment.
    pub setting: Setting,
    /// Set when the person asks to stop.
    pub stop: Arc<AtomicBool>,
    /// Makes Ctrl-C set `stop` from now on, instead of ending the process at once.
    pub arm: fn(&Arc<AtomicBool>),
}

/// What is known of the terminal and the environment.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Columns to fill.
    pub width: usize,
    /// Whether standard output is a terminal.
    pub out_is_terminal: bool,
    /// Whether the error output is a terminal.
    pub err_is_terminal: bool,
    /// Whether NO_COLOR is set, or the terminal is dumb.
    pub no_color: bool,
    /// GEMBA_WORKSPACE.
    pub workspace: Option<PathBuf>,
    /// Folder of this user's data; the workspace's own place.
    pub data_dir: Option<PathBuf>,
    /// Folder of this user's settings: who is at the keyboard.
    pub config_dir: Option<PathBuf>,
}

/// Columns of a page that nobody's terminal limits.
const PIPED_WIDTH: usize = 100;

impl Setting {
    /// Looks at the real terminal and environment.
    pub fn look() -> Self {
        let out_is_terminal = std::io::stdout().is_terminal();
        let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse::<usize>().ok()).filter(|n| *n > 0);
        let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)).filter(|n| *n > 0);
        let width = if out_is_terminal { terminal.or(columns) } else { columns }.unwrap_or(PIPED_WIDTH);
        let folders = directories::ProjectDirs::from("", "", "gemba");
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        Self {
            width: width.min(160),
            out_is_terminal,
            err_is_terminal: std::io::stderr().is_terminal(),
            no_color: set("NO_COLOR").is_some() || set("TERM").is_some_and(|term| term == "dumb"),
            workspace: set("GEMBA_WORKSPACE").map(PathBuf::from),
            data_dir: folders.as_ref().map(|folders| folders.data_dir().to_path_buf()),
            config_dir: folders.as_ref().map(|folders| folders.config_dir().to_path_buf()),
        }
    }

    /// A page without terminal or environment, for tests.
    pub fn bare(width: usize) -> Self {
        Self {
            width,
            out_is_terminal: false,
            err_is_terminal: false,
            no_color: false,
            workspace: None,
            data_dir: None,
            config_dir: None,
        }
    }

    /// Whether to colour standard output.
    pub fn colors_out(&self, global: &Global) -> bool {
        self.colors(global, self.out_is_terminal)
    }

    /// Whether to colour the error output.
    pub fn colors_err(&self, global: &Global) -> bool {
        self.colors(global, self.err_is_terminal)
    }

    fn colors(&self, global: &Global, terminal: bool) -> bool {
        match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !self.no_color,
        }
    }
}
