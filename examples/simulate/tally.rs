//! What a run met: work done, faults injected, branches of merging taken.

/// Declares the things that are counted: group, name in the table.
macro_rules! events {
    ($($group:ident { $($event:ident = $name:literal,)+ })+) => {
        /// Something that is counted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Event { $($(#[doc = $name] $event,)+)+ }

        /// All events with their groups and names, in the order of their numbers.
        pub const EVENTS: &[(Event, Group, &str)] = &[$($((Event::$event, Group::$group, $name),)+)+];
    };
}

/// What kind of thing an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Something done.
    Work,
    /// A fault that was injected.
    Fault,
    /// A way that merging went.
    Branch,
    /// A comparison that was made.
    Check,
}

events! {
    Work {
        Steps = "steps",
        Saves = "saves by users",
        Merges = "merges of files",
        MergesEmpty = "merges that brought nothing",
        MergesByLine = "merges by the fast lane",
        Exports = "files written",
        Heard = "entries heard from another tab",
        Starts = "starts",
        Compactions = "compactions",
        Forms = "forms opened",
        Settles = "conflicts settled",
    }
    Fault {
        FileLost = "file lost",
        FileDoubled = "file doubled",
        FileStale = "file stale",
        FileTruncated = "file truncated",
        FileFlipped = "file with a flipped bit",
        FileNewer = "file of a newer version",
        FileForeignMember = "file with members of a later version",
        FileSubset = "file with a subset of records",
        FileBare = "file with bare edits",
        FileWithheld = "file with withheld fields",
        ForgedAfter = "forged predecessors",
        ForgedHeight = "forged predecessor not below its save",
        ForgedReach = "forged height out of reach",
        ForgedDot = "cloned dot",
        ClockJump = "clock jumped",
        StoreCloned = "store cloned",
        BackupRestored = "backup restored",
        Crash = "crash",
        CrashMidWrite = "crash that stopped a write",
        SuffixLost = "suffix lost",
        MiddleLost = "middle batch lost",
        LocalReverted = "local storage reverted",
        DurableReverted = "IndexedDB reverted",
        Damaged = "text damaged in one home",
        Quota = "storage full",
        SaveRefused = "save refused by full homes",
        Wiped = "store wiped",
        SecondTab = "second tab",
        OneHome = "start with one home",
        ShardsApart = "shards kept in IndexedDB only",
        ShardsBack = "shards kept in both homes again",
        Evicted = "IndexedDB wiped",
        EvictedApart = "IndexedDB with the only shards wiped",
        LossNamed = "loss named",
        LossAccepted = "loss accepted",
        Apart = "start without IndexedDB",
        Newer = "newer version began to write",
        NewerRefused = "save refused beside a newer version",
        Behind = "drop of another tab read before saving",
        CrashInStart = "crash within a start",
        LocalCompacted = "local storage alone compacted",
        BulkApart = "many saves into IndexedDB only",
        Tight = "many saves refused for want of room",
        SampleRemoved = "sample removed",
        SampleLate = "late edit of a removed sample",
    }
    Branch {
        ConcurrentField = "same field, different values",
        ConcurrentEqual = "same field, equal values",
        ConcurrentFields = "different fields side by side",
        DeleteEdit = "delete against edit",
        DeleteDelete = "delete against delete",
        DeleteRestore = "delete against restore",
        RestoreEdit = "restore against edit",
        Undeleted = "deleted no longer",
        Waiting = "save waits",
        WaitingEnded = "waiting ended",
        Incomplete = "record incomplete",
        CloneShape = "clone with another shape",
        CloneTorn = "clone with another value",
        ContentNamed = "predecessor named by content",
        StandIn = "gap accepted",
        StandInFilled = "accepted gap filled",
        ForgedDropped = "forged predecessor dropped",
        WithheldNewest = "newest value withheld",
        WithheldFilled = "withheld value filled",
        Settled = "conflict ended",
        StaleForm = "form saved on older heads",
        ImportUndone = "import undone",
        ImportRetaken = "undone import taken again",
        OwnSaveWaits = "own save upon an undone import",
        SavedUponDropped = "form saved on what was dropped",
        SeenThrough = "dropped saves seen through",
        DropEnded = "drop ended later",
        SavedBesideGhosts = "save that met dropped ones",
        Archived = "records archived",
        ArchiveReopened = "archive reopened at once",
        Purged = "deleted records purged",
        Erased = "record erased",
        EraseMet = "save refused on what was erased",
        EraseObeyed = "erasure taken from a file",
        Joined = "records joined",
        Unjoined = "join taken apart",
        JoinedEdit = "edit of joined records",
        NewsSent = "file of news",
        UnknownKind = "unknown kind merged",
        UnknownField = "unknown field merged",
    }
    Check {
        CheckDefinition = "records against the definition",
        CheckIntention = "records against what users saw",
        CheckLaws = "merge laws through files",
        CheckRebuilt = "replicas rebuilt",
        CheckPromises = "saves promised and found",
        CheckReimport = "own exports imported again",
        CheckPreview = "previews against what came true",
        CheckForgotten = "homes searched for what was dropped",
        CheckHealed = "losses healed by an import",
        CheckFold = "records folded and compared",
        CheckLanes = "both lanes on one file",
        CheckSecret = "files searched for secrets",
    }
}

/// How often each event happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally([u64; EVENTS.len()]);

impl Tally {
    /// Nothing happened yet.
    pub fn new() -> Self {
        Self([0; EVENTS.len()])
    }

    /// Counts an event.
    pub fn add(&mut self, event: Event) {
        self.add_all(event, 1);
    }

    /// Counts an event several times.
    pub fn add_all(&mut self, event: Event, times: usize) {
        self.0[event as usize] += times as u64;
    }

    /// How often an event happened.
    pub fn count(&self, event: Event) -> u64 {
        self.0[event as usize]
    }

    /// Adds another run's events.
    pub fn join(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(&other.0) {
            *sum += more;
        }
    }

    /// The faults and branches that happened less often than required.
    pub fn lacking(&self, required: u64) -> Vec<&'static str> {
        let counts = |group: Group| matches!(group, Group::Fault | Group::Branch);
        let few = EVENTS.iter().filter(|(event, group, _)| counts(*group) && self.count(*event) < required);
        few.map(|(_, _, name)| *name).collect()
    }

    /// The table that people read.
    pub fn table(&self) -> String {
        let mut text = String::new();
        let groups = [Group::Work, Group::Fault, Group::Branch, Group::Check];
        for (group, title) in groups.into_iter().zip(["work", "faults", "branches", "checks"]) {
            text.push_str(&format!("{title}\n"));
            for (event, _, name) in EVENTS.iter().filter(|(_, of, _)| *of == group) {
                text.push_str(&format!("  {name:<42}{:>14}\n", self.count(*event)));
            }
        }
        text
    }
}
