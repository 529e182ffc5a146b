//! One good file of each format: detected, read without a refusal, and the seed of the mutations.

use crate::{context, read};
use gemba_intake::{Collected, by_name, detect, formats};

/// Format, file name, content.
pub const GOOD: &[(&str, &str, &str)] = &[
    ("logs-json", "app.jsonl", LOGS),
    ("logs-json", "otlp.json", OTLP),
    ("logs-access", "payment-access.log", ACCESS),
    ("openslo", "slo.yaml", OPENSLO),
    ("backstage", "catalog-info.yaml", BACKSTAGE),
    ("gemba-yaml", "gemba.yaml", GEMBA),
    ("alertmanager", "alerts.json", ALERTS),
    ("pagerduty", "pages.jsonl", PAGES),
    ("jira-csv", "Jira.csv", JIRA),
    ("items-csv", "items.csv", ITEMS),
    ("people-csv", "people.csv", PEOPLE),
    ("rotations-csv", "rotations.csv", ROTATIONS),
    ("knowledge-csv", "knowledge.csv", KNOWLEDGE),
    ("counts-csv", "pay.csv", COUNTS),
];

pub const LOGS: &str = r#"{"timestamp":"2026-11-22T12:00:00.250Z","severityNumber":9,"body":"payment \"authorised\"","resource":{"service.name":"payment"},"attributes":{"http.request.method":"POST","http.route":"/payments","http.response.status_code":200,"http.server.request.duration":0.182,"sample.rate":10}}
{"@timestamp":"2026-11-22T13:00:01+01:00","log.level":"error","message":"x","service":{"name":"basket"},"http":{"request":{"method":"GET"},"response":{"status_code":503}},"url":{"path":"/a?b=1"}}
"#;

pub const OTLP: &str = r#"{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"payment"}}]},
 "scopeLogs":[{"logRecords":[{"timeUnixNano":"1795348800000000000","severityNumber":17,"traceId":"5b8efff798038103d269b633813fc60c",
 "attributes":[{"key":"http.response.status_code","value":{"intValue":"500"}}]}]}]}]}
"#;

pub const ACCESS: &str = r#"203.0.113.9 - - [22/Nov/2026:12:00:01 +0100] "GET /receipts/4711 HTTP/1.1" 200 512 "-" "till/4.2" 0.034
203.0.113.9 - - [22/Nov/2026:12:00:02 +0100] "GET /receipts/4712 HTTP/1.1" 502 0 "-" "till/4.2" 1.000
"#;

pub const OPENSLO: &str = "apiVersion: openslo/v1
kind: SLO
metadata:
  name: pay
  displayName: Pay succeeds
  annotations:
    gemba.dev/journey: Pay at the till
spec:
  service: payment
  indicator:
    spec:
      ratioMetric:
        good:
          metricSource: { type: gemba-logs, spec: { service: payment, route: /payments } }
        total:
          metricSource: { type: gemba-logs, spec: { service: payment, route: /payments } }
  timeWindow: [{ duration: 30d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.999 }]
";

pub const BACKSTAGE: &str = "apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: till, title: Till, annotations: { gemba.dev/party: dev } }
spec: { type: team, children: [] }
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: { name: marek }
spec: { profile: { displayName: Marek Dubicky }, memberOf: [till] }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: payment, description: Takes payments }
spec: { type: service, lifecycle: production, owner: till, dependsOn: ['resource:acquirer'] }
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: { name: acquirer }
spec: { type: third-party, owner: till }
---
apiVersion: gemba.dev/v1
kind: Journey
metadata: { name: pay-at-the-till, title: Pay at the till }
spec: { interactions: payments, services: [payment], valuePerInteraction: { low: 9.40, mid: 10.53, high: 11.80 } }
";

pub const GEMBA: &str = "apiVersion: gemba.dev/v1
kind: Settings
metadata: { name: workspace }
spec: { name: Tansy, costUnit: GBP, zone: Europe/London, responderHourCost: { low: 65, mid: 80, high: 110 }, evidenceWeeks: 26 }
---
apiVersion: gemba.dev/v1
kind: FailureMode
metadata: { name: card-terminal-times-out, title: Card terminal times out }
spec: { service: terminal-gateway, journey: pay-at-the-till }
";

pub const ALERTS: &str = r#"{"version":"4","groupKey":"g","truncatedAlerts":0,"status":"firing","receiver":"gemba","groupLabels":{},
"commonLabels":{},"commonAnnotations":{},"externalURL":"https://alerts.example","alerts":[{"status":"firing",
"labels":{"alertname":"CardsTimeOut","severity":"page","service":"payment","journey":"Pay at the till","zone":"b"},
"annotations":{"summary":"Cards time out"},"startsAt":"2026-11-22T11:19:00.123456789+00:00","endsAt":"0001-01-01T00:00:00Z",
"generatorURL":"","fingerprint":"9f0c2a1e6d8b4b5e"}]}
"#;

