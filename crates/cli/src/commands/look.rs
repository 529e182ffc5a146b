//! The commands that look.

use super::show;
use crate::answer::Answer;
use crate::args::{
    Backlog, BacklogCommand, Lens, List, ObjectivesCommand, OnCall, OnCallCommand, OnCallNow, Services,
    ServicesCommand, Weigh, WeighCommand,
};
use crate::desk::Desk;
use crate::error::{CliError, Status};
use crate::show::{incidents, lists, objectives, today, weigh};
use crate::term::{Ink, Piece};
use gemba_model::api::{
    IdArgs, LensArgs, ListArgs, NoArgs, OnCallArgs, SearchArgs, WeighArgs, WeighExplainArgs, WhyArgs,
};
use gemba_model::view::{
    BacklogView, DecisionsView, IncidentView, IncidentsView, ObjectiveView, ObjectivesView, OnCallView, SearchHit,
    ServiceView, ServicesView, TodayView, WeighExplanation, WeighView, WorkItemView, WorkspaceView,
};
use gemba_model::{Explanation, Party};
use serde_json::{Value, json};

fn lens(lens: &Lens, desk: &Desk) -> Option<Party> {
    lens.lens.map(Party::from).or(desk.caller.actor.party)
}

fn list(args: &List, desk: &Desk) -> ListArgs {
    ListArgs {
        text: args.words.join(" "),
        filter: args.filter.clone(),
        team: args.team.clone(),
        service: args.service.clone(),
        journey: args.journey.clone(),
        failure_mode: args.failure_mode.clone(),
        sort: args.sort.clone(),
        lens: lens(&args.lens, desk),
        offset: args.offset,
        limit: args.limit,
    }
}

/// The arguments of a view of one thing.
pub fn id(id: &str) -> IdArgs {
    IdArgs { id: id.to_owned() }
}

/// `gemba today`.
///
/// # Errors
/// As the use case.
pub fn today(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Lens) -> Result<Status, CliError> {
    let args = LensArgs { lens: lens(args, desk) };
    show(answer, desk, "today", &args, |view: &TodayView, words, page| today::draw(view, words, page))
}

/// `gemba weigh` over the workspace.
///
/// # Errors
/// As the use case.
pub fn weigh(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Weigh) -> Result<Status, CliError> {
    match &args.explain {
        Some(WeighCommand::Explain { item, other }) => {
            let args = WeighExplainArgs { item: item.clone(), other: other.clone() };
            show(answer, desk, "weigh_explain", &args, |view: &WeighExplanation, words, page| {
                weigh::explain(view, words, page);
            })
        }
        None => {
            let args = WeighArgs { team: args.team.clone() };
            if answer.global.json {
                let view: Value = desk.call("weigh", &args)?;
                answer.give(&flat(view), |_, _| {})?;
                return Ok(Status::Done);
            }
            show(answer, desk, "weigh", &args, |view: &WeighView, words, page| weigh::draw(view, words, page))
        }
    }
}

/// The total as a plain number, as without a workspace; the figure with its unit and date stands beside it.
fn flat(mut view: Value) -> Value {
    if let Some(fields) = view.as_object_mut()
        && let Some(figure) = fields.remove("total_cost_of_delay")
    {
        let value = figure.get("value").cloned().unwrap_or(Value::Null);
        fields.insert("total_cost_of_delay".to_owned(), value);
        fields.insert("total_cost_of_delay_figure".to_owned(), figure);
    }
    view
}

/// `gemba incidents`.
///
/// # Errors
/// As the use case.
pub fn incidents(answer: &mut Answer<'_, '_>, desk: &Desk, args: &List) -> Result<Status, CliError> {
    show(answer, desk, "incidents", &list(args, desk), |view: &IncidentsView, words, page| {
        incidents::list(view, words, page);
    })
}

/// `gemba incident show`.
///
/// # Errors
/// As the use case.
pub fn incident(answer: &mut Answer<'_, '_>, desk: &Desk, one: &str) -> Result<Status, CliError> {
    show(answer, desk, "incident", &id(one), |view: &IncidentView, words, page| incidents::one(view, words, page))
}

/// `gemba backlog`.
///
/// # Errors
/// As the use case.
pub fn backlog(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Backlog) -> Result<Status, CliError> {
    match &args.command {
        Some(BacklogCommand::Show(one)) => {
            show(answer, desk, "work_item", &id(&one.id), |view: &WorkItemView, words, page| {
                lists::work_item(view, words, page);
            })
        }
        Some(BacklogCommand::Save(args)) => super::act::save_item(answer, desk, args),
        None => show(answer, desk, "backlog", &list(&args.list, desk), |view: &BacklogView, words, page| {
            lists::backlog(view, words, page);
        }),
    }
}

