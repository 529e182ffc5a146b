//! `catalog-info.yaml`: teams, people, services, third parties and journeys, as Backstage describes them.

use crate::civil::{Clock, utc};
use crate::files::quoted;
use crate::large::{self, Crowd};
use crate::people::{IN_CATALOGUE, TEAMS};
use crate::settings::DOMAIN;
use gemba_model::slug;
use std::fmt::Write;

/// A service: name, what it does, owner, what it calls.
type Service = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// The services of the story.
pub(crate) const SERVICES: [Service; 12] = [
    (
        "payment",
        "Takes payments from the tills and the shop",
        "till",
        &["component:terminal-gateway", "component:basket"],
    ),
    ("basket", "Holds what a customer buys", "till", &["component:promotions", "component:price-catalogue"]),
    (
        "terminal-gateway",
        "Speaks to the card terminals and to the acquirer, on two nodes",
        "till",
        &["resource:acquirer", "resource:terminals"],
    ),
    ("promotions", "Applies offers to a basket", "till", &[]),
    ("receipts", "Prints and mails receipts", "till", &["component:payment"]),
    ("price-catalogue", "Knows the price of every item in every store", "price", &["component:store-sync"]),
    ("store-sync", "Carries prices and stock to the stores at midnight", "price", &[]),
    ("loyalty", "Books and redeems points", "till", &["component:basket", "component:identity"]),
    ("identity", "Signs customers in", "order", &[]),
    ("ordering", "Takes orders for later", "order", &["component:stock", "component:payment", "component:identity"]),
    ("stock", "Counts what lies on the shelves", "order", &["component:store-sync"]),
    ("recipes", "Plans meals for a household", "order", &["component:price-catalogue"]),
];

/// Third parties: name and what they do.
pub(crate) const THIRD_PARTIES: [(&str, &str); 2] =
    [("acquirer", "The bank's authorisation service"), ("terminals", "The card terminals and their vendor's firmware")];

