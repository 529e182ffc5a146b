//! Entities become teams, people and services.

use super::refs::Ref;
use crate::text::node::{Node, Wrong};
use crate::{Context, Fact, Place, Sink};
use gemba_model::{Party, Person, PersonId, Service, ServiceId, Team, TeamId, slug};
use serde_json::Value;
use std::collections::BTreeMap;

/// Kinds that are read, in lower case.
pub(super) const KINDS: [&str; 5] = ["component", "resource", "api", "group", "user"];

/// Why a user cannot be kept, and what would help.
const NO_PARTY: &str =
    "no party is known of them: annotate the user or its group with gemba.dev/party: ops, dev or product";

/// The annotation that names the party of a group or a user.
const PARTY: &str = "gemba.dev/party";

/// The annotation that marks what belongs to somebody outside.
const THIRD_PARTY: &str = "gemba.dev/third-party";

struct Catalogue<'a> {
    /// Which components provide an interface.
    providers: BTreeMap<Ref, Vec<String>>,
    /// Services by their address, with the identifier that they get.
    services: BTreeMap<Ref, String>,
    /// What calls an entity by its own word (`dependencyOf`): the caller's address, and the identifiers of the called.
    called: BTreeMap<Ref, Vec<String>>,
    parties: BTreeMap<Ref, Party>,
    context: &'a Context,
}

/// Hands every entity to the sink.
pub(super) fn tell(held: &[(Place, Value)], context: &Context, sink: &mut dyn Sink) {
    let mut catalogue = Catalogue {
        providers: BTreeMap::new(),
        services: BTreeMap::new(),
        called: BTreeMap::new(),
        parties: BTreeMap::new(),
        context,
    };
    for (_, value) in held {
        catalogue.learn(&Node::root(value));
    }
    let (mut unknown_apis, mut partyless) = (0, 0_u64);
    for (place, value) in held {
        let node = Node::root(value);
        let fact = match kind(&node).as_str() {
            "group" => catalogue.team(&node).map(Fact::Team),
            "user" => catalogue.person(&node).map(Fact::Person),
            "component" | "resource" => catalogue.service(&node, &mut unknown_apis).map(Fact::Service),
            // An interface is known by who provides it.
            _ => continue,
        };
        match fact {
            Ok(fact) => sink.fact(place, fact),
            // A catalogue is right without parties, which are Gemba's own idea: the rest of it is not refused for that.
            Err((_, reason)) if reason == NO_PARTY => partyless += 1,
            Err((field, reason)) => sink.reject(&place.field(field), reason),
        }
    }
    if partyless > 0 {
        sink.remark(format!("{partyless} users were left out, since {NO_PARTY}."));
    }
    if unknown_apis > 0 {
        sink.remark(format!(
            "{unknown_apis} interfaces are consumed that no component of the file provides; those calls are not on the map."
        ));
    }
}

fn kind(node: &Node<'_>) -> String {
    node.get("kind").text().unwrap_or_default().to_lowercase()
}

fn address(node: &Node<'_>) -> Result<Ref, Wrong> {
    let metadata = node.get("metadata");
    let name = metadata.get("name").needed()?;
    Ok(Ref::new(&kind(node), &metadata.get("namespace").text().unwrap_or_default(), &name))
}

/// Text of an annotation or a label.
fn annotation(node: &Node<'_>, key: &str) -> Option<(String, String)> {
    let metadata = node.get("metadata");
    ["annotations", "labels"].into_iter().find_map(|group| {
        let found = metadata.get(group).get(key);
        found.text().map(|text| (found.path.clone(), text))
    })
}

fn party(node: &Node<'_>) -> Result<Option<Party>, Wrong> {
    match annotation(node, PARTY) {
        None => Ok(None),
        Some((path, text)) => crate::format::words::party(&path, &text).map(Some),
    }
}

/// References of one kind: from `relations`, which are authoritative, or else from a field of `spec`.
fn refs(node: &Node<'_>, relation: &str, field: &str, kind: &str) -> Vec<Ref> {
    let namespace = node.get("metadata").get("namespace").text().unwrap_or_default();
    let relations = node.get("relations").items();
    let related = relations.iter().filter(|one| one.get("type").text().is_some_and(|name| name == relation));
    let found: Vec<Ref> =
        related.filter_map(|one| Ref::read(&one.any(&["targetRef", "target"]), kind, &namespace)).collect();
    if !found.is_empty() {
        return found;
    }
    node.get("spec").get(field).items().iter().filter_map(|one| Ref::read(one, kind, &namespace)).collect()
}

