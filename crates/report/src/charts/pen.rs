//! The pen: plotters' SVG backend in tenths of a pixel, with text and coordinates made safe.

use super::palette::Ink;
use crate::format::{clipped, plain};
use plotters::backend::SVGBackend;
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, FontStyle, IntoTextStyle, ShapeStyle};

/// Units of the SVG in one pixel.
const SCALE: f64 = 10.0;
/// plotters writes a font's size divided by this (plotters-svg 0.3.7, `draw_text`).
const PLOTTERS_FONT: f64 = 1.24;
const FONT: &str = "Inter, system-ui, sans-serif";

/// Where a text stands with respect to its point.
#[derive(Clone, Copy)]
pub(super) enum At {
    Left,
    Middle,
    Right,
}

/// How a text looks: colour, size in pixels, whether it is strong.
#[derive(Clone, Copy)]
pub(super) struct Type(pub Ink, pub f64, pub bool);

pub(super) struct Pen<'a> {
    backend: SVGBackend<'a>,
}

/// Draws a picture of so many pixels. The backend writes into a `String`, which cannot fail: its results say nothing.
pub(super) fn paint(width: u32, height: u32, draw: impl FnOnce(&mut Pen<'_>)) -> String {
    let scale = SCALE as u32;
    let mut svg = String::new();
    {
        let size = (width.saturating_mul(scale), height.saturating_mul(scale));
        let mut pen = Pen { backend: SVGBackend::with_string(&mut svg, size) };
        draw(&mut pen);
        let _ = pen.backend.present();
    }
    svg.replacen(
        &format!("width=\"{}\" height=\"{}\"", width * scale, height * scale),
        &format!("width=\"{width}\" height=\"{height}\" role=\"img\""),
        1,
    )
}

fn unit(value: f64) -> i32 {
    // `as` saturates, and a value that is no number becomes 0: a picture never holds NaN.
    (value * SCALE).round().clamp(-1e6, 1e6) as i32
}

impl Pen<'_> {
    fn style(ink: Ink, opacity: f64, width: f64, filled: bool) -> ShapeStyle {
        ShapeStyle { color: ink.rgb().mix(opacity), filled, stroke_width: (width * SCALE).round() as u32 }
    }

    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink, width: f64) {
        let style = Self::style(ink, 1.0, width, false);
        let _ = self.backend.draw_line((unit(from.0), unit(from.1)), (unit(to.0), unit(to.1)), &style);
    }

    pub fn dashed(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink, width: f64) {
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        if !(length > 0.0 && length < 10_000.0) {
            return;
        }
        let along = |at: f64| (from.0 + (to.0 - from.0) * at / length, from.1 + (to.1 - from.1) * at / length);
        let mut at = 0.0;
        while at < length {
            self.line(along(at), along((at + 3.0).min(length)), ink, width);
            at += 6.0;
        }
    }

    pub fn path(&mut self, points: &[(f64, f64)], ink: Ink, width: f64) {
        if points.len() > 1 {
            let style = Self::style(ink, 1.0, width, false);
            let _ = self.backend.draw_path(points.iter().map(|(x, y)| (unit(*x), unit(*y))), &style);
        }
    }

    pub fn area(&mut self, points: &[(f64, f64)], ink: Ink, opacity: f64) {
        if points.len() > 2 {
            let style = Self::style(ink, opacity, 0.0, true);
            let _ = self.backend.fill_polygon(points.iter().map(|(x, y)| (unit(*x), unit(*y))), &style);
        }
    }

    pub fn rect(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink, opacity: f64) {
        let (x, y) = ((unit(from.0).min(unit(to.0)), unit(from.0).max(unit(to.0))), (unit(from.1), unit(to.1)));
        let style = Self::style(ink, opacity, 0.0, true);
        let _ = self.backend.draw_rect((x.0, y.0.min(y.1)), (x.1, y.0.max(y.1)), &style, true);
    }

    pub fn dot(&mut self, at: (f64, f64), radius: f64, ink: Ink) {
        let style = Self::style(ink, 1.0, 0.0, true);
        let _ = self.backend.draw_circle((unit(at.0), unit(at.1)), (radius * SCALE).round() as u32, &style, true);
    }

    /// The shape that stands beside a party's colour: a triangle for Ops, a disc for Dev, a square for Product.
    pub fn party(&mut self, at: (f64, f64), ink: Ink) {
        let (x, y) = at;
        match ink {
            Ink::Ops => self.area(&[(x, y - 4.5), (x + 4.8, y + 4.2), (x - 4.8, y + 4.2)], ink, 1.0),
            Ink::Product => self.rect((x - 4.0, y - 4.0), (x + 4.0, y + 4.0), ink, 1.0),
            _ => self.dot(at, 4.5, ink),
        }
    }

    /// Text with its vertical middle at the point. Control characters are taken out; plotters escapes the rest.
    pub fn text(&mut self, text: &str, at: (f64, f64), anchor: At, look: Type) {
        let text = plain(text);
        if text.trim().is_empty() {
            return;
        }
        let Type(ink, size, strong) = look;
        let side = match anchor {
            At::Left => HPos::Left,
            At::Middle => HPos::Center,
            At::Right => HPos::Right,
        };
        let weight = if strong { FontStyle::Bold } else { FontStyle::Normal };
        let colour = ink.rgb();
        let style = (FontFamily::Name(FONT), size * SCALE * PLOTTERS_FONT, weight)
            .into_text_style(&(1, 1))
            .color(&colour)
            .pos(Pos::new(side, VPos::Center));
        let _ = self.backend.draw_text(&text, &style, (unit(at.0), unit(at.1)));
    }

    /// Text cut to a width in pixels, estimated at 0.56 of the font size a letter.
    pub fn text_within(&mut self, text: &str, at: (f64, f64), anchor: At, look: Type, width: f64) {
        let letters = (width / (look.1 * 0.56)).max(1.0) as usize;
        self.text(&clipped(text, letters), at, anchor, look);
    }
}

/// Width of a text in pixels, estimated: good for room, not for typesetting.
pub(super) fn width_of(text: &str, size: f64) -> f64 {
    text.chars().count() as f64 * size * 0.56
}
