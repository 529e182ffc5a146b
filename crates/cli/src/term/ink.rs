//! Colour, only for meaning, and never the only sign of it.

use super::text;
use gemba_model::{Party, Tone};

/// What a piece of text means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// Ordinary words.
    #[default]
    Plain,
    /// Numbers and names that carry a sentence, headings.
    Strong,
    /// Words beside the point: units, heads of columns, sources.
    Faint,
    /// Users are hurt, or a budget is spent.
    Harm,
    /// It will be, or something is missing.
    Warn,
    /// All right, measured.
    Calm,
    /// A party's flag.
    Flag(Party),
}

impl Ink {
    /// The ink of a tone. What is unknown is faint, never green.
    pub fn tone(tone: Tone) -> Self {
        match tone {
            Tone::Harm => Ink::Harm,
            Tone::Warn => Ink::Warn,
            Tone::Calm => Ink::Calm,
            Tone::Unknown => Ink::Faint,
        }
    }

    /// The parameters of "select graphic rendition"; empty for plain. The eight basic colours follow the terminal's own
    /// theme, so that they can be read on light and on dark; the parties' colours are the nearest of the 256.
    fn code(self) -> &'static str {
        match self {
            Ink::Plain => "",
            Ink::Strong => "1",
            Ink::Faint => "2",
            Ink::Harm => "1;31",
            Ink::Warn => "33",
            Ink::Calm => "32",
            Ink::Flag(Party::Ops) => "38;5;32",
            Ink::Flag(Party::Dev) => "38;5;133",
            Ink::Flag(Party::Product) => "38;5;36",
        }
    }
}

/// The shape that stands beside a party's colour.
pub fn shape(party: Party) -> &'static str {
    match party {
        Party::Ops => "▲",
        Party::Dev => "●",
        Party::Product => "■",
    }
}

/// A piece of one line: safe text with its meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    text: String,
    ink: Ink,
}

impl Piece {
    /// Makes text from wherever safe, and gives it a meaning.
    pub fn new(ink: Ink, words: impl AsRef<str>) -> Self {
        Self { text: text::plain(words.as_ref()).into_owned(), ink }
    }

    /// Columns that it takes.
    pub fn width(&self) -> usize {
        text::width(&self.text)
    }

    /// The safe text without colour.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its meaning.
    pub fn ink(&self) -> Ink {
        self.ink
    }

    /// The same cut to at most `columns`.
    pub fn cut(&self, columns: usize) -> Self {
        Self { text: text::cut(&self.text, columns).into_owned(), ink: self.ink }
    }

    /// Writes it with or without colour.
    pub fn write(&self, color: bool, out: &mut String) {
        let code = self.ink.code();
        if !color || code.is_empty() || self.text.is_empty() {
            out.push_str(&self.text);
            return;
        }
        out.push_str("\u{1b}[");
        out.push_str(code);
        out.push('m');
        out.push_str(&self.text);
        out.push_str("\u{1b}[0m");
    }
}

impl From<&str> for Piece {
    fn from(words: &str) -> Self {
        Piece::new(Ink::Plain, words)
    }
}

impl From<String> for Piece {
    fn from(words: String) -> Self {
        Piece::new(Ink::Plain, words)
    }
}

impl From<(Ink, &str)> for Piece {
    fn from((ink, words): (Ink, &str)) -> Self {
        Piece::new(ink, words)
    }
}

impl From<(Ink, String)> for Piece {
    fn from((ink, words): (Ink, String)) -> Self {
        Piece::new(ink, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_off_where_it_is_not_wanted() {
        let mut out = String::new();
        Piece::new(Ink::Harm, "−18 %").write(false, &mut out);
        assert_eq!(out, "−18 %");
        out.clear();
        Piece::new(Ink::Harm, "−18 %").write(true, &mut out);
        assert_eq!(out, "\u{1b}[1;31m−18 %\u{1b}[0m");
    }

    #[test]
    fn a_piece_carries_no_escape_of_its_text() {
        let mut out = String::new();
        Piece::new(Ink::Plain, "\u{1b}]0;owned\u{7}").write(true, &mut out);
        assert!(!out.contains('\u{1b}'), "{out:?}");
    }

    #[test]
    fn unknown_is_never_green() {
        assert_ne!(Ink::tone(Tone::Unknown), Ink::Calm);
    }
}
