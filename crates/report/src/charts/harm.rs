//! Harm of one incident by the minute, and who had it.

use super::palette::Ink;
use super::pen::{At, Pen, Type, paint};
use super::scale::{Linear, ticks, time_ticks};
use crate::format::{Formatter, minutes as minutes_text, number, plain};
use gemba_model::view::HopStep;
use gemba_model::{Chart, ChartPoint, ChartSeries, Unit, UtcTime};
use std::collections::BTreeMap;

/// Counts of one minute. A minute that is absent, or has `total` 0, is not measured and leaves a gap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HarmMinute {
    /// Minutes since 1970-01-01T00:00Z.
    pub minute: i64,
    /// Failed interactions.
    pub bad: u64,
    /// All interactions.
    pub total: u64,
    /// Failed interactions that are normal in this minute; `None` where nothing is known.
    pub expected: Option<f64>,
}

/// What [`incident_harm`] draws.
#[derive(Clone, Copy, Debug)]
pub struct IncidentHarm<'a> {
    /// Start of the picture.
    pub from: UtcTime,
    /// End of the picture, half-open.
    pub to: UtcTime,
    /// Counts by the minute, in any order.
    pub minutes: &'a [HarmMinute],
    /// Who had it, in order. At most eight are drawn.
    pub steps: &'a [HopStep],
    /// When someone who knows was reached: the area is split here.
    pub reached: Option<UtcTime>,
    /// The present, where the incident is live; otherwise the end of the harm.
    pub mark: UtcTime,
    /// Whether the harm goes on.
    pub live: bool,
    /// What one interaction is called in the plural.
    pub interactions: &'a str,
    /// Unit of cost and zone.
    pub format: &'a Formatter,
}

const WIDTH: u32 = 768;
const LEFT: f64 = 150.0;
const RIGHT: f64 = 606.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 158.0;
const ROW: f64 = 22.0;
const MOST_STEPS: usize = 8;
const MOST_POINTS: i64 = 480;

/// Mean failed interactions a minute over a bucket of minutes that were measured.
struct Bucket {
    from: i64,
    to: i64,
    bad: f64,
    expected: Option<f64>,
}

/// Failed interactions a minute with what is normal, the line "now", and below it one bar for each who had it.
///
/// Beyond 480 minutes, neighbouring minutes are drawn as their mean.
pub fn incident_harm(input: &IncidentHarm<'_>) -> Chart {
    let f = input.format;
    let buckets = buckets(input);
    let top = buckets.iter().flat_map(|b| [b.bad, b.expected.unwrap_or(0.0)]).fold(0.0, f64::max);
    let levels = ticks(top, 4.0);
    let y = Linear::new((0.0, levels.last().copied().unwrap_or(1.0)), (BOTTOM, TOP));
    let x = Linear::new((input.from.second() as f64, input.to.second() as f64), (LEFT, RIGHT));
    let shown = input.steps.len().min(MOST_STEPS);
    let hidden = input.steps.len() - shown;
    let table = if input.steps.is_empty() { 0.0 } else { 34.0 + ROW * (shown + usize::from(hidden > 0)) as f64 };
    let height = (BOTTOM + 28.0 + table).ceil() as u32;
    let svg = paint(WIDTH, height, |pen| {
        frame(pen, input, &levels, &y, &x);
        normal(pen, &buckets, &x, &y);
        harm(pen, input, &buckets, &x, &y);
        mark(pen, input, buckets.last(), &x, &y, f64::from(height));
        who(pen, input, shown, hidden, &x);
    });
    let points = |value: &dyn Fn(&Bucket) -> Option<f64>| -> Vec<ChartPoint> {
        buckets
            .iter()
            .filter_map(|b| {
                let value = value(b)?;
                Some(ChartPoint {
                    x: x.held((b.from * 60) as f64) as f32,
                    y: y.held(value) as f32,
                    at: UtcTime::from_minute(b.from).to_string(),
                    value,
                })
            })
            .collect()
    };
    let series = vec![
        ChartSeries {
            name: format!("failed {} a minute", plain(input.interactions)),
            unit: Unit::PerMinute,
            points: points(&|b| Some(b.bad)),
        },
        ChartSeries { name: "normal".to_owned(), unit: Unit::PerMinute, points: points(&|b| b.expected) },
    ];
    super::chart(svg, summary(input, &buckets, f), (WIDTH, height), series)
}

