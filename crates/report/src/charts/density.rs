//! The distribution of an uncertain quantity with the value at which the order turns round.

use super::palette::Ink;
use super::pen::{At, Pen, Type, paint, width_of};
use super::scale::Linear;
use crate::format::{Formatter, number, percent};
use gemba_model::view::Spread;
use gemba_model::{Chart, ChartPoint, ChartSeries, Unit};

/// Where the order turns round.
#[derive(Clone, Copy, Debug)]
pub struct DensityFlip<'a> {
    /// The value, in the quantity's unit.
    pub at: f64,
    /// Probability that the quantity lies on the side that keeps the order, 0 to 1.
    pub probability: f64,
    /// Whether the side that keeps the order lies above the flip.
    pub keeps_above: bool,
    /// In words: "once in 11 weeks".
    pub words: &'a str,
}

/// How often a failure mode occurs: a Gamma distribution of occurrences a week.
#[derive(Clone, Copy, Debug)]
pub struct LambdaDensity<'a> {
    /// Shape: occurrences + ½ by Jeffreys' prior. Above 0.
    pub shape: f64,
    /// Rate: weeks observed. Above 0.
    pub rate: f64,
    /// Where the order turns round.
    pub flip: Option<DensityFlip<'a>>,
}

/// A stated quantity: half of the probability evenly between low and mid, half evenly between mid and high.
#[derive(Clone, Copy, Debug)]
pub struct StatedDensity<'a> {
    /// The stated values.
    pub spread: Spread,
    /// Their unit.
    pub unit: Unit,
    /// Where the order turns round.
    pub flip: Option<DensityFlip<'a>>,
    /// Unit of cost and zone.
    pub format: &'a Formatter,
}

const WIDTH: u32 = 344;
const HEIGHT: u32 = 112;
const LEFT: f64 = 4.0;
const RIGHT: f64 = 340.0;
const TOP: f64 = 36.0;
const BOTTOM: f64 = 90.0;
const STEPS: u32 = 160;

/// The density of occurrences a week with the flip point, and the probabilities of both sides.
///
/// Gamma density ∝ λ^(shape − 1) · e^(−rate · λ); only its form is drawn, so no constant is needed.
pub fn lambda_density(input: &LambdaDensity<'_>) -> Chart {
    if !(input.shape > 0.0 && input.rate > 0.0 && input.shape.is_finite() && input.rate.is_finite()) {
        return nothing("How often it happens is not known.");
    }
    let mean = input.shape / input.rate;
    if !(mean > 1e-12 && mean < 1e12) {
        return nothing("How often it happens lies beyond what can be drawn.");
    }
    let flip = input.flip.filter(|flip| flip.at.is_finite() && flip.at >= 0.0);
    let mut high = mean + 3.4 * input.shape.sqrt() / input.rate;
    if let Some(flip) = &flip {
        // A flip far out is shown at the edge rather than squeezing the distribution into a line.
        high = high.max(flip.at.min(high * 1.6) * 1.12);
    }
    let log = |x: f64| (input.shape - 1.0) * x.ln() - input.rate * x;
    let xs: Vec<f64> = (0..=STEPS).map(|i| high * (f64::from(i) + 0.25) / (f64::from(STEPS) + 0.25)).collect();
    let most = xs.iter().map(|x| log(*x)).fold(f64::NEG_INFINITY, f64::max);
    let curve: Vec<(f64, f64)> = xs.iter().map(|x| (*x, (log(*x) - most).exp())).collect();
    let words = |at: f64| if at > 0.0 { format!("once in {}", weeks(1.0 / at)) } else { "never".to_owned() };
    let labels = [(0.0, "never".to_owned()), (mean, words(mean)), (high, words(high))];
    let value = |at: f64| format!("{} a week", number(at));
    draw(&curve, (0.0, high), &labels, flip, &value)
}

