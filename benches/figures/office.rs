//! A city office: one city, 68 communities, five years of records of the kinds that figures read.
//!
//! Computes nothing. Every run makes the same records.

use chrono::NaiveDate;
use sanyou::model::{Input, KindSpec, Name, RecordId, SessionId, Value, kind_spec};
use sanyou::replica::{Dot, Key, Replica, Save, Saved};

/// How many communities there are.
pub const COMMUNITIES: u32 = 68;
/// The years.
pub const YEARS: std::ops::RangeInclusive<i32> = 2022..=2026;
/// The day that counts as today.
pub const TODAY: &str = "2026-11-22";

/// What each community has once, and how many: kind, count.
const LASTING: [(&str, u32); 12] = [
    ("worker", 8),
    ("post", 4),
    ("candidate", 2),
    ("place", 5),
    ("partner", 8),
    ("liaison", 8),
    ("agreement", 6),
    ("party_org", 6),
    ("site", 10),
    ("volunteer", 30),
    ("team", 3),
    ("member", 20),
];
/// What each community has each year, and how many.
const YEARLY: [(&str, u32); 18] = [
    ("fund_line", 6),
    ("fund_entry", 20),
    ("fund_request", 2),
    ("delegated_task", 2),
    ("training", 8),
    ("booking", 12),
    ("pledge", 6),
    ("delivery", 4),
    ("need", 12),
    ("meeting", 5),
    ("decision", 4),
    ("action", 5),
    ("notice", 3),
    ("receipt", 10),
    ("evaluation", 3),
    ("comment", 2),
    ("activity", 8),
    ("service_item", 2),
];

/// The records, and those of the first community by kind.
pub struct Office {
    pub replica: Replica,
    pub first: Vec<Key>,
}

struct Maker {
    saves: Vec<Saved>,
    counter: u32,
}

impl Office {
    pub fn make() -> Self {
        let mut maker = Maker { saves: Vec::new(), counter: 0 };
        let city = maker.save("unit", &[("level", Value::text("city"))]);
        let mut first = Vec::new();
        for nth in 0..COMMUNITIES {
            let from = maker.saves.len();
            maker.community(nth, city);
            if nth == 0 {
                first = maker.saves[from..].iter().map(|saved| saved.key.clone()).collect();
            }
        }
        let mut replica = Replica::new();
        replica.apply(maker.saves);
        Self { replica, first }
    }
}

impl Maker {
    fn community(&mut self, nth: u32, city: RecordId) {
        let size = Value::Int(i64::from(800 + nth * 7));
        let parent = Value::text(&city.to_string());
        let fields = [
            ("level", Value::text("community")),
            ("parent", parent),
            ("households", size.clone()),
            ("residents", size),
        ];
        let unit = self.save("unit", &fields);
        let mut made: Vec<(&'static str, RecordId)> = vec![("unit", unit)];
        for (kind, count) in LASTING {
            for place in 0..count {
                let id = self.record(kind, 2020, place, &made);
                made.push((kind, id));
            }
        }
        let lasting = made.len();
        for year in YEARS {
            made.truncate(lasting);
            for (kind, count) in YEARLY {
                for place in 0..count {
                    let id = self.record(kind, year, place, &made);
                    made.push((kind, id));
                }
            }
        }
    }

    /// Fills every field that a form would, each by its type.
    fn record(&mut self, kind: &'static str, year: i32, place: u32, made: &[(&'static str, RecordId)]) -> RecordId {
        let spec: &KindSpec = kind_spec(kind).expect("a kind of this version");
        let ends = ["left", "until", "closed", "dissolved", "deleted"];
        let fields = spec.fields.iter().filter(|field| !ends.contains(&field.name)).filter_map(|field| {
            let value = value(field.input, year, place, made)?;
            Some((field.name, value))
        });
        let fields: Vec<(&str, Value)> = fields.collect();
        self.save(kind, &fields)
    }

    fn save(&mut self, kind: &'static str, fields: &[(&str, Value)]) -> RecordId {
        self.counter += 1;
        let session = SessionId::from_bytes([1; 10]);
        let id = RecordId { session, counter: self.counter };
        let set = fields.iter().map(|(name, value)| (Name::new(name).expect("a name"), Some(value.clone())));
        let save =
            Save { dot: Dot { height: 1, session }, after: Vec::new(), set: set.collect(), at: 0, by: "office".into() };
        self.saves.push(Saved { key: Key { id, kind: Name::known(kind) }, save });
        id
    }
}

fn value(input: Input, year: i32, place: u32, made: &[(&'static str, RecordId)]) -> Option<Value> {
    let day = || NaiveDate::from_ymd_opt(year, place % 10 + 1, place % 27 + 1).expect("a day");
    Some(match input {
        Input::Text { .. } | Input::Note { .. } => Value::text(&format!("text {place}")),
        Input::Year => Value::Int(if year == 2020 { i64::from(1960 + place * 5) } else { i64::from(year) }),
        Input::Date => Value::text(&day().to_string()),
        Input::Interval => Value::text(&format!("{}/..", day())),
        Input::Money => Value::Int(i64::from(place + 1) * 10_000),
        Input::Area | Input::Percent | Input::Decimal | Input::Count => Value::Int(i64::from(place + 5)),
        Input::Choice(choices) => Value::text(choices[place as usize % choices.len()].value),
        Input::Choices(choices) => Value::texts([choices[place as usize % choices.len()].value]),
        Input::Flag => Value::Bool(!place.is_multiple_of(3)),
        Input::Ref(kind) => {
            let of_kind: Vec<_> = made.iter().filter(|(held, _)| *held == kind).collect();
            let (_, id) = of_kind.get(place as usize % of_kind.len().max(1))?;
            Value::text(&id.to_string())
        }
        Input::Phone | Input::Digits { .. } | Input::Rows(_) => return None,
    })
}
