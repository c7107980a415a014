//! What came of it: what was finished, what changed since the span before, and what is not done.

use super::book::Book;
use super::measured::{Found, change, earlier, find};
use super::telling::{Of, Only, Telling, When};
use super::{Paragraph, Section, Sentence};
use crate::insight::figures::Figures;
use crate::insight::indicator::{indicator, label};
use crate::insight::span::Span;
use crate::model::RecordId;
use crate::model::kinds::{
    Action, Comment, DelegatedTask, Delivery, FundRequest, JointProject, Need, Place, Pledge, Receipt,
};
use crate::model::sorted::Sorted;
use crate::replica::Replica;

static DONE: &[Telling] = &[
    Telling {
        kind: Need::KIND,
        when: When::Done("solved"),
        only: &[Only::Is("state", &["solved"])],
        text: label(
            "办结居民需求 {0} 件，其中矛盾纠纷 {1} 件，满意或非常满意的 {2} 件",
            "Needs solved: {0}; disputes among them: {1}; those concerned were satisfied or very satisfied: {2}",
        ),
        blanks: &[
            Of::Count,
            Of::Those(Only::Is("kind_of_need", &["dispute"])),
            Of::Those(Only::Is("satisfaction", &["satisfied", "very_satisfied"])),
        ],
        none: label("本期没有办结居民需求的记录", "There is no record of a need solved in this span"),
    },
    Telling {
        kind: DelegatedTask::KIND,
        when: When::Done("done"),
        only: &[Only::Is("state", &["done"])],
        text: label("办结下沉任务 {0} 项：{1}", "Delegated tasks done: {0} – {1}"),
        blanks: &[Of::Count, Of::Names],
        none: label("本期没有办结下沉任务的记录", "There is no record of a delegated task done in this span"),
    },
    Telling {
        kind: Delivery::KIND,
        when: When::Both("confirmed", "partner_confirmed"),
        only: &[],
        text: label("双方确认兑现 {0} 次，涉及承诺：{1}", "Deliveries confirmed by both sides: {0}, of {1}"),
        blanks: &[Of::Count, Of::Targets("pledge")],
        none: label(
            "本期没有双方确认兑现承诺的记录",
            "There is no record of a delivery confirmed by both sides in this span",
        ),
    },
    Telling {
        kind: JointProject::KIND,
        when: When::Done("done"),
        only: &[Only::Is("state", &["done"])],
        text: label("完成共建项目 {0} 个：{1}", "Joint projects done: {0} – {1}"),
        blanks: &[Of::Count, Of::Names],
        none: label("本期没有完成共建项目的记录", "There is no record of a joint project done in this span"),
    },
    Telling {
        kind: Place::KIND,
        when: When::Done("closed"),
        only: &[Only::Is("tenure", &["rented", "borrowed"])],
        text: label("停用租借场所 {0} 处：{1}", "Rented and borrowed places given up: {0} – {1}"),
        blanks: &[Of::Count, Of::Names],
        none: label(
            "本期没有停用租借场所的记录",
            "There is no record of a rented or borrowed place given up in this span",
        ),
    },
    Telling {
        kind: Action::KIND,
        when: When::Done("done"),
        only: &[Only::Is("state", &["done"])],
        text: label("完成落实事项 {0} 项，其中按期完成 {1} 项", "Actions done: {0}; in time: {1}"),
        blanks: &[Of::Count, Of::Those(Only::InTime("done", "due"))],
        none: label("本期没有完成落实事项的记录", "There is no record of an action done in this span"),
    },
];

