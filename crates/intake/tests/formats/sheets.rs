//! The CSV formats.

use crate::corpus::{ITEMS, JIRA, KNOWLEDGE, PEOPLE, ROTATIONS};
use crate::{at, only, places, read, read_as};
use gemba_intake::{read_counts, read_items};
use gemba_model::*;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

#[test]
fn items_with_their_ranges() {
    let items = only!(read("items.csv", ITEMS), WorkItem);
    let range = items[0].cost_of_delay.as_ref().unwrap().range;
    assert_eq!((range.low, range.mid, range.high), (exact("1800"), exact("4000"), exact("9000")));
    assert_eq!(items[0].duration_weeks.as_ref().unwrap().range, Range::point(exact("5")));
    assert_eq!((items[0].title.as_str(), items[0].team.as_ref().unwrap().as_str()), ("TILL-388", "till"));
    assert_eq!(items[0].state, WorkState::Todo);
    assert_eq!(items[0].source.reference, "items.csv");
}

#[test]
fn unknown_is_not_zero_and_disorder_is_refused() {
    let text =
        "id,kind,team,cost_of_delay_per_week,cost_of_delay_per_week_low,cost_of_delay_per_week_high,duration_weeks
a,feature,t,,,,
b,feature,t,100,200,300,1
c,feature,t,,1,,1
d,feature,t,-1,,,1
e,feature,t,1,,,0
f,nonsense,t,1,,,1
,feature,t,1,,,1
a,feature,t,1,,,1
g,feature,t,twelve,,,1
h,feature,t,\"1,200.50\",,,0.5
";
    let found = read("i.csv", text);
    let items = only!(found, WorkItem);
    assert_eq!(items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["a", "h"]);
    assert_eq!((items[0].cost_of_delay.clone(), items[0].duration_weeks.clone()), (None, None));
    assert_eq!(items[1].cost_of_delay.as_ref().unwrap().range.mid, exact("1200.50"));
    assert_eq!(
        places(&found),
        [
            "line 3, cost_of_delay_per_week",
            "line 4, cost_of_delay_per_week",
            "line 5, cost_of_delay_per_week",
            "line 6, duration_weeks",
            "line 7, kind",
            "line 8, id",
            "line 9, id",
            "line 10, cost_of_delay_per_week",
        ]
    );
    assert!(found.rejected[6].reason.contains("line 2 already"));
}

#[test]
fn what_spreadsheets_do_to_a_file_is_undone() {
    let text = "\u{feff}ID;Kind;Team;Title;Note\n'=1+1;feature;Till;'-5 °C;kept\n\n";
    let found = read_as("items-csv", "i.csv", text.as_bytes()).unwrap();
    let items = only!(found, WorkItem);
    assert_eq!((items[0].id.as_str(), items[0].title.as_str()), ("=1+1", "-5 °C"));
    assert_eq!(items[0].extra.get("note").as_ref().and_then(|note| note.as_str()), Some("kept"));
}

#[test]
fn the_calculator_reads_items_without_a_workspace() {
    let read = read_items(&mut ITEMS.as_bytes(), "items.csv").unwrap();
    assert_eq!((read.found.len(), read.rejected_total), (2, 0));
    let error = read_items(&mut "a,b\n1,2\n".as_bytes(), "x.csv").unwrap_err().to_string();
    assert!(error.contains("`id`") && error.contains("a, b"), "{error}");
}

#[test]
fn people() {
    let found =
        read("people.csv", format!("{PEOPLE},Nia Trewin,Engineering,,,\nx,X,friend,,,\ny,Y,ops,,,Mars/Olympus\n"));
    let people = only!(found, Person);
    assert_eq!(
        (people[0].id.as_str(), people[0].party, people[0].team.as_ref().unwrap().as_str()),
        ("marek", Party::Dev, "till")
    );
    assert_eq!((people[1].id.as_str(), people[1].party, &people[1].team), ("nia-trewin", Party::Dev, &None));
    assert_eq!(places(&found), ["line 4, party", "line 5, zone"]);
}