fn buckets(input: &IncidentHarm<'_>) -> Vec<Bucket> {
    let (from, to) = (input.from.minute(), input.to.minute().max(input.from.minute().saturating_add(1)));
    let width = to.saturating_sub(from).div_euclid(MOST_POINTS).saturating_add(1);
    // Sum of bad, sum of expected, minutes measured, minutes with an expectation.
    let mut sums: BTreeMap<i64, (f64, f64, f64, f64)> = BTreeMap::new();
    for minute in input.minutes.iter().filter(|m| m.minute >= from && m.minute < to && m.total > 0) {
        let sum = sums.entry((minute.minute - from).div_euclid(width)).or_default();
        sum.0 += minute.bad as f64;
        sum.2 += 1.0;
        if let Some(expected) = minute.expected.filter(|e| e.is_finite() && *e >= 0.0) {
            sum.1 += expected;
            sum.3 += 1.0;
        }
    }
    sums.into_iter()
        .map(|(index, (bad, expected, measured, known))| Bucket {
            from: from + index * width,
            to: (from + (index + 1) * width).min(to),
            bad: bad / measured,
            expected: (known > 0.0).then(|| expected / known),
        })
        .collect()
}

fn frame(pen: &mut Pen<'_>, input: &IncidentHarm<'_>, levels: &[f64], y: &Linear, x: &Linear) {
    for level in levels {
        let at = y.at(*level);
        pen.line((LEFT, at), (RIGHT, at), if *level == 0.0 { Ink::Strong } else { Ink::Line }, 1.0);
        pen.text(&number(*level), (LEFT - 8.0, at), At::Right, Type(Ink::Third, 10.5, false));
    }
    pen.text("failed", (0.0, TOP), At::Left, Type(Ink::Second, 11.0, false));
    pen.text_within(input.interactions, (0.0, TOP + 14.0), At::Left, Type(Ink::Second, 11.0, false), 122.0);
    pen.text("a minute", (0.0, TOP + 28.0), At::Left, Type(Ink::Second, 11.0, false));
    for (instant, label) in time_ticks(input.from, input.to, 7, input.format) {
        let at = x.at(instant.second() as f64);
        pen.line((at, BOTTOM), (at, BOTTOM + 4.0), Ink::Strong, 1.0);
        // The lines of "now" and "reached" go down to the bars: a label that they would cross is left out.
        let crosses = |mark: UtcTime| (x.held(mark.second() as f64) - at).abs() < 17.0;
        if !input.steps.is_empty() && (crosses(input.mark) || input.reached.is_some_and(crosses)) {
            continue;
        }
        pen.text(&label, (at, BOTTOM + 14.0), At::Middle, Type(Ink::Third, 10.5, false));
    }
}

fn normal(pen: &mut Pen<'_>, buckets: &[Bucket], x: &Linear, y: &Linear) {
    let mut known = 0.0_f64;
    for bucket in buckets {
        let Some(expected) = bucket.expected else { continue };
        known = known.max(expected);
        let top = y.held(expected).min(BOTTOM - 2.5);
        let (left, right) = (x.held((bucket.from * 60) as f64), x.held((bucket.to * 60) as f64));
        pen.rect((left, top), (right, BOTTOM), Ink::Calm, 0.45);
    }
    if buckets.iter().any(|b| b.expected.is_some()) {
        pen.rect((0.0, BOTTOM - 21.0), (10.0, BOTTOM - 16.0), Ink::Calm, 0.45);
        let words = if known < 1.0 { "normal: below 1".to_owned() } else { format!("normal: up to {}", number(known)) };
        pen.text(&words, (15.0, BOTTOM - 18.0), At::Left, Type(Ink::Calm, 11.0, true));
    } else {
        pen.text("normal: not known", (0.0, BOTTOM - 18.0), At::Left, Type(Ink::Third, 11.0, false));
    }
}

fn harm(pen: &mut Pen<'_>, input: &IncidentHarm<'_>, buckets: &[Bucket], x: &Linear, y: &Linear) {
    if buckets.is_empty() {
        let middle = ((LEFT + RIGHT) / 2.0, (TOP + BOTTOM) / 2.0);
        pen.text("no measurements in this span", middle, At::Middle, Type(Ink::Third, 12.0, false));
        return;
    }
    let split = input.reached.map(|at| x.held(at.second() as f64));
    let mut run: Vec<(f64, f64)> = Vec::new();
    for (index, bucket) in buckets.iter().enumerate() {
        let (left, right) = (x.held((bucket.from * 60) as f64), x.held((bucket.to * 60) as f64));
        let level = y.held(bucket.bad);
        run.extend([(left, level), (right, level)]);
        let ends = buckets.get(index + 1).is_none_or(|next| next.from != bucket.to);
        if ends {
            fill(pen, &run, split);
            pen.path(&run, Ink::Harm, 1.8);
            run.clear();
        }
    }
}

/// Fills below a run of steps, lighter after the split: one polygon a side, so that no seams show.
fn fill(pen: &mut Pen<'_>, run: &[(f64, f64)], split: Option<f64>) {
    let split = split.unwrap_or(f64::INFINITY);
    for (before, opacity) in [(true, 0.26), (false, 0.13)] {
        let mut side: Vec<(f64, f64)> = Vec::with_capacity(run.len() + 2);
        for pair in run.chunks_exact(2) {
            let (left, right, level) = (pair[0].0, pair[1].0, pair[0].1);
            let (a, b) = if before { (left, right.min(split)) } else { (left.max(split), right) };
            if b > a {
                side.extend([(a, level), (b, level)]);
            }
        }
        if let (Some(first), Some(last)) = (side.first().copied(), side.last().copied()) {
            side.extend([(last.0, BOTTOM), (first.0, BOTTOM)]);
            pen.area(&side, Ink::Harm, opacity);
        }
    }
}

