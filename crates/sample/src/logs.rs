//! The log lines: which interactions failed when, so that the objectives, the incidents and their cost come out.

use crate::civil::{Clock, DAY, stamp};
use crate::dice::Dice;
use crate::story::{Harm, Mode, Occurrence, shape};
use crate::streams::{
    BOOKED_TWICE, CARD_TIMEOUT, GATEWAY_TIMEOUT, JOURNEYS, LOST_SESSION, OTHERS, STALE_PRICE, Saying, Stream,
};
use crate::traffic::{Bucket, Grain, Taken, cut, level, spread};
use std::io::Write;

/// One line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// Milliseconds since the epoch.
    pub(crate) at: i64,
    pub(crate) stream: &'static Stream,
    pub(crate) saying: &'static Saying,
    pub(crate) duration_ms: i64,
    /// Interactions that it stands for.
    pub(crate) weight: u64,
}

/// Payments a minute at the moment of the story.
const PAYMENTS_NOW: f64 = 104.0;
/// Minutes at the beginning of the logs without ordinary failures: one failure weighs much amid so few interactions.
const CALM: i64 = 720;
/// Days before the story since when nothing is heard of the recipes.
const SILENT_DAYS: i64 = 19;
/// The gateway's version 4.8 lost sessions from so many minutes before the story, for so many minutes.
pub(crate) const LEAK: (i64, i64) = (6 * DAY, 44 * 60);

/// What the error budgets of the period shall look like: share of the budget that is spent in all, and share that is
/// spent by slow interactions on top, with the ratio of bad that the objective allows.
struct Spending {
    /// Allowed ratio of failures and share of it spent at the end.
    failures: (f64, f64),
    /// Allowed ratio of slow ones and share of it spent at the end, failures included.
    slow: Option<(f64, f64)>,
    /// Ordinary failures before the period, as a multiple of those in it.
    before: f64,
    /// Interactions that one line of an ordinary failure stands for.
    bad_weight: u64,
    /// Interactions that one line of a slow one stands for.
    slow_weight: u64,
}

/// In the order of [`JOURNEYS`]. Payments' ordinary failures spend 8 %; the leak of version 4.8 spends the rest.
const SPENDING: [Spending; 6] = [
    Spending { failures: (0.001, 0.08), slow: Some((0.010, 0.39)), before: 1.0, bad_weight: 1, slow_weight: 20 },
    Spending { failures: (0.005, 0.58), slow: Some((0.010, 0.46)), before: 0.8, bad_weight: 4, slow_weight: 16 },
    Spending { failures: (0.002, 0.84), slow: None, before: 0.55, bad_weight: 1, slow_weight: 1 },
    Spending { failures: (0.001, 0.29), slow: Some((0.010, 0.21)), before: 1.0, bad_weight: 1, slow_weight: 4 },
    Spending { failures: (0.0005, 0.12), slow: None, before: 1.0, bad_weight: 1, slow_weight: 1 },
    Spending { failures: (0.010, 0.30), slow: None, before: 1.0, bad_weight: 1, slow_weight: 1 },
];
/// Share of the payments' budget that is spent in all, where the incidents leave room for it.
const PAYMENTS_SPENT: f64 = 1.18;

/// The minute since which nothing is heard of the recipes. Late in a week the budget period began before the nineteen
/// days; then it is the period's beginning, so that the period is not measured at all.
pub(crate) fn silent_since(clock: &Clock) -> i64 {
    (clock.now - SILENT_DAYS * DAY).min(clock.period().minute).max(clock.start)
}

/// Every line, oldest first.
pub(crate) fn lines(clock: &Clock, story: &[Occurrence], seed: u64) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, stream) in JOURNEYS.iter().enumerate() {
        let mut dice = Dice::new(seed, stream.service);
        journey(clock, story, index, &mut lines, &mut dice);
    }
    for stream in &OTHERS {
        let mut dice = Dice::new(seed, stream.service);
        let grain = Grain { step: stream.step, fine: &[] };
        for bucket in cut(clock, clock.start, clock.now, stream.mean, &grain, &mut dice) {
            emit(&mut lines, stream, &stream.good, &bucket, bucket.total, &mut dice);
        }
        if stream.service == Mode::CardTerminal.service() {
            gateway(clock, story, stream, &mut lines, &mut dice);
        }
    }
    lines.sort_by_key(|line| line.at);
    lines
}

