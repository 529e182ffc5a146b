//! Small pictures made of letters: ranges, budgets, quarters of an hour.

/// A range on a scale from 0 to `most`: `──●───` at its place, `columns` wide. Empty where nothing can be drawn.
pub fn range(low: f64, mid: f64, high: f64, most: f64, columns: usize) -> String {
    if columns == 0 || !(low.is_finite() && mid.is_finite() && high.is_finite() && most.is_finite()) || most <= 0.0 {
        return String::new();
    }
    let last = columns - 1;
    let place = |value: f64| -> usize {
        let share = (value / most).clamp(0.0, 1.0);
        ((share * last as f64).round() as usize).min(last)
    };
    let (from, at, to) = (place(low), place(mid), place(high));
    (0..columns)
        .map(|column| match column {
            column if column == at => '●',
            column if column >= from.min(at) && column <= to.max(at) => '━',
            _ => '·',
        })
        .collect()
}

/// What is left of a budget, −100 % to 100 %, around a middle line: `   ▐██│     ` is overspent, `     │███  ` is left.
pub fn budget(left: f64, half: usize) -> String {
    if !left.is_finite() || half == 0 {
        return String::new();
    }
    let cells = (left.abs().min(1.0) * half as f64).round() as usize;
    let cells = if left != 0.0 { cells.max(1) } else { 0 };
    let (under, over) = if left < 0.0 { (cells, 0) } else { (0, cells) };
    let mut bar = String::new();
    bar.extend(std::iter::repeat_n('·', half - under));
    bar.extend(std::iter::repeat_n('█', under));
    bar.push('│');
    bar.extend(std::iter::repeat_n('█', over));
    bar.extend(std::iter::repeat_n('·', half - over));
    bar
}

/// A probability from 0 to 1: `▰▰▰▰▰▰▰▱▱▱`.
pub fn share(value: f64, columns: usize) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let full = (value.clamp(0.0, 1.0) * columns as f64).round() as usize;
    let mut bar: String = std::iter::repeat_n('▰', full).collect();
    bar.extend(std::iter::repeat_n('▱', columns.saturating_sub(full)));
    bar
}

/// Shares of failing interactions over time, one letter each of `columns`: no events is a blank, none failed is `▁`.
/// The scale ends at the worst of them, but at no less than `least`, so that noise does not look like harm.
pub fn spark(counts: &[(u64, u64)], columns: usize, least: f64) -> String {
    if counts.is_empty() || columns == 0 {
        return String::new();
    }
    let columns = columns.min(counts.len());
    let shares: Vec<Option<f64>> = (0..columns)
        .map(|column| {
            let (from, to) = (column * counts.len() / columns, (column + 1) * counts.len() / columns);
            let slice = counts.get(from..to).unwrap_or(&[]);
            let bad: u128 = slice.iter().map(|(bad, _)| u128::from(*bad)).sum();
            let total: u128 = slice.iter().map(|(_, total)| u128::from(*total)).sum();
            (total > 0).then(|| bad as f64 / total as f64)
        })
        .collect();
    let most = shares.iter().flatten().fold(least, |most, share| most.max(*share));
    const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    shares
        .into_iter()
        .map(|share| match share {
            None => ' ',
            Some(share) => {
                let step = if most > 0.0 { (share / most * 7.0).round() as usize } else { 0 };
                STEPS.get(step.min(7)).copied().unwrap_or('█')
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_range_stands_at_its_place() {
        assert_eq!(range(0.0, 5.0, 10.0, 10.0, 11), "━━━━━●━━━━━");
        assert_eq!(range(2.0, 2.0, 2.0, 10.0, 11), "··●········");
        assert_eq!(range(f64::NAN, 2.0, 2.0, 10.0, 11), "");
    }

    #[test]
    fn an_overspent_budget_lies_left_of_the_line() {
        assert_eq!(budget(-0.18, 5), "····█│·····");
        assert_eq!(budget(0.42, 5), "·····│██···");
        assert_eq!(budget(-7.0, 3), "███│···");
        assert_eq!(budget(0.0, 2), "··│··");
    }

    #[test]
    fn no_events_are_blank_and_not_calm() {
        assert_eq!(spark(&[(0, 0), (0, 10), (10, 10)], 3, 0.01), " ▁█");
        assert_eq!(spark(&[], 3, 0.01), "");
    }

    proptest! {
        #[test]
        fn pictures_never_panic_and_keep_their_width(a in any::<f64>(), b in any::<f64>(), c in any::<f64>(), d in any::<f64>(), columns in 0usize..40) {
            let drawn = range(a, b, c, d, columns).chars().count();
            prop_assert!(drawn == 0 || drawn == columns);
            let drawn = budget(a, columns).chars().count();
            prop_assert!(drawn == 0 || drawn == 2 * columns + 1);
            let drawn = share(a, columns).chars().count();
            prop_assert!(drawn == 0 || drawn == columns);
        }

        #[test]
        fn sparks_never_panic(counts in proptest::collection::vec((any::<u64>(), any::<u64>()), 0..100), columns in 0usize..120) {
            prop_assert!(spark(&counts, columns, 0.01).chars().count() <= columns);
        }
    }
}
