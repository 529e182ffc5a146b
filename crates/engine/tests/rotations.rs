//! Conformance vectors of the on-call fact sheet, section 8, by their names there.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test when a vector is written wrongly")]

use gemba_engine::rotation::{gap_minutes, is_gap, on_call_at, rule_in_words, shifts, starved, validate};
use gemba_engine::zone;
use gemba_model::{
    ActiveHours, Advance, Layer, Override, Party, PersonId, Rotation, RotationId, Shift, Source, TurnUnit, UtcTime,
};
use proptest::prelude::*;

const PEOPLE: [&str; 14] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N"];

fn layer(start: &str, unit: TurnUnit, length: u32, turns: &[&[&str]]) -> Layer {
    Layer {
        name: "main".into(),
        turns: turns.iter().map(|turn| turn.iter().map(|id| PersonId::from(*id)).collect()).collect(),
        start: start.into(),
        end: None,
        unit,
        length,
        advance: Advance::CalendarTime,
        active: Vec::new(),
        priority: 0,
    }
}

fn people(count: usize) -> Vec<&'static [&'static str]> {
    PEOPLE[..count].chunks(1).collect()
}

fn rotation(zone: &str, layers: Vec<Layer>) -> Rotation {
    Rotation {
        id: RotationId::from("r"),
        name: "r".into(),
        party: Party::Dev,
        team: None,
        services: Vec::new(),
        zone: zone.into(),
        layers,
        overrides: Vec::new(),
        source: Source::default(),
        extra: Default::default(),
    }
}

fn active(weekdays: &[u8], from: &str, to: &str) -> ActiveHours {
    ActiveHours { weekdays: weekdays.to_vec(), from: from.into(), to: to.into() }
}

fn utc(text: &str) -> UtcTime {
    UtcTime(text.parse().unwrap())
}

/// Who is on call, by name; `-` for nobody.
fn who(shift: &Shift) -> String {
    if shift.people.is_empty() {
        "-".into()
    } else {
        shift.people.iter().map(|p| p.as_str()).collect::<Vec<_>>().join("")
    }
}

/// Wall times with offsets at which shifts begin within a span of UTC.
fn handoffs(zone_name: &str, unit: TurnUnit, start: &str, from: &str, to: &str) -> Vec<String> {
    let rotation = rotation(zone_name, vec![layer(start, unit, 1, &people(5))]);
    let list = shifts(&rotation, utc(from), utc(to)).unwrap();
    let zone = zone::zone(zone_name).unwrap();
    list.iter()
        .skip(1)
        .map(|shift| shift.from.0.to_zoned(zone.clone()).strftime("%m-%d %H:%M %:z").to_string())
        .collect()
}

fn check(unit: TurnUnit, start: &str, from: &str, expected: &[&str], zone_name: &str) {
    let from = utc(from);
    let to = UtcTime(from.0 + jiff::SignedDuration::from_hours(24 * 200));
    let list = handoffs(zone_name, unit, start, &from.to_string(), &to.to_string());
    assert_eq!(list.iter().take(expected.len()).map(String::as_str).collect::<Vec<_>>(), expected);
}

const CHICAGO: &str = "America/Chicago";
const LORD_HOWE: &str = "Australia/Lord_Howe";

