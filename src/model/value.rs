//! A field's value: JSON in one canonical spelling, so that equal values are equal bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::sorted::in_order;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

/// Deepest nesting of lists and objects inside one value.
pub const VALUE_DEPTH_MAX: usize = 8;
/// Longest text of one value as JSON, in bytes.
pub const VALUE_BYTES_MAX: usize = 64 * 1024;

/// Why a JSON text is not taken as a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueError {
    /// The text is not JSON, or holds half of a surrogate pair.
    Json(String),
    /// Lists and objects nest deeper than [`VALUE_DEPTH_MAX`].
    Depth,
    /// The text is longer than [`VALUE_BYTES_MAX`].
    Bytes(usize),
    /// One object names a member twice.
    Duplicate(String),
}

/// One field's value. Numbers that are no 64-bit integers keep their digits as written.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A field that was cleared: clearing is a value.
    Null,
    /// True or false.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A text, kept exactly as it came.
    Text(Arc<str>),
    /// Anything else (fractions, lists, objects) as canonical JSON: no white space, members sorted by name.
    Json(Arc<str>),
}

impl Value {
    /// Makes a text value.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// Makes a list of texts, in the order given.
    #[must_use]
    pub fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let texts: Vec<&str> = texts.into_iter().collect();
        Self::Json(json_text(&texts).into())
    }

    /// Reads a value from JSON text.
    ///
    /// # Errors
    /// [`ValueError`] says which bound or rule the text breaks.
    pub fn from_json(text: &str) -> Result<Self, ValueError> {
        if text.len() > VALUE_BYTES_MAX {
            return Err(ValueError::Bytes(text.len()));
        }
        Ok(match Tree::read(text.trim_matches([' ', '\t', '\n', '\r']), VALUE_DEPTH_MAX)? {
            Tree::Null => Self::Null,
            Tree::Bool(truth) => Self::Bool(truth),
            Tree::Number(digits) => digits.parse().map_or_else(|_| Self::Json(digits.into()), Self::Int),
            Tree::Text(text) => Self::Text(text.into()),
            tree => {
                let mut text = String::new();
                tree.write(&mut text);
                Self::Json(text.into())
            }
        })
    }

    /// The value as canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> Cow<'_, str> {
        match self {
            Self::Null => "null".into(),
            Self::Bool(true) => "true".into(),
            Self::Bool(false) => "false".into(),
            Self::Int(number) => number.to_string().into(),
            Self::Text(text) => json_text(text.as_ref()).into(),
            Self::Json(text) => text.as_ref().into(),
        }
    }

    /// The text of a text value.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The members of a list of texts.
    #[must_use]
    pub fn as_texts(&self) -> Option<Vec<String>> {
        match self {
            Self::Json(text) => serde_json::from_str(text).ok(),
            _ => None,
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_json())
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(truth) => serializer.serialize_bool(*truth),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Json(text) => {
                RawValue::from_string(text.to_string()).map_err(serde::ser::Error::custom)?.serialize(serializer)
            }
        }
    }
}

/// Writes anything that serialises as JSON; only maps with keys that are no texts could fail, and none are used.
fn json_text<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("texts and lists of texts always serialise")
}

/// Most members of one object that are read: more than fit into a value, and than a record may have.
pub const MEMBERS_MAX: usize = 16_384;

/// The members of one JSON object in file order, each value still as its text; a name given twice is an error, and so
/// are more than [`MEMBERS_MAX`]: what is only held until it is counted takes memory too.
pub struct Members<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members: Vec<(Cow<'de, str>, &'de RawValue)> = Vec::new();
                while let Some(MemberName(name)) = map.next_key()? {
                    if members.len() == MEMBERS_MAX {
                        return Err(serde::de::Error::custom(TOO_MANY));
                    }
                    members.push((name, map.next_value()?));
                }
                let names: Vec<&str> = members.iter().map(|(name, _)| name.as_ref()).collect();
                let names = in_order(names, |a, b| a.cmp(b));
                match names.windows(2).find(|pair| pair[0] == pair[1]) {
                    Some(pair) => Err(serde::de::Error::custom(format!("{DUPLICATE}{}", pair[0]))),
                    None => Ok(Members(members)),
                }
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

/// The message of an object with too many members.
const TOO_MANY: &str = "too many members";

/// Tells whether an object was refused for the number of its members.
#[must_use]
pub fn has_too_many_members(error: &serde_json::Error) -> bool {
    error.to_string().starts_with(TOO_MANY)
}