/// The density of a stated range with the flip point, and the probabilities of both sides.
pub fn stated_density(input: &StatedDensity<'_>) -> Chart {
    let Spread { low, mid, high } = input.spread;
    // A span that f64 cannot hold could not be drawn either.
    if !((high - low).is_finite() && low <= mid && mid <= high) {
        return nothing("The range is not known.");
    }
    let flip = input.flip.filter(|flip| flip.at.is_finite());
    let extent = if high > low { high - low } else { high.abs().max(1.0) * 0.2 };
    let (mut from, mut to) = (low - extent * 0.15, high + extent * 0.15);
    if let Some(flip) = &flip {
        from = from.min(flip.at.max(low - extent) - extent * 0.05);
        to = to.max(flip.at.min(high + extent) + extent * 0.05);
    }
    // Equal halves: the height of a half is the inverse of its width. A half without width is drawn as a spike.
    let thin = extent * 0.01;
    let (left, right) = (1.0 / (mid - low).max(thin), 1.0 / (high - mid).max(thin));
    let (a, b) = (mid.min(low + (mid - low).max(thin)), high.max(mid + thin));
    let top = left.max(right);
    let curve = [
        (from, 0.0),
        (low, 0.0),
        (low, left / top),
        (a, left / top),
        (mid, right / top),
        (b, right / top),
        (b, 0.0),
        (to, 0.0),
    ];
    let label = |at: f64| input.format.between(at, at, input.unit).split(" – ").next().unwrap_or_default().to_owned();
    let labels = [(low, label(low)), (mid, label(mid)), (high, label(high))];
    let value = |at: f64| input.format.value(at, input.unit);
    draw(&curve, (from, to), &labels, flip, &value)
}

fn weeks(value: f64) -> String {
    if value < 1.0 {
        format!("{} days", number((value * 7.0 * 10.0).round() / 10.0))
    } else {
        let whole = if value < 10.0 { (value * 10.0).round() / 10.0 } else { value.round() };
        crate::format::counted(whole, "week", "weeks")
    }
}

fn nothing(why: &str) -> Chart {
    let svg = paint(WIDTH, HEIGHT, |pen| {
        let middle = (f64::from(WIDTH) / 2.0, f64::from(HEIGHT) / 2.0);
        pen.text(why, middle, At::Middle, Type(Ink::Third, 11.5, false));
    });
    super::chart(svg, why.to_owned(), (WIDTH, HEIGHT), Vec::new())
}

fn draw(
    curve: &[(f64, f64)],
    domain: (f64, f64),
    labels: &[(f64, String)],
    flip: Option<DensityFlip<'_>>,
    value: &dyn Fn(f64) -> String,
) -> Chart {
    let x = Linear::new(domain, (LEFT, RIGHT));
    let y = Linear::new((0.0, 1.0), (BOTTOM, TOP));
    let dots: Vec<(f64, f64)> = curve.iter().map(|(at, level)| (x.held(*at), y.held(*level))).collect();
    let svg = paint(WIDTH, HEIGHT, |pen| {
        area(pen, &dots, flip.map(|flip| (x.held(flip.at), flip.keeps_above)));
        pen.line((LEFT, BOTTOM), (RIGHT, BOTTOM), Ink::Strong, 1.0);
        pen.path(&dots, Ink::Harm, 1.6);
        axis(pen, labels, &x);
        if let Some(flip) = &flip {
            sides(pen, flip, x.held(flip.at));
        }
    });
    let summary = match flip {
        None => labels.get(1).map_or_else(String::new, |(at, _)| format!("Most likely around {}.", value(*at))),
        Some(flip) => format!(
            "The order turns round at {}; {} sure that it lies on the side that keeps the order.",
            value(flip.at),
            percent(flip.probability)
        ),
    };
    let points = curve
        .iter()
        .zip(&dots)
        .filter(|((at, level), _)| at.is_finite() && level.is_finite())
        .map(|((at, level), dot)| ChartPoint { x: dot.0 as f32, y: dot.1 as f32, at: value(*at), value: *level })
        .collect();
    let series = vec![ChartSeries { name: "likelihood, highest = 1".to_owned(), unit: Unit::Ratio, points }];
    super::chart(svg, summary, (WIDTH, HEIGHT), series)
}

