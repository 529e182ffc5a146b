use super::*;
use crate::format::Formatter;
use gemba_model::*;
use proptest::prelude::*;

fn at(text: &str) -> UtcTime {
    UtcTime(text.parse().unwrap())
}

fn person(name: &str) -> Person {
    Person {
        id: slug(name).as_str().into(),
        name: name.into(),
        party: Party::Dev,
        team: Some("till".into()),
        email: None,
        zone: Some("Europe/London".into()),
        source: Source::default(),
        extra: Extra::default(),
    }
}

fn item(title: &str) -> WorkItem {
    let estimate = |low, mid, high| {
        let range = Range { low: Exact::new(low, 2), mid: Exact::new(mid, 2), high: Exact::new(high, 2) };
        let source = Source { by: "Priya".into(), at: Some(at("2026-11-04T10:00:00Z")), reference: String::new() };
        Some(Estimate { range, source })
    };
    WorkItem {
        id: "TILL-12".into(),
        title: title.into(),
        kind: WorkKind::Fix,
        state: WorkState::Todo,
        team: Some("till".into()),
        journey: None,
        services: vec!["payment".into()],
        cost_of_delay: estimate(-100, 120_600, 300_000),
        duration_weeks: estimate(50, 100, 200),
        failure_mode: Some("card-terminal-times-out".into()),
        share_removed: None,
        toil_per_week: None,
        depends_on: vec!["TILL-3".into(), "TILL-4".into()],
        gates: Vec::new(),
        created: None,
        updated: None,
        labels: Vec::new(),
        source: Source::default(),
        extra: Extra::default(),
    }
}

pub(crate) fn decision() -> Decision {
    let decided = |id: &str, title: &str, cost, weeks| DecidedItem {
        item: id.into(),
        title: title.into(),
        cost_of_delay_per_week: cost,
        duration_weeks: weeks,
    };
    Decision {
        id: "d-1".into(),
        number: 12,
        title: "Fix the card terminal before Click & collect".into(),
        team: Some("till".into()),
        chosen: decided("TILL-12", "Card terminal times out", Some(1206.0), Some(1.0)),
        over: vec![decided("TILL-9", "Click & collect", Some(4000.0), None)],
        cost_of_other_order: Some(2031.0),
        probability: Some(0.7),
        reason: "Four times in 26 weeks, and <b>the</b> fix is *small*.".into(),
        forecast: Some(Forecast {
            statement: "No terminal incident in 8 weeks.".into(),
            probability: 0.8,
            outcome: None,
        }),
        revisit: Some(at("2027-01-18T00:00:00Z")),
        at: at("2026-11-23T10:20:00Z"),
        by: "Marta".into(),
        signs: vec![SignOff {
            party: Party::Ops,
            person: "marta".into(),
            name: "Marta".into(),
            at: at("2026-11-23T10:21:00Z"),
        }],
        superseded_by: None,
        extra: Extra::default(),
    }
}

