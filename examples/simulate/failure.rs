//! What can be wrong, and where it was seen.

use std::fmt;

/// Declares the laws and the list of all of them.
macro_rules! invariants {
    ($($(#[$meta:meta])* $law:ident,)+) => {
        /// A law that every run keeps.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Invariant { $($(#[$meta])* $law,)+ }

        /// All laws.
        pub const INVARIANTS: &[Invariant] = &[$(Invariant::$law,)+];
    };
}

invariants! {
    /// What was shown as kept or saved, and whose home did not fail, is found at the next start.
    Promised,
    /// Equal sets of saves are equal canonical bytes and equal views, however they came together.
    SameSetSameView,
    /// Merging through files is commutative, associative and idempotent.
    MergeLaws,
    /// What was deleted stays so until somebody saves something that the delete had not seen.
    DeletedStays,
    /// A dot with two contents is listed.
    ClonesListed,
    /// What is refused, a file or a save, changes nothing.
    RefusedChangesNothing,
    /// A good file is taken.
    GoodTaken,
    /// A damaged file is refused, unless the damage does not touch its content.
    DamagedRefused,
    /// Every concurrent difference of the values held is listed as a conflict.
    ConflictsListed,
    /// A save comes after what its user saw, and after nothing else.
    Intention,
    /// A withheld value is not in the file.
    WithheldStays,
    /// One's own export brings nothing new.
    OwnExport,
    /// What is seen is the plain definition.
    Definition,
    /// No two presses of "save" get one dot.
    DotsUnique,
    /// A save is refused only where no home has room.
    SaveTaken,
    /// A save settles what it sets.
    SaveSettles,
    /// What applying reports is what was new.
    DeltaRight,
    /// What was dropped is not seen, and all else is, until the drop is ended.
    DroppedStays,
    /// What was erased is never there again.
    ErasedStays,
    /// An import undone and taken again, or records archived and reopened, are as before.
    AsBefore,
    /// Joined records are read as the definition says, and a save upon them settles what it sets.
    JoinedAsOne,
    /// A file of news and the one before it hold together all that a full file holds.
    NewsWhole,
    /// What a preview shows comes true.
    PreviewTrue,
    /// Folded copies show together what full ones do.
    FoldedSame,
    /// The values of what was dropped are in no home after a compaction.
    DroppedCleared,
    /// A tab saves nothing before it has read what another dropped.
    DropsRead,
    /// What is gone though a manifest stands for it is said to be missing, all of it.
    LossNamed,
    /// An import of what was exported before brings back what was lost.
    LossHealed,
    /// What a newer version wrote is read and never written over.
    NewerUntouched,
    /// A removed sample stays removed.
    RemovedStays,
    /// A store that nothing happened to reports no loss.
    NoFalseAlarm,
    /// In the end all devices hold and show the same.
    Converged,
    /// The program does not panic.
    NoPanic,
}

/// A law that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Which law.
    pub invariant: Invariant,
    /// What was seen.
    pub detail: String,
}

impl Failure {
    /// A failure; the detail is for people.
    pub fn new(invariant: Invariant, detail: impl Into<String>) -> Self {
        Self { invariant, detail: detail.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.invariant, self.detail)
    }
}

/// Fails with a detail unless a law holds.
pub fn ensure(holds: bool, invariant: Invariant, detail: impl FnOnce() -> String) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(Failure::new(invariant, detail())) }
}
