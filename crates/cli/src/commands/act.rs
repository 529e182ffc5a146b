//! The commands that change something.

use super::{change, look};
use crate::answer::Answer;
use crate::args::{Decide, Identify, IncidentCommand, Init, Judge, Outcome, SaveItem, Settings};
use crate::desk::Desk;
use crate::error::{CliError, Status};
use crate::term::{Ink, Piece, Table};
use gemba_model::Party;
use gemba_model::api::{
    ClassifyArgs, DecideArgs, HandOverArgs, IdentifyArgs, IncidentOpenArgs, InitArgs, JudgeArgs, NoArgs, NoteArgs,
    OverrideArgs, SettingsArgs, SignArgs, WorkItemArgs,
};
use gemba_model::view::WorkspaceView;

/// `gemba init`.
///
/// # Errors
/// As the use case.
pub fn init(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Init) -> Result<Status, CliError> {
    let zone = match &args.zone {
        Some(zone) => zone.clone(),
        None => jiff::tz::TimeZone::system().iana_name().unwrap_or("UTC").to_owned(),
    };
    let name = args.name.clone().unwrap_or_else(|| {
        desk.app.path().file_stem().map_or_else(|| "Workspace".into(), |stem| stem.to_string_lossy().into_owned())
    });
    let init = InitArgs { name, cost_unit: args.cost_unit.clone(), zone };
    change(answer, desk, "workspace_init", &init)
}

/// `gemba incident`.
///
/// # Errors
/// As the use case.
pub fn incident(answer: &mut Answer<'_, '_>, desk: &Desk, command: &IncidentCommand) -> Result<Status, CliError> {
    match command {
        IncidentCommand::Show(one) => look::incident(answer, desk, &one.id),
        IncidentCommand::Open { title, began, journey, service } => {
            let began = began.as_deref().map(|text| desk.time(text)).transpose()?;
            let args =
                IncidentOpenArgs { title: title.clone(), began, journey: journey.clone(), service: service.clone() };
            change(answer, desk, "incident_open", &args)
        }
        IncidentCommand::Ack(one) => change(answer, desk, "incident_acknowledge", &look::id(&one.id)),
        IncidentCommand::HandOver { id, to, note } => {
            let args = HandOverArgs { id: id.clone(), to: to.clone(), note: note.clone() };
            change(answer, desk, "incident_hand_over", &args)
        }
        IncidentCommand::Note { id, text, action } => {
            let args = NoteArgs { id: id.clone(), text: text.clone(), action: *action };
            change(answer, desk, "incident_note", &args)
        }
        IncidentCommand::Classify { id, failure_mode } => {
            let args = ClassifyArgs { id: id.clone(), failure_mode: failure_mode.clone() };
            change(answer, desk, "incident_classify", &args)
        }
        IncidentCommand::Resolve(one) => change(answer, desk, "incident_resolve", &look::id(&one.id)),
        IncidentCommand::Reopen(one) => change(answer, desk, "incident_reopen", &look::id(&one.id)),
    }
}

/// `gemba backlog save`.
///
/// # Errors
/// As the use case.
pub fn save_item(answer: &mut Answer<'_, '_>, desk: &Desk, args: &SaveItem) -> Result<Status, CliError> {
    let item = WorkItemArgs {
        id: args.id.clone().unwrap_or_default(),
        title: args.title.clone(),
        kind: args.kind.map(Into::into),
        state: args.state.map(Into::into),
        team: args.team.clone(),
        journey: args.journey.clone(),
        failure_mode: args.failure_mode.clone(),
        cost_of_delay: args.cost_of_delay,
        duration_weeks: args.duration_weeks,
        share_removed: args.share_removed,
        grounds: args.grounds.clone(),
    };
    change(answer, desk, "work_item_save", &item)
}

/// `gemba oncall override`.
///
/// # Errors
/// As the use case.
pub fn take_over(
    answer: &mut Answer<'_, '_>,
    desk: &Desk,
    rotation: &str,
    person: &str,
    from: &str,
    to: &str,
    reason: &str,
) -> Result<Status, CliError> {
    let person = if person.eq_ignore_ascii_case("nobody") { String::new() } else { person.to_owned() };
    let args = OverrideArgs {
        rotation: rotation.to_owned(),
        person,
        from: desk.time(from)?,
        to: desk.time(to)?,
        reason: reason.to_owned(),
    };
    change(answer, desk, "oncall_override", &args)
}

/// `gemba decide`.
///
/// # Errors
/// As the use case.
pub fn decide(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Decide) -> Result<Status, CliError> {
    let decide = DecideArgs {
        item: args.item.clone(),
        over: args.over.clone(),
        reason: args.reason.clone(),
        forecast: args.forecast.clone(),
        probability: args.probability,
        revisit: args.revisit.as_deref().map(|text| desk.time(text)).transpose()?,
    };
    change(answer, desk, "decide", &decide)
}

/// `gemba sign`.
///
/// # Errors
/// As the use case.
pub fn sign(answer: &mut Answer<'_, '_>, desk: &Desk, id: &str) -> Result<Status, CliError> {
    change(answer, desk, "decision_sign", &SignArgs { id: id.to_owned() })
}

/// `gemba judge`.
///
/// # Errors
/// As the use case.
pub fn judge(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Judge) -> Result<Status, CliError> {
    let judge = JudgeArgs { id: args.id.clone(), outcome: args.outcome == Outcome::True };
    change(answer, desk, "decision_judge", &judge)
}

/// `gemba identify`.
///
/// # Errors
/// As the use case.
pub fn identify(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Identify) -> Result<Status, CliError> {
    let identify = IdentifyArgs { name: args.name.clone(), party: args.party.map(Party::from) };
    change(answer, desk, "identify", &identify)
}

/// `gemba settings`: shows them, or changes those that were typed.
///
/// # Errors
/// As the use case.
pub fn settings(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Settings) -> Result<Status, CliError> {
    let typed = SettingsArgs {
        name: args.name.clone(),
        zone: args.zone.clone(),
        responder_hour_cost: args.responder_hour_cost,
        evidence_weeks: args.evidence_weeks,
        plan_weeks: args.plan_weeks,
    };
    if typed != SettingsArgs::default() {
        return change(answer, desk, "settings_change", &typed);
    }
    let view: WorkspaceView = desk.call("workspace", &NoArgs {})?;
    let words = desk.words()?;
    answer.give(&view, |view, page| {
        page.flow(
            0,
            &[
                Piece::new(Ink::Strong, if view.name.is_empty() { "A workspace without a name" } else { &view.name }),
                Piece::new(Ink::Faint, if view.sample { "  this is the sample" } else { "" }),
            ],
        );
        let mut table = Table::new().words("", 10).words("", 20);
        let mut add = |label: &str, value: String| table.row([Piece::new(Ink::Faint, label), Piece::from(value)]);
        add("File", desk.app.path().display().to_string());
        add("Unit of cost", words.format.cost_unit().to_owned());
        add("Time zone", view.zone.clone());
        add("Entries in the log", view.head.to_string());
        add("Last signal", view.last_signal.map_or_else(|| "none".to_owned(), |at| words.moment(at)));
        for (name, count) in &view.counts {
            add(&name.replace('_', " "), count.to_string());
        }
        page.table(&table, 1);
        if let Some(state) = &view.read_only {
            page.flow(0, &[Piece::new(Ink::Harm, format!("Read only: {} {}", state.reason, state.help))]);
        }
    })?;
    Ok(Status::Done)
}
