//! Enumerations that keep values this version does not know.

use super::field::{FieldType, Input, Label};
use super::value::Value;

/// One value of an enumeration: its name in files and its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChoiceSpec {
    /// The value in files.
    pub value: &'static str,
    /// What people read.
    pub label: Label,
}

/// An enumeration declared with `choices!`.
pub trait Enumeration: Copy + PartialEq + 'static {
    /// All values in the order forms offer them.
    const CHOICES: &'static [ChoiceSpec];
    /// The value of a name, when this version knows it.
    fn from_name(name: &str) -> Option<Self>;
    /// The name in files.
    fn name(self) -> &'static str;

    /// What people read.
    fn label(self) -> Label {
        let found = Self::CHOICES.iter().find(|choice| choice.value == self.name());
        found.map_or(Label { zh: self.name(), en: self.name() }, |choice| choice.label)
    }
}

/// One value of an enumeration, or a text that another version may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice<E> {
    /// A value of this version.
    Known(E),
    /// A value kept as it came.
    Other(String),
}

impl<E: Enumeration> Choice<E> {
    /// Tells whether this is the given value.
    #[must_use]
    pub fn is(&self, value: E) -> bool {
        matches!(self, Self::Known(known) if *known == value)
    }

    fn from_text(text: &str) -> Self {
        E::from_name(text).map_or_else(|| Self::Other(text.to_owned()), Self::Known)
    }
}

impl<E: Enumeration> FieldType for Choice<E> {
    const INPUT: Input = Input::Choice(E::CHOICES);

    fn read(value: &Value) -> Option<Self> {
        value.as_text().map(Self::from_text)
    }
}

/// Several values of an enumeration; none at all is a statement, unlike a missing field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices<E>(pub Vec<Choice<E>>);

impl<E: Enumeration> Choices<E> {
    /// Tells whether a value is among them.
    #[must_use]
    pub fn has(&self, value: E) -> bool {
        self.0.iter().any(|choice| choice.is(value))
    }
}

impl<E: Enumeration> FieldType for Choices<E> {
    const INPUT: Input = Input::Choices(E::CHOICES);

    fn read(value: &Value) -> Option<Self> {
        Some(Self(value.as_texts()?.iter().map(|text| Choice::from_text(text)).collect()))
    }
}
