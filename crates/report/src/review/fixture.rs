//! The story of the grocery chain as views, and an empty workspace.

use super::*;

pub fn at(text: &str) -> UtcTime {
    UtcTime(text.parse().unwrap())
}

fn now() -> UtcTime {
    at("2026-11-23T09:41:00Z")
}

fn known(value: f64, unit: Unit) -> Figure {
    Figure::known(value, unit, now(), "k")
}

fn unknown(unit: Unit) -> Figure {
    Figure::unknown("nobody measures it yet", unit, now(), "k")
}

fn workspace() -> WorkspaceView {
    WorkspaceView {
        name: "Fenwick & Daughters".into(),
        file: "sample.gemba".into(),
        sample: true,
        empty: false,
        cost_unit: CostUnit::Currency("GBP".into()),
        zone: "Europe/London".into(),
        now: now(),
        now_fixed: false,
        actor: Actor::machine(),
        read_only: None,
        head: 1_204,
        last_signal: Some(now()),
        counts: Vec::new(),
        people: Vec::new(),
        version: "0.1.0".into(),
    }
}

fn objective(
    name: &str,
    sli: &str,
    ratio: Option<f64>,
    target: f64,
    left: Option<f64>,
    outlook: Outlook,
) -> ObjectiveRow {
    let figure = |value: Option<f64>| value.map_or_else(|| unknown(Unit::Ratio), |value| known(value, Unit::Ratio));
    ObjectiveRow {
        objective: Named::new(slug(name), name),
        journey: Some(Named::new(slug(name), name)),
        service: None,
        sli: sli.into(),
        now: figure(ratio),
        target,
        window_ratio: figure(ratio),
        window: "4 weeks from 9 Nov".into(),
        budget_left: figure(left),
        budget_left_events: None,
        burns: Vec::new(),
        outlook,
        insufficient: None,
        firing: 0,
        tone: Tone::Calm,
        last_signal: None,
    }
}

fn incident(number: u32, title: &str, began: &str, minutes: i64, failed: f64, cost: Option<f64>) -> IncidentRow {
    IncidentRow {
        id: format!("i{number}").as_str().into(),
        number,
        title: title.into(),
        state: IncidentState::Resolved,
        began: at(began),
        ended: Some(UtcTime::from_minute(at(began).minute() + minutes)),
        journeys: vec![Named::new("pay", "Pay at the till")],
        failure_mode: Some(Named::new(slug(title), title)),
        minutes,
        hops: Some(3),
        reached_minutes: Some(minutes / 2),
        failed: known(failed, Unit::Count),
        cost: cost.map_or_else(|| unknown(Unit::Cost), |cost| known(cost, Unit::Cost)),
    }
}

fn item(rank: u32, title: &str, kind: WorkKind, detail: &str, cost: (f64, f64, f64), weeks: f64) -> WeighItem {
    WeighItem {
        rank,
        id: format!("TILL-{rank}").as_str().into(),
        title: title.into(),
        kind,
        team: Some("till".into()),
        detail: detail.into(),
        cost_of_delay_per_week: Spread { low: cost.0, mid: cost.1, high: cost.2 },
        duration_weeks: Spread { low: weeks * 0.6, mid: weeks, high: weeks * 2.0 },
        cd3: cost.1 / weeks,
        completes_week: weeks,
        gates: Vec::new(),
        estimate_age_days: (rank == 7).then_some(41),
        why: "k".into(),
    }
}

