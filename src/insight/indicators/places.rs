//! 有场所议事: offices and facilities, by which right they are held and how they are used.

use crate::insight::indicator::Indicator;

/// The indicators of this pillar.
pub(super) static INDICATORS: &[Indicator] = &[];
