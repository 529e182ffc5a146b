//! Conformance vectors of the objectives fact sheet, sections 2.4, 3 and 4, by their names there.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test when a vector is written wrongly")]

use gemba_engine::budget::{self, Insufficiency, evaluate, previous_windows, window_bounds};
use gemba_engine::burn::{self, Pair, detect, detect_pairs, firing_at, pairs};
use gemba_engine::counts::{CountSource, Series};
use gemba_engine::outlook::outlook;
use gemba_engine::ratio::{self, Ratio};
use gemba_model::view::Outlook;
use gemba_model::{
    AlertTier, BudgetWindow, BudgetingMethod, CalendarUnit, MinuteCount, Objective, Sli, SliSource, Source, UtcTime,
};
use proptest::prelude::*;

const DAY: i64 = 1_440;
const NOW: i64 = 29_000_000;

fn number(text: &str) -> Ratio {
    match text.split_once('/') {
        Some((part, of)) => number(part) / number(of),
        None => ratio::from_decimal(text.parse().unwrap()),
    }
}

fn objective(target: &str, minutes: u32) -> Objective {
    Objective {
        id: "o".into(),
        name: "o".into(),
        service: None,
        journey: None,
        sli: Sli { id: "o".into(), name: "o".into(), source: SliSource::Counts },
        target: target.parse().unwrap(),
        window: BudgetWindow::Rolling { minutes },
        method: BudgetingMethod::Occurrences,
        min_events: 1,
        policy: String::new(),
        source: Source::default(),
        extra: Default::default(),
    }
}

fn slices(mut objective: Objective, target: &str, minutes: u32) -> Objective {
    objective.method = BudgetingMethod::Timeslices { slice_target: target.parse().unwrap(), slice_minutes: minutes };
    objective
}

fn count(minute: i64, good: u64, total: u64) -> MinuteCount {
    MinuteCount { minute, good, total }
}

/// One event a minute over `from..to`, bad where told.
fn steady(from: i64, to: i64, each: u64, bad: impl Fn(i64) -> u64) -> Series {
    Series::new((from..to).map(|minute| count(minute, each - bad(minute), each)))
}

fn at(minute: i64) -> UtcTime {
    UtcTime::from_minute(minute)
}

fn utc(text: &str) -> UtcTime {
    UtcTime(text.parse().unwrap())
}

fn rounded(value: &Ratio, places: u32) -> String {
    ratio::to_decimal_text(value, places)
}

#[test]
fn b1_b2_b3_b8_budgets_of_time_slices() {
    let consumed = |objective: Objective, days: i64, bad: i64, slice: i64| {
        let from = NOW - days * DAY;
        let series = steady(from, NOW, 1, |minute| u64::from((minute - from) / slice < bad));
        evaluate(&objective, &series, at(NOW)).unwrap()
    };
    // The instant lies on a whole slice, so that every slice of the window is whole.
    assert_eq!(NOW % 5, 0);
    let b1 = consumed(slices(objective("0.999", 43_200), "0.5", 1), 30, 43, 1);
    assert_eq!((b1.consumed, b1.total), (number("43/43.2"), 43_200));
    let b2 = consumed(slices(objective("0.9995", 10_080), "0.5", 1), 7, 5, 1);
    assert_eq!(b2.consumed, number("5/5.04"));
    let b3 = consumed(slices(objective("0.95", 20_160), "0.5", 1), 14, 1_008, 1);
    assert_eq!((b3.consumed, b3.remaining), (number("1"), number("0")));
    let b8 = consumed(slices(objective("0.99", 10_080), "1", 5), 7, 10, 5);
    assert_eq!((b8.consumed, b8.total, b8.empty_slices), (number("10/20.16"), 2_016, 0));
}