fn weigh() -> WeighView {
    let order = vec![
        item(
            1,
            "Card terminal times out",
            WorkKind::Fix,
            "Pay at the till · 4 times in 26 weeks",
            (300.0, 1206.0, 3000.0),
            1.0,
        ),
        item(
            2,
            "Click & collect",
            WorkKind::Feature,
            "Order ahead · stated by Product on 4 Nov",
            (2100.0, 4000.0, 5600.0),
            5.0,
        ),
        item(
            3,
            "Price sync lags after midnight",
            WorkKind::Fix,
            "Find a price · 6 times in 26 weeks",
            (400.0, 840.0, 1500.0),
            1.2,
        ),
        item(
            4,
            "Split the basket database",
            WorkKind::Debt,
            "limits every journey above 4,000 orders a minute",
            (600.0, 1500.0, 2500.0),
            3.0,
        ),
        item(
            5,
            "Digital receipts",
            WorkKind::Feature,
            "Pay at the till · stated by Product on 28 Oct",
            (500.0, 900.0, 1400.0),
            2.0,
        ),
        item(
            6,
            "Loyalty points booked twice",
            WorkKind::Fix,
            "Redeem points · 2 times in 26 weeks",
            (60.0, 310.0, 900.0),
            1.0,
        ),
        item(7, "Self-scan by phone", WorkKind::Feature, "Pay at the till", (200.0, 1100.0, 2900.0), 6.0),
        item(
            8,
            "Recipe suggestions",
            WorkKind::Feature,
            "Plan a meal · stated by Product on 2 Sep",
            (80.0, 260.0, 700.0),
            3.0,
        ),
    ];
    let sure = [0.70, 0.58, 0.83, 0.91, 0.96, 0.88, 0.93];
    let pairs = sure
        .iter()
        .enumerate()
        .map(|(index, probability)| WeighPair {
            before: order[index].id.clone(),
            after: order[index + 1].id.clone(),
            probability: *probability,
            cost_of_swap: 2031.0 / (index + 1) as f64,
            contested: index < 2,
            by_dependency: index == 5,
        })
        .collect();
    WeighView {
        verdict: Sentence::default()
            .say("Fix ")
            .strong("Card terminal times out")
            .say(" first. Building ")
            .strong("Click & collect")
            .say(" first costs ")
            .strong("£2,031")
            .say(" more, unless it happens less than once in ")
            .strong("11")
            .say(" weeks."),
        tone: Tone::Warn,
        team: Some(Named::new("till", "Till")),
        teams: Vec::new(),
        plan_weeks: 13.0,
        order,
        pairs,
        not_rankable: ["Voice ordering", "New shelf labels", "Move to the new ledger"]
            .map(|title| NotRankable {
                id: slug(title).as_str().into(),
                title: title.into(),
                kind: WorkKind::Feature,
                team: None,
                needs: vec!["duration".into(), "cost of delay".into()],
            })
            .into(),
        total_cost_of_delay: known(91_000.0, Unit::Cost),
        fits: 5,
        weeks_used: 12.2,
        method: "exact".into(),
    }
}

fn explanation(order: &[WeighItem]) -> WeighExplanation {
    let term = |label: &str, value: f64, unit: Unit, operator: &str, range: Option<(f64, f64)>| Term {
        label: label.into(),
        value: Some(value),
        low: range.map(|range| range.0),
        high: range.map(|range| range.1),
        unit,
        exact: None,
        operator: operator.into(),
        source: Source { by: "measured".into(), at: Some(now()), reference: String::new() },
        note: String::new(),
        why: None,
    };
    let flip = DensityFlip { at: 1.0 / 11.0, probability: 0.7, keeps_above: true, words: "once in 11 weeks" };
    WeighExplanation {
        verdict: Sentence::default().strong("70 % sure."),
        item: order[0].clone(),
        other: Some(order[1].clone()),
        probability: Some(0.7),
        cost_of_swap: Some(known(2031.0, Unit::Cost)),
        value_of_knowing: Some(known(368.0, Unit::Cost)),
        cost_of_orders: None,
        terms: Explanation {
            title: "Cost of delay".into(),
            figure: known(1206.0, Unit::CostPerWeek).between(300.0, 3000.0),
            formula: String::new(),
            formula_source: String::new(),
            terms: vec![
                term("4 times in 26 weeks", 0.135, Unit::PerWeek, "", Some((0.024, 0.337))),
                term("mean cost of one occurrence", 12_800.0, Unit::Cost, "×", None),
                term("share that the fix removes", 0.7, Unit::Ratio, "×", Some((0.55, 0.85))),
            ],
            notes: Vec::new(),
        },
        other_terms: None,
        flip: Some(FlipPoint {
            quantity: "occurrences a week".into(),
            at: known(1.0 / 11.0, Unit::PerWeek),
            now: known(0.135, Unit::PerWeek),
            words: "once in 11 weeks".into(),
            probability: 0.7,
            chart: Some(lambda_density(&LambdaDensity { shape: 3.5, rate: 26.0, flip: Some(flip) })),
        }),
        parties: Vec::new(),
        evidence: vec!["Budget of Pay at the till: −18 % left, policy: reliability first".into()],
    }
}

