//! Bugs planted on purpose, one at a time, to see that the tests notice each.
//!
//! Every bug is one condition at the place where it would be made. Without the feature `planted` each condition is
//! `false` when it is compiled, and nothing of a bug is in the program; with it, the environment says which one is
//! planted in this process. The program for the browser never has the feature.
//!
//! Must not do anything but answer whether a bug is planted.

#[cfg(all(feature = "planted", feature = "browser"))]
compile_error!("what people use must not have bugs planted: build `planted` with --no-default-features");

/// Names the bug that is planted in this process.
#[cfg(feature = "planted")]
pub const VARIABLE: &str = "SANYOU_PLANT";

/// What is expected to notice a bug.
#[cfg(feature = "planted")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detector {
    /// The device simulator.
    Simulator,
    /// The merge laws against the plain definition.
    Laws,
    /// The vectors and properties of the file format.
    Format,
    /// The tests of the store and its homes.
    Store,
    /// The unit tests of the library.
    Unit,
}

/// Declares the bugs and what is known of each.
macro_rules! bugs {
    ($($bug:ident $place:literal $detector:ident $description:literal,)+) => {
        /// A bug that can be planted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Bug { $(#[doc = $description] $bug,)+ }

        #[cfg(feature = "planted")]
        impl Bug {
            /// All bugs.
            pub const ALL: &[Self] = &[$(Self::$bug,)+];

            /// What the bug does, in one sentence.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self { $(Self::$bug => $description,)+ }
            }

            /// The source file that it is planted in.
            #[must_use]
            pub fn place(self) -> &'static str {
                match self { $(Self::$bug => $place,)+ }
            }

            /// What is expected to notice it, the cheapest where several do.
            #[must_use]
            pub fn detector(self) -> Detector {
                match self { $(Self::$bug => Detector::$detector,)+ }
            }
        }
    };
}

