//! Records in memory while changes are folded into them.

use gemba_model::{
    Decision, FailureMode, Incident, Journey, KnowledgeCard, Objective, Person, Record, RecordKind, Rotation, Service,
    Settings, Team, WorkItem,
};
use std::collections::HashMap;

macro_rules! any_record {
    ($($kind:ident($type:ty)),+ $(,)?) => {
        /// A record of any kind.
        #[derive(Clone, Debug, PartialEq)]
        pub enum AnyRecord {
            $(#[doc = concat!("[`", stringify!($type), "`]")] $kind(Box<$type>),)+
        }

        impl AnyRecord {
            /// Its kind.
            pub fn kind(&self) -> RecordKind {
                match self { $(Self::$kind(_) => RecordKind::$kind,)+ }
            }

            /// Its identifier within the kind.
            pub fn id(&self) -> &str {
                match self { $(Self::$kind(record) => record.record_id(),)+ }
            }

            /// The text under which it is stored.
            ///
            /// # Errors
            /// When it holds what JSON cannot hold.
            pub fn to_json(&self) -> serde_json::Result<String> {
                match self { $(Self::$kind(record) => serde_json::to_string(record),)+ }
            }

            /// Reads the stored text of a record of a kind.
            ///
            /// # Errors
            /// When the text is not such a record.
            pub fn from_json(kind: RecordKind, text: &str) -> serde_json::Result<Self> {
                Ok(match kind { $(RecordKind::$kind => Self::$kind(serde_json::from_str(text)?),)+ })
            }
        }

        $(impl From<Box<$type>> for AnyRecord {
            fn from(record: Box<$type>) -> Self {
                Self::$kind(record)
            }
        })+
    };
}

any_record! {
    Settings(Settings),
    Person(Person),
    Team(Team),
    Service(Service),
    Journey(Journey),
    Objective(Objective),
    FailureMode(FailureMode),
    Incident(Incident),
    WorkItem(WorkItem),
    Rotation(Rotation),
    Knowledge(KnowledgeCard),
    Decision(Decision),
}

/// One record, or the certainty that there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The record; `None` when there is none.
    pub value: Option<AnyRecord>,
    /// The entry that changed it last.
    pub seq: u64,
    /// Whether it changed since it was loaded.
    pub dirty: bool,
}

/// The records that a fold works on. Whoever folds a change loads what [`super::needs`] names before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shelf {
    slots: [HashMap<String, Slot>; RecordKind::ALL.len()],
    /// Incidents opened so far; the next one has this number plus one.
    pub incidents: u32,
    /// Decisions recorded so far.
    pub decisions: u32,
}

impl Shelf {
    /// Whether the shelf knows about a record: that it is there, or that it is not.
    pub fn knows(&self, kind: RecordKind, id: &str) -> bool {
        self.slots[kind as usize].contains_key(id)
    }

    /// Puts a stored record on the shelf, or the certainty that there is none.
    pub fn load(&mut self, kind: RecordKind, id: &str, value: Option<AnyRecord>, seq: u64) {
        self.slots[kind as usize].insert(id.to_owned(), Slot { value, seq, dirty: false });
    }

    /// A record.
    pub fn get(&self, kind: RecordKind, id: &str) -> Option<&AnyRecord> {
        self.slots[kind as usize].get(id)?.value.as_ref()
    }

    /// A record to change.
    pub(super) fn get_mut(&mut self, kind: RecordKind, id: &str) -> Option<&mut AnyRecord> {
        self.slots[kind as usize].get_mut(id)?.value.as_mut()
    }

    /// Puts a new record or a new version of one.
    pub(super) fn put(&mut self, record: AnyRecord, seq: u64) {
        let id = record.id().to_owned();
        self.slots[record.kind() as usize].insert(id, Slot { value: Some(record), seq, dirty: true });
    }

    /// Takes a record away.
    pub(super) fn remove(&mut self, kind: RecordKind, id: &str, seq: u64) {
        self.slots[kind as usize].insert(id.to_owned(), Slot { value: None, seq, dirty: true });
    }

    /// Notes that a record was changed by an entry.
    pub(super) fn mark(&mut self, kind: RecordKind, id: &str, seq: u64) {
        if let Some(slot) = self.slots[kind as usize].get_mut(id) {
            slot.seq = seq;
            slot.dirty = true;
        }
    }

    /// Everything that changed since it was loaded, in the order in which it is stored.
    pub fn dirty(&self) -> Vec<(RecordKind, &str, &Slot)> {
        self.sorted(|slot| slot.dirty)
    }

    /// All records, in the order in which they are stored.
    pub fn all(&self) -> Vec<(RecordKind, &str, &Slot)> {
        self.sorted(|slot| slot.value.is_some())
    }

    fn sorted(&self, keep: impl Fn(&Slot) -> bool) -> Vec<(RecordKind, &str, &Slot)> {
        let mut kinds = RecordKind::ALL;
        kinds.sort_by_key(|kind| kind.key());
        let mut found = Vec::new();
        for kind in kinds {
            let start = found.len();
            found.extend(
                self.slots[kind as usize]
                    .iter()
                    .filter(|(_, slot)| keep(slot))
                    .map(|(id, slot)| (kind, id.as_str(), slot)),
            );
            found[start..].sort_unstable_by_key(|(_, id, _)| *id);
        }
        found
    }
}
