//! What stands behind the arguments of an import: files, in the order in which they depend on each other.

use base64::Engine as _;
use gemba_intake::{Format, HEAD_BYTES};
use gemba_model::api::{ApiError, ErrorCode, InFile};
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// One input.
pub(super) struct Input {
    /// Its name as given.
    pub name: String,
    content: Content,
}

enum Content {
    Path(PathBuf),
    Bytes(Vec<u8>),
}

/// Bytes that can be read from any place.
pub(super) trait Source: Read + Seek {}
impl<T: Read + Seek> Source for T {}

impl Input {
    pub fn open(&self) -> io::Result<Box<dyn Source + '_>> {
        Ok(match &self.content {
            Content::Path(path) => Box::new(File::open(path)?),
            Content::Bytes(bytes) => Box::new(Cursor::new(bytes.as_slice())),
        })
    }

    pub fn size(&self) -> io::Result<u64> {
        Ok(match &self.content {
            Content::Path(path) => path.metadata()?.len(),
            Content::Bytes(bytes) => bytes.len() as u64,
        })
    }

    /// The first bytes, by which a format is told.
    pub fn head(&self) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        let mut source = self.open()?;
        source.seek(SeekFrom::Start(0))?;
        source.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
        Ok(head)
    }
}

/// Folders become the files in them, in the order of their names; hidden files are left out.
pub(super) fn gather(files: &[InFile], paths_allowed: bool) -> Result<Vec<Input>, ApiError> {
    let mut inputs = Vec::new();
    for file in files {
        match file {
            InFile::Path(_) if !paths_allowed => {
                return Err(ApiError::new(
                    ErrorCode::Declined,
                    "A browser cannot name files of this machine.",
                    "Choose the files in the browser; their content is sent.",
                ));
            }
            InFile::Path(path) => collect(Path::new(path), 0, &mut inputs),
            InFile::Bytes { name, base64 } => {
                let bytes = base64::engine::general_purpose::STANDARD.decode(base64.as_bytes()).map_err(|error| {
                    ApiError::new(ErrorCode::Validation, format!("The content of {name} is not base64: {error}."), "")
                })?;
                inputs.push(Input { name: name.clone(), content: Content::Bytes(bytes) });
            }
        }
    }
    Ok(inputs)
}

fn collect(path: &Path, depth: usize, inputs: &mut Vec<Input>) {
    const DEEPEST: usize = 8;
    if path.is_dir()
        && depth < DEEPEST
        && let Ok(entries) = std::fs::read_dir(path)
    {
        let mut children: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        children.sort();
        for child in children {
            let name = child.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if !name.starts_with('.') && !name.eq_ignore_ascii_case("README.md") && !is_of_a_workspace(&name) {
                collect(&child, depth + 1, inputs);
            }
        }
        return;
    }
    inputs.push(Input { name: path.display().to_string(), content: Content::Path(path.to_owned()) });
}

/// A workspace, or what lies beside one: its write-ahead log, its lock, a copy that was kept. Named alone it is refused with
/// the reason; in a folder it is merely not meant.
fn is_of_a_workspace(name: &str) -> bool {
    name.split_once(".gemba").is_some_and(|(_, rest)| rest.is_empty() || rest.starts_with(['-', '.']))
}

/// Where a format comes in the order of dependence: what names things comes before what refers to them, and indicators
/// before the logs that they count.
pub(super) fn place(format: Option<&dyn Format>) -> usize {
    const ORDER: [&str; 13] = [
        "gemba-yaml",
        "backstage",
        "people-csv",
        "openslo",
        "rotations-csv",
        "jira-csv",
        "items-csv",
        "knowledge-csv",
        "counts-csv",
        "logs-json",
        "logs-access",
        "alertmanager",
        "pagerduty",
    ];
    format.and_then(|format| ORDER.iter().position(|name| *name == format.name())).unwrap_or(ORDER.len())
}
