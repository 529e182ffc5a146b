//! Tables that fit the terminal: columns that may shrink are cut, and columns that can be spared are left out, said so.

use super::ink::{Ink, Piece};

/// Where a column's text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left: words.
    Left,
    /// At the right: numbers.
    Right,
}

#[derive(Clone, Debug)]
struct Column {
    head: String,
    align: Align,
    /// Columns of text to which it may be cut; `None` is never cut.
    least: Option<usize>,
    /// Whether it may be left out; the highest goes first. 0 stays.
    spare: u8,
}

/// A table: heads and rows of pieces.
#[derive(Clone, Debug, Default)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Vec<Piece>>>,
}

const GAP: usize = 2;

impl Table {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// A column of numbers, or of words that must stay whole.
    pub fn fixed(mut self, head: &str, align: Align) -> Self {
        self.columns.push(Column { head: head.to_owned(), align, least: None, spare: 0 });
        self
    }

    /// A column of words that may be cut to `least` columns.
    pub fn words(mut self, head: &str, least: usize) -> Self {
        self.columns.push(Column { head: head.to_owned(), align: Align::Left, least: Some(least), spare: 0 });
        self
    }

    /// Marks the last column as one that a narrow terminal leaves out; the highest number goes first.
    pub fn spare(mut self, spare: u8) -> Self {
        if let Some(column) = self.columns.last_mut() {
            column.spare = spare;
        }
        self
    }

    /// Adds a row of one piece per column.
    pub fn row<const N: usize>(&mut self, cells: [Piece; N]) {
        self.rows.push(cells.into_iter().map(|cell| vec![cell]).collect());
    }

