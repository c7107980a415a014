//! Which records a file about a part of the units, or of the sections, holds.
//!
//! A record is taken where it belongs to these units or ever did: so a deletion arrives, and a move. What it names comes
//! along as far as it is of the chosen sections, is a unit, or is what the record belongs to; and the standards of the units
//! above. Decides nothing about fields, and writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::insight::Records;
use crate::insight::tree::Scope;
use crate::model::kinds::Standard;
use crate::model::sorted::Sorted;
use crate::model::{Input, KINDS, Name, RecordId, SECTIONS, Unit, Value, kind_spec};
use crate::replica::dated::parts;
use crate::replica::joins::SAME;
use crate::replica::{Key, Record, Replica, View};

/// How many records a record belongs to, one through the other, before it reaches a unit: no kind needs more.
const OWNERS_MAX: usize = 8;
/// The field by which a record of a kind unknown to this version names its unit, as those it knows do.
const UNIT: &str = "unit";
/// Stands for all units in a line.
const ALL: &str = "*";
/// Says in a line that restricted fields go along.
const RESTRICTED: &str = "+restricted";
/// Says in a line that superseded values go along.
const SUPERSEDED: &str = "+superseded";

/// What somebody wants in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The unit, with all below it; nothing means all.
    pub unit: Option<RecordId>,
    /// The names of the sections.
    pub sections: BTreeSet<&'static str>,
    /// Whether restricted fields go along.
    pub has_restricted: bool,
    /// Whether superseded values do.
    pub has_superseded: bool,
}

impl Default for Wanted {
    /// Everything but restricted fields.
    fn default() -> Self {
        let sections = SECTIONS.iter().map(|section| section.name).into_set();
        Self { unit: None, sections, has_restricted: false, has_superseded: true }
    }
}

impl Wanted {
    /// All there is, as a backup holds it.
    #[must_use]
    pub fn backup() -> Self {
        Self { has_restricted: true, ..Self::default() }
    }

    /// Tells whether no record is left out.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.unit.is_none() && self.has_all_sections()
    }

    /// Tells whether nothing is left out, so that a file of it is a backup.
    #[must_use]
    pub fn is_backup(&self) -> bool {
        *self == Self::backup()
    }

    /// As a line of text, to be remembered with a file.
    #[must_use]
    pub fn line(&self) -> String {
        let mut words = vec![self.unit.map_or_else(|| ALL.to_owned(), |unit| unit.to_string())];
        words.extend(self.sections.iter().map(|section| (*section).to_owned()));
        words.extend(self.has_restricted.then(|| RESTRICTED.to_owned()));
        words.extend(self.has_superseded.then(|| SUPERSEDED.to_owned()));
        words.join(" ")
    }

    /// Reads what [`Wanted::line`] wrote; what cannot be read is not wanted.
    #[must_use]
    pub fn read(line: &str) -> Self {
        let words: Vec<&str> = line.split(' ').collect();
        let sections = SECTIONS.iter().map(|section| section.name).filter(|name| words.contains(name));
        Self {
            unit: words.first().and_then(|unit| unit.parse().ok()),
            sections: sections.into_set(),
            has_restricted: words.contains(&RESTRICTED),
            has_superseded: words.contains(&SUPERSEDED),
        }
    }

    fn has_all_sections(&self) -> bool {
        SECTIONS.iter().all(|section| self.sections.contains(section.name))
    }

    fn has_kind(&self, kind: &str) -> bool {
        let of_section = SECTIONS.iter().find(|section| section.kinds.contains(&kind));
        of_section.map_or_else(|| self.has_all_sections(), |section| self.sections.contains(section.name))
    }
}

/// The records that are wanted, and those that come along.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extract {
    /// The units that it is about, for the head of the file: the one chosen, or the topmost ones.
    pub units: Vec<RecordId>,
    /// The records wanted.
    pub own: BTreeSet<Key>,
    /// The records that come along because those name them.
    pub referred: BTreeSet<Key>,
}

/// Where a record may belong.
struct Belonging {
    is_unit: bool,
    owners: Vec<RecordId>,
}

impl Extract {
    /// Finds the records.
    #[must_use]
    pub fn of(replica: &Replica, records: &Records, wanted: &Wanted) -> Self {
        let tops = wanted.unit.map(|unit| records.lead(unit));
        let units = tops.map_or_else(|| records.children(None), |unit| vec![unit]);
        let mut extract = Self { units, ..Self::default() };
        let scope = records.scope(wanted.unit);
        let belongings = belongings(replica);
        let mut known = BTreeMap::new();
        for (key, ..) in replica.iter().filter(|(key, ..)| wanted.has_kind(key.kind.as_str()) && !is_about_records(key))
        {
            if is_inside(key.id, &scope, records, &belongings, &mut known, 0) {
                extract.own.insert(key.clone());
            }
        }
        extract.refer(replica, records, wanted);
        extract.join(replica);
        extract
    }

