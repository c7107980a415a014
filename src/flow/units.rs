//! Steps with units, periods and years: units move, split and merge from a day on; periods are frozen; a year begins with
//! what the last one had.

use chrono::{Datelike, NaiveDate};

use super::{Ask, Draft, Flow, Refusal, Step, day_value, ref_value};
use crate::insight::frozen::freeze;
use crate::insight::{Records, Span};
use crate::model::field::Input;
use crate::model::kinds::{EvaluationForm, FundLine, KINDS, Period, ReportSnapshot, Standard, Unit};
use crate::model::quantity::parse_date;
use crate::model::{Choice, FieldSpec, Problem, ProblemAt, RecordId, Value};
use crate::replica::dated::entry_name;
use crate::replica::{Key, View};

pub(super) const FLOWS: &[Flow] = &[UNIT, PERIOD];

const DAY: Ask = Ask::own(FieldSpec::new("day", "自何日起", "From which day on", Input::Date)).needed();

const UNIT: Flow = Flow {
    kind: Unit::KIND,
    state: None,
    first: |_| "",
    steps: &[
        Step::new("move", "变更隶属", "Move under another unit")
            .asks(&[
                Ask::own(FieldSpec::new("to", "新的上级单位", "New parent unit", Input::Ref(Unit::KIND))).needed(),
                DAY,
            ])
            .more(move_unit),
        Step::new("split", "分设新单位", "Split off a unit")
            .asks(&[
                Ask::own(FieldSpec::new(
                    "new_name",
                    "新单位名称",
                    "Name of the new unit",
                    Input::Text { chars_max: 120 },
                ))
                .needed(),
                DAY,
                Ask::own(FieldSpec::new(
                    "document",
                    "变更文号",
                    "Document of the change",
                    Input::Text { chars_max: 120 },
                )),
            ])
            .more(split),
        Step::new("merge", "并入其他单位", "Merge into another unit")
            .asks(&[Ask::of("successor").needed(), DAY, Ask::of("change_document")])
            .more(merge),
        Step::new("close", "撤销", "Dissolve").asks(&[DAY, Ask::of("change_document")]).more(close),
        Step::new("new_year", "结转新年度", "Begin a year")
            .asks(&[Ask::own(FieldSpec::new("year", "新年度", "New year", Input::Year)).needed()])
            .more(begin_year),
    ],
};

const PERIOD: Flow = Flow {
    kind: Period::KIND,
    state: Some("state"),
    first: |_| "open",
    steps: &[
        Step::new("check", "核对完毕", "Checked").leads(&["open"], "checked").dates(&["checked"]).more(check_settled),
        Step::new("freeze", "冻结", "Freeze").leads(&["checked"], "frozen").dates(&["frozen"]).more(freeze_period),
        Step::new("reopen", "重新开放", "Reopen")
            .leads(&["checked", "frozen"], "open")
            .asks(&[Ask::of("reason").needed()]),
    ],
};

fn wrong(field: &'static str, problem: Problem) -> Refusal {
    Refusal::Field(ProblemAt { field, problem })
}

fn asked_unit(draft: &Draft<'_>, name: &'static str) -> Result<RecordId, Refusal> {
    let id = draft.given(name).and_then(Value::as_text).and_then(|text| text.parse::<RecordId>().ok());
    let id = id.ok_or(Refusal::Missing { field: name })?;
    let key = Key { id, kind: crate::model::Name::known(Unit::KIND) };
    let is_here = draft.desk.view(&key).is_some_and(|view| view.is_present());
    if is_here { Ok(id) } else { Err(Refusal::Missing { field: name }) }
}

/// Refuses to put a unit under itself or under one that stands below it on that day.
fn check_above(draft: &Draft<'_>, above: RecordId, field: &'static str, day: NaiveDate) -> Result<(), Refusal> {
    let records = Records::read(draft.desk.replica, day);
    let is_below = records.scope(Some(draft.key.id)).holds(Some(above));
    if is_below { Err(wrong(field, Problem::ParentIsSelf)) } else { Ok(()) }
}