#[test]
fn b5_rolling_and_b6_calendar() {
    let b5 = evaluate(&objective("0.95", 43_200), &Series::new([count(NOW - 1, 97, 100)]), at(NOW)).unwrap();
    assert_eq!((b5.consumed.clone(), b5.remaining.clone()), (number("0.6"), number("0.4")));
    assert_eq!(ratio::to_text(&b5.sli.clone().unwrap()), "97/100");
    assert_eq!((b5.units_left(), b5.consumed_of_period), (number("2"), None));
    let mut week = objective("0.95", 1);
    week.window = BudgetWindow::Calendar {
        count: 1,
        unit: CalendarUnit::Week,
        start: "2026-11-09T00:00".into(),
        zone: "UTC".into(),
    };
    let now = utc("2026-11-18T00:00:00Z");
    let b6 = evaluate(&week, &Series::new([count(now.minute() - 60, 97, 100)]), now).unwrap();
    assert_eq!(b6.consumed, number("0.6"));
    assert_eq!(rounded(&b6.consumed_of_period.unwrap(), 6), "0.171429");
}

#[test]
fn b7_burn_rates_and_the_convention_for_nothing() {
    let burn = |good: u64, total: u64| {
        let counts = (total > 0).then(|| count(NOW - 1, good, total));
        evaluate(&objective("0.999", 43_200), &Series::new(counts), at(NOW)).unwrap()
    };
    let rate = |good, total| burn(good, total).burn("1h").unwrap().rate.clone();
    assert_eq!(rate(999, 1_000), number("1"));
    assert_eq!(rounded(&rate(770, 777), 6), "9.009009");
    assert_eq!(rate(0, 100), number("1000"));
    let nothing = burn(0, 0);
    assert_eq!((nothing.consumed.clone(), nothing.remaining.clone()), (number("0"), number("1")));
    assert_eq!(nothing.burn("1h").unwrap().rate, number("0"));
    assert!(!nothing.is_measured() && nothing.sli.is_none());
    assert_eq!(nothing.insufficient, [Insufficiency::NoEvents]);
    assert!(matches!(
        outlook(&objective("0.999", 43_200), &Series::default(), &nothing, at(NOW)),
        Outlook::NotMeasured { .. }
    ));
}

#[test]
fn b9_calendar_months_and_time_changes() {
    let window = |count, unit, start: &str, zone: &str| BudgetWindow::Calendar {
        count,
        unit,
        start: start.into(),
        zone: zone.into(),
    };
    let bounds = |window: &BudgetWindow, now: &str| {
        let (from, to) = window_bounds(window, utc(now)).unwrap();
        (at(from).to_string(), at(to).to_string())
    };
    let month = window(1, CalendarUnit::Month, "2022-01-01T00:00", "UTC");
    assert_eq!(bounds(&month, "2022-10-24T12:00:00Z"), ("2022-10-01T00:00:00Z".into(), "2022-11-01T00:00:00Z".into()));
    let london = window(1, CalendarUnit::Week, "2026-01-05T00:00", "Europe/London");
    let (from, to) = window_bounds(&london, utc("2026-03-28T12:00:00Z")).unwrap();
    assert_eq!(to - from, 7 * DAY - 60, "the week in which clocks go forward is an hour shorter");
    assert_eq!(bounds(&london, "2026-06-30T23:30:00Z").0, "2026-06-28T23:00:00Z");
    let end = window(1, CalendarUnit::Month, "2026-01-31T09:00", "UTC");
    assert_eq!(bounds(&end, "2026-03-01T00:00:00Z"), ("2026-02-28T09:00:00Z".into(), "2026-03-31T09:00:00Z".into()));
    let before = window(4, CalendarUnit::Week, "2026-11-09T00:00", "UTC");
    assert_eq!(bounds(&before, "2026-11-08T23:59:00Z").1, "2026-11-09T00:00:00Z");
    let quarters = window(1, CalendarUnit::Quarter, "2026-01-01T00:00", "UTC");
    let past = previous_windows(&quarters, utc("2026-11-22T00:00:00Z"), 2).unwrap();
    assert_eq!(
        past.iter().map(|(from, _)| at(*from).to_string()[..10].to_owned()).collect::<Vec<_>>(),
        ["2026-07-01", "2026-04-01"]
    );
    let rolling = previous_windows(&BudgetWindow::Rolling { minutes: 60 }, at(NOW), 2).unwrap();
    assert_eq!(rolling, [(NOW - 120, NOW - 60), (NOW - 180, NOW - 120)]);
    for bad in [
        window(0, CalendarUnit::Day, "2026-01-01", "UTC"),
        window(1, CalendarUnit::Day, "x", "UTC"),
        window(1, CalendarUnit::Day, "2026-01-01", "x"),
    ] {
        assert!(window_bounds(&bad, at(NOW)).is_err());
    }
}

