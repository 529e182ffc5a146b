//! What a source says beyond what Gemba knows.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;
use ts_rs::TS;

/// Fields of a source that Gemba does not know. They are kept and written out again.
///
/// Held as one JSON text, its names in order: a backlog of ten thousand items has them on each item, no view reads them,
/// and a tree of values would take more memory than everything that is read.
#[derive(Clone, Debug, Default, PartialEq, TS)]
pub struct Extra(#[ts(type = "Record<string, unknown>")] Option<Box<str>>);

impl Extra {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// All fields by name.
    pub fn fields(&self) -> BTreeMap<String, Value> {
        // The text was written by this file; what cannot be read is nothing.
        self.0.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// One field.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.fields().remove(name)
    }

    /// Adds fields; of two with one name the later stays.
    pub fn extend(&mut self, more: impl IntoIterator<Item = (String, Value)>) {
        let mut fields = self.fields();
        fields.extend(more);
        *self = fields.into();
    }
}

impl From<BTreeMap<String, Value>> for Extra {
    fn from(fields: BTreeMap<String, Value>) -> Self {
        if fields.is_empty() {
            return Self(None);
        }
        // Names and values that came from JSON can be written as JSON.
        Self(serde_json::to_string(&fields).ok().map(String::into_boxed_str))
    }
}

impl FromIterator<(String, Value)> for Extra {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(fields: I) -> Self {
        fields.into_iter().collect::<BTreeMap<_, _>>().into()
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.fields().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::<String, Value>::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_come_out_as_they_went_in() {
        let given = json!({"b": [1, 2.5, "x"], "a": {"deep": null}, "": "none"});
        let extra: Extra = serde_json::from_value(given.clone()).unwrap();
        assert_eq!(serde_json::to_value(&extra).unwrap(), given);
        assert_eq!(extra.get("a"), Some(json!({"deep": null})));
        assert_eq!(extra.get("c"), None);
        let again: Extra = extra.fields().into_iter().rev().collect();
        assert_eq!(again, extra, "the order in which they came does not matter");
    }

    #[test]
    fn of_two_with_one_name_the_later_stays() {
        let mut extra = Extra::default();
        assert!(extra.is_empty());
        assert_eq!(serde_json::to_value(&extra).unwrap(), json!({}));
        extra.extend([("a".to_owned(), json!(1))]);
        extra.extend([("a".to_owned(), json!(2)), ("b".to_owned(), json!(3))]);
        assert_eq!(serde_json::to_value(&extra).unwrap(), json!({"a": 2, "b": 3}));
    }
}