#[test]
fn r1_handoffs_in_chicago() {
    use TurnUnit::{Day, Hour, Month};
    check(
        Day,
        "2020-10-30T01:30",
        "2020-10-30T06:00:00Z",
        &["10-30 01:30 -05:00", "10-31 01:30 -05:00", "11-01 01:30 -05:00", "11-02 01:30 -06:00", "11-03 01:30 -06:00"],
        CHICAGO,
    );
    check(
        Day,
        "2020-03-06T02:30",
        "2020-03-06T12:00:00Z",
        &["03-07 02:30 -06:00", "03-08 03:00 -05:00", "03-09 02:30 -05:00"],
        CHICAGO,
    );
    check(
        Hour,
        "2020-03-06T02:30",
        "2020-03-08T06:00:00Z",
        &["03-08 00:30 -06:00", "03-08 01:30 -06:00", "03-08 03:00 -05:00", "03-08 03:30 -05:00", "03-08 04:30 -05:00"],
        CHICAGO,
    );
    check(
        Hour,
        "2020-03-06T02:00",
        "2020-03-08T06:30:00Z",
        &["03-08 01:00 -06:00", "03-08 03:00 -05:00", "03-08 04:00 -05:00", "03-08 05:00 -05:00"],
        CHICAGO,
    );
    check(
        Hour,
        "2020-07-06T02:30",
        "2020-11-01T05:00:00Z",
        &["11-01 00:30 -05:00", "11-01 01:30 -05:00", "11-01 02:30 -06:00", "11-01 03:30 -06:00"],
        CHICAGO,
    );
    check(
        Hour,
        "2020-07-06T02:00",
        "2020-11-01T04:30:00Z",
        &["11-01 00:00 -05:00", "11-01 01:00 -05:00", "11-01 02:00 -06:00", "11-01 03:00 -06:00"],
        CHICAGO,
    );
    check(
        Month,
        "2020-10-01T01:30",
        "2020-10-01T00:00:00Z",
        &["10-01 01:30 -05:00", "11-01 01:30 -05:00", "12-01 01:30 -06:00", "01-01 01:30 -06:00"],
        CHICAGO,
    );
    check(
        Month,
        "2020-01-02T01:30",
        "2020-03-03T00:00:00Z",
        &["04-02 01:30 -05:00", "05-02 01:30 -05:00", "06-02 01:30 -05:00", "07-02 01:30 -05:00"],
        CHICAGO,
    );
}

#[test]
fn r2_handoffs_on_lord_howe() {
    use TurnUnit::{Day, Hour};
    check(
        Hour,
        "2021-04-03T02:30",
        "2021-04-03T13:00:00Z",
        &["04-04 00:30 +11:00", "04-04 01:30 +11:00", "04-04 02:30 +10:30", "04-04 03:30 +10:30"],
        LORD_HOWE,
    );
    check(
        Day,
        "2021-04-02T02:00",
        "2021-04-02T00:00:00Z",
        &["04-03 02:00 +11:00", "04-04 02:00 +10:30", "04-05 02:00 +10:30"],
        LORD_HOWE,
    );
    check(Day, "2020-10-02T01:30", "2020-10-03T00:00:00Z", &["10-04 01:30 +10:30", "10-05 01:30 +11:00"], LORD_HOWE);
    check(
        Day,
        "2020-10-02T02:15",
        "2020-10-02T00:00:00Z",
        &["10-03 02:15 +10:30", "10-04 02:30 +11:00", "10-05 02:15 +11:00"],
        LORD_HOWE,
    );
}

#[test]
fn r3_the_clock_on_the_days_of_change() {
    let chicago = zone::zone(CHICAGO).unwrap();
    let at = |text: &str, fold| zone::instant(&chicago, zone::civil(text).unwrap(), fold).to_string();
    for missing in ["2018-03-11T02:00", "2018-03-11T02:30"] {
        assert_eq!(at(missing, zone::Fold::First), "2018-03-11T08:00:00Z");
        assert_eq!(at(missing, zone::Fold::Last), "2018-03-11T08:00:00Z");
    }
    assert_eq!(at("2018-11-04T01:30", zone::Fold::First), "2018-11-04T06:30:00Z");
    assert_eq!(at("2018-11-04T01:30", zone::Fold::Last), "2018-11-04T07:30:00Z");
}

#[test]
fn the_order_of_people_survives_the_change_of_clocks() {
    let rotation = rotation(CHICAGO, vec![layer("2020-03-06T02:00", TurnUnit::Hour, 1, &people(5))]);
    let names =
        |from: &str, to: &str| shifts(&rotation, utc(from), utc(to)).unwrap().iter().map(who).collect::<String>();
    let all = names("2020-03-08T00:00:00Z", "2020-03-09T00:00:00Z");
    let first = PEOPLE.iter().position(|p| all.starts_with(p)).unwrap();
    let expected: String = (0..24).map(|turn| PEOPLE[(first + turn) % 5]).collect();
    assert_eq!(all, expected, "nobody loses a turn, nobody gets two");
    assert_eq!(names("2020-03-08T12:00:00Z", "2020-03-09T00:00:00Z"), all[12..]);
}

