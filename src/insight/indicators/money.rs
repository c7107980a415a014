//! 有钱办事: what a year's fund lines need, get and spend, requests and delegated tasks.

use crate::insight::indicator::Indicator;

/// The indicators of this pillar.
pub(super) static INDICATORS: &[Indicator] = &[];
