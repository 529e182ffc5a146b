//! Completions and manual pages, both made from the declaration of the command line.

use crate::answer::Answer;
use crate::args::Cli;
use crate::error::{CliError, Status};
use clap::CommandFactory;
use std::path::Path;

/// Writes the completions of a shell to standard output.
///
/// # Errors
/// When standard output cannot be written to.
pub fn completions(answer: &mut Answer<'_, '_>, shell: clap_complete::Shell) -> Result<Status, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "gemba", &mut script);
    answer.put(&script)?;
    Ok(Status::Done)
}

/// Writes the manual page to standard output, or one page per command into a folder.
///
/// # Errors
/// When it cannot be written.
pub fn pages(answer: &mut Answer<'_, '_>, dir: Option<&Path>) -> Result<Status, CliError> {
    match dir {
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Cli::command())
                .render(&mut page)
                .map_err(|error| CliError::io("The manual page cannot be made for", Path::new("gemba.1"), &error))?;
            answer.put(&page)?;
        }
        Some(dir) => {
            std::fs::create_dir_all(dir).map_err(|error| CliError::io("Cannot make the folder", dir, &error))?;
            clap_mangen::generate_to(Cli::command(), dir)
                .map_err(|error| CliError::io("Cannot write to", dir, &error))?;
        }
    }
    Ok(Status::Done)
}
