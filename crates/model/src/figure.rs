//! Numbers on screen: each has a unit and a date, and can be asked "why?".

use crate::{Source, UtcTime};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Unit of a figure. Views carry numbers, never formatted text: the door formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// The workspace's unit of cost.
    Cost,
    /// The unit of cost, a minute.
    CostPerMinute,
    /// The unit of cost, a week.
    CostPerWeek,
    /// The unit of cost, a week, per week of duration: cost of delay ÷ duration.
    CostPerWeekPerWeek,
    /// The unit of cost, an hour.
    CostPerHour,
    /// The unit of cost, per interaction.
    CostPerInteraction,
    /// Things counted.
    Count,
    /// A ratio, shown as per cent.
    Ratio,
    /// Occurrences a week.
    PerWeek,
    /// Events a minute.
    PerMinute,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// A multiple of the error budget.
    Burn,
    /// Milliseconds.
    Milliseconds,
}

/// A number on screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Figure {
    /// The value; `None` is unknown, never zero.
    pub value: Option<f64>,
    /// Lower end of what is likely, where there is a range.
    pub low: Option<f64>,
    /// Upper end of what is likely.
    pub high: Option<f64>,
    /// Unit of all three.
    pub unit: Unit,
    /// The instant that it holds for.
    pub as_of: UtcTime,
    /// Why it is unknown and what would make it known; `None` when it is known.
    pub unknown: Option<String>,
    /// Key to ask the use case `why` with.
    pub why: String,
}

impl Figure {
    /// A known value.
    pub fn known(value: f64, unit: Unit, as_of: UtcTime, why: impl Into<String>) -> Self {
        Self { value: Some(value), low: None, high: None, unit, as_of, unknown: None, why: why.into() }
    }

    /// An unknown value with the reason and the remedy.
    pub fn unknown(reason: impl Into<String>, unit: Unit, as_of: UtcTime, why: impl Into<String>) -> Self {
        Self { value: None, low: None, high: None, unit, as_of, unknown: Some(reason.into()), why: why.into() }
    }

    /// The same with a range.
    pub fn between(mut self, low: f64, high: f64) -> Self {
        self.low = Some(low);
        self.high = Some(high);
        self
    }
}

/// One input of a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Term {
    /// What it is.
    pub label: String,
    /// Its value; `None` is unknown.
    pub value: Option<f64>,
    /// Lower end of its range.
    pub low: Option<f64>,
    /// Upper end of its range.
    pub high: Option<f64>,
    /// Its unit.
    pub unit: Unit,
    /// Exact value as a fraction or decimal, where it is exact.
    pub exact: Option<String>,
    /// How it joins the others: `+`, `−`, `×`, `÷`, or empty for the first.
    pub operator: String,
    /// Who stated or measured it, when and where.
    pub source: Source,
    /// Anything that a reader should know.
    pub note: String,
    /// Key of a deeper explanation.
    pub why: Option<String>,
}

/// The answer to "why?".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Explanation {
    /// What is explained.
    pub title: String,
    /// The number.
    pub figure: Figure,
    /// The formula in words and signs.
    pub formula: String,
    /// Where the formula comes from.
    pub formula_source: String,
    /// The inputs.
    pub terms: Vec<Term>,
    /// Assumptions and limits, one sentence each.
    pub notes: Vec<String>,
}

/// A piece of a sentence; strong pieces are the numbers and names that carry it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Span {
    /// Text from wherever; never markup.
    pub text: String,
    /// Whether it carries the sentence.
    pub strong: bool,
}

/// A sentence as pieces.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct Sentence(pub Vec<Span>);

impl Sentence {
    /// Adds plain words.
    pub fn say(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span { text: text.into(), strong: false });
        self
    }

    /// Adds words that carry the sentence.
    pub fn strong(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span { text: text.into(), strong: true });
        self
    }

    /// The sentence as plain text.
    pub fn text(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }
}

/// What colour a fact deserves. Colour is never the only sign: the words say it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Users are hurt, or a budget is spent.
    Harm,
    /// It will be, or something is missing.
    Warn,
    /// All right, measured.
    Calm,
    /// Not measured, not known, stale.
    Unknown,
}

/// A picture drawn by `report`, with what an overlay needs to read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Chart {
    /// SVG made by plotters. Text from outside in it is escaped text, never markup.
    pub svg: String,
    /// One sentence for those who do not see it.
    pub summary: String,
    /// Width in pixels of the coordinate system.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Series with their pixels and values, for crosshair, focus and table.
    pub series: Vec<ChartSeries>,
}

/// One series of a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ChartSeries {
    /// Its name.
    pub name: String,
    /// Unit of the values.
    pub unit: Unit,
    /// Points in drawing order.
    pub points: Vec<ChartPoint>,
}

/// One point of a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ChartPoint {
    /// Pixel from the left.
    pub x: f32,
    /// Pixel from the top.
    pub y: f32,
    /// What the horizontal place means: an instant or a value, as text.
    pub at: String,
    /// The value.
    pub value: f64,
}
