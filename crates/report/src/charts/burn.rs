//! Burn-down of an error budget over its window, beside the former windows.

use super::palette::Ink;
use super::pen::{At, Pen, Type, paint, width_of};
use super::scale::{Linear, time_ticks};
use crate::format::{Formatter, percent};
use gemba_model::{Chart, ChartPoint, ChartSeries, Unit, UtcTime};

/// One window of a budget.
#[derive(Clone, Copy, Debug)]
pub struct BurnWindow<'a> {
    /// Start.
    pub from: UtcTime,
    /// End, half-open.
    pub to: UtcTime,
    /// Share of the budget left at an instant, 1 at the start, negative when overspent; ascending.
    pub points: &'a [(UtcTime, f64)],
}

/// A span to shade.
#[derive(Clone, Copy, Debug)]
pub struct Shade {
    /// Start.
    pub from: UtcTime,
    /// End, half-open.
    pub to: UtcTime,
    /// Number of the incident.
    pub number: u32,
}

/// What [`burn_down`] draws.
#[derive(Clone, Copy, Debug)]
pub struct BurnDown<'a> {
    /// The window now.
    pub window: BurnWindow<'a>,
    /// Former windows, oldest first; the last three are drawn.
    pub former: &'a [BurnWindow<'a>],
    /// Incidents within the window.
    pub incidents: &'a [Shade],
    /// The present.
    pub now: UtcTime,
    /// Budget left at the end of the window if the recent burn goes on: the worse and the better.
    pub ends: Option<(f64, f64)>,
    /// Unit of cost and zone.
    pub format: &'a Formatter,
}

const WIDTH: u32 = 768;
const HEIGHT: u32 = 236;
const LEFT: f64 = 50.0;
const RIGHT: f64 = 764.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 206.0;
const FORMER: f64 = 88.0;
const GAP: f64 = 46.0;

/// Budget left from +100 % to −100 %, incidents shaded, former windows smaller on the left. What lies below −100 % is
/// drawn at the edge and told by its number.
pub fn burn_down(input: &BurnDown<'_>) -> Chart {
    let y = Linear::new((-1.0, 1.0), (BOTTOM, TOP));
    let former = input.former.len().saturating_sub(3);
    let former = input.former.get(former..).unwrap_or_default();
    let start = LEFT + (FORMER + GAP) * former.len() as f64;
    let x = time_scale(&input.window, (start, RIGHT));
    let points = usable(input.window.points);
    let svg = paint(WIDTH, HEIGHT, |pen| {
        frame(pen, &y);
        for (index, window) in former.iter().enumerate() {
            let left = LEFT + (FORMER + GAP) * index as f64;
            former_window(pen, window, left, &y, input.format);
        }
        shades(pen, input, &x);
        current(pen, input, &points, &x, &y);
    });
    let drawn = points
        .iter()
        .map(|(at, left)| ChartPoint {
            x: x.held(at.second() as f64) as f32,
            y: y.held(*left) as f32,
            at: at.to_string(),
            value: *left,
        })
        .collect();
    let series = vec![ChartSeries { name: "error budget left".to_owned(), unit: Unit::Ratio, points: drawn }];
    super::chart(svg, summary(input, &points, former), (WIDTH, HEIGHT), series)
}

fn usable(points: &[(UtcTime, f64)]) -> Vec<(UtcTime, f64)> {
    points.iter().copied().filter(|(_, left)| left.is_finite()).collect()
}

fn time_scale(window: &BurnWindow<'_>, pixels: (f64, f64)) -> Linear {
    Linear::new((window.from.second() as f64, window.to.second() as f64), pixels)
}

fn dots(points: &[(UtcTime, f64)], x: &Linear, y: &Linear) -> Vec<(f64, f64)> {
    points.iter().map(|(at, left)| (x.held(at.second() as f64), y.held(*left))).collect()
}

