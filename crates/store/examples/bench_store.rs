//! Measures the store: `cargo run --release -p gemba-store --example bench_store [CHANGES]`. Prints; asserts nothing.
//!
//! With `PEER_DIR` it also writes there what the peers of `tests/bench/peers.py` are measured on: `rows.bin`, one row a minute
//! and indicator as four little-endian `u32` (indicator, minute, good, total), and `sums.json`, what Gemba answered.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a measuring program")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{change, incident, item, person};
use gemba_model::*;
use gemba_store::{AlertFilter, Window, Workspace};
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

/// Measures by the clock and by the processor: on a busy machine they differ.
struct Instant(std::time::Instant, Option<Duration>);

impl Instant {
    fn now() -> Self {
        Self(std::time::Instant::now(), cpu())
    }

    fn elapsed(&self) -> String {
        let used = cpu().zip(self.1).map(|(now, before)| format!(" (processor {:?})", now - before));
        format!("{:?}{}", self.0.elapsed(), used.unwrap_or_default())
    }
}

fn cpu() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
}

fn body(n: u64) -> Body {
    let incident_id = IncidentId(format!("i{}", n / 8));
    match n % 8 {
        0 => Body::IncidentOpened(Box::new(incident(incident_id.as_str()))),
        1 => Body::IncidentAcknowledged { incident: incident_id },
        2 => Body::IncidentNoted { incident: incident_id, action: false, text: format!("Looked at {n}") },
        3 => Body::IncidentResolved { incident: incident_id, ended: common::at(200) },
        4 => Body::PersonRecorded(person(&format!("p{}", n % 1_600), Party::Dev)),
        5 | 6 => Body::WorkItemRecorded(Box::new(item(&format!("w{}", n % 10_000)))),
        _ => Body::WorkItemMoved { item: format!("w{}", (n - 1) % 10_000).as_str().into(), state: WorkState::Doing },
    }
}

fn main() {
    let n: u64 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir_in(std::env::var("BENCH_DIR").unwrap_or_else(|_| "/tmp".into())).unwrap();
    let path = folder.path().join("bench.gemba");
    let mut workspace = Workspace::create(&path).unwrap();
    let start = Instant::now();
    for from in (0..n).step_by(10_000) {
        let changes: Vec<_> = (from..n.min(from + 10_000)).map(|n| change(&format!("c{n}"), body(n))).collect();
        workspace.append(&changes).unwrap();
    }
    println!("append {n} changes: {}; head {}", start.elapsed(), workspace.head().unwrap().seq);
    let start = Instant::now();
    let report = workspace.rebuild().unwrap();
    println!("rebuild: {}; {} records, {} refused", start.elapsed(), report.records, report.refused.len());
    let start = Instant::now();
    let report = workspace.verify().unwrap();
    println!("verify: {}; ok {}", start.elapsed(), report.ok);
    drop(workspace);
    let start = Instant::now();
    let mut workspace = Workspace::open(&path).unwrap();
    println!("open: {} ({} MiB)", start.elapsed(), std::fs::metadata(&path).unwrap().len() >> 20);
    let start = Instant::now();
    let items: Vec<WorkItem> = workspace.records().unwrap();
    println!("records: {} items in {}", items.len(), start.elapsed());

    // 1,000 indicators over 31 days, every minute.
    let slis = 1_000;
    let start = Instant::now();
    let mut seed = 1_u64;
    let peers = std::env::var_os("PEER_DIR").map(PathBuf::from);
    let mut rows =
        peers.as_ref().map(|dir| std::io::BufWriter::new(std::fs::File::create(dir.join("rows.bin")).unwrap()));
    for sli in 0..slis {
        let days: Vec<SliDay> = (0..31)
            .map(|day| SliDay {
                sli: SliId(format!("sli-{sli}")),
                day: 20_000 + day,
                minutes: (0..1_440)
                    .map(|minute| {
                        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                        let wave = (f64::from(minute) / 1_440.0 * std::f64::consts::TAU).sin() + 1.2;
                        let total = (wave * 300.0) as u64 + (seed >> 58);
                        let bad = u64::from(seed >> 40 & 0x3f == 0);
                        MinuteCount { minute: (20_000 + day) * 1_440 + i64::from(minute), good: total - bad, total }
                    })
                    .collect(),
                latency: None,
            })
            .collect();
        workspace.put_counts("bench", &days).unwrap();
        if let Some(rows) = &mut rows {
            for count in days.iter().flat_map(|day| &day.minutes) {
                for value in [sli as u64, count.minute as u64, count.good, count.total] {
                    rows.write_all(&u32::try_from(value).unwrap().to_le_bytes()).unwrap();
                }
            }
        }
    }
    let size = std::fs::metadata(&path).unwrap().len()
        + std::fs::metadata(folder.path().join("bench.gemba-wal")).map_or(0, |m| m.len());
    println!("put {slis} x 31 days: {}; file {} MiB", start.elapsed(), size >> 20);
    drop(workspace);
    let start = Instant::now();
    let mut workspace = Workspace::open(&path).unwrap();
    println!("open: {} ({} MiB)", start.elapsed(), std::fs::metadata(&path).unwrap().len() >> 20);
    let at = 20_030 * 1_440 + 701;
    let windows: Vec<Window> =
        [5, 30, 60, 120, 360, 1_440, 4_320, 43_200].into_iter().map(|minutes| (at - minutes, at)).collect();
    let names: Vec<String> = (0..slis).map(|sli| format!("sli-{sli}")).collect();
    let asked: Vec<(&str, &[Window])> = names.iter().map(|name| (name.as_str(), windows.as_slice())).collect();
    for pass in ["cold", "warm"] {
        let start = Instant::now();
        let sums = workspace.sums_many(&asked).unwrap();
        println!("sums {slis} x 8 windows, {pass}: {}; {}", start.elapsed(), sums[0][7].1);
        if let Some(dir) = &peers {
            let answer = serde_json::json!({ "windows": windows, "sums": sums });
            std::fs::write(dir.join("sums.json"), answer.to_string()).unwrap();
        }
    }
    drop(rows);
    let start = Instant::now();
    println!("bounds of all: {} in {}", workspace.sli_bounds().unwrap().len(), start.elapsed());
    let start = Instant::now();
    println!("minutes of one: {} in {}", workspace.minutes("sli-7", 0, at).unwrap().len(), start.elapsed());

    let alerts: Vec<Alert> = (0..80_000)
        .map(|n| Alert {
            id: AlertId(format!("a{n}")),
            name: format!("Rule {}", n % 300),
            summary: "Something is slow".into(),
            tier: AlertTier::Page,
            starts: common::at(1_700_000_000 + n * 97),
            ends: Some(common::at(1_700_000_600 + n * 97)),
            service: Some(ServiceId(format!("service-{}", n % 397))),
            journey: None,
            objective: None,
            failure_mode: None,
            burn: None,
            source: Source::default(),
            extra: Extra::default(),
        })
        .collect();
    let start = Instant::now();
    workspace.put_alerts(&alerts).unwrap();
    println!("put 80,000 alerts: {}", start.elapsed());
    let start = Instant::now();
    println!("alert rows: {} in {}", workspace.alert_rows(&AlertFilter::default()).unwrap().len(), start.elapsed());
    let start = Instant::now();
    let filter = AlertFilter { service: Some("service-7".into()), ..AlertFilter::default() };
    println!("alerts of a service: {} in {}", workspace.alerts(&filter).unwrap().len(), start.elapsed());
}
