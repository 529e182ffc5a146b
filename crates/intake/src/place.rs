//! Where in a file something stands.

use std::fmt;

/// Where in a file something stands: what a person needs in order to find it. Lines and documents count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// The YAML document, or the record of a JSON file, where there are several.
    pub document: Option<u64>,
    /// The line of the file.
    pub line: Option<u64>,
    /// The field within the record, such as `spec.objectives[0].target`; empty for the record as a whole.
    pub field: String,
}

impl Place {
    /// A line of the file.
    pub fn line(line: u64) -> Self {
        Self { line: Some(line), ..Self::default() }
    }

    /// A YAML document or a JSON record, with the line where it begins.
    pub fn document(document: u64, line: u64) -> Self {
        Self { document: Some(document), line: Some(line), field: String::new() }
    }

    /// The same record, and in it this field.
    pub fn field(&self, field: impl Into<String>) -> Self {
        Self { field: field.into(), ..self.clone() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "";
        if let Some(document) = self.document {
            write!(f, "document {document}")?;
            before = ", ";
        }
        if let Some(line) = self.line {
            write!(f, "{before}line {line}")?;
            before = ", ";
        }
        if !self.field.is_empty() {
            write!(f, "{before}{}", self.field)?;
            before = ", ";
        }
        if before.is_empty() { f.write_str("the whole file") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_place_reads_as_a_person_would_say_it() {
        assert_eq!(Place::line(17).to_string(), "line 17");
        assert_eq!(
            Place::document(2, 9).field("spec.objectives[0].target").to_string(),
            "document 2, line 9, spec.objectives[0].target"
        );
        assert_eq!(Place::default().to_string(), "the whole file");
    }
}
