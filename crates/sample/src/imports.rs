//! The files as the program's own doors read them, and the story as its own arithmetic tells it.

use crate::civil::Clock;
use crate::large::Crowd;
use crate::story::{Mode, Occurrence, occurrences};
use crate::{Plan, Size, alerts, backlog, catalog, objectives, pages, people, rotations, settings, write};
use gemba_engine::counts::Series;
use gemba_engine::ratio::{Spread, to_f64};
use gemba_engine::recurrence::Recurrence;
use gemba_engine::weigh::{Candidate, CostModel, Recurring, probability, rank};
use gemba_engine::{budget, burn, hops, impact, incidents, rotation};
use gemba_intake::{Collected, Context, Counter, Fact, IncidentEvent, LogLine, detect};
use gemba_model::*;
use std::collections::{BTreeMap, BTreeSet};

const AT: &str = "2026-11-23T09:41:07Z";

fn clock() -> (Plan, Clock) {
    let plan = Plan::new(1, Size::Small, UtcTime(AT.parse().unwrap()));
    let clock = Clock::new(&plan).unwrap();
    (plan, clock)
}

/// Reads one file as the program would, and refuses that anything in it is refused.
fn read(name: &str, bytes: &[u8], format: &str) -> Collected {
    let found = detect(name, &bytes[..bytes.len().min(gemba_intake::HEAD_BYTES)]).unwrap();
    assert_eq!(found.name(), format, "{name}");
    let mut context = Context::new(name, UtcTime(AT.parse().unwrap()));
    context.zone = "Europe/London".into();
    let mut sink = Collected::default();
    found.read(&mut &bytes[..], &context, &mut sink).unwrap();
    assert_eq!(sink.rejected, [], "{name}");
    assert_eq!(sink.remarks, Vec::<String>::new(), "{name}");
    sink
}

/// Everything that the files of the small size say.
#[derive(Default)]
struct Imported {
    facts: Vec<Fact>,
    telemetry: BTreeMap<SliId, Series>,
}

macro_rules! of {
    ($all:expr, $kind:ident) => {
        $all.iter().filter_map(|fact| if let Fact::$kind(one) = fact { Some(one) } else { None }).collect::<Vec<_>>()
    };
}

fn import() -> Imported {
    let (plan, _) = clock();
    let dir = tempfile::tempdir().unwrap();
    let files = write(&plan, dir.path(), &mut |_, _| ()).unwrap();
    let mut all = Imported::default();
    let mut counter: Option<Counter> = None;
    for path in &files {
        let name = path.strip_prefix(dir.path()).unwrap().to_str().unwrap();
        let format = match name {
            "gemba.yaml" => "gemba-yaml",
            "catalog-info.yaml" => "backstage",
            "people.csv" => "people-csv",
            "rotations.csv" => "rotations-csv",
            "objectives.openslo.yaml" => "openslo",
            "backlog.jira.csv" => "jira-csv",
            "knowledge.csv" => "knowledge-csv",
            "logs/receipts.log" => "logs-access",
            "alerts.alertmanager.jsonl" => "alertmanager",
            "pages.pagerduty.jsonl" => "pagerduty",
            _ => "logs-json",
        };
        let found = read(name, &std::fs::read(path).unwrap(), format);
        all.facts.extend(found.facts.into_iter().map(|(_, fact)| fact));
        let counter = counter.get_or_insert_with(|| Counter::new(&[]));
        if !found.logs.is_empty() {
            if counter.remarks().is_empty() && all.telemetry.is_empty() {
                // The objectives stand before the logs: their rules are known by now.
                let rules: Vec<(SliId, LogRule)> = of!(all.facts, Objective)
                    .iter()
                    .filter_map(|one| match &one.sli.source {
                        SliSource::Logs { rule } => Some((one.sli.id.clone(), rule.clone())),
                        _ => None,
                    })
                    .collect();
                assert_eq!(rules.len(), 9);
                *counter = Counter::new(&rules);
                all.telemetry.insert("begun".into(), Series::default());
            }
            for line in &found.logs {
                counter.add(&LogLine {
                    minute: line.minute,
                    service: &line.service,
                    route: &line.route,
                    method: &line.method,
                    status: line.status,
                    severity: line.severity,
                    duration_ms: line.duration_ms,
                    weight: line.weight,
                });
            }
        }
    }
    let days = counter.unwrap().finish();
    all.telemetry = days
        .chunk_by(|one, next| one.sli == next.sli)
        .map(|days| (days[0].sli.clone(), Series::from_days(days)))
        .collect();
    all
}

