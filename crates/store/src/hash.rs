//! The hash chain: each entry's hash covers its bytes, its number and the hash before it.

use sha2::{Digest, Sha256};

/// A SHA-256 hash. Shown as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The hash before the first entry: 32 zero bytes.
    pub const GENESIS: Hash = Hash([0; 32]);

    /// The hash of plain bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash of an entry: `SHA-256(before ‖ seq as 8 bytes, big endian ‖ the entry's stored text)`.
    pub fn of_entry(before: Hash, seq: u64, entry: &str) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(before.0);
        hasher.update(seq.to_be_bytes());
        hasher.update(entry.as_bytes());
        Self(hasher.finalize().into())
    }

    /// Reads 64 hexadecimal digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = pair else { return None };
            let high = char::from(*high).to_digit(16)?;
            let low = char::from(*low).to_digit(16)?;
            *byte = u8::try_from(high * 16 + low).ok()?;
        }
        Some(Self(bytes))
    }

    /// From the bytes of a column; `None` unless there are 32.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The end of the log. Whoever holds one can tell later whether the log still extends it ([`crate::Workspace::extends`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Raised when a log is restored from a backup and goes on from there.
    pub epoch: u64,
    /// Number of the last entry; 0 when there is none.
    pub seq: u64,
    /// Hash of the last entry; [`Hash::GENESIS`] when there is none.
    pub hash: Hash,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_back_from_its_text_and_nothing_else_is() {
        let hash = Hash::of(b"gemba");
        assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
        assert_eq!(Hash::parse("zz"), None);
        assert_eq!(Hash::parse(&"é".repeat(32)), None);
        assert_eq!(Hash::of(b"").to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn the_hash_of_an_entry_covers_what_stands_before_it_its_number_and_its_text() {
        let hash = Hash::of_entry(Hash::GENESIS, 1, "a");
        assert_ne!(hash, Hash::of_entry(Hash::of(b"x"), 1, "a"));
        assert_ne!(hash, Hash::of_entry(Hash::GENESIS, 2, "a"));
        assert_ne!(hash, Hash::of_entry(Hash::GENESIS, 1, "b"));
    }
}
