//! The review as finished words: sections of tables, lists and pictures. Text from outside is clipped here and escaped
//! by the renderer.

use super::{Limits, ReviewData, sections, weigh};
use crate::format::{Formatter, clipped, number, plain};
use gemba_model::{Chart, Sentence, Tone};
use serde::Serialize;

/// Colour of a piece; the words say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mark {
    #[default]
    None,
    Harm,
    Warn,
    Quiet,
    Fix,
    Feature,
    Debt,
}

impl Mark {
    pub fn of(tone: Tone) -> Self {
        match tone {
            Tone::Harm => Mark::Harm,
            Tone::Warn => Mark::Warn,
            Tone::Calm => Mark::None,
            Tone::Unknown => Mark::Quiet,
        }
    }

    pub fn class(self) -> &'static str {
        match self {
            Mark::None => "",
            Mark::Harm => "harm",
            Mark::Warn => "warn",
            Mark::Quiet => "quiet",
            Mark::Fix => "fix",
            Mark::Feature => "feature",
            Mark::Debt => "debt",
        }
    }
}

/// A piece of a sentence.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Piece {
    pub text: String,
    pub strong: bool,
}

pub(crate) fn pieces(sentence: &Sentence, most: usize) -> Vec<Piece> {
    let mut left = most;
    let mut out = Vec::new();
    for span in &sentence.0 {
        if left == 0 {
            break;
        }
        // Spaces at the ends of a piece part it from its neighbours: `plain` keeps them unless something is taken out.
        let text = plain(&span.text);
        let count = text.chars().count();
        let text = if count > left { clipped(&text, left).into_owned() } else { text.into_owned() };
        left = left.saturating_sub(count);
        out.push(Piece { text, strong: span.strong });
    }
    out
}

/// A number with the words below it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Stat {
    pub value: String,
    pub label: String,
    pub mark: Mark,
}

/// A picture.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Picture {
    pub svg: String,
    pub alt: String,
    pub width: u32,
}

impl From<&Chart> for Picture {
    fn from(chart: &Chart) -> Self {
        Self { svg: chart.svg.clone(), alt: chart.summary.clone(), width: chart.width }
    }
}

/// One cell of a table.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Cell {
    pub text: String,
    pub detail: String,
    pub strong: bool,
    pub mark: Mark,
    pub picture: Option<Picture>,
}

impl Cell {
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
    pub fn strong(mut self) -> Self {
        self.strong = true;
        self
    }
    pub fn mark(mut self, mark: Mark) -> Self {
        self.mark = mark;
        self
    }
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
    pub fn picture(chart: &Chart) -> Self {
        Self { picture: Some(chart.into()), ..Self::default() }
    }
}

/// A column: its head, whether it holds numbers, and its share of the width; 0 takes what it needs.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Column {
    pub head: String,
    pub right: bool,
    pub share: u32,
}

pub(crate) fn column(head: impl Into<String>, right: bool, share: u32) -> Column {
    Column { head: head.into(), right, share }
}

/// A row, with a line between it and the next.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    pub cells: Vec<Cell>,
    pub between: String,
    pub between_mark: Mark,
}

impl Row {
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { cells, between: String::new(), between_mark: Mark::None }
    }
}

/// A part of the review.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Section {
    pub heading: String,
    pub note: String,
    /// Said in place of a table without rows.
    pub empty: String,
    pub lead: Vec<Piece>,
    pub picture: Option<Picture>,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub lines: Vec<String>,
    /// "and 9,992 more"; empty when all are shown.
    pub more: String,
}

/// The whole review.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Content {
    pub title: String,
    pub subtitle: String,
    /// Says that this is the sample; empty otherwise.
    pub sample: String,
    pub mark: Mark,
    pub verdict: Vec<Piece>,
    pub stats: Vec<Stat>,
    pub first: Vec<Section>,
    pub second: Vec<Section>,
    pub foot: String,
    /// Year, month and day in the workspace's zone.
    pub date: (i16, i8, i8),
}

/// "and 9,992 more", or nothing.
pub(crate) fn more(all: usize, shown: usize) -> String {
    match all.saturating_sub(shown) {
        0 => String::new(),
        hidden => format!("and {} more", number(hidden as f64)),
    }
}

/// Each sheet has limits of its own.
pub(crate) fn content(data: &ReviewData, limits: &Limits, second: &Limits) -> Content {
    let f = Formatter::of(&data.workspace);
    let now = data.today.now;
    let name = clipped(&data.workspace.name, limits.title);
    let title =
        if name.trim().is_empty() { "Production review".to_owned() } else { format!("Production review: {name}") };
    let period = &data.today.period;
    let day = f.zoned(now);
    let sample = if data.workspace.sample {
        "Sample: an invented company. None of these numbers is real.".to_owned()
    } else {
        String::new()
    };
    Content {
        title,
        subtitle: format!("{} · as of {}, {}", f.days(period.from, period.to), f.moment(now, now), f.zone_name()),
        sample,
        mark: Mark::of(data.today.tone),
        verdict: pieces(&data.today.verdict, limits.detail * 3),
        stats: sections::stats(data, &f),
        first: vec![
            sections::harm(data, limits),
            sections::objectives(data, &f, limits),
            sections::incidents(data, &f, limits),
            sections::failure_modes(data, &f, limits),
        ]
        .into_iter()
        .filter(|section| !section.heading.is_empty())
        .collect(),
        second: vec![
            weigh::order(data, &f, second),
            weigh::why(data, &f, second),
            weigh::not_rankable(data, second),
            sections::decisions(data, &f, second),
        ]
        .into_iter()
        .filter(|section| !section.heading.is_empty())
        .collect(),
        foot: format!(
            "Gemba {} · cost in {} · times in {} · ? is unknown, never zero",
            plain(&data.workspace.version),
            plain(f.cost_unit()),
            plain(f.zone_name()),
        ),
        date: (day.year(), day.month(), day.day()),
    }
}