#[test]
fn r4_weekly_rules() {
    let on = |hours: ActiveHours, at: &str| {
        let mut main = layer("2017-07-01T00:00", TurnUnit::Week, 1, &[&["A"]]);
        main.active = vec![hours];
        let (shift, _) = on_call_at(&rotation("UTC", vec![main]), utc(at)).unwrap();
        assert!(!is_gap(&shift), "out of hours is no gap");
        !shift.people.is_empty()
    };
    let monday = || active(&[1], "08:00", "20:00");
    assert!(on(monday(), "2017-07-24T08:00:00Z"));
    assert!(!on(monday(), "2017-07-24T20:00:00Z"));
    assert!(!on(monday(), "2017-07-25T12:00:00Z"));
    let overnight = || active(&[1], "20:00", "08:00");
    assert!(on(overnight(), "2017-07-25T07:00:00Z"));
    assert!(!on(overnight(), "2017-07-25T08:00:00Z"));
    assert!(!on(overnight(), "2017-07-24T09:00:00Z"));
    let whole = || active(&[1, 2, 3, 4, 5], "08:00", "08:00");
    assert!(!on(whole(), "2017-07-24T07:00:00Z"));
    for hour in ["2017-07-24T08:00:00Z", "2017-07-26T07:59:00Z", "2017-07-29T07:00:00Z"] {
        assert!(on(whole(), hour));
    }
    assert!(!on(whole(), "2017-07-29T08:00:00Z"));
    let nights = || active(&[1, 2, 3, 4, 5], "20:00", "08:00");
    assert!(on(nights(), "2017-07-29T07:00:00Z"));
    assert!(!on(nights(), "2017-07-30T20:00:00Z"));
}

fn day(text: &str) -> UtcTime {
    utc(&format!("2024-08-01T{text}:00Z"))
}

fn spans(list: &[Shift]) -> Vec<(String, String)> {
    list.iter().map(|shift| (shift.from.0.strftime("%H:%M").to_string(), who(shift))).collect()
}

fn told(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(at, who)| ((*at).into(), (*who).into())).collect()
}

#[test]
fn r5_overrides_replace_add_remove_and_hold() {
    let base = || {
        let mut main = layer("2024-07-01T00:00", TurnUnit::Week, 1, &[&["foobar"]]);
        main.active = vec![active(&[1, 2, 3, 4, 5, 6, 7], "08:00", "10:00")];
        rotation("UTC", vec![main])
    };
    let with = |list: &[(&[&str], &str, &str)]| {
        let mut rotation = base();
        rotation.overrides = list
            .iter()
            .map(|(people, from, to)| Override {
                people: people.iter().map(|id| PersonId::from(*id)).collect(),
                from: day(from),
                to: day(to),
                reason: String::new(),
            })
            .collect();
        shifts(&rotation, day("08:00"), day("09:00")).unwrap()
    };
    let replaced = with(&[(&["binbaz"], "08:30", "08:45")]);
    assert_eq!(spans(&replaced), told(&[("08:00", "foobar"), ("08:30", "binbaz"), ("08:45", "foobar")]));
    assert_eq!(replaced.last().unwrap().to, day("09:00"), "cut at the end of the query");
    let added = with(&[(&["foobar", "+"], "08:30", "08:45")]);
    assert_eq!(spans(&added), told(&[("08:00", "foobar"), ("08:30", "foobar+"), ("08:45", "foobar")]));
    let removed = with(&[(&[], "08:30", "08:45")]);
    assert_eq!(spans(&removed), told(&[("08:00", "foobar"), ("08:30", "-"), ("08:45", "foobar")]));
    assert!(is_gap(&removed[1]) && gap_minutes(&removed) == 15);
    let temporary = with(&[(&[], "08:15", "08:45"), (&["baz"], "08:25", "08:35")]);
    assert_eq!(
        spans(&temporary),
        told(&[("08:00", "foobar"), ("08:15", "-"), ("08:25", "baz"), ("08:35", "-"), ("08:45", "foobar")])
    );
    let history = with(&[(&["foobar"], "07:00", "08:00")]);
    assert_eq!(spans(&history), told(&[("08:00", "foobar")]));
}

/// Days on which each is on call, as `02 A, 09 B`.
fn days(main: Layer, from: &str, to: &str) -> String {
    let rotation = rotation("UTC", vec![main]);
    let list = shifts(&rotation, utc(&format!("{from}T00:00:00Z")), utc(&format!("{to}T00:00:00Z"))).unwrap();
    let mut days = Vec::new();
    for shift in list.iter().filter(|shift| !shift.people.is_empty()) {
        let mut at = shift.from.second();
        while at < shift.to.second() {
            days.push(format!("{} {}", UtcTime::from_second(at).0.strftime("%d"), who(shift)));
            at += 86_400;
        }
    }
    days.join(", ")
}

