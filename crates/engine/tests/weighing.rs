//! Conformance vectors of the weighing fact sheet, sections 4, 5, 7, 8 and 9, by their names there.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test when a vector is written wrongly")]

use gemba_engine::forecast::{brier, items_in, weeks_for};
use gemba_engine::ratio::{self, Ratio, Spread};
use gemba_engine::recurrence::Recurrence;
use gemba_engine::weigh::{Candidate, CostModel, FlipQuantity, Grid, Method, Recurring, explain, probability, rank};
use proptest::prelude::*;

fn number(value: &str) -> Ratio {
    ratio::from_decimal(value.parse().unwrap())
}

fn job(id: &str, cost: i64, weeks: i64) -> Candidate {
    Candidate {
        id: id.into(),
        team: Some("till".into()),
        cost: CostModel::Stated(Spread::point(ratio::whole(cost))),
        duration: Spread::point(ratio::whole(weeks)),
        depends_on: Vec::new(),
    }
}

fn after(mut candidate: Candidate, before: &[&str]) -> Candidate {
    candidate.depends_on = before.iter().map(|id| (*id).to_owned()).collect();
    candidate
}

fn names(candidates: &[Candidate]) -> (String, Ratio) {
    let ranking = rank(candidates);
    let order: Vec<&str> = ranking.order.iter().map(|ranked| candidates[ranked.index].id.as_str()).collect();
    (order.join(" "), ranking.total)
}

fn cost_of(candidates: &[Candidate], order: &[usize]) -> Ratio {
    let mut at = ratio::whole(0);
    let mut total = ratio::whole(0);
    for index in order {
        at += &candidates[*index].duration.mid;
        total += candidates[*index].cost.spread().mid * &at;
    }
    total
}

fn close(value: f64, expected: f64, within: f64) {
    assert!((value - expected).abs() <= within, "{value} is not {expected}");
}

#[test]
fn w1_the_dearer_item_goes_first_and_the_other_order_costs_twenty_more() {
    let items = [job("A", 10, 2), job("B", 30, 4)];
    assert_eq!(names(&items), ("B A".into(), ratio::whole(180)));
    let pair = explain(&items[1], &items[0]);
    assert_eq!(pair.orders, (ratio::whole(180), ratio::whole(200)));
    assert_eq!(pair.cost_of_swap, ratio::whole(20));
    assert_eq!(rank(&items).order[0].numbers.cd3, ratio::from_decimal("7.5".parse().unwrap()));
}

#[test]
fn w2_a_short_cheap_item_goes_first() {
    let items = [job("a", 10, 1), job("b", 2, 3)];
    assert_eq!(names(&items), ("a b".into(), ratio::whole(18)));
    assert_eq!(explain(&items[0], &items[1]).orders.1, ratio::whole(46));
}

#[test]
fn w3_all_six_orders_and_not_the_one_by_difference() {
    let items = [job("A", 4, 2), job("B", 5, 3), job("C", 6, 5)];
    let expected =
        [([0, 1, 2], 93), ([1, 0, 2], 95), ([0, 2, 1], 100), ([1, 2, 0], 103), ([2, 0, 1], 108), ([2, 1, 0], 110)];
    for (order, cost) in expected {
        assert_eq!(cost_of(&items, &order), ratio::whole(cost));
    }
    assert_eq!(names(&items), ("A B C".into(), ratio::whole(93)), "95, by value minus effort, is not the cheapest");
}

#[test]
fn w4_ten_jobs() {
    let pairs = [(43, 62), (95, 39), (3, 29), (25, 38), (47, 10), (63, 31), (79, 13), (93, 44), (87, 89), (11, 81)];
    let items: Vec<_> = pairs.iter().enumerate().map(|(index, (w, p))| job(&format!("j{index}"), *w, *p)).collect();
    let (_, total) = names(&items);
    assert_eq!(total, ratio::whole(72_468));
    assert_ne!(total, ratio::whole(74_649));
}

#[test]
fn w5_two_chains_by_the_largest_prefix() {
    let items = [
        job("1", 6, 3),
        after(job("2", 18, 6), &["1"]),
        after(job("3", 12, 6), &["2"]),
        after(job("4", 8, 5), &["3"]),
        job("5", 8, 4),
        after(job("6", 17, 8), &["5"]),
        after(job("7", 18, 10), &["6"]),
    ];
    let ranking = rank(&items);
    assert_eq!(names(&items), ("1 2 5 6 3 7 4".into(), ratio::whole(1967)));
    assert_eq!(ranking.method, Method::Chains);
    let free: Vec<_> = items.iter().cloned().map(|item| after(item, &[])).collect();
    assert_eq!(names(&free).1, ratio::whole(1942));
    let five_before_six = ranking.pairs.iter().find(|pair| items[pair.before].id == "5").unwrap();
    assert!(five_before_six.by_dependency && !five_before_six.contested);
}