fn read(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn text_that_would_be_a_formula_is_guarded_and_numbers_are_not() {
    let rows = read(&backlog_csv(&[item("=HYPERLINK(\"x\"), \"y\"")]).unwrap());
    let cell = |name: &str| {
        let column = rows[0].iter().position(|head| head == name).unwrap();
        rows[1][column].as_str()
    };
    assert_eq!(cell("title"), "'=HYPERLINK(\"x\"), \"y\"");
    assert_eq!(cell("cost_of_delay_per_week_low"), "-1.00");
    assert_eq!(cell("cost_of_delay_per_week"), "1206.00");
    assert_eq!(cell("depends_on"), "TILL-3;TILL-4");
    assert_eq!(cell("stated_by"), "Priya");
    assert_eq!(cell("share_removed"), "", "unknown is empty, never zero");
    for start in ["=1", "+1", "-1", "@x", "\tx", "\rx"] {
        let rows = read(&people_csv(&[person(start)]).unwrap());
        assert!(rows[1][1].starts_with('\''), "{start:?}");
    }
}

#[test]
fn rotations_have_a_row_for_each_layer_and_override() {
    let rotation = Rotation {
        id: "dev-till".into(),
        name: "Dev, Till".into(),
        party: Party::Dev,
        team: Some("till".into()),
        services: vec!["payment".into(), "basket".into()],
        zone: "Europe/London".into(),
        layers: vec![Layer {
            name: "weeks".into(),
            turns: vec![vec!["ana".into(), "ben".into()], vec!["cy".into()]],
            start: "2026-08-31T09:00".into(),
            end: None,
            unit: TurnUnit::Week,
            length: 1,
            advance: Advance::ActiveDays,
            active: vec![ActiveHours { weekdays: vec![1, 2], from: "09:00".into(), to: "17:00".into() }],
            priority: -1,
        }],
        overrides: vec![Override {
            people: Vec::new(),
            from: at("2026-11-23T09:00:00Z"),
            to: at("2026-11-24T09:00:00Z"),
            reason: "on leave".into(),
        }],
        source: Source::default(),
        extra: Extra::default(),
    };
    let rows = read(&rotations_csv(&[rotation]).unwrap());
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    assert_eq!(
        rows[1][6..].join(","),
        "layer,weeks,ana+ben;cy,2026-08-31T09:00,,week,1,active_days,1;2,09:00,17:00,,-1"
    );
    assert_eq!(rows[2][6..].join(","), "override,,,2026-11-23T09:00:00Z,2026-11-24T09:00:00Z,,,,,,,on leave,");
}

#[test]
fn decisions_show_who_signed() {
    let rows = read(&decisions_csv(&[decision()]).unwrap());
    assert_eq!(rows[1].len(), rows[0].len());
    assert!(rows[1].contains(&"Marta, 2026-11-23T10:21:00Z".to_owned()));
}

#[test]
fn a_decision_reads_as_madr() {
    let format = Formatter::new(CostUnit::Currency("GBP".into()), "Europe/London");
    insta::assert_snapshot!(madr(&decision(), &format));
}

fn shift(from: &str, to: &str, people: &[&str]) -> Shift {
    Shift { from: at(from), to: at(to), people: people.iter().map(|id| (*id).into()).collect(), by: "weeks".into() }
}

#[test]
fn shifts_become_events_and_gaps_do_not() {
    let rotation = Rotation {
        id: "dev-till".into(),
        name: "Dev, Till; the long name of a rotation that does not fit into one line of a calendar, Zürich".into(),
        party: Party::Dev,
        team: None,
        services: Vec::new(),
        zone: "Europe/London".into(),
        layers: Vec::new(),
        overrides: Vec::new(),
        source: Source::default(),
        extra: Extra::default(),
    };
    let shifts = [
        shift("2026-11-23T09:00:00Z", "2026-11-30T09:00:00Z", &["ana", "ben"]),
        shift("2026-11-30T09:00:00Z", "2026-12-07T09:00:00Z", &[]),
    ];
    let text = shifts_ics(&[(&rotation, &shifts)], &|id| id.to_string(), at("2026-11-23T09:41:00Z"));
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1);
    assert!(text.contains("DTSTART:20261123T090000Z\r\n"));
    let unfolded = text.replace("\r\n ", "");
    assert!(unfolded.contains("SUMMARY:On call: ana\\, ben (Dev\\, Till\\; the long"));
    assert!(unfolded.contains("Zürich)\r\n"));
}

proptest! {
    #[test]
    fn every_table_has_as_many_cells_as_columns(title in any::<String>(), by in any::<String>()) {
        let mut changed = decision();
        changed.by = by.clone();
        changed.title = title.clone();
        let mut one = item(&title);
        one.labels = vec![by];
        for text in [backlog_csv(&[one]).unwrap(), people_csv(&[person(&title)]).unwrap(), decisions_csv(&[changed]).unwrap()] {
            let rows = read(&text);
            prop_assert_eq!(rows.len(), 2);
            prop_assert_eq!(rows[0].len(), rows[1].len());
            prop_assert!(!rows[1].iter().any(|cell| cell.starts_with(['=', '@', '\t', '\r'])));
        }
    }

    #[test]
    fn calendars_fold_and_hold_no_line_of_others(name in any::<String>(), id in any::<String>(), second in any::<i32>()) {
        let rotation = Rotation {
            id: id.as_str().into(), name, party: Party::Ops, team: None, services: Vec::new(), zone: String::new(),
            layers: Vec::new(), overrides: Vec::new(), source: Source::default(), extra: Extra::default(),
        };
        let from = UtcTime::from_second(i64::from(second));
        let shifts = [Shift { from, to: UtcTime::from_second(i64::from(second) + 60), people: vec!["a".into()], by: id }];
        let text = shifts_ics(&[(&rotation, &shifts)], &|id| format!("{id}\r\nBEGIN:VEVENT"), from);
        prop_assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
        let unfolded = text.replace("\r\n ", "");
        prop_assert_eq!(unfolded.lines().filter(|line| line.starts_with("BEGIN:VEVENT")).count(), 1);
        prop_assert_eq!(unfolded.lines().count(), 16);
    }

    #[test]
    fn a_madr_has_one_title_and_one_front_matter(title in any::<String>(), reason in any::<String>()) {
        let mut changed = decision();
        changed.title = title;
        changed.reason = reason.clone();
        changed.signs[0].name = reason;
        let format = Formatter::new(CostUnit::UserMinutes, "Europe/London");
        let text = madr(&changed, &format);
        prop_assert_eq!(text.lines().filter(|line| *line == "---").count(), 2);
        prop_assert_eq!(text.lines().filter(|line| line.starts_with("# ")).count(), 1);
        prop_assert_eq!(text.lines().filter(|line| line.starts_with("## ")).count(), 4);
    }
}