#[test]
fn b11_b12_totals_not_averages_of_buckets() {
    let mut minutes = vec![count(NOW - 60, 20, 120)];
    minutes.push(count(NOW - 5_000, 90_000 - 120, 90_000 - 120));
    let b11 = evaluate(&objective("0.95", 43_200), &Series::new(minutes), at(NOW)).unwrap();
    assert_eq!(b11.consumed, number("100/4500"));
    let from = NOW - 43_200;
    let buckets = (0..8_639).map(|bucket| count(from + bucket * 5, 1_000, 1_000)).chain([count(NOW - 5, 0, 1)]);
    let b12 = evaluate(&objective("0.999", 43_200), &Series::new(buckets), at(NOW)).unwrap();
    assert_eq!(rounded(&(b12.consumed * number("100")), 7), "0.0115754");
}

#[test]
fn ratio_time_slices_weigh_every_slice_the_same() {
    let mut mean = objective("0.9", 10);
    mean.method = BudgetingMethod::RatioTimeslices { slice_minutes: 5 };
    let series = Series::new([count(NOW - 10, 0, 1), count(NOW - 3, 1_000, 1_000)]);
    let found = evaluate(&mean, &series, at(NOW)).unwrap();
    assert_eq!((found.sli, found.good, found.total), (Some(number("0.5")), number("1"), 2));
    assert_eq!(found.remaining, number("-4"), "never clamped");
}

#[test]
fn what_is_thin_is_said() {
    let mut few = objective("0.99", 1_440);
    few.min_events = 100;
    let found = evaluate(&few, &Series::new([count(NOW - 100, 9, 10)]), at(NOW)).unwrap();
    assert_eq!(
        found.insufficient,
        [Insufficiency::ShortHistory { have: 100, want: 1_440 }, Insufficiency::FewEvents { events: 10, least: 100 }]
    );
    assert_eq!(found.insufficient[0].words(), "history is shorter than the window: 100 minutes of 24 hours");
    assert_eq!(found.consumed, number("10"), "the flag stands beside the number, not instead of it");
    for target in ["0", "1", "1.5", "-0.1"] {
        assert!(evaluate(&objective(target, 60), &Series::default(), at(NOW)).is_err());
    }
    assert!(evaluate(&slices(objective("0.9", 60), "1", 0), &Series::default(), at(NOW)).is_err());
    assert!(evaluate(&objective("0.9", 0), &Series::default(), at(NOW)).is_err());
}

#[test]
fn the_four_pairs_of_two_periods() {
    let budget = number("0.001");
    let month = pairs(43_200);
    let list = |pairs: &[Pair]| pairs.iter().map(|pair| rounded(&pair.threshold, 5)).collect::<Vec<_>>();
    assert_eq!(list(&month), ["14.40000", "6.00000", "3.00000", "1.00000"]);
    assert_eq!(list(&pairs(28 * 1_440)), ["13.44000", "5.60000", "2.80000", "0.93333"]);
    assert_eq!(month.iter().map(Pair::name).collect::<Vec<_>>(), ["1h/5m", "6h/30m", "1d/2h", "3d/6h"]);
    let window = BudgetWindow::Rolling { minutes: 43_200 };
    let seconds = |pair: &Pair, errors: &str| {
        burn::seconds_to_fire(pair.long, &pair.threshold, &budget, &number(errors)).map(|s| rounded(&s, 2)).unwrap()
    };
    let clear =
        |pair: &Pair| rounded(&(burn::seconds_to_clear(pair, &budget, &number("1")).unwrap() / number("60")), 3);
    for (pair, fires, tenth, clears, hours) in [
        (&month[0], "51.84", "518.40", "4.928", "50"),
        (&month[1], "129.60", "1296.00", "29.820", "120"),
        (&month[2], "259.20", "2592.00", "119.640", "240"),
        (&month[3], "259.20", "2592.00", "359.640", "720"),
    ] {
        assert_eq!(
            (seconds(pair, "1"), seconds(pair, "0.1"), clear(pair)),
            (fires.into(), tenth.into(), clears.into())
        );
        assert_eq!(burn::hours_to_exhaustion(&window, &pair.threshold), Some(number(hours)));
        assert_eq!(&pair.threshold * number(&format!("{}/43200", pair.long)), pair.consumes);
    }
}

