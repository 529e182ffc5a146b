use super::palette::Ink;
use super::*;
use crate::format::Formatter;
use gemba_model::view::{HopStep, Spread};
use gemba_model::{CostUnit, Party, Unit, UtcTime};
use proptest::prelude::*;

fn pounds() -> Formatter {
    Formatter::new(CostUnit::Currency("GBP".into()), "Europe/London")
}

/// Every picture must be XML that a strict parser takes, without a script, a reference or a number that is none.
fn sound(chart: &Chart) {
    let document = roxmltree::Document::parse(&chart.svg).expect("well-formed XML");
    for node in document.descendants().filter(|node| node.is_element()) {
        let name = node.tag_name().name();
        assert!(["svg", "line", "polyline", "polygon", "rect", "circle", "text"].contains(&name), "{name}");
        for attribute in node.attributes() {
            assert!(!attribute.value().contains("NaN") && !attribute.value().contains("inf"), "{attribute:?}");
            assert!(!attribute.name().starts_with("on") && attribute.name() != "href" && attribute.name() != "style");
        }
    }
    assert!(!chart.summary.is_empty());
    for point in chart.series.iter().flat_map(|series| &series.points) {
        assert!(point.x.is_finite() && point.y.is_finite() && point.value.is_finite());
        assert!((0.0..=chart.width as f32).contains(&point.x) && (0.0..=chart.height as f32).contains(&point.y));
    }
}

fn texts(chart: &Chart) -> Vec<String> {
    let document = roxmltree::Document::parse(&chart.svg).expect("well-formed XML");
    document.descendants().filter_map(|node| node.text()).map(|text| text.trim().to_owned()).collect()
}

const START: i64 = 29_665_000;

fn at(minute: i64) -> UtcTime {
    UtcTime::from_minute(START + minute)
}

fn step(party: Option<Party>, who: &str, minute: i64, minutes: i64, cost: Option<f64>) -> HopStep {
    HopStep { party, who: who.into(), at: at(minute), how: "asked".into(), minutes, cost }
}

pub(crate) fn till() -> Chart {
    let minutes: Vec<_> = (-14..41)
        .map(|minute| HarmMinute {
            minute: START + minute,
            bad: if minute < 0 { 0 } else { (minute * 3).clamp(0, 33) as u64 },
            total: 105,
            expected: Some(0.4),
        })
        .collect();
    let steps = [
        step(Some(Party::Ops), "Ops, on call", 1, 9, Some(1432.0)),
        step(Some(Party::Ops), "Ops, second level", 10, 7, Some(2348.0)),
        step(Some(Party::Product), "Product, duty", 17, 11, Some(3770.0)),
        step(Some(Party::Dev), "Dev, Till <script>alert(1)</script>", 28, 13, None),
    ];
    incident_harm(&IncidentHarm {
        from: at(-14),
        to: at(46),
        minutes: &minutes,
        steps: &steps,
        reached: Some(at(28)),
        mark: at(41),
        live: true,
        interactions: "payments & refunds",
        format: &pounds(),
    })
}

pub(crate) fn burn() -> Chart {
    let day = 1_440;
    let curve = |from: i64, days: i64, end: f64| -> Vec<(UtcTime, f64)> {
        (0..=days).map(|d| (at(from + d * day), 1.0 - (1.0 - end) * (d as f64 / days as f64).powi(2))).collect()
    };
    let (a, b, c) = (curve(-56 * day, 28, 0.07), curve(-28 * day, 28, -0.56), curve(0, 15, -0.18));
    let former = [
        BurnWindow { from: at(-56 * day), to: at(-28 * day), points: &a },
        BurnWindow { from: at(-28 * day), to: at(0), points: &b },
    ];
    burn_down(&BurnDown {
        window: BurnWindow { from: at(0), to: at(28 * day), points: &c },
        former: &former,
        incidents: &[
            Shade { from: at(200), to: at(247), number: 146 },
            Shade { from: at(15 * day - 41), to: at(15 * day), number: 151 },
        ],
        now: at(15 * day),
        ends: Some((-0.95, -0.66)),
        format: &pounds(),
    })
}

pub(crate) fn lambda() -> Chart {
    lambda_density(&LambdaDensity {
        shape: 3.5,
        rate: 26.0,
        flip: Some(DensityFlip { at: 1.0 / 11.0, probability: 0.7, keeps_above: true, words: "once in 11 weeks" }),
    })
}

pub(crate) fn stated() -> Chart {
    stated_density(&StatedDensity {
        spread: Spread { low: 2_000.0, mid: 4_000.0, high: 5_600.0 },
        unit: Unit::CostPerWeek,
        flip: Some(DensityFlip { at: 4_900.0, probability: 0.78, keeps_above: false, words: "£4,900 a week" }),
        format: &pounds(),
    })
}

