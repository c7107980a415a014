//! Forms, evaluations, comments, selections.