bugs! {
    ContextPerDocument "src/replica/view.rs" Simulator
        "A save covers every save of a smaller height, as with one causal context for the whole document.",
    KeptSession "examples/simulate/device.rs" Simulator
        "A session id that the disk remembers is used again after a restart, a restore or a copy.",
    DeleteWins "src/replica/view.rs" Simulator
        "A delete beside an edit or a restore that it had not seen deletes the record, unsaid.",
    TrimmedEarly "src/store.rs" Store
        "Compaction trims the journal before the snapshot is safe.",
    UndoAsSaves "src/replica/drops.rs" Laws
        "The undo of an import supersedes what it brought instead of dropping it, so importing it again brings nothing.",
    SampleResurrected "src/store/home.rs" Store
        "A transaction does not ask whether the workspace was removed: a second tab brings a removed sample back.",
    SavedOnNewest "src/replica.rs" Simulator
        "A form is saved upon the newest heads instead of those it displayed.",
    HeightOfDisplayed "src/replica.rs" Simulator
        "A save's height is one more than what its form displayed, whatever else is held.",
    EqualHeight "src/replica/record.rs" Laws
        "A save may name one of its own height as one it comes after.",
    ClockDecides "src/replica/view.rs" Laws
        "Where one value is needed, the latest by the clock is taken.",
    ConflictHidden "src/replica/view.rs" Simulator
        "Different values side by side are not called a conflict.",
    CloneUnnoticed "src/replica/view.rs" Laws
        "A dot with two values in one content is not noticed as a clone.",
    AfterCoversClones "src/replica/view.rs" Simulator
        "A save that names a cloned dot without a hash covers all its contents.",
    WaitingSeen "src/replica/view.rs" Simulator
        "A save is seen before the saves it comes after have arrived.",
    JoinedForeign "src/replica/view.rs" Laws
        "Records read as one ignore what their saves name in each other.",
    WithheldOverwrites "src/replica/record.rs" Laws
        "A withheld value overwrites a known one.",
    WithheldNameDropped "src/replica/lines.rs" Laws
        "The name of a field whose value is withheld does not travel.",
    UnknownFieldDropped "src/replica/lines.rs" Simulator
        "A field that only a later version knows is dropped on writing.",
    ValueUnexplained "src/replica/lines.rs" Format
        "A value in place that none of its saves set is read over in silence.",
    FoldForgetsNewest "src/replica/past/fold.rs" Laws
        "Folding keeps only one of the newest values that stand side by side.",
    CanonicalUnfolded "src/replica.rs" Laws
        "The canonical bytes hold superseded values.",
    LaneValueUnchecked "src/replica/row.rs" Format
        "The fast lane takes a line with the wrong values in place.",
    LaneFillsNothing "src/replica/row.rs" Laws
        "The fast lane merges without filling a withheld value.",
    LaneIgnoresWaiting "src/replica/row.rs" Laws
        "The fast lane takes a save as readable whose predecessor is missing.",
    LaneForgetsConflict "src/replica/row.rs" Laws
        "The fast lane lets a concurrent value supersede another.",
    WithheldLeaves "src/replica.rs" Simulator
        "A value that is to be withheld leaves with the file.",
    ErasedComesBack "src/replica.rs" Laws
        "A file brings back a record that was erased for good.",
    ThroughForgotten "src/replica/drops.rs" Laws
        "What a person chose to see without what was dropped waits all the same.",
    EndedForgotten "src/replica/drops.rs" Laws
        "A drop that was ended still drops.",
    UndoTakesAll "src/replica/past/undo.rs" Laws
        "Taking a save back also takes back what other saves set.",
    AsOfWithoutAncestors "src/replica/past.rs" Laws
        "The past shows a save without the saves it comes after.",
    StandInDoubled "src/replica/view.rs" Laws
        "A save that stands for a missing one counts as another content once that arrives.",
    DigestUnchecked "src/exchange/envelope.rs" Format
        "A file is read whatever its digest is.",
    TruncatedAccepted "src/exchange/envelope.rs" Format
        "A file that ends early is read as far as it goes.",
    DropsTravel "src/exchange/envelope.rs" Format
        "Drops that are no erasures leave with a file.",
    ManifestHoldsAll "src/exchange/manifest.rs" Format
        "A record that the receiver has in another state counts as one it has.",
    MigrationSkipped "src/exchange/migrations.rs" Format
        "A file of an older version is read as one of this version.",
    CopyUnnoticed "src/exchange/sequence.rs" Format
        "Two files with one number in one series are taken for files of one machine.",
    ReadBackSkipped "src/store.rs" Store
        "An entry is called kept though the next start would refuse to read it.",
    ShardUnread "src/store/plan.rs" Store
        "A compaction does not read its new shards back before it removes what they cover.",
    DamagedRemoved "src/store/plan.rs" Store
        "A compaction removes parts that it could not read.",
    DamageUnreported "src/store/parts.rs" Store
        "A damaged part is read as an empty one.",
    SumUnchecked "src/store/entry.rs" Store
        "An entry is read whatever its checksum is.",
    HealOverwrites "src/store/parts.rs" Store
        "Of two whole texts under one key the later one read overwrites the other.",
    TombstoneIgnored "src/store.rs" Store
        "Local storage takes an entry of a workspace that was removed.",
    GapUnnoticed "src/store/gaps.rs" Store
        "Entries missing between others are not noticed.",
    ChainUnchecked "src/store/parts.rs" Store
        "An entry is not compared with what the next one says came before it.",
    LossUnnoticed "src/store/parts.rs" Store
        "A shard that the manifest names and no home has is read as empty.",
    MarkIgnored "src/store/home.rs" Store
        "A tab that has not read what another dropped goes on appending.",
    NewerOverwritten "src/store/home.rs" Store
        "What a newer version wrote is written over.",
    DroppedUncleared "src/store/plan.rs" Store
        "The values of what was dropped on purpose stay in the store.",
    GrowthUnstopped "src/store.rs" Store
        "Many saves at once fill local storage up to the last character.",
    ShardsLeftFirst "src/store.rs" Store
        "Shards that IndexedDB alone is to keep leave local storage before IndexedDB has them.",
    ManifestFirst "src/store.rs" Store
        "A manifest is copied before the shards that it names.",
    TrimmedAtOnce "src/store.rs" Store
        "Where there is no IndexedDB, a compaction removes the old parts at once.",
    NewsTakenForStale "src/store/parts.rs" Store
        "An older part is removed though it brings what newer ones do not hold.",
    LossForgotten "src/store/plan.rs" Store
        "A compaction forgets which shards are known to be lost.",
    EndOverlooked "src/store/plan.rs" Store
        "A compaction clears what was taken again, because only local storage has the end of the drop.",
}

/// Tells whether a bug is planted in this process.
#[cfg(not(feature = "planted"))]
#[must_use]
#[inline(always)]
pub const fn planted(_: Bug) -> bool {
    false
}

/// Tells whether a bug is planted in this process.
///
/// # Panics
/// When the environment names a bug that there is not: a test of that would prove nothing.
#[cfg(feature = "planted")]
#[must_use]
pub fn planted(bug: Bug) -> bool {
    static PLANTED: std::sync::OnceLock<Option<Bug>> = std::sync::OnceLock::new();
    let read = || {
        let name = std::env::var(VARIABLE).ok()?;
        let named = Bug::ALL.iter().copied().find(|bug| format!("{bug:?}") == name);
        Some(named.unwrap_or_else(|| panic!("{VARIABLE} names no bug: {name}")))
    };
    *PLANTED.get_or_init(read) == Some(bug)
}
