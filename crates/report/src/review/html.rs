//! The review as one HTML file: no script, no outside resource, print style, light and dark.

use super::content::{Cell, Content, Picture, Piece, Row, Section, content};
use super::{Limits, ReviewData};
use crate::charts::palette;
use crate::text::html as escaped;
use std::fmt::Write as _;

const STYLE: &str = include_str!("../../assets/review.css");

/// The review as a self-contained HTML document.
pub fn html(data: &ReviewData) -> String {
    page(&content(data, &Limits::SCREEN, &Limits::SCREEN))
}

fn page(content: &Content) -> String {
    let mut out = String::new();
    // Writing into a String cannot fail.
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
        escaped(&content.title),
        style(),
    );
    if !content.sample.is_empty() {
        let _ = writeln!(out, "<p class=\"sample\">{}</p>", escaped(&content.sample));
    }
    let _ = writeln!(
        out,
        "<header class=\"{}\">\n<p class=\"over\">{} <span>{}</span></p>\n<h1>{}</h1>\n<dl>",
        content.mark.class(),
        escaped(&content.title),
        escaped(&content.subtitle),
        spans(&content.verdict),
    );
    for stat in &content.stats {
        let (value, label) = (escaped(&stat.value), escaped(&stat.label));
        let _ = writeln!(out, "<div class=\"{}\"><dt>{label}</dt><dd>{value}</dd></div>", stat.mark.class());
    }
    out.push_str("</dl>\n</header>\n<main>\n<div class=\"page\">\n");
    content.first.iter().for_each(|part| section(&mut out, part));
    out.push_str("</div>\n<div class=\"page\">\n");
    content.second.iter().for_each(|part| section(&mut out, part));
    let _ = write!(out, "</div>\n</main>\n<footer>{}</footer>\n</body>\n</html>\n", escaped(&content.foot));
    out
}

/// The style sheet with the pictures' colours in both themes.
fn style() -> String {
    let mut out = STYLE.to_owned();
    let variables = |dark: bool| {
        palette::TABLE.iter().fold(String::new(), |mut all, (_, name, light, night)| {
            let _ = write!(all, "{name}: #{:06x}; ", if dark { night } else { light });
            all
        })
    };
    let _ = writeln!(out, ":root {{ {}}}", variables(false));
    let _ =
        writeln!(out, "@media (prefers-color-scheme: dark) {{ @media screen {{ :root {{ {}}} }} }}", variables(true));
    out.push_str(&palette::css(".chart"));
    out
}

fn spans(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| {
            let text = escaped(&piece.text);
            if piece.strong { format!("<b>{text}</b>") } else { text }
        })
        .collect()
}

fn picture(picture: &Picture) -> String {
    // The SVG is ours: plotters escaped the texts in it.
    let alt = escaped(&picture.alt);
    let labelled = picture.svg.replacen("role=\"img\"", &format!("role=\"img\" aria-label=\"{alt}\""), 1);
    format!("<span class=\"chart\">{}</span>", labelled.trim_end())
}

fn section(out: &mut String, part: &Section) {
    let _ = writeln!(out, "<section>\n<h2>{} <span>{}</span></h2>", escaped(&part.heading), escaped(&part.note));
    if !part.lead.is_empty() {
        let _ = writeln!(out, "<p class=\"lead\">{}</p>", spans(&part.lead));
    }
    if let Some(chart) = &part.picture {
        let _ = writeln!(out, "<figure>{}</figure>", picture(chart));
    }
    if !part.rows.is_empty() {
        out.push_str("<div class=\"wide\"><table>\n<thead><tr>");
        for column in &part.columns {
            let _ = write!(out, "<th scope=\"col\"{}>{}</th>", align(column.right), escaped(&column.head));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        part.rows.iter().for_each(|line| row(out, part, line));
        out.push_str("</tbody>\n</table></div>\n");
    } else if part.lines.is_empty() && !part.empty.is_empty() {
        let _ = writeln!(out, "<p class=\"quiet\">{}</p>", escaped(&part.empty));
    }
    if !part.lines.is_empty() {
        out.push_str("<ul>\n");
        for line in &part.lines {
            let _ = writeln!(out, "<li>{}</li>", escaped(line));
        }
        out.push_str("</ul>\n");
    }
    if !part.more.is_empty() {
        let _ = writeln!(out, "<p class=\"quiet\">{}</p>", escaped(&part.more));
    }
    out.push_str("</section>\n");
}

fn align(right: bool) -> &'static str {
    if right { " class=\"r\"" } else { "" }
}

fn row(out: &mut String, part: &Section, row: &Row) {
    out.push_str("<tr>");
    for (index, one) in row.cells.iter().enumerate() {
        let right = part.columns.get(index).is_some_and(|column| column.right);
        let _ = write!(out, "<td{}>{}</td>", align(right), cell(one));
    }
    out.push_str("</tr>\n");
    if !row.between.is_empty() {
        let (columns, mark) = (part.columns.len(), row.between_mark.class());
        let text = escaped(&row.between);
        let _ = writeln!(out, "<tr class=\"between\"><td colspan=\"{columns}\" class=\"{mark}\">{text}</td></tr>");
    }
}

fn cell(cell: &Cell) -> String {
    if let Some(chart) = &cell.picture {
        return picture(chart);
    }
    let text = escaped(&cell.text);
    let text = if cell.strong { format!("<b>{text}</b>") } else { text };
    let text = match cell.mark.class() {
        "" => text,
        class => format!("<span class=\"{class}\">{text}</span>"),
    };
    if cell.detail.is_empty() { text } else { format!("{text}<small>{}</small>", escaped(&cell.detail)) }
}
