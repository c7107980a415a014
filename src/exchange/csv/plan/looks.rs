//! By what two lines, or a line and a record, are taken for probable doubles.

use std::collections::BTreeMap;

use crate::exchange::csv::words::{fold, unit_of};
use crate::model::{FieldSpec, Input, KindSpec, RecordId, Value};

/// What makes two lines probable doubles: equal name, and one more thing that is equal.
pub type Looks = (String, Option<RecordId>, String);

/// By what a record is compared: its name with its unit, and its name with its telephone. What happens again and again
/// under one name is told apart by its days.
pub fn looks<'a>(spec: &'static KindSpec, value: &dyn Fn(&str) -> Option<&'a Value>) -> Vec<Looks> {
    let Some(title) = value(spec.title).and_then(Value::as_text) else { return Vec::new() };
    let is_name =
        spec.field(spec.title).is_some_and(|field| matches!(field.input, Input::Text { .. }) && field.required);
    if !is_name {
        // Two entries of money are never doubles by their looks.
        return Vec::new();
    }
    let is_person = spec.field("phone").is_some();
    let when = |field: &&FieldSpec| matches!(field.input, Input::Date | Input::Year | Input::Interval) && field.column;
    let days: Vec<String> = match is_person {
        true => Vec::new(),
        false => {
            let days = spec.fields.iter().filter(when);
            days.filter_map(|field| Some(value(field.name)?.to_json().into_owned())).collect()
        }
    };
    let title = format!("{}\u{1}{}", fold(title), days.join("\u{1}"));
    let owner = spec.owner().or_else(|| unit_of(spec));
    let owner = owner.and_then(|field| value(field.name)?.as_text()?.parse().ok());
    let phone = value("phone").and_then(Value::as_text).map(phone_end).filter(|end| end.len() >= 4);
    let mut looks = vec![(title.clone(), owner, String::new())];
    looks.extend(phone.map(|end| (title, None, end)));
    looks
}

/// The last digits of a telephone number, by which it is known however it is written.
fn phone_end(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(8)..].iter().collect()
}

/// The lines of a sheet by their looks, those that are about no record that is here.
#[derive(Default)]
pub struct LinesByLooks {
    /// The places of the lines, in their order.
    places: BTreeMap<Looks, Vec<usize>>,
}

impl LinesByLooks {
    /// Adds a line; gives the lines that may be doubles from now on and were none, or the other way round.
    pub fn add(&mut self, looks: Vec<Looks>, place: usize) -> Vec<usize> {
        let mut touched = Vec::new();
        for looks in looks {
            let places = self.places.entry(looks).or_default();
            let at = places.partition_point(|held| *held < place);
            // Of all lines that look alike only the first is no double.
            touched.extend(places.first().copied().filter(|_| at == 0));
            places.insert(at, place);
        }
        touched
    }

    /// Removes a line; gives the lines that may be no doubles any more.
    pub fn remove(&mut self, looks: &[Looks], place: usize) -> Vec<usize> {
        let mut touched = Vec::new();
        for looks in looks {
            let Some(places) = self.places.get_mut(looks) else { continue };
            if let Ok(at) = places.binary_search(&place) {
                places.remove(at);
                touched.extend(places.first().copied().filter(|_| at == 0));
            }
            if places.is_empty() {
                self.places.remove(looks);
            }
        }
        touched
    }

    /// The first line before this one that has one of its looks.
    #[must_use]
    pub fn earlier(&self, looks: &[Looks], place: usize) -> Option<usize> {
        let first = |looks: &Looks| self.places.get(looks)?.first().copied().filter(|first| *first < place);
        looks.iter().filter_map(first).min()
    }
}
