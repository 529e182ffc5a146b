//! Reading a tree of JSON or YAML leniently, with the path of each field for messages.

use crate::time;
use gemba_model::{Estimate, Exact, Extra, Range, Source, UtcTime};
use serde_json::Value;
use std::str::FromStr;

/// A value and its path. A missing field is a node too, so that reading can go on along a path.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    value: Option<&'a Value>,
    /// Path from the record, such as `spec.objectives[0].target`.
    pub path: String,
}

/// What is wrong with a field: its path and the reason.
pub(crate) type Wrong = (String, String);

impl<'a> Node<'a> {
    pub fn root(value: &'a Value) -> Self {
        Self { value: Some(value), path: String::new() }
    }

    /// The field of an object.
    pub fn get(&self, name: &str) -> Node<'a> {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        Node { value: self.value.and_then(|value| value.get(name)), path }
    }

    /// The first of these fields that is there; the first name when none is.
    pub fn any(&self, names: &[&str]) -> Node<'a> {
        let first = || self.get(names.first().copied().unwrap_or_default());
        names.iter().map(|name| self.get(name)).find(Node::is_there).unwrap_or_else(first)
    }

    /// Whether there is something that is not null.
    pub fn is_there(&self) -> bool {
        self.value.is_some_and(|value| !value.is_null())
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        self.value.is_some_and(Value::is_object)
    }

    /// The fields of an object.
    pub fn fields(&self) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
        self.value.and_then(Value::as_object).into_iter().flatten()
    }

    /// The elements of a list; a single value counts as a list of one, nothing as an empty one.
    pub fn items(&self) -> Vec<Node<'a>> {
        match self.value {
            Some(Value::Array(list)) => list
                .iter()
                .enumerate()
                .map(|(index, value)| Node { value: Some(value), path: format!("{}[{index}]", self.path) })
                .collect(),
            Some(Value::Null) | None => Vec::new(),
            Some(_) => vec![self.clone()],
        }
    }

    /// Text, or a number or a truth value as text, trimmed; `None` when absent, empty, or neither.
    pub fn text(&self) -> Option<String> {
        let text = match self.value? {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// Text that must be there.
    pub fn needed(&self) -> Result<String, Wrong> {
        self.text().ok_or_else(|| self.wrong("is missing, and needed"))
    }

    /// A whole number that is not negative, written as a number or as text.
    pub fn whole(&self) -> Result<Option<u64>, Wrong> {
        match self.text() {
            None => Ok(None),
            Some(text) => match text.parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(self.wrong("is not a whole number of 0 or more")),
            },
        }
    }

    /// An exact decimal, written as a number or as text.
    pub fn exact(&self) -> Result<Option<Exact>, Wrong> {
        match self.text() {
            None => Ok(None),
            Some(text) => exact(&text).map(Some).ok_or_else(|| self.wrong("is not a decimal number")),
        }
    }

    /// An instant.
    pub fn time(&self, zone: &str) -> Result<Option<UtcTime>, Wrong> {
        match self.text() {
            None => Ok(None),
            Some(text) => time::instant(&text, zone).map(Some).map_err(|reason| self.wrong(&reason)),
        }
    }

    /// A stated range: a number, or an object with `low`, `mid`, `high` (or `amount`) and `statedBy`, `statedAt`, `source`.
    pub fn estimate(&self, source: &Source, zone: &str) -> Result<Option<Estimate>, Wrong> {
        if !self.is_there() {
            return Ok(None);
        }
        if !self.is_object() {
            return Ok(self.exact()?.map(|value| Estimate { range: Range::point(value), source: source.clone() }));
        }
        let mid = self.any(&["mid", "amount", "value"]).exact()?;
        let (low, high) = (self.get("low").exact()?, self.get("high").exact()?);
        let range = range(low, mid, high).map_err(|reason| self.wrong(&reason))?;
        let Some(range) = range else { return Err(self.wrong("needs `mid`, or `low`, `mid` and `high`")) };
        let source = Source {
            by: self.any(&["statedBy", "stated_by"]).text().unwrap_or_else(|| source.by.clone()),
            at: self.any(&["statedAt", "stated_at"]).time(zone)?.or(source.at),
            reference: self.any(&["source", "grounds"]).text().unwrap_or_else(|| source.reference.clone()),
        };
        Ok(Some(Estimate { range, source }))
    }

    /// Fields of an object that `known` does not name.
    pub fn extra(&self, known: &[&str]) -> Extra {
        let fields = self.fields().filter(|(name, _)| !known.contains(&name.as_str()));
        fields.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// What is wrong here.
    pub fn wrong(&self, reason: &str) -> Wrong {
        let said = self.text().map(|text| format!("`{}` ", super::shown(&text))).unwrap_or_default();
        (self.path.clone(), format!("{said}{reason}"))
    }
}

/// An exact decimal as people and tools write it: `0.999`, `1e-3`, `1,200.50`, `1_000`.
pub(crate) fn exact(text: &str) -> Option<Exact> {
    let text = text.trim();
    if let Ok(value) = Exact::from_str(text) {
        return Some(value);
    }
    if let Ok(value) = Exact::from_scientific(text) {
        return Some(value);
    }
    // Groups of three digits between commas, and nothing else: `1,5` is refused, since it may mean 1.5.
    let (whole, rest) = text.split_once('.').map_or((text, ""), |(whole, rest)| (whole, rest));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let mut groups = digits.split(',');
    let first = groups.next()?;
    let grouped = digits.contains(',')
        && (1..=3).contains(&first.len())
        && groups.all(|group| group.len() == 3)
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    if !grouped {
        return None;
    }
    let whole: String = whole.chars().filter(|letter| *letter != ',').collect();
    Exact::from_str(&if rest.is_empty() { whole } else { format!("{whole}.{rest}") }).ok()
}

/// A range from what is stated: all three in order, or the middle alone.
pub(crate) fn range(low: Option<Exact>, mid: Option<Exact>, high: Option<Exact>) -> Result<Option<Range>, String> {
    let Some(mid) = mid else {
        return match (low, high) {
            (None, None) => Ok(None),
            _ => Err("states a low or a high end without a middle".into()),
        };
    };
    let range = Range { low: low.unwrap_or(mid), mid, high: high.unwrap_or(mid) };
    if range.is_ordered() {
        Ok(Some(range))
    } else {
        Err(format!("low {} ≤ mid {mid} ≤ high {} does not hold", range.low, range.high))
    }
}

#[cfg(test)]
mod tests {
    use super::exact;

    #[test]
    fn decimals_are_read_exactly_and_doubtful_ones_refused() {
        assert_eq!(exact("0.999").map(|v| v.to_string()).as_deref(), Some("0.999"));
        assert_eq!(exact("1,200.50").map(|v| v.to_string()).as_deref(), Some("1200.50"));
        assert_eq!(exact("-12,000").map(|v| v.to_string()).as_deref(), Some("-12000"));
        assert_eq!(exact("1e-3").map(|v| v.to_string()).as_deref(), Some("0.001"));
        for doubtful in ["1,5", "1,50", "twelve", "", "NaN", "1.000.000", ",123"] {
            assert_eq!(exact(doubtful), None, "{doubtful}");
        }
    }
}
