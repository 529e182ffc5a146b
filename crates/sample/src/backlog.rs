//! `backlog.jira.csv`: what the teams could do next, as Jira exports it.

use crate::SampleError;
use crate::civil::Clock;
use crate::files::sheet;

/// One work item. Empty text is a number that nobody has stated.
#[derive(Clone, Default)]
pub(crate) struct Item {
    pub(crate) key: String,
    pub(crate) title: String,
    /// Jira's issue type: `Story`, `Bug` or `Tech debt`.
    pub(crate) kind: &'static str,
    pub(crate) team: String,
    pub(crate) journey: String,
    pub(crate) failure_mode: String,
    /// `To Do`, `In Progress` or `Done`.
    pub(crate) status: &'static str,
    /// Low, mid and high, divided by blanks.
    pub(crate) cost: String,
    pub(crate) weeks: String,
    pub(crate) share: &'static str,
    pub(crate) by: String,
    /// Days before the story on which the numbers were stated.
    pub(crate) days: i64,
    pub(crate) labels: &'static [&'static str],
    /// Key of an item that must be finished before.
    pub(crate) blocked_by: &'static str,
    /// A named gate and its reason.
    pub(crate) gate: (&'static str, &'static str),
    pub(crate) text: &'static str,
}

const CARD: &str = "Card terminal times out";
const PRICE: &str = "Price sync lags after midnight";
const POINTS: &str = "Loyalty points booked twice";

/// The items of the story, team by team.
fn story() -> Vec<Item> {
    let item =
        |key: &str, title: &str, kind, team: &str, journey: &str, cost: &str, weeks: &str, by: &str, days| Item {
            key: key.into(),
            title: title.into(),
            kind,
            team: team.into(),
            journey: journey.into(),
            status: "To Do",
            cost: cost.into(),
            weeks: weeks.into(),
            by: by.into(),
            days,
            ..Item::default()
        };
    let fix = |one: Item, failure_mode: &str, share| Item { failure_mode: failure_mode.into(), share, ..one };
    let told = |one: Item, text| Item { text, ..one };
    let (till, price, order) = ("Till", "Price", "Order");
    let (pay, find, redeem) = ("Pay at the till", "Find a price", "Redeem points");
    let ahead = "Order ahead";
    vec![
        told(
            fix(item("TILL-412", CARD, "Bug", till, pay, "", "0.8 1 2", "Marek Dubicky", 11), CARD, "0.55 0.70 0.85"),
            "Retry in the gateway client when a session to the acquirer is gone.\nOne week; two if the vendor must change the firmware.",
        ),
        told(
            item("TILL-388", "Click & collect", "Story", till, ahead, "5500 12000 22000", "4 5 7", "Tamsin Orde", 19),
            "Order in the morning, collect on the way home. Promised to 12 stores.",
        ),
        fix(item("TILL-430", PRICE, "Bug", till, find, "", "1 1.2 1.5", "Priya Ramanath", 20), PRICE, "0.70 0.80 0.90"),
        told(
            item(
                "TILL-301",
                "Split the basket database",
                "Tech debt",
                till,
                pay,
                "1300 1500 1700",
                "2.8 3 3.2",
                "Leila Ashdown",
                33,
            ),
            "One database carries baskets and offers; it limits every journey above 4,000 orders a minute.",
        ),
        item("TILL-395", "Digital receipts", "Story", till, pay, "660 720 760", "1.9 2 2.1", "Zoë Hartnell", 26),
        fix(item("TILL-441", POINTS, "Bug", till, redeem, "", "0.8 1 1.4", "Nia Trewin", 22), POINTS, "0.75 0.85 0.95"),
        Item {
            blocked_by: "TILL-301",
            ..item(
                "TILL-362",
                "Self-scan by phone",
                "Story",
                till,
                pay,
                "900 1100 1250",
                "5.5 6 6.5",
                "Tamsin Orde",
                41,
            )
        },
        item(
            "TILL-377",
            "Recipe suggestions at the till",
            "Story",
            till,
            "Plan a meal",
            "210 260 300",
            "2.6 3 3.4",
            "Uma Krishan",
            82,
        ),
        item(
            "TILL-350",
            "Printer drivers of the old tills",
            "Tech debt",
            till,
            pay,
            "60 80 95",
            "1.8 2 2.2",
            "Kaveh Rostani",
            70,
        ),
        told(
            item("TILL-455", "Tip at the till", "Story", till, pay, "", "1 2 3", "Imani Foxcroft", 9),
            "Asked for by three cafés inside our stores. Nobody has said yet what it would bring.",
        ),
        item("TILL-460", "Cash drawer opens twice", "Bug", till, pay, "", "0.5 1 1.5", "Jonas Whitlow", 6),
        item("TILL-462", "Card payments without a line", "Story", till, pay, "900 2200 5200", "", "Tamsin Orde", 4),
        Item {
            status: "Done",
            ..item("TILL-340", "New till layout", "Story", till, pay, "400 600 900", "3 3 3", "Zoë Hartnell", 88)
        },
        item(
            "PRICE-131",
            "Shelf labels that change by themselves",
            "Story",
            price,
            find,
            "1200 2000 3600",
            "5 6 9",
            "Zoë Hartnell",
            30,
        ),
        item(
            "PRICE-120",
            "Price history for shoppers",
            "Story",
            price,
            find,
            "350 500 800",
            "2 2.5 4",
            "Zoë Hartnell",
            30,
        ),
        item(
            "PRICE-118",
            "Price rules out of the database",
            "Tech debt",
            price,
            find,
            "400 600 900",
            "3 4 6",
            "Oskar Thistle",
            47,
        ),
        item(
            "PRICE-140",
            "Lookups are slow at noon",
            "Bug",
            price,
            find,
            "150 300 600",
            "0.5 1 1.5",
            "Quentin Hale",
            15,
        ),
        item("PRICE-144", "Compare with last week", "Story", price, find, "100 180 300", "1 1.5 2", "Uma Krishan", 12),
        Item {
            status: "In Progress",
            ..item("PRICE-128", "Prices by weight", "Story", price, find, "700 900 1200", "1.5 2 3", "Zoë Hartnell", 36)
        },
        item(
            "ORDER-77",
            "Order ahead for offices",
            "Story",
            order,
            ahead,
            "900 1600 2400",
            "3 4 6",
            "Viktor Salgad",
            28,
        ),
        item("ORDER-81", "Collection lockers", "Story", order, ahead, "700 1500 3000", "6 8 12", "Viktor Salgad", 28),
        item(
            "ORDER-85",
            "Reserve stock once, not twice",
            "Tech debt",
            order,
            ahead,
            "200 350 500",
            "1 1.5 2",
            "Rosa Villamar",
            17,
        ),
        item(
            "ORDER-90",
            "Customers choose their substitutes",
            "Story",
            order,
            ahead,
            "500 800 1200",
            "3 3.5 5",
            "Viktor Salgad",
            28,
        ),
        Item {
            labels: &["legal"],
            gate: ("legal", "The labelling rules ask for it from spring"),
            ..item("ORDER-88", "Allergy filter", "Story", order, ahead, "250 300 350", "1.8 2 2.4", "Viktor Salgad", 54)
        },
        Item {
            status: "Done",
            ..item("ORDER-61", "Order by voice", "Story", order, ahead, "50 100 300", "4 6 9", "Viktor Salgad", 85)
        },
    ]
}

