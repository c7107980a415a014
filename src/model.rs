//! The community domain: what a record is called, which fields it has and what may stand in them.
//!
//! One declaration per kind (`record!`) gives the typed struct, the field table, the form and the table columns.
//! Nothing here reads a clock, draws a random number, touches the browser or knows how records are merged.

pub mod choice;
pub mod field;
pub mod id;
pub mod kinds;
pub(crate) mod macros;
pub mod quantity;
pub mod rows;
pub mod rules;
pub mod sorted;
pub mod value;

pub use choice::{Choice, ChoiceSpec, Choices};
pub use field::{Field, FieldSource, FieldSpec, Held, Input, KindSpec, Label, Problem, ProblemAt};
pub use id::{IdError, Name, RecordId, SessionId};
pub use kinds::{FundEntry, FundLine, KINDS, Place, SECTIONS, Section, Unit, Worker, kind_spec};
pub use rules::Rule;
pub use value::{Value, ValueError};