fn on_days(start: &str, unit: TurnUnit, length: u32, weekdays: &[u8], turns: &[&[&str]]) -> Layer {
    let mut main = layer(start, unit, length, turns);
    main.advance = Advance::ActiveDays;
    main.active = vec![active(weekdays, "00:00", "00:00")];
    main
}

#[test]
fn r6_active_day_rotations() {
    use TurnUnit::{Day, Month, Week};
    const WORK: [u8; 5] = [1, 2, 3, 4, 5];
    let friday = on_days("2024-08-01T00:00", Day, 1, &[5], &people(3));
    assert_eq!(days(friday, "2024-08-01", "2024-08-18"), "02 A, 09 B, 16 C");
    let work = on_days("2024-08-08T00:00", Day, 1, &WORK, &people(5));
    assert_eq!(days(work, "2024-08-08", "2024-08-16"), "08 A, 09 B, 12 C, 13 D, 14 E, 15 A");
    let twos = on_days("2024-08-05T00:00", Day, 2, &WORK, &people(4));
    assert_eq!(days(twos, "2024-08-05", "2024-08-17"), "05 A, 06 A, 07 B, 08 B, 09 C, 12 C, 13 D, 14 D, 15 A, 16 A");
    let weekend = on_days("2024-08-01T00:00", Day, 1, &[6, 7], &people(3));
    assert_eq!(days(weekend, "2024-08-01", "2024-08-18"), "03 A, 04 B, 10 C, 11 A, 17 B");
    // Every second week: the weeks between are turns of nobody.
    let second = on_days("2024-08-01T00:00", Week, 1, &[6, 7], &[&["A"], &[], &["B"], &[]]);
    assert_eq!(days(second, "2024-08-01", "2024-08-19"), "03 A, 04 A, 17 B, 18 B");
    let groups = on_days("2024-08-05T00:00", Day, 1, &[1, 2, 3, 4, 5, 6, 7], &[&["A", "B"], &["C"]]);
    assert_eq!(days(groups, "2024-08-05", "2024-08-09"), "05 AB, 06 C, 07 AB, 08 C");
    let weekly = on_days("2024-08-08T00:00", Week, 1, &WORK, &people(3));
    assert_eq!(days(weekly, "2024-08-08", "2024-08-17"), "08 A, 09 A, 12 B, 13 B, 14 B, 15 B, 16 B");
    let monthly = on_days("2024-08-29T00:00", Month, 1, &WORK, &people(3));
    assert_eq!(days(monthly, "2024-08-29", "2024-09-04"), "29 A, 30 A, 02 B, 03 B");
}

#[test]
fn r7_layers_by_priority() {
    let at = |name: &str, from: &str, to: &str, priority: i32| {
        let mut one = layer("2024-08-01T00:00", TurnUnit::Week, 1, &[&[name]]);
        one.name = name.into();
        one.active = vec![active(&[4], from, to)];
        one.priority = priority;
        one
    };
    let list = |layers: Vec<Layer>| {
        let all = shifts(&rotation("UTC", layers), day("10:00"), day("20:00")).unwrap();
        spans(&all)
    };
    let first = list(vec![at("A", "10:00", "20:00", 1), at("B", "12:00", "16:00", 1), at("C", "15:00", "18:00", 2)]);
    assert_eq!(first, told(&[("10:00", "A"), ("12:00", "AB"), ("15:00", "C"), ("18:00", "A")]));
    let second = list(vec![at("A", "10:00", "20:00", 1), at("B", "10:00", "20:00", 1), at("C", "10:00", "13:00", 2)]);
    assert_eq!(second, told(&[("10:00", "C"), ("13:00", "AB")]));
    let mut third = rotation("UTC", vec![at("A", "10:00", "15:00", 0)]);
    third.overrides =
        vec![Override { people: vec!["X".into()], from: day("10:00"), to: day("14:00"), reason: String::new() }];
    assert_eq!(spans(&shifts(&third, day("10:00"), day("15:00")).unwrap()), told(&[("10:00", "X"), ("14:00", "A")]));
}