#[test]
fn rotations_with_layers_and_overrides() {
    let rotations = only!(read("rotations.csv", ROTATIONS), Rotation);
    let [rotation] = rotations.as_slice() else { panic!("{rotations:?}") };
    assert_eq!(
        (rotation.id.as_str(), rotation.party, rotation.zone.as_str()),
        ("dev-price", Party::Dev, "Europe/London")
    );
    assert_eq!(rotation.services, ["price".into(), "sync".into()]);
    let layer = &rotation.layers[0];
    assert_eq!(layer.turns, [vec!["oskar".into()], vec!["priya".into(), "quentin".into()]]);
    assert_eq!(
        (layer.start.as_str(), layer.unit, layer.length, layer.advance),
        ("2026-08-31T09:00", TurnUnit::Day, 1, Advance::ActiveDays)
    );
    assert_eq!(layer.active, [ActiveHours { weekdays: vec![1, 2, 3, 4, 5], from: "09:00".into(), to: "17:00".into() }]);
    let span = &rotation.overrides[0];
    assert_eq!((span.from, span.to), (at("2026-09-03T08:00:00Z"), at("2026-09-03T16:00:00Z")));
    assert!(span.people.is_empty());
}

#[test]
fn rotation_rows_that_cannot_hold_are_refused() {
    let head = "rotation,party,zone,row,people,start,end,unit,length,weekdays,from,to\n";
    let rows = [
        "r,ops,UTC,layer,a,2026-08-31T09:00,,week,1,Fri-Mon,22:00,6:00",
        "r,dev,UTC,layer,a,2026-08-31T09:00,,week,1,,,",
        "s,,UTC,layer,a,2026-08-31T09:00,,week,1,,,",
        "s,ops,UTC,layer,,2026-08-31T09:00,,week,1,,,",
        "s,ops,UTC,layer,a,2026-08-31T09:00+02:00,,week,1,,,",
        "s,ops,UTC,layer,a,2026-08-31T09:00,2026-08-30T09:00,week,1,,,",
        "s,ops,UTC,layer,a,2026-08-31T09:00,,fortnight,1,,,",
        "s,ops,UTC,layer,a,2026-08-31T09:00,,week,0,,,",
        "s,ops,UTC,layer,a,2026-08-31T09:00,,week,1,8,,",
        "s,ops,UTC,layer,a,2026-08-31T09:00,,week,1,,25:00,",
        "r,ops,UTC,override,a,2026-08-31T09:00,2026-08-31T09:00,,,,,",
        "t,,Europe/Berlin,override,b,2026-08-31T09:00,2026-08-31T10:00Z,,,,,",
    ];
    let found = read("rotations.csv", format!("{head}{}\n", rows.join("\n")));
    let rotations = only!(found, Rotation);
    assert_eq!(rotations.len(), 1);
    assert_eq!(
        rotations[0].layers[0].active[0],
        ActiveHours { weekdays: vec![1, 5, 6, 7], from: "22:00".into(), to: "06:00".into() }
    );
    assert_eq!(found.rejected_total, 10, "{:?}", found.rejected);
    let alone = found.facts.iter().find_map(|(_, fact)| match fact {
        gemba_intake::Fact::Override { rotation, span } => Some((rotation.clone(), span.clone())),
        _ => None,
    });
    let (rotation, span) = alone.unwrap();
    assert_eq!((rotation.as_str(), span.from, span.to), ("t", at("2026-08-31T07:00:00Z"), at("2026-08-31T10:00:00Z")));
}

#[test]
fn knowledge() {
    let cards = only!(read("knowledge.csv", KNOWLEDGE), Knowledge);
    assert_eq!(cards[0].id.as_str(), "terminal-gateway-blast-radius");
    assert_eq!(cards[0].holders, ["eilidh".into(), "marek".into()]);
    assert_eq!(cards[0].exercised, Some(at("2026-09-22T23:00:00Z")));
}