fn frame(pen: &mut Pen<'_>, y: &Linear) {
    for (level, label) in [(1.0, "+100 %"), (0.5, "+50 %"), (0.0, "0 %"), (-0.5, "−50 %"), (-1.0, "−100 %")] {
        let at = y.at(level);
        pen.line((LEFT, at), (RIGHT, at), if level == 0.0 { Ink::Third } else { Ink::Line }, 1.0);
        pen.text(label, (LEFT - 8.0, at), At::Right, Type(Ink::Third, 10.5, false));
    }
}

/// The overspent part between the zero line and the curve.
fn overspent(pen: &mut Pen<'_>, dots: &[(f64, f64)], zero: f64) {
    let mut below: Vec<(f64, f64)> = Vec::new();
    for (index, dot) in dots.iter().enumerate() {
        if let Some(before) = index.checked_sub(1).and_then(|i| dots.get(i))
            && (before.1 > zero) != (dot.1 > zero)
            && (dot.1 - before.1).abs() > 0.0
        {
            below.push((before.0 + (dot.0 - before.0) * (zero - before.1) / (dot.1 - before.1), zero));
        }
        if dot.1 > zero {
            below.push(*dot);
        } else if !below.is_empty() {
            close(pen, &mut below, zero);
        }
    }
    close(pen, &mut below, zero);
}

fn close(pen: &mut Pen<'_>, below: &mut Vec<(f64, f64)>, zero: f64) {
    if let (Some(first), Some(last)) = (below.first().copied(), below.last().copied()) {
        below.push((last.0, zero));
        below.push((first.0, zero));
        pen.area(below, Ink::Harm, 0.22);
    }
    below.clear();
}

fn former_window(pen: &mut Pen<'_>, window: &BurnWindow<'_>, left: f64, y: &Linear, format: &Formatter) {
    let x = time_scale(window, (left, left + FORMER));
    let points = usable(window.points);
    let dots = dots(&points, &x, y);
    overspent(pen, &dots, y.at(0.0));
    pen.path(&dots, Ink::Second, 1.3);
    let look = Type(Ink::Third, 10.0, false);
    pen.text(&short_days(window, format), (left, BOTTOM + 14.0), At::Left, look);
    if let (Some(dot), Some((_, value))) = (dots.last(), points.last()) {
        let ink = if *value < 0.0 { Ink::Harm } else { Ink::Second };
        pen.dot(*dot, 2.6, ink);
        let level = if (dot.1 - y.at(0.0)).abs() < 7.0 { y.at(0.0) - 8.0 } else { dot.1.min(BOTTOM - 6.0) };
        pen.text(&signed(*value), (dot.0 + 6.0, level), At::Left, Type(ink, 10.5, true));
    } else {
        pen.text("not measured", (left, y.at(0.0) - 9.0), At::Left, look);
    }
}

fn short_days(window: &BurnWindow<'_>, format: &Formatter) -> String {
    let last = UtcTime::from_second(window.to.second().saturating_sub(1).max(window.from.second()));
    format!("{} – {}", format.day(window.from), format.day(last))
}

fn signed(value: f64) -> String {
    if value > 0.0 { format!("+{}", percent(value)) } else { percent(value) }
}

fn shades(pen: &mut Pen<'_>, input: &BurnDown<'_>, x: &Linear) {
    let mut free = f64::NEG_INFINITY;
    for shade in input.incidents.iter().filter(|s| s.to > input.window.from && s.from < input.window.to) {
        let (left, right) = (x.held(shade.from.second() as f64), x.held(shade.to.second() as f64));
        let right = right.max(left + 2.0);
        pen.rect((left, TOP), (right, BOTTOM), Ink::Harm, 0.14);
        let label = shade.number.to_string();
        let room = width_of(&label, 10.0);
        if left > free && left + room < RIGHT {
            pen.text(&label, (left, TOP - 7.0), At::Left, Type(Ink::Harm, 10.0, false));
            free = left + room + 4.0;
        }
    }
}

