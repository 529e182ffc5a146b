//! Use cases over a fake host and a real SQLite file: the middle boundary at which Gemba is tested.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::new_without_default,
    reason = "a test fails by panicking, and has no readers of its documentation"
)]

mod decisions;
mod empty;
mod importing;
mod incidents;
mod story;
mod weighing;

use gemba_app::model::api::{ApiError, ErrorCode};
use gemba_app::model::{Actor, Party, UtcTime};
use gemba_app::{App, Caller, Door, Host};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// A host whose clock stands, whose identifiers count, and which remembers what it was asked to tell.
#[derive(Default)]
pub struct FakeHost {
    now: Mutex<Option<UtcTime>>,
    next: AtomicU64,
    identity: Mutex<Option<Actor>>,
    pub told: Mutex<Vec<(String, String)>>,
}

impl FakeHost {
    pub fn set(&self, at: &str) {
        *self.now.lock().unwrap() = Some(at.parse::<jiff::Timestamp>().unwrap().into());
    }
}

impl Host for FakeHost {
    fn now(&self) -> UtcTime {
        self.now.lock().unwrap().expect("a test sets the clock")
    }
    fn now_is_fixed(&self) -> bool {
        false
    }
    fn fresh_id(&self) -> String {
        format!("id-{:06}", self.next.fetch_add(1, Ordering::SeqCst))
    }
    fn identity(&self) -> Option<Actor> {
        self.identity.lock().unwrap().clone()
    }
    fn remember_identity(&self, actor: &Actor) -> Result<(), ApiError> {
        *self.identity.lock().unwrap() = Some(actor.clone());
        Ok(())
    }
    fn notify(&self, title: &str, body: &str) {
        self.told.lock().unwrap().push((title.into(), body.into()));
    }
}

/// A workspace in a folder of its own.
pub struct Bench {
    pub app: App,
    pub host: Arc<FakeHost>,
    pub folder: TempDir,
}

pub const NOW: &str = "2026-11-22T13:00:00Z";

impl Bench {
    pub fn new() -> Self {
        let host = Arc::new(FakeHost::default());
        host.set(NOW);
        let folder = tempfile::tempdir().unwrap();
        let app = App::create(&folder.path().join("test.gemba"), host.clone()).unwrap();
        Self { app, host, folder }
    }

    pub fn caller(party: Option<Party>) -> Caller {
        let name = party.map_or("somebody", |party| match party {
            Party::Ops => "olga",
            Party::Dev => "dan",
            Party::Product => "petra",
        });
        Caller { actor: Actor { name: name.into(), party }, door: Door::Cli }
    }

    pub fn call_as(&self, party: Option<Party>, name: &str, args: Value) -> Result<Value, ApiError> {
        self.app.call(&Self::caller(party), name, args)
    }

    pub fn ok(&self, party: Party, name: &str, args: Value) -> Value {
        self.call_as(Some(party), name, args).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    pub fn refused(&self, party: Option<Party>, name: &str, args: Value) -> ErrorCode {
        self.call_as(party, name, args).expect_err("it must be refused").code
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn import(&self, files: &[&PathBuf]) -> Value {
        let files: Vec<Value> = files.iter().map(|path| json!({"path": path})).collect();
        self.ok(Party::Dev, "import_files", json!({"files": files}))
    }

    /// A shop with one journey, measured by logs, whose interactions are worth £10.
    pub fn shop(&self) {
        let settings = self.file("gemba.yaml", SETTINGS);
        let catalogue = self.file("catalog-info.yaml", CATALOGUE);
        let objective = self.file("shop.openslo.yaml", OBJECTIVE);
        let people = self.file("people.csv", PEOPLE);
        let report = self.import(&[&settings, &catalogue, &objective, &people]);
        for file in report["files"].as_array().unwrap() {
            assert_eq!(file["rejected_total"], 0, "{file:#}");
            assert_eq!(file["error"], Value::Null, "{file:#}");
        }
    }

    /// Log lines of a day: 100 payments a minute, and in a span of minutes before now 40 of them fail.
    pub fn logs(&self, name: &str, minutes: i64, harm: std::ops::Range<i64>) -> PathBuf {
        let now = NOW.parse::<jiff::Timestamp>().unwrap();
        let mut text = String::new();
        for back in (1..=minutes).rev() {
            let at = now - jiff::SignedDuration::from_mins(back);
            let bad = if harm.contains(&back) { 40 } else { 0 };
            for (status, weight) in [(200, 100 - bad), (503, bad)] {
                if weight > 0 {
                    text.push_str(&format!(
                        "{{\"timestamp\":\"{at}\",\"severityNumber\":9,\"resource\":{{\"service.name\":\"payment\"}},\"attributes\":{{\"http.request.method\":\"POST\",\"http.route\":\"/payments\",\"http.response.status_code\":{status},\"sample.rate\":{weight}}}}}\n"
                    ));
                }
            }
        }
        self.file(name, text)
    }
}

const SETTINGS: &str = "apiVersion: gemba.dev/v1
kind: Settings
metadata:
  name: shop
spec:
  name: The shop
  costUnit: GBP
  zone: Europe/London
  responderHourCost:
    amount: 80
    statedBy: Finance
    statedAt: 2026-01-05
";
const CATALOGUE: &str = "apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: payment
spec:
  type: service
  lifecycle: production
  owner: till
---
apiVersion: gemba.dev/v1
kind: Journey
metadata:
  name: pay
  title: Pay at the till
spec:
  interactions: payments
  harm: pay at the till
  services: [payment]
  valuePerInteraction:
    amount: 10
    statedBy: Product
    statedAt: 2026-10-01
";
const OBJECTIVE: &str = "apiVersion: openslo/v1
kind: SLO
metadata:
  name: pay-succeeds
  displayName: Pay at the till succeeds
  annotations:
    gemba.dev/journey: pay
    gemba.dev/policy: reliability first
spec:
  service: payment
  indicator:
    metadata:
      name: pay-succeeds
    spec:
      ratioMetric:
        counter: true
        good:
          metricSource:
            type: gemba-logs
            spec: { service: payment, route: /payments }
        total:
          metricSource:
            type: gemba-logs
            spec: { service: payment, route: /payments }
  timeWindow:
    - duration: 30d
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - target: 0.999
";
const PEOPLE: &str = "id,name,party,team,email,zone
olga,Olga,ops,ops,,Europe/London
dan,Dan,dev,till,,Europe/London
petra,Petra,product,product,,Europe/London
";
