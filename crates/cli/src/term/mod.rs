//! The terminal: safe text, colour for meaning, tables that fit, small pictures.

pub mod bar;
pub mod ink;
pub mod table;
pub mod text;

pub use ink::{Ink, Piece, shape};
pub use table::{Align, Table};

use gemba_model::{Sentence, Tone};

/// A page for a person, as wide as the terminal.
#[derive(Clone, Debug)]
pub struct Page {
    width: usize,
    color: bool,
    text: String,
}

/// The narrowest page that is laid out; a narrower terminal wraps by itself.
const NARROWEST: usize = 40;

impl Page {
    /// An empty page of `width` columns.
    pub fn new(width: usize, color: bool) -> Self {
        Self { width: width.max(NARROWEST), color, text: String::new() }
    }

    /// Columns of the page.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The page's text.
    pub fn into_text(self) -> String {
        self.text
    }

    /// One line as it is; it is not wrapped.
    pub fn line(&mut self, pieces: impl IntoIterator<Item = Piece>) {
        for piece in pieces {
            piece.write(self.color, &mut self.text);
        }
        self.text.push('\n');
    }

    /// An empty line, unless the page ends with one.
    pub fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A heading with a word beside it.
    pub fn head(&mut self, title: &str, beside: &str) {
        self.blank();
        let mut pieces = vec![Piece::new(Ink::Strong, title)];
        if !beside.is_empty() {
            pieces.push(Piece::new(Ink::Faint, format!(" · {beside}")));
        }
        self.flow(0, &pieces);
    }

    /// Words wrapped at spaces, every line begun by `indent` spaces.
    pub fn flow(&mut self, indent: usize, pieces: &[Piece]) {
        let room = self.width.saturating_sub(indent).max(10);
        let mut words: Vec<Vec<Piece>> = vec![Vec::new()];
        for piece in pieces {
            for (place, word) in piece.text().split(' ').enumerate() {
                if place > 0 {
                    words.push(Vec::new());
                }
                if !word.is_empty()
                    && let Some(last) = words.last_mut()
                {
                    last.push(Piece::new(piece.ink(), word));
                }
            }
        }
        let mut used = 0;
        for word in words.iter().filter(|word| !word.is_empty()) {
            let wide = table::wide(word);
            if used == 0 {
                self.text.push_str(&" ".repeat(indent));
            } else if used + 1 + wide > room {
                self.text.push('\n');
                self.text.push_str(&" ".repeat(indent));
                used = 0;
            } else {
                self.text.push(' ');
                used += 1;
            }
            for piece in word {
                piece.write(self.color, &mut self.text);
            }
            used += wide;
        }
        self.text.push('\n');
    }

    /// A number or a time with words beside it: the words wrap under themselves. `lead` is set into `columns`, at the
    /// right where `right` says so.
    pub fn hang(&mut self, indent: usize, lead: &Piece, columns: usize, right: bool, words: &[Piece]) {
        let free = " ".repeat(columns.saturating_sub(lead.width()));
        let begin = self.text.len();
        self.flow(indent + columns + 2, words);
        // The first line's indent gives way to the lead.
        let blank = indent + columns + 2;
        let used = indent + lead.width().max(columns) + 2;
        if self.text.get(begin..begin + blank).is_some_and(|start| start.bytes().all(|byte| byte == b' ')) {
            self.text.replace_range(begin..begin + blank, "");
        }
        let mut start = " ".repeat(indent);
        if right {
            start.push_str(&free);
        }
        lead.write(self.color, &mut start);
        if !right {
            start.push_str(&free);
        }
        start.push_str(&" ".repeat(used - indent - lead.width().max(columns)));
        self.text.insert_str(begin, &start);
    }

    /// Plain words, wrapped.
    pub fn say(&mut self, words: &str) {
        self.flow(0, &[Piece::from(words)]);
    }

    /// Words beside the point, wrapped.
    pub fn faint(&mut self, words: &str) {
        self.flow(0, &[Piece::new(Ink::Faint, words)]);
    }

    /// The answer: one sentence, first, its strong pieces in the colour of its tone.
    pub fn verdict(&mut self, sentence: &Sentence, tone: Tone) {
        let strong = match tone {
            Tone::Harm => Ink::Harm,
            Tone::Warn => Ink::Warn,
            Tone::Calm | Tone::Unknown => Ink::Strong,
        };
        let pieces: Vec<Piece> = sentence
            .0
            .iter()
            .map(|span| Piece::new(if span.strong { strong } else { Ink::Plain }, &span.text))
            .collect();
        self.flow(0, &pieces);
    }

    /// A table with notes below its rows: `notes` writes what belongs under the row of an index.
    pub fn noted_table(&mut self, table: &Table, indent: usize, mut notes: impl FnMut(usize, &mut Page)) {
        let (head, rows) = table.render_rows(self.width, indent, self.color);
        self.text.extend(head);
        for (index, row) in rows.into_iter().enumerate() {
            self.text.push_str(&row);
            notes(index, self);
        }
    }

    /// A table, begun by `indent` spaces.
    pub fn table(&mut self, table: &Table, indent: usize) {
        let text = table.render(self.width, indent, self.color);
        self.text.push_str(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_verdict_wraps_between_words_and_joins_its_pieces() {
        let mut page = Page::new(40, false);
        let sentence = Sentence::default().say("Fix ").strong("Card terminal times out").say(" first. Then the rest.");
        page.verdict(&sentence, Tone::Warn);
        assert_eq!(page.into_text(), "Fix Card terminal times out first. Then\nthe rest.\n");
    }

    #[test]
    fn headings_stand_apart_once() {
        let mut page = Page::new(80, false);
        page.say("one");
        page.blank();
        page.head("Two", "beside");
        assert_eq!(page.into_text(), "one\n\nTwo · beside\n");
    }

    proptest! {
        #[test]
        fn no_wrapped_line_without_long_words_is_wider_than_the_page(words in proptest::collection::vec("[a-z]{1,20}", 0..40), width in 40usize..120) {
            let mut page = Page::new(width, false);
            page.flow(3, &[Piece::from(words.join(" "))]);
            for line in page.into_text().lines() {
                prop_assert!(text::width(line) <= width);
            }
        }
    }
}
