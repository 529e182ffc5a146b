//! `objectives.openslo.yaml`: how reliable is reliable enough, in OpenSLO v1.

use crate::civil::Clock;
use crate::files::quoted;
use crate::large::Crowd;
use std::fmt::Write;

/// One objective: identifier, name, service, journey, method, route, target, milliseconds, policy.
pub(crate) struct Row {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) service: &'static str,
    pub(crate) journey: &'static str,
    pub(crate) method: &'static str,
    pub(crate) route: &'static str,
    pub(crate) target: &'static str,
    pub(crate) within_ms: Option<u32>,
    pub(crate) policy: &'static str,
}

/// The objectives of the story. The main one of a journey has the journey's identifier.
pub(crate) const OBJECTIVES: [Row; 9] = [
    row("pay-at-the-till", "Pay at the till succeeds", PAY, "0.999", None, "reliability first"),
    row("pay-at-the-till-within-2-s", "Pay at the till within 2 s", PAY, "0.99", Some(2_000), ""),
    row("find-a-price", "Find a price succeeds", PRICE, "0.995", None, "reliability first"),
    row("find-a-price-within-400-ms", "Find a price within 400 ms", PRICE, "0.99", Some(400), ""),
    row("redeem-points", "Redeem points succeeds", REDEEM, "0.998", None, "one developer works on it"),
    row("order-ahead", "Order ahead succeeds", ORDER, "0.999", None, ""),
    row("order-ahead-within-1-s", "Order ahead within 1 s", ORDER, "0.99", Some(1_000), ""),
    row("sign-in", "Sign in succeeds", SIGN_IN, "0.9995", None, ""),
    row("plan-a-meal", "Plan a meal succeeds", PLAN, "0.99", None, ""),
];

/// Service, journey, method and route.
type Where = (&'static str, &'static str, &'static str, &'static str);
const PAY: Where = ("payment", "pay-at-the-till", "POST", "/payments");
const PRICE: Where = ("price-catalogue", "find-a-price", "GET", "/prices/{sku}");
const REDEEM: Where = ("loyalty", "redeem-points", "POST", "/redemptions");
const ORDER: Where = ("ordering", "order-ahead", "POST", "/orders");
const SIGN_IN: Where = ("identity", "sign-in", "POST", "/sessions");
const PLAN: Where = ("recipes", "plan-a-meal", "GET", "/plans/{week}");

const fn row(
    id: &'static str,
    name: &'static str,
    (service, journey, method, route): Where,
    target: &'static str,
    within_ms: Option<u32>,
    policy: &'static str,
) -> Row {
    Row { id, name, service, journey, method, route, target, within_ms, policy }
}

/// `objectives.openslo.yaml`.
pub(crate) fn yaml(clock: &Clock, crowd: &Crowd) -> Vec<u8> {
    let start = clock.period().civil.strftime("%Y-%m-%d %H:%M:%S").to_string();
    let window = format!(
        "  timeWindow:\n    - duration: 4w\n      isRolling: false\n      calendar:\n        startTime: {start}\n        timeZone: {}\n",
        clock.zone_name,
    );
    let mut out = String::from("# How reliable is reliable enough, as the three parties agreed.\n");
    for one in &OBJECTIVES {
        let _ = write!(
            out,
            "---\napiVersion: openslo/v1\nkind: SLO\nmetadata:\n  name: {}\n  displayName: {}\n  annotations:\n    gemba.dev/journey: {}\n",
            one.id, one.name, one.journey,
        );
        if !one.policy.is_empty() {
            let _ = writeln!(out, "    gemba.dev/policy: {}", quoted(one.policy));
        }
        let source = format!(
            "            type: gemba-logs\n            spec:\n              service: {}\n              method: {}\n              route: {}\n",
            one.service,
            one.method,
            quoted(one.route),
        );
        let _ = write!(
            out,
            "spec:\n  service: {}\n  indicator:\n    metadata:\n      name: {}\n    spec:\n      ratioMetric:\n        counter: true\n        good:\n          metricSource:\n{source}              badStatusFrom: 500\n              badSeverityFrom: 17\n",
            one.service, one.id,
        );
        if let Some(milliseconds) = one.within_ms {
            let _ = writeln!(out, "              goodWithinMs: {milliseconds}");
        }
        let _ = write!(
            out,
            "        total:\n          metricSource:\n{source}{window}  budgetingMethod: Occurrences\n  objectives:\n    - target: {}\n",
            one.target,
        );
    }
    for one in &crowd.objectives {
        let _ = write!(
            out,
            "---\napiVersion: openslo/v1\nkind: SLO\nmetadata:\n  name: {}\n  displayName: {}\n",
            one.id, one.name,
        );
        if !one.journey.is_empty() {
            let _ = write!(out, "  annotations:\n    gemba.dev/journey: {}\n", one.journey);
        }
        let source = "          metricSource:\n            type: gemba-counts\n            spec: {}\n";
        let _ = write!(
            out,
            "spec:\n  service: {}\n  indicator:\n    metadata:\n      name: {}\n    spec:\n      ratioMetric:\n        counter: true\n        good:\n{source}        total:\n{source}{window}  budgetingMethod: Occurrences\n  objectives:\n    - target: {}\n",
            one.service, one.id, one.target,
        );
    }
    out.into_bytes()
}