fn current(pen: &mut Pen<'_>, input: &BurnDown<'_>, points: &[(UtcTime, f64)], x: &Linear, y: &Linear) {
    let start = input.format.day(input.window.from);
    pen.text(&start, (x.pixels.0, BOTTOM + 14.0), At::Left, Type(Ink::Third, 10.5, false));
    let free = x.pixels.0 + width_of(&start, 10.5) + 8.0;
    for (instant, label) in time_ticks(input.window.from, input.window.to, 6, input.format) {
        let at = x.held(instant.second() as f64);
        let wide = width_of(&label, 10.5) / 2.0;
        if at - wide >= free && at + wide <= RIGHT + 2.0 {
            pen.line((at, BOTTOM), (at, BOTTOM + 3.0), Ink::Strong, 1.0);
            pen.text(&label, (at, BOTTOM + 14.0), At::Middle, Type(Ink::Third, 10.5, false));
        }
    }
    let dots = dots(points, x, y);
    let (Some(dot), Some((at, value))) = (dots.last().copied(), points.last().copied()) else {
        let middle = ((x.pixels.0 + RIGHT) / 2.0, y.at(0.0) - 12.0);
        pen.text("no measurements in this window", middle, At::Middle, Type(Ink::Third, 12.0, false));
        return;
    };
    if let Some((worse, better)) = input.ends.filter(|ends| ends.0.is_finite() && ends.1.is_finite()) {
        let (low, high) = (y.held(worse), y.held(better));
        pen.area(&[dot, (RIGHT, high), (RIGHT, low)], Ink::Harm, 0.14);
        pen.dashed(dot, (RIGHT, (low + high) / 2.0), Ink::Harm, 1.2);
        if RIGHT - dot.0 > 150.0 {
            let words = format!("ends at {} to {}", percent(worse), percent(better));
            // Above the cone, where it is highest below the words.
            let left = RIGHT - width_of(&words, 10.5);
            let edge = dot.1 + (high - dot.1) * (left - dot.0) / (RIGHT - dot.0);
            let level = (edge.min(high) - 10.0).max(TOP + 8.0);
            pen.text(&words, (RIGHT, level), At::Right, Type(Ink::Harm, 10.5, false));
        }
    }
    overspent(pen, &dots, y.at(0.0));
    pen.path(&dots, Ink::Text, 1.8);
    let now = x.held(input.now.second() as f64);
    if at <= input.now && input.now < input.window.to {
        pen.line((now, TOP), (now, BOTTOM), Ink::Text, 1.0);
    }
    let ink = if value < 0.0 { Ink::Harm } else { Ink::Text };
    pen.dot(dot, 3.2, ink);
    let words = format!("{} now", signed(value));
    let below = if dot.1 > BOTTOM - 16.0 { -12.0 } else { 12.0 };
    if dot.0 - width_of(&words, 11.5) > x.pixels.0 {
        pen.text(&words, (dot.0 - 7.0, dot.1 + below), At::Right, Type(ink, 11.5, true));
    } else {
        pen.text(&words, (dot.0 + 7.0, dot.1 + below), At::Left, Type(ink, 11.5, true));
    }
}

fn summary(input: &BurnDown<'_>, points: &[(UtcTime, f64)], former: &[BurnWindow<'_>]) -> String {
    let days = input.format.days(input.window.from, input.window.to);
    let mut text = match points.last() {
        Some((at, left)) => {
            format!("Error budget {days}: {} left on {}.", percent(*left), input.format.date(*at))
        }
        None => format!("Error budget {days}: not measured."),
    };
    for window in former {
        let left = usable(window.points).last().map_or_else(|| "not measured".to_owned(), |point| percent(point.1));
        text.push_str(&format!(" {}: {left}.", short_days(window, input.format)));
    }
    if !input.incidents.is_empty() {
        let numbers: Vec<_> = input.incidents.iter().take(20).map(|shade| shade.number.to_string()).collect();
        text.push_str(&format!(" Incidents: {}.", numbers.join(", ")));
    }
    text
}
