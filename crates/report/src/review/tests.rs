use super::*;
use crate::charts::{DensityFlip, LambdaDensity, lambda_density};
use gemba_model::view::*;
use gemba_model::*;
use proptest::prelude::*;

#[path = "fixture.rs"]
mod fixture;
use fixture::{nothing, story};

fn pages(pdf: &[u8]) -> usize {
    // krilla writes the page tree's count in plain objects or in object streams; a reader of our own would be a second
    // parser, so the reader that ships with the tests counts.
    lopdf::Document::load_mem(pdf).expect("a PDF that a reader takes").get_pages().len()
}

/// The text of the PDF, as a reader extracts it.
fn catalog(pdf: &[u8]) -> (String, bool, String) {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let catalog = document.catalog().unwrap();
    let lang =
        catalog.get(b"Lang").and_then(|lang| lang.as_str()).map(|lang| String::from_utf8_lossy(lang).into_owned());
    let info = document.trailer.get(b"Info").and_then(|id| document.dereference(id)).unwrap().1;
    let title = info.as_dict().and_then(|info| info.get(b"Title")).map(lopdf::decode_text_string).unwrap().unwrap();
    (lang.unwrap(), catalog.has(b"StructTreeRoot"), title)
}

#[test]
fn the_review_is_two_pages_with_title_language_and_structure() {
    let bytes = pdf(&story()).unwrap();
    if let Some(folder) = std::env::var_os("GEMBA_PICTURES") {
        std::fs::write(std::path::Path::new(&folder).join("review.pdf"), &bytes).unwrap();
        std::fs::write(std::path::Path::new(&folder).join("review.html"), html(&story())).unwrap();
    }
    assert_eq!(pages(&bytes), 2);
    let (lang, tagged, title) = catalog(&bytes);
    assert_eq!((lang.as_str(), tagged), ("en-GB", true));
    assert_eq!(title, "Production review: Fenwick & Daughters");
    assert_eq!(bytes, pdf(&story()).unwrap(), "the same data gives the same bytes");
}

#[test]
fn nothing_at_all_is_still_two_pages() {
    let bytes = pdf(&nothing()).unwrap();
    if let Some(folder) = std::env::var_os("GEMBA_PICTURES") {
        std::fs::write(std::path::Path::new(&folder).join("empty.pdf"), &bytes).unwrap();
    }
    assert_eq!(pages(&bytes), 2);
    let page = html(&nothing());
    assert!(page.contains("No objective is set") && page.contains("Nothing waits for a decision."));
}

#[test]
fn ten_thousand_items_with_long_names_are_still_two_pages() {
    let mut data = story();
    let long = "An exceedingly long title that somebody copied out of an e-mail ".repeat(8);
    let item = data.weigh.order[0].clone();
    data.weigh.order = (0..10_000u32)
        .map(|index| WeighItem {
            rank: index + 1,
            id: format!("X-{index}").into(),
            title: format!("{index} {long}"),
            detail: long.clone(),
            ..item.clone()
        })
        .collect();
    data.weigh.pairs = Vec::new();
    let row = data.incidents.rows[0].clone();
    data.incidents.rows = (0..1_000).map(|n| IncidentRow { number: n, title: long.clone(), ..row.clone() }).collect();
    let objective = data.objectives.rows[0].clone();
    data.objectives.rows = (0..1_000).map(|_| ObjectiveRow { sli: long.clone(), ..objective.clone() }).collect();
    data.objectives.total = 1_000;
    let mode = data.incidents.failure_modes[0].clone();
    data.incidents.failure_modes =
        (0..300).map(|_| FailureModeRow { failure_mode: Named::new("x", &long), ..mode.clone() }).collect();
    data.workspace.name = long.clone();
    data.today.verdict = Sentence::default().say(&long).strong(&long);
    data.weigh.verdict = data.today.verdict.clone();
    let bytes = pdf(&data).unwrap();
    if let Some(folder) = std::env::var_os("GEMBA_PICTURES") {
        std::fs::write(std::path::Path::new(&folder).join("huge.pdf"), &bytes).unwrap();
    }
    assert_eq!(pages(&bytes), 2);
    assert!(html(&data).contains("and 9,950 more"));
}