#[test]
fn harm_shows_who_had_it_and_what_was_lost_meanwhile() {
    let chart = till();
    sound(&chart);
    let texts = texts(&chart);
    for wanted in ["Ops, on call", "£1,432", "9 min", "33 a minute", "failed", "payments & refunds", "normal: below 1"]
    {
        assert!(texts.iter().any(|text| text == wanted), "{wanted} in {texts:?}");
    }
    assert!(texts.iter().any(|text| text == "?"), "an unknown cost is a question mark");
    assert!(!chart.svg.contains("<script"));
    assert_eq!(chart.series[0].points.len(), 55);
    assert!(chart.summary.starts_with("Failed payments & refunds a minute from "));
}

#[test]
fn a_minute_without_events_is_a_gap_and_not_calm() {
    let minutes = [
        HarmMinute { minute: START, bad: 5, total: 10, expected: None },
        HarmMinute { minute: START + 1, bad: 0, total: 0, expected: None },
        HarmMinute { minute: START + 2, bad: 6, total: 10, expected: None },
    ];
    let chart = incident_harm(&IncidentHarm {
        from: at(0),
        to: at(3),
        minutes: &minutes,
        steps: &[],
        reached: None,
        mark: at(3),
        live: false,
        interactions: "payments",
        format: &pounds(),
    });
    sound(&chart);
    assert_eq!(chart.series[0].points.len(), 2);
    assert_eq!(chart.svg.matches("<polyline").count(), 2);
    assert!(texts(&chart).iter().any(|text| text == "normal: not known"));
}

#[test]
fn a_budget_burns_down_beside_its_former_windows() {
    let chart = burn();
    sound(&chart);
    let texts = texts(&chart);
    for wanted in ["−18 % now", "+7 %", "−56 %", "146", "151", "ends at −95 % to −66 %"] {
        assert!(texts.iter().any(|text| text == wanted), "{wanted} in {texts:?}");
    }
}

#[test]
fn densities_name_the_flip_and_both_sides() {
    let chart = lambda();
    sound(&chart);
    let said = texts(&chart);
    for wanted in ["once in 11 weeks", "30 %", "70 % on this side", "never"] {
        assert!(said.iter().any(|text| text == wanted), "{wanted} in {said:?}");
    }
    let chart = stated();
    sound(&chart);
    let said = texts(&chart);
    for wanted in ["£4,900 a week", "78 %", "£4,000"] {
        assert!(said.iter().any(|text| text == wanted), "{wanted} in {said:?}");
    }
}

#[test]
fn the_drawn_density_has_its_top_at_the_mode() {
    let chart = lambda();
    let top = chart.series[0].points.iter().max_by(|a, b| a.value.total_cmp(&b.value)).unwrap();
    // The mode of Gamma(3.5, 26) is 2.5 / 26 a week.
    let (first, last) = (&chart.series[0].points[0], chart.series[0].points.last().unwrap());
    let value = |at: &str| at.trim_end_matches(" a week").parse::<f64>().unwrap();
    let step = (value(&last.at) - value(&first.at)) / 160.0;
    assert!((value(&top.at) - 2.5 / 26.0).abs() <= step, "{}", top.at);
}

#[test]
fn unknown_is_never_a_bar() {
    let chart = budget_bar(None);
    sound(&chart);
    assert!(!chart.svg.contains("<rect"));
    let bars = [CostBar { label: "x".into(), value: None, range: None, ink: Ink::Fix }];
    let chart = cost_bars(&bars, Unit::CostPerWeek, &pounds());
    assert!(!chart.svg.contains("<rect") && chart.svg.contains("? not known"));
    assert!(budget_bar(Some(-0.18)).svg.contains("#BF4A00"));
}

#[test]
fn nothing_at_all_is_still_a_picture() {
    let f = pounds();
    sound(&cost_bars(&[], Unit::Cost, &f));
    sound(&incident_costs(&[], at(0), at(1), &f));
    sound(&incident_costs(&[], at(0), at(0), &f));
    sound(&lambda_density(&LambdaDensity { shape: 0.0, rate: 0.0, flip: None }));
    let empty = BurnWindow { from: at(0), to: at(0), points: &[] };
    sound(&burn_down(&BurnDown { window: empty, former: &[], incidents: &[], now: at(0), ends: None, format: &f }));
}

