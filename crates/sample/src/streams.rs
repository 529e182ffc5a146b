//! What each service logs: its route, its pace, and what it says when it works, is slow or fails.

/// One kind of log line.
#[derive(Debug, PartialEq)]
pub(crate) struct Saying {
    pub(crate) body: &'static str,
    pub(crate) status: u16,
    /// OpenTelemetry severity number.
    pub(crate) severity: u8,
    /// Shortest and longest duration in milliseconds.
    pub(crate) takes: (i64, i64),
}

/// One service's one route.
#[derive(Debug, PartialEq)]
pub(crate) struct Stream {
    pub(crate) service: &'static str,
    pub(crate) method: &'static str,
    pub(crate) route: &'static str,
    /// Interactions a minute, mean of the day.
    pub(crate) mean: f64,
    /// Minutes that one line stands for in ordinary times.
    pub(crate) step: i64,
    pub(crate) good: Saying,
    pub(crate) slow: Saying,
    pub(crate) bad: Saying,
}

const INFO: u8 = 9;
const WARN: u8 = 13;
const ERROR: u8 = 17;

/// Shorthand for the table below.
const fn say(body: &'static str, status: u16, severity: u8, takes: (i64, i64)) -> Saying {
    Saying { body, status, severity, takes }
}

/// Payments at the tills that fail because cards time out.
pub(crate) const CARD_TIMEOUT: Saying = say("card terminal times out, payment given up", 504, ERROR, (30_000, 30_040));
/// Payments that fail since version 4.8 of the gateway.
pub(crate) const LOST_SESSION: Saying = say("session to the acquirer lost", 502, ERROR, (420, 980));
/// What the gateway says meanwhile.
pub(crate) const GATEWAY_TIMEOUT: Saying = say("no answer from the acquirer on node 2", 504, ERROR, (30_000, 30_020));
/// Lookups of a price that has not arrived yet.
pub(crate) const STALE_PRICE: Saying = say("no price for today in this store", 503, ERROR, (310, 390));
/// Points booked a second time. The request itself looks fine: only the severity tells.
pub(crate) const BOOKED_TWICE: Saying = say("points booked twice", 200, ERROR, (90, 160));

/// The streams that journeys are measured by, in the order: pay, find a price, redeem, order, sign in, plan a meal.
pub(crate) const JOURNEYS: [Stream; 6] = [
    Stream {
        service: "payment",
        method: "POST",
        route: "/payments",
        mean: 108.0,
        step: 5,
        good: say("payment authorised", 200, INFO, (120, 420)),
        slow: say("payment authorised, slowly", 200, WARN, (2_100, 3_900)),
        bad: say("payment refused by the gateway", 502, ERROR, (180, 640)),
    },
    Stream {
        service: "price-catalogue",
        method: "GET",
        route: "/prices/{sku}",
        mean: 66.0,
        step: 5,
        good: say("price found", 200, INFO, (18, 95)),
        slow: say("price found, slowly", 200, WARN, (430, 940)),
        bad: say("price lookup failed", 500, ERROR, (40, 220)),
    },
    Stream {
        service: "loyalty",
        method: "POST",
        route: "/redemptions",
        mean: 19.0,
        step: 5,
        good: say("points redeemed", 200, INFO, (60, 210)),
        slow: say("points redeemed, slowly", 200, WARN, (1_100, 1_900)),
        bad: say("ledger is locked", 503, ERROR, (500, 900)),
    },
    Stream {
        service: "ordering",
        method: "POST",
        route: "/orders",
        mean: 12.0,
        step: 5,
        good: say("order placed", 201, INFO, (180, 620)),
        slow: say("order placed, slowly", 201, WARN, (1_080, 2_700)),
        bad: say("stock could not be reserved", 500, ERROR, (300, 800)),
    },
    Stream {
        service: "identity",
        method: "POST",
        route: "/sessions",
        mean: 41.0,
        step: 5,
        good: say("signed in", 200, INFO, (45, 160)),
        slow: say("signed in, slowly", 200, WARN, (1_020, 1_800)),
        bad: say("key service did not answer", 500, ERROR, (900, 1_300)),
    },
    Stream {
        service: "recipes",
        method: "GET",
        route: "/plans/{week}",
        mean: 5.0,
        step: 15,
        good: say("plan shown", 200, INFO, (80, 260)),
        slow: say("plan shown, slowly", 200, WARN, (1_050, 2_000)),
        bad: say("no plan for this household", 500, ERROR, (120, 400)),
    },
];

/// Streams that no objective measures; they show that the services live.
pub(crate) const OTHERS: [Stream; 5] = [
    other("basket", "POST", "/baskets/{id}/items", 420.0, say("item added", 200, INFO, (15, 80))),
    other("promotions", "GET", "/promotions", 88.0, say("promotions applied", 200, INFO, (8, 60))),
    other("stock", "GET", "/stock/{sku}", 52.0, say("stock read", 200, INFO, (12, 90))),
    other("store-sync", "POST", "/sync", 6.0, say("store synchronised", 202, INFO, (220, 1_600))),
    other(
        "terminal-gateway",
        "POST",
        "/authorisations",
        108.0,
        say("authorised by the acquirer", 200, INFO, (90, 330)),
    ),
];

const fn other(service: &'static str, method: &'static str, route: &'static str, mean: f64, good: Saying) -> Stream {
    Stream {
        service,
        method,
        route,
        mean,
        step: 20,
        good,
        slow: say("slow", 200, WARN, (1_000, 1_400)),
        bad: say("failed", 500, ERROR, (200, 500)),
    }
}