/// The timeline that an incident's events make.
fn timeline(events: &[&IncidentEvent], key: &str) -> Vec<TimelineEntry> {
    let mine = events.iter().filter(|one| one.key == key);
    mine.map(|one| TimelineEntry {
        at: one.at,
        kind: one.kind,
        person: one.person.clone(),
        who: one.who.clone(),
        party: one.party,
        text: one.text.clone(),
    })
    .collect()
}

/// What an occurrence cost, and its hours, as the engine measures them.
fn cost(all: &Imported, clock: &Clock, one: &Occurrence) -> impact::Impact {
    let journeys = of!(all.facts, Journey);
    let journey = journeys.iter().find(|journey| journey.id.as_str() == one.mode.journey()).unwrap();
    let value = journey.value_per_interaction.as_ref().unwrap();
    let settings = of!(all.facts, Settings);
    let hour = settings[0].responder_hour_cost.as_ref().unwrap();
    let until = one.until(clock);
    let events = of!(all.facts, IncidentEvent);
    let joined: BTreeMap<String, UtcTime> = timeline(&events, &one.key())
        .into_iter()
        .filter(|entry| [TimelineKind::Paged, TimelineKind::HandedOver].contains(&entry.kind))
        .map(|entry| (entry.who, entry.at))
        .collect();
    let spans: Vec<(UtcTime, UtcTime)> = joined.into_values().map(|at| (at, UtcTime::from_minute(until))).collect();
    let source = &all.telemetry[&SliId::from(one.mode.journey())];
    impact::measure(Some(source), one.began, until, Some(&value.range), &spans, Some(&hour.range))
}

#[test]
fn every_file_is_read_whole_and_the_story_comes_out_of_the_engine() {
    let (_, clock) = clock();
    let story = occurrences(&clock);
    let all = import();
    assert_eq!(of!(all.facts, Person).len(), 23);
    assert_eq!(of!(all.facts, Team).len(), 6);
    assert_eq!(of!(all.facts, Service).len(), 14);
    assert_eq!(of!(all.facts, Service).iter().filter(|one| one.third_party).count(), 2);
    assert_eq!(of!(all.facts, Journey).len(), 6);
    assert_eq!(of!(all.facts, FailureMode).len(), 3);
    assert_eq!(of!(all.facts, Rotation).len(), 6);
    assert_eq!(of!(all.facts, WorkItem).len(), 25);
    assert_eq!(of!(all.facts, Knowledge).len(), 12);
    references(&all);
    budgets(&all, &clock, &story);
    incidents_and_costs(&all, &clock, &story);
    on_call(&all, &clock, &story);
    weighing(&all, &clock, &story);
}

