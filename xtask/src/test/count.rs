//! Reads how many tests passed and failed from what the runners print.

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Passed.
    pub passed: u64,
    /// Failed, or never ran because something before them failed.
    pub failed: u64,
}

/// cargo-nextest: `Summary [ 1.2s] 12 tests run: 11 passed (1 slow), 1 failed, 0 skipped`.
pub fn nextest(log: &str) -> Tally {
    log.lines().filter(|line| line.contains("Summary [") && line.contains(" run: ")).fold(
        Tally::default(),
        |sum, line| {
            let counts = line.rsplit_once(" run: ").map_or("", |(_, counts)| counts);
            Tally {
                passed: sum.passed + before(counts, " passed"),
                failed: sum.failed + before(counts, " failed") + before(counts, " timed out"),
            }
        },
    )
}

/// Rust's own harness, once per crate: `test result: ok. 3 passed; 0 failed; …`.
pub fn libtest(log: &str) -> Tally {
    log.lines().filter(|line| line.starts_with("test result: ")).fold(Tally::default(), |sum, line| Tally {
        passed: sum.passed + before(line, " passed"),
        failed: sum.failed + before(line, " failed"),
    })
}

/// vitest: `      Tests  1 failed | 11 passed (12)`.
pub fn vitest(log: &str) -> Tally {
    log.lines().filter(|line| line.trim_start().starts_with("Tests  ")).fold(Tally::default(), |sum, line| Tally {
        passed: sum.passed + before(line, " passed"),
        failed: sum.failed + before(line, " failed"),
    })
}

/// Playwright, one line each: `  12 passed (3.4s)`, `  1 failed`, `  2 did not run`, `  1 flaky`.
pub fn playwright(log: &str) -> Tally {
    let mut sum = Tally::default();
    for line in log.lines().map(str::trim) {
        let Some((number, rest)) = line.split_once(' ') else { continue };
        let Ok(number) = number.parse::<u64>() else { continue };
        match rest {
            "failed" | "did not run" | "flaky" | "interrupted" => sum.failed += number,
            _ if rest.starts_with("passed (") => sum.passed += number,
            _ => {}
        }
    }
    sum
}

/// Node's own test runner in TAP: `# pass 5`, `# fail 0`, `# cancelled 0`.
pub fn tap(log: &str) -> Tally {
    let value = |name: &str| -> u64 {
        log.lines()
            .filter_map(|line| line.strip_prefix(name))
            .filter_map(|number| number.trim().parse::<u64>().ok())
            .sum()
    };
    Tally { passed: value("# pass "), failed: value("# fail ") + value("# cancelled ") }
}

/// The number that stands before a word; 0 when it is not there.
fn before(text: &str, word: &str) -> u64 {
    let Some((head, _)) = text.split_once(word) else { return 0 };
    let digits = head.len() - head.bytes().rev().take_while(u8::is_ascii_digit).count();
    head.get(digits..).and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn tally(passed: u64, failed: u64) -> Tally {
        Tally { passed, failed }
    }

    #[test]
    fn each_runner_is_read_as_it_writes() {
        assert_eq!(
            nextest("     Summary [   0.012s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 3 skipped"),
            tally(10, 2)
        );
        assert_eq!(nextest("     Summary [   0.012s] 5/9 tests run: 5 passed, 0 skipped"), tally(5, 0));
        assert_eq!(
            libtest(
                "test result: ok. 3 passed; 0 failed; 0 ignored\n\ntest result: FAILED. 2 passed; 1 failed; 0 ignored"
            ),
            tally(5, 1)
        );
        assert_eq!(
            vitest(" Test Files  1 failed | 2 passed (3)\n      Tests  1 failed | 11 passed (12)\n"),
            tally(11, 1)
        );
        assert_eq!(
            playwright("Running 15 tests using 1 worker\n  1 failed\n  2 did not run\n  12 passed (3.4s)\n"),
            tally(12, 3)
        );
        assert_eq!(tap("TAP version 13\n# tests 6\n# pass 5\n# fail 1\n# cancelled 0\n"), tally(5, 1));
    }

    #[test]
    fn a_log_that_says_nothing_counts_nothing() {
        for reader in [nextest, libtest, vitest, playwright, tap] {
            assert_eq!(reader("error: could not compile `gemba`\n12\n 3 \n"), tally(0, 0));
        }
    }
}
