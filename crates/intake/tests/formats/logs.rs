//! Log lines: names, times, severities, envelopes, access logs.

use crate::corpus::{ACCESS, LOGS, OTLP};
use crate::{NOW, places, read, read_as};
use gemba_intake::{Collected, Context, by_name};
use gemba_model::UtcTime;

fn one(line: &str) -> Collected {
    read_as("logs-json", "l", line.as_bytes()).unwrap()
}

#[test]
fn flat_nested_and_dotted_names_are_the_same() {
    let found = read("app.jsonl", LOGS);
    let first = &found.logs[0];
    assert_eq!((first.minute, first.service.as_str(), first.route.as_str()), (NOW / 60, "payment", "/payments"));
    assert_eq!((first.method.as_str(), first.status, first.severity), ("POST", Some(200), Some(9)));
    assert_eq!((first.duration_ms, first.weight), (Some(182.0), 10));
    let second = &found.logs[1];
    assert_eq!((second.minute, second.service.as_str(), second.route.as_str()), (NOW / 60, "basket", "/a"));
    assert_eq!((second.status, second.severity, second.weight), (Some(503), Some(17), 1));
}

#[test]
fn old_and_new_names_together_count_once() {
    let line = r#"{"time":1795348800,"service.name":"a","http.status_code":200,"http.response.status_code":200,"http.method":"GET","http.request.method":"GET"}"#;
    let found = one(line);
    assert_eq!(found.logs.len(), 1);
    assert_eq!((found.logs[0].status, found.logs[0].method.as_str()), (Some(200), "GET"));
}

