//! Small pictures that stand in a row of a table, and bars with ranges.

use super::palette::Ink;
use super::pen::{At, Type, paint, width_of};
use super::scale::{Linear, ticks};
use crate::format::{Formatter, percent, plain};
use gemba_model::view::Spread;
use gemba_model::{Chart, ChartPoint, ChartSeries, Unit, UtcTime};

/// Budget left from −100 % to +100 % around a zero line; 88 × 12 pixels. Unknown is a dashed scale, never a bar.
pub fn budget_bar(left: Option<f64>) -> Chart {
    let (width, height) = (88, 12);
    let left = left.filter(|value| value.is_finite());
    let x = Linear::new((-1.0, 1.0), (2.0, 86.0));
    let svg = paint(width, height, |pen| {
        let zero = x.at(0.0);
        let Some(value) = left else {
            pen.dashed((2.0, 6.0), (86.0, 6.0), Ink::Strong, 1.0);
            return;
        };
        pen.line((2.0, 6.0), (86.0, 6.0), Ink::Line, 1.0);
        let ink = match value {
            _ if value < 0.0 => Ink::Harm,
            _ if value < 0.2 => Ink::Warn,
            _ => Ink::Third,
        };
        pen.rect((zero, 3.0), (x.held(value), 9.0), ink, 1.0);
        pen.line((zero, 0.5), (zero, 11.5), Ink::Text, 1.0);
    });
    let summary = left.map_or_else(|| "Budget left: unknown".to_owned(), |v| format!("Budget left: {}", percent(v)));
    let points = left.map(|value| point(x.held(value), 6.0, "", value)).into_iter().collect();
    let series = vec![ChartSeries { name: "error budget left".to_owned(), unit: Unit::Ratio, points }];
    super::chart(svg, summary, (width, height), series)
}

/// A range with its middle on a scale from 0 to `max`; 132 × 12 pixels.
pub fn range_bar(spread: &Spread, max: f64, ink: Ink, unit: Unit) -> Chart {
    let (width, height) = (132, 12);
    let x = Linear::new((0.0, max), (3.0, 129.0));
    let known = spread.low.is_finite() && spread.mid.is_finite() && spread.high.is_finite() && max > 0.0;
    let svg = paint(width, height, |pen| {
        if !known {
            pen.dashed((3.0, 6.0), (129.0, 6.0), Ink::Strong, 1.0);
            return;
        }
        pen.line((3.0, 11.0), (129.0, 11.0), Ink::Line, 1.0);
        pen.rect((x.held(spread.low), 3.8), (x.held(spread.high).max(x.held(spread.low) + 1.0), 7.8), ink, 0.32);
        pen.dot((x.held(spread.mid), 5.8), 3.0, ink);
    });
    let points = if known { vec![point(x.held(spread.mid), 5.8, "", spread.mid)] } else { Vec::new() };
    let series = vec![ChartSeries { name: "range".to_owned(), unit, points }];
    super::chart(svg, "Low, middle and high on the column's scale".to_owned(), (width, height), series)
}

/// One bar of [`cost_bars`].
#[derive(Clone, Debug)]
pub struct CostBar {
    /// What it is; text from wherever.
    pub label: String,
    /// The value; `None` is unknown and said so.
    pub value: Option<f64>,
    /// What is likely, low and high.
    pub range: Option<(f64, f64)>,
    /// Its colour.
    pub ink: Ink,
}

/// Bars of cost with what is likely as a thin line, in the order given; at most twenty. Unknown is `?`, never a bar.
pub fn cost_bars(bars: &[CostBar], unit: Unit, format: &Formatter) -> Chart {
    const ROW: f64 = 20.0;
    let shown = bars.get(..bars.len().min(20)).unwrap_or_default();
    let finite = |value: &f64| value.is_finite();
    let top = shown.iter().flat_map(|bar| [bar.value.unwrap_or(0.0), bar.range.map_or(0.0, |range| range.1)]);
    let top = top.filter(finite).fold(0.0, f64::max);
    let x = Linear::new((0.0, if top > 0.0 { top } else { 1.0 }), (190.0, 470.0));
    let (width, height) = (560, (ROW * shown.len().max(1) as f64 + 6.0) as u32);
    let mut points = Vec::new();
    let svg = paint(width, height, |pen| {
        if shown.is_empty() {
            pen.text("nothing to show", (0.0, 13.0), At::Left, Type(Ink::Third, 11.5, false));
        }
        for (index, bar) in shown.iter().enumerate() {
            let y = 3.0 + ROW * (index as f64 + 0.5);
            pen.text_within(&bar.label, (0.0, y), At::Left, Type(Ink::Text, 11.5, false), 184.0);
            let Some(value) = bar.value.filter(finite) else {
                pen.text("? not known", (190.0, y), At::Left, Type(Ink::Third, 11.5, false));
                continue;
            };
            let mut end = x.held(value);
            pen.rect((190.0, y - 5.0), (end.max(191.0), y + 5.0), bar.ink, 0.85);
            if let Some((low, high)) = bar.range.filter(|range| range.0.is_finite() && range.1.is_finite()) {
                pen.line((x.held(low), y), (x.held(high), y), Ink::Second, 1.2);
                end = end.max(x.held(high));
            }
            pen.text(&format.value(value, unit), (end + 6.0, y), At::Left, Type(Ink::Text, 11.5, true));
            points.push(point(end, y, &bar.label, value));
        }
    });
    let said: Vec<_> = shown
        .iter()
        .map(|bar| {
            let value = bar.value.map_or_else(|| "not known".to_owned(), |value| format.value(value, unit));
            format!("{}: {value}", plain(&bar.label))
        })
        .collect();
    let series = vec![ChartSeries { name: "cost".to_owned(), unit, points }];
    super::chart(svg, format!("{}.", said.join("; ")), (width, height), series)
}

