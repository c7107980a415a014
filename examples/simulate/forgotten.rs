//! Looks for what was dropped on purpose in the texts of both homes.

use sanyou::model::{Name, Value};
use sanyou::replica::drops::is_drop;
use sanyou::replica::{DELETED, Replica, Saved};
use sanyou::store::entry;

use crate::disk::Content;
use crate::failure::{Failure, Invariant, ensure};

/// What a line of a drop has.
const DROP_KIND: &str = "\"kind\":\"sanyou.drop\"";

/// Fails when a home holds an erased record, or a value of a dropped save, though it was compacted since.
///
/// What is damaged can be neither read nor cleared; it is told to a person instead.
///
/// # Errors
/// With the key of the text that holds it.
pub fn check_forgotten(content: &Content, prefix: &str, held: &Replica) -> Result<(), Failure> {
    for (key, text) in content.iter().filter(|(key, _)| key.starts_with(prefix)) {
        // A manifest names shards by sessions, as records are.
        let is_manifest = key.contains("/m/");
        let Some(opened) = entry::open(key, text).filter(|_| !is_manifest) else { continue };
        for id in held.drops().erased() {
            // Others may name it: drops, joins, and saves upon records that were read as one with it.
            let is_of = |line: &&str| line.starts_with(&format!("{{\"id\":\"{id}\"")) && !line.contains(DROP_KIND);
            let line = opened.body.lines().find(is_of);
            ensure(line.is_none(), Invariant::ErasedStays, || format!("{id} was erased, and {key} holds {line:?}"))?;
        }
        let found = opened.saves().unwrap_or_default().into_iter().find(|saved| is_uncleared(held, saved));
        ensure(found.is_none(), Invariant::DroppedCleared, || format!("{key} holds {found:?}"))?;
    }
    Ok(())
}

/// Tells whether a save was dropped and has values all the same; that it deletes is none that says anything.
fn is_uncleared(held: &Replica, saved: &Saved) -> bool {
    let ghosts = held.drops().ghosts(&saved.key.id).filter(|_| !is_drop(&saved.key));
    let is_dropped = ghosts.is_some_and(|ghosts| ghosts.contains_key(&saved.save.dot));
    let says = |(name, value): (&Name, &Option<Value>)| match value {
        Some(Value::Bool(_)) => name.as_str() != DELETED,
        other => other.is_some(),
    };
    is_dropped && saved.save.set.iter().any(says)
}
