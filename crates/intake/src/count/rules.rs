//! Which lines an indicator counts, and which of them are good.

use crate::LogLine;
use gemba_model::LogRule;
use std::collections::HashMap;

/// A status from which a line is bad, unless a rule says otherwise.
const BAD_STATUS: u16 = 500;

/// A severity from which a line is bad, unless a rule says otherwise: ERROR of the OpenTelemetry log data model.
const BAD_SEVERITY: u8 = 17;

/// Rules, found by their service.
pub(super) struct Rules {
    rules: Vec<LogRule>,
    by_service: HashMap<Box<str>, Vec<u32>>,
    anywhere: Vec<u32>,
}

impl Rules {
    pub fn new<'a>(rules: impl Iterator<Item = &'a LogRule>) -> Self {
        let rules: Vec<LogRule> = rules.cloned().collect();
        let mut by_service: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        let mut anywhere = Vec::new();
        for (index, rule) in (0u32..).zip(&rules) {
            match rule.service.as_str() {
                "" => anywhere.push(index),
                service => by_service.entry(service.into()).or_default().push(index),
            }
        }
        Self { rules, by_service, anywhere }
    }

    /// Appends the rules that count such a line.
    pub fn matching(&self, line: &LogLine<'_>, into: &mut Vec<u32>) {
        let named = self.by_service.get(line.service).map(Vec::as_slice).unwrap_or_default();
        for index in named.iter().chain(&self.anywhere) {
            let Some(rule) = self.rules.get(*index as usize) else { continue };
            let route = match rule.route.strip_suffix('*') {
                Some(prefix) => line.route.starts_with(prefix),
                None => rule.route.is_empty() || rule.route == line.route,
            };
            if route && (rule.method.is_empty() || rule.method.eq_ignore_ascii_case(line.method)) {
                into.push(*index);
            }
        }
    }

    /// Whether a line is good by a rule, or by a service's own indicator (`None`); `None` when it cannot be told.
    pub fn is_good(&self, rule: Option<u32>, line: &LogLine<'_>) -> Option<bool> {
        let rule = rule.and_then(|index| self.rules.get(index as usize));
        let bad_status = rule.and_then(|rule| rule.bad_status_from).unwrap_or(BAD_STATUS);
        let bad_severity = rule.and_then(|rule| rule.bad_severity_from).unwrap_or(BAD_SEVERITY);
        let status = line.status.map(|status| status >= bad_status);
        let severity = line.severity.map(|severity| severity >= bad_severity);
        if status == Some(true) || severity == Some(true) {
            return Some(false);
        }
        match rule.and_then(|rule| rule.good_within_ms) {
            Some(limit) => line.duration_ms.map(|took| took <= f64::from(limit)),
            None => (status.is_some() || severity.is_some()).then_some(true),
        }
    }
}