#[test]
fn r10_starvation() {
    let business = |count: usize| {
        let mut main = layer("2026-08-31T09:00", TurnUnit::Day, 1, &people(count));
        main.active = vec![active(&[1, 2, 3, 4, 5], "09:00", "17:00")];
        rotation("Europe/London", vec![main])
    };
    assert_eq!(starved(&business(14)).unwrap().len(), 4);
    assert_eq!(starved(&business(7)).unwrap().len(), 2);
    assert!(starved(&business(5)).unwrap().is_empty());
    let mut mended = business(14);
    mended.layers[0].advance = Advance::ActiveDays;
    assert!(starved(&mended).unwrap().is_empty());
    let mut shadowed = business(5);
    let mut above = layer("2026-08-31T09:00", TurnUnit::Week, 1, &[&["N"]]);
    above.priority = 5;
    shadowed.layers.push(above);
    assert_eq!(starved(&shadowed).unwrap().len(), 5, "a layer that never rests stands above them");
}

#[test]
fn starvation_is_what_a_long_expansion_shows() {
    for count in [3, 5, 7, 14] {
        let mut main = layer("2026-01-05T00:00", TurnUnit::Day, 1, &people(count));
        main.active = vec![active(&[1, 2, 3, 4, 5], "09:00", "17:00")];
        let rotation = rotation("UTC", vec![main]);
        let list = shifts(&rotation, utc("2026-01-05T00:00:00Z"), utc("2026-07-05T00:00:00Z")).unwrap();
        let never: Vec<PersonId> = PEOPLE[..count]
            .iter()
            .map(|name| PersonId::from(*name))
            .filter(|person| list.iter().all(|shift| !shift.people.contains(person)))
            .collect();
        assert_eq!(starved(&rotation).unwrap(), never);
    }
}

#[test]
fn the_rule_stands_in_words_and_bad_rules_are_refused() {
    let mut main = layer("2026-08-31T09:00", TurnUnit::Week, 1, &people(5));
    main.active = vec![active(&[1, 2, 3, 4, 5], "09:00", "17:00")];
    let good = rotation("Europe/London", vec![main.clone()]);
    assert_eq!(
        rule_in_words(&good),
        "weekly turns among 5 from 2026-08-31 09:00, Mon–Fri 09:00–17:00, a turn passes with calendar time; times in Europe/London"
    );
    let broken = |change: &dyn Fn(&mut Rotation)| {
        let mut rotation = good.clone();
        change(&mut rotation);
        validate(&rotation).unwrap_err().to_string()
    };
    assert!(broken(&|r| r.zone = "Mars/Olympus".into()).contains("Mars/Olympus"));
    assert!(broken(&|r| r.layers[0].start = "soon".into()).contains("soon"));
    assert!(broken(&|r| r.layers[0].length = 0).contains("at least one"));
    assert!(broken(&|r| r.layers[0].active[0].weekdays = vec![8]).contains("weekday 8"));
    assert!(broken(&|r| r.layers[0].active[0].to = "25:00".into()).contains("25:00"));
    let now = on_call_at(&good, utc("2026-09-07T10:00:00Z")).unwrap();
    assert_eq!((who(&now.0), now.0.to), ("B".into(), utc("2026-09-07T16:00:00Z")));
    assert!(now.1.unwrap().people.is_empty(), "out of hours comes next");
}