/// A value of one interaction: low, mid, high, who stated it, days before the story, on what grounds.
type Value = (&'static str, &'static str, &'static str, &'static str, i64, &'static str);

/// A journey: name, what one interaction is called, what customers cannot do, services, value.
type Journey = (&'static str, &'static str, &'static str, &'static [&'static str], Option<Value>);

/// The journeys of the story. Nobody has stated what signing in or planning a meal is worth: that is unknown, not zero.
pub(crate) const JOURNEYS: [Journey; 6] = [
    (
        "Pay at the till",
        "payments",
        "pay at the till",
        &["payment", "basket", "terminal-gateway", "promotions", "receipts"],
        Some(("9.40", "10.53", "11.80", "Tamsin Orde", 124, "Margin of baskets left behind in last year's outages")),
    ),
    (
        "Find a price",
        "price lookups",
        "find a price",
        &["price-catalogue", "store-sync"],
        Some(("1.80", "3.60", "5.40", "Zoë Hartnell", 96, "Shelf test in four stores: one item in nine is put back")),
    ),
    (
        "Redeem points",
        "redemptions",
        "redeem points",
        &["loyalty", "basket"],
        Some(("4.10", "6.20", "8.90", "Uma Krishan", 96, "Goodwill paid out per complaint")),
    ),
    (
        "Order ahead",
        "orders",
        "order ahead",
        &["ordering", "stock", "price-catalogue", "promotions"],
        Some(("5.90", "7.40", "9.60", "Viktor Salgad", 61, "Margin of an order that is not placed again")),
    ),
    ("Sign in", "sign-ins", "sign in", &["identity"], None),
    ("Plan a meal", "meal plans", "plan a meal", &["recipes"], None),
];

/// `catalog-info.yaml`.
pub(crate) fn yaml(clock: &Clock, crowd: &Crowd) -> Vec<u8> {
    let mut out = String::from("# Teams, people, services, third parties and journeys.\n");
    let teams = TEAMS.iter().map(|one| (one.id.to_owned(), one.name.to_owned(), one.party));
    let more = crowd.teams.iter().map(|one| (one.id.clone(), one.name.clone(), one.party));
    for (id, name, party) in teams.chain(more) {
        let _ = write!(
            out,
            "---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: {id}\n  title: {}\n  annotations:\n    gemba.dev/party: {}\nspec:\n  type: team\n  children: []\n",
            quoted(&name),
            party.name().to_lowercase(),
        );
    }
    for (name, team) in IN_CATALOGUE {
        let id = slug(name);
        let _ = write!(
            out,
            "---\napiVersion: backstage.io/v1alpha1\nkind: User\nmetadata:\n  name: {id}\n  annotations:\n    gemba.dev/zone: {}\nspec:\n  profile:\n    displayName: {}\n    email: {id}@{DOMAIN}\n  memberOf: [{team}]\n",
            clock.zone_name,
            quoted(name),
        );
    }
    for (name, what, owner, calls) in SERVICES {
        component(&mut out, name, what, owner, calls);
    }
    for one in &crowd.services {
        let calls: Vec<&str> = one.calls.iter().map(String::as_str).collect();
        component(&mut out, &one.name, &one.what, &one.owner, &calls);
    }
    for (name, what) in THIRD_PARTIES {
        let _ = write!(
            out,
            "---\napiVersion: backstage.io/v1alpha1\nkind: Resource\nmetadata:\n  name: {name}\n  title: {}\n  description: {}\n  annotations:\n    gemba.dev/third-party: \"true\"\nspec:\n  type: third-party\n  owner: operations\n  lifecycle: production\n",
            title(name),
            quoted(what),
        );
    }
    for journey in &JOURNEYS {
        journey_yaml(&mut out, clock, journey);
    }
    if !crowd.areas.is_empty() {
        let stated = utc(clock.days_before(150, 11, 0));
        for (name, service) in large::journeys() {
            let _ = write!(
                out,
                "---\napiVersion: gemba.dev/v1\nkind: Journey\nmetadata:\n  name: {}\n  title: {name}\nspec:\n  interactions: visits\n  harm: {}\n  services: [{service}]\n  valuePerInteraction:\n    low: 0.20\n    mid: 0.45\n    high: 0.90\n    statedBy: Uma Krishan\n    statedAt: {stated}\n    source: Margin of a visit\n",
                slug(&name),
                name.to_lowercase(),
            );
        }
    }
    out.into_bytes()
}

fn component(out: &mut String, name: &str, what: &str, owner: &str, calls: &[&str]) {
    let _ = write!(
        out,
        "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\n  title: {}\n  description: {}\nspec:\n  type: service\n  lifecycle: production\n  owner: group:default/{owner}\n",
        title(name),
        quoted(what),
    );
    if !calls.is_empty() {
        let _ = writeln!(out, "  dependsOn:");
        for one in calls {
            let _ = writeln!(out, "    - {one}");
        }
    }
}

fn journey_yaml(out: &mut String, clock: &Clock, (name, interactions, harm, services, value): &Journey) {
    let _ = write!(
        out,
        "---\napiVersion: gemba.dev/v1\nkind: Journey\nmetadata:\n  name: {}\n  title: {name}\nspec:\n  interactions: {interactions}\n  harm: {harm}\n  services: [{}]\n",
        slug(name),
        services.join(", "),
    );
    if let Some((low, mid, high, by, days, grounds)) = value {
        let _ = write!(
            out,
            "  valuePerInteraction:\n    low: {low}\n    mid: {mid}\n    high: {high}\n    statedBy: {}\n    statedAt: {}\n    source: {}\n",
            quoted(by),
            utc(clock.days_before(*days, 11, 0)),
            quoted(grounds),
        );
    }
}

/// A service's name as people say it: "Terminal gateway".
pub(crate) fn title(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