/// The area below the curve: the side that keeps the order fuller than the other.
fn area(pen: &mut Pen<'_>, dots: &[(f64, f64)], flip: Option<(f64, bool)>) {
    let (at, keeps_above) = flip.unwrap_or((LEFT, true));
    for (keeps, opacity) in [(true, 0.2), (false, 0.07)] {
        let right_side = keeps == keeps_above;
        let mut side: Vec<(f64, f64)> = Vec::with_capacity(dots.len() + 4);
        for pair in dots.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let inside = |p: (f64, f64)| if right_side { p.0 >= at } else { p.0 <= at };
            if inside(a) {
                side.push(a);
            }
            if inside(a) != inside(b) && b.0 > a.0 {
                side.push((at, a.1 + (b.1 - a.1) * (at - a.0) / (b.0 - a.0)));
            }
        }
        side.extend(dots.last().filter(|p| if right_side { p.0 >= at } else { p.0 <= at }));
        if let (Some(first), Some(last)) = (side.first().copied(), side.last().copied()) {
            side.push((last.0, BOTTOM));
            side.push((first.0, BOTTOM));
            pen.area(&side, Ink::Harm, opacity);
        }
    }
}

fn axis(pen: &mut Pen<'_>, labels: &[(f64, String)], x: &Linear) {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let look = Type(Ink::Third, 10.5, false);
    // The middle is what matters most: it takes its place first.
    let order = [1, 0, 2];
    for (at, label) in order.iter().filter_map(|index| labels.get(*index)) {
        let place = x.held(*at);
        let wide = width_of(label, 10.5);
        let (anchor, left) = if place - wide / 2.0 < LEFT {
            (At::Left, LEFT)
        } else if place + wide / 2.0 > RIGHT {
            (At::Right, RIGHT - wide)
        } else {
            (At::Middle, place - wide / 2.0)
        };
        let span = (left - 4.0, left + wide + 4.0);
        if taken.iter().any(|other| span.0 < other.1 && other.0 < span.1) {
            continue;
        }
        taken.push(span);
        let point = match anchor {
            At::Left => LEFT,
            At::Right => RIGHT,
            At::Middle => place,
        };
        pen.line((place, BOTTOM), (place, BOTTOM + 3.0), Ink::Strong, 1.0);
        pen.text(label, (point, BOTTOM + 13.0), anchor, look);
    }
}

fn sides(pen: &mut Pen<'_>, flip: &DensityFlip<'_>, at: f64) {
    pen.dashed((at, TOP - 32.0), (at, BOTTOM), Ink::Text, 1.2);
    let keeps = flip.probability.clamp(0.0, 1.0);
    let above = if flip.keeps_above { keeps } else { 1.0 - keeps };
    let room = RIGHT - at;
    let (anchor, shift) = if room > width_of(flip.words, 10.5) + 10.0 { (At::Left, 6.0) } else { (At::Right, -6.0) };
    pen.text_within(flip.words, (at + shift, TOP - 27.0), anchor, Type(Ink::Text, 10.5, true), 220.0);
    let quiet = Type(Ink::Second, 10.5, false);
    let strong = Type(Ink::Text, 10.5, true);
    let look = |is: bool| if is { strong } else { quiet };
    if at - LEFT > 34.0 {
        pen.text(&percent(1.0 - above), (at - 6.0, TOP - 12.0), At::Right, look(!flip.keeps_above));
    }
    if room > 96.0 {
        pen.text(&format!("{} on this side", percent(above)), (RIGHT, TOP - 12.0), At::Right, look(flip.keeps_above));
    } else if room > 34.0 {
        pen.text(&percent(above), (RIGHT, TOP - 12.0), At::Right, look(flip.keeps_above));
    }
}