const NASTY: &str = "<script>alert(1)</script> #eval(\"1\") $x$ *b* _i_ `c` [a](b) | \u{202e}\u{7}&amp; ]] \\";

fn hostile() -> ReviewData {
    let mut data = story();
    let text = || NASTY.to_owned();
    data.workspace.name = text();
    data.today.verdict = Sentence::default().say(NASTY).strong(NASTY);
    data.weigh.verdict = data.today.verdict.clone();
    data.weigh.method = text();
    for item in &mut data.weigh.order {
        item.title = text();
        item.detail = text();
    }
    for row in &mut data.incidents.rows {
        row.title = text();
        row.failure_mode = Some(Named::new("x", NASTY));
    }
    for row in &mut data.objectives.rows {
        row.sli = text();
        row.journey = Some(Named::new("x", NASTY));
        row.outlook = Outlook::NotMeasured { reason: text() };
    }
    for row in &mut data.decisions.rows {
        row.decision.title = text();
    }
    for wait in &mut data.today.waits {
        (wait.title, wait.detail, wait.verb) = (text(), text(), text());
    }
    data
}

#[test]
fn text_from_outside_is_text_in_every_format() {
    let data = hostile();
    let page = html(&data);
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"));
    let text = markdown(&data);
    assert!(!text.contains("<script") && !text.contains("[a](b)") && text.contains("\\*b\\*"));
    assert_eq!(pages(&pdf(&data).unwrap()), 2);
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        assert!(bars > 2, "{line}");
    }
}

#[test]
fn html_needs_nothing_from_outside() {
    let page = html(&story());
    for forbidden in ["<script", "<link", "<img", "@import", "url(", "javascript:", " onload"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(
        page.replace("http://www.w3.org/2000/svg", "")
            .find("http")
            .is_none_or(|at| page[at..].starts_with("http-equiv"))
    );
    assert!(page.contains("Sample: an invented company"));
    for picture in page.split("<svg").skip(1) {
        let svg = format!("<svg{}</svg>", picture.split("</svg>").next().unwrap());
        roxmltree::Document::parse(&svg).expect("well-formed SVG");
    }
}

#[test]
fn the_review_reads_well_as_text() {
    insta::assert_snapshot!(markdown(&story()));
}

#[test]
fn a_workspace_of_ones_own_is_not_called_a_sample() {
    let mut data = story();
    data.workspace.sample = false;
    assert!(!html(&data).contains("Sample:") && !markdown(&data).contains("Sample:"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_text_breaks_html_or_markdown(text in any::<String>(), value in any::<f64>()) {
        let mut data = story();
        data.workspace.name = text.clone();
        data.workspace.zone = text.clone();
        data.workspace.cost_unit = CostUnit::Currency(text.clone());
        data.today.verdict = Sentence::default().say(&text).strong(&text);
        data.weigh.order[0].title = text.clone();
        data.weigh.order[0].cost_of_delay_per_week = Spread { low: value, mid: value, high: value };
        data.weigh.pairs[0].cost_of_swap = value;
        data.weigh.pairs[0].probability = value;
        data.incidents.rows[0].cost.value = Some(value);
        data.incidents.rows[0].title = text.clone();
        data.today.period.incidents.value = Some(value);
        data.decisions.rows[0].decision.title = text;
        let page = html(&data);
        prop_assert!(!page.contains("NaN") && !page.contains("<script"));
        prop_assert_eq!(page.matches("<section>").count(), page.matches("</section>").count());
        prop_assert!(!markdown(&data).contains("NaN"));
    }
}
