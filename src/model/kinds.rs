//! The record kinds, one file per area.

mod money;
mod people;
mod places;
mod unit;

pub use money::{Direction, FundEntry, FundLine, FundSource};
pub use people::{Certificate, Education, Insurance, PayChannel, Role, Worker};
pub use places::{Facility, Function, Home, Place, Tenure};
pub use unit::{Level, Unit};

use super::KindSpec;

/// All kinds of this version, in the order people meet them.
pub const KINDS: &[KindSpec] = &[Unit::SPEC, Worker::SPEC, FundLine::SPEC, FundEntry::SPEC, Place::SPEC];

/// The declaration of a kind, when this version knows it.
#[must_use]
pub fn kind_spec(kind: &str) -> Option<&'static KindSpec> {
    KINDS.iter().find(|spec| spec.kind == kind)
}