fn mark(pen: &mut Pen<'_>, input: &IncidentHarm<'_>, last: Option<&Bucket>, x: &Linear, y: &Linear, height: f64) {
    let at = x.held(input.mark.second() as f64);
    let foot = if input.steps.is_empty() { BOTTOM } else { height - 4.0 };
    if let Some(reached) = input.reached.map(|r| x.held(r.second() as f64)) {
        pen.line((reached, TOP), (reached, foot), Ink::Third, 1.0);
    }
    pen.line((at, TOP - 6.0), (at, foot), Ink::Text, 1.2);
    let left = RIGHT.max(at) + 10.0;
    let when = format!("{} {}", if input.live { "now" } else { "ended" }, input.format.time(input.mark));
    pen.text(&when, (left, TOP - 2.0), At::Left, Type(Ink::Text, 11.0, true));
    let Some(last) = last else { return };
    if input.live {
        pen.dot((x.held((last.to * 60) as f64), y.held(last.bad)), 3.2, Ink::Harm);
        let now = format!("{} a minute", number(last.bad));
        pen.text(&now, (left, TOP + 15.0), At::Left, Type(Ink::Harm, 12.0, true));
    }
}

fn who(pen: &mut Pen<'_>, input: &IncidentHarm<'_>, shown: usize, hidden: usize, x: &Linear) {
    if shown == 0 {
        return;
    }
    let head = BOTTOM + 38.0;
    let width = f64::from(WIDTH);
    let quiet = Type(Ink::Second, 11.0, false);
    pen.text("Who had it", (0.0, head), At::Left, quiet);
    pen.text("held", (RIGHT + 68.0, head), At::Right, quiet);
    pen.text("lost meanwhile", (width, head), At::Right, quiet);
    pen.line((0.0, head + 10.0), (width, head + 10.0), Ink::Line, 1.0);
    for (index, step) in input.steps.iter().take(shown).enumerate() {
        let y = head + 24.0 + ROW * index as f64;
        let ink = Ink::party(step.party);
        pen.party((6.0, y), ink);
        pen.text_within(&step.who, (18.0, y), At::Left, Type(Ink::Text, 12.0, true), 122.0);
        let left = x.held(step.at.second() as f64);
        let end = step.at.second().saturating_add(step.minutes.max(0).saturating_mul(60)).min(input.mark.second());
        let right = x.held(end as f64).max(left + 2.0);
        pen.rect((left, y - 5.0), (right, y + 5.0), ink, 1.0);
        let words = format!("{} {}", plain(&step.how), input.format.time(step.at));
        let room = left - LEFT - 6.0;
        if room > super::pen::width_of(&words, 10.5) {
            pen.text(&words, (left - 6.0, y), At::Right, Type(Ink::Second, 10.5, false));
        } else {
            let room = (RIGHT - right - 8.0).max(10.0);
            pen.text_within(&words, (right + 6.0, y), At::Left, Type(Ink::Second, 10.5, false), room);
        }
        let held = minutes_text(step.minutes as f64);
        pen.text(&held, (RIGHT + 68.0, y), At::Right, Type(Ink::Second, 11.0, false));
        let lost = step.cost.map_or_else(|| "?".to_owned(), |cost| input.format.money(cost));
        pen.text(&lost, (width, y), At::Right, Type(Ink::Text, 11.5, true));
    }
    if hidden > 0 {
        let y = head + 24.0 + ROW * shown as f64;
        pen.text(&format!("and {hidden} more"), (18.0, y), At::Left, quiet);
    }
}

fn summary(input: &IncidentHarm<'_>, buckets: &[Bucket], f: &Formatter) -> String {
    let most = buckets.iter().map(|b| b.bad).fold(f64::NEG_INFINITY, f64::max);
    let span = format!("from {} to {}", f.time(input.from), f.time(input.mark));
    let mut text = match buckets.last() {
        None => format!("No measurements {span}."),
        Some(last) => format!(
            "Failed {} a minute {span}: at most {}, {} at the end.",
            plain(input.interactions),
            number(most),
            number(last.bad)
        ),
    };
    let held: Vec<_> = input
        .steps
        .iter()
        .take(MOST_STEPS)
        .map(|s| format!("{} {}", plain(&s.who), minutes_text(s.minutes as f64)))
        .collect();
    if !held.is_empty() {
        text.push_str(&format!(" Who had it: {}.", held.join(", ")));
    }
    text
}
