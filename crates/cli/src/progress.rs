//! How far a long piece of work is, on a terminal, and how it is stopped without harm.

use crate::outside::Outside;
use crate::term::text;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A progress bar with rate and time left, where the error output is a terminal; otherwise nothing is drawn.
pub struct Progress {
    bar: ProgressBar,
    stop: Arc<AtomicBool>,
}

impl Progress {
    /// Begins a piece of work. From now on Ctrl-C asks it to stop.
    pub fn begin(outside: &Outside<'_>, words: &str) -> Self {
        (outside.arm)(&outside.stop);
        let target = if outside.setting.err_is_terminal {
            ProgressDrawTarget::stderr_with_hz(8)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        let template = if outside.setting.width >= 100 {
            "{msg:30!} {bar:30} {bytes:>10} of {total_bytes:10} {bytes_per_sec:>12}  {eta} left"
        } else {
            "{msg:18!} {bar:16} {percent:>3} % {bytes_per_sec:>12}  {eta} left"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("█▌·"));
        }
        bar.set_message(words.to_owned());
        bar.tick();
        Self { bar, stop: outside.stop.clone() }
    }

    /// Tells how far the work is: the file under way, which it is of how many, and bytes of all files together. `Break`
    /// when the person asked to stop.
    pub fn at(&self, file: &str, (index, files): (usize, usize), (bytes, total): (u64, u64)) -> ControlFlow<()> {
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let words = format!("{}/{files} {}", index + 1, text::plain(name));
        if self.bar.length() != Some(total) {
            self.bar.set_length(total);
        }
        if self.bar.message() != words {
            self.bar.set_message(words);
        }
        self.bar.set_position(bytes);
        if self.stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Whether the person asked to stop.
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
