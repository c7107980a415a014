//! 服务居民: volunteers, what they do, and what became of residents' needs.

use crate::insight::indicator::Indicator;

/// The indicators of this pillar.
pub(super) static INDICATORS: &[Indicator] = &[];