#[test]
fn contested_is_what_dominance_does_not_settle() {
    let spread = |low: i64, mid: i64, high: i64| Spread {
        low: ratio::whole(low),
        mid: ratio::whole(mid),
        high: ratio::whole(high),
    };
    let mut items = [job("a", 0, 1), job("b", 0, 1), job("c", 0, 1)];
    items[0].cost = CostModel::Stated(spread(20, 25, 30));
    items[1].cost = CostModel::Stated(spread(10, 15, 20));
    items[2].cost = CostModel::Stated(spread(5, 14, 18));
    let ranking = rank(&items);
    assert_eq!(ranking.pairs.iter().map(|pair| pair.contested).collect::<Vec<_>>(), [false, true]);
    close(ranking.pairs[0].probability, 1.0, 1e-9);
    assert!(ranking.pairs[1].probability > 0.5 && ranking.pairs[1].probability < 1.0);
}

#[test]
fn the_vector_of_equal_odds_gives_five_eighths() {
    let ratios =
        |w: &[f64], p: &[f64]| Grid::new(w.to_vec()).combine(&Grid::new(p.to_vec()), 1_000, |cost, weeks| cost / weeks);
    let a = ratios(&[10.0, 20.0], &[1.0, 2.0]);
    let b = ratios(&[12.0], &[1.0, 3.0]);
    assert_eq!(a.at_least(&b), 0.625);
}

#[test]
fn recurrence_vectors_to_six_digits() {
    for (n, low, high, mean, thirteen) in
        [(0, 0.0, 0.141880, 0.019231, 0.183503), (3, 0.023795, 0.337203, 0.134615, 0.758075)]
    {
        let recurrence = Recurrence::new(n, 26).unwrap();
        close(recurrence.interval95().0, low, 5e-7);
        close(recurrence.interval95().1, high, 5e-7);
        close(ratio::to_f64(&recurrence.mean()), mean, 5e-7);
        close(recurrence.at_least_one(13.0), thirteen, 5e-7);
    }
    assert!(Recurrence::new(1, 0).is_err());
}

fn incident(n: u32) -> Candidate {
    let mut item = job("incident", 0, 1);
    item.cost = CostModel::Recurring(Box::new(Recurring {
        recurrence: Recurrence::new(n, 26).unwrap(),
        cost_per_occurrence: Spread::point(number("12800")),
        share: Spread::point(number("0.7")),
        toil: Spread::zero(),
    }));
    item
}

#[test]
fn the_worked_example() {
    let (incident, feature) = (incident(3), job("feature", 4_000, 5));
    let ranking = rank(&[feature.clone(), incident.clone()]);
    assert_eq!(ranking.order[0].index, 1);
    let pair = explain(&incident, &feature);
    close(ratio::to_f64(&incident.cost.spread().mid), 1206.15, 0.005);
    close(ratio::to_f64(&ranking.order[1].numbers.cd3), 800.0, 1e-9);
    close(ratio::to_f64(&pair.orders.0), 25_206.15, 0.005);
    close(ratio::to_f64(&pair.orders.1), 27_236.92, 0.005);
    assert_eq!(ratio::to_decimal_text(&pair.cost_of_swap, 2), "2030.77");
    close(pair.probability, 0.7035, 5e-5);
    close(pair.evpi, 367.60, 0.005);
    let flip = pair.flip.unwrap();
    assert_eq!((flip.quantity, flip.of_first), (FlipQuantity::OccurrencesPerWeek, true));
    assert_eq!(ratio::to_decimal_text(&flip.at, 4), "0.0893");
    assert_eq!(ratio::to_decimal_text(&flip.at.recip(), 1), "11.2");
    close(flip.probability, pair.probability, 1e-12);
    let turned = explain(&feature, &incident);
    close(turned.probability, 1.0 - pair.probability, 1e-9);
    close(turned.evpi, pair.evpi + ratio::to_f64(&pair.cost_of_swap), 1e-6);
}

