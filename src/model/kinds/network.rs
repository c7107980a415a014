//! 区域化共建: resident units, what they agreed to and gave, and what residents need.

use chrono::NaiveDate;

use crate::model::macros::{choices, record};
use crate::model::quantity::{
    AgreementRef, Count, Decimal, Fen, FundLineRef, Interval, NeedRef, Note, PartnerRef, Phone, PlaceRef, PledgeRef,
    ProjectRef, SurveyRef, Text, UnitRef, WorkerRef, Year,
};
use crate::model::rows::Answers;
use crate::model::{Choice, Choices, Rule};

choices! {
    /// What a resident unit is.
    PartnerKind {
        Office = "government" ["党政机关", "Government office"],
        Institution = "institution" ["事业单位", "Public institution"],
        StateEnterprise = "state_enterprise" ["国有企业", "State enterprise"],
        Enterprise = "enterprise" ["民营企业", "Private enterprise"],
        School = "school" ["学校", "School"],
        Hospital = "hospital" ["医院", "Hospital"],
        Army = "army" ["部队", "Army unit"],
        Society = "society" ["社会组织", "Social organisation"],
        Other = "other" ["其他", "Other"],
    }
}

choices! {
    /// In which way units build together.
    JointWay {
        Pair = "pair_building" ["结对共建", "Pair-building"],
        Joint = "joint_construction" ["联建共建", "Joint construction"],
        CoConstruction = "co_construction" ["共驻共建", "Building where one resides"],
    }
}

choices! {
    /// What a unit can give: the eight kinds of resources.
    Resource {
        Policy = "policy" ["政策", "Policy"],
        Talent = "talent" ["人才", "Talent"],
        Technology = "technology" ["技术", "Technology"],
        Materials = "materials" ["物资", "Materials"],
        Funds = "funds" ["资金", "Funds"],
        Information = "information" ["信息", "Information"],
        Education = "education" ["教育", "Education"],
        Venue = "venue" ["阵地", "Venues"],
    }
}

choices! {
    /// Whose idea something was.
    Initiator {
        Community = "community" ["社区提出", "The community asked"],
        Partner = "partner" ["单位主动", "The unit offered"],
    }
}

choices! {
    /// What became of what was asked or offered.
    PledgeState {
        Asked = "asked" ["已提出", "Asked for"],
        Pledged = "pledged" ["已承诺", "Pledged"],
        Refused = "refused" ["未答应", "Not granted"],
        Delivered = "delivered" ["已兑现", "Delivered"],
        Withdrawn = "withdrawn" ["已撤回", "Withdrawn"],
    }
}

choices! {
    /// How a partner confirmed a delivery.
    Confirmation {
        File = "file" ["单位文件（未验证）", "In a file of theirs, unverified"],
        Paper = "paper" ["书面确认", "On paper"],
    }
}

choices! {
    /// What somebody raises.
    NeedKind {
        Request = "request" ["诉求", "Request"],
        Dispute = "dispute" ["矛盾纠纷", "Dispute"],
        Suggestion = "suggestion" ["建议", "Suggestion"],
        Complaint = "complaint" ["投诉", "Complaint"],
        Help = "help" ["困难求助", "Call for help"],
        Question = "question" ["咨询", "Question"],
    }
}

choices! {
    /// How far a need is.
    NeedState {
        Raised = "raised" ["已提出", "Raised"],
        Accepted = "accepted" ["已受理", "Accepted"],
        Claimed = "claimed" ["已认领", "Claimed"],
        Doing = "doing" ["办理中", "Under way"],
        Solved = "solved" ["已解决", "Solved"],
        Cannot = "cannot_be_solved" ["无法解决", "Cannot be solved"],
        Reopened = "reopened" ["重新受理", "Reopened"],
    }
}

choices! {
    /// How a need became known.
    Heard {
        Visit = "visit" ["走访", "Visit"],
        Survey = "survey" ["调查", "Survey"],
        Meeting = "meeting" ["会议", "Meeting"],
        Desk = "desk" ["窗口", "At the desk"],
        Phone = "phone" ["电话", "By phone"],
        Online = "online" ["网络", "Online"],
    }
}

choices! {
    /// How content those concerned are.
    Satisfaction {
        Very = "very_satisfied" ["非常满意", "Very satisfied"],
        Satisfied = "satisfied" ["满意", "Satisfied"],
        Fair = "fair" ["基本满意", "Fair"],
        Not = "dissatisfied" ["不满意", "Dissatisfied"],
    }
}

