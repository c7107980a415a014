//! Steps of the kinds of this area.

use super::Flow;

pub(super) const FLOWS: &[Flow] = &[];