/// Whatever a record names exists.
fn references(all: &Imported) {
    let teams: BTreeSet<&str> = of!(all.facts, Team).iter().map(|one| one.id.as_str()).collect();
    let people: BTreeSet<&str> = of!(all.facts, Person).iter().map(|one| one.id.as_str()).collect();
    let services: BTreeSet<&str> = of!(all.facts, Service).iter().map(|one| one.id.as_str()).collect();
    let journeys: BTreeSet<&str> = of!(all.facts, Journey).iter().map(|one| one.id.as_str()).collect();
    let modes: BTreeSet<&str> = of!(all.facts, FailureMode).iter().map(|one| one.id.as_str()).collect();
    for one in of!(all.facts, Person) {
        assert!(teams.contains(one.team.as_ref().unwrap().as_str()), "{one:?}");
    }
    for one in of!(all.facts, Service) {
        assert!(one.third_party || one.teams.iter().all(|team| teams.contains(team.as_str())), "{one:?}");
        assert!(one.depends_on.iter().all(|other| services.contains(other.as_str())), "{one:?}");
    }
    for one in of!(all.facts, Journey) {
        assert!(one.services.iter().all(|other| services.contains(other.as_str())), "{one:?}");
    }
    for one in of!(all.facts, Objective) {
        assert!(services.contains(one.service.as_ref().unwrap().as_str()), "{one:?}");
        assert!(journeys.contains(one.journey.as_ref().unwrap().as_str()), "{one:?}");
    }
    for one in of!(all.facts, WorkItem) {
        assert!(teams.contains(one.team.as_ref().unwrap().as_str()), "{one:?}");
        assert!(one.journey.as_ref().is_none_or(|journey| journeys.contains(journey.as_str())), "{one:?}");
        assert!(one.failure_mode.as_ref().is_none_or(|mode| modes.contains(mode.as_str())), "{one:?}");
    }
    for one in of!(all.facts, Knowledge) {
        assert!(services.contains(one.service.as_str()), "{one:?}");
        assert!(one.holders.iter().all(|holder| people.contains(holder.as_str())), "{one:?}");
    }
    for one in of!(all.facts, Rotation) {
        let named = one.layers.iter().flat_map(|layer| layer.turns.iter().flatten());
        let over = one.overrides.iter().flat_map(|over| &over.people);
        assert!(named.chain(over).all(|person| people.contains(person.as_str())), "{one:?}");
        assert!(one.services.iter().all(|other| services.contains(other.as_str())), "{one:?}");
        assert!(teams.contains(one.team.as_ref().unwrap().as_str()), "{one:?}");
    }
    for one in of!(all.facts, IncidentEvent) {
        assert!(people.contains(one.person.as_ref().unwrap().as_str()), "{one:?}");
        assert!(one.failure_mode.as_ref().is_none_or(|mode| modes.contains(slug(mode).as_str())), "{one:?}");
    }
    let logged = all.telemetry.keys().filter_map(|sli| sli.as_str().strip_prefix("service:"));
    assert!(logged.clone().all(|service| services.contains(service)));
    assert_eq!(logged.count(), 12);
}

fn budgets(all: &Imported, clock: &Clock, story: &[Occurrence]) {
    let now = UtcTime::from_minute(clock.now);
    let left: BTreeMap<&str, Option<f64>> = of!(all.facts, Objective)
        .into_iter()
        .map(|one| {
            let empty = Series::default();
            let source = all.telemetry.get(&one.sli.id).unwrap_or(&empty);
            let found = budget::evaluate(one, source, now).unwrap();
            (one.id.as_str(), found.is_measured().then(|| to_f64(&found.remaining)))
        })
        .collect();
    let about = |id: &str, value: f64| (left[id].unwrap() - value).abs() < 0.01;
    assert!(about("pay-at-the-till", -0.18) && about("redeem-points", 0.16), "{left:?}");
    assert!(about("find-a-price", 0.42) && about("find-a-price-within-400-ms", 0.54), "{left:?}");
    assert!(about("pay-at-the-till-within-2-s", 0.61) && about("sign-in", 0.88), "{left:?}");
    assert!(about("order-ahead", 0.71) && about("order-ahead-within-1-s", 0.79), "{left:?}");
    assert_eq!(left["plan-a-meal"], None);
    // Nobody is paged but for an incident of the story.
    let mut paged = BTreeSet::new();
    for one in of!(all.facts, Objective) {
        let Some(source) = all.telemetry.get(&one.sli.id) else { continue };
        for alert in burn::detect(one, source, clock.start, clock.now).unwrap() {
            if alert.pair.tier != AlertTier::Page {
                continue;
            }
            let near = |of: &&Occurrence| (of.began..of.until(clock) + 30).contains(&alert.starts);
            let of = story.iter().find(near).unwrap_or_else(|| panic!("{}: {alert:?}", one.id));
            paged.insert(of.number);
        }
    }
    assert_eq!(paged.len(), story.len(), "each incident of the story is seen by its burn");
}