/// `gemba services`.
///
/// # Errors
/// As the use case.
pub fn services(answer: &mut Answer<'_, '_>, desk: &Desk, args: &Services) -> Result<Status, CliError> {
    match &args.command {
        Some(ServicesCommand::Show(one)) => {
            show(answer, desk, "service", &id(&one.id), |view: &ServiceView, words, page| {
                lists::service(view, words, page);
            })
        }
        None => show(answer, desk, "services", &list(&args.list, desk), |view: &ServicesView, words, page| {
            lists::services(view, words, page);
        }),
    }
}

/// `gemba objectives status` and `show`.
///
/// # Errors
/// As the use case.
pub fn objectives(
    answer: &mut Answer<'_, '_>,
    desk: &Desk,
    command: Option<&ObjectivesCommand>,
) -> Result<Status, CliError> {
    let listed = match command {
        Some(ObjectivesCommand::Show(one)) => {
            return show(answer, desk, "objective", &id(&one.id), |view: &ObjectiveView, words, page| {
                objectives::one(view, words, page);
            });
        }
        Some(ObjectivesCommand::Status(args)) => list(args, desk),
        _ => ListArgs { lens: desk.caller.actor.party, limit: 50, ..ListArgs::default() },
    };
    show(answer, desk, "objectives", &listed, |view: &ObjectivesView, words, page| objectives::list(view, words, page))
}

/// `gemba oncall`.
///
/// # Errors
/// As the use case.
pub fn oncall(answer: &mut Answer<'_, '_>, desk: &Desk, args: &OnCall) -> Result<Status, CliError> {
    let now = match &args.command {
        Some(OnCallCommand::Override { rotation, person, from, to, reason }) => {
            return super::act::take_over(answer, desk, rotation, person, from, to, reason);
        }
        Some(OnCallCommand::Now(now)) => now.clone(),
        None => OnCallNow { words: Vec::new(), days: 14 },
    };
    let args = OnCallArgs { text: now.words.join(" "), days: now.days, limit: 200, offset: 0 };
    show(answer, desk, "oncall", &args, |view: &OnCallView, words, page| lists::oncall(view, words, page))
}

/// `gemba decisions`.
///
/// # Errors
/// As the use case.
pub fn decisions(answer: &mut Answer<'_, '_>, desk: &Desk, args: &List) -> Result<Status, CliError> {
    show(answer, desk, "decisions", &list(args, desk), |view: &DecisionsView, words, page| {
        lists::decisions(view, words, page);
    })
}

/// `gemba why`.
///
/// # Errors
/// As the use case.
pub fn why(answer: &mut Answer<'_, '_>, desk: &Desk, key: &str) -> Result<Status, CliError> {
    show(answer, desk, "why", &WhyArgs { key: key.to_owned() }, |reply: &Explanation, words, page| {
        weigh::explanation(reply, words, page);
    })
}

/// `gemba search`.
///
/// # Errors
/// As the use case.
pub fn search(answer: &mut Answer<'_, '_>, desk: &Desk, words: &[String], limit: u32) -> Result<Status, CliError> {
    let hits: Vec<SearchHit> = desk.call("search", &SearchArgs { text: words.join(" "), limit })?;
    answer.give(&json!({ "hits": hits }), |_, page| lists::hits(&hits, page))?;
    Ok(Status::Done)
}

/// `gemba whoami`.
///
/// # Errors
/// As the use case.
pub fn whoami(answer: &mut Answer<'_, '_>, desk: &Desk) -> Result<Status, CliError> {
    let view: WorkspaceView = desk.call("workspace", &NoArgs {})?;
    let actor = desk.caller.actor.clone();
    let reply = json!({
        "name": actor.name, "party": actor.party, "workspace": view.name,
        "file": desk.app.path().display().to_string(),
    });
    answer.give(&reply, |_, page| {
        let party = actor.party.map_or_else(
            || Piece::new(Ink::Warn, ", without a party: can look and import. Say who you are: gemba identify NAME"),
            |party| Piece::new(Ink::Flag(party), format!(" {} {}", crate::term::shape(party), party.name())),
        );
        page.flow(0, &[Piece::new(Ink::Strong, &actor.name), party]);
        page.faint(&format!("{} · {}", view.name, desk.app.path().display()));
    })?;
    Ok(Status::Done)
}