#[test]
fn a1_to_a7_alerting() {
    let budget = number("0.001");
    let seconds =
        |minutes: u32, k: &str, e: &str| burn::seconds_to_fire(minutes, &number(k), &budget, &number(e)).unwrap();
    assert_eq!(seconds(10, "1", "1"), number("0.6"));
    assert_eq!(seconds(36 * 60, "1", "1"), number("129.6"));
    let outage = steady(NOW - 43_200, NOW, 10, |minute| if minute >= NOW - 60 { 10 } else { 0 });
    let a3 = evaluate(&objective("0.999", 43_200), &outage, at(NOW)).unwrap();
    assert_eq!(rounded(&(a3.consumed * number("100")), 3), "138.889");
    assert_eq!(Pair::new(60, 5, number("0.05"), AlertTier::Page, 43_200).threshold, number("36"));
    assert_eq!(seconds(60, "14.4", "0.15") / number("60"), number("5.76"));
    assert_eq!(
        burn::seconds_to_clear(&pairs(43_200)[0], &budget, &number("0.15")).unwrap() / number("60"),
        number("4.52")
    );
    let a7 = evaluate(&objective("0.9", 43_200), &outage, at(NOW)).unwrap();
    assert_eq!(rounded(&(a7.consumed * number("100")), 5), "1.38889");
    let (usable, refused) = burn::usable_pairs(&objective("0.9", 43_200)).unwrap();
    assert_eq!(usable.len(), 3);
    assert_eq!(
        refused,
        ["1h/5m: with this target the burn rate can never exceed 10.0, so a threshold of 14.4 cannot fire"]
    );
}

#[test]
fn a5_fires_in_the_sixth_minute_and_clears_in_the_fifth_after() {
    let begin = NOW - 3 * DAY;
    let series =
        steady(NOW - 40 * DAY, NOW, 1_000, |minute| if (begin..begin + 10).contains(&minute) { 150 } else { 0 });
    let target = objective("0.999", 43_200);
    let alerts = detect_pairs(&target, &pairs(43_200)[..1], &series, NOW - 10 * DAY, NOW).unwrap();
    assert_eq!(
        alerts.iter().map(|alert| (alert.starts, alert.ends)).collect::<Vec<_>>(),
        [(begin + 6, Some(begin + 15))]
    );
    assert_eq!(alerts[0].burn, number("15"));
    assert!(alerts[0].budget_remaining > number("0.97") && alerts[0].budget_remaining < number("1"));
}

#[test]
fn lower_tiers_are_silent_for_the_same_event_and_speak_up_for_what_goes_on() {
    let begin = NOW - 8 * DAY;
    let target = objective("0.999", 43_200);
    let outage =
        steady(NOW - 40 * DAY, NOW, 1_000, |minute| if (begin..begin + 30).contains(&minute) { 1_000 } else { 0 });
    let alerts = detect(&target, &outage, NOW - 10 * DAY, NOW).unwrap();
    assert_eq!(alerts.iter().map(|alert| alert.pair.name()).collect::<Vec<_>>(), ["1h/5m"]);
    let slow = steady(NOW - 40 * DAY, NOW, 1_000, |minute| match minute - begin {
        0..30 => 1_000,
        30..4_000 => 4,
        _ => 0,
    });
    let alerts = detect(&target, &slow, NOW - 10 * DAY, NOW).unwrap();
    let tiers: Vec<_> = alerts.iter().map(|alert| alert.pair.tier).collect();
    assert!(tiers.contains(&AlertTier::Ticket), "four times the budget for days is not silent: {tiers:?}");
    assert_eq!(alerts[0].pair.name(), "1h/5m");
}