fn today() -> TodayView {
    let waiting = |verb: &str, title: &str, detail: &str, screen: &str| Waiting {
        verb: verb.into(),
        title: title.into(),
        detail: detail.into(),
        screen: screen.into(),
        id: "x".into(),
        since: Some(at("2026-11-19T09:00:00Z")),
    };
    TodayView {
        verdict: Sentence::default()
            .say("Customers can't pay by card at ")
            .strong("31 %")
            .say(" of tills. It has cost ")
            .strong("£12,004")
            .say(" so far."),
        tone: Tone::Harm,
        now: now(),
        live: Some(LiveIncident {
            id: "i151".into(),
            number: 151,
            title: "Card terminal times out".into(),
            began: at("2026-11-23T09:00:00Z"),
            interactions: "payments".into(),
            failed: known(1140.0, Unit::Count),
            cost: known(12_004.0, Unit::Cost),
            cost_per_minute: known(343.0, Unit::CostPerMinute),
            budget_left: known(-0.18, Unit::Ratio),
            policy: "reliability first".into(),
            reached: known(27.0, Unit::Minutes),
            hops: known(3.0, Unit::Count),
        }),
        other_live: 0,
        journeys: Vec::new(),
        chain: None,
        on_call: Vec::new(),
        waits: vec![
            waiting("Estimate", "Voice ordering", "needs duration and cost of delay", "backlog"),
            waiting("Classify", "Incident 149", "no failure mode", "incidents"),
            waiting("Sign", "Decision 12", "", "decisions"),
        ],
        waits_for: Party::Product,
        period: PeriodSummary {
            from: at("2026-11-09T00:00:00Z"),
            to: at("2026-12-07T00:00:00Z"),
            incident_cost: known(24_733.0, Unit::Cost),
            incidents: known(4.0, Unit::Count),
            hops: known(3.0, Unit::Count),
            alerts: known(212.0, Unit::Count),
            responder_hours: known(18.4, Unit::Hours),
        },
    }
}

fn incidents() -> IncidentsView {
    let mut live = incident(151, "Card terminal times out", "2026-11-23T09:00:00Z", 41, 1140.0, Some(12_004.0));
    live.ended = None;
    live.state = IncidentState::Acknowledged;
    let mut unnamed = incident(149, "Points are booked late", "2026-11-18T18:22:00Z", 32, 64.0, None);
    unnamed.failure_mode = None;
    unnamed.hops = None;
    unnamed.reached_minutes = None;
    let mode = |name: &str, n: u32, rate: Figure, each: f64, week: Figure, fix: Option<&str>| FailureModeRow {
        failure_mode: Named::new(slug(name), name),
        occurrences: n,
        weeks: 26,
        rate,
        cost_per_occurrence: known(each, Unit::Cost),
        cost_per_week: week,
        fix: fix.map(Into::into),
        last: Some(at("2026-11-23T09:00:00Z")),
    };
    IncidentsView {
        verdict: Sentence::default(),
        tone: Tone::Harm,
        rows: vec![
            live,
            unnamed,
            incident(148, "Price sync lags after midnight", "2026-11-15T00:31:00Z", 88, 310.0, Some(830.0)),
            incident(146, "Card terminal times out", "2026-11-09T06:31:00Z", 47, 1130.0, Some(11_899.0)),
            incident(139, "Price sync lags after midnight", "2026-10-01T00:28:00Z", 70, 280.0, Some(760.0)),
            incident(131, "Card terminal times out", "2026-08-01T21:14:00Z", 64, 1310.0, Some(13_794.0)),
            incident(118, "Card terminal times out", "2026-05-28T05:52:00Z", 38, 980.0, Some(10_319.0)),
        ],
        total: 7,
        offset: 0,
        failure_modes: vec![
            mode(
                "Card terminal times out",
                4,
                known(0.173, Unit::PerWeek).between(0.052, 0.366),
                12_004.0,
                known(2_077.0, Unit::CostPerWeek).between(590.0, 4_420.0),
                Some("TILL-1"),
            ),
            mode(
                "Price sync lags after midnight",
                6,
                known(0.25, Unit::PerWeek).between(0.1, 0.47),
                805.0,
                known(201.0, Unit::CostPerWeek).between(80.0, 380.0),
                Some("TILL-3"),
            ),
            mode(
                "Loyalty points booked twice",
                2,
                known(0.096, Unit::PerWeek),
                900.0,
                unknown(Unit::CostPerWeek),
                None,
            ),
        ],
        hops: vec![0, 1, 2, 3],
    }
}

