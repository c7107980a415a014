//! 区域共建: partners, agreements, pledges and meetings.

use crate::insight::indicator::Indicator;

/// The indicators of this pillar.
pub(super) static INDICATORS: &[Indicator] = &[];
