//! Candidates, posts, workers, members.
