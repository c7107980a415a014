//! Building projects and places.
