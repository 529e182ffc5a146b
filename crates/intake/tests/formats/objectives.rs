//! OpenSLO.

use crate::corpus::OPENSLO;
use crate::{only, read};
use gemba_intake::read_objective;
use gemba_model::*;

#[test]
fn a_ratio_from_log_lines() {
    let objectives = only!(read("slo.yaml", OPENSLO), Objective);
    let objective = &objectives[0];
    assert_eq!((objective.id.as_str(), objective.name.as_str()), ("pay", "Pay succeeds"));
    assert_eq!(objective.journey.as_ref().unwrap().as_str(), "pay-at-the-till");
    assert_eq!(objective.sli.id.as_str(), "pay");
    let SliSource::Logs { rule } = &objective.sli.source else { panic!("{objective:?}") };
    assert_eq!((rule.service.as_str(), rule.route.as_str(), rule.bad_status_from), ("payment", "/payments", None));
    assert_eq!(
        (objective.target.to_string().as_str(), &objective.window),
        ("0.999", &BudgetWindow::Rolling { minutes: 43_200 })
    );
    assert_eq!(
        read_objective(&mut OPENSLO.as_bytes(), "slo.yaml").unwrap().found,
        objectives.iter().map(|o| (**o).clone()).collect::<Vec<_>>()
    );
}

#[test]
fn several_targets_references_and_deviations() {
    let text = "apiVersion: openslo/v1
kind: SLO
metadata: { name: web, labels: { gemba.dev/min-events: 50 } }
spec:
  indicatorRef: availability
  timeWindow: [{ duration: 1M, isRolling: false, calendar: { startTime: '2026-01-01 00:00:00', timeZone: Europe/Berlin } }]
  budgetingMethod: Timeslices
  alertPolicies: [page]
  objectives:
  - { displayName: Good, op: gte, target: 0.99, timeSliceTarget: 0.95, timeSliceWindow: 5m }
  - { displayName: Great, targetPercent: 99.95, timeSliceTarget: 0.99, timeSliceWindow: 1 }
  - { target: 1, timeSliceTarget: 0.99, timeSliceWindow: 1m }
---
apiVersion: openslo/v1
kind: SLI
metadata: { name: availability, displayName: Available }
spec:
  ratioMetric:
    bad: { metricSource: { metricSourceRef: prom, spec: { query: sum(x) } } }
    total: { metricSource: { metricSourceRef: prom, spec: { query: sum(y) } } }
---
apiVersion: openslo/v1
kind: DataSource
metadata: { name: prom }
spec: { type: Prometheus, connectionDetails: {} }
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata: { name: page }
spec: {}
---
apiVersion: openslo/v1alpha
kind: SLO
metadata: { name: old }
---
this: [is not
";
    let found = read("slo.yaml", text);
    let objectives = only!(found, Objective);
    assert_eq!(
        objectives.iter().map(|o| (o.id.as_str(), o.name.as_str(), o.target.to_string())).collect::<Vec<_>>(),
        [("web", "web: Good", "0.99".to_owned()), ("web-2", "web: Great", "0.9995".to_owned()),]
    );
    assert_eq!(objectives[0].sli.id.as_str(), "availability");
    assert_eq!(objectives[0].sli.source, SliSource::Foreign { source_type: "Prometheus".into() });
    assert_eq!(objectives[0].min_events, 50);
    assert_eq!(
        objectives[1].method,
        BudgetingMethod::Timeslices { slice_target: "0.99".parse().unwrap(), slice_minutes: 1 }
    );
    assert_eq!(
        objectives[0].window,
        BudgetWindow::Calendar {
            count: 1,
            unit: CalendarUnit::Month,
            start: "2026-01-01T00:00".into(),
            zone: "Europe/Berlin".into()
        }
    );
    assert!(objectives[0].extra.get("alertPolicies").is_some());
    let places: Vec<&str> = found.rejected.iter().map(|refused| refused.place.as_str()).collect();
    assert_eq!(
        places,
        ["document 5, line 32, apiVersion", "document 6, line 36", "document 1, line 1, spec.objectives[2].target"],
        "{:?}",
        found.rejected
    );
    assert!(found.remarks.iter().any(|said| said.contains("alerting objects")));
}

#[test]
fn op_beside_a_ratio_is_a_remark() {
    let found = read("slo.yaml", OPENSLO.replace("target: 0.999", "op: gte, target: 0.999"));
    assert_eq!((only!(found, Objective).len(), found.rejected_total), (1, 0));
    assert!(found.remarks[0].contains("`op`"));
}

#[test]
fn what_would_count_wrongly_is_refused() {
    for (from, to, place) in [
        (
            "service: payment, route: /payments } }\n        total",
            "servce: payment } }\n        total",
            "good.metricSource.spec.servce",
        ),
        ("target: 0.999", "target: 99.9", "spec.objectives[0].target"),
        ("target: 0.999", "targetPercent: 99.9, target: 0.999", "spec.objectives[0].targetPercent"),
        ("target: 0.999", "weight: 1", "spec.objectives[0].target"),
        ("duration: 30d", "duration: 30x", "spec.timeWindow[0].duration"),
        ("Occurrences", "Guesses", "spec.budgetingMethod"),
        ("  name: pay\n", "", "metadata.name"),
        (
            "route: /payments } }\n        total",
            "badStatusFrom: 5000 } }\n        total",
            "good.metricSource.spec.badStatusFrom",
        ),
    ] {
        let text = OPENSLO.replacen(from, to, 1);
        assert_ne!(text, OPENSLO, "{from}");
        let found = read("slo.yaml", text);
        assert_eq!(found.facts.len(), 0, "{to}");
        assert!(found.rejected[0].place.ends_with(place), "{to}: {:?}", found.rejected);
    }
}

#[test]
fn composites_thresholds_and_lost_indicators_are_kept_and_not_measured() {
    let composite = "apiVersion: openslo/v1\nkind: SLO\nmetadata: { name: c }\nspec:\n  timeWindow: [{ duration: 4w, isRolling: true }]\n  objectives: [{ indicatorRef: a, compositeWeight: 2, target: 0.9 }, { indicatorRef: b, target: 0.9 }]\n";
    let lost = "---\napiVersion: openslo/v1\nkind: SLO\nmetadata: { name: d }\nspec:\n  indicatorRef: nowhere\n  timeWindow: [{ duration: 4w, isRolling: true }]\n  objectives: [{ target: 0.9 }]\n";
    let threshold = "---\napiVersion: openslo/v1\nkind: SLO\nmetadata: { name: e }\nspec:\n  indicator: { spec: { thresholdMetric: { metricSource: { type: Datadog } } } }\n  timeWindow: [{ duration: 4w, isRolling: true }]\n  objectives: [{ target: 0.9, op: lte, value: 3 }]\n";
    let found = read("slo.yaml", format!("{composite}{lost}{threshold}"));
    let objectives = only!(found, Objective);
    let kinds: Vec<_> = objectives
        .iter()
        .map(|objective| match &objective.sli.source {
            SliSource::Foreign { source_type } => source_type.clone(),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(kinds, ["composite", "composite", "missing indicator", "Datadog"]);
    assert_eq!((found.rejected_total, found.remarks.len()), (0, 2));
}
