//! One page object for each page of the app: what a person reads and does there.

pub mod conflicts;
pub mod diagnosis;
pub mod files;
pub mod frame;
pub mod history;
pub mod insight;
pub mod list;
pub mod overview;
pub mod record;
pub mod settings;
pub mod steps;
pub mod table;