fn move_unit(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let (to, day) = (asked_unit(draft, "to")?, draft.day("day"));
    check_above(draft, to, "to", day)?;
    let held = Records::read(draft.desk.replica, day);
    let now = held.units.get(&draft.key.id).and_then(|unit| unit.parent.known());
    if now.is_some_and(|parent| parent.0 == to) {
        return Err(Refusal::Nothing);
    }
    draft.set.insert(entry_name("parent", day), ref_value(to));
    Ok(())
}

/// The new unit stands where this one stands, at its level; what moves to it is moved by hand.
fn split(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let day = draft.day("day");
    let held = Records::read(draft.desk.replica, day);
    let parent = held.units.get(&draft.key.id).and_then(|unit| unit.parent.known());
    let parent = parent.map_or(Value::Null, |parent| ref_value(parent.0));
    let given = |name: &str| draft.given(name).cloned().unwrap_or(Value::Null);
    let level = draft.copy("level");
    let (name, document) = (given("new_name"), given("document"));
    let origin = ref_value(draft.key.id);
    let valid = Value::text(&format!("{day}/.."));
    draft.make(
        Unit::KIND,
        [
            ("name", name),
            level,
            ("parent", parent),
            ("origin", origin),
            ("valid", valid),
            ("change_document", document),
        ],
    );
    Ok(())
}

/// From a day on, all that lasts and belongs to this unit belongs to its successor; what happened before stays.
fn merge(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let (successor, day) = (asked_unit(draft, "successor")?, draft.day("day"));
    check_above(draft, successor, "successor", day)?;
    end_on(draft, day)?;
    let own = draft.key.id;
    let desk = draft.desk;
    for spec in KINDS {
        let field = if spec.kind == Unit::KIND { "parent" } else { "unit" };
        if !spec.field(field).is_some_and(|field| field.dated) {
            continue;
        }
        let moved: Vec<Key> = desk.naming_on(spec.kind, field, own, day).map(|(key, _)| key.clone()).collect();
        for key in moved.into_iter().filter(|key| key.id != own) {
            draft.change(key, [(entry_name(field, day), ref_value(successor))]);
        }
    }
    Ok(())
}

fn close(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let day = draft.day("day");
    end_on(draft, day)
}

/// The unit was in being until the day before.
fn end_on(draft: &mut Draft<'_>, day: NaiveDate) -> Result<(), Refusal> {
    let last = day.pred_opt().ok_or(wrong("day", Problem::NotADate))?;
    let held = draft.value("valid").and_then(Value::as_text).and_then(crate::model::quantity::parse_interval);
    let from = held.and_then(|span| span.from);
    if held.and_then(|span| span.to).is_some_and(|to| to <= last) {
        return Err(Refusal::Nothing);
    }
    if from.is_some_and(|from| last < from) {
        let other = Unit::SPEC.field("valid").map_or(DAY_LABEL, |field| field.label);
        return Err(wrong("day", Problem::Before { other }));
    }
    let from = from.map_or_else(|| "..".to_owned(), |from| from.to_string());
    draft.put("valid", Value::text(&format!("{from}/{last}")));
    Ok(())
}

const DAY_LABEL: crate::model::Label = crate::model::Label { zh: "存续期间", en: "In being" };

/// What a year takes over from the one before: the lines of money, forms in use, standards that end with it. What the new
/// year already has is left as it is.
fn begin_year(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Some(Value::Int(year)) = draft.given("year").cloned() else { return Err(Refusal::Nothing) };
    let mut made = Vec::new();
    made.extend(copies(
        draft,
        FundLine::KIND,
        year,
        &["purpose", "source"],
        &["purpose", "source", "need", "plan", "share_base", "share_percent", "share_document"],
    ));
    made.extend(copies(
        draft,
        EvaluationForm::KIND,
        year,
        &["name"],
        &["name", "subject", "version", "weights", "excellent", "good", "pass", "document"],
    ));
    made.extend(standards(draft, year));
    if made.is_empty() {
        return Err(Refusal::Nothing);
    }
    for (kind, set) in made {
        draft.make(kind, set);
    }
    Ok(())
}

type Made = (&'static str, Vec<(&'static str, Value)>);

