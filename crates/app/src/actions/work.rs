//! Making and changing work items.

use super::*;
use gemba_model::api::WorkItemArgs;
use gemba_model::*;

impl App {
    /// Use case `work_item_save`. Numbers stated here carry the caller as their source, and the day.
    ///
    /// # Errors
    /// `Validation`, `NotFound`.
    pub fn work_item_save(&self, caller: &Caller, args: WorkItemArgs) -> Result<Done, ApiError> {
        let world = self.world();
        let now = self.now();
        let source = self.stated_by(caller, &args.grounds);
        let existing = world.items.get(&WorkItemId::from(args.id.as_str()));
        let mut item = match existing {
            Some(item) => (**item).clone(),
            None => WorkItem {
                id: if args.id.trim().is_empty() {
                    WorkItemId(self.next_item_id())
                } else {
                    WorkItemId(text("identifier", &args.id, 100)?)
                },
                title: String::new(),
                kind: args.kind.unwrap_or(WorkKind::Feature),
                state: WorkState::Todo,
                team: None,
                journey: None,
                services: Vec::new(),
                cost_of_delay: None,
                duration_weeks: None,
                failure_mode: None,
                share_removed: None,
                toil_per_week: None,
                depends_on: Vec::new(),
                gates: Vec::new(),
                created: Some(now),
                updated: None,
                labels: Vec::new(),
                source: source.clone(),
                extra: Extra::default(),
            },
        };
        if let Some(title) = &args.title {
            item.title = text("title", title, TITLE_LIMIT)?;
        }
        if item.title.is_empty() {
            return Err(invalid("The title is empty.", "Say in a few words what would be done."));
        }
        if let Some(kind) = args.kind {
            item.kind = kind;
        }
        if let Some(state) = args.state {
            item.state = state;
        }
        if let Some(team) = &args.team {
            item.team = (!team.trim().is_empty()).then(|| TeamId::from(team.trim()));
        }
        if let Some(journey) = args.journey.as_deref() {
            item.journey = if journey.is_empty() {
                None
            } else {
                Some(
                    world
                        .journeys
                        .get(&JourneyId::from(journey))
                        .ok_or_else(|| missing("journey", journey))?
                        .id
                        .clone(),
                )
            };
        }
        if let Some(mode) = args.failure_mode.as_deref().map(str::trim) {
            item.failure_mode = if mode.is_empty() {
                None
            } else {
                let id = FailureModeId(slug(mode));
                Some(world.failure_modes.get(&id).ok_or_else(|| missing("failure mode", mode))?.id.clone())
            };
        }
        let estimate = |range| Some(Estimate { range, source: source.clone() });
        if let Some(cost) = args.cost_of_delay {
            item.cost_of_delay = estimate(range("cost of delay", cost, Exact::ZERO, None)?);
        }
        if let Some(weeks) = args.duration_weeks {
            let weeks = range("duration", weeks, Exact::ZERO, None)?;
            if weeks.low.is_zero() {
                return Err(invalid(
                    "The duration is zero.",
                    "Give the weeks during which the team is blocked, more than 0.",
                ));
            }
            item.duration_weeks = estimate(weeks);
        }
        if let Some(share) = args.share_removed {
            item.share_removed = estimate(range("share removed", share, Exact::ZERO, Some(Exact::ONE))?).map(Box::new);
        }
        item.updated = Some(now);
        let said = if existing.is_some() {
            format!("{} is changed.", item.title)
        } else {
            format!("{} is in the backlog.", item.title)
        };
        let id = item.id.clone();
        self.done(caller, id.as_str(), vec![Body::WorkItemRecorded(Box::new(item))], said)
    }

    /// The next free identifier of items made here: `G-1`, `G-2`, …
    fn next_item_id(&self) -> String {
        let world = self.world();
        let last = world
            .items
            .keys()
            .filter_map(|id| id.as_str().strip_prefix("G-").and_then(|rest| rest.parse::<u64>().ok()))
            .max()
            .unwrap_or(0);
        format!("G-{}", last + 1)
    }
}
