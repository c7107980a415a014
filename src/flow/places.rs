//! Steps with places and with the projects by which they come to be.
//!
//! Ends no right in place: a tenure changes from a day on, and a lease that is over stays in the record.

use chrono::NaiveDate;

use super::{Ask, Draft, Flow, Refusal, Step, day_value, ref_value, value_on};
use crate::model::choice::Enumeration;
use crate::model::field::FieldType;
use crate::model::kinds::{BuildingProject, Facility, Place, ProjectState, Tenure};
use crate::model::quantity::{Interval, Text};
use crate::model::{FieldSpec, Input, Name, Problem, ProblemAt, Value};
use crate::replica::View;
use crate::replica::dated::entry_name;

const PLACE_NAME: FieldSpec = FieldSpec::new("place_name", "场所名称", "Name of the place", Text::INPUT);
const FINISHED_ON: FieldSpec = FieldSpec::new("day", "启用日期", "In use since", Input::Date);
const TENURE: FieldSpec = FieldSpec::new("tenure", "权属", "Tenure", Input::Choice(Tenure::CHOICES));
const FACILITY: FieldSpec = FieldSpec::new("facility", "类别", "Facility", Input::Choice(Facility::CHOICES));
const LEASE: FieldSpec = FieldSpec::new("lease", "租借期间", "Lease", Interval::INPUT);
const CHANGED_ON: FieldSpec = FieldSpec::new("day", "变更日期", "Changed on", Input::Date);
const NEW_TENURE: FieldSpec = FieldSpec::new("new_tenure", "新的权属", "New tenure", Input::Choice(Tenure::CHOICES));

const PROJECT: Flow = Flow {
    kind: BuildingProject::KIND,
    state: Some("state"),
    first: |_| ProjectState::Planned.name(),
    steps: &[
        Step::new("approve", "批准", "Approve")
            .leads(&["planned"], "approved")
            .asks(&[Ask::of("document").needed()])
            .dates(&["approved"]),
        Step::new("begin", "开工", "Begin").leads(&["approved"], "building").dates(&["started"]),
        Step::new("finish", "建成启用", "Finish")
            .leads(&["building"], "done")
            .asks(&[
                Ask::own(PLACE_NAME).needed(),
                Ask::own(FINISHED_ON),
                Ask::own(TENURE).needed(),
                Ask::own(FACILITY),
                Ask::own(LEASE),
            ])
            .more(finish),
        Step::new("drop", "终止", "Drop")
            .leads(&["planned", "approved", "building"], "dropped")
            .asks(&[Ask::of("reason").needed()]),
    ],
};

/// The project becomes a place, and the place that it replaces is closed on that day.
fn finish(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let day = draft.day("day");
    let replaced = draft.target_if_any("replaces")?;
    require_lease(draft.given("tenure"), draft.given("lease"), day)?;
    let given = |name| draft.given(name).cloned();
    let facility = || replaced.as_ref().and_then(|(_, view)| view.value("facility").cloned());
    let set = [
        ("name", given("place_name").unwrap_or(Value::Null)),
        draft.copy("unit"),
        ("facility", given("facility").or_else(facility).unwrap_or_else(|| Value::text(Facility::Office.name()))),
        draft.copy("area"),
        ("tenure", given("tenure").unwrap_or(Value::Null)),
        ("lease", given("lease").unwrap_or(Value::Null)),
        ("since", day_value(day)),
    ];
    let place = draft.make(Place::KIND, set);
    draft.put("place", ref_value(place.id));
    draft.put("finished", day_value(day));
    match replaced {
        Some((old, view)) if !is_closed(view, day) => {
            require_use(view, day)?;
            draft.change(old, [(Name::known("closed"), day_value(day))]);
        }
        _ => (),
    }
    Ok(())
}

const PLACE: Flow = Flow {
    kind: Place::KIND,
    state: None,
    first: |_| "",
    steps: &[
        Step::new("change_tenure", "变更权属", "Change the tenure")
            .asks(&[Ask::own(NEW_TENURE).needed(), Ask::own(CHANGED_ON).needed(), Ask::of("lease")])
            .more(change_tenure),
        Step::new("close", "停用", "Close").asks(&[Ask::of("closed").needed()]),
    ],
};

/// Another tenure from a day on.
fn change_tenure(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let day = draft.day("day");
    if is_closed(draft.view, day) {
        return Err(Refusal::State);
    }
    let tenure = draft.given("new_tenure").cloned();
    if value_on(Place::KIND, draft.view, "tenure", day) == tenure {
        return Err(Refusal::Nothing);
    }
    require_lease(tenure.as_ref(), draft.value("lease"), day)?;
    draft.set.insert(entry_name("tenure", day), tenure.unwrap_or(Value::Null));
    Ok(())
}

fn is_closed(place: &View, day: NaiveDate) -> bool {
    Place::read(place).closed.known().is_some_and(|closed| *closed <= day)
}

/// Refuses a day before the place was in use.
fn require_use(place: &View, day: NaiveDate) -> Result<(), Refusal> {
    match (Place::read(place).since.known(), Place::SPEC.field("since")) {
        (Some(since), Some(field)) if day < *since => {
            Err(Refusal::Field(ProblemAt { field: "day", problem: Problem::Before { other: field.label } }))
        }
        _ => Ok(()),
    }
}

/// Refuses what is rented or borrowed without a lease, or with one that is over by that day.
fn require_lease(tenure: Option<&Value>, lease: Option<&Value>, day: NaiveDate) -> Result<(), Refusal> {
    let temporary = [Tenure::Rented, Tenure::Borrowed].map(Tenure::name);
    let is_temporary = tenure.and_then(Value::as_text).is_some_and(|tenure| temporary.contains(&tenure));
    let runs = lease.and_then(Interval::read).is_some_and(|lease| lease.to.is_none_or(|to| day <= to));
    if runs || !is_temporary {
        Ok(())
    } else {
        Err(Refusal::Field(ProblemAt { field: "lease", problem: Problem::LeaseMissing }))
    }
}

pub(super) const FLOWS: &[Flow] = &[PROJECT, PLACE];
