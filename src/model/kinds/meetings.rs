//! Meetings, what they decided and what came of it; notices and exchange of information.

use chrono::NaiveDate;

use crate::model::macros::{choices, record};
use crate::model::quantity::{
    Count, DecisionRef, MeetingRef, Note, NoticeRef, PartnerRef, PartyOrgRef, PlaceRef, Text, UnitRef, WorkerRef,
};
use crate::model::{Choice, Rule};

choices! {
    /// What kind of meeting it is.
    MeetingKind {
        Joint = "joint" ["党建联席会议", "Joint meeting"],
        Committee = "committee" ["委员会会议", "Committee"],
        BranchMembers = "branch_members" ["支部党员大会", "Branch members"],
        Group = "group" ["党小组会", "Group"],
        Lecture = "lecture" ["党课", "Lecture"],
    }
}

choices! {
    /// How far a meeting is.
    MeetingState {
        Planned = "planned" ["筹备", "Planned"],
        Called = "called" ["已通知", "Called"],
        Held = "held" ["已召开", "Held"],
        Minuted = "minuted" ["已有纪要", "Minuted"],
        Cancelled = "cancelled" ["已取消", "Cancelled"],
    }
}

choices! {
    /// How often a meeting comes again.
    Repeat {
        Once = "once" ["不重复", "Once"],
        Monthly = "monthly" ["每月", "Every month"],
        Quarterly = "quarterly" ["每季度", "Every quarter"],
        HalfYearly = "half_yearly" ["每半年", "Every half year"],
        Yearly = "yearly" ["每年", "Every year"],
    }
}

choices! {
    /// How far an action is.
    ActionState {
        Open = "open" ["待办", "Open"],
        Doing = "doing" ["办理中", "Under way"],
        Blocked = "blocked" ["受阻", "Blocked"],
        Done = "done" ["已完成", "Done"],
        Dropped = "dropped" ["已放弃", "Dropped"],
    }
}

choices! {
    /// How far a notice is.
    NoticeState {
        Draft = "draft" ["草拟", "Draft"],
        Sent = "sent" ["已发出", "Sent"],
        Closed = "closed" ["已办结", "Closed"],
    }
}

choices! {
    /// What was answered to a notice.
    Coming {
        Yes = "yes" ["参加", "Coming"],
        Represented = "represented" ["派员参加", "Sending somebody"],
        No = "no" ["不参加", "Not coming"],
    }
}

choices! {
    /// Who was there.
    Attendance {
        Present = "present" ["到会", "Present"],
        Represented = "represented" ["派员到会", "Represented"],
        Excused = "excused" ["请假", "Excused"],
        Absent = "absent" ["缺席", "Absent"],
    }
}

choices! {
    /// What is exchanged.
    ExchangeKind {
        Work = "work" ["工作通报", "Report of work"],
        Information = "information" ["信息交流", "Information"],
        Experience = "experience" ["经验交流", "Experience"],
        Visit = "visit" ["走访", "Visit"],
    }
}

record! {
    /// A meeting.
    Meeting = "meeting" ["会议", "Meeting"; "会议", "Meetings"] title name, rules [
        Rule::AtMost { field: "present", than: "expected" },
        Rule::AtMost { field: "quorum", than: "expected" },
    ] {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        kind_of_meeting: Choice<MeetingKind> ["类别", "Kind"] required column;
        date: NaiveDate ["日期", "Date"] required column;
        starts: Text ["时间", "Time"];
        place: PlaceRef ["地点", "Place"];
        org: PartyOrgRef ["召集的党组织", "Called by"];
        chair: Text ["主持人", "Chair"];
        recorder: Text ["记录人", "Recorder"];
        agenda: Note ["议题", "Agenda"];
        expected: Count ["应到人数", "Expected"] column;
        quorum: Count ["法定到会人数", "Quorum"];
        repeats: Choice<Repeat> ["周期", "Comes again"];
        state: Choice<MeetingState> ["状态", "State"] column kept;
        present: Count ["实到人数", "Present"] column kept;
        minutes: Note ["纪要", "Minutes"] kept;
        document: Text ["纪要文号", "Document of the minutes"] kept;
        reason: Text ["取消原因", "Why it was cancelled"] kept;
        previous: MeetingRef ["上次会议", "Meeting before"] kept;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// What a meeting decided.
    Decision = "decision" ["议定事项", "Decision"; "议定事项", "Decisions"] title what {
        what: Text ["内容", "What"] required column;
        meeting: MeetingRef ["会议", "Meeting"] required column;
        number: Text ["编号", "Number"] column;
        in_favour: Count ["赞成", "In favour"];
        against: Count ["反对", "Against"];
        abstained: Count ["弃权", "Abstained"];
        note: Note ["备注", "Note"];
    }
}

record! {
    /// Something that somebody is to do by a day.
    Action = "action" ["落实事项", "Action"; "落实事项", "Actions"] title what, rules [
        Rule::OneOf(&["owner", "owner_partner", "owner_name"]),
    ] {
        what: Text ["事项", "What"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        decision: DecisionRef ["来自议定事项", "Decision"] column;
        owner: WorkerRef ["责任人", "Owner"] column;
        owner_partner: PartnerRef ["责任单位", "Owning partner"];
        owner_name: Text ["其他责任人", "Other owner"];
        due: NaiveDate ["期限", "Due"] required column;
        state: Choice<ActionState> ["状态", "State"] column kept;
        begun: NaiveDate ["开始日期", "Begun on"] kept;
        done: NaiveDate ["完成日期", "Done on"] column kept;
        evidence: Text ["佐证", "Evidence"] kept;
        reason: Text ["受阻或放弃的原因", "Why it is blocked or dropped"] kept;
        meeting: MeetingRef ["转入的会议", "Meeting it was carried to"] kept;
        carried: Count ["结转次数", "Times carried over"] kept;
        finding: Text ["来自诊断", "From a diagnosis"] kept;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A notice to partners.
    Notice = "notice" ["通知", "Notice"; "通知", "Notices"] title name, rules [
        Rule::NotBefore { field: "due", than: "date" },
    ] {
        name: Text ["标题", "Title"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        meeting: MeetingRef ["会议", "Meeting"] column;
        date: NaiveDate ["日期", "Date"] required column;
        due: NaiveDate ["回执期限", "Answer by"] column;
        content: Note ["内容", "Content"];
        state: Choice<NoticeState> ["状态", "State"] column kept;
        sent: NaiveDate ["发出日期", "Sent on"] kept;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// One partner's answer to a notice, and whether they came.
    Receipt = "receipt" ["回执", "Receipt"; "回执", "Receipts"] title partner {
        partner: PartnerRef ["单位", "Partner"] required column;
        notice: NoticeRef ["通知", "Notice"] required column;
        received: NaiveDate ["回执日期", "Received on"] column;
        coming: Choice<Coming> ["是否参加", "Coming"] column;
        person: Text ["参加人", "Person"] column;
        attended: Choice<Attendance> ["到会情况", "Attendance"] column;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// Information that was exchanged.
    ExchangeNote = "exchange_note" ["交流通报", "Exchange note"; "交流通报", "Exchange notes"] title name {
        name: Text ["标题", "Title"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        date: NaiveDate ["日期", "Date"] required column;
        kind_of_exchange: Choice<ExchangeKind> ["类别", "Kind"] column;
        partner: PartnerRef ["交流单位", "Partner"] column;
        meeting: MeetingRef ["会议", "Meeting"];
        content: Note ["内容", "Content"];
        evidence: Text ["佐证", "Evidence"];
        note: Note ["备注", "Note"];
    }
}