/// One incident of [`incident_costs`].
#[derive(Clone, Copy, Debug)]
pub struct IncidentDot {
    /// Number.
    pub number: u32,
    /// Start of the harm.
    pub began: UtcTime,
    /// Cost; `None` is unknown.
    pub cost: Option<f64>,
    /// Whether it belongs to what the picture is about: drawn strong.
    pub strong: bool,
}

/// Incidents over time by their cost. An incident whose cost is unknown stands on the line as an open mark, `?`.
pub fn incident_costs(dots: &[IncidentDot], from: UtcTime, to: UtcTime, format: &Formatter) -> Chart {
    let (width, height) = (690, 96);
    let (left, right, top, bottom) = (54.0, 684.0, 12.0, 76.0);
    let within = |dot: &&IncidentDot| dot.began >= from && dot.began < to;
    let cost = |dot: &IncidentDot| dot.cost.filter(|cost| cost.is_finite() && *cost >= 0.0);
    let most = dots.iter().filter(within).filter_map(cost).fold(0.0, f64::max);
    let levels = ticks(most, 3.0);
    let y = Linear::new((0.0, levels.last().copied().unwrap_or(1.0)), (bottom, top));
    let x = Linear::new((from.second() as f64, to.second() as f64), (left, right));
    let mut points = Vec::new();
    let svg = paint(width, height, |pen| {
        for level in &levels {
            let at = y.at(*level);
            pen.line((left, at), (right, at), if *level == 0.0 { Ink::Strong } else { Ink::Line }, 1.0);
            pen.text(&format.money(*level), (left - 7.0, at), At::Right, Type(Ink::Third, 10.0, false));
        }
        for (instant, label) in super::scale::time_ticks(from, to, 9, format) {
            let at = x.held(instant.second() as f64);
            let wide = width_of(&label, 10.0) / 2.0;
            if at - wide >= left - 10.0 && at + wide <= right + 4.0 {
                pen.line((at, bottom), (at, bottom + 3.0), Ink::Strong, 1.0);
                pen.text(&label, (at, bottom + 13.0), At::Middle, Type(Ink::Third, 10.0, false));
            }
        }
        let mut taken = f64::NEG_INFINITY;
        let mut ordered: Vec<&IncidentDot> = dots.iter().filter(within).take(2_000).collect();
        ordered.sort_by_key(|dot| dot.began);
        for (index, dot) in ordered.iter().enumerate() {
            let at = x.held(dot.began.second() as f64);
            let ink = if dot.strong { Ink::Harm } else { Ink::Third };
            let level = match cost(dot) {
                Some(cost) => {
                    pen.line((at, bottom), (at, y.held(cost)), ink, 1.4);
                    pen.dot((at, y.held(cost)), 3.0, ink);
                    points.push(point(at, y.held(cost), &dot.number.to_string(), cost));
                    y.held(cost)
                }
                None => {
                    pen.text("?", (at, bottom - 7.0), At::Middle, Type(ink, 10.0, true));
                    bottom - 7.0
                }
            };
            // A number is written where it has room: to the right, or to the left of the last ones.
            let label = dot.number.to_string();
            let wide = width_of(&label, 10.0) + 10.0;
            let next = ordered.get(index + 1).map_or(right, |next| x.held(next.began.second() as f64));
            let level = level.min(bottom - 8.0);
            let look = Type(Ink::Text, 10.0, true);
            if dot.strong && next - at > wide {
                pen.text(&label, (at + 6.0, level), At::Left, look);
                taken = at + wide;
            } else if dot.strong && at - taken > wide {
                pen.text(&label, (at - 6.0, level), At::Right, look);
                taken = at + 6.0;
            } else {
                taken = at + 6.0;
            }
        }
        if !dots.iter().any(|dot| within(&dot)) {
            let middle = ((left + right) / 2.0, (top + bottom) / 2.0);
            pen.text("no incidents in this span", middle, At::Middle, Type(Ink::Third, 11.5, false));
        }
    });
    let count = dots.iter().filter(within).count();
    let summary = format!(
        "{count} incidents {}; the dearest cost {}.",
        format.days(from, to),
        if points.is_empty() { "is not known".to_owned() } else { format.money(most) }
    );
    let series = vec![ChartSeries { name: "cost of an incident".to_owned(), unit: Unit::Cost, points }];
    super::chart(svg, summary, (width, height), series)
}

fn point(x: f64, y: f64, at: &str, value: f64) -> ChartPoint {
    ChartPoint { x: x as f32, y: y as f32, at: plain(at).into_owned(), value }
}
