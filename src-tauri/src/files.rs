//! Files that the person names: the only ones that this door reads or writes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gemba_app::model::api::{ApiError, ErrorCode};
use std::path::Path;

/// A path as the contract carries it.
pub fn as_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The bytes of a file that crossed as text.
///
/// # Errors
/// `Validation` when it is not standard base64.
pub fn decoded(base64: &str) -> Result<Vec<u8>, ApiError> {
    STANDARD
        .decode(base64)
        .map_err(|error| ApiError::new(ErrorCode::Validation, format!("The file did not arrive whole: {error}."), ""))
}

/// A name without anything that could lead to another folder.
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|letter| !letter.is_control()).take(120).collect();
    let kept = kept.trim_matches(['.', ' ']);
    if kept.is_empty() { "gemba".to_owned() } else { kept.to_owned() }
}

/// Writes a file as a whole.
///
/// # Errors
/// `Io` with the reason.
pub fn write(place: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    std::fs::write(place, bytes).map_err(|error| {
        let message = format!("{} could not be written: {error}.", place.display());
        ApiError::new(ErrorCode::Io, message, "Choose another place.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_suggested_name_stays_in_its_folder() {
        assert_eq!(plain_name("review.pdf"), "review.pdf");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("C:\\x\\review.pdf"), "review.pdf");
        assert_eq!(plain_name(".."), "gemba");
    }

    proptest! {
        #[test]
        fn no_name_leads_elsewhere(name in any::<String>()) {
            let plain = plain_name(&name);
            prop_assert!(!plain.is_empty() && !plain.contains(['/', '\\', '\0', '\n']) && plain != "..");
        }

        #[test]
        fn what_was_encoded_is_decoded_and_nothing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200), noise in any::<String>()) {
            prop_assert_eq!(decoded(&STANDARD.encode(&bytes)).unwrap(), bytes);
            let _ = decoded(&noise);
        }
    }
}
