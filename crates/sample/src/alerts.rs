//! `alerts.alertmanager.jsonl`: what fired, as Alertmanager's webhook tells it, one notification a line.

use crate::civil::{Clock, DAY, utc, utc_second};
use crate::dice::Dice;
use crate::large::{self, Crowd, CrowdAlert};
use crate::settings::DOMAIN;
use crate::story::{Mode, Occurrence};
use gemba_model::slug;
use serde_json::{Value, json};
use std::io::Write;

/// Alerts that nobody is woken by: name, service, severity, summary.
pub(crate) const NOISE: [(&str, &str, &str, &str); 8] = [
    ("DiskFillsUp", "basket", "warning", "The disk will be full in 4 days"),
    ("QueueGrows", "store-sync", "warning", "More than 200 stores wait"),
    ("CertificateExpires", "identity", "warning", "The certificate ends in 20 days"),
    ("MemoryHigh", "price-catalogue", "warning", "Memory above 85 % for 15 minutes"),
    ("ReplicaLags", "loyalty", "warning", "The replica is 40 s behind"),
    ("PodRestarted", "promotions", "info", "Restarted once"),
    ("DeployFinished", "ordering", "info", "A new version is live"),
    ("PrinterOffline", "receipts", "info", "A printer does not answer"),
];

/// Notifications a day that are no part of an incident, in the small size.
const NOISE_PER_DAY: f64 = 0.9;

/// One alert.
pub(crate) struct Fired {
    pub(crate) name: &'static str,
    pub(crate) severity: &'static str,
    pub(crate) service: String,
    pub(crate) summary: &'static str,
    /// Journey and failure mode, for the alert of an incident.
    pub(crate) incident: Option<(String, String)>,
    /// Minute and second.
    pub(crate) starts: (i64, i64),
    pub(crate) ends: Option<i64>,
}

/// The alerts of the story and the noise beside it.
pub(crate) fn own(clock: &Clock, story: &[Occurrence], seed: u64) -> Vec<Fired> {
    let mut all: Vec<Fired> = story
        .iter()
        .map(|one| Fired {
            name: one.mode.alert(),
            severity: "page",
            service: one.mode.service().into(),
            summary: match one.mode {
                Mode::CardTerminal => "Cards time out at the tills of gateway node 2",
                Mode::PriceSync => "Stores ask for prices that have not arrived",
                Mode::PointsTwice => "The ledger holds bookings twice",
            },
            incident: Some((one.mode.journey().into(), one.mode.id())),
            starts: (one.began, 0),
            ends: one.ended,
        })
        .collect();
    let mut dice = Dice::new(seed, "alerts");
    let minutes = clock.now - clock.start;
    for _ in 0..((minutes / DAY) as f64 * NOISE_PER_DAY).round() as i64 {
        let (name, service, severity, summary) = *dice.pick(&NOISE);
        let minute = clock.start + dice.below((minutes - 240) as u64) as i64;
        let (starts, ends) = ((minute, dice.between(0, 59)), Some(minute + dice.between(6, 200)));
        all.push(Fired { name, severity, service: service.into(), summary, incident: None, starts, ends });
    }
    all
}

/// Writes the file in order of time. An alert of the story or beside it stands there once when it fired and once more
/// when it was resolved; those of the crowd are history, and stand there once.
pub(crate) fn write(own: &[Fired], crowd: &Crowd, out: &mut impl Write) -> std::io::Result<()> {
    let history: Vec<Fired> = crowd.alerts.iter().map(|one| from_crowd(one, crowd)).collect();
    let mut told: Vec<(i64, &Fired, Option<i64>)> = Vec::new();
    for one in own {
        told.push((one.starts.0, one, None));
        if let Some(ends) = one.ends {
            told.push((ends, one, Some(ends)));
        }
    }
    told.extend(history.iter().map(|one| (one.ends.unwrap_or(one.starts.0), one, one.ends)));
    told.sort_by_key(|(sent, one, _)| (*sent, one.starts));
    told.iter().try_for_each(|(_, one, ended)| writeln!(out, "{}", payload(one, *ended)))
}

/// An alert of the crowd.
fn from_crowd(one: &CrowdAlert, crowd: &Crowd) -> Fired {
    let service = crowd.services.get(one.service).map(|one| one.name.clone()).unwrap_or_default();
    let (name, severity, summary, incident) = match one.noise {
        Some(noise) => {
            let (name, _, severity, summary) = NOISE[noise];
            (name, severity, summary, None)
        }
        None => {
            let names = (slug(&large::journey_of(one.area)), slug(&large::mode_of(one.area)));
            ("FeedStalls", "page", "The feed has stalled, visitors see errors", Some(names))
        }
    };
    Fired { name, severity, service, summary, incident, starts: one.starts, ends: Some(one.ends) }
}

/// The webhook's payload, version 4, with one alert in it.
fn payload(one: &Fired, ended: Option<i64>) -> Value {
    let status = if ended.is_some() { "resolved" } else { "firing" };
    let starts = utc_second(one.starts.0, one.starts.1);
    let mut labels = json!({ "alertname": one.name, "severity": one.severity, "service": one.service });
    if let Some((journey, mode)) = &one.incident {
        labels["journey"] = journey.as_str().into();
        labels["failure_mode"] = mode.as_str().into();
        labels["slo"] = journey.as_str().into();
    }
    let group = json!({ "alertname": one.name, "service": one.service });
    let url = format!("https://metrics.{DOMAIN}/graph?rule={}", one.name);
    json!({
        "version": "4",
        "groupKey": format!("{{}}:{{alertname=\"{}\", service=\"{}\"}}", one.name, one.service),
        "truncatedAlerts": 0,
        "status": status,
        "receiver": "gemba",
        "groupLabels": group,
        "commonLabels": labels,
        "commonAnnotations": { "summary": one.summary },
        "externalURL": format!("https://alerts.{DOMAIN}"),
        "alerts": [{
            "status": status,
            "labels": labels,
            "annotations": { "summary": one.summary },
            "startsAt": starts,
            "endsAt": ended.map_or_else(|| "0001-01-01T00:00:00Z".to_owned(), utc),
            "generatorURL": url,
            "fingerprint": fingerprint(one),
        }],
    })
}

/// Sixteen hexadecimal digits that depend on the labels only: FNV-1a, 64 bits, as Alertmanager's own fingerprints.
fn fingerprint(one: &Fired) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in [one.name, one.service.as_str(), one.severity] {
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}
