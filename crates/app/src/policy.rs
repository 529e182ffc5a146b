//! Who may do what: one function, deny by default.

use gemba_model::api::{ApiError, ErrorCode};
use gemba_model::{Actor, Party};

/// What a use case asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Capability {
    /// Look at everything. Everybody.
    Look,
    /// Import, configure, back up, change rotations. Everybody who holds the file, also before they have said who they
    /// are: a new workspace has no people yet.
    Arrange,
    /// Open, acknowledge, hand over, resolve incidents. Ops and Dev; Product too while it is on duty, so every party.
    Respond,
    /// Write notes and name failure modes. Every party.
    Note,
    /// Change work items. Dev and Product; Ops comment by notes on incidents.
    EditBacklog,
    /// Write down and judge decisions. Every party.
    Decide,
    /// Sign, for one's own party only. Every party; never a machine.
    Sign,
}

impl Capability {
    /// All of them, for the test that asserts the whole matrix.
    pub const ALL: [Capability; 7] = [
        Capability::Look,
        Capability::Arrange,
        Capability::Respond,
        Capability::Note,
        Capability::EditBacklog,
        Capability::Decide,
        Capability::Sign,
    ];
}

/// Whether a flag gives a capability. `None` is a viewer.
pub fn may(party: Option<Party>, capability: Capability) -> bool {
    match (party, capability) {
        (_, Capability::Look | Capability::Arrange) => true,
        (None, _) => false,
        (Some(Party::Ops), Capability::EditBacklog) => false,
        (
            Some(_),
            Capability::Respond | Capability::Note | Capability::EditBacklog | Capability::Decide | Capability::Sign,
        ) => true,
    }
}

/// Refuses what a flag does not give.
///
/// # Errors
/// `Forbidden`, with who may.
pub fn check(actor: &Actor, capability: Capability) -> Result<(), ApiError> {
    if may(actor.party, capability) {
        return Ok(());
    }
    let (message, help) = match (actor.party, capability) {
        (None, _) => (
            "This speaks for a party, and nobody is known to be asking.",
            "Say who you are and for which party you work.",
        ),
        (Some(_), Capability::EditBacklog) => {
            ("Ops do not change the backlog.", "Dev or Product can; add a note to the incident instead.")
        }
        (Some(_), _) => ("Your party may not do this.", ""),
    };
    Err(ApiError::new(ErrorCode::Forbidden, message, help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_matrix_is_as_agreed() {
        for capability in Capability::ALL {
            assert_eq!(
                may(None, capability),
                matches!(capability, Capability::Look | Capability::Arrange),
                "viewer, {capability:?}"
            );
            assert!(may(Some(Party::Dev), capability), "dev, {capability:?}");
            assert!(may(Some(Party::Product), capability), "product, {capability:?}");
            assert_eq!(may(Some(Party::Ops), capability), capability != Capability::EditBacklog, "ops, {capability:?}");
        }
    }
}
