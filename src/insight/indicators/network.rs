//! 区域共建: partners, agreements, pledges and meetings.
//!
//! No field that these read is restricted; values are withheld all the same where a file was made for few eyes.

mod meetings;
mod partners;
mod pledges;

use crate::insight::indicator::{Better, Indicator, Measure, Pillar, When, label};
use crate::insight::tally::Shape;
use crate::model::Unit;
use crate::model::kinds::{
    Action, Agreement, Comment, Delivery, Evaluation, ExchangeNote, Liaison, Meeting, Need, Notice, Partner, Pledge,
    Receipt, Selection, StandardKey,
};

/// The indicators of this pillar.
pub(super) static INDICATORS: &[Indicator] = &[
    Indicator {
        name: "network.agreements",
        pillar: Pillar::Network,
        label: label("共建协议签订率", "With an agreement in force"),
        numerator: label("期末有协议在有效期内的共建单位", "partners with an agreement in force on the last day"),
        denominator: label("期末在册的共建单位", "partners in being on the last day"),
        note: label(
            "一个单位有几份协议时，有一份在有效期内即算。未填有效期的协议无法判断，单位计为缺项；退出的单位不算。",
            "One agreement in force is enough. An agreement without a term cannot be judged, and its partner counts \
             as lacking; whoever has left is not counted.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Partner::KIND, Agreement::KIND],
        tally: partners::agreements,
    },
    Indicator {
        name: "network.liaison_vacancy",
        pillar: Pillar::Network,
        label: label("联络员空缺率", "Without a liaison officer"),
        numerator: label(
            "期末没有在任联络员的共建单位",
            "partners without a liaison officer in office on the last day",
        ),
        denominator: label("期末在册的共建单位", "partners in being on the last day"),
        note: label(
            "离任日期当天仍算在任；未填离任日期即在任，无法读取的计为缺项。",
            "The last day of an officer is one in office; without one the officer is in office, and one that cannot \
             be read counts as lacking.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::Less,
        when: When::AtEnd,
        standards: &[],
        reads: &[Partner::KIND, Liaison::KIND],
        tally: partners::vacancies,
    },
    Indicator {
        name: "network.joint_meetings",
        pillar: Pillar::Network,
        label: label("联席会议召开率", "Joint meetings of those required"),
        numerator: label("本期已召开的党建联席会议", "joint meetings held within the span"),
        denominator: label("按标准本期应召开的次数", "joint meetings that the standard requires for the span"),
        note: label(
            "应召开次数＝每年次数标准×本期占全年的月份×社区在本期存续的天数占比，以百分之一次计，四舍五入。没有标准\
             的社区计为缺项，其会议也不算；合计为各社区实际之和除以应有之和。",
            "Required is the standard a year, by the months of the span, by the days of it on which the community \
             was in being, in hundredths of a meeting, half rounded up. A community without a standard counts as \
             lacking and its meetings are not counted; the figure of several is the sum of what was held by the sum \
             of what should be.",
        ),
        shape: Shape::Ratio,
        measure: Measure::PercentOfHundredths,
        better: Better::More,
        when: When::Within,
        standards: &[StandardKey::JointMeetings],
        reads: &[Unit::KIND, Meeting::KIND],
        tally: meetings::joint_meetings,
    },
    Indicator {
        name: "network.turnout",
        pillar: Pillar::Network,
        label: label("联席会议到会率", "Turnout at joint meetings"),
        numerator: label("实到人数", "people present"),
        denominator: label("应到人数", "people expected"),
        note: label(
            "只算本期已召开的党建联席会议；实到或应到人数未填的会议计为缺项。",
            "Of the joint meetings held within the span; a meeting that states only one of both, or neither, counts \
             as lacking.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Meeting::KIND],
        tally: meetings::turnout,
    },
    Indicator {
        name: "network.attendance",
        pillar: Pillar::Network,
        label: label("共建单位到会率", "Partners that came to meetings"),
        numerator: label("到会或派员到会的回执", "receipts of partners that came or were represented"),
        denominator: label("到会情况已填的回执", "receipts that state who was there"),
        note: label(
            "只算通知本期已召开会议的回执，算在共建单位所在社区，不论由谁召集。请假和缺席算未到会，到会情况未填的计\
             为缺项。",
            "Of the receipts to notices of meetings held within the span, counted where the partner resides, whoever \
             called the meeting. Excused and absent are no; where nothing is stated the receipt counts as lacking.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Partner::KIND, Receipt::KIND, Notice::KIND, Meeting::KIND],
        tally: meetings::attendance,
    },
    Indicator {
        name: "network.quorum",
        pillar: Pillar::Network,
        label: label("联席会议达到法定人数占比", "Joint meetings with a quorum"),
        numerator: label("达到法定到会人数的联席会议", "joint meetings that reached their quorum"),
        denominator: label("本期已召开的联席会议", "joint meetings held within the span"),
        note: label(
            "以会议所填法定到会人数为准；未填的按法定到会率标准乘以应到人数。两者都没有，或人数未填的计为缺项。",
            "By the quorum that the meeting states; without one it is the standard's share of those expected. \
             Without either, or where a number that is needed is not stated, the meeting counts as lacking.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[StandardKey::Quorum],
        reads: &[Meeting::KIND],
        tally: meetings::quorum,
    },
    Indicator {
        name: "network.minutes",
        pillar: Pillar::Network,
        label: label("联席会议纪要形成率", "Joint meetings with minutes"),
        numerator: label("已有纪要的联席会议", "joint meetings with minutes"),
        denominator: label("本期已召开的联席会议", "joint meetings held within the span"),
        note: label(
            "以会议状态“已有纪要”为准；本版本不认识的状态计为缺项。",
            "By the meeting's state; a state that this version does not know counts as lacking.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Meeting::KIND],
        tally: meetings::minutes,
    },
    Indicator {
        name: "network.actions_on_time",
        pillar: Pillar::Network,
        label: label("落实事项按时完成率", "Actions done on time"),
        numerator: label("期限内完成的落实事项", "actions done no later than due"),
        denominator: label("期限在本期且已过的落实事项", "actions whose due day lies within the span and has passed"),
        note: label(
            "已放弃的不算；期限已过仍未完成的算未按时。已完成但未填完成日期的计为缺项。",
            "Dropped ones are not counted; what is past due and not done is not on time. An action that is done and \
             does not say when counts as lacking.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Action::KIND],
        tally: meetings::actions_on_time,
    },
    Indicator {
        name: "network.actions_overdue",
        pillar: Pillar::Network,
        label: label("逾期未完成事项占比", "Pending actions that are overdue"),
        numerator: label("期限已过的未完成事项", "pending actions past their due day"),
        denominator: label("待办、办理中和受阻的事项", "actions that are open, under way or blocked"),
        note: label("按今天计算，与所选期间无关。", "As it is today, whatever the span."),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::Less,
        when: When::Now,
        standards: &[],
        reads: &[Action::KIND],
        tally: meetings::actions_overdue,
    },
    Indicator {
        name: "network.receipts",
        pillar: Pillar::Network,
        label: label("通知按时回执率", "Receipts in time"),
        numerator: label("期限内收到的回执", "receipts that came no later than due"),
        denominator: label(
            "本期发出、回执期限已过的通知的回执",
            "receipts to notices sent within the span whose last day has passed",
        ),
        note: label(
            "通知未填回执期限的，按通知回执期限标准从发出日起算；没有标准的计为缺项。算在共建单位所在社区，不论由谁\
             发出；未收到的算未按时。",
            "Where a notice names no last day it is the standard's days after it was sent; without a standard the \
             receipt counts as lacking. Counted where the partner resides, whoever sent the notice; what has not \
             come is not in time.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[StandardKey::NoticeDays],
        reads: &[Partner::KIND, Receipt::KIND, Notice::KIND],
        tally: meetings::receipts,
    },
    Indicator {
        name: "network.pledges_delivered",
        pillar: Pillar::Network,
        label: label("承诺兑现率", "Pledges delivered"),
        numerator: label(
            "双方都已确认的兑现数量占承诺数量的份额之和",
            "sum of the shares that both sides confirmed as delivered",
        ),
        denominator: label("已到期或已有兑现的承诺", "pledges past due, or of which something was delivered"),
        note: label(
            "计量单位各不相同，所以每项承诺各算份额，以百分之一项计，舍去尾数，最多为一项；只有一方确认的不算。未到\
             期且没有兑现的不算；既无期限又无兑现的计为缺项。未填数量的承诺，状态为已兑现且有双方确认的兑现时算一项\
             ，否则计为缺项。",
            "Measures differ, so each pledge has a share of its own, in hundredths, rounded down, one at most; what \
             only one side confirmed is not counted. A pledge that is not past due and of which nothing was \
             delivered is not counted; one with neither due day nor delivery counts as lacking. A pledge without a \
             quantity is whole where its state says delivered and both sides confirmed a delivery, and lacking \
             otherwise.",
        ),
        shape: Shape::Ratio,
        measure: Measure::PercentOfHundredths,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Partner::KIND, Pledge::KIND, Delivery::KIND],
        tally: pledges::delivered,
    },
    Indicator {
        name: "network.funds_delivered",
        pillar: Pillar::Network,
        label: label("资金承诺到账率", "Pledged funds delivered"),
        numerator: label("双方都已确认的兑现金额", "money that both sides confirmed as delivered"),
        denominator: label("承诺的资金", "money pledged"),
        note: label(
            "只算资源类别为资金、已到期或已有兑现的承诺，按折合金额；每项最多算到承诺的金额。未填金额的计为缺项。",
            "Of pledges of funds that are past due or of which something was delivered, by their worth; no more of a \
             pledge than was pledged. A pledge or delivery without its worth makes the pledge lacking.",
        ),
        shape: Shape::Ratio,
        measure: Measure::PercentOfMoney,
        better: Better::More,
        when: When::AtEnd,
        standards: &[],
        reads: &[Partner::KIND, Pledge::KIND, Delivery::KIND],
        tally: pledges::funds_delivered,
    },
    Indicator {
        name: "network.hot_cold",
        pillar: Pillar::Network,
        label: label("冷热指数", "Hot–cold index"),
        numerator: label(
            "单位答应的请求和单位主动提出的事项",
            "requests that partners promised, and what they offered by themselves",
        ),
        denominator: label(
            "社区提出的请求和单位主动提出的事项",
            "requests of the community, and what partners offered by themselves",
        ),
        note: label(
            "按提出日期在本期的承诺计算，答复以现在所知为准。100% 为有求必应、主动上门，0% 为只有社区一头热；没有请\
             求也没有主动提出的不适用。已撤回的不算；在通知回执期限标准之内、尚未答复的请求不算，没有标准即无此期限\
             。",
            "Of pledges dated within the span, answered as known today. 100 % where partners answer all and come by \
             themselves, 0 % where only the community asks; not applicable where nothing was asked or offered. What \
             was withdrawn is not counted, nor a request without an answer yet for as many days as the standard \
             leaves; without a standard there are none.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[StandardKey::NoticeDays],
        reads: &[Partner::KIND, Pledge::KIND],
        tally: pledges::hot_cold,
    },
    Indicator {
        name: "network.own_offers",
        pillar: Pillar::Network,
        label: label("单位主动提出占比", "Offers by partners themselves"),
        numerator: label("单位主动提出的事项", "what partners offered by themselves"),
        denominator: label("社区提出和单位主动提出的事项", "what communities asked and partners offered"),
        note: label(
            "按提出日期在本期的承诺计算；已撤回的不算，未填由谁提出的计为缺项。",
            "Of pledges dated within the span; what was withdrawn is not counted, and what does not say whose idea \
             it was counts as lacking.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[StandardKey::NoticeDays],
        reads: &[Partner::KIND, Pledge::KIND],
        tally: pledges::own_offers,
    },
    Indicator {
        name: "network.resources",
        pillar: Pillar::Network,
        label: label("社均共建资源类别", "Kinds of resources per community"),
        numerator: label(
            "各社区单位答应或主动提出的资源类别数之和（共八类）",
            "kinds of resources that partners promised or offered, of eight, summed over communities",
        ),
        denominator: label("社区数", "communities"),
        note: label(
            "按提出日期在本期的承诺计算，每个社区内同类只算一次；上级单位自己的共建单位不算。",
            "Of pledges dated within the span; a kind counts once in a community. Partners of units above \
             communities are not counted.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Number,
        better: Better::More,
        when: When::Within,
        standards: &[StandardKey::NoticeDays],
        reads: &[Unit::KIND, Partner::KIND, Pledge::KIND],
        tally: pledges::resources,
    },
    Indicator {
        name: "network.evaluated",
        pillar: Pillar::Network,
        label: label("共建单位评价覆盖率", "Partners evaluated"),
        numerator: label("本年度已定级的共建单位", "partners with a grade for the year"),
        denominator: label("期末在册的共建单位", "partners in being on the last day"),
        note: label(
            "评价状态为已定级或已办结即算，重新评价的不算；任何单位所作的评价都算在共建单位所在社区。评价日期在期末\
             之后的不算。",
            "Graded and closed evaluations count, reopened ones do not; those by any unit count where the partner \
             resides. An evaluation of a day after the last one does not.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::YearToDate,
        standards: &[],
        reads: &[Partner::KIND, Evaluation::KIND],
        tally: partners::evaluated,
    },
    Indicator {
        name: "network.comments_answered",
        pillar: Pillar::Network,
        label: label("评议意见回复率", "Comments answered"),
        numerator: label("已回复的评议意见", "comments with a reply"),
        denominator: label("本年度的评议意见", "comments of the year"),
        note: label(
            "按意见日期计入年度，截至期末；回复以现在所知为准。",
            "By the day of the comment, up to the last day; replies as known today.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::YearToDate,
        standards: &[],
        reads: &[Evaluation::KIND, Comment::KIND],
        tally: partners::comments,
    },
    Indicator {
        name: "network.selected",
        pillar: Pillar::Network,
        label: label("评先推优获评单位占比", "Partners chosen for an award"),
        numerator: label("本年度获评的共建单位", "partners chosen for an award of the year"),
        denominator: label("期末在册的共建单位", "partners in being on the last day"),
        note: label(
            "状态为评定即算，一个单位获评几项也只算一次；党组织获评的不算。",
            "A partner counts once, however many awards it was chosen for; awards of party organisations are not \
             counted.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::Neither,
        when: When::YearToDate,
        standards: &[],
        reads: &[Partner::KIND, Selection::KIND],
        tally: partners::selected,
    },
    Indicator {
        name: "network.needs_matched",
        pillar: Pillar::Network,
        label: label("居民需求对接率", "Needs matched with a pledge"),
        numerator: label("有承诺对应的需求", "needs that a pledge answers"),
        denominator: label("本期提出的需求", "needs raised within the span"),
        note: label(
            "所对应的承诺记录不在本机的计为缺项。",
            "A need that names a pledge that is not here counts as lacking.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Percent,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Need::KIND, Pledge::KIND],
        tally: pledges::needs_matched,
    },
    Indicator {
        name: "network.exchange_notes",
        pillar: Pillar::Network,
        label: label("社均交流通报", "Exchange notes per community"),
        numerator: label("本期的交流通报", "exchange notes within the span"),
        denominator: label("社区数", "communities"),
        note: label(
            "上级单位的通报也计入分子；日期未填的计为缺项。",
            "Those of units above communities count too; a note without a day counts as lacking.",
        ),
        shape: Shape::Ratio,
        measure: Measure::Number,
        better: Better::More,
        when: When::Within,
        standards: &[],
        reads: &[Unit::KIND, ExchangeNote::KIND],
        tally: meetings::exchange_notes,
    },
];