/// Spans that are told minute by minute: around incidents, and the last six hours.
fn fine_spans(clock: &Clock, story: &[Occurrence], mode: Option<Mode>) -> Vec<(i64, i64)> {
    let around = story.iter().filter(|one| Some(one.mode) == mode).map(|one| (one.began - 45, one.until(clock) + 45));
    around.chain(std::iter::once((clock.now - 360, clock.now))).collect()
}

/// The lines of one journey.
fn journey(clock: &Clock, story: &[Occurrence], index: usize, lines: &mut Vec<Line>, dice: &mut Dice) {
    let stream = &JOURNEYS[index];
    let spending = &SPENDING[index];
    let mode = Mode::ALL.into_iter().find(|mode| *mode as usize == index);
    let mean = if index == 0 { PAYMENTS_NOW / level(clock, clock.now) } else { stream.mean };
    let until = if stream.service == "recipes" { silent_since(clock) } else { clock.now };
    let fine = fine_spans(clock, story, mode);
    let mut buckets = cut(clock, clock.start, until, mean, &Grain { step: stream.step, fine: &fine }, dice);

    for one in story.iter().filter(|one| Some(one.mode) == mode) {
        incident(clock, one, stream, &mut buckets, lines, dice);
    }
    let period = (clock.period().minute.max(clock.start), until);
    let before = (clock.start + CALM, period.0);
    let (allowed, share) = spending.failures;
    let spent = count(&buckets, period, |one| one.bad);
    let all = count(&buckets, period, |one| one.total);
    let before_all = count(&buckets, before, |one| one.total);
    let budget = all as f64 * allowed;

    // Ordinary failures: what is missing to the share that shall be spent, and the same ratio before the period.
    let ordinary = if index == 0 { budget * share } else { (budget * share - spent as f64).max(budget * 0.05) };
    let ordinary_before =
        if all == 0 { before_all as f64 * allowed * share } else { ordinary / all as f64 * before_all as f64 };
    for (span, amount) in [(period, ordinary), (before, ordinary_before * spending.before)] {
        for (at, size) in spread(&mut buckets, span, amount.round() as u64, spending.bad_weight, Taken::Bad, dice) {
            emit(lines, stream, &stream.bad, &buckets[at], size, dice);
        }
    }
    if index == 0 {
        let span = (clock.now - LEAK.0, clock.now - LEAK.0 + LEAK.1);
        let amount = (budget * PAYMENTS_SPENT - spent as f64 - ordinary).max(0.0);
        for (at, size) in spread(&mut buckets, span, amount.round() as u64, 1, Taken::Bad, dice) {
            emit(lines, stream, &LOST_SESSION, &buckets[at], size, dice);
        }
    }
    if let Some((allowed, share)) = spending.slow {
        let failed = count(&buckets, period, |one| one.bad);
        let slow = (all as f64 * allowed * share - failed as f64).max(0.0);
        let slow_before =
            if all == 0 { before_all as f64 * allowed * share } else { slow / all as f64 * before_all as f64 };
        for (span, amount) in [(period, slow), (before, slow_before)] {
            for (at, size) in spread(&mut buckets, span, amount.round() as u64, spending.slow_weight, Taken::Slow, dice)
            {
                emit(lines, stream, &stream.slow, &buckets[at], size, dice);
            }
        }
    }
    for bucket in &buckets {
        emit(lines, stream, &stream.good, bucket, bucket.total.saturating_sub(bucket.bad + bucket.slow), dice);
    }
}

/// The failures of one occurrence. Those of payments are told one by one, the others a few at a time.
fn incident(
    clock: &Clock,
    one: &Occurrence,
    stream: &'static Stream,
    buckets: &mut [Bucket],
    lines: &mut Vec<Line>,
    dice: &mut Dice,
) {
    let until = one.until(clock);
    let hurt = |bucket: &Bucket| (one.began..until).contains(&bucket.minute);
    let total = match one.harm {
        Harm::Interactions(total) => total,
        Harm::Percent(percent) => {
            buckets.iter().filter(|one| hurt(one)).map(|one| one.total).sum::<u64>() * percent / 100
        }
    };
    let mut failed = shape(until - one.began, one.ended.is_some(), total);
    jitter(&mut failed, dice);
    let (saying, weight) = match one.mode {
        Mode::CardTerminal => (&CARD_TIMEOUT, 1),
        Mode::PriceSync => (&STALE_PRICE, 5),
        Mode::PointsTwice => (&BOOKED_TWICE, 1),
    };
    for bucket in buckets.iter_mut().filter(|one| hurt(one)) {
        let Some(asked) = failed.get((bucket.minute - one.began) as usize) else { continue };
        let mut left = (*asked).min(bucket.total);
        bucket.bad += left;
        while left > 0 {
            let size = left.min(weight);
            emit(lines, stream, saying, bucket, size, dice);
            left -= size;
        }
    }
}

