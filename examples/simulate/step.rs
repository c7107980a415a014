//! Steps as data: what happens, and the seed of all chance in it.

use crate::random::Random;

/// Declares the acts with their weights.
macro_rules! acts {
    ($($(#[$meta:meta])* $act:ident $weight:literal $group:ident,)+) => {
        /// Something that happens on one device.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Act { $($(#[$meta])* $act,)+ }

        /// All acts: how often each happens by weight, and what it is to a run.
        const WEIGHTS: &[(Act, u32, Role)] = &[$((Act::$act, $weight, Role::$group),)+];
    };
}

/// What an act is to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Ordinary use.
    Use,
    /// Something that ordinary use never does to a record: honest runs have none of these.
    Attack,
    /// Something that happens to a device.
    Fault,
    /// A comparison.
    Check,
}

acts! {
    /// A user makes a record.
    Create 40 Use,
    /// A user opens a form; it stays open while other things happen.
    Open 80 Use,
    /// A user saves an open form.
    Save 90 Use,
    /// A user opens a form and saves it at once.
    Edit 170 Use,
    /// A user deletes a record.
    Delete 30 Use,
    /// A user restores a record.
    Restore 20 Use,
    /// A user settles a conflict.
    Settle 25 Use,
    /// A user exports a file.
    Export 120 Use,
    /// A file arrives somewhere.
    Import 220 Use,
    /// A tab hears what others saved.
    Hear 30 Use,
    /// IndexedDB completes what it was given.
    Finish 20 Use,
    /// The store compacts.
    Compact 18 Use,
    /// A person keeps shards in IndexedDB only, or in both homes again.
    KeepShards 40 Use,
    /// A person accepts what is missing.
    AcceptLosses 14 Use,
    /// Another tab opens.
    SecondTab 110 Fault,
    /// A tab closes.
    CloseTab 50 Use,
    /// The browser closes and opens.
    Restart 8 Use,
    /// The present state of the disk is remembered, as by a backup program.
    Remember 30 Use,
    /// Somebody makes a file with saves that no program wrote.
    Forge 20 Attack,
    /// Somebody makes a file in which a dot has another content.
    CloneDot 14 Attack,
    /// A user accepts that some saves will not come.
    AcceptGap 130 Attack,
    /// The clock is set.
    ClockJump 10 Fault,
    /// The device dies within some act, and its disk forgets something.
    Crash 110 Fault,
    /// A home is full for a while.
    Quota 33 Fault,
    /// The whole store is copied to another device.
    CloneStore 55 Fault,
    /// The disk goes back to what a backup program remembered.
    RestoreBackup 55 Fault,
    /// The store is wiped.
    Wipe 22 Fault,
    /// One home goes back to an earlier state, the other does not.
    Revert 20 Fault,
    /// The browser takes IndexedDB away; a file brings back what that loses.
    Evict 24 Fault,
    /// IndexedDB cannot be opened for one start.
    StartApart 24 Fault,
    /// A newer version writes, or the device is updated to it.
    Newer 16 Fault,
    /// A text in one home is damaged.
    Damage 10 Fault,
    /// A user takes a file, sometimes works on, undoes the import, and sometimes takes it again.
    UndoImport 40 Use,
    /// A user moves records into an archive file.
    Archive 35 Use,
    /// A user clears deleted records away.
    Purge 20 Use,
    /// A user lets what was saved upon dropped saves be seen.
    SeeThrough 20 Attack,
    /// A user ends a drop.
    Reopen 30 Use,
    /// A user erases a record for good.
    Erase 8 Use,
    /// A user says that two records are the same thing.
    Join 60 Attack,
    /// A user says that two records are not the same thing.
    Unjoin 35 Attack,
    /// A user edits records that are read as one.
    EditJoined 40 Attack,
    /// A user sends a numbered file, with all or with what is new since the last.
    SendNews 40 Use,
    /// A sample is opened, edited or removed.
    Sample 50 Use,
    /// Records are compared with the plain definition.
    CheckDefinition 8 Check,
    /// The merge laws are tried on what devices hold.
    CheckLaws 6 Check,
    /// Folded copies of replicas are compared with full ones.
    CheckFold 8 Check,
    /// A replica is rebuilt in another order.
    CheckRebuilt 8 Check,
}

/// One thing that happens, with the seed of everything drawn in it: leaving out another step changes nothing here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What happens.
    pub act: Act,
    /// The seed of its draws.
    pub seed: u64,
}

/// What a seed stands for.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many devices there are: 2 to 12.
    pub devices: usize,
    /// How many records a device holds before its users make no more: few records have long histories.
    pub records: usize,
    /// The seed of what the devices are like.
    pub seed: u64,
    /// What happens.
    pub steps: Vec<Step>,
}

impl Plan {
    /// The plan of a seed. Each has weights of its own, so that rare acts meet each other in some.
    pub fn of(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let (is_honest, is_calm) = (random.percent(50), random.percent(40));
        let weights: Vec<(Act, u32)> = WEIGHTS
            .iter()
            .map(|&(act, weight, role)| {
                let factor = match (role, random.below(8)) {
                    (Role::Attack, _) if is_honest => 0,
                    (Role::Fault, _) if is_calm => 1,
                    (Role::Attack | Role::Fault, 0) => 0,
                    (Role::Attack | Role::Fault, 1) => 20,
                    (Role::Use, 0) => 2,
                    _ => 10,
                };
                (act, weight * factor)
            })
            .collect();
        let devices = 2 + random.below(11);
        let count = 50 + random.below(351);
        let steps = (0..count).map(|_| Step { act: choose(&weights, &mut random), seed: random.draw() }).collect();
        Self { devices, records: 1 + random.below(12), seed: random.draw(), steps }
    }
}

fn choose(weights: &[(Act, u32)], random: &mut Random) -> Act {
    let total: u32 = weights.iter().map(|(_, weight)| weight).sum();
    let mut left = random.below(total as usize) as u32;
    for &(act, weight) in weights {
        if left < weight {
            return act;
        }
        left -= weight;
    }
    weights[0].0
}