static UNDONE: &[Telling] = &[
    Telling {
        kind: Action::KIND,
        when: When::Ever,
        only: &[
            Only::Past("due"),
            Only::Not("state", &["dropped"]),
            Only::Open { state: "state", over: &["done"], day: "done" },
        ],
        text: label("逾期未完成的落实事项 {0} 项：{1}", "Actions overdue: {0} – {1}"),
        blanks: &[Of::Count, Of::Names],
        none: label("记录中没有逾期未完成的落实事项", "No record shows an action overdue"),
    },
    Telling {
        kind: DelegatedTask::KIND,
        when: When::Ever,
        only: &[
            Only::Past("due"),
            Only::Not("state", &["returned"]),
            Only::Open { state: "state", over: &["done"], day: "done" },
        ],
        text: label("逾期未办结的下沉任务 {0} 项：{1}", "Delegated tasks overdue: {0} – {1}"),
        blanks: &[Of::Count, Of::Names],
        none: label("记录中没有逾期未办结的下沉任务", "No record shows a delegated task overdue"),
    },
    Telling {
        kind: FundRequest::KIND,
        when: When::DoneUntil("sent"),
        only: &[Only::Not("state", &["withdrawn", "draft"]), Only::NotYet("answered")],
        text: label("已报送、尚未答复的经费申请 {0} 件：{1}", "Requests for money sent and not answered: {0} – {1}"),
        blanks: &[Of::Count, Of::Names],
        none: label(
            "记录中没有已报送、尚未答复的经费申请",
            "No record shows a request for money sent and not answered",
        ),
    },
    Telling {
        kind: Need::KIND,
        when: When::On("raised"),
        only: &[Only::Open { state: "state", over: &["solved", "cannot_be_solved"], day: "solved" }],
        text: label("本期提出、尚未办结的居民需求 {0} 件", "Needs raised in this span and not closed: {0}"),
        blanks: &[Of::Count],
        none: label(
            "记录中没有本期提出、尚未办结的居民需求",
            "No record shows a need raised in this span and not closed",
        ),
    },
    Telling {
        kind: Pledge::KIND,
        when: When::Until("date"),
        only: &[
            Only::Not("initiator", &["partner"]),
            Only::Not("state", &["withdrawn"]),
            Only::Open { state: "state", over: &["pledged", "refused", "delivered"], day: "answered" },
        ],
        text: label("尚未答复的共建请求 {0} 项：{1}", "Requests to partners not answered: {0} – {1}"),
        blanks: &[Of::Count, Of::Names],
        none: label("记录中没有尚未答复的共建请求", "No record shows a request to a partner not answered"),
    },
    Telling {
        kind: Pledge::KIND,
        when: When::Ever,
        only: &[Only::Promised, Only::Past("due")],
        text: label("到期未全部兑现的共建承诺 {0} 项：{1}", "Pledges due and not delivered in full: {0} – {1}"),
        blanks: &[Of::Count, Of::Names],
        none: label("记录中没有到期未全部兑现的共建承诺", "No record shows a pledge due and not delivered in full"),
    },
    Telling {
        kind: Receipt::KIND,
        when: When::Ever,
        only: &[Only::PastOfNamed("notice", "due"), Only::NotYet("received")],
        text: label("过期未回执的 {0} 份，单位：{1}", "Notices that partners did not answer in time: {0}, by {1}"),
        blanks: &[Of::Count, Of::Targets("partner")],
        none: label("记录中没有过期未回执的通知", "No record shows a notice that a partner did not answer in time"),
    },
    Telling {
        kind: Comment::KIND,
        when: When::Until("date"),
        only: &[Only::NotYet("replied")],
        text: label("尚未回复的评议意见 {0} 条", "Comments without a reply: {0}"),
        blanks: &[Of::Count],
        none: label("记录中没有尚未回复的评议意见", "No record shows a comment without a reply"),
    },
];

/// The indicators that are compared with an earlier span.
static COMPARED: &[&str] = &[
    "people.workers",
    "people.quota_filled",
    "people.median_age",
    "people.college",
    "people.certified",
    "people.trained",
    "people.insured",
    "money.received",
    "money.gap",
    "money.received_of_plan",
    "places.rented",
    "places.area_per_100_households",
    "places.multiple_use",
    "service.volunteers",
    "service.hours",
    "service.needs_solved",
    "service.satisfaction",
    "coverage.eligible",
    "network.agreements",
    "network.joint_meetings",
    "network.pledges_delivered",
    "network.hot_cold",
    "network.actions_on_time",
];

/// The indicators of the section.
pub fn names() -> impl Iterator<Item = &'static str> {
    COMPARED.iter().copied()
}

#[cfg(test)]
pub fn tellings() -> impl Iterator<Item = &'static Telling> {
    DONE.iter().chain(UNDONE)
}

/// What became of the figures since an earlier span.
pub fn compare(figures: &mut Figures, replica: &Replica, unit: Option<RecordId>, span: Span) -> Vec<Sentence> {
    let now = find(figures, replica, unit, span, names());
    let earlier_of = |name: &&'static str| Some((*name, earlier(indicator(name)?, span)?));
    let earlier: Vec<(&str, Span)> = COMPARED.iter().filter_map(earlier_of).collect();
    let mut then: Vec<(Span, Found)> = Vec::new();
    for at in earlier.iter().map(|(_, at)| *at).into_set() {
        let names = earlier.iter().filter(|(_, of)| *of == at).map(|(name, _)| *name);
        then.extend(find(figures, replica, unit, at, names).into_iter().map(|found| (at, found)));
    }
    let of = |now: &Found| {
        let (at, then) = then.iter().find(|(_, then)| then.of.name == now.of.name)?;
        change(now, then, *at)
    };
    now.iter().filter_map(of).collect()
}

/// The section.
pub fn section(book: &Book<'_>, changes: Vec<Sentence>) -> Section {
    let tell = |tellings: &'static [Telling]| tellings.iter().map(|telling| telling.tell(book)).collect();
    let paragraphs = [
        (label("（一）办成的事", "What was done"), tell(DONE)),
        (label("（二）变化", "What changed"), changes),
        (label("（三）未完成的事", "What is not done"), tell(UNDONE)),
    ];
    let paragraphs = paragraphs.into_iter().filter(|(_, sentences): &(_, Vec<Sentence>)| !sentences.is_empty());
    let paragraphs = paragraphs.map(|(heading, sentences)| Paragraph { heading: Some(heading), sentences }).collect();
    Section { heading: label("四、成效", "4. Results"), paragraphs }
}
