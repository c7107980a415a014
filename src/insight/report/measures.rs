//! What was really done in the span, under the four headings of the measures, and where nothing was.

use super::book::Book;
use super::telling::{Of, Only, Telling, When};
use super::{Paragraph, Section};
use crate::insight::indicator::label;
use crate::model::Label;
use crate::model::kinds::{
    Action, Activity, Agreement, Booking, BuildingProject, Candidate, Decision, Evaluation, ExchangeNote, FundEntry,
    FundRequest, Meeting, Notice, Partner, PartyOrg, Pledge, Publicity, Selection, ServiceItem, Site, Survey, Training,
};

/// One of the four measures.
struct Measure {
    heading: Label,
    told: &'static [Telling],
}

static MEASURES: &[Measure] = &[
    Measure {
        heading: label("（一）拓宽渠道建队伍，有人管事", "Wider channels and a strong team: someone to manage affairs"),
        told: &[
            Telling {
                kind: Candidate::KIND,
                when: When::On("proposed"),
                only: &[],
                text: label("推荐后备人选 {0} 人，来源渠道：{1}", "Candidates proposed: {0}; channels: {1}"),
                blanks: &[Of::Count, Of::Kinds("channel")],
                none: label("本期没有推荐后备人选的记录", "There is no record of a candidate proposed in this span"),
            },
            Telling {
                kind: Candidate::KIND,
                when: When::Done("decided"),
                only: &[Only::Is("state", &["appointed"])],
                text: label("从后备人选中任用 {0} 人：{1}", "Appointed from among the candidates: {0} – {1}"),
                blanks: &[Of::Count, Of::Names],
                none: label(
                    "本期没有从后备人选中任用人员的记录",
                    "There is no record of anybody appointed from among the candidates in this span",
                ),
            },
            Telling {
                kind: Training::KIND,
                when: When::On("date"),
                only: &[],
                text: label(
                    "培训 {0} 人次，参训 {1} 人，共 {2} 学时",
                    "Trainings taken: {0}, by {1} workers; hours: {2}",
                ),
                blanks: &[Of::Count, Of::Different("worker"), Of::Sum("hours")],
                none: label("本期没有培训记录", "There is no record of a training in this span"),
            },
        ],
    },
    Measure {
        heading: label("（二）多方统筹增投入，有钱办事", "More money from more sides: money to act"),
        told: &[
            Telling {
                kind: FundRequest::KIND,
                when: When::Done("sent"),
                only: &[],
                text: label("报送经费申请 {0} 件，申请 {1}", "Requests for money sent: {0}, for {1}"),
                blanks: &[Of::Count, Of::Sum("amount")],
                none: label(
                    "本期没有报送经费申请的记录",
                    "There is no record of a request for money sent in this span",
                ),
            },
            Telling {
                kind: FundRequest::KIND,
                when: When::Done("answered"),
                only: &[Only::Is("state", &["granted", "partly_granted", "refused"])],
                text: label(
                    "收到经费申请答复 {0} 件，其中批复或部分批复 {1} 件，批复 {2}",
                    "Requests for money answered: {0}; granted in whole or in part: {1}, {2}",
                ),
                blanks: &[Of::Count, Of::Those(Only::Is("state", &["granted", "partly_granted"])), Of::Sum("granted")],
                none: label(
                    "本期没有经费申请答复的记录",
                    "There is no record of an answer to a request for money in this span",
                ),
            },
            Telling {
                kind: FundEntry::KIND,
                when: When::On("date"),
                only: &[Only::Is("direction", &["receipt"])],
                text: label("经费到账 {0} 笔，共 {1}", "Receipts of money: {0}, together {1}"),
                blanks: &[Of::Count, Of::Sum("amount")],
                none: label("本期没有经费到账记录", "There is no record of money received in this span"),
            },
        ],
    },
    Measure {
        heading: label(
            "（三）高标准建场所、强服务，有场所议事",
            "Places and services of a high standard: a place to meet",
        ),
        told: &[
            Telling {
                kind: BuildingProject::KIND,
                when: When::Done("approved"),
                only: &[],
                text: label("批准建设项目 {0} 个：{1}", "Building projects approved: {0} – {1}"),
                blanks: &[Of::Count, Of::Names],
                none: label(
                    "本期没有批准建设项目的记录",
                    "There is no record of a building project approved in this span",
                ),
            },
            Telling {
                kind: BuildingProject::KIND,
                when: When::Done("started"),
                only: &[],
                text: label("开工建设项目 {0} 个：{1}", "Building projects begun: {0} – {1}"),
                blanks: &[Of::Count, Of::Names],
                none: label(
                    "本期没有建设项目开工的记录",
                    "There is no record of a building project begun in this span",
                ),
            },
            Telling {
                kind: BuildingProject::KIND,
                when: When::Done("finished"),
                only: &[],
                text: label("建成项目 {0} 个：{1}", "Building projects finished: {0} – {1}"),
                blanks: &[Of::Count, Of::Names],
                none: label(
                    "本期没有建设项目建成的记录",
                    "There is no record of a building project finished in this span",
                ),
            },
            Telling {
                kind: Booking::KIND,
                when: When::On("date"),
                only: &[Only::Is("outcome", &["used"])],
                text: label("场所使用 {0} 次，共 {1}", "Uses of places: {0}, {1} together"),
                blanks: &[Of::Count, Of::Hours("hours")],
                none: label("本期没有场所使用记录", "There is no record of a place used in this span"),
            },
            Telling {
                kind: Survey::KIND,
                when: When::During("period"),
                only: &[],
                text: label(
                    "居民需求调查 {0} 次，发放 {1} 份，收回 {2} 份",
                    "Surveys of needs: {0}; households asked: {1}; answers: {2}",
                ),
                blanks: &[Of::Count, Of::Sum("asked"), Of::Sum("answered")],
                none: label("本期没有需求调查记录", "There is no record of a survey in this span"),
            },
            Telling {
                kind: ServiceItem::KIND,
                when: When::Done("since"),
                only: &[],
                text: label("新开办社区服务 {0} 项：{1}", "Services begun: {0} – {1}"),
                blanks: &[Of::Count, Of::Names],
                none: label("本期没有新开办社区服务的记录", "There is no record of a service begun in this span"),
            },
            Telling {
                kind: Activity::KIND,
                when: When::On("date"),
                only: &[],
                text: label(
                    "志愿活动 {0} 次，参加 {1} 人次，服务 {2}，受益 {3} 人次",
                    "Activities of volunteers: {0}; times volunteers took part: {1}; served: {2}; people served: {3}",
                ),
                blanks: &[Of::Count, Of::Sum("volunteers"), Of::Hours("hours"), Of::Sum("served")],
                none: label("本期没有志愿活动记录", "There is no record of an activity of volunteers in this span"),
            },
            Telling {
                kind: Publicity::KIND,
                when: When::On("date"),
                only: &[],
                text: label(
                    "宣传 {0} 次，渠道：{1}，受众 {2} 人次",
                    "Publicity: {0}; channels: {1}; people reached: {2}",
                ),
                blanks: &[Of::Count, Of::Kinds("medium"), Of::Sum("reach")],
                none: label("本期没有宣传记录", "There is no record of anything made known in this span"),
            },
        ],
    },
    Measure {
        heading: label(
            "（四）增进共识抓共建，形成区域化党建格局",
            "Shared understanding and joint construction: a network of the region",
        ),
        told: &[
            Telling {
                kind: PartyOrg::KIND,
                when: When::Done("founded"),
                only: &[],
                text: label("新建党组织 {0} 个：{1}", "Party organisations founded: {0} – {1}"),
                blanks: &[Of::Count, Of::Names],
                none: label(
                    "本期没有新建党组织的记录",
                    "There is no record of a party organisation founded in this span",
                ),
            },
            Telling {
                kind: Site::KIND,
                when: When::Done("covered"),
                only: &[],
                text: label("新覆盖 {0} 处：{1}", "Sites newly covered: {0} – {1}"),
                blanks: &[Of::Count, Of::Names],
                none: label("本期没有新增覆盖点的记录", "There is no record of a site newly covered in this span"),
            },
            Telling {
                kind: Partner::KIND,
                when: When::Done("since"),
                only: &[],
                text: label("新加入共建单位 {0} 个：{1}", "Partners that joined: {0} – {1}"),
                blanks: &[Of::Count, Of::Names],
                none: label("本期没有共建单位加入的记录", "There is no record of a partner that joined in this span"),
            },
            Telling {
                kind: Agreement::KIND,
                when: When::Done("signed"),
                only: &[],
                text: label("签订共建协议 {0} 份，签约单位：{1}", "Agreements signed: {0}, with {1}"),
                blanks: &[Of::Count, Of::Targets("partner")],
                none: label("本期没有签订共建协议的记录", "There is no record of an agreement signed in this span"),
            },
            Telling {
                kind: Pledge::KIND,
                when: When::On("date"),
                only: &[Only::Is("initiator", &["community"])],
                text: label(
                    "向共建单位提出请求 {0} 项，资源类别：{1}",
                    "Asked of partners: {0}; kinds of resources: {1}",
                ),
                blanks: &[Of::Count, Of::Kinds("resource")],
                none: label(
                    "本期没有向共建单位提出请求的记录",
                    "There is no record of anything asked of a partner in this span",
                ),
            },
            Telling {
                kind: Pledge::KIND,
                when: When::On("date"),
                only: &[Only::Is("initiator", &["partner"])],
                text: label(
                    "共建单位主动提出 {0} 项，资源类别：{1}",
                    "Offered by partners themselves: {0}; kinds of resources: {1}",
                ),
                blanks: &[Of::Count, Of::Kinds("resource")],
                none: label(
                    "本期没有共建单位主动提出事项的记录",
                    "There is no record of anything offered by a partner itself in this span",
                ),
            },
            Telling {
                kind: Meeting::KIND,
                when: When::On("date"),
                only: &[Only::Is("state", &["held", "minuted"])],
                text: label(
                    "召开会议 {0} 次，其中党建联席会议 {1} 次，已形成纪要 {2} 次",
                    "Meetings held: {0}; joint meetings among them: {1}; with minutes: {2}",
                ),
                blanks: &[
                    Of::Count,
                    Of::Those(Only::Is("kind_of_meeting", &["joint"])),
                    Of::Those(Only::Is("state", &["minuted"])),
                ],
                none: label("本期没有召开会议的记录", "There is no record of a meeting held in this span"),
            },
            Telling {
                kind: Decision::KIND,
                when: When::OfNamed("meeting", "date"),
                only: &[],
                text: label("会议议定事项 {0} 项", "Decisions of meetings: {0}"),
                blanks: &[Of::Count],
                none: label("本期没有议定事项记录", "There is no record of a decision in this span"),
            },
            Telling {
                kind: Action::KIND,
                when: When::Done("begun"),
                only: &[],
                text: label("开始办理落实事项 {0} 项：{1}", "Actions begun: {0} – {1}"),
                blanks: &[Of::Count, Of::Names],
                none: label("本期没有落实事项开始办理的记录", "There is no record of an action begun in this span"),
            },
            Telling {
                kind: Notice::KIND,
                when: When::Done("sent"),
                only: &[],
                text: label("发出通知 {0} 份", "Notices sent: {0}"),
                blanks: &[Of::Count],
                none: label("本期没有发出通知的记录", "There is no record of a notice sent in this span"),
            },
            Telling {
                kind: ExchangeNote::KIND,
                when: When::On("date"),
                only: &[],
                text: label("交流通报 {0} 次，交流单位：{1}", "Exchanges of information: {0}, with {1}"),
                blanks: &[Of::Count, Of::Targets("partner")],
                none: label("本期没有交流通报记录", "There is no record of an exchange of information in this span"),
            },
            Telling {
                kind: Evaluation::KIND,
                when: When::On("date"),
                only: &[Only::Is("state", &["graded", "closed"])],
                text: label("评价共建单位 {0} 次，被评单位：{1}", "Evaluations of partners: {0}, of {1}"),
                blanks: &[Of::Count, Of::Targets("partner")],
                none: label(
                    "本期没有共建单位评价记录",
                    "There is no record of an evaluation of a partner in this span",
                ),
            },
            Telling {
                kind: Selection::KIND,
                when: When::Done("decided"),
                only: &[Only::Is("state", &["chosen"])],
                text: label("评定先进 {0} 个：{1}", "Chosen for an award: {0} – {1}"),
                blanks: &[Of::Count, Of::Names],
                none: label(
                    "本期没有评先推优评定的记录",
                    "There is no record of anybody chosen for an award in this span",
                ),
            },
        ],
    },
];

#[cfg(test)]
pub fn tellings() -> impl Iterator<Item = &'static Telling> {
    MEASURES.iter().flat_map(|measure| measure.told)
}

/// The section.
pub fn section(book: &Book<'_>) -> Section {
    let paragraph = |measure: &Measure| Paragraph {
        heading: Some(measure.heading),
        sentences: measure.told.iter().map(|telling| telling.tell(book)).collect(),
    };
    let paragraphs = MEASURES.iter().map(paragraph).collect();
    Section { heading: label("三、措施", "3. Measures taken"), paragraphs }
}
