//! Takes what a format finds in one file, within bounds.

use gemba_intake::{Counter, Fact, LogLine, Place, Sink};
use gemba_model::view::Rejected;
use gemba_model::{MinuteCount, SliDay, SliId};
use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

/// How many rejected records and remarks a report lists.
pub(super) const LISTED: usize = 1_000;

pub(super) struct FileSink<'a> {
    pub facts: Vec<(Place, Fact)>,
    pub counter: &'a mut Counter,
    pub lines: u64,
    pub counts: HashMap<String, Vec<MinuteCount>>,
    pub count_rows: u64,
    last: Option<(String, Vec<MinuteCount>)>,
    pub rejected: Vec<Rejected>,
    pub rejected_total: u64,
    /// The line of the last rejected record, counted from where reading began.
    pub last_rejected: Option<u64>,
    pub remarks: Vec<String>,
    progress: &'a mut dyn FnMut(u64) -> ControlFlow<()>,
}

impl<'a> FileSink<'a> {
    pub fn new(counter: &'a mut Counter, progress: &'a mut dyn FnMut(u64) -> ControlFlow<()>) -> Self {
        Self {
            facts: Vec::new(),
            counter,
            lines: 0,
            counts: HashMap::new(),
            count_rows: 0,
            last: None,
            rejected: Vec::new(),
            rejected_total: 0,
            last_rejected: None,
            remarks: Vec::new(),
            progress,
        }
    }

    /// Minutes per indicator that were given as counts, as days.
    pub fn take_counts(&mut self) -> Vec<SliDay> {
        self.park();
        let mut days = Vec::new();
        for (sli, mut minutes) in std::mem::take(&mut self.counts) {
            minutes.sort_by_key(|count| count.minute);
            let mut by_day: BTreeMap<i64, Vec<MinuteCount>> = BTreeMap::new();
            for count in minutes {
                let day = by_day.entry(count.minute.div_euclid(1_440)).or_default();
                match day.last_mut() {
                    Some(last) if last.minute == count.minute => {
                        last.good = last.good.saturating_add(count.good);
                        last.total = last.total.saturating_add(count.total);
                    }
                    _ => day.push(count),
                }
            }
            let sli = SliId(sli);
            days.extend(by_day.into_iter().map(|(day, minutes)| SliDay {
                sli: sli.clone(),
                day,
                minutes,
                latency: None,
            }));
        }
        days.sort_by(|a, b| (&a.sli, a.day).cmp(&(&b.sli, b.day)));
        days
    }

    fn park(&mut self) {
        if let Some((sli, minutes)) = self.last.take() {
            self.counts.entry(sli).or_default().extend(minutes);
        }
    }
}

impl Sink for FileSink<'_> {
    fn fact(&mut self, place: &Place, fact: Fact) {
        self.facts.push((place.clone(), fact));
    }

    fn log(&mut self, line: &LogLine<'_>) {
        self.lines += 1;
        self.counter.add(line);
    }

    fn count(&mut self, sli: &str, count: MinuteCount) {
        self.count_rows += 1;
        match &mut self.last {
            Some((last, minutes)) if last == sli => minutes.push(count),
            _ => {
                self.park();
                self.last = Some((sli.to_owned(), vec![count]));
            }
        }
    }

    fn reject(&mut self, place: &Place, reason: String) {
        self.rejected_total += 1;
        self.last_rejected = place.line;
        if self.rejected.len() < LISTED {
            self.rejected.push(Rejected { place: place.to_string(), reason });
        }
    }

    fn remark(&mut self, remark: String) {
        if self.remarks.len() < LISTED && !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    fn progress(&mut self, bytes: u64) -> ControlFlow<()> {
        (self.progress)(bytes)
    }
}
