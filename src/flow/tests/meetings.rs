//! Meetings, decisions, actions, notices.
