//! Text from outside made safe for the formats that have markup.

use crate::format::plain;

/// Text as HTML, for elements and for quoted attributes.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in plain(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Text as one line of Markdown: nothing in it is markup, a table cell, a link or HTML.
pub(crate) fn markdown(text: &str) -> String {
    let plain = plain(text);
    let mut out = String::with_capacity(plain.len() + 8);
    let mut at_start = true;
    let mut letters = plain.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' if letters.peek().is_some_and(|next| next.is_alphanumeric() || *next == '#') => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => out.extend(['\\', letter]),
            '#' | '+' | '-' | '=' | '!' if at_start => out.extend(['\\', letter]),
            // `1.` and `1)` would begin a list.
            '.' | ')'
                if !out.is_empty()
                    && out.bytes().all(|byte| byte.is_ascii_digit())
                    && letters.peek().is_none_or(|next| next.is_whitespace()) =>
            {
                out.extend(['\\', letter]);
            }
            other => out.push(other),
        }
        at_start = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_is_text() {
        assert_eq!(html("<b a='x'>&\"\n"), "&lt;b a=&#39;x&#39;&gt;&amp;&quot;");
        assert_eq!(markdown("[a](http://b) | *c* <i>"), "\\[a\\](http://b) \\| \\*c\\* &lt;i&gt;");
        assert_eq!(markdown("# x\n- y"), "\\# x - y");
        assert_eq!(markdown("Click & collect &lt;"), "Click & collect &amp;lt;");
        assert_eq!(markdown("1. x"), "1\\. x");
        assert_eq!(markdown("1.5 weeks"), "1.5 weeks");
    }

    proptest! {
        #[test]
        fn nothing_gets_through(text in any::<String>()) {
            prop_assert!(!html(&text).contains(['<', '>', '"', '\'']));
            let escaped = markdown(&text);
            prop_assert!(!escaped.contains(['<', '>', '\n', '\r']));
            let mut quoted = false;
            for letter in escaped.chars() {
                prop_assert!(quoted || !matches!(letter, '`' | '*' | '_' | '[' | ']' | '|'), "{}", escaped);
                quoted = letter == '\\' && !quoted;
            }
        }
    }
}