#[test]
fn published_mistakes_are_refused_or_not_made() {
    let swapped = Pair::new(5, 60, number("0.02"), AlertTier::Page, 43_200);
    assert!(swapped.check(&number("0.999"), 43_200).unwrap_err().contains("swapped"));
    assert!(Pair::new(60, 0, number("0.02"), AlertTier::Page, 43_200).check(&number("0.999"), 43_200).is_err());
    assert!(pairs(1_440)[3].check(&number("0.999"), 1_440).unwrap_err().contains("longer than"));
    let month = BudgetWindow::Rolling { minutes: 43_200 };
    assert_ne!(burn::hours_to_exhaustion(&month, &number("14.4")), Some(number("2")), "50 hours, not two");
    // slo-generator rounds before it compares, so that 9.04 would not exceed 9.
    let series = Series::new([count(NOW - 1, 99_096, 100_000)]);
    let pair = Pair { threshold: number("9"), ..pairs(43_200)[0].clone() };
    assert_eq!(firing_at(&objective("0.999", 43_200), &[pair], &series, NOW).unwrap(), [true]);
    // service-level-operator compares with (1 - target) × 0.02 and fires at a burn of 0.02.
    let calm = Series::new([count(NOW - 1, 99_997, 100_000)]);
    assert_eq!(firing_at(&objective("0.999", 43_200), &pairs(43_200), &calm, NOW).unwrap(), [false; 4]);
}

#[test]
fn few_events_do_not_page() {
    let mut target = objective("0.999", 43_200);
    let series = Series::new([count(NOW - 40 * DAY, 1, 1), count(NOW - 3, 0, 1)]);
    assert!(!detect(&target, &series, NOW - DAY, NOW).unwrap().is_empty());
    target.min_events = 20;
    assert!(detect(&target, &series, NOW - DAY, NOW).unwrap().is_empty());
}

#[test]
fn outlooks() {
    let target = objective("0.999", 43_200);
    let told = |series: &Series| {
        let evaluation = evaluate(&target, series, at(NOW)).unwrap();
        outlook(&target, series, &evaluation, at(NOW))
    };
    assert_eq!(told(&steady(NOW - 43_200, NOW, 1_000, |_| 0)), Outlook::Lasts);
    let spent =
        steady(NOW - 50 * DAY, NOW, 1_000, |minute| if (NOW - 100..NOW - 40).contains(&minute) { 1_000 } else { 0 });
    // 43.2 minutes of outage spend it, so it is spent in the 44th.
    assert_eq!(told(&spent), Outlook::Exhausted { since: at(NOW - 100 + 44) });
    let burning = steady(NOW - 50 * DAY, NOW, 1_000, |minute| if minute >= NOW - 2 * DAY { 4 } else { 0 });
    match told(&burning) {
        Outlook::Exhausts { earliest, latest } => {
            // 2 days at 4 spend 8 of 30; the rest lasts 22 / 4 days more.
            assert!((earliest.minute() - NOW - 7_920).abs() <= 60, "{}", earliest.minute() - NOW);
            assert!(latest.is_some_and(|latest| latest > earliest));
        }
        other => panic!("{other:?}"),
    }
}

fn series() -> impl Strategy<Value = Series> {
    prop::collection::vec((0i64..6_000, 0u64..50, 0u64..20), 0..200).prop_map(|list| {
        let burst = list.iter().flat_map(|(minute, good, bad)| {
            (0..20).map(move |step| count(NOW - 6_000 + minute + step, *good, good + bad))
        });
        Series::new(burst.collect::<Vec<_>>())
    })
}