fn incidents_and_costs(all: &Imported, clock: &Clock, story: &[Occurrence]) {
    // A later notification about the same alert replaces the earlier one.
    let latest: BTreeMap<AlertId, Alert> =
        of!(all.facts, Alert).into_iter().map(|one| (one.id.clone(), (**one).clone())).collect();
    let alerts: Vec<Alert> = latest.into_values().collect();
    let proposed = incidents::propose(&alerts);
    assert_eq!(proposed.len(), story.len());
    for (proposal, one) in proposed.iter().zip(story) {
        assert_eq!(proposal.began, UtcTime::from_minute(one.began));
        assert_eq!(proposal.failure_mode.as_deref(), Some(one.mode.id().as_str()));
    }
    let events = of!(all.facts, IncidentEvent);
    for one in story {
        let follow = hops::follow(&timeline(&events, &one.key()), UtcTime::from_minute(clock.now));
        let measured = cost(all, clock, one);
        let (above, total) = (to_f64(measured.above.as_ref().unwrap()), to_f64(&measured.total.as_ref().unwrap().mid));
        match one.mode {
            Mode::CardTerminal => {
                assert_eq!(follow.hops, Some(3), "{follow:?}");
                let range = if one.ended.is_none() { 11_900.0..12_400.0 } else { 11_900.0..14_500.0 };
                assert!(range.contains(&total), "{} costs {total}", one.number);
                assert!((1_125.0..1_320.0).contains(&above), "{} fails {above}", one.number);
            }
            _ => {
                assert_eq!(follow.hops, Some(1), "{follow:?}");
                assert!((1_000.0..7_000.0).contains(&total), "{} costs {total}", one.number);
            }
        }
        if one.ended.is_none() {
            assert_eq!(follow.reached_minutes, Some(27));
            assert_eq!(follow.chain.len(), 4);
            assert!((1_138.0..1_142.0).contains(&above), "{above}");
        }
    }
}

fn on_call(all: &Imported, clock: &Clock, story: &[Occurrence]) {
    let rotations = of!(all.facts, Rotation);
    let find = |id: &str| -> &Rotation { rotations.iter().find(|one| one.id.as_str() == id).unwrap() };
    for one in &rotations {
        rotation::validate(one).unwrap();
        assert!(rotation::starved(one).unwrap().is_empty(), "{}", one.id);
    }
    let now = UtcTime::from_minute(clock.now);
    let (till, _) = rotation::on_call_at(find("dev-till"), now).unwrap();
    assert!(till.people.is_empty() && rotation::is_gap(&till), "{till:?}");
    let events = of!(all.facts, IncidentEvent);
    for one in story {
        let paged = events.iter().find(|event| event.key == one.key()).unwrap();
        assert_eq!(paged.kind, TimelineKind::Paged);
        let (shift, _) = rotation::on_call_at(find("ops-all-services"), paged.at).unwrap();
        assert_eq!(shift.people, [paged.person.clone().unwrap()], "whoever was paged was on call");
        for (after, id) in [(10, "ops-second-level"), (17, "product-duty")] {
            let at = UtcTime::from_minute(one.began + after);
            let Some(asked) = events.iter().find(|event| event.key == one.key() && event.at == at) else { continue };
            if asked.kind == TimelineKind::HandedOver && one.mode == Mode::CardTerminal {
                let (shift, _) = rotation::on_call_at(find(id), at).unwrap();
                assert_eq!(shift.people, [asked.person.clone().unwrap()], "{id}");
            }
        }
    }
}

