//! The store: what is said to be kept is kept, in either of two homes, through full storage, damage, crashes, removals
//! and other tabs.
//!
//! Homes are in memory and fail where a case says so; nothing here waits, so a future is ready when it is first asked.

mod compaction;
mod crashes;
mod damage;
mod dropped;
mod entries;
mod gaps;
mod guards;
mod handed;
mod homes;
mod layout_1;
mod manifests;
mod tabs;
mod traces;
mod workspaces;
