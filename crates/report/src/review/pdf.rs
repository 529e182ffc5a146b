//! The review as PDF by typst as a library: an embedded template and embedded fonts, no file, no network, no clock.
//!
//! The content goes in as JSON through `sys.inputs`, so nothing from outside is ever markup.

use super::content::{Content, content};
use super::{Limits, ReviewData};
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Str, Value};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

const TEMPLATE: &str = include_str!("../../assets/review.typ");
const INTER: [&[u8]; 2] =
    [include_bytes!("../../assets/fonts/Inter-Regular.otf"), include_bytes!("../../assets/fonts/Inter-SemiBold.otf")];

/// Why no PDF was made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The content could not be handed over.
    #[error("The review could not be written as JSON: {0}")]
    Content(#[from] serde_json::Error),
    /// The template failed.
    #[error("The review could not be typeset: {0}")]
    Typeset(String),
}

struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

/// Inter, and typst's own fonts for letters that Inter lacks. Parsed once.
static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let data = INTER.into_iter().chain(typst_assets::fonts());
    let fonts: Vec<Font> = data.flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

/// All that the template can see.
struct Desk {
    library: LazyHash<Library>,
    source: Source,
}

impl Desk {
    fn new(content: &Content) -> Result<Self, PdfError> {
        let mut inputs = Dict::new();
        inputs.insert(Str::from("data"), Value::Str(serde_json::to_string(content)?.into()));
        Ok(Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            source: Source::detached(TEMPLATE),
        })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }
    fn main(&self) -> FileId {
        self.source.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }
    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The review as PDF/UA-1: two A4 pages, tagged, with title and language. On each page stands the fullest content that
/// fits on it; the same data gives the same bytes.
///
/// # Errors
/// [`PdfError`], which no input should bring about.
pub fn pdf(data: &ReviewData) -> Result<Vec<u8>, PdfError> {
    let first = fullest(data, |content| content.second.clear())?;
    let second = fullest(data, |content| content.first.clear())?;
    let document = typeset(&content(data, first, second))?;
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|reason| PdfError::Typeset(reason.message().to_string()))?;
    let options = PdfOptions { standards, ..PdfOptions::default() };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| PdfError::Typeset(words(&errors)))?;
    // typst remembers what it laid out; a report is made seldom, so that memory is given back.
    typst::comemo::evict(0);
    Ok(bytes)
}

/// The fullest limits with which one sheet, the other left out by `only`, fits on one page; the tightest when none does.
fn fullest(data: &ReviewData, only: impl Fn(&mut Content)) -> Result<&'static Limits, PdfError> {
    let mut last = &Limits::SCREEN;
    for limits in &Limits::PAPER {
        last = limits;
        let mut sheet = content(data, limits, limits);
        only(&mut sheet);
        if typeset(&sheet)?.pages().len() <= 1 {
            break;
        }
    }
    Ok(last)
}

fn typeset(content: &Content) -> Result<PagedDocument, PdfError> {
    let Warned { output, .. } = typst::compile::<PagedDocument>(&Desk::new(content)?);
    output.map_err(|errors| PdfError::Typeset(words(&errors)))
}

fn words(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}
