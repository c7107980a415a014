//! All indicators, by pillar.
//!
//! Each is one declaration; nothing else in the program lists them.

mod coverage;
mod data;
mod money;
mod network;
mod people;
mod places;
mod service;

use super::indicator::Indicator;
pub(super) use places::LEASE_WARNING_DAYS;

/// The declarations in the order of the pillars.
static PILLARS: [&[Indicator]; 7] = [
    people::INDICATORS,
    money::INDICATORS,
    places::INDICATORS,
    network::INDICATORS,
    coverage::INDICATORS,
    service::INDICATORS,
    data::INDICATORS,
];

/// All indicators, in the order in which people meet them.
pub fn all() -> impl Iterator<Item = &'static Indicator> {
    PILLARS.iter().copied().flatten()
}

/// How many there are.
#[must_use]
pub fn count() -> usize {
    PILLARS.iter().map(|of| of.len()).sum()
}

/// The place of an indicator among all.
pub(super) fn place(of: &'static Indicator) -> usize {
    all().position(|indicator| indicator.name == of.name).unwrap_or_default()
}

/// The indicator at a place.
pub(super) fn at(place: usize) -> &'static Indicator {
    all().nth(place).expect("places come from this list")
}
