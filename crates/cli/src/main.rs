//! The terminal door.

use gemba_cli::outside::{Outside, Setting};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

fn main() -> ExitCode {
    let mut outside = Outside {
        input: Box::new(std::io::stdin()),
        out: &mut std::io::stdout(),
        err: &mut std::io::stderr(),
        setting: Setting::look(),
        stop: Arc::default(),
        arm,
    };
    ExitCode::from(gemba_cli::run(std::env::args_os(), &mut outside) as u8)
}

/// From now on Ctrl-C asks to stop; asked twice, the process ends at once. What is committed is safe either way.
fn arm(stop: &Arc<AtomicBool>) {
    let stop = stop.clone();
    // Without a handler Ctrl-C ends the process, which harms nothing either.
    let _ = ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::Relaxed) {
            std::process::exit(1);
        }
    });
}