    /// Adds a row whose cells have several pieces.
    pub fn rich_row(&mut self, cells: Vec<Vec<Piece>>) {
        self.rows.push(cells);
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn natural(&self, index: usize) -> usize {
        let head = self.columns.get(index).map_or(0, |column| super::text::width(&column.head));
        self.rows.iter().filter_map(|row| row.get(index)).map(|cell| wide(cell)).fold(head, usize::max)
    }

    /// The table as lines of at most `width` columns, each ended by a line break and begun by `indent` spaces.
    pub fn render(&self, width: usize, indent: usize, color: bool) -> String {
        let (head, rows) = self.render_rows(width, indent, color);
        head.into_iter().chain(rows).collect()
    }

    /// The same as the line of heads, where there are any, and one line per row: for tables with notes between rows.
    pub fn render_rows(&self, width: usize, indent: usize, color: bool) -> (Option<String>, Vec<String>) {
        let room = width.saturating_sub(indent).max(1);
        let mut shown: Vec<usize> = (0..self.columns.len()).collect();
        let natural: Vec<usize> = shown.iter().map(|index| self.natural(*index)).collect();
        let least = |index: usize| -> usize {
            let own = natural.get(index).copied().unwrap_or(0);
            self.columns.get(index).and_then(|column| column.least).map_or(own, |least| least.min(own))
        };
        let gaps = |shown: &[usize]| shown.len().saturating_sub(1) * GAP;
        while shown.iter().map(|index| least(*index)).sum::<usize>() + gaps(&shown) > room {
            let out = shown
                .iter()
                .enumerate()
                .filter_map(|(place, index)| self.columns.get(*index).map(|column| (column.spare, place)))
                .filter(|(spare, _)| *spare > 0)
                .max();
            match out {
                Some((_, place)) => {
                    shown.remove(place);
                }
                None => break,
            }
        }
        let mut widths: Vec<usize> = shown.iter().map(|index| natural.get(*index).copied().unwrap_or(0)).collect();
        let mut over = (widths.iter().sum::<usize>() + gaps(&shown)).saturating_sub(room);
        while over > 0 {
            // The widest column that may still shrink gives way, one column of text at a time.
            let widest = shown
                .iter()
                .enumerate()
                .filter(|(place, index)| widths.get(*place).copied().unwrap_or(0) > least(**index))
                .max_by_key(|(place, _)| (widths.get(*place).copied().unwrap_or(0), usize::MAX - place));
            let Some((place, _)) = widest else { break };
            if let Some(width) = widths.get_mut(place) {
                *width -= 1;
            }
            over -= 1;
        }
        let line = |cells: &[Vec<Piece>]| {
            let mut out = String::new();
            self.line(cells, &shown, &widths, indent, color, &mut out);
            out
        };
        let heads: Vec<Vec<Piece>> =
            self.columns.iter().map(|column| vec![Piece::new(Ink::Faint, &column.head)]).collect();
        let named = self.columns.iter().any(|column| !column.head.is_empty());
        (named.then(|| line(&heads)), self.rows.iter().map(|row| line(row)).collect())
    }

    fn line(
        &self,
        cells: &[Vec<Piece>],
        shown: &[usize],
        widths: &[usize],
        indent: usize,
        color: bool,
        out: &mut String,
    ) {
        let mut line = " ".repeat(indent);
        let mut blank = 0;
        for (place, (index, width)) in shown.iter().zip(widths).enumerate() {
            if place > 0 {
                blank += GAP;
            }
            let cell = cells.get(*index).map_or(&[][..], Vec::as_slice);
            let pieces = fit(cell, *width);
            let used = wide(&pieces);
            let free = width.saturating_sub(used);
            let right = self.columns.get(*index).is_some_and(|column| column.align == Align::Right);
            if right {
                blank += free;
            }
            if used > 0 {
                line.extend(std::iter::repeat_n(' ', blank));
                blank = 0;
                for piece in &pieces {
                    piece.write(color, &mut line);
                }
            }
            if !right {
                blank += free;
            }
        }
        out.push_str(line.trim_end_matches(' '));
        out.push('\n');
    }
}

/// Columns that a cell takes.
pub fn wide(cell: &[Piece]) -> usize {
    cell.iter().map(Piece::width).sum()
}

/// The cell cut to at most `width` columns.
fn fit(cell: &[Piece], width: usize) -> Vec<Piece> {
    if wide(cell) <= width {
        return cell.to_vec();
    }
    let mut left = width;
    let mut kept = Vec::new();
    for piece in cell {
        let need = piece.width();
        if need <= left && !(need == left && wide(cell) > width && kept.len() + 1 < cell.len()) {
            left -= need;
            kept.push(piece.clone());
        } else {
            kept.push(piece.cut(left));
            break;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table() -> Table {
        let mut table = Table::new()
            .fixed("#", Align::Right)
            .words("What", 8)
            .fixed("Weeks", Align::Right)
            .words("Detail", 6)
            .spare(1);
        table.row(["1".into(), "Card terminal times out".into(), "1.0".into(), "3 times in 26 weeks".into()]);
        table.row(["10".into(), "Click & collect".into(), "5.0".into(), "stated by Product".into()]);
        table
    }

    #[test]
    fn a_wide_terminal_shows_everything() {
        let text = table().render(100, 0, false);
        assert_eq!(
            text,
            " #  What                     Weeks  Detail\n 1  Card terminal times out    1.0  3 times in 26 weeks\n10  Click & collect            5.0  stated by Product\n"
        );
    }

    #[test]
    fn a_narrow_terminal_cuts_words_and_then_leaves_columns_out() {
        let text = table().render(34, 0, false);
        assert!(text.lines().all(|line| super::super::text::width(line) <= 34), "{text}");
        assert!(text.contains("Detail"));
        let text = table().render(22, 0, false);
        assert!(!text.contains("Detail"), "{text}");
        assert!(text.contains("5.0"), "{text}");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal(words in proptest::collection::vec("\\PC{0,30}", 1..8), width in 26usize..90) {
            let mut table = Table::new().words("A", 4).fixed("N", Align::Right).words("B", 4).spare(1);
            for word in &words {
                table.row([word.as_str().into(), "1,234.5".into(), word.as_str().into()]);
            }
            for line in table.render(width, 2, false).lines() {
                prop_assert!(super::super::text::width(line) <= width, "{:?}", line);
            }
        }
    }
}