#[test]
fn the_closed_form_and_the_grid_agree() {
    let (incident, feature) = (incident(3), job("feature", 4_000, 5));
    let nearly = |value: &str| {
        let mid = number(value);
        let width = &mid * number("0.000001");
        Spread { low: &mid - &width, high: &mid + &width, mid }
    };
    let mut grid_feature = feature.clone();
    grid_feature.cost = CostModel::Stated(nearly("4000"));
    let exact = explain(&incident, &feature);
    let grid = explain(&incident, &grid_feature);
    close(grid.probability, exact.probability, 0.01);
    close(grid.evpi, exact.evpi, 4.0);
}

const BOWLER: [u32; 12] = [1, 3, 5, 3, 7, 8, 0, 5, 3, 1, 8, 2];

#[test]
fn weeks_for_twenty_and_fifty_items() {
    let twenty = weeks_for(20, &BOWLER).unwrap();
    let list = |forecast: &gemba_engine::forecast::WeeksForecast| {
        [0.5, 0.7, 0.85, 0.95, 0.99].map(|p| forecast.quantile(p).unwrap())
    };
    assert_eq!(list(&twenty), [6, 7, 8, 9, 10]);
    close(twenty.within[6], 0.849960, 5e-7);
    let fifty = weeks_for(50, &BOWLER).unwrap();
    assert_eq!(list(&fifty), [13, 15, 16, 18, 20]);
    close(fifty.within[14], 0.779403, 5e-7);
    close(fifty.within[15], 0.868122, 5e-7);
}

#[test]
fn items_in_ten_weeks_get_fewer_the_surer_one_must_be() {
    let ten = items_in(10, &BOWLER).unwrap();
    assert_eq!([0.5, 0.7, 0.85, 0.95].map(|p| ten.at_least(p)), [38, 34, 30, 25]);
    assert_ne!(ten.at_least(0.85), 47, "the wrong direction");
    assert!(weeks_for(5, &[]).is_err() && weeks_for(5, &[0, 0]).is_err() && items_in(600, &[1]).is_err());
}

#[test]
fn brier_score_and_its_parts() {
    let mut list = Vec::new();
    for (p, outcomes) in [(0.1, "00001"), (0.4, "01010"), (0.8, "1111011101")] {
        list.extend(outcomes.chars().map(|o| (p, o == '1')));
    }
    let score = brier(&list).unwrap();
    close(score.score, 0.1825, 1e-12);
    close(score.reliability, 0.0025, 1e-12);
    close(score.resolution, 0.0675, 1e-12);
    close(score.uncertainty, 0.2475, 1e-12);
    close(score.skill.unwrap(), 0.262626, 5e-7);
    let coin: Vec<_> = list.iter().map(|(_, o)| (0.5, *o)).collect();
    close(brier(&coin).unwrap().score, 0.25, 1e-12);
    assert_eq!(brier(&[]), None);
}

#[test]
fn negative_vectors_are_not_matched() {
    // beginpm.com prints (10,000 × 1 × 0.8) / 3 as 26,667.
    assert_eq!(ratio::to_decimal_text(&(number("10000") * number("0.8") / number("3")), 2), "2666.67");
    // niksilver.com: C, B, A after 14 weeks is worth £1,000,000 in its own units, not £160,000.
    let items = [job("A", 4, 2), job("B", 5, 3), job("C", 6, 5)];
    let by_fourteen = ratio::whole(14 * (4 + 5 + 6)) - cost_of(&items, &[2, 1, 0]);
    assert_eq!(by_fourteen * ratio::whole(10_000), ratio::whole(1_000_000));
    // blackswanfarming: +50 % CD3 is not +50 % outcome.
    assert_ne!(number("120") / number("100"), number("7.5") / number("5"));
}