/// Moves up to two failures between neighbouring minutes once the ramp is over; the sum stays.
fn jitter(failed: &mut [u64], dice: &mut Dice) {
    let mut index = 12;
    while index + 5 < failed.len() {
        let moved = dice.below(3).min(failed[index]);
        let (from, to) = if dice.below(2) == 0 { (index, index + 1) } else { (index + 1, index) };
        let moved = moved.min(failed[from]);
        failed[from] -= moved;
        failed[to] += moved;
        index += 2;
    }
}

/// What the gateway itself says while cards time out: one line a minute.
fn gateway(clock: &Clock, story: &[Occurrence], stream: &'static Stream, lines: &mut Vec<Line>, dice: &mut Dice) {
    for one in story.iter().filter(|one| one.mode == Mode::CardTerminal) {
        let Harm::Interactions(total) = one.harm else { continue };
        let until = one.until(clock);
        for (index, failed) in shape(until - one.began, one.ended.is_some(), total).into_iter().enumerate() {
            let bucket = Bucket { minute: one.began + index as i64, minutes: 1, total: failed, bad: failed, slow: 0 };
            emit(lines, stream, &GATEWAY_TIMEOUT, &bucket, failed, dice);
        }
    }
}

/// Adds one line at a moment of the span's first minute; none for nothing.
fn emit(
    lines: &mut Vec<Line>,
    stream: &'static Stream,
    saying: &'static Saying,
    bucket: &Bucket,
    weight: u64,
    dice: &mut Dice,
) {
    if weight == 0 {
        return;
    }
    let at = bucket.minute * 60_000 + dice.below(60_000) as i64;
    let duration_ms = dice.between(saying.takes.0, saying.takes.1);
    lines.push(Line { at, stream, saying, duration_ms, weight });
}

/// Sum of something over the spans that begin in `[from, until)`.
fn count(buckets: &[Bucket], (from, until): (i64, i64), what: impl Fn(&Bucket) -> u64) -> u64 {
    buckets.iter().filter(|one| (from..until).contains(&one.minute)).map(what).sum()
}

impl Line {
    /// Writes the line as OpenTelemetry-style JSON.
    pub(crate) fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        let severity = match self.saying.severity {
            17.. => "ERROR",
            13.. => "WARN",
            _ => "INFO",
        };
        write!(
            out,
            "{{\"timestamp\":\"{:.3}\",\"severityNumber\":{},\"severityText\":\"{severity}\",\"body\":\"{}\",\
             \"resource\":{{\"service.name\":\"{}\",\"deployment.environment.name\":\"production\"}},\
             \"attributes\":{{\"http.request.method\":\"{}\",\"http.route\":\"{}\",\"http.response.status_code\":{},\
             \"http.server.request.duration\":{}.{:03}",
            stamp(self.at),
            self.saying.severity,
            self.saying.body,
            self.stream.service,
            self.stream.method,
            self.stream.route,
            self.saying.status,
            self.duration_ms / 1_000,
            self.duration_ms % 1_000,
        )?;
        if self.weight > 1 {
            write!(out, ",\"sample.rate\":{}", self.weight)?;
        }
        out.write_all(b"}}\n")
    }
}

/// The receipts' web server in the combined format, with its request time at the end: one visit every 20 minutes.
pub(crate) fn access_log(clock: &Clock, seed: u64, out: &mut impl Write) -> std::io::Result<u64> {
    let mut dice = Dice::new(seed, "receipts");
    let mut count = 0;
    let mut minute = clock.start;
    while minute < clock.now {
        let at = stamp(minute * 60_000 + dice.below(60_000) as i64).to_zoned(clock.zone.clone());
        let receipt = dice.between(1_000_000, 9_999_999);
        let status = if dice.below(400) == 0 { 500 } else { 200 };
        let agent =
            dice.pick(&["till-printer/3.1", "Mozilla/5.0 (X11; Linux x86_64) \\\"shop\\\"", "receipt-mailer/1.4"]);
        writeln!(
            out,
            "198.51.100.{} - - [{}] \"GET /receipts/{receipt}?format=pdf HTTP/1.1\" {status} {} \"-\" \"{agent}\" 0.{:03}",
            dice.between(1, 254),
            at.strftime("%d/%b/%Y:%H:%M:%S %z"),
            dice.between(900, 42_000),
            dice.between(9, 240),
        )?;
        count += 1;
        minute += 20;
    }
    Ok(count)
}
