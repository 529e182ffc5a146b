//! From log lines to counts per minute and indicator.

mod days;
mod rules;

pub use days::MOST_MINUTES;

use crate::LogLine;
use days::Days;
use gemba_model::{LogRule, SliDay, SliId};
use rules::Rules;
use std::collections::HashMap;

/// Services that get an indicator of their own, at most. Beyond that, rules are still counted.
pub const MOST_SERVICES: usize = 5_000;

/// Combinations of service, route and method whose rules are remembered. Beyond that, rules are matched line by line.
const MOST_GROUPS: usize = 50_000;

/// Counts log lines into indicators.
///
/// Each rule is one indicator, and each service that occurs has one by itself, `service:<name>`, for which a status of
/// 500 or above, or a severity of 17 or above, is bad. Lines may come in any order. Nothing is allocated for a line whose
/// service, route and method occurred before. A line that tells neither status nor severity, or no duration where a rule
/// asks for one, says nothing about good and bad: it is not counted, since unknown is not good.
pub struct Counter {
    rules: Rules,
    groups: HashMap<Box<[u8]>, usize>,
    /// Indicators per group: indexes into `slis`.
    members: Vec<Vec<u32>>,
    slis: Vec<(SliId, Option<u32>, Days)>,
    services: HashMap<Box<str>, u32>,
    key: Vec<u8>,
    minutes: usize,
    /// Lines that said nothing about good and bad to any indicator.
    silent: u64,
    /// Lines lost because the bound of minutes was reached.
    lost: u64,
    /// Lines of services that got no indicator.
    crowded: u64,
    scratch: Vec<u32>,
}

impl Counter {
    /// A counter for these indicators. The names of all of them must differ from `service:…`.
    pub fn new(rules: &[(SliId, LogRule)]) -> Self {
        let slis =
            rules.iter().enumerate().map(|(index, (id, _))| (id.clone(), u32::try_from(index).ok(), Days::default()));
        Self {
            slis: slis.collect(),
            rules: Rules::new(rules.iter().map(|(_, rule)| rule)),
            groups: HashMap::new(),
            members: Vec::new(),
            services: HashMap::new(),
            key: Vec::new(),
            minutes: 0,
            silent: 0,
            lost: 0,
            crowded: 0,
            scratch: Vec::new(),
        }
    }

    /// Counts a line.
    pub fn add(&mut self, line: &LogLine<'_>) {
        self.key.clear();
        for part in [line.service, line.route, line.method] {
            self.key.extend_from_slice(&part.len().to_le_bytes());
            self.key.extend_from_slice(part.as_bytes());
        }
        let mut spare = std::mem::take(&mut self.scratch);
        let group = self.groups.get(self.key.as_slice()).copied();
        let group = match group {
            Some(group) => Some(group),
            None => {
                self.find_members(line, &mut spare);
                if self.members.len() < MOST_GROUPS {
                    self.groups.insert(self.key.as_slice().into(), self.members.len());
                    self.members.push(spare.clone());
                }
                None
            }
        };
        let members = group.and_then(|group| self.members.get(group)).unwrap_or(&spare);
        let mut spoke = false;
        for index in members {
            let Some((_, rule, days)) = self.slis.get_mut(*index as usize) else { continue };
            let Some(good) = self.rules.is_good(*rule, line) else { continue };
            spoke = true;
            match days.add(line.minute, good, line.weight, line.duration_ms, self.minutes < MOST_MINUTES) {
                Some(new) => self.minutes += usize::from(new),
                None => self.lost += 1,
            }
        }
        self.silent += u64::from(!spoke && !members.is_empty());
        self.scratch = spare;
    }

    /// Finds the indicators that lines like this one belong to; makes the service's own where it is new.
    fn find_members(&mut self, line: &LogLine<'_>, members: &mut Vec<u32>) {
        members.clear();
        self.rules.matching(line, members);
        match self.services.get(line.service) {
            Some(index) => members.push(*index),
            None if self.services.len() < MOST_SERVICES => {
                let Ok(index) = u32::try_from(self.slis.len()) else { return };
                let id = SliId(format!("service:{}", line.service));
                self.slis.push((id, None, Days::default()));
                self.services.insert(line.service.into(), index);
                members.push(index);
            }
            None => self.crowded += 1,
        }
    }

    /// What should be said about lines that were not counted; empty when all were.
    pub fn remarks(&self) -> Vec<String> {
        let mut said = Vec::new();
        if self.silent > 0 {
            said.push(format!(
                "{} lines tell neither a status nor a severity that an indicator could go by; they were not counted.",
                self.silent
            ));
        }
        if self.crowded > 0 {
            said.push(format!(
                "The logs name more than {MOST_SERVICES} services; the ones after that have no indicator of their own. \
                 Is `service.name` filled with something that changes from line to line?"
            ));
        }
        if self.lost > 0 {
            said.push(format!(
                "{} events were not counted: together the lines cover more than {MOST_MINUTES} minutes of indicators. \
                 Import the logs in smaller files, a day or a service each.",
                self.lost
            ));
        }
        said
    }

    /// What was counted, by indicator and day, in order of indicator and then of day. Days without events are left out.
    pub fn finish(self) -> Vec<SliDay> {
        let mut out: Vec<SliDay> = self.slis.into_iter().flat_map(|(id, _, days)| days.finish(&id)).collect();
        out.sort_by(|a, b| (&a.sli, a.day).cmp(&(&b.sli, b.day)));
        out
    }
}