fn objectives() -> ObjectivesView {
    let lasts = || Outlook::Lasts;
    let rows = vec![
        objective(
            "Pay at the till",
            "succeeds",
            Some(0.69),
            0.999,
            Some(-0.18),
            Outlook::Exhausted { since: at("2026-11-21T14:02:00Z") },
        ),
        objective(
            "Redeem points",
            "succeeds",
            Some(0.9986),
            0.998,
            Some(0.16),
            Outlook::Exhausts { earliest: at("2026-11-27T00:00:00Z"), latest: Some(at("2026-12-02T00:00:00Z")) },
        ),
        objective("Find a price", "succeeds", Some(0.9971), 0.995, Some(0.42), lasts()),
        objective("Find a price", "within 400 ms", Some(0.991), 0.99, Some(0.54), lasts()),
        objective("Pay at the till", "within 2 s", Some(0.982), 0.99, Some(0.61), lasts()),
        objective("Order ahead", "succeeds", Some(0.9997), 0.999, Some(0.71), lasts()),
        objective("Sign in", "succeeds", Some(0.9999), 0.9995, Some(0.88), lasts()),
        objective(
            "Plan a meal",
            "succeeds",
            None,
            0.99,
            None,
            Outlook::NotMeasured { reason: "no signal since 3 Nov".into() },
        ),
    ];
    ObjectivesView { verdict: Sentence::default(), tone: Tone::Harm, total: 8, offset: 0, measured: 7, rows }
}

pub fn story() -> ReviewData {
    let weigh = weigh();
    let decision = crate::export::tests::decision();
    ReviewData {
        workspace: workspace(),
        today: today(),
        explanation: Some(explanation(&weigh.order)),
        weigh,
        incidents: incidents(),
        objectives: objectives(),
        decisions: DecisionsView {
            verdict: Sentence::default(),
            rows: vec![DecisionRow { waits_for: decision.waits_for(), decision, actions: Vec::new(), log: Vec::new() }],
            brier: unknown(Unit::Ratio),
        },
        harm: Some(crate::charts::tests::till()),
    }
}

pub fn nothing() -> ReviewData {
    let mut data = story();
    data.workspace.name = String::new();
    data.workspace.sample = false;
    data.today.verdict = Sentence::default().say("Nothing is measured yet.");
    data.today.tone = Tone::Unknown;
    data.today.live = None;
    data.today.waits.clear();
    let period = &mut data.today.period;
    for figure in [
        &mut period.incident_cost,
        &mut period.incidents,
        &mut period.hops,
        &mut period.alerts,
        &mut period.responder_hours,
    ] {
        *figure = unknown(figure.unit);
    }
    data.weigh.verdict = Sentence::default().say("Nothing can be ranked yet.");
    data.weigh.order.clear();
    data.weigh.pairs.clear();
    data.weigh.not_rankable.clear();
    data.explanation = None;
    data.harm = None;
    data.incidents.rows.clear();
    data.incidents.failure_modes.clear();
    data.objectives.rows.clear();
    (data.objectives.total, data.objectives.measured) = (0, 0);
    data.decisions.rows.clear();
    data
}
