//! The commands over a workspace: from what was typed to the arguments of a use case, and from its reply to a page.

pub mod act;
pub mod files;
pub mod ingest;
pub mod look;

use crate::answer::Answer;
use crate::desk::Desk;
use crate::error::{CliError, Status};
use crate::show::Words;
use crate::term::{Ink, Page, Piece};
use gemba_app::{Door, USE_CASES};
use gemba_model::api::{Done, ErrorCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Calls a reading use case and answers with its reply: as it is in JSON, drawn for a person.
///
/// # Errors
/// As the use case.
pub fn show<A: Serialize, R: DeserializeOwned + Serialize>(
    answer: &mut Answer<'_, '_>,
    desk: &Desk,
    name: &str,
    args: &A,
    draw: impl FnOnce(&R, &Words, &mut Page),
) -> Result<Status, CliError> {
    let reply: R = desk.call(name, args)?;
    if answer.global.json {
        answer.give(&reply, |_, _| {})?;
        return Ok(Status::Done);
    }
    let words = desk.words()?;
    answer.give(&reply, |reply, page| {
        draw(reply, &words, page);
        foot(&words, page);
    })?;
    Ok(Status::Done)
}

/// The last line of every page: whose numbers these are, and when they hold.
fn foot(words: &Words, page: &mut Page) {
    page.blank();
    let sample = if words.sample { " · this is the sample" } else { "" };
    let at = format!("{}, {}", words.format.date(words.now), words.format.time(words.now));
    let name = if words.name.is_empty() { "A workspace without a name" } else { &words.name };
    page.faint(&format!("{name} · {at} ({}){sample}", words.format.zone_name()));
}

/// Calls a changing use case and says what was done.
///
/// # Errors
/// As the use case.
pub fn change<A: Serialize>(
    answer: &mut Answer<'_, '_>,
    desk: &Desk,
    name: &str,
    args: &A,
) -> Result<Status, CliError> {
    let done: Done = desk.call(name, args)?;
    answer.give(&done, |done, page| page.flow(0, &[Piece::new(Ink::Plain, &done.said)]))?;
    Ok(Status::Done)
}

/// Calls any use case by name, or lists them.
///
/// # Errors
/// As the use case; a usage error when the arguments are no JSON object.
pub fn call(
    answer: &mut Answer<'_, '_>,
    name: Option<&str>,
    args: Option<&str>,
    desk: impl FnOnce(&Answer<'_, '_>) -> Result<Desk, CliError>,
) -> Result<Status, CliError> {
    let Some(name) = name else {
        list(answer)?;
        return Ok(Status::Done);
    };
    let text = match args {
        Some("-") => {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut answer.outside.input, &mut text).map_err(|error| {
                CliError::failed(ErrorCode::Io, format!("Standard input cannot be read: {error}."), "")
            })?;
            text
        }
        Some(text) => text.to_owned(),
        None => "{}".to_owned(),
    };
    let args: Value = serde_json::from_str(&text).map_err(|error| {
        CliError::usage(format!("The arguments are no JSON: {error}. Write an object such as '{{\"id\": \"151\"}}'."))
    })?;
    if !args.is_object() {
        return Err(CliError::usage("The arguments must be a JSON object, such as '{\"id\": \"151\"}'."));
    }
    let desk = desk(answer)?;
    let reply = desk.call_raw(name, args)?;
    let json = crate::answer::json(&reply)?;
    answer.put(json.as_bytes())?;
    Ok(Status::Done)
}

#[derive(Serialize)]
struct Listed {
    name: &'static str,
    about: &'static str,
    changes: bool,
    args: String,
    reply: String,
    declined: Option<&'static str>,
}

fn list(answer: &mut Answer<'_, '_>) -> Result<(), CliError> {
    let cases: Vec<Listed> = USE_CASES
        .iter()
        .map(|case| Listed {
            name: case.name,
            about: case.about,
            changes: case.effect == gemba_app::Effect::Change,
            args: (case.args_type)(),
            reply: (case.reply_type)(),
            declined: case.declined_at(Door::Cli),
        })
        .collect();
    answer.give(&serde_json::json!({ "use_cases": cases }), |_, page| {
        page.say("Every use case by its name. The types are described in docs/json.md.");
        page.blank();
        let mut table = crate::term::Table::new()
            .fixed("Name", crate::term::Align::Left)
            .fixed("Arguments", crate::term::Align::Left)
            .fixed("Answer", crate::term::Align::Left)
            .spare(1)
            .words("What it does", 16);
        for case in &cases {
            let ink = if case.changes { Ink::Warn } else { Ink::Plain };
            table.row([
                Piece::new(Ink::Strong, case.name),
                Piece::new(Ink::Faint, &case.args),
                Piece::new(Ink::Faint, &case.reply),
                Piece::new(ink, case.about),
            ]);
        }
        page.table(&table, 0);
    })
}
