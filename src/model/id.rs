//! Identifiers: names of kinds and fields, sessions, records.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Longest name of a kind or a field, in bytes.
pub const NAME_BYTES_MAX: usize = 64;

/// Crockford's base 32 in lower case: no `i`, `l`, `o`, `u`, so an identifier can be read aloud.
pub(crate) const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdError {
    /// A name must begin with a letter and hold only ASCII letters, digits and `_ @ . -`, at most 64 bytes.
    Name(String),
    /// A session is 16 characters of Crockford's base 32 in lower case.
    Session(String),
    /// A record's id is a session, a hyphen and a decimal counter without leading zeros.
    Record(String),
}

/// The name of a record kind or of a field.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Arc<str>);

impl Name {
    /// Takes a text as a name.
    ///
    /// # Errors
    /// [`IdError::Name`] when the text is empty, too long, or holds a character that names do not have.
    pub fn new(text: &str) -> Result<Self, IdError> {
        let head = text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
        let rest = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_@.-".contains(&b));
        if head && rest && text.len() <= NAME_BYTES_MAX {
            Ok(Self(text.into()))
        } else {
            Err(IdError::Name(text.chars().take(NAME_BYTES_MAX).collect()))
        }
    }

    /// Takes a name written in this program, which is right by construction.
    #[must_use]
    pub fn known(text: &'static str) -> Self {
        debug_assert!(Self::new(text).is_ok(), "{text} is no name");
        Self(text.into())
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One run of the program in one tab: 80 random bits, fresh at every start, never stored as "mine".
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionId([u8; 10]);

/// In the order of its bytes, compared as two numbers: maps of records ask for it more often than for anything else.
impl Ord for SessionId {
    fn cmp(&self, other: &Self) -> Ordering {
        let [a, b, c, d, e, f, g, h, i, j] = self.0;
        let [k, l, m, n, o, p, q, r, s, t] = other.0;
        let (mine, theirs) =
            (u64::from_be_bytes([a, b, c, d, e, f, g, h]), u64::from_be_bytes([k, l, m, n, o, p, q, r]));
        mine.cmp(&theirs).then_with(|| u16::from_be_bytes([i, j]).cmp(&u16::from_be_bytes([s, t])))
    }
}

impl PartialOrd for SessionId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl SessionId {
    /// Bytes of randomness in a session id.
    pub const BYTES: usize = 10;

    /// Makes a session id of ten bytes; a live session's are random.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// The random bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; Self::BYTES] {
        self.0
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0_u8; 16];
        for (half, chunk) in self.0.chunks_exact(5).enumerate() {
            let bits = chunk.iter().fold(0_u64, |acc, &b| (acc << 8) | u64::from(b));
            for place in 0..8 {
                text[half * 8 + place] = ALPHABET[((bits >> (35 - 5 * place)) & 31) as usize];
            }
        }
        text.iter().try_for_each(|&b| fmt::Write::write_char(f, char::from(b)))
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for SessionId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::Session(text.chars().take(40).collect());
        if text.len() != 16 {
            return Err(wrong());
        }
        let mut bytes = [0_u8; Self::BYTES];
        for (half, chunk) in text.as_bytes().chunks_exact(8).enumerate() {
            let mut bits = 0_u64;
            for byte in chunk {
                let digit = ALPHABET.iter().position(|a| a == byte).ok_or_else(wrong)?;
                bits = (bits << 5) | digit as u64;
            }
            bytes[half * 5..half * 5 + 5].copy_from_slice(&bits.to_be_bytes()[3..]);
        }
        Ok(Self(bytes))
    }
}

/// A record's id: the session that created it and a counter within that session.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    /// The session that created the record.
    pub session: SessionId,
    /// Which of that session's records it is.
    pub counter: u32,
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.session, self.counter)
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for RecordId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::Record(text.chars().take(40).collect());
        let (session, counter) = text.split_once('-').ok_or_else(wrong)?;
        let id =
            Self { session: session.parse().map_err(|_| wrong())?, counter: counter.parse().map_err(|_| wrong())? };
        // `+7` and `07` parse as numbers but would give one record two spellings.
        if counter == id.counter.to_string() { Ok(id) } else { Err(wrong()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn session_text_round_trips(bytes: [u8; 10], counter: u32) {
            let id = RecordId { session: SessionId::from_bytes(bytes), counter };
            prop_assert_eq!(id.to_string().parse::<RecordId>(), Ok(id));
        }

        #[test]
        fn session_order_is_text_order(a: [u8; 10], b: [u8; 10]) {
            let (a, b) = (SessionId::from_bytes(a), SessionId::from_bytes(b));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }
    }

    #[test]
    fn odd_spellings_are_refused() {
        for text in [
            "",
            "0123456789abcdef",
            "0123456789abcdef-07",
            "0123456789abcdef-+7",
            "0123456789ABCDEF-7",
            "0123456789abcdeu-7",
            "é123456789abcde-7",
            "0123456789abcdef-4294967296",
        ] {
            assert!(text.parse::<RecordId>().is_err(), "{text}");
        }
        for text in ["", "9a", "名称", "a b", "_", &"a".repeat(65)] {
            assert!(Name::new(text).is_err(), "{text}");
        }
        assert!(Name::new("belongs@2025-01-01").is_ok());
    }
}