/// `backlog.jira.csv`, with Jira's repeated `Labels` column.
pub(crate) fn csv(clock: &Clock, more: &[Item]) -> Result<Vec<u8>, SampleError> {
    let header = [
        "Summary",
        "Issue key",
        "Issue id",
        "Issue Type",
        "Status",
        "Project key",
        "Priority",
        "Resolution",
        "Assignee",
        "Created",
        "Updated",
        "Labels",
        "Labels",
        "Description",
        "Custom field (Team)",
        "Custom field (Journey)",
        "Custom field (Failure mode)",
        "Custom field (Cost of delay per week low)",
        "Custom field (Cost of delay per week)",
        "Custom field (Cost of delay per week high)",
        "Custom field (Duration weeks low)",
        "Custom field (Duration weeks)",
        "Custom field (Duration weeks high)",
        "Custom field (Share removed low)",
        "Custom field (Share removed)",
        "Custom field (Share removed high)",
        "Custom field (Stated by)",
        "Custom field (Stated at)",
        "Custom field (Gate)",
        "Custom field (Gate reason)",
        "Inward issue link (Blocks)",
    ];
    let mut out = sheet("backlog.jira.csv", &header)?;
    let story = story();
    for (index, item) in story.iter().chain(more).enumerate() {
        let three = |text: &str| {
            let mut parts = text.split(' ').map(str::to_owned);
            [parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default()]
        };
        let (cost, weeks, share) = (three(&item.cost), three(&item.weeks), three(item.share));
        let stated = clock.date(clock.days_before(item.days, 10, 0));
        let date = |days, hour, minute| {
            let at = clock.civil(clock.days_before(days, hour, minute));
            at.strftime("%d/%b/%y %-I:%M %p").to_string()
        };
        let project = item.key.split('-').next().unwrap_or_default();
        let (priority, resolution) = ("Medium", if item.status == "Done" { "Done" } else { "" });
        let label = |at: usize| item.labels.get(at).copied().unwrap_or_default();
        out.row(&[
            &item.title,
            &item.key,
            &(10_000 + index).to_string(),
            item.kind,
            item.status,
            project,
            priority,
            resolution,
            "",
            &date(item.days + 37, 9, 41),
            &date(item.days, 15, 26),
            label(0),
            label(1),
            item.text,
            &item.team,
            &item.journey,
            &item.failure_mode,
            &cost[0],
            &cost[1],
            &cost[2],
            &weeks[0],
            &weeks[1],
            &weeks[2],
            &share[0],
            &share[1],
            &share[2],
            &item.by,
            &stated.to_string(),
            item.gate.0,
            item.gate.1,
            item.blocked_by,
        ])?;
    }
    out.finish()
}
