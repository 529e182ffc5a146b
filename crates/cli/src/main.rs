//! The terminal door.

use gemba_cli::outside::{Outside, Setting};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut input = std::io::stdin().lock();
    let mut out = std::io::stdout().lock();
    let mut err = std::io::stderr().lock();
    let mut outside = Outside { input: &mut input, out: &mut out, err: &mut err, setting: Setting::look() };
    ExitCode::from(gemba_cli::run(std::env::args_os(), &mut outside) as u8)
}
