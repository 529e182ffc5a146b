//! References between entities: `[kind:][namespace/]name`, or an object of the three.

use crate::text::node::Node;

/// An entity's address. All lower case, since Backstage compares without case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ref {
    pub kind: String,
    pub namespace: String,
    /// In lower case, for comparing.
    pub name: String,
    /// As written.
    pub written: String,
}

impl Ref {
    pub fn new(kind: &str, namespace: &str, name: &str) -> Self {
        Self {
            kind: kind.to_lowercase(),
            namespace: if namespace.is_empty() { "default".into() } else { namespace.to_lowercase() },
            name: name.to_lowercase(),
            written: name.to_owned(),
        }
    }

    /// Reads a reference whose kind and namespace may be left out.
    pub fn read(node: &Node<'_>, kind: &str, namespace: &str) -> Option<Self> {
        if node.is_object() {
            let part = |name: &str, otherwise: &str| node.get(name).text().unwrap_or_else(|| otherwise.to_owned());
            return Some(Self::new(&part("kind", kind), &part("namespace", namespace), &node.get("name").text()?));
        }
        let text = node.text()?;
        let (kind, rest) = text.split_once(':').unwrap_or((kind, &text));
        let (namespace, name) = rest.split_once('/').unwrap_or((namespace, rest));
        (!name.is_empty()).then(|| Self::new(kind, namespace, name))
    }

    /// The identifier in Gemba: the name, with its namespace where that is not the default one.
    pub fn id(&self) -> String {
        match self.namespace.as_str() {
            "default" => self.written.clone(),
            namespace => format!("{namespace}/{}", self.written),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_may_leave_out_what_is_usual() {
        let read = |value: serde_json::Value| {
            Ref::read(&Node::root(&value), "group", "default").map(|r| (r.kind.clone(), r.id()))
        };
        assert_eq!(read(json!("till")), Some(("group".into(), "till".into())));
        assert_eq!(read(json!("group:default/till")), Some(("group".into(), "till".into())));
        assert_eq!(read(json!("user:shops/Ann")), Some(("user".into(), "shops/Ann".into())));
        assert_eq!(read(json!({ "kind": "User", "name": "ann" })), Some(("user".into(), "ann".into())));
        assert_eq!(read(json!("group:")), None);
        assert_eq!(read(json!({ "kind": "User" })), None);
        assert_eq!(read(json!([1])), None);
    }
}
