//! What was begun in answer to findings: actions, building projects and fund requests that were not given up.
//!
//! Judges no finding.

use super::Lack;
use crate::insight::group::Group;
use crate::insight::index::target;
use crate::model::choice::Enumeration;
use crate::model::kinds::{Action, ActionState, BuildingProject, FundRequest, ProjectState, RequestState};
use crate::model::quantity::Text;
use crate::model::{Choice, Field, Label, RecordId};

/// Something that was begun in answer to a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// Its record.
    pub id: RecordId,
    /// Its kind.
    pub kind: &'static str,
    /// Its state.
    pub state: Label,
    /// It came to its end: the action is done, the project built, the money granted.
    pub is_done: bool,
}

/// Whether anybody acted on a finding. What is under way comes last: it needs nobody's attention now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answered {
    /// Nobody did.
    No,
    /// Everything that was begun is done, and it is still so.
    InVain,
    /// Something is under way.
    Underway,
}

impl Answered {
    /// The name in tests and styles.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::InVain => "in_vain",
            Self::Underway => "underway",
        }
    }

    pub(super) fn of(acts: &[Act]) -> Self {
        match acts {
            [] => Self::No,
            acts if acts.iter().all(|act| act.is_done) => Self::InVain,
            _ => Self::Underway,
        }
    }
}

/// An act with what it says it answers.
pub(super) struct Deed {
    pub act: Act,
    finding: Option<String>,
    /// The place that a project replaces, or the line that a request asks for.
    about: Option<RecordId>,
}

impl Deed {
    /// Tells whether this answers a finding: it came from it, or it is about the same place or fund line.
    pub fn answers(&self, lack: Lack, about: &[RecordId]) -> bool {
        self.finding.as_deref() == Some(lack.name()) || self.about.is_some_and(|id| about.contains(&id))
    }
}

/// All that the unit began and did not give up.
pub(super) fn deeds(group: &Group<'_>) -> Vec<Deed> {
    let mut deeds = Vec::new();
    for (id, action) in group.rows::<Action>().iter() {
        let ends = (ActionState::Open, ActionState::Done, &[ActionState::Dropped][..]);
        deeds.extend(deed(*id, Action::KIND, &action.state, ends, &action.finding, None));
    }
    for (id, project) in group.rows::<BuildingProject>().iter() {
        let ends = (ProjectState::Planned, ProjectState::Done, &[ProjectState::Dropped][..]);
        let about = target(&project.replaces);
        deeds.extend(deed(*id, BuildingProject::KIND, &project.state, ends, &project.finding, about));
    }
    for (id, request) in group.rows::<FundRequest>().iter() {
        let given_up = &[RequestState::Refused, RequestState::Withdrawn][..];
        let partly = request.state.known().is_some_and(|state| state.is(RequestState::Partly));
        let granted = if partly { RequestState::Partly } else { RequestState::Granted };
        let ends = (RequestState::Draft, granted, given_up);
        let about = target(&request.line);
        deeds.extend(deed(*id, FundRequest::KIND, &request.state, ends, &request.finding, about));
    }
    deeds
}

/// One that states no state is in the first; one in a state that this version does not know was not given up.
fn deed<E: Enumeration>(
    id: RecordId,
    kind: &'static str,
    state: &Field<Choice<E>>,
    (first, done, given_up): (E, E, &[E]),
    finding: &Field<Text>,
    about: Option<RecordId>,
) -> Option<Deed> {
    let state = match state {
        Field::Known(Choice::Known(state)) => Some(*state),
        Field::Missing => Some(first),
        Field::Known(Choice::Other(_)) | Field::Withheld | Field::Unreadable => None,
    };
    if state.is_some_and(|state| given_up.contains(&state)) {
        return None;
    }
    let unknown = Label { zh: "状态不明", en: "state unknown" };
    let label = state.map_or(unknown, Enumeration::label);
    let act = Act { id, kind, state: label, is_done: state == Some(done) };
    Some(Deed { act, finding: finding.known().map(|finding| finding.0.clone()), about })
}