#[test]
fn times_in_every_unit_are_the_same_minute() {
    for time in [
        "1795348800",
        "1795348800.5",
        "1795348800123",
        "1795348800123456",
        "1795348800123456789",
        "\"1795348800123\"",
        "\"2026-11-22T12:00:00Z\"",
        "\"2026-11-22T12:00:59.999999999Z\"",
        "\"2026-11-22T14:00:00+02:00\"",
        "\"2026-11-22 12:00:00.123Z\"",
        "\"2026-11-22T12:00:00\"",
        "\"2026-11-22 12:00:00,123\"",
    ] {
        let found = one(&format!(r#"{{"time":{time},"service":"a","status":200}}"#));
        assert_eq!(
            found.logs.iter().map(|line| line.minute).collect::<Vec<_>>(),
            [NOW / 60],
            "{time}: {:?}",
            found.rejected
        );
    }
    // A civil time is meant in the zone of the import.
    let mut sink = Collected::default();
    let context = Context { zone: "Asia/Tokyo".into(), ..Context::new("l", UtcTime::from_second(NOW)) };
    let mut line = &br#"{"time":"2026-11-22T21:00:00","service":"a","status":200}"#[..];
    by_name("logs-json").unwrap().read(&mut line, &context, &mut sink).unwrap();
    assert_eq!(sink.logs[0].minute, NOW / 60);
    assert!(sink.remarks[0].contains("without an offset"));
}

#[test]
fn severities_by_number_and_by_name() {
    for (field, wanted) in [
        (r#""severityNumber":0"#, None),
        (r#""severityNumber":24"#, Some(24)),
        (r#""severityNumber":25"#, None),
        (r#""SeverityText":"Fatal""#, Some(21)),
        (r#""level":"warning""#, Some(13)),
        (r#""level":50"#, Some(17)),
        (r#""severity":"CRITICAL""#, Some(18)),
        (r#""level":"verbose""#, None),
        (r#""severityNumber":9,"severityText":"ERROR""#, Some(9)),
    ] {
        let found = one(&format!(r#"{{"time":1795348800,"service":"a",{field}}}"#));
        assert_eq!(found.logs[0].severity, wanted, "{field}");
    }
}

#[test]
fn lines_that_cannot_be_kept_say_why() {
    let text = [
        r#"{"service":"a"}"#,
        r#"{"time":1795348800}"#,
        r#"{"time":1795348800,"service":"a","sample.rate":0}"#,
        r#"{"time":1795348800,"service":"a","sample.rate":1.5}"#,
        r#"{"time":"soon","service":"a"}"#,
        r#"{"time":1795348800,"service":"a""#,
        r#"{"time":1795348800,"service":"a"} x"#,
        r#"["time"]"#,
        r#"{"time":1795348800,"service":"a"}"#,
    ]
    .join("\n");
    let found = one(&text);
    assert_eq!((found.logs.len(), found.rejected_total), (1, 8));
    assert_eq!(places(&found)[2], "line 3, sample.rate");
    for (refused, word) in found.rejected.iter().zip([
        "no time",
        "no service",
        "sample",
        "sample",
        "RFC 3339",
        "cut short",
        "follows",
        "no JSON",
    ]) {
        assert!(refused.reason.contains(word), "{refused:?}");
    }
}

#[test]
fn a_service_can_be_given_where_lines_name_none() {
    let mut sink = Collected::default();
    let context = Context { service: Some("till".into()), ..Context::new("l", UtcTime::from_second(NOW)) };
    by_name("logs-json")
        .unwrap()
        .read(&mut &br#"{"time":1795348800,"level":"info"}"#[..], &context, &mut sink)
        .unwrap();
    assert_eq!(sink.logs[0].service, "till");
    assert_eq!(sink.remarks.len(), 1);
}

#[test]
fn envelopes_one_a_line_or_one_as_the_file() {
    for text in [OTLP.to_owned(), format!("{}\n", OTLP.replace('\n', ""))] {
        let found = read("otlp.json", text);
        assert_eq!(found.logs.len(), 1);
        let line = &found.logs[0];
        assert_eq!((line.minute, line.service.as_str()), (NOW / 60, "payment"));
        assert_eq!((line.status, line.severity), (Some(500), Some(17)));
    }
    let two = OTLP.replace('\n', "");
    assert_eq!(read("otlp.jsonl", format!("{two}\n{{\"resourceLogs\":3}}\n{two}\n")).logs.len(), 2);
}

#[test]
fn envelopes_fall_back_to_the_time_of_observation_and_name_the_record() {
    let text = r#"{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"a"}},{"key":"k","value":{"kvlistValue":{"values":[]}}}]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"0","observedTimeUnixNano":1795348800000000000,"severityNumber":9,"unknown":[1]},{"severityNumber":9}]}]}]}"#;
    let found = one(text);
    assert_eq!(found.logs[0].minute, NOW / 60);
    assert_eq!(places(&found), ["document 1, line 1, log record 2"]);
}

#[test]
fn access_logs() {
    let found = read("payment-access.log", ACCESS);
    let line = &found.logs[0];
    assert_eq!((line.minute, line.service.as_str(), line.route.as_str()), (NOW / 60 - 60, "payment", "/receipts/{id}"));
    assert_eq!((line.method.as_str(), line.status, line.duration_ms), ("GET", Some(200), Some(34.0)));
    assert_eq!(found.logs[1].status, Some(502));
    assert!(read_as("logs-access", "access.log", ACCESS.as_bytes()).unwrap_err().to_string().contains("--service"));
    let torn = format!("{ACCESS}203.0.113.9 - - [22/Nov/2026:12:00\n{ACCESS}");
    let found = read("payment.log", torn);
    assert_eq!((found.logs.len(), places(&found)), (4, vec!["line 3"]));
}

#[test]
fn a_collectors_batch_is_longer_than_a_log_line_and_may_name_its_resource_last() {
    let record = r#"{"timeUnixNano":"1795348800000000000","severityNumber":9,"body":{"stringValue":"y"}}"#;
    let batch = |service: &str, count: usize| {
        let records = vec![record; count].join(",");
        format!(
            r#"{{"scopeLogs":[{{"logRecords":[{records}]}},{{"logRecords":[{record}]}}],"resource":{{"attributes":[{{"key":"service.name","value":{{"stringValue":"{service}"}}}}]}}}}"#
        )
    };
    let text = format!(r#"{{"resourceLogs":[{},{}]}}"#, batch("a", 20_000), batch("b", 2));
    assert!(text.len() > 1_500_000);
    let found = read("otlp.json", text);
    assert_eq!((found.logs.len(), found.rejected_total), (20_004, 0));
    assert_eq!(found.logs.iter().filter(|line| line.service == "b").count(), 3);
}
