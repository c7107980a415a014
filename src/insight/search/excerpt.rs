//! A piece of a text with what was found in it.
//!
//! Every mark lies on characters of the piece.

use std::ops::Range;

use crate::model::sorted::sort_short;

/// Most characters of an excerpt around what was found.
pub const EXCERPT_CHARS_MAX: usize = 60;
/// How many of them stand before it.
const BEFORE_CHARS: usize = 12;
/// What stands where the text goes on.
const MORE: &str = "…";

/// A text, or a piece of it, and what was found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The piece.
    pub text: String,
    /// What was found, in bytes of the piece: in order, none touching another.
    pub marks: Vec<Range<usize>>,
}

impl Excerpt {
    /// A whole text.
    pub(super) fn whole(text: String, mut marks: Vec<Range<usize>>) -> Self {
        sort_short(&mut marks, |one, other| (one.start, one.end) < (other.start, other.end));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for mark in marks {
            match apart.last_mut().filter(|last| mark.start <= last.end) {
                Some(last) => last.end = last.end.max(mark.end),
                None => apart.push(mark),
            }
        }
        Self { text, marks: apart }
    }

    /// The piece of a text around what was found, on one line.
    pub(super) fn around(text: &str, mark: Range<usize>) -> Self {
        let start = text[..mark.start].char_indices().rev().take(BEFORE_CHARS).last().map_or(mark.start, |(at, _)| at);
        let piece = text[start..].char_indices().nth(EXCERPT_CHARS_MAX).map_or(&text[start..], |(end, _)| {
            // What was found is never cut; it is no longer than what can be typed, and so about as long as an excerpt.
            &text[start..(start + end).max(mark.end)]
        });
        let before = if start > 0 { MORE } else { "" };
        let after = if start + piece.len() < text.len() { MORE } else { "" };
        let from = before.len() + mark.start - start;
        let found = from..from + mark.len();
        // Line ends are one byte long, like the space that stands for them.
        let text = format!("{before}{}{after}", piece.replace(['\n', '\r', '\t'], " "));
        Self { text, marks: Vec::from([found]) }
    }
}
