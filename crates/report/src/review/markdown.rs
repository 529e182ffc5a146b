//! The review as Markdown: headings, tables and lists; pictures by their sentence.

use super::content::{Cell, Piece, Section, content};
use super::{Limits, ReviewData};
use crate::text::markdown as escaped;

/// The review as Markdown (GitHub's tables). Text from outside is escaped.
pub fn markdown(data: &ReviewData) -> String {
    let content = content(data, &Limits::SCREEN, &Limits::SCREEN);
    let mut blocks = vec![format!("# {}", escaped(&content.title)), escaped(&content.subtitle)];
    if !content.sample.is_empty() {
        blocks.push(format!("**{}**", escaped(&content.sample)));
    }
    blocks.push(spans(&content.verdict));
    let stats = content.stats.iter().map(|stat| format!("* **{}** {}", escaped(&stat.value), escaped(&stat.label)));
    blocks.push(stats.collect::<Vec<_>>().join("\n"));
    content.first.iter().chain(&content.second).for_each(|part| section(&mut blocks, part));
    blocks.push("---".to_owned());
    blocks.push(escaped(&content.foot));
    blocks.retain(|block| !block.is_empty());
    let mut out = blocks.join("\n\n");
    out.push('\n');
    out
}

fn spans(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| {
            // Spaces stay outside the stars: `** x**` is not strong.
            let inner = piece.text.trim();
            let text = escaped(inner);
            let (before, after) = piece.text.split_once(inner).unwrap_or(("", ""));
            if piece.strong && !text.is_empty() {
                format!("{before}**{text}**{after}")
            } else {
                format!("{before}{text}{after}")
            }
        })
        .collect()
}

fn section(blocks: &mut Vec<String>, part: &Section) {
    blocks.push(format!("## {}", escaped(&part.heading)));
    if !part.note.is_empty() {
        blocks.push(format!("*{}*", escaped(&part.note)));
    }
    blocks.push(spans(&part.lead));
    if let Some(picture) = &part.picture {
        blocks.push(format!("> {}", escaped(&picture.alt)));
    }
    if part.rows.is_empty() {
        if part.lines.is_empty() {
            blocks.push(escaped(&part.empty));
        }
    } else {
        blocks.push(table(part));
    }
    blocks.push(part.lines.iter().map(|line| format!("* {}", escaped(line))).collect::<Vec<_>>().join("\n"));
    blocks.push(escaped(&part.more));
}

/// A table without the columns that hold nothing but pictures.
fn table(part: &Section) -> String {
    let drawn = |index: &usize| part.rows.iter().all(|row| row.cells.get(*index).is_some_and(|c| c.picture.is_some()));
    let kept: Vec<usize> = (0..part.columns.len()).filter(|index| !drawn(index)).collect();
    let notes = part.rows.iter().any(|row| !row.between.is_empty());
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut head: Vec<String> =
        kept.iter().filter_map(|index| part.columns.get(*index)).map(|c| escaped(&c.head)).collect();
    let mut rule: Vec<String> = kept
        .iter()
        .filter_map(|index| part.columns.get(*index))
        .map(|column| if column.right { "--:" } else { "---" }.to_owned())
        .collect();
    if notes {
        head.push("Before the next".to_owned());
        rule.push("---".to_owned());
    }
    let mut lines = vec![line(head), line(rule)];
    for row in &part.rows {
        let mut cells: Vec<String> = kept.iter().filter_map(|index| row.cells.get(*index)).map(cell).collect();
        if notes {
            cells.push(escaped(&row.between));
        }
        lines.push(line(cells));
    }
    lines.join("\n")
}

fn cell(cell: &Cell) -> String {
    let text = escaped(&cell.text);
    let text = if cell.strong && !text.is_empty() { format!("**{text}**") } else { text };
    match (text.is_empty(), cell.detail.is_empty()) {
        (_, true) => text,
        (true, false) => escaped(&cell.detail),
        (false, false) => format!("{text} ({})", escaped(&cell.detail)),
    }
}