/// Pictures to look at: `GEMBA_PICTURES=/some/folder cargo nextest run -p gemba-report look`.
#[test]
fn look_at_the_pictures() {
    let costs: Vec<_> = (0..12u32)
        .map(|i| IncidentDot {
            number: 140 + i,
            began: at(i64::from(i) * 9_000),
            cost: (i != 5).then(|| f64::from(i * i) * 90.0),
            strong: i % 3 == 0,
        })
        .collect();
    let spread = Spread { low: 800.0, mid: 1_206.0, high: 3_000.0 };
    let bars = [
        CostBar {
            label: "Card terminal times out".into(),
            value: Some(1_728.0),
            range: Some((300.0, 4_300.0)),
            ink: Ink::Fix,
        },
        CostBar { label: "Price sync lags after midnight".into(), value: Some(700.0), range: None, ink: Ink::Fix },
        CostBar { label: "Loyalty points booked twice".into(), value: None, range: None, ink: Ink::Fix },
    ];
    let pictures = [
        ("harm", till()),
        ("burn", burn()),
        ("lambda", lambda()),
        ("stated", stated()),
        ("bars", cost_bars(&bars, Unit::CostPerWeek, &pounds())),
        ("costs", incident_costs(&costs, at(0), at(110_000), &pounds())),
        ("budget", budget_bar(Some(-0.18))),
        ("range", range_bar(&spread, 6_000.0, Ink::Fix, Unit::CostPerWeek)),
    ];
    for (name, chart) in &pictures {
        sound(chart);
        if let Some(folder) = std::env::var_os("GEMBA_PICTURES") {
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.svg")), &chart.svg).unwrap();
        }
    }
}

fn any_time() -> impl Strategy<Value = UtcTime> {
    prop_oneof![any::<i64>().prop_map(UtcTime::from_second), (-10_000i64..10_000).prop_map(at)]
}

proptest! {
    #[test]
    fn harm_draws_anything(
        from in any_time(), to in any_time(), mark in any_time(), reached in proptest::option::of(any_time()),
        minutes in proptest::collection::vec(
            ((START - 200)..(START + 200), any::<u64>(), any::<u64>(), proptest::option::of(any::<f64>())), 0..60),
        steps in proptest::collection::vec((any::<String>(), any_time(), any::<i64>(), any::<f64>()), 0..12),
        interactions in any::<String>(), live in any::<bool>(),
    ) {
        let minutes: Vec<_> = minutes
            .into_iter()
            .map(|(minute, bad, total, expected)| HarmMinute { minute, bad, total, expected })
            .collect();
        let steps: Vec<_> = steps
            .into_iter()
            .map(|(who, at, minutes, cost)| HopStep { party: None, how: who.clone(), who, at, minutes, cost: Some(cost) })
            .collect();
        sound(&incident_harm(&IncidentHarm {
            from, to, minutes: &minutes, steps: &steps, reached, mark, live, interactions: &interactions,
            format: &pounds(),
        }));
    }

    #[test]
    fn budgets_draw_anything(
        from in any_time(), to in any_time(), now in any_time(),
        points in proptest::collection::vec((any_time(), any::<f64>()), 0..40),
        incidents in proptest::collection::vec((any_time(), any_time(), any::<u32>()), 0..10),
        ends in proptest::option::of((any::<f64>(), any::<f64>())),
    ) {
        let window = BurnWindow { from, to, points: &points };
        let incidents: Vec<_> =
            incidents.into_iter().map(|(from, to, number)| Shade { from, to, number }).collect();
        sound(&burn_down(&BurnDown {
            window, former: &[window, window], incidents: &incidents, now, ends, format: &pounds(),
        }));
    }

    #[test]
    fn densities_draw_anything(
        a in any::<f64>(), b in any::<f64>(), c in any::<f64>(), at in any::<f64>(), p in any::<f64>(),
        keeps_above in any::<bool>(), words in any::<String>(), small in 0.01f64..60.0, weeks in 0.5f64..300.0,
    ) {
        let flip = Some(DensityFlip { at, probability: p, keeps_above, words: &words });
        sound(&lambda_density(&LambdaDensity { shape: a, rate: b, flip }));
        sound(&lambda_density(&LambdaDensity { shape: small, rate: weeks, flip }));
        let mut ends = [a, b, c];
        ends.sort_by(f64::total_cmp);
        let spread = Spread { low: ends[0], mid: ends[1], high: ends[2] };
        sound(&stated_density(&StatedDensity { spread, unit: Unit::CostPerWeek, flip, format: &pounds() }));
        sound(&range_bar(&spread, at, Ink::Debt, Unit::CostPerWeek));
        sound(&budget_bar(Some(a)));
    }

    #[test]
    fn bars_draw_anything(
        bars in proptest::collection::vec((any::<String>(), proptest::option::of(any::<f64>()), any::<f64>()), 0..30),
        from in any_time(), to in any_time(),
    ) {
        let dots: Vec<_> = bars
            .iter()
            .enumerate()
            .map(|(index, bar)| IncidentDot {
                number: index as u32, began: at(index as i64), cost: bar.1, strong: index % 2 == 0,
            })
            .collect();
        let bars: Vec<_> = bars
            .into_iter()
            .map(|(label, value, other)| CostBar { label, value, range: Some((other, other)), ink: Ink::Fix })
            .collect();
        sound(&cost_bars(&bars, Unit::CostPerWeek, &pounds()));
        sound(&incident_costs(&dots, from, to, &pounds()));
    }
}