pub const PAGES: &str = r#"{"event":{"id":"01A","event_type":"incident.triggered","resource_type":"incident","occurred_at":"2026-11-22T11:20:00Z","agent":null,"client":null,"data":{"id":"P1","type":"incident","number":214,"status":"triggered","title":"Card terminal times out","service":{"id":"S","summary":"payment","type":"service_reference"},"assignees":[{"id":"U1","summary":"Amara Okonje","type":"user_reference"}],"teams":[],"priority":null,"custom_fields":{"gemba.failure_mode":"Card terminal times out","gemba.party":"ops"}}}}
{"event":{"id":"01B","event_type":"incident.annotated","resource_type":"incident","occurred_at":"2026-11-22T11:25:00Z","agent":{"id":"U1","summary":"Amara Okonje","type":"user_reference"},"data":{"incident":{"id":"P1","summary":"Card terminal times out","type":"incident_reference"},"id":"N1","content":"Terminals restarted","type":"incident_note"}}}
"#;

pub const JIRA: &str = "Summary,Issue key,Issue Type,Status,Created,Labels,Labels,Custom field (Team),Custom field (Failure mode),Custom field (Cost of delay per week low),Custom field (Cost of delay per week),Custom field (Cost of delay per week high),Custom field (Duration weeks),Custom field (Story Points)
\"Click & collect,
for everybody\",TILL-388,Story,To Do,12/Mar/24 9:41 AM,web,till,Till,,1800,4000,9000,5,8
Card terminal times out,TILL-412,Bug,In Progress,6/21/2025 16:14,,,Till,Card terminal times out,,,,1,3
";

pub const ITEMS: &str =
    "id,kind,team,cost_of_delay_per_week,cost_of_delay_per_week_low,cost_of_delay_per_week_high,duration_weeks
TILL-388,feature,Till,4000,1800,9000,5
TILL-301,debt,Till,1500,,,3
";

pub const PEOPLE: &str = "id,name,party,team,email,zone
marek,Marek Dubicky,dev,Till,marek@example.org,Europe/London
";

pub const ROTATIONS: &str = "rotation,party,services,zone,row,layer,people,start,end,unit,advance,weekdays,from,to,reason
Dev Price,dev,price;sync,Europe/London,layer,hours,oskar;priya+quentin,2026-08-31T09:00,,day,active_days,Mon-Fri,09:00,17:00,
Dev Price,,,,override,,,2026-09-03T09:00,2026-09-03T17:00,,,,,,On leave
";

pub const KNOWLEDGE: &str = "service,topic,text,holders,exercised
terminal-gateway,Blast radius,One node carries 124 of 400 tills.,eilidh;marek,2026-09-23
";

pub const COUNTS: &str = "time,good,total
2026-11-22T12:00:00Z,104,105
1795348860,99,101
";

#[test]
fn every_format_has_a_good_file_that_is_detected_and_read_whole() {
    for (format, file, content) in GOOD {
        assert_eq!(detect(file, content.as_bytes()).map(|found| found.name()), Ok(*format), "{file}");
        let found = read(file, content);
        assert_eq!(found.rejected, [], "{file}");
        assert!(!found.facts.is_empty() || !found.logs.is_empty() || !found.counts.is_empty(), "{file}");
        assert_eq!(found.bytes, content.len() as u64, "{file}");
    }
    for format in formats() {
        assert!(GOOD.iter().any(|(name, _, _)| *name == format.name()), "{} has no good file here", format.name());
    }
}

#[test]
fn names_are_unique_and_found_again() {
    // By name and not by address: formats are values without a size, and the compiler may lay two of them in one place.
    let mut names = std::collections::BTreeSet::new();
    for format in formats() {
        assert!(!format.about().is_empty());
        assert!(names.insert(format.name()), "{} stands twice", format.name());
        assert_eq!(
            by_name(format.name()).map(|found| (found.name(), found.about())),
            Some((format.name(), format.about()))
        );
    }
    assert!(by_name("nonsense").is_none());
}

#[test]
fn the_same_file_read_twice_yields_equal_facts() {
    for (_, file, content) in GOOD {
        assert_eq!(read(file, content), read(file, content), "{file}");
    }
}

#[test]
fn the_way_in_which_the_bytes_arrive_does_not_matter() {
    struct Drip<'a>(&'a [u8], usize);
    impl std::io::Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(self.0.len()).min(into.len());
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }
    for (format, file, content) in GOOD {
        let whole = read(file, content);
        for step in [1, 7, 4096] {
            let mut sink = Collected::default();
            let mut drip = Drip(content.as_bytes(), step);
            by_name(format).unwrap().read(&mut drip, &context(file), &mut sink).unwrap();
            assert_eq!(sink, whole, "{file} by {step}");
        }
    }
}

#[test]
fn marks_and_line_ends_of_windows_change_nothing() {
    for (format, file, content) in GOOD {
        if *format == "logs-access" {
            continue;
        }
        let plain = read(file, content);
        let marked = read(file, format!("\u{feff}{}", content.replace('\n', "\r\n").replace(",\r\nfor", ",\nfor")));
        assert_eq!(
            (marked.facts, marked.logs, marked.counts),
            (plain.facts.clone(), plain.logs.clone(), plain.counts.clone()),
            "{file}"
        );
        for big in [false, true] {
            let mut bytes = if big { vec![0xfe, 0xff] } else { vec![0xff, 0xfe] };
            bytes.extend(
                content.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }),
            );
            let wide = read(file, bytes);
            assert_eq!(
                (wide.facts, wide.logs, wide.counts),
                (plain.facts.clone(), plain.logs.clone(), plain.counts.clone()),
                "{file}"
            );
            assert!(wide.remarks.iter().any(|said| said.contains("UTF-16")));
        }
    }
}