fn method() -> impl Strategy<Value = BudgetingMethod> {
    prop_oneof![
        Just(BudgetingMethod::Occurrences),
        Just(BudgetingMethod::Timeslices { slice_target: "0.9".parse().unwrap(), slice_minutes: 7 }),
        Just(BudgetingMethod::RatioTimeslices { slice_minutes: 5 }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn detection_does_not_depend_on_where_it_starts(series in series(), method in method(), cut in 0i64..6_000, least in 0u64..50) {
        let mut target = objective("0.97", 43_200);
        target.method = method;
        target.min_events = least;
        let whole = detect(&target, &series, NOW - 7_000, NOW).unwrap();
        let middle = NOW - cut;
        let late = detect(&target, &series, middle, NOW).unwrap();
        let expected: Vec<_> = whole.iter().filter(|alert| alert.ends.is_none_or(|ends| ends > middle + 1)).cloned().collect();
        prop_assert_eq!(late, expected);
        let early = detect(&target, &series, NOW - 7_000, middle).unwrap();
        let started: Vec<_> = whole.iter().filter(|alert| alert.starts <= middle).map(|a| (a.starts, a.pair.long)).collect();
        prop_assert_eq!(early.iter().map(|a| (a.starts, a.pair.long)).collect::<Vec<_>>(), started);
        for alert in &whole {
            let all = pairs(43_200);
            let firing = firing_at(&target, &all, &series, alert.starts).unwrap();
            let place = all.iter().position(|pair| pair.long == alert.pair.long).unwrap();
            prop_assert!(firing[place]);
            prop_assert!(!firing[..place].contains(&true), "a louder pair fires");
            prop_assert!(alert.burn >= alert.pair.threshold);
        }
    }

    #[test]
    fn an_evaluation_adds_up(series in series(), method in method(), back in 0i64..5_000, minutes in 1u32..50_000) {
        let mut target = objective("0.97", minutes);
        target.method = method;
        let found = evaluate(&target, &series, at(NOW - back)).unwrap();
        prop_assert_eq!(&found.consumed + &found.remaining, number("1"));
        prop_assert_eq!(found.counts, series.sum(found.from, found.to));
        prop_assert_eq!(found.to - found.from, i64::from(minutes));
        if let Some(sli) = &found.sli {
            prop_assert!(*sli >= number("0") && *sli <= number("1"));
            prop_assert_eq!((number("1") - sli) / number("0.03"), found.consumed.clone());
        }
        let _ = outlook(&target, &series, &found, at(NOW - back));
    }

    #[test]
    fn every_instant_lies_in_its_calendar_window(
        count in 1u32..5, unit in 0usize..5, month in 1u8..=12, day in 1u8..=28, hour in 0u8..24, second in -2_000_000_000i64..4_000_000_000,
        zone_name in prop::sample::select(vec!["UTC", "Europe/London", "America/Chicago", "Australia/Lord_Howe", "Pacific/Apia"]),
    ) {
        let units = [CalendarUnit::Day, CalendarUnit::Week, CalendarUnit::Month, CalendarUnit::Quarter, CalendarUnit::Year];
        let window = BudgetWindow::Calendar {
            count, unit: units[unit], start: format!("2020-{month:02}-{day:02}T{hour:02}:30"), zone: zone_name.into(),
        };
        let now = UtcTime::from_second(second);
        let (from, to) = window_bounds(&window, now).unwrap();
        prop_assert!(from <= now.minute() && now.minute() < to, "{} {} {}", from, now.minute(), to);
        let past = previous_windows(&window, now, 1).unwrap();
        prop_assert_eq!(past[0].1, from);
    }

    #[test]
    fn no_window_panics(minutes in any::<u32>(), count in any::<u32>(), start in ".{0,20}", zone_name in ".{0,10}", second in any::<i64>(), unit in 0usize..5) {
        let units = [CalendarUnit::Day, CalendarUnit::Week, CalendarUnit::Month, CalendarUnit::Quarter, CalendarUnit::Year];
        let now = UtcTime::from_second(second);
        let _ = window_bounds(&BudgetWindow::Rolling { minutes }, now);
        let odd = BudgetWindow::Calendar { count, unit: units[unit], start, zone: zone_name };
        let _ = (window_bounds(&odd, now), budget::nominal_minutes(&odd));
        let good = BudgetWindow::Calendar { count, unit: units[unit], start: "2020-01-31T00:00".into(), zone: "UTC".into() };
        let _ = (window_bounds(&good, now), previous_windows(&good, now, 2));
    }
}