#[test]
fn jira_traps() {
    let found = read("Jira.csv", JIRA);
    let items = only!(found, WorkItem);
    assert_eq!(items[0].title, "Click & collect,\nfor everybody");
    assert_eq!((items[0].kind, items[0].state), (WorkKind::Feature, WorkState::Todo));
    assert_eq!(items[0].labels, ["web", "till"]);
    assert_eq!(items[0].created, Some(at("2024-03-12T09:41:00Z")));
    assert_eq!(items[1].created, Some(at("2025-06-21T15:14:00Z")));
    assert_eq!((items[1].kind, items[1].state), (WorkKind::Fix, WorkState::Doing));
    assert_eq!(items[1].failure_mode.as_ref().unwrap().as_str(), "card-terminal-times-out");
    // Story points are kept, and do not become weeks.
    assert_eq!(items[0].duration_weeks.as_ref().unwrap().range, Range::point(exact("5")));
    assert_eq!(items[0].extra.get("custom field (story points)").as_ref().and_then(|cell| cell.as_str()), Some("8"));
}

#[test]
fn jira_without_the_fields_is_not_rankable_and_nothing_is_invented() {
    let text = "Summary,Issue key,Issue Type,Status,Resolution,Priority,Custom field (Story Points),Original Estimate\n\
                A,X-1,Spike,Weird,,High,13,38h\nB,X-2,Bug,Closed,Won't Do,High,,\nC,X-3,Story,Closed,Done,,,,surplus\n";
    let found = read("j.csv", text);
    let items = only!(found, WorkItem);
    assert_eq!((&items[0].cost_of_delay, &items[0].duration_weeks, items[0].kind), (&None, &None, WorkKind::Feature));
    assert_eq!(
        items.iter().map(|item| item.state).collect::<Vec<_>>(),
        [WorkState::Todo, WorkState::Dropped, WorkState::Done]
    );
    let said = found.remarks.join(" ");
    assert!(said.contains("`Spike`") && said.contains("`Weird`") && said.contains("more cells"), "{said}");
}

#[test]
fn jira_in_another_language_says_what_was_expected() {
    let text = "Zusammenfassung,Vorgangsschlüssel,Vorgangs-ID,Vorgangstyp,Status,Projekt\nX,TILL-1,10,Bug,Offen,T\n";
    assert_eq!(gemba_intake::detect("Jira.csv", text.as_bytes()).map(|found| found.name()), Ok("jira-csv"));
    let error = read_as("jira-csv", "Jira.csv", text.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("`summary`, `issue key`, `issue type`") && error.contains("vorgangsschlüssel"), "{error}");
}

#[test]
fn counts_by_file_name_or_by_column() {
    let found = read(
        "pay.within-2-s.csv",
        "time,good,total\n1795348800,104,105\n\"1795348860\", 99 ,101\r\n2026-11-22T12:02:00Z,5,4\nsoon,1,1\n1,-1,1\n1795348860,1\n",
    );
    assert_eq!(found.counts.len(), 2);
    assert_eq!(found.counts[0].0, "pay.within-2-s");
    assert_eq!(
        (found.counts[1].1.minute, found.counts[1].1.good, found.counts[1].1.total),
        (1_795_348_860 / 60, 99, 101)
    );
    assert_eq!(places(&found), ["line 4, good", "line 5, time", "line 6, good", "line 7, total"]);
    let found = read("c.csv", "total;sli;time;good\n105;pay;1795348800;104\n7;find;1795348800;7\n7;;1795348800;7\n");
    assert_eq!(
        found.counts.iter().map(|(sli, count)| (sli.as_str(), count.good)).collect::<Vec<_>>(),
        [("pay", 104), ("find", 7)]
    );
    let read = read_counts(&mut "time,good,total\n120,1,2\n60,1,1\n121,3,3\n".as_bytes(), "x.csv").unwrap();
    assert_eq!(
        read.found.iter().map(|count| (count.minute, count.good, count.total)).collect::<Vec<_>>(),
        [(1, 1, 1), (2, 4, 5)]
    );
}
