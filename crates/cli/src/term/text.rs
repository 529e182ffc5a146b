//! Text from outside on its way to a terminal: escape sequences, bidirectional overrides and invisible letters stay out.

use std::borrow::Cow;
use std::fmt::Write as _;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What becomes of one letter of text from outside.
enum Fate {
    Keep,
    Drop,
    Become(char),
}

fn fate(letter: char) -> Fate {
    match letter {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Fate::Become(' '),
        // C0 controls are shown by their control pictures, so that nothing is hidden silently.
        '\0'..='\u{1f}' => Fate::Become(char::from_u32(0x2400 + letter as u32).unwrap_or('\u{fffd}')),
        '\u{7f}' => Fate::Become('\u{2421}'),
        '\u{80}'..='\u{9f}' => Fate::Become('\u{fffd}'),
        letter if is_unseen(letter) => Fate::Drop,
        _ => Fate::Keep,
    }
}

/// Whether a letter takes no place of its own and changes how its neighbours are read: bidirectional controls, zero-width
/// letters, soft hyphens, interlinear annotations and tag letters.
fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Makes one line of text from outside safe to show. Line breaks and tabs become spaces, other control characters their
/// pictures, and letters that nobody sees go away.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().all(|letter| matches!(fate(letter), Fate::Keep)) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match fate(letter) {
            Fate::Keep => safe.push(letter),
            Fate::Drop => {}
            Fate::Become(other) => safe.push(other),
        }
    }
    Cow::Owned(safe)
}

/// Columns that a text takes in a terminal.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text cut to at most `columns`, with `…` where something is missing.
pub fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut kept = String::new();
    let mut used = 0;
    for letter in text.chars() {
        let wide = letter.width().unwrap_or(0);
        if used + wide > columns - 1 {
            break;
        }
        used += wide;
        kept.push(letter);
    }
    let end = kept.trim_end().len();
    kept.truncate(end);
    kept.push('…');
    Cow::Owned(kept)
}

/// Breaks a text into lines of at most `columns`, at spaces where there are any. Never returns an empty list.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let wide = width(word);
        if used > 0 && used + 1 + wide > columns {
            lines.push(String::new());
            used = 0;
        }
        if used > 0 {
            push(&mut lines, ' ');
            used += 1;
        }
        for letter in word.chars() {
            let step = letter.width().unwrap_or(0);
            if used > 0 && used + step > columns {
                lines.push(String::new());
                used = 0;
            }
            push(&mut lines, letter);
            used += step;
        }
    }
    lines
}

fn push(lines: &mut [String], letter: char) {
    if let Some(line) = lines.last_mut() {
        line.push(letter);
    }
}

/// JSON text with every letter that a terminal could act upon, or a reader could not see, written as `\uXXXX`. The value
/// that a program reads is unchanged.
pub fn safe_json(json: &str) -> Cow<'_, str> {
    let danger = |letter: char| matches!(letter, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}') || is_unseen(letter);
    if !json.chars().any(danger) {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for letter in json.chars() {
        if danger(letter) {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                // Writing to a String cannot fail.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(letter);
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_escape_sequence_from_outside_does_nothing() {
        assert_eq!(plain("a\u{1b}[31mred\u{7}"), "a␛[31mred␇");
        assert_eq!(plain("csi\u{9b}2J"), "csi\u{fffd}2J");
        assert_eq!(plain("two\r\nlines\tand"), "two  lines and");
    }

    #[test]
    fn letters_that_turn_text_round_or_hide_are_stripped() {
        assert_eq!(plain("pay\u{202e}lliT\u{2066}x\u{2069}"), "paylliTx");
        assert_eq!(plain("a\u{200b}b\u{200d}c\u{feff}d\u{e0041}e\u{ad}f"), "abcdef");
    }

    #[test]
    fn ordinary_text_of_any_language_stays() {
        for text in ["Zürich – Café", "現場", "قهوة", "a\u{301}", "£12,004 ▲●■"] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn a_cut_text_says_so_and_counts_wide_letters_twice() {
        assert_eq!(cut("Card terminal", 8), "Card te…");
        assert_eq!(cut("Card terminal", 6), "Card…");
        assert_eq!(cut("現場現場", 5), "現場…");
        assert_eq!(cut("same", 4), "same");
        assert_eq!(cut("x", 0), "");
    }

    #[test]
    fn long_words_break_and_short_ones_keep_together() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 3), [""]);
    }

    proptest! {
        #[test]
        fn nothing_that_a_terminal_acts_upon_survives(text in any::<String>()) {
            let safe = plain(&text);
            prop_assert!(safe.chars().all(|letter| !letter.is_control() && !is_unseen(letter)));
            prop_assert_eq!(plain(&safe).into_owned(), safe.into_owned());
        }

        #[test]
        fn what_is_cut_or_wrapped_fits(text in any::<String>(), columns in 2usize..40) {
            let safe = plain(&text).into_owned();
            prop_assert!(width(&cut(&safe, columns)) <= columns);
            for line in wrap(&safe, columns) {
                prop_assert!(width(&line) <= columns);
            }
        }

        #[test]
        fn safe_json_is_the_same_value(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            let safe = safe_json(&json);
            prop_assert!(safe.chars().all(|letter| !letter.is_control() && !is_unseen(letter)));
            prop_assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), text);
        }
    }
}