impl Catalogue<'_> {
    fn learn(&mut self, node: &Node<'_>) {
        let Ok(address) = address(node) else { return };
        if matches!(address.kind.as_str(), "component" | "resource") {
            for caller in refs(node, "dependencyOf", "dependencyOf", "component") {
                self.called.entry(key(&caller)).or_default().push(address.id());
            }
        }
        match address.kind.as_str() {
            "component" => {
                for api in refs(node, "providesApi", "providesApis", "api") {
                    self.providers.entry(key(&api)).or_default().push(address.id());
                }
                self.services.insert(key(&address), address.id());
            }
            "resource" => drop(self.services.insert(key(&address), address.id())),
            "group" => {
                if let Ok(Some(party)) = party(node) {
                    self.parties.insert(key(&address), party);
                }
            }
            _ => {}
        }
    }

    fn team(&self, node: &Node<'_>) -> Result<Team, Wrong> {
        let address = address(node)?;
        let (metadata, spec) = (node.get("metadata"), node.get("spec"));
        let title = spec.get("profile").get("displayName").text().or_else(|| metadata.get("title").text());
        Ok(Team {
            name: title.unwrap_or_else(|| address.written.clone()),
            id: TeamId(slug(&address.id())),
            party: party(node)?,
            source: self.context.source("backstage", None),
            extra: spec.extra(&["profile"]),
        })
    }

    fn person(&self, node: &Node<'_>) -> Result<Person, Wrong> {
        let address = address(node)?;
        let (metadata, spec) = (node.get("metadata"), node.get("spec"));
        let profile = spec.get("profile");
        let teams = refs(node, "memberOf", "memberOf", "group");
        let of_team = || teams.iter().find_map(|team| self.parties.get(&key(team)).copied());
        let Some(party) = party(node)?.or_else(of_team) else {
            return Err(("metadata.annotations".into(), NO_PARTY.into()));
        };
        let title = profile.get("displayName").text().or_else(|| metadata.get("title").text());
        Ok(Person {
            name: title.unwrap_or_else(|| address.written.clone()),
            id: PersonId(address.id()),
            party,
            team: teams.first().map(|team| TeamId(slug(&team.id()))),
            email: profile.get("email").text(),
            zone: annotation(node, "gemba.dev/zone").map(|(_, zone)| zone),
            source: self.context.source("backstage", None),
            extra: spec.extra(&["profile", "memberOf"]),
        })
    }

    fn service(&self, node: &Node<'_>, unknown_apis: &mut u64) -> Result<Service, Wrong> {
        let address = address(node)?;
        let (metadata, spec) = (node.get("metadata"), node.get("spec"));
        let owners = refs(node, "ownedBy", "owner", "group");
        let mut calls: Vec<ServiceId> = Vec::new();
        let mut call = |id: String| {
            let id = ServiceId(id);
            if id.0 != address.id() && !calls.contains(&id) {
                calls.push(id);
            }
        };
        for target in refs(node, "dependsOn", "dependsOn", "component") {
            match target.kind.as_str() {
                "component" | "resource" => {
                    call(self.services.get(&key(&target)).cloned().unwrap_or_else(|| target.id()))
                }
                "api" => self.provided(&target, unknown_apis).iter().for_each(|id| call(id.clone())),
                _ => {}
            }
        }
        for id in self.called.get(&key(&address)).into_iter().flatten() {
            call(id.clone());
        }
        for api in refs(node, "consumesApi", "consumesApis", "api") {
            self.provided(&api, unknown_apis).iter().for_each(|id| call(id.clone()));
        }
        let outside = annotation(node, THIRD_PARTY).is_some_and(|(_, text)| text == "true");
        let kind = spec.get("type").text().unwrap_or_default();
        Ok(Service {
            name: metadata.get("title").text().unwrap_or_else(|| address.written.clone()),
            id: ServiceId(address.id()),
            description: metadata.get("description").text().unwrap_or_default(),
            teams: owners.iter().filter(|owner| owner.kind == "group").map(|owner| TeamId(slug(&owner.id()))).collect(),
            depends_on: calls,
            third_party: outside || kind == "third-party",
            lifecycle: spec.get("lifecycle").text().unwrap_or_default(),
            source: self.context.source("backstage", None),
            extra: spec.extra(&["lifecycle", "dependsOn", "consumesApis"]),
        })
    }

    fn provided(&self, api: &Ref, unknown: &mut u64) -> &[String] {
        let found = self.providers.get(&key(api)).map(Vec::as_slice).unwrap_or_default();
        *unknown += u64::from(found.is_empty());
        found
    }
}

/// An address without the way in which its name was written.
fn key(address: &Ref) -> Ref {
    Ref { written: String::new(), ..address.clone() }
}