/// Copies of the unit's records of the year before which the new year does not have.
fn copies(
    draft: &Draft<'_>,
    kind: &'static str,
    year: i64,
    alike: &[&'static str],
    copied: &[&'static str],
) -> Vec<Made> {
    let own = draft.desk.naming(kind, "unit", draft.key.id);
    let (mut last, mut has) = (Vec::new(), Vec::new());
    let looks = |view: &View| alike.iter().map(|field| view.value(field).cloned()).collect::<Vec<_>>();
    for (_, view) in own {
        let is_retired = view.value("retired").is_some_and(|day| *day != Value::Null);
        match view.value("year") {
            Some(Value::Int(of)) if *of == year => has.push(looks(view)),
            Some(Value::Int(of)) if *of == year - 1 && !is_retired => last.push(view),
            _ => {}
        }
    }
    let unit = ref_value(draft.key.id);
    let copy = |view: &View| {
        let fields = copied.iter().map(|&field| (field, view.value(field).cloned().unwrap_or(Value::Null)));
        (kind, fields.chain([("unit", unit.clone()), ("year", Value::Int(year))]).collect())
    };
    last.into_iter().filter(|view| !has.contains(&looks(view))).map(copy).collect()
}

/// Standards that end with the year before and that no newer one of the same unit follows.
fn standards(draft: &Draft<'_>, year: i64) -> Vec<Made> {
    let Some(first) = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)) else {
        return Vec::new();
    };
    let day = |view: &View, field: &str| view.value(field).and_then(Value::as_text).and_then(parse_date);
    let own: Vec<&View> = draft.desk.naming(Standard::KIND, "unit", draft.key.id).map(|(_, view)| view).collect();
    let ends = |view: &View| day(view, "until").is_some_and(|until| until.year() == first.year() - 1);
    let is_followed = |view: &View| {
        let is_next = |other: &View| {
            other.value("key") == view.value("key") && day(other, "from").is_some_and(|from| from >= first)
        };
        own.iter().any(|other| is_next(other))
    };
    let unit = ref_value(draft.key.id);
    let copy = |view: &&View| {
        let fields =
            ["key", "value", "document"].map(|field| (field, view.value(field).cloned().unwrap_or(Value::Null)));
        (Standard::KIND, fields.into_iter().chain([("unit", unit.clone()), ("from", day_value(first))]).collect())
    };
    own.iter().filter(|view| ends(view) && !is_followed(view)).map(copy).collect()
}

/// A period is not checked while records of its unit have something to settle.
fn check_settled(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let (unit, _) = draft.target("unit")?;
    let records = Records::read(draft.desk.replica, draft.desk.today);
    let scope = records.scope(Some(unit.id));
    let count = records.in_conflict.iter().filter(|key| scope.holds(records.unit_of(key))).count();
    if count > 0 { Err(Refusal::Unsettled { count }) } else { Ok(()) }
}

/// The figures are those of the period's last day, or of today while it lasts.
fn freeze_period(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    check_settled(draft)?;
    let (unit, _) = draft.target("unit")?;
    let period = Period::read(draft.view);
    let year = period.year.known().map(|year| year.0).ok_or(wrong("year", Problem::Required))?;
    let part = match period.part.known() {
        Some(Choice::Known(part)) => *part,
        _ => return Err(wrong("part", Problem::Required)),
    };
    let span = Span { year, part: part.into() };
    let frozen = freeze(draft.desk.replica, unit.id, span, span.as_of(draft.desk.today));
    let count = i64::try_from(frozen.records).unwrap_or(i64::MAX);
    let values = Value::from_json(&frozen.values.text()).map_err(|_| wrong("values", Problem::WrongType))?;
    let name = draft.copy("name");
    let (period, today) = (ref_value(draft.key.id), day_value(draft.desk.today));
    draft.make(
        ReportSnapshot::KIND,
        [
            name,
            ("period", period),
            ("unit", ref_value(unit.id)),
            ("taken", today),
            ("records", Value::Int(count)),
            ("digest", Value::text(&frozen.digest)),
            ("values", values),
        ],
    );
    Ok(())
}
