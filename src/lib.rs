//! Sanyou (三有), the record book of a neighbourhood community.
pub mod exchange;
pub mod model;
pub mod platform;
pub mod replica;
pub mod store;