/// Reads a JSON list: its first items, each still as its text, and how many there are in all. Those past the most that
/// are asked for are only counted, so that a list takes no more memory than its reader wants.
///
/// # Errors
/// When the text is no JSON list.
pub fn read_list(text: &str, items_max: usize) -> Result<(Vec<&RawValue>, usize), serde_json::Error> {
    struct First(usize);
    impl<'de> DeserializeSeed<'de> for First {
        type Value = (Vec<&'de RawValue>, usize);

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
            deserializer.deserialize_seq(self)
        }
    }
    impl<'de> Visitor<'de> for First {
        type Value = (Vec<&'de RawValue>, usize);

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let (mut items, mut count) = (Vec::new(), 0);
            while let Some(item) = list.next_element()? {
                count += 1;
                if items.len() < self.0 {
                    items.push(item);
                }
            }
            Ok((items, count))
        }
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let list = First(items_max).deserialize(&mut reader)?;
    reader.end()?;
    Ok(list)
}

/// Begins the message of a duplicate member, so that the error can be told from others.
const DUPLICATE: &str = "duplicate member: ";

struct MemberName<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for MemberName<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = MemberName<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(MemberName(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(MemberName(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// Tells a duplicate member from other JSON errors.
#[must_use]
pub fn json_error(error: &serde_json::Error) -> ValueError {
    let text = error.to_string();
    match text.strip_prefix(DUPLICATE) {
        Some(rest) => ValueError::Duplicate(rest.split(" at line").next().unwrap_or(rest).to_owned()),
        None => ValueError::Json(text),
    }
}

enum Tree {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Tree>),
    Object(BTreeMap<String, Tree>),
}

impl Tree {
    /// Reads one level at a time; each level is scanned once more by the one above, at most eight times in all.
    fn read(text: &str, depth: usize) -> Result<Self, ValueError> {
        let from = |error: serde_json::Error| json_error(&error);
        match text.as_bytes().first() {
            Some(b'[' | b'{') if depth == 0 => Err(ValueError::Depth),
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text).map_err(from)?;
                let items = items.iter().map(|item| Self::read(item.get(), depth - 1));
                Ok(Self::List(items.collect::<Result<_, _>>()?))
            }
            Some(b'{') => {
                let Members(members) = serde_json::from_str(text).map_err(from)?;
                let mut object = BTreeMap::new();
                for (name, raw) in members {
                    object.insert(name.into_owned(), Self::read(raw.get(), depth - 1)?);
                }
                Ok(Self::Object(object))
            }
            Some(b'"') => serde_json::from_str(text).map(Self::Text).map_err(from),
            Some(b't' | b'f') => serde_json::from_str(text).map(Self::Bool).map_err(from),
            Some(b'n') => serde_json::from_str(text).map(|()| Self::Null).map_err(from),
            _ => {
                let number: &RawValue = serde_json::from_str(text).map_err(from)?;
                Ok(Self::Number(canonical_number(number.get())))
            }
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Self::Number(digits) => out.push_str(digits),
            Self::Text(text) => out.push_str(&json_text(text)),
            Self::List(items) => {
                out.push('[');
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (place, (name, value)) in members.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    out.push_str(&json_text(name));
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

/// Drops the zeros that change nothing (`412.50`, `-0`), and leaves every other spelling as it is.
fn canonical_number(text: &str) -> String {
    let plain = !text.contains(['e', 'E']);
    let short = if plain && text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    (if short == "-0" { "0" } else { short }).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(json: &str, canonical: &str) {
        let value = Value::from_json(json).unwrap_or_else(|error| panic!("{json}: {error:?}"));
        assert_eq!(value.to_json(), canonical, "{json}");
        assert_eq!(Value::from_json(canonical).as_ref(), Ok(&value), "{json}: canonical form reads back");
        assert_eq!(serde_json::to_string(&value).expect("serialises"), canonical);
    }

    #[test]
    fn one_spelling_each() {
        check("null", "null");
        check(" true ", "true");
        check("-0", "0");
        check("412.50", "412.5");
        check("7.000", "7");
        check("9223372036854775807", "9223372036854775807");
        check("9223372036854775808", "9223372036854775808");
        check(
            "123456789012345678901234567890.12345678901234567890",
            "123456789012345678901234567890.1234567890123456789",
        );
        check("1e400", "1e400");
        check(r#""张\u4e09\n""#, r#""张三\n""#);
        check(r#"{"b": [1, 2.50, {"z":null,"a":true}], "a": "x"}"#, r#"{"a":"x","b":[1,2.5,{"a":true,"z":null}]}"#);
        assert_eq!(Value::from_json("7.0"), Ok(Value::Int(7)));
    }

    #[test]
    fn hostile_values_are_refused() {
        let deep = "[".repeat(9) + &"]".repeat(9);
        assert_eq!(Value::from_json(&deep), Err(ValueError::Depth));
        assert_eq!(Value::from_json(r#"{"a":1,"a":2}"#), Err(ValueError::Duplicate("a".into())));
        assert_eq!(Value::from_json(r#"[{"a":1,"\u0061":2}]"#), Err(ValueError::Duplicate("a".into())));
        assert!(matches!(Value::from_json(&format!("\"{}\"", "x".repeat(VALUE_BYTES_MAX))), Err(ValueError::Bytes(_))));
        for text in
            ["", "nul", "NaN", r#""\ud800""#, "01", "1 2", "[1,]", "{'a':1}", "\u{3000}7", "[]\u{a0}", "\"甲\"\u{b}"]
        {
            assert!(matches!(Value::from_json(text), Err(ValueError::Json(_))), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_round_trips(text: String) {
            let value = Value::text(&text);
            prop_assert_eq!(Value::from_json(&value.to_json()), Ok(value));
        }
    }
}
