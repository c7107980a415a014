//! How things stand and what is wrong, by what it is about: figures first, then what the diagnosis found.

use super::book::Book;
use super::measured::{Found, Measured, Whose, find};
use super::{Paragraph, Problem, Remark, Section};
use crate::insight::figures::Figures;
use crate::insight::indicator::{Pillar, label};
use crate::insight::span::Span;
use crate::model::{Label, RecordId};
use crate::replica::Replica;

/// What one paragraph is about.
struct Matter {
    heading: Label,
    pillars: &'static [Pillar],
    told: &'static [Measured],
}

const fn any(indicator: &'static str, zh: &'static str, en: &'static str) -> Measured {
    Measured { indicator, whose: Whose::Any, text: label(zh, en) }
}

const fn community(indicator: &'static str, zh: &'static str, en: &'static str) -> Measured {
    Measured { indicator, whose: Whose::Community, text: label(zh, en) }
}

const fn above(indicator: &'static str, zh: &'static str, en: &'static str) -> Measured {
    Measured { indicator, whose: Whose::Above, text: label(zh, en) }
}

static MATTERS: &[Matter] = &[
    Matter {
        heading: label("（一）队伍", "People"),
        pillars: &[Pillar::People],
        told: &[
            community("people.workers", "在任工作人员 {0} 人", "Workers in post: {0}"),
            above(
                "people.workers",
                "在任工作人员 {0} 人，平均每个社区 {2} 人",
                "Workers in post: {0}, on average {2} in a community",
            ),
            any("people.quota_filled", "编制 {1} 个，到岗 {0} 人，到岗率 {2}", "Quota of posts: {1}; filled: {0}, {2}"),
            any(
                "people.workers_per_10000",
                "每万名居民有工作人员 {2} 人",
                "Workers in post for each 10,000 residents: {2}",
            ),
            any("people.median_age", "年龄中位数 {2} 岁", "Their median age is {2}"),
            any(
                "people.aged_50_or_more",
                "出生年份已知的 {1} 人中，50 岁及以上的 {0} 人，占 {2}",
                "Aged 50 or more: {0} of {1} whose age is known, {2}",
            ),
            any("people.aged_35_or_less", "35 岁及以下的 {0} 人，占 {2}", "Aged 35 or less: {0}, {2}"),
            any("people.retiring", "24 个月内到龄退休的 {0} 人，占 {2}", "Due to retire within 24 months: {0}, {2}"),
            any(
                "people.candidates_for_retiring",
                "储备或考察中的后备人选 {0} 人，对应到龄退休 {1} 人",
                "Candidates proposed or shortlisted: {0}, for {1} who are due to retire",
            ),
            any(
                "people.college",
                "学历已知的 {1} 人中，大专及以上的 {0} 人，占 {2}",
                "With a college diploma or more: {0} of {1} whose education is known, {2}",
            ),
            any(
                "people.certified",
                "证书情况已填的 {1} 人中，持社工证书的 {0} 人，占 {2}",
                "With a social worker's certificate: {0} of {1} who state it, {2}",
            ),
            any("people.trained", "本年参加过培训的 {0} 人，占 {2}", "Workers trained in the year: {0}, {2}"),
            any(
                "people.insured",
                "参保情况已填的 {1} 人中，养老、医疗都参保的 {0} 人，占 {2}",
                "With endowment and medical insurance: {0} of {1} who state it, {2}",
            ),
            any("people.pay", "月报酬相当于标准的 {2}", "Their pay is {2} of the standard"),
            any(
                "people.unpaid",
                "报酬渠道已填的 {1} 人中，无报酬的 {0} 人",
                "Unpaid: {0} of {1} whose pay channel is stated",
            ),
            any(
                "people.years_since_promotion",
                "距上次晋升年数的中位数为 {2} 年",
                "Median of full years since they were promoted: {2}",
            ),
        ],
    },
    Matter {
        heading: label("（二）经费", "Money"),
        pillars: &[Pillar::Money],
        told: &[
            any("money.need", "本年经费需求 {2}", "Needed in the year: {2}"),
            any("money.plan", "计划安排 {2}", "Planned: {2}"),
            any("money.received", "已到位 {2}", "Received: {2}"),
            any("money.spent", "已支出 {2}", "Spent: {2}"),
            any("money.gap", "填有需求的项目尚缺 {2}", "The lines that state a need lack {2}"),
            any("money.received_of_plan", "计划到位率 {2}", "Received of what was planned: {2}"),
            any("money.self_raised", "到位经费中自筹占 {2}", "Of what was received, {2} is self-raised"),
            any("money.per_household", "户均到位经费 {2}", "Received for each household: {2}"),
            any("money.office_per_worker", "人均办公经费 {2}", "Office expense for each worker: {2}"),
            any(
                "money.tasks_funded",
                "下沉任务所需经费中，已有经费来源的占 {2}",
                "Of what delegated tasks cost, {2} is paid for by a fund line",
            ),
            any(
                "money.requests_answered",
                "本年报送经费申请 {1} 件，已答复 {0} 件",
                "Requests for money sent in the year: {1}; answered: {0}",
            ),
            any("money.service_income", "社区服务收入 {2}", "Income of the community's services: {2}"),
        ],
    },
    Matter {
        heading: label("（三）场所", "Places"),
        pillars: &[Pillar::Places],
        told: &[
            any(
                "places.rented",
                "{1} 个社区中，租用办公用房的 {0} 个，占 {2}",
                "Communities that rent their office: {0} of {1}, {2}",
            ),
            any(
                "places.without_office",
                "登记了办公用房情况的 {1} 个社区中，没有办公用房的 {0} 个",
                "Without any office: {0} of {1} communities that recorded theirs",
            ),
            any("places.leases_expired", "租约 {1} 份，已到期 {0} 份", "Leases: {1}; ended already: {0}"),
            any("places.leases_ending", "180 天内到期的租约 {0} 份", "Leases that end within 180 days: {0}"),
            any(
                "places.way_out",
                "租用的办公用房 {1} 处，其中 {0} 处有建设项目接替",
                "Rented offices: {1}; with a building project to replace them: {0}",
            ),
            any("places.area_per_100_households", "每百户办公用房面积 {2}", "Office area for each 100 households: {2}"),
            any(
                "places.below_area",
                "有标准且面积已填的 {1} 个社区中，办公面积不达标的 {0} 个",
                "Below the standard of office area: {0} of {1} communities with a standard and a known area",
            ),
            any(
                "places.below_area_per_100_households",
                "有标准且面积、户数已填的 {1} 个社区中，每百户面积不达标的 {0} 个",
                "Below the standard of area per 100 households: {0} of {1} communities with a standard and known values",
            ),
            any("places.activity_share", "活动用房占 {2}", "Activity rooms are {2} of the area"),
            any(
                "places.multiple_use",
                "功能已填的 {1} 处场所中，一室多用的 {0} 处，占 {2}",
                "In multiple use: {0} of {1} places whose functions are stated, {2}",
            ),
            any("places.use", "场所利用率 {2}", "Places are used {2} of their open hours"),
            any("places.street_centres", "街道服务中心 {0} 个", "Street service centres: {0}"),
            any("places.service_stations", "社区服务站 {0} 个", "Community service stations: {0}"),
            any("places.health_centres", "社区卫生服务中心 {0} 个", "Community health centres: {0}"),
            any("places.starlight_homes", "星光老年之家 {0} 个", "Starlight homes: {0}"),
        ],
    },
    Matter {
        heading: label("（四）服务与组织覆盖", "Service and coverage"),
        pillars: &[Pillar::Service, Pillar::Coverage],
        told: &[
            any(
                "service.volunteers",
                "在册志愿者 {0} 人，每千名居民 {2} 人",
                "Registered volunteers: {0}; for each 1,000 residents: {2}",
            ),
            community("service.activities", "本期志愿活动 {0} 次", "Activities of volunteers in this span: {0}"),
            above(
                "service.activities",
                "本期志愿活动 {0} 次，平均每个社区 {2} 次",
                "Activities of volunteers in this span: {0}, on average {2} in a community",
            ),
            any("service.hours", "志愿服务时长 {2}", "Volunteers served {2}"),
            any(
                "service.breadth",
                "平均每个社区开展 {2} 个领域的服务",
                "Kinds of activity in a community: {2} on average",
            ),
            any("service.publicised", "{1} 次活动中，有宣传记录的 {0} 次", "Activities made known: {0} of {1}"),
            any(
                "service.needs_solved",
                "本期提出的居民需求 {1} 件，已解决 {0} 件，占 {2}",
                "Needs raised in this span: {1}; solved: {0}, {2}",
            ),
            any(
                "service.disputes_resolved",
                "其中矛盾纠纷 {1} 件，已化解 {0} 件",
                "Disputes among them: {1}; resolved: {0}",
            ),
            any("service.satisfaction", "居民满意率 {2}", "Satisfied of those who rated: {2}"),
            any(
                "coverage.eligible",
                "具备组建条件的覆盖点 {1} 个，已覆盖 {0} 个，占 {2}",
                "Eligible sites: {1}; covered by a party organisation: {0}, {2}",
            ),
            any("coverage.all", "全部覆盖点 {1} 个，已覆盖 {0} 个，占 {2}", "All sites: {1}; covered: {0}, {2}"),
        ],
    },
    Matter {
        heading: label("（五）共建机制", "Joint construction"),
        pillars: &[Pillar::Network],
        told: &[
            any(
                "network.agreements",
                "共建单位 {1} 个，协议在有效期内的 {0} 个，占 {2}",
                "Partners: {1}; with an agreement in force: {0}, {2}",
            ),
            any("network.liaison_vacancy", "没有联络员的共建单位 {0} 个", "Partners without a liaison officer: {0}"),
            any(
                "network.joint_meetings",
                "按标准应召开联席会议的完成率为 {2}",
                "Of the joint meetings that the standard requires, {2} were held",
            ),
            any("network.turnout", "联席会议到会率 {2}", "Turnout at joint meetings: {2}"),
            any("network.receipts", "通知按时回执率 {2}", "Receipts in time: {2}"),
            any("network.pledges_delivered", "承诺兑现率 {2}", "Delivered of what partners pledged: {2}"),
            any("network.own_offers", "单位主动提出的占 {2}", "Offered by partners themselves: {2}"),
            any(
                "network.hot_cold",
                "冷热指数为 {2}，数值越低，越是“一头热、一头冷”",
                "The hot–cold index is {2}: the lower, the more only the community asks",
            ),
            any("network.actions_on_time", "落实事项按时完成率 {2}", "Actions done on time: {2}"),
            any(
                "network.evaluated",
                "本年已评价定级的共建单位 {0} 个，占 {2}",
                "Partners with a grade for the year: {0}, {2}",
            ),
            any("network.comments_answered", "评议意见回复率 {2}", "Comments with a reply: {2}"),
        ],
    },
    Matter {
        heading: label("（六）台账", "The records"),
        pillars: &[Pillar::Data],
        told: &[
            any("data.complete", "台账记录 {1} 条，填写完整的占 {2}", "Records: {1}; complete: {2}"),
            any("data.in_conflict", "有冲突待处理的记录 {0} 条", "Records that a person has to settle: {0}"),
        ],
    },
];