fn weighing(all: &Imported, clock: &Clock, story: &[Occurrence]) {
    let spread = |estimate: &Estimate| Spread::from_range(&estimate.range);
    let mut short = Vec::new();
    let mut candidates = Vec::new();
    for item in of!(all.facts, WorkItem) {
        let done = [WorkState::Done, WorkState::Dropped].contains(&item.state);
        if done || item.team.as_ref().is_none_or(|team| team.as_str() != "till") {
            continue;
        }
        let recurring = || {
            let (mode, share) = (item.failure_mode.as_ref()?, item.share_removed.as_ref()?);
            let costs: Vec<Spread> = story
                .iter()
                .filter(|one| one.mode.id() == mode.as_str())
                .filter_map(|one| cost(all, clock, one).total)
                .collect();
            let count = u32::try_from(costs.len()).ok()?;
            let sum = costs.iter().fold(Spread::zero(), |sum, one| sum.plus(one));
            // Ninety days of records are twelve whole weeks of evidence.
            let recurrence = Recurrence::new(count, 12).ok()?;
            let cost_per_occurrence = sum.times(&gemba_engine::ratio::quotient(1, u64::from(count))?);
            Some(CostModel::Recurring(Box::new(Recurring {
                recurrence,
                cost_per_occurrence,
                share: spread(share),
                toil: Spread::zero(),
            })))
        };
        let cost = item.cost_of_delay.as_ref().map(|stated| CostModel::Stated(spread(stated))).or_else(recurring);
        let (Some(cost), Some(duration)) = (cost, item.duration_weeks.as_ref().map(spread)) else {
            short.push(item.id.as_str());
            continue;
        };
        candidates.push(Candidate {
            id: item.id.to_string(),
            team: Some("till".into()),
            cost,
            duration,
            depends_on: item.depends_on.iter().map(ToString::to_string).collect(),
        });
    }
    assert_eq!(short, ["TILL-455", "TILL-460", "TILL-462"], "three cannot be ranked");
    let ranking = rank(&candidates);
    let order: Vec<&str> = ranking.order.iter().map(|one| candidates[one.index].id.as_str()).collect();
    let told: Vec<String> = ranking
        .order
        .iter()
        .map(|one| format!("{} {:.0}", candidates[one.index].id, to_f64(&one.numbers.cd3)))
        .chain(ranking.pairs.iter().map(|one| format!("{:.2} {}", one.probability, one.contested)))
        .collect();
    assert_eq!(order[..3], ["TILL-412", "TILL-388", "TILL-430"], "{told:?}");
    let first = &ranking.pairs[0];
    assert!(first.contested, "{told:?}");
    assert!((0.5..0.9).contains(&first.probability), "{told:?}");
    assert!(to_f64(&first.cost_of_swap) > 1_000.0, "{told:?}");
    let contested = ranking.pairs.iter().filter(|one| one.contested).count();
    assert!(contested >= 2 && ranking.pairs.len() - contested >= 2, "{told:?}");
    assert!(probability(&candidates[0], &candidates[0]).is_finite());
}

#[test]
fn the_large_size_is_as_large_as_asked_for_and_every_record_is_read() {
    let (plan, clock) = clock();
    let story = occurrences(&clock);
    let own = alerts::own(&clock, &story, plan.seed);
    let crowd = Crowd::new(&clock, plan.seed, own.len());
    let mut facts = Vec::new();
    let mut take = |name: &str, bytes: &[u8], format: &str| {
        facts.extend(read(name, bytes, format).facts.into_iter().map(|(_, fact)| fact));
    };
    take("gemba.yaml", &settings::yaml(&clock, &crowd), "gemba-yaml");
    take("catalog-info.yaml", &catalog::yaml(&clock, &crowd), "backstage");
    take("people.csv", &people::csv(&clock.zone_name, &crowd.people).unwrap(), "people-csv");
    take("rotations.csv", &rotations::csv(&clock, &crowd.rotations).unwrap(), "rotations-csv");
    take("objectives.openslo.yaml", &objectives::yaml(&clock, &crowd), "openslo");
    take("backlog.jira.csv", &backlog::csv(&clock, &crowd.items).unwrap(), "jira-csv");
    let (mut fired, mut paged) = (Vec::new(), Vec::new());
    alerts::write(&own, &crowd, &mut fired).unwrap();
    take("alerts.alertmanager.jsonl", &fired, "alertmanager");
    pages::write(&clock, &story, &crowd, &mut paged).unwrap();
    take("pages.pagerduty.jsonl", &paged, "pagerduty");
    fn distinct<'a>(ids: impl Iterator<Item = &'a str>) -> usize {
        ids.collect::<BTreeSet<_>>().len()
    }
    assert_eq!(distinct(of!(facts, Person).iter().map(|one| one.id.as_str())), 1_619);
    assert_eq!(distinct(of!(facts, Team).iter().map(|one| one.id.as_str())), 120);
    assert_eq!(distinct(of!(facts, Service).iter().map(|one| one.id.as_str())), 397);
    assert_eq!(distinct(of!(facts, Rotation).iter().map(|one| one.id.as_str())), 529);
    assert_eq!(distinct(of!(facts, Objective).iter().map(|one| one.id.as_str())), 1_000);
    assert_eq!(distinct(of!(facts, WorkItem).iter().map(|one| one.id.as_str())), 10_000);
    assert_eq!(distinct(of!(facts, Alert).iter().map(|one| one.id.as_str())), 80_000);
    assert_eq!(distinct(of!(facts, IncidentEvent).iter().map(|one| one.key.as_str())), 400);
    let names: BTreeSet<String> = crowd.objectives.iter().map(|one| format!("counts/{}.csv", one.id)).collect();
    assert_eq!(names.len(), 991, "one file of counts for each objective");
}