#[test]
fn what_cannot_be_ranked_is_refused_and_changes_nobody() {
    let good = [job("a", 10, 1), job("b", 2, 3)];
    let mut with_bad = good.to_vec();
    with_bad.push(job("never", 5, 0));
    with_bad.push(job("a", 1_000, 1));
    let ranking = rank(&with_bad);
    assert_eq!(ranking.refused.iter().map(|refused| refused.index).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(ranking.order, rank(&good).order);
}

#[test]
fn circles_are_reported_and_the_rest_is_ranked() {
    let items =
        [after(job("a", 1, 1), &["b"]), after(job("b", 2, 1), &["a"]), after(job("c", 9, 1), &["a", "elsewhere"])];
    let ranking = rank(&items);
    assert_eq!(ranking.cycles, [vec![0, 1]]);
    assert_eq!(ranking.unbound, [(2, "elsewhere".to_owned())]);
    assert_eq!(names(&items).0, "a c b");
}

fn candidates(most: usize) -> impl Strategy<Value = Vec<Candidate>> {
    prop::collection::vec((-3i64..20, 1i64..10, 0i64..10, 0i64..5, 0usize..40, 0u8..3, 0u32..6), 1..=most).prop_map(
        |rows| {
            let list: Vec<Candidate> = rows
                .iter()
                .enumerate()
                .map(|(index, (cost, weeks, wide, long, dep, kind, n))| {
                    let mut item = job(&format!("i{index}"), *cost, *weeks);
                    item.duration.high += ratio::whole(*long);
                    item.cost = if *kind == 0 {
                        CostModel::Recurring(Box::new(Recurring {
                            recurrence: Recurrence::new(*n, 26).unwrap(),
                            cost_per_occurrence: Spread::point(ratio::whole(*cost * 10)),
                            share: Spread::point(number("0.5")),
                            toil: Spread::zero(),
                        }))
                    } else {
                        let mid = ratio::whole(*cost);
                        CostModel::Stated(Spread {
                            low: &mid - ratio::whole(*wide),
                            high: &mid + ratio::whole(*wide),
                            mid,
                        })
                    };
                    if index > 0 && *dep < 20 {
                        item.depends_on = vec![format!("i{}", dep % index)];
                        if *dep % 3 == 0 {
                            item.depends_on.push(format!("i{}", (dep / 2) % index));
                        }
                    }
                    item
                })
                .collect();
            list
        },
    )
}

fn permutations(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in permutations(count - 1) {
        for place in 0..=shorter.len() {
            let mut longer = shorter.clone();
            longer.insert(place, count - 1);
            all.push(longer);
        }
    }
    all
}

fn allowed(items: &[Candidate], order: &[usize]) -> bool {
    order.iter().enumerate().all(|(place, index)| {
        items[*index].depends_on.iter().all(|name| order[..place].iter().any(|before| items[*before].id == *name))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_permutation_is_cheaper(items in candidates(6)) {
        let ranking = rank(&items);
        let order: Vec<usize> = ranking.order.iter().map(|ranked| ranked.index).collect();
        prop_assert!(allowed(&items, &order));
        prop_assert!(ranking.method.is_exact());
        prop_assert_eq!(cost_of(&items, &order), ranking.total.clone());
        let best = permutations(items.len()).into_iter().filter(|order| allowed(&items, order)).map(|order| cost_of(&items, &order)).min();
        prop_assert_eq!(Some(ranking.total), best);
    }

    #[test]
    fn one_item_more_changes_no_other_items_numbers(items in candidates(8), cost in -50i64..500, weeks in 1i64..9) {
        let before = rank(&items);
        let mut more = items.clone();
        more.push(job("new", cost, weeks));
        let after = rank(&more);
        for ranked in &before.order {
            let same = after.order.iter().find(|other| other.index == ranked.index).unwrap();
            prop_assert_eq!(&same.numbers, &ranked.numbers);
        }
        let kept: Vec<usize> = after.order.iter().map(|r| r.index).filter(|index| *index < items.len()).collect();
        let old: Vec<usize> = before.order.iter().map(|r| r.index).collect();
        if items.iter().all(|item| item.depends_on.is_empty()) {
            prop_assert_eq!(kept, old);
        }
    }

    #[test]
    fn probabilities_are_probabilities_and_add_up(items in candidates(8)) {
        for pair in items.windows(2) {
            let (there, back) = (probability(&pair[0], &pair[1]), probability(&pair[1], &pair[0]));
            prop_assert!((0.0..=1.0).contains(&there));
            // Ties count both ways, so the sum may exceed 1. Where ranges meet ranges, each side rests on a grid that is good
            // to two digits.
            prop_assert!((0.98..=2.0).contains(&(there + back)), "{there} + {back}");
            let analysis = explain(&pair[0], &pair[1]);
            prop_assert!(analysis.evpi >= -1e-9);
            prop_assert_eq!(&analysis.orders.1 - &analysis.orders.0, analysis.cost_of_swap.clone());
        }
        let ranking = rank(&items);
        for pair in &ranking.pairs {
            let one_by_one = probability(&items[pair.before], &items[pair.after]);
            prop_assert!((pair.probability - one_by_one).abs() < 1e-12);
        }
    }

    #[test]
    fn large_and_tangled_sets_keep_their_dependencies(items in candidates(60)) {
        let ranking = rank(&items);
        let order: Vec<usize> = ranking.order.iter().map(|ranked| ranked.index).collect();
        prop_assert_eq!(order.len(), items.len());
        prop_assert!(allowed(&items, &order));
        prop_assert_eq!(cost_of(&items, &order), ranking.total);
    }
}