/// The indicators of the section.
pub fn names() -> impl Iterator<Item = &'static str> {
    MATTERS.iter().flat_map(|matter| matter.told).map(|told| told.indicator)
}

#[cfg(test)]
pub fn told() -> impl Iterator<Item = &'static Measured> {
    MATTERS.iter().flat_map(|matter| matter.told)
}

/// The figures of the section.
pub fn measure(figures: &mut Figures, replica: &Replica, unit: Option<RecordId>, span: Span) -> Vec<Found> {
    find(figures, replica, unit, span, names())
}

/// The section; what has neither figures nor problems is left out.
pub fn section(book: &Book<'_>, found: Vec<Found>, problems: &[Problem]) -> Section {
    let paragraph = |matter: &Matter| {
        let told = matter.told.iter().filter_map(|told| told.tell(book, &found));
        let problems = problems.iter().filter(|problem| matter.pillars.contains(&problem.pillar)).map(|problem| {
            let mut sentence = problem.sentence.clone();
            sentence.remarks.extend(problem.measure.map(Remark::Measure));
            sentence
        });
        Paragraph { heading: Some(matter.heading), sentences: told.chain(problems).collect() }
    };
    let paragraphs = MATTERS.iter().map(paragraph).filter(|paragraph| !paragraph.sentences.is_empty()).collect();
    Section { heading: label("二、现状与问题", "2. Situation and problems"), paragraphs }
}
