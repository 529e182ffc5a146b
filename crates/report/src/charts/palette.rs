//! The colours of every picture: one table, for print and for CSS.
//!
//! Each colour is a *sentinel*: its hexadecimal value is unique to its meaning and is the light theme's value, so that
//! the bare SVG is right on paper. A style sheet themes it by attribute, because CSS wins over SVG's presentation
//! attributes:
//!
//! | colour | value | CSS variable | used for |
//! |---|---|---|---|
//! | [`Ink::Text`] | `#1B1C1E` | `--ink` | names, values, the line "now" |
//! | [`Ink::Second`] | `#55575C` | `--ink-2` | words below values |
//! | [`Ink::Third`] | `#6E7076` | `--ink-3` | axis labels, settled bars |
//! | [`Ink::Line`] | `#E3E2DE` | `--line` | grid |
//! | [`Ink::Strong`] | `#CBCAC4` | `--line-strong` | zero line, empty scale |
//! | [`Ink::Surface`] | `#FFFFFF` | `--surface` | gaps between marks |
//! | [`Ink::Ops`] | `#0072B2` | `--ops` | the party Ops |
//! | [`Ink::Dev`] | `#A8457D` | `--dev` | the party Dev |
//! | [`Ink::Product`] | `#00795A` | `--product` | the party Product |
//! | [`Ink::Harm`] | `#BF4A00` | `--harm` | harm, overspent |
//! | [`Ink::Warn`] | `#8A6100` | `--warn` | contested, nearly spent |
//! | [`Ink::Calm`] | `#3D6B58` | `--calm` | normal, within the budget |
//! | [`Ink::Focus`] | `#0B63CE` | `--focus` | what is asked about |
//! | [`Ink::Fix`] | `#BF4A01` | `--fix` | fixes |
//! | [`Ink::Feature`] | `#3A57A8` | `--feature` | features |
//! | [`Ink::Debt`] | `#6E7077` | `--debt` | debts |
//!
//! [`css`] writes the rules. Soft areas are the same colours with `opacity`, so they follow the theme. Coordinates
//! inside the SVG are tenths of a pixel (the `viewBox` is ten times `width` and `height`), therefore a style sheet
//! must not set `font-size` or `stroke-width` in it; it may set `font-family` and `font-variant-numeric`. Points in
//! [`gemba_model::ChartSeries`] are in pixels of `width` × `height`.

use gemba_model::{Party, Tone, WorkKind};
use plotters::style::RGBColor;
use std::fmt::Write as _;

/// A colour by its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Names, values, the line "now".
    Text,
    /// Words below values.
    Second,
    /// Axis labels, settled bars.
    Third,
    /// Grid.
    Line,
    /// Zero line, empty scale.
    Strong,
    /// Gaps between marks.
    Surface,
    /// The party Ops.
    Ops,
    /// The party Dev.
    Dev,
    /// The party Product.
    Product,
    /// Harm, overspent.
    Harm,
    /// Contested, nearly spent.
    Warn,
    /// Normal, within the budget.
    Calm,
    /// What is asked about.
    Focus,
    /// Fixes.
    Fix,
    /// Features.
    Feature,
    /// Debts.
    Debt,
}

/// Every colour with its CSS variable, its value on paper and its value in a dark theme.
pub const TABLE: [(Ink, &str, u32, u32); 16] = [
    (Ink::Text, "--ink", 0x1B_1C1E, 0xEC_EDEE),
    (Ink::Second, "--ink-2", 0x55_575C, 0xB0_B3B9),
    (Ink::Third, "--ink-3", 0x6E_7076, 0x8D_9198),
    (Ink::Line, "--line", 0xE3_E2DE, 0x2B_2E33),
    (Ink::Strong, "--line-strong", 0xCB_CAC4, 0x41_454C),
    (Ink::Surface, "--surface", 0xFF_FFFF, 0x1B_1D20),
    (Ink::Ops, "--ops", 0x00_72B2, 0x5B_B4E5),
    (Ink::Dev, "--dev", 0xA8_457D, 0xE2_8FBD),
    (Ink::Product, "--product", 0x00_795A, 0x3F_C39B),
    (Ink::Harm, "--harm", 0xBF_4A00, 0xFF_9A5C),
    (Ink::Warn, "--warn", 0x8A_6100, 0xF0_C15A),
    (Ink::Calm, "--calm", 0x3D_6B58, 0x8F_C3AC),
    (Ink::Focus, "--focus", 0x0B_63CE, 0x7F_B2FF),
    (Ink::Fix, "--fix", 0xBF_4A01, 0xFF_9A5C),
    (Ink::Feature, "--feature", 0x3A_57A8, 0x9D_B4FF),
    (Ink::Debt, "--debt", 0x6E_7077, 0x9A_9EA6),
];

impl Ink {
    /// Its value on paper.
    pub fn hex(self) -> u32 {
        TABLE.iter().find(|row| row.0 == self).map_or(0, |row| row.2)
    }

    pub(super) fn rgb(self) -> RGBColor {
        let [_, red, green, blue] = self.hex().to_be_bytes();
        RGBColor(red, green, blue)
    }

    /// The colour of a party; of an unknown one the third ink.
    pub fn party(party: Option<Party>) -> Self {
        match party {
            Some(Party::Ops) => Ink::Ops,
            Some(Party::Dev) => Ink::Dev,
            Some(Party::Product) => Ink::Product,
            None => Ink::Third,
        }
    }

    /// The colour of a kind of work.
    pub fn kind(kind: WorkKind) -> Self {
        match kind {
            WorkKind::Feature => Ink::Feature,
            WorkKind::Fix => Ink::Fix,
            WorkKind::Debt => Ink::Debt,
        }
    }

    /// The colour of a tone. Calm is told by the absence of colour.
    pub fn tone(tone: Tone) -> Self {
        match tone {
            Tone::Harm => Ink::Harm,
            Tone::Warn => Ink::Warn,
            Tone::Calm | Tone::Unknown => Ink::Third,
        }
    }
}

/// The rules that theme a picture inside an element that matches `scope`, such as `.chart`.
pub fn css(scope: &str) -> String {
    let mut out = String::new();
    for (_, variable, hex, _) in TABLE {
        // Writing into a String cannot fail.
        let _ = writeln!(out, "{scope} [fill=\"#{hex:06X}\"] {{ fill: var({variable}); }}");
        let _ = writeln!(out, "{scope} [stroke=\"#{hex:06X}\"] {{ stroke: var({variable}); }}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_meaning_has_a_colour_of_its_own() {
        assert_eq!(TABLE.iter().map(|row| row.2).collect::<HashSet<_>>().len(), TABLE.len());
        assert_eq!(TABLE.iter().map(|row| row.1).collect::<HashSet<_>>().len(), TABLE.len());
        assert!(css(".chart").contains(".chart [stroke=\"#00795A\"] { stroke: var(--product); }"));
    }

    #[test]
    fn the_table_in_the_documentation_is_the_table_in_the_code() {
        let page = include_str!("palette.rs");
        for (_, variable, hex, _) in TABLE {
            assert!(page.contains(&format!("| `#{hex:06X}` | `{variable}` |")), "{variable}");
        }
    }
}
