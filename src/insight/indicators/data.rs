//! 数据质量: how far the records themselves can be relied upon.

use crate::insight::indicator::Indicator;

/// The indicators of this pillar.
pub(super) static INDICATORS: &[Indicator] = &[];
