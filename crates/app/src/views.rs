//! The reads: one file a screen. A view joins records with measurements and says the verdict; it formats nothing.

mod backlog;
mod decisions;
mod incidents;
mod objectives;
mod oncall;
mod search;
mod services;
mod today;
mod weigh;
mod why;
mod words;
mod workspace;

pub(crate) use oncall::OnCallLoad;
pub(crate) use weigh::{Needs, Weighing};

use gemba_model::api::{ApiError, ErrorCode, ListArgs};
use gemba_model::view::Named;

/// Rows of one page when the caller does not say.
const PAGE: u32 = 200;
/// Rows of one page at most.
const PAGE_MOST: u32 = 1_000;

/// The asked page of a list.
fn page<T>(rows: Vec<T>, args: &ListArgs) -> (Vec<T>, u32, u32) {
    let total = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let limit = if args.limit == 0 { PAGE } else { args.limit.min(PAGE_MOST) };
    let rows = rows.into_iter().skip(args.offset as usize).take(limit as usize).collect();
    (rows, total, args.offset)
}

/// Whether every word of the search occurs in one of the texts, in any case.
struct Words(Vec<String>);

impl Words {
    fn new(text: &str) -> Self {
        Self(text.split_whitespace().map(str::to_lowercase).collect())
    }

    fn fit(&self, texts: &[&str]) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let whole = texts.join("\n").to_lowercase();
        self.0.iter().all(|word| whole.contains(word.as_str()))
    }
}

/// A sort key with its direction; the list's own order when empty.
fn sort_key(sort: &str) -> (&str, bool) {
    match sort.strip_prefix('-') {
        Some(key) => (key, true),
        None => (sort, false),
    }
}

/// Sorts by a key that may be unknown: the unknown come last, whichever way round.
fn sort_known<T>(rows: &mut [T], descending: bool, key: impl Fn(&T) -> Option<f64>) {
    rows.sort_by(|a, b| match (key(a), key(b)) {
        (Some(a), Some(b)) => {
            let order = a.total_cmp(&b);
            if descending { order.reverse() } else { order }
        }
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => std::cmp::Ordering::Equal,
    });
}

fn unknown_sort(key: &str, known: &str) -> ApiError {
    let key: String = key.chars().filter(|letter| !letter.is_control()).take(40).collect();
    ApiError::new(ErrorCode::Validation, format!("This list cannot be sorted by “{key}”."), format!("Sort by {known}."))
}

fn missing(what: &str, key: &str) -> ApiError {
    let key: String = key.chars().filter(|letter| !letter.is_control()).take(80).collect();
    ApiError::new(
        ErrorCode::NotFound,
        format!("There is no {what} “{key}”."),
        "It may have been withdrawn; go back to the list.",
    )
}

fn named(id: impl Into<String>, name: impl Into<String>) -> Named {
    Named::new(id, name)
}
