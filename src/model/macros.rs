//! The declaration macros: one place for each enumeration and each record kind.

/// Declares an enumeration: variants, names in files, labels.
macro_rules! choices {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $value:literal [$zh:literal, $en:literal],)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$vmeta])* #[doc = $en] $variant,)+ }

        impl $crate::model::choice::Enumeration for $name {
            const CHOICES: &'static [$crate::model::ChoiceSpec] = &[
                $($crate::model::ChoiceSpec { value: $value, label: $crate::model::Label { zh: $zh, en: $en } },)+
            ];

            fn from_name(name: &str) -> Option<Self> {
                match name { $($value => Some(Self::$variant),)+ _ => None }
            }

            fn name(self) -> &'static str {
                match self { $(Self::$variant => $value,)+ }
            }
        }
    };
}

/// Declares a record kind: the typed struct, its reading, and its table of fields.
macro_rules! record {
    ($(#[$meta:meta])* $name:ident = $kind:literal [$zh:literal, $en:literal; $zhs:literal, $ens:literal]
     title $title:ident $(, check $check:path)? $(, rules [$($rule:expr),* $(,)?])? {
        $($(#[$fmeta:meta])* $field:ident: $type:ty [$fzh:literal, $fen:literal] $($flag:ident)*;)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name { $(#[doc = $fen] $(#[$fmeta])* pub $field: $crate::model::Field<$type>,)+ }

        impl $name {
            /// The kind's name in files.
            pub const KIND: &'static str = $kind;

            /// The kind's declaration.
            pub const SPEC: $crate::model::KindSpec = $crate::model::KindSpec {
                kind: $kind,
                label: $crate::model::Label { zh: $zh, en: $en },
                plural: $crate::model::Label { zh: $zhs, en: $ens },
                title: stringify!($title),
                fields: &[$(
                    $crate::model::FieldSpec::new(
                        stringify!($field), $fzh, $fen, <$type as $crate::model::field::FieldType>::INPUT,
                    )$(.$flag())*,
                )+],
                rules: &[$($($rule,)*)?],
                check: $crate::model::macros::first!($($check,)? $crate::model::macros::unchecked),
            };

            /// Reads a record; a field that cannot be read says so and harms no other.
            #[must_use]
            pub fn read(source: &dyn $crate::model::FieldSource) -> Self {
                Self { $($field: $crate::model::Field::read(source.held(stringify!($field))),)+ }
            }
        }

        impl $crate::model::field::Typed for $name {
            const KIND: &'static str = $kind;

            fn read(source: &dyn $crate::model::FieldSource) -> Self {
                Self::read(source)
            }
        }
    };
}

/// The first of some expressions.
macro_rules! first {
    ($first:expr $(, $rest:expr)*) => {
        $first
    };
}

/// Finds nothing wrong.
pub fn unchecked(_id: super::RecordId, _source: &dyn super::FieldSource) -> Vec<super::ProblemAt> {
    Vec::new()
}

pub(crate) use {choices, first, record};
