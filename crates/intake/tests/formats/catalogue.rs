//! The catalogue and Gemba's own YAML.

use crate::corpus::{BACKSTAGE, GEMBA};
use crate::{only, read};
use gemba_model::*;

#[test]
fn teams_people_services_and_journeys() {
    let found = read("catalog-info.yaml", BACKSTAGE);
    let teams = only!(found, Team);
    assert_eq!((teams[0].id.as_str(), teams[0].name.as_str(), teams[0].party), ("till", "Till", Some(Party::Dev)));
    let people = only!(found, Person);
    assert_eq!(
        (people[0].id.as_str(), people[0].party, people[0].team.as_ref().unwrap().as_str()),
        ("marek", Party::Dev, "till")
    );
    let services = only!(found, Service);
    assert_eq!(services[0].depends_on, ["acquirer".into()]);
    assert_eq!((services[0].third_party, services[1].third_party), (false, true));
    assert_eq!(services[0].teams, ["till".into()]);
    let journeys = only!(found, Journey);
    let value = journeys[0].value_per_interaction.as_ref().unwrap();
    assert_eq!((value.range.low.to_string().as_str(), value.range.mid.to_string().as_str()), ("9.4", "10.53"));
    assert_eq!(journeys[0].services, ["payment".into()]);
}

#[test]
fn references_relations_and_interfaces() {
    let text = "apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: web, namespace: shop }
spec: { type: website, lifecycle: production, owner: user:default/ann, consumesApis: [prices, 'api:default/lost'], dependsOn: ['component:default/cache', 'resource:db'] }
relations:
  - { type: ownedBy, targetRef: 'group:default/Front' }
---
apiVersion: backstage.io/v1alpha1
kind: component
metadata: { name: catalogue }
spec: { type: service, lifecycle: experimental, owner: { kind: Group, name: price }, providesApis: ['api:shop/prices'] }
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: prices, namespace: shop }
spec: { type: openapi, lifecycle: production, owner: price, definition: '' }
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: { name: queue, annotations: { gemba.dev/third-party: 'true' } }
spec: { type: broker, owner: price, dependencyOf: ['component:catalogue'] }
---
apiVersion: backstage.io/v1alpha1
kind: Location
metadata: { name: l }
spec: { targets: [] }
---
apiVersion: example.com/v9
kind: Spaceship
metadata: { name: s }
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: { name: nobody }
spec: { memberOf: [] }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { title: No name }
";
    let found = read("catalog-info.yaml", text);
    let services = only!(found, Service);
    assert_eq!(
        services.iter().map(|service| service.id.as_str()).collect::<Vec<_>>(),
        ["shop/web", "catalogue", "queue"]
    );
    // Relations win over the owner in the specification; a reference without a namespace means the entity's own.
    assert_eq!(services[0].teams, ["front".into()]);
    assert_eq!(services[0].depends_on, ["cache".into(), "shop/db".into(), "catalogue".into()]);
    assert_eq!(services[1].depends_on, ["queue".into()]);
    assert!(services[2].third_party);
    let places: Vec<&str> = found.rejected.iter().map(|refused| refused.place.as_str()).collect();
    assert_eq!(places, ["document 8, line 37, metadata.name"]);
    let said = found.remarks.join(" ");
    assert!(said.contains("1 users were left out"), "a catalogue is right without parties: {said}");
    assert!(said.contains("1 interfaces") && said.contains("`Location`") && said.contains("`Spaceship`"), "{said}");
}

#[test]
fn settings_and_failure_modes() {
    let found = read("gemba.yaml", GEMBA);
    let settings = &only!(found, Settings)[0];
    assert_eq!(settings.cost_unit, Some(CostUnit::Currency("GBP".into())));
    assert_eq!((settings.evidence_weeks, settings.plan_weeks, settings.sample), (Some(26), None, None));
    assert_eq!(settings.responder_hour_cost.as_ref().unwrap().range.high.to_string(), "110");
    let modes = only!(found, FailureMode);
    assert_eq!(
        (modes[0].id.as_str(), modes[0].journey.as_ref().unwrap().as_str()),
        ("card-terminal-times-out", "pay-at-the-till")
    );
}

#[test]
fn slips_of_the_keyboard_are_not_silent() {
    for (from, to, place) in [
        ("evidenceWeeks: 26", "evidenceWeek: 26", "spec.evidenceWeek"),
        ("evidenceWeeks: 26", "evidenceWeeks: 0", "spec.evidenceWeeks"),
        ("GBP", "pounds", "spec.costUnit"),
        ("zone: Europe/London", "zone: Europe/Londn", "spec.zone"),
        ("low: 65", "low: 85", "spec.responderHourCost"),
        ("low: 65, mid: 80", "low: 65", "spec.responderHourCost"),
        ("kind: Settings", "kind: Setings", "kind"),
    ] {
        let found = read("gemba.yaml", GEMBA.replacen(from, to, 1));
        assert_eq!(found.facts.len(), 1, "{to}");
        assert_eq!(found.rejected[0].place, format!("document 1, line 1, {place}"), "{:?}", found.rejected);
    }
    let found =
        read("gemba.yaml", format!("{GEMBA}---\napiVersion: gemba.dev/v1\nkind: Settings\n  name: [\n---\n{GEMBA}"));
    assert_eq!((found.facts.len(), found.rejected_total), (4, 1));
    assert!(found.rejected[0].place.starts_with("document 3, line 1"), "{:?}", found.rejected);
}