    /// Tells whether the file holds a record.
    #[must_use]
    pub fn holds(&self, key: &Key) -> bool {
        self.own.contains(key) || self.referred.contains(key)
    }

    /// Adds what the records name, and what that names, and the standards of the units above.
    fn refer(&mut self, replica: &Replica, records: &Records, wanted: &Wanted) {
        let mut open: Vec<Key> = self.own.iter().cloned().collect();
        open.extend(self.units.iter().map(|&id| Key { id, kind: Name::known(Unit::KIND) }));
        if wanted.sections.contains("units") {
            open.extend(standards_above(replica, records, &self.units));
        }
        while let Some(key) = open.pop() {
            let Some(view) = replica.view(&key) else { continue };
            open.extend(named(&key, view, wanted).filter(|key| !self.holds(key) && replica.record(key).is_some()));
            if !self.own.contains(&key) {
                self.referred.insert(key);
            }
        }
    }

    /// Adds what says of records that they are the same as others.
    fn join(&mut self, replica: &Replica) {
        let ids = self.own.iter().chain(&self.referred).map(|key| key.id).into_set();
        let texts =
            |view: &View| view.fields.values().filter_map(|field| field.value()?.as_text()?.parse().ok()).collect();
        let joins = replica.iter().filter(|(key, ..)| key.kind.as_str() == SAME).filter(|(_, _, view)| {
            let named: Vec<RecordId> = texts(view);
            named.iter().any(|id| ids.contains(id))
        });
        self.referred.extend(joins.map(|(key, ..)| key.clone()));
    }
}

/// Records about records belong to no unit.
fn is_about_records(key: &Key) -> bool {
    key.kind.as_str().starts_with("sanyou.")
}

/// All that each record says or ever said it belongs to.
fn belongings(replica: &Replica) -> BTreeMap<RecordId, Belonging> {
    let mut belongings = BTreeMap::new();
    for (key, record, view) in replica.iter() {
        let is_unit = key.kind.as_str() == Unit::KIND;
        let owner = match kind_spec(key.kind.as_str()) {
            Some(_) if is_unit => Some("parent"),
            Some(spec) => spec.owner().map(|field| field.name),
            None => Some(UNIT),
        };
        // A unit that is present stands where it stands now; that it stood elsewhere is no reason to take all below it along.
        let owner = owner.filter(|_| !is_unit || !view.is_present());
        let owners = owner.map(|owner| values_ever(record, owner)).unwrap_or_default();
        belongings.insert(key.id, Belonging { is_unit, owners });
    }
    belongings
}

/// The records that a field names or named, dated entries included.
fn values_ever(record: &Record, field: &str) -> Vec<RecordId> {
    let mut ids = BTreeSet::new();
    for variant in record.variants() {
        for (name, values) in variant.fields() {
            let base = parts(name.as_str()).map_or(name.as_str(), |(base, _)| base);
            if base == field {
                ids.extend(values.iter().filter_map(|value| value.as_text()?.parse::<RecordId>().ok()));
            }
        }
    }
    ids.into_iter().collect()
}

fn is_inside(
    id: RecordId,
    scope: &Scope,
    records: &Records,
    belongings: &BTreeMap<RecordId, Belonging>,
    known: &mut BTreeMap<RecordId, bool>,
    depth: usize,
) -> bool {
    let Scope::Units(units) = scope else { return true };
    if let Some(&is_inside) = known.get(&id) {
        return is_inside;
    }
    let own = belongings.get(&id);
    let is_unit = own.is_none_or(|own| own.is_unit);
    let found = is_unit && units.contains(&records.lead(id))
        || (depth < OWNERS_MAX
            && own.is_some_and(|own| {
                own.owners.iter().any(|&owner| is_inside(owner, scope, records, belongings, known, depth + 1))
            }));
    // Deeper down a chain that was cut off says nothing of the record itself.
    if found || depth == 0 {
        known.insert(id, found);
    }
    found
}

/// The records that one names, as far as they come along.
fn named<'a>(key: &'a Key, view: &'a View, wanted: &'a Wanted) -> impl Iterator<Item = Key> + use<'a> {
    let spec = kind_spec(key.kind.as_str());
    let owner = spec.and_then(|spec| spec.owner()).map(|field| field.name);
    let fields = view.fields.iter().filter_map(move |(name, field)| {
        let base = parts(name.as_str()).map_or(name.as_str(), |(base, _)| base);
        let Input::Ref(kind) = spec?.field(base)?.input else { return None };
        let comes = kind == Unit::KIND || owner == Some(base) || wanted.has_kind(kind);
        comes.then_some((kind, field))
    });
    fields.flat_map(|(kind, field)| {
        let values = field.newest.iter().filter_map(|newest| newest.value.as_ref().and_then(Value::as_text));
        values.filter_map(move |id| Some(Key { id: id.parse().ok()?, kind: Name::known(kind) }))
    })
}

