//! The page `docs/json.md`, read as a description of types, and values held against it.

use super::repository;
use serde_json::Value;
use std::collections::BTreeMap;

/// What the page says of one type.
#[derive(Debug)]
enum Type {
    Fields(Vec<(String, String)>),
    OneOf(Vec<String>),
    Is(String),
}

pub struct Page {
    types: BTreeMap<String, Type>,
    commands: Vec<(String, String)>,
}

impl Page {
    pub fn read() -> Self {
        let text = repository("docs/json.md");
        let mut page = Page { types: BTreeMap::new(), commands: Vec::new() };
        let mut name = String::new();
        for line in text.lines() {
            if let Some(heading) = line.strip_prefix("### ") {
                name = heading.trim().to_owned();
            } else if line.starts_with("## ") {
                name.clear();
            } else if let Some(row) = line.strip_prefix("| `") {
                let cells: Vec<&str> = row.split(" | ").collect();
                let (first, second) = (cells[0].trim_end_matches('`'), cells[1].trim_end_matches(" |"));
                if name.is_empty() {
                    page.commands.push((first.to_owned(), linked(second).unwrap().to_owned()));
                    continue;
                }
                match page.types.entry(name.clone()).or_insert_with(|| Type::Fields(Vec::new())) {
                    Type::Fields(fields) => fields.push((first.to_owned(), second.to_owned())),
                    other => panic!("{name}: {other:?}"),
                }
            } else if let Some(values) = line.strip_prefix("One of ") {
                let values = values.trim_end_matches('.').split(", ").map(|value| value.trim_matches('`').to_owned());
                page.types.insert(name.clone(), Type::OneOf(values.collect()));
            } else if line.starts_with("list of ") || line.starts_with("`{") {
                page.types.insert(name.clone(), Type::Is(line.trim_end_matches('.').to_owned()));
            }
        }
        page
    }

    /// What does not fit, each with its path.
    pub fn check(&self, kind: &str, value: &Value, path: &str, wrong: &mut Vec<String>) {
        match self.types.get(kind) {
            None => wrong.push(format!("{path}: the type {kind} is not documented")),
            Some(Type::OneOf(values)) => {
                if !value.as_str().is_some_and(|text| values.iter().any(|one| one == text)) {
                    wrong.push(format!("{path}: {value} is none of {kind}"));
                }
            }
            Some(Type::Is(words)) if words.starts_with("`{") => {
                if !(value.is_object() || value.is_string()) {
                    wrong.push(format!("{path}: {value} is no {kind}"));
                }
            }
            Some(Type::Is(words)) => self.fits(words, value, path, wrong),
            Some(Type::Fields(fields)) => {
                let Some(object) = value.as_object() else {
                    wrong.push(format!("{path}: {value} is no {kind}"));
                    return;
                };
                for key in object.keys().filter(|key| fields.iter().all(|(field, _)| field != *key)) {
                    wrong.push(format!("{path}.{key} is not documented in {kind}"));
                }
                for (field, words) in fields {
                    match (object.get(field), words.strip_suffix(", optional")) {
                        (Some(value), words_of) => {
                            self.fits(words_of.unwrap_or(words), value, &format!("{path}.{field}"), wrong);
                        }
                        (None, Some(_)) => {}
                        (None, None) => wrong.push(format!("{path}.{field} of {kind} is documented and missing")),
                    }
                }
            }
        }
    }

    fn fits(&self, words: &str, value: &Value, path: &str, wrong: &mut Vec<String>) {
        let words = words.replace("true or false", "boolean");
        if let Some(words) = words.strip_suffix(" or null") {
            if !value.is_null() {
                self.fits(words, value, path, wrong);
            }
            return;
        }
        if let Some((first, rest)) = words.split_once(" or ")
            && !words.starts_with("list of ")
        {
            let mut first_wrong = Vec::new();
            self.fits(first, value, path, &mut first_wrong);
            let mut rest_wrong = Vec::new();
            self.fits(rest, value, path, &mut rest_wrong);
            if !first_wrong.is_empty() && !rest_wrong.is_empty() {
                wrong.extend(if value.is_null() { rest_wrong } else { first_wrong });
            }
            return;
        }
        if let Some(parts) = words.strip_prefix("list of (").and_then(|words| words.strip_suffix(')')) {
            let parts: Vec<&str> = parts.split(", ").collect();
            if let [either] = parts.as_slice() {
                if !value.is_array() {
                    wrong.push(format!("{path}: {value} is no list"));
                }
                for (place, value) in value.as_array().into_iter().flatten().enumerate() {
                    self.fits(either, value, &format!("{path}[{place}]"), wrong);
                }
                return;
            }
            match value.as_array().filter(|values| values.len() == parts.len()) {
                Some(values) => {
                    for (place, (part, value)) in parts.iter().zip(values).enumerate() {
                        self.fits(part, value, &format!("{path}[{place}]"), wrong);
                    }
                }
                None => wrong.push(format!("{path}: {value} is no {words}")),
            }
            return;
        }
        if let Some(inner) = words.strip_prefix("list of ") {
            match value.as_array() {
                Some(values) => {
                    for (place, value) in values.iter().enumerate() {
                        self.fits(inner, value, &format!("{path}[{place}]"), wrong);
                    }
                }
                None => wrong.push(format!("{path}: {value} is no list")),
            }
            return;
        }
        if let Some(kind) = linked(&words) {
            return self.check(kind, value, path, wrong);
        }
        let good = match words.as_str() {
            "text" => value.is_string(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "object" => value.is_object(),
            "null" => value.is_null(),
            "anything" => true,
            "time" => value.as_str().is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok()),
            literal if literal.starts_with('`') => value.as_str() == Some(literal.trim_matches('`')),
            other => panic!("{path}: the page's words “{other}” are not understood"),
        };
        if !good {
            wrong.push(format!("{path}: {value} is no {words}"));
        }
    }

    pub fn assert(&self, command: &str, value: &Value) {
        let kind = self.commands.iter().find(|(name, _)| name == command).map(|(_, kind)| kind.as_str());
        let kind = kind.unwrap_or_else(|| panic!("{command} is not documented"));
        let mut wrong = Vec::new();
        self.check(kind, value, command, &mut wrong);
        wrong.truncate(20);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// The type that a link names.
fn linked(words: &str) -> Option<&str> {
    words.strip_prefix('[').and_then(|rest| rest.split_once("](#")).map(|(name, _)| name)
}
