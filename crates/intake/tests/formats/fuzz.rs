//! No bytes make any format panic, and one broken place costs only what stands there.

use crate::context;
use crate::corpus::GOOD;
use gemba_intake::{Collected, detect, formats};
use proptest::prelude::*;

fn read_all(bytes: &[u8]) {
    let _ = detect("file", bytes);
    for format in formats() {
        let mut sink = Collected::default();
        let mut raw = bytes;
        let _ = format.read(&mut raw, &context("service.log"), &mut sink);
        assert!(sink.rejected.len() <= Collected::LISTED);
        for (_, count) in &sink.counts {
            assert!(count.good <= count.total);
        }
        for line in &sink.logs {
            assert!(line.weight >= 1 && !line.service.is_empty());
            assert!(line.duration_ms.is_none_or(|took| took.is_finite() && took >= 0.0));
        }
    }
}

#[derive(Clone, Debug)]
enum Mutation {
    Put(usize, u8),
    Insert(usize, Vec<u8>),
    Cut(usize, usize),
    End(usize),
    Repeat(usize, usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let place = 0usize..4_000;
    let token = prop_oneof![
        Just(b"\"".to_vec()),
        Just(b"{".to_vec()),
        Just(b"]".to_vec()),
        Just(b"---\n".to_vec()),
        Just(b"\0".to_vec()),
        Just(b"\xff".to_vec()),
        Just(b",".to_vec()),
        Just(b"\n".to_vec()),
        Just(b": &a *a".to_vec()),
        Just(b"-1".to_vec()),
        Just(b"99999999999999999999999".to_vec()),
        Just(b"NaN".to_vec()),
        Just(b"1e400".to_vec()),
        Just(b"\\u00".to_vec()),
        Just("é".as_bytes().to_vec()),
        Just(b"0001-01-01T00:00:00Z".to_vec()),
        Just(b"null".to_vec()),
    ];
    prop_oneof![
        (place.clone(), any::<u8>()).prop_map(|(at, byte)| Mutation::Put(at, byte)),
        (place.clone(), token).prop_map(|(at, bytes)| Mutation::Insert(at, bytes)),
        (place.clone(), 1usize..200).prop_map(|(at, length)| Mutation::Cut(at, length)),
        place.clone().prop_map(Mutation::End),
        (place, 1usize..300).prop_map(|(at, length)| Mutation::Repeat(at, length)),
    ]
}

fn mutate(bytes: &mut Vec<u8>, mutation: &Mutation) {
    let length = bytes.len().max(1);
    match mutation {
        Mutation::Put(at, byte) => {
            if let Some(place) = bytes.get_mut(at % length) {
                *place = *byte
            }
        }
        Mutation::Insert(at, new) => {
            bytes.splice((at % length).min(bytes.len())..(at % length).min(bytes.len()), new.iter().copied());
        }
        Mutation::Cut(at, count) => {
            let from = (at % length).min(bytes.len());
            bytes.drain(from..(from + count).min(bytes.len()));
        }
        Mutation::End(at) => bytes.truncate(at % length),
        Mutation::Repeat(at, count) => {
            let from = (at % length).min(bytes.len());
            let part = bytes[from..(from + count).min(bytes.len())].to_vec();
            bytes.splice(from..from, part);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        read_all(&bytes);
    }

    #[test]
    fn random_text(text in "(?s).{0,300}") {
        read_all(text.as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 768, ..ProptestConfig::default() })]

    #[test]
    fn good_files_with_broken_places(index in 0..GOOD.len(), mutations in proptest::collection::vec(mutation(), 1..6)) {
        let (format, file, content) = GOOD[index];
        let mut bytes = content.as_bytes().to_vec();
        for one in &mutations {
            mutate(&mut bytes, one);
        }
        let mut sink = Collected::default();
        let mut raw = bytes.as_slice();
        let _ = gemba_intake::by_name(format).unwrap().read(&mut raw, &context(file), &mut sink);
        let _ = detect(file, &bytes);
        for (_, count) in &sink.counts {
            prop_assert!(count.good <= count.total);
        }
    }
}