/// The standards of the units above the chosen ones, which hold for these too.
fn standards_above(replica: &Replica, records: &Records, units: &[RecordId]) -> Vec<Key> {
    let mut above = BTreeSet::new();
    for &unit in units {
        let mut at = Some(unit);
        while let Some(parent) =
            at.and_then(|unit| records.units.get(&unit)?.parent.known()).map(|parent| records.lead(parent.0))
        {
            at = above.insert(parent).then_some(parent);
        }
    }
    let is_above = |view: &View| {
        let unit = view.value(UNIT).and_then(Value::as_text).and_then(|unit| unit.parse().ok());
        unit.is_some_and(|unit| above.contains(&records.lead(unit)))
    };
    let standards = replica.iter().filter(|(key, _, view)| key.kind.as_str() == Standard::KIND && is_above(view));
    standards.map(|(key, ..)| key.clone()).collect()
}

/// The fields that leave the device only sealed or after a typed confirmation, as kind and field.
#[must_use]
pub fn restricted_fields() -> Vec<(&'static str, &'static str)> {
    let of_kind = |spec: &'static crate::model::KindSpec| {
        spec.fields.iter().filter(|field| field.restricted).map(|field| (spec.kind, field.name))
    };
    KINDS.iter().flat_map(of_kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{self, Outgoing, Part};
    use crate::model::quantity::parse_date;
    use crate::model::{Place, SessionId, Worker};
    use crate::replica::{DELETED, Dot, Pred, Save, Saved};
    use crate::sample::{SAMPLE_DAY, sample_city};

    fn wanted(unit: Option<RecordId>, sections: &[&'static str]) -> Wanted {
        Wanted { unit, sections: sections.iter().copied().collect(), ..Wanted::default() }
    }

    fn city() -> (Replica, Records) {
        let mut replica = Replica::new();
        replica.apply(sample_city());
        let records = Records::read(&replica, SAMPLE_DAY);
        (replica, records)
    }

    fn community(records: &Records) -> RecordId {
        let leaf = records.units.keys().find(|id| records.children(Some(**id)).is_empty());
        *leaf.expect("the city has communities")
    }

    fn id(counter: u32) -> RecordId {
        RecordId { session: SessionId::from_bytes([7; SessionId::BYTES]), counter }
    }

    /// A record's saves one after the other, each a field and its value.
    fn record(replica: &mut Replica, kind: &'static str, counter: u32, saves: &[&[(&str, &str)]]) {
        let session = id(counter).session;
        for (place, set) in (1..).zip(saves) {
            let value = |text: &str| if text == "true" { Value::Bool(true) } else { Value::text(text) };
            let set = set.iter().map(|(name, text)| (Name::new(name).expect("a name"), Some(value(text)))).collect();
            let after = (place > 1).then(|| Pred::of_dot(Dot { session, height: place - 1 })).into_iter().collect();
            let save = Save { dot: Dot { session, height: place }, after, set, at: 0, by: "王芳".into() };
            replica.apply(vec![Saved { key: Key { id: id(counter), kind: Name::known(kind) }, save }]);
        }
    }

    #[test]
    fn all_units_and_sections_are_all_records() {
        let (replica, records) = city();
        let extract = Extract::of(&replica, &records, &Wanted::default());
        assert!(Wanted::default().is_all() && Wanted::backup().is_all());
        assert!(Wanted::backup().is_backup() && !Wanted::default().is_backup(), "restricted fields are left out");
        assert_eq!(extract.own.len(), replica.keys().count());
        assert!(extract.referred.is_empty());
    }

    #[test]
    fn a_community_comes_with_all_that_is_its_own_and_all_that_this_names() {
        let (replica, records) = city();
        let unit = community(&records);
        let extract = Extract::of(&replica, &records, &Wanted { unit: Some(unit), ..Wanted::default() });
        let of_unit: BTreeSet<Key> = replica.keys().filter(|key| records.unit_of(key) == Some(unit)).cloned().collect();
        assert_eq!(extract.own, of_unit);
        let incoming = exchange::read(text_of(&replica, &extract).as_bytes()).expect("it can be read");
        assert_eq!(incoming.header.units, Some(vec![unit]));
        let mut elsewhere = Replica::new();
        elsewhere.unite(&incoming.lines);
        let there = Records::read(&elsewhere, SAMPLE_DAY);
        for key in &of_unit {
            assert_eq!(there.unit_of(key), Some(unit), "{key:?}");
            for named in named(key, elsewhere.view(key).expect("it is there"), &Wanted::default()) {
                assert!(elsewhere.record(&named).is_some(), "{key:?} names {named:?}");
            }
        }
        let standards = |records: &Records| records.standards.len();
        assert_eq!(standards(&there), standards(&records), "those of the city hold here too");
    }

    fn text_of(replica: &Replica, extract: &Extract) -> String {
        let keep = |key: &Key| extract.holds(key);
        let part = Some(Part { units: &extract.units, keep: &keep });
        exchange::write(replica, &Outgoing { by: "王芳", part, is_folded: true, ..Outgoing::default() })
    }

    #[test]
    fn sections_that_were_not_chosen_stay_at_home() {
        let (replica, records) = city();
        let extract = Extract::of(&replica, &records, &wanted(Some(community(&records)), &["places"]));
        let kinds: BTreeSet<&str> = extract.own.iter().map(|key| key.kind.as_str()).collect();
        assert!(kinds.contains(Place::KIND), "{kinds:?}");
        for key in &extract.own {
            assert!(["place", "building_project", "booking"].contains(&key.kind.as_str()), "{key:?}");
        }
        let along: BTreeSet<&str> = extract.referred.iter().map(|key| key.kind.as_str()).collect();
        assert_eq!(along, BTreeSet::from([Unit::KIND]), "the units it stands under");
    }

    #[test]
    fn deletions_and_moves_travel() {
        let mut replica = Replica::new();
        let [city, mine, other] = [1, 2, 3].map(|counter| id(counter).to_string());
        record(&mut replica, "unit", 1, &[&[("name", "安和市"), ("level", "city")]]);
        record(&mut replica, "unit", 2, &[&[("name", "幸福社区"), ("level", "community"), ("parent", &city)]]);
        record(&mut replica, "unit", 3, &[&[("name", "梧桐里社区"), ("level", "community"), ("parent", &city)]]);
        record(&mut replica, "unit", 4, &[&[("name", "旧小区"), ("parent", &mine)], &[(DELETED, "true")]]);
        record(&mut replica, "worker", 5, &[&[("name", "张三"), ("unit", &mine)], &[(DELETED, "true")]]);
        record(&mut replica, "worker", 6, &[&[("name", "李四"), ("unit", &mine)], &[("unit", &other)]]);
        record(&mut replica, "worker", 7, &[&[("name", "王五"), ("unit", &other)]]);
        record(&mut replica, "worker", 8, &[&[("name", "赵六"), ("unit", &other), ("unit@2027-01-01", &mine)]]);
        record(&mut replica, "x.lantern", 9, &[&[("unit", &mine)]]);
        let records = Records::read(&replica, parse_date("2026-11-22").expect("a day"));
        let extract = Extract::of(&replica, &records, &Wanted { unit: Some(id(2)), ..Wanted::default() });
        let own: Vec<u32> = extract.own.iter().map(|key| key.id.counter).collect();
        assert_eq!(own, [2, 4, 5, 6, 8, 9]);
        let along: Vec<u32> = extract.referred.iter().map(|key| key.id.counter).collect();
        assert_eq!(along, [1, 3], "the units above, and the one that a worker went to");
        let some = Extract::of(&replica, &records, &wanted(Some(id(2)), &["people"]));
        assert!(some.own.iter().all(|key| key.kind.as_str() == Worker::KIND), "what is of no section stays at home");
    }

    #[test]
    fn what_was_wanted_is_remembered_as_a_line() {
        let some = wanted(Some(id(2)), &["people", "places"]);
        for wanted in [Wanted::default(), Wanted::backup(), Wanted { has_superseded: false, ..some }] {
            assert_eq!(Wanted::read(&wanted.line()), wanted, "{}", wanted.line());
        }
        assert!(Wanted::read("").sections.is_empty(), "nothing is made up");
    }

    #[test]
    fn a_folded_file_changes_nothing_at_home() {
        let mut replica = city().0;
        record(&mut replica, "unit", 1, &[&[("name", "从前的名字")], &[("name", "现在的名字")]]);
        let records = Records::read(&replica, SAMPLE_DAY);
        let extract = Extract::of(&replica, &records, &Wanted::default());
        let text = text_of(&replica, &extract);
        let whole = exchange::write(&replica, &Outgoing { by: "王芳", ..Outgoing::default() });
        assert!(whole.contains("从前的名字") && !text.contains("从前的名字"), "superseded values are left out");
        let incoming = exchange::read(text.as_bytes()).expect("it can be read");
        assert!(replica.news(incoming.saves()).is_empty());
        let before = replica.canonical_hash();
        replica.unite(&incoming.lines);
        assert_eq!(replica.canonical_hash(), before);
        let mut elsewhere = Replica::new();
        elsewhere.unite(&incoming.lines);
        assert_eq!(elsewhere.canonical_hash(), before, "and shows the same elsewhere");
    }
}
