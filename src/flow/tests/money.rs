//! Requests and delegated tasks.