choices! {
    /// How far a joint project is.
    JointState {
        Planned = "planned" ["计划", "Planned"],
        Doing = "doing" ["实施中", "Under way"],
        Done = "done" ["已完成", "Done"],
        Stopped = "stopped" ["已终止", "Stopped"],
    }
}

choices! {
    /// What a community offers its residents.
    ServiceKind {
        Household = "household" ["家政", "Housekeeping"],
        Elderly = "elderly" ["养老", "Care for the elderly"],
        Children = "children" ["托幼", "Child care"],
        Repair = "repair" ["维修", "Repairs"],
        Health = "health" ["卫生健康", "Health"],
        Culture = "culture" ["文体", "Culture and sports"],
        Legal = "legal" ["法律", "Legal advice"],
        Employment = "employment" ["就业", "Employment"],
        Commerce = "commerce" ["便民商业", "Convenient shops"],
        Other = "other" ["其他", "Other"],
    }
}

choices! {
    /// What it costs residents.
    Fee {
        Free = "free" ["无偿", "Free"],
        Low = "low" ["低偿", "Below cost"],
        Paid = "paid" ["有偿", "Paid"],
    }
}

record! {
    /// A unit that resides in the community.
    Partner = "partner" ["共建单位", "Partner"; "共建单位", "Partners"] title name, rules [
        Rule::NotBefore { field: "left", than: "since" },
    ] {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["所在单位", "Unit"] required column dated;
        kind_of_partner: Choice<PartnerKind> ["类别", "Kind of unit"] column;
        address: Text ["地址", "Address"];
        org: Text ["党组织名称", "Its party organisation"];
        members: Count ["党员数", "Party members"] column;
        resources: Choices<Resource> ["可提供的资源", "What it can give"] column;
        since: NaiveDate ["加入日期", "Since"];
        left: NaiveDate ["退出日期", "Left on"];
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A person through whom a partner is spoken to.
    Liaison = "liaison" ["联络员", "Liaison officer"; "联络员", "Liaison officers"] title name, rules [
        Rule::NotBefore { field: "until", than: "since" },
    ] {
        name: Text ["姓名", "Name"] required column;
        partner: PartnerRef ["共建单位", "Partner"] required column;
        position: Text ["职务", "Position"] column;
        since: NaiveDate ["任职日期", "Since"] column;
        until: NaiveDate ["离任日期", "Until"] column;
        device: Text ["所用设备名称", "Name of their device"];
        phone: Phone ["电话", "Phone"] restricted;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// An agreement to build together.
    Agreement = "agreement" ["共建协议", "Agreement"; "共建协议", "Agreements"] title name {
        name: Text ["名称", "Name"] required column;
        partner: PartnerRef ["共建单位", "Partner"] required column;
        way: Choice<JointWay> ["共建方式", "Way"] column;
        signed: NaiveDate ["签订日期", "Signed on"] column;
        term: Interval ["有效期", "Term"] column;
        document: Text ["协议编号", "Document number"];
        content: Note ["主要内容", "Content"];
        note: Note ["备注", "Note"];
    }
}

record! {
    /// Something that was asked of a partner, or that a partner offered.
    Pledge = "pledge" ["共建承诺", "Pledge"; "共建承诺", "Pledges"] title what, rules [
        Rule::NotBefore { field: "due", than: "date" },
        Rule::Needed { field: "measure", because: "quantity", values: &[] },
    ] {
        what: Text ["内容", "What"] required column;
        partner: PartnerRef ["共建单位", "Partner"] required column;
        agreement: AgreementRef ["所属协议", "Agreement"];
        resource: Choice<Resource> ["资源类别", "Resource"] required column;
        initiator: Choice<Initiator> ["由谁提出", "Whose idea"] column;
        date: NaiveDate ["提出日期", "Date"] required column;
        quantity: Decimal ["数量", "Quantity"] column;
        measure: Text ["计量单位", "Measured in"];
        value: Fen ["折合金额（元）", "Worth (yuan)"];
        due: NaiveDate ["兑现期限", "Due"];
        need: NeedRef ["对应需求", "Need it answers"] kept;
        project: ProjectRef ["共建项目", "Joint project"] kept;
        state: Choice<PledgeState> ["状态", "State"] column kept;
        answered: NaiveDate ["答复日期", "Answered on"] kept;
        reason: Text ["未答应或撤回的原因", "Why not"] kept;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// One delivery of what was pledged; it counts when both sides confirmed it.
    Delivery = "delivery" ["兑现记录", "Delivery"; "兑现记录", "Deliveries"] title what {
        what: Text ["内容", "What"] required column;
        pledge: PledgeRef ["所兑现的承诺", "Pledge"] required column;
        date: NaiveDate ["日期", "Date"] required column;
        quantity: Decimal ["数量", "Quantity"] required column;
        value: Fen ["折合金额（元）", "Worth (yuan)"];
        confirmed: NaiveDate ["社区确认日期", "Confirmed by the community"] column kept;
        confirmed_by: Text ["社区确认人", "Who confirmed here"] kept;
        partner_confirmed: NaiveDate ["单位确认日期", "Confirmed by the partner"] column kept;
        partner_by: Text ["单位确认人", "Who confirmed there"] kept;
        way: Choice<Confirmation> ["单位确认方式", "How the partner confirmed"] column kept;
        device: Text ["确认所用设备", "Device it was confirmed on"] kept;
        paper: Text ["书面确认文号", "Document of the confirmation"] kept;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// What a resident needs, asks or is in dispute about.
    Need = "need" ["居民需求", "Need"; "居民需求", "Needs"] title what {
        what: Text ["内容", "What"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        kind_of_need: Choice<NeedKind> ["类别", "Kind"] required column;
        raised: NaiveDate ["提出日期", "Raised on"] required column;
        by: Text ["提出人", "Raised by"];
        heard: Choice<Heard> ["来源", "How it became known"];
        survey: SurveyRef ["所属调查", "Survey"];
        handler: WorkerRef ["经办人", "In whose hands"] column;
        due: NaiveDate ["办结期限", "Due"] column;
        phone: Phone ["电话", "Phone"] restricted;
        state: Choice<NeedState> ["状态", "State"] column kept;
        accepted: NaiveDate ["受理日期", "Accepted on"] kept;
        partner: PartnerRef ["认领单位", "Claimed by"] kept;
        pledge: PledgeRef ["对应承诺", "Pledge that answers it"] kept;
        project: ProjectRef ["共建项目", "Joint project"] kept;
        solved: NaiveDate ["办结日期", "Closed on"] kept;
        answer: Note ["办理结果", "Outcome"] kept;
        satisfaction: Choice<Satisfaction> ["满意度", "Satisfaction"] column kept;
        evidence: Text ["佐证", "Evidence"] kept;
        reason: Text ["重新受理的原因", "Why it was reopened"] kept;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A survey of what residents need.
    Survey = "survey" ["需求调查", "Survey"; "需求调查", "Surveys"] title name, rules [
        Rule::AtMost { field: "answered", than: "asked" },
    ] {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        period: Interval ["调查时间", "From and to"] column;
        asked: Count ["发放份数", "Households asked"] column;
        answered: Count ["回收份数", "Answers"] column;
        answers: Answers ["调查结果", "Answers by question"];
        finding: Note ["主要发现", "Finding"];
        document: Text ["佐证", "Evidence"];
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A project that answers a need with what partners pledged.
    JointProject = "joint_project" ["共建项目", "Joint project"; "共建项目", "Joint projects"] title name {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        partner: PartnerRef ["牵头单位", "Leading partner"] column;
        need: NeedRef ["对应需求", "Need it answers"] column;
        term: Interval ["起止时间", "From and to"] column;
        budget: Fen ["预算（元）", "Budget (yuan)"];
        line: FundLineRef ["经费项目", "Fund line"];
        state: Choice<JointState> ["状态", "State"] column kept;
        done: NaiveDate ["完成日期", "Done on"] kept;
        outcome: Note ["成效", "Outcome"] kept;
        satisfaction: Choice<Satisfaction> ["满意度", "Satisfaction"] column kept;
        evidence: Text ["佐证", "Evidence"] kept;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A service that the community offers, free or paid.
    ServiceItem = "service_item" ["社区服务", "Service"; "社区服务", "Services"] title name, rules [
        Rule::Needed { field: "price", because: "fee", values: &["low", "paid"] },
        Rule::NotBefore { field: "until", than: "since" },
    ] {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column dated;
        kind_of_service: Choice<ServiceKind> ["类别", "Kind"] required column;
        fee: Choice<Fee> ["收费", "Fee"] column;
        price: Text ["收费标准", "Price"];
        place: PlaceRef ["服务场所", "Place"];
        provider: PartnerRef ["提供单位", "Provided by"];
        year: Year ["统计年度", "Year"] column;
        served: Count ["服务人次", "Times used"] column;
        income: Fen ["收入（元）", "Income (yuan)"] column;
        since: NaiveDate ["开办日期", "Since"];
        until: NaiveDate ["停办日期", "Until"];
        note: Note ["备注", "Note"];
    }
}
