use super::*;
use proptest::prelude::*;

fn pounds() -> Formatter {
    Formatter::new(CostUnit::Currency("GBP".into()), "Europe/London")
}

fn at(text: &str) -> UtcTime {
    UtcTime(text.parse().unwrap())
}

#[test]
fn money_is_grouped_and_keeps_pennies_only_where_they_matter() {
    let f = pounds();
    for (value, text) in [
        (12_004.0, "£12,004"),
        (12_004.4, "£12,004"),
        (1_234_567.0, "£1,234,567"),
        (343.0, "£343"),
        (10.53, "£10.53"),
        (80.0, "£80"),
        (0.0, "£0"),
        (-0.0, "£0"),
        (0.2, "£0.20"),
        (0.004, "£0.0040"),
        (-12.0, "−£12"),
        (-0.000_001, "£0.0000"),
        (999.6, "£1,000"),
        (f64::NAN, "?"),
        (f64::INFINITY, "?"),
    ] {
        assert_eq!(f.money(value), text, "{value}");
    }
    assert_eq!(Formatter::new(CostUnit::UserMinutes, "UTC").money(12_004.0), "12,004 user-min");
    assert_eq!(Formatter::new(CostUnit::Currency("CHF".into()), "UTC").money(12.5), "CHF 12.50");
    assert_eq!(Formatter::new(CostUnit::Currency("JPY".into()), "UTC").money(12.5), "¥12");
}

#[test]
fn a_ratio_never_rounds_a_failure_away() {
    for (ratio, text) in [
        (-0.18, "−18 %"),
        (0.31, "31 %"),
        (0.69, "69 %"),
        (0.9986, "99.86 %"),
        (0.999, "99.9 %"),
        (0.9995, "99.95 %"),
        (0.99999, "99.999 %"),
        (0.999_999_9, "> 99.9999 %"),
        (1.0, "100 %"),
        (0.0, "0 %"),
        (0.004, "0.4 %"),
        (0.000_000_1, "< 0.001 %"),
        (-0.000_000_1, "> −0.001 %"),
        (0.92, "92 %"),
        (2.5, "250 %"),
    ] {
        assert_eq!(percent(ratio), text, "{ratio}");
    }
}

#[test]
fn numbers_and_spans() {
    for (value, text) in
        [(0.135, "0.135"), (0.0244, "0.0244"), (33.0, "33"), (1.8, "1.8"), (1206.4, "1,206"), (84.25, "84.2")]
    {
        assert_eq!(number(value), text);
    }
    for (value, text) in [
        (0.0, "0 min"),
        (0.5, "30 s"),
        (41.0, "41 min"),
        (119.6, "2 h"),
        (125.0, "2 h 5 min"),
        (4_560.0, "3 d 4 h"),
        (-41.0, "−41 min"),
    ] {
        assert_eq!(minutes(value), text);
    }
    assert_eq!(counted(1.0, "week", "weeks"), "1 week");
    assert_eq!(counted(1.5, "week", "weeks"), "1.5 weeks");
}

#[test]
fn dates_are_those_of_the_zone_not_of_utc() {
    let f = pounds();
    let summer = at("2026-07-01T23:30:00Z");
    assert_eq!(f.date(summer), "2 Jul 2026");
    assert_eq!(f.time(summer), "00:30");
    let now = at("2026-11-23T09:41:00Z");
    assert_eq!(f.moment(at("2026-11-09T06:31:00Z"), now), "9 Nov, 06:31");
    assert_eq!(f.moment(at("2025-11-09T06:31:00Z"), now), "9 Nov 2025, 06:31");
    assert_eq!(f.near_day(at("2026-11-23T00:00:00Z"), now), "today");
    assert_eq!(f.near_day(at("2026-11-22T23:59:59Z"), now), "yesterday");
    assert_eq!(f.days(at("2026-11-09T00:00:00Z"), at("2026-12-07T00:00:00Z")), "9 Nov – 6 Dec 2026");
    assert_eq!(f.days(at("2026-12-09T00:00:00Z"), at("2027-01-07T00:00:00Z")), "9 Dec 2026 – 6 Jan 2027");
}

#[test]
fn an_unknown_zone_is_utc_and_says_so() {
    assert_eq!(Formatter::new(CostUnit::UserMinutes, "Atlantis/Centre").zone_name(), "UTC");
}

#[test]
fn unknown_is_a_question_mark_with_its_reason() {
    let f = pounds();
    let figure = Figure::unknown("nobody measures it yet", Unit::Ratio, at("2026-11-23T09:41:00Z"), "");
    assert_eq!(f.figure(&figure), "?");
    assert_eq!(f.figure_or_reason(&figure), "? (nobody measures it yet)");
    let known = Figure::known(0.135, Unit::PerWeek, figure.as_of, "").between(0.024, 0.337);
    assert_eq!(f.figure_range(&known), "0.135 a week (0.024 – 0.337)");
}

#[test]
fn text_from_outside_cannot_steer_a_terminal() {
    assert_eq!(plain("Till \u{1b}[31mred\u{202e}"), "Till [31mred");
    assert_eq!(plain("Zürich 東京"), "Zürich 東京");
    assert_eq!(clipped("Card terminal times out", 9), "Card ter…");
}

proptest! {
    #[test]
    fn every_number_has_a_text(value in any::<f64>(), unit in 0usize..16) {
        let units = [
            Unit::Cost, Unit::CostPerMinute, Unit::CostPerWeek, Unit::CostPerWeekPerWeek, Unit::CostPerHour,
            Unit::CostPerInteraction, Unit::Count, Unit::Ratio, Unit::PerWeek, Unit::PerMinute, Unit::Minutes,
            Unit::Hours, Unit::Days, Unit::Weeks, Unit::Burn, Unit::Milliseconds,
        ];
        let text = pounds().value(value, units[unit]);
        prop_assert!(!text.is_empty());
        prop_assert!(!text.contains("NaN") && !text.contains("inf"));
        prop_assert!(!text.contains('-') || text.contains('e'), "{}", text);
    }

    #[test]
    fn every_instant_has_a_text(second in any::<i64>(), other in any::<i64>(), zone in "[A-Za-z/_]{0,20}") {
        let f = Formatter::new(CostUnit::UserMinutes, &zone);
        let (a, b) = (UtcTime::from_second(second), UtcTime::from_second(other));
        for text in [f.day(a), f.date(a), f.weekday(a), f.time(a), f.moment(a, b), f.near_day(a, b), f.days(a, b)] {
            prop_assert!(!text.is_empty());
        }
    }

    #[test]
    fn plain_text_holds_no_control_character(text in any::<String>(), most in 0usize..40) {
        prop_assert!(!plain(&text).chars().any(char::is_control));
        prop_assert!(clipped(&text, most).chars().count() <= most.max(1));
    }
}