fn any_rotation() -> impl Strategy<Value = Rotation> {
    let unit = prop::sample::select(vec![TurnUnit::Hour, TurnUnit::Day, TurnUnit::Week, TurnUnit::Month]);
    let zone_name = prop::sample::select(vec![CHICAGO, LORD_HOWE, "UTC", "Europe/London", "Pacific/Apia"]);
    let hours = prop::collection::vec((prop::collection::vec(1u8..=7, 0..5), 0u8..24, 0u8..24), 0..3);
    let one = (
        unit,
        1u32..4,
        0usize..6,
        hours,
        any::<bool>(),
        0i32..3,
        1u8..28,
        0u8..24,
        prop::sample::select(vec![0u8, 15, 30]),
    );
    let over = prop::collection::vec((0i64..4_000, 1i64..500, 0usize..3), 0..4);
    (zone_name, prop::collection::vec(one, 0..3), over).prop_map(|(zone_name, layers, overrides)| {
        let layers = layers
            .into_iter()
            .map(|(unit, length, count, hours, days, priority, day, hour, minute)| {
                let mut main = layer(&format!("2020-02-{day:02}T{hour:02}:{minute:02}"), unit, length, &people(count));
                main.priority = priority;
                main.active = hours
                    .iter()
                    .map(|(days, from, to)| active(days, &format!("{from:02}:00"), &format!("{to:02}:30")))
                    .collect();
                if days && unit != TurnUnit::Hour {
                    main.advance = Advance::ActiveDays;
                }
                main
            })
            .collect();
        let mut rotation = rotation(zone_name, layers);
        let base = utc("2020-03-01T00:00:00Z").second();
        rotation.overrides = overrides
            .into_iter()
            .map(|(from, hours, count)| Override {
                people: PEOPLE[..count].iter().map(|name| PersonId::from(*name)).collect(),
                from: UtcTime::from_second(base + from * 3_600),
                to: UtcTime::from_second(base + (from + hours) * 3_600),
                reason: String::new(),
            })
            .collect();
        rotation
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// R8: who is on call does not depend on where a query starts, and split spans give the same as the whole.
    #[test]
    fn r8_the_window_does_not_matter(rotation in any_rotation(), from in 0i64..6_000, first in 1i64..700, second in 1i64..700) {
        let base = utc("2020-02-20T00:00:00Z").second();
        let at = |hours: i64| UtcTime::from_second(base + hours * 3_600);
        let whole = shifts(&rotation, at(from), at(from + first + second)).unwrap();
        prop_assert_eq!(whole.first().unwrap().from, at(from));
        prop_assert_eq!(whole.last().unwrap().to, at(from + first + second));
        prop_assert!(whole.iter().all(|shift| shift.from < shift.to));
        for pair in whole.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
            prop_assert!(pair[0].people != pair[1].people || pair[0].by != pair[1].by);
        }
        let mut split = shifts(&rotation, at(from), at(from + first)).unwrap();
        for shift in shifts(&rotation, at(from + first), at(from + first + second)).unwrap() {
            match split.last_mut() {
                Some(last) if last.people == shift.people && last.by == shift.by => last.to = shift.to,
                _ => split.push(shift),
            }
        }
        prop_assert_eq!(&split, &whole);
        let _ = (starved(&rotation).unwrap(), rule_in_words(&rotation));
        let (now, _) = on_call_at(&rotation, at(from)).unwrap();
        prop_assert_eq!(&now.people, &whole.first().unwrap().people);
        prop_assert!(now.from <= at(from) && at(from) < now.to);
    }

    #[test]
    fn round_the_clock_has_no_gap_and_keeps_the_order(count in 2usize..8, length in 1u32..4, day in prop::bool::ANY, from in 0i64..8_000) {
        let unit = if day { TurnUnit::Day } else { TurnUnit::Hour };
        for zone_name in [CHICAGO, LORD_HOWE] {
            let rotation = rotation(zone_name, vec![layer("2020-01-01T02:00", unit, length, &people(count))]);
            let base = utc("2020-01-10T00:00:00Z").second() + from * 3_600;
            let list = shifts(&rotation, UtcTime::from_second(base), UtcTime::from_second(base + 400 * 3_600)).unwrap();
            for pair in list.windows(2) {
                let place = |shift: &Shift| PEOPLE.iter().position(|name| who(shift) == *name).unwrap();
                prop_assert_eq!((place(&pair[0]) + 1) % count, place(&pair[1]));
            }
        }
    }

    #[test]
    fn no_text_in_a_rule_panics(start in ".{0,20}", end in ".{0,20}", from in ".{0,8}", zone_name in ".{0,12}", day in any::<u8>(), length in any::<u32>(), at in any::<i64>()) {
        let mut main = layer(&start, TurnUnit::Month, length, &people(2));
        main.end = Some(end);
        main.active = vec![active(&[day], &from, "12:00")];
        let _ = validate(&rotation(&zone_name, vec![main.clone()]));
        main.start = "2020-01-31T10:00".into();
        main.end = None;
        main.active.clear();
        let far = rotation("Europe/London", vec![main]);
        let _ = (shifts(&far, UtcTime::from_second(at), UtcTime::from_second(at.saturating_add(1_000_000))), on_call_at(&far, UtcTime::from_second(at)));
    }
}
