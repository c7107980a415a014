//! 有钱办事: the year's fund lines and the dated receipts and spendings.

use chrono::NaiveDate;

use crate::model::field::{FieldSource, Problem, ProblemAt};
use crate::model::id::RecordId;
use crate::model::macros::{choices, record};
use crate::model::quantity::{Fen, FundLineRef, Note, Percent, RequestRef, Text, UnitRef, Year};
use crate::model::{Choice, Field, Rule};

choices! {
    /// Where money comes from.
    FundSource {
        Provincial = "provincial" ["省级拨款", "Provincial allocation"],
        Municipal = "municipal" ["市级拨款", "Municipal allocation"],
        District = "district" ["区级拨款", "District allocation"],
        Special = "special" ["专项经费", "Special fund"],
        Dues = "dues" ["党费返还", "Dues"],
        ManagementFee = "management_fee" ["管理费", "Management fee"],
        UpperUnit = "upper_unit" ["上级单位支持", "Support from an upper unit"],
        OwnIncome = "own_income" ["自有收入", "Own income"],
        Other = "other" ["其他", "Other"],
    }
}

choices! {
    /// What kind of spending a line is for.
    FundUse {
        Office = "office" ["办公经费", "Office expense"],
        Activities = "activities" ["活动和服务经费", "Activities and services"],
        Wages = "wages" ["人员报酬", "Wages"],
        Training = "training" ["教育培训", "Training"],
        Building = "building" ["场所建设", "Building"],
        Other = "other" ["其他", "Other"],
    }
}

choices! {
    /// Which way money went.
    Direction {
        Receipt = "receipt" ["收入", "Receipt"],
        Spending = "spending" ["支出", "Spending"],
    }
}

record! {
    /// What a unit needs and is promised for one purpose in one year.
    FundLine = "fund_line" ["经费项目", "Fund line"; "经费项目", "Fund lines"] title purpose, check check_fund_line {
        purpose: Text ["用途", "Purpose"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        year: Year ["年度", "Year"] required column;
        source: Choice<FundSource> ["来源", "Source"] required column;
        use_of: Choice<FundUse> ["支出类别", "Kind of spending"];
        need: Fen ["需求（元）", "Need (yuan)"] column;
        plan: Fen ["计划（元）", "Plan (yuan)"] column;
        share_base: Fen ["按比例：基数（元）", "Fixed share: base (yuan)"];
        share_percent: Percent ["按比例：百分比", "Fixed share: percent"];
        share_document: Text ["按比例：政策文号", "Fixed share: policy document"];
        note: Note ["备注", "Note"];
    }
}

record! {
    /// One receipt or spending on a fund line.
    FundEntry = "fund_entry" ["收支记录", "Fund entry"; "收支记录", "Fund entries"] title document {
        line: FundLineRef ["经费项目", "Fund line"] required column;
        date: NaiveDate ["日期", "Date"] required column;
        direction: Choice<Direction> ["收支", "Direction"] required column;
        amount: Fen ["金额（元）", "Amount (yuan)"] required column;
        document: Text ["凭证文号", "Document number"] column;
        party: Text ["对方", "Counterparty"];
        request: RequestRef ["对应的经费申请", "Request it answers"] kept;
        note: Note ["备注", "Note"];
    }
}

choices! {
    /// How far a request for money is.
    RequestState {
        Draft = "draft" ["草拟", "Draft"],
        Sent = "sent" ["已报送", "Sent"],
        Granted = "granted" ["已批复", "Granted"],
        Partly = "partly_granted" ["部分批复", "Granted in part"],
        Refused = "refused" ["未批准", "Refused"],
        Withdrawn = "withdrawn" ["已撤回", "Withdrawn"],
    }
}

choices! {
    /// How far a delegated task is.
    TaskState {
        Open = "open" ["已接收", "Received"],
        Doing = "doing" ["办理中", "Under way"],
        Done = "done" ["已完成", "Done"],
        Returned = "returned" ["已退回", "Returned"],
    }
}

record! {
    /// A request to an upper unit for money, and its answer.
    FundRequest = "fund_request" ["经费申请", "Fund request"; "经费申请", "Fund requests"] title purpose {
        purpose: Text ["用途", "Purpose"] required column;
        unit: UnitRef ["申请单位", "Unit"] required column;
        line: FundLineRef ["经费项目", "Fund line"] column;
        upper: UnitRef ["受理单位", "Asked of"] column;
        amount: Fen ["申请金额（元）", "Amount asked (yuan)"] required column;
        reason: Note ["理由", "Reason"];
        date: NaiveDate ["申请日期", "Date"] required column;
        document: Text ["申请文号", "Document number"];
        state: Choice<RequestState> ["状态", "State"] column kept;
        sent: NaiveDate ["报送日期", "Sent on"] kept;
        answered: NaiveDate ["答复日期", "Answered on"] kept;
        granted: Fen ["批复金额（元）", "Amount granted (yuan)"] column kept;
        answer: Text ["批复文号或理由", "Document or reason of the answer"] kept;
        finding: Text ["来自诊断", "From a diagnosis"] kept;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A task that an upper unit gave, with what it costs and the line that pays for it.
    DelegatedTask = "delegated_task" ["下沉任务", "Delegated task"; "下沉任务", "Delegated tasks"] title name, rules [
        Rule::NotBefore { field: "due", than: "date" },
    ] {
        name: Text ["任务", "Task"] required column;
        unit: UnitRef ["承接单位", "Unit"] required column;
        from: UnitRef ["下达单位", "Given by"] column;
        date: NaiveDate ["下达日期", "Given on"] required column;
        due: NaiveDate ["完成期限", "Due"] column;
        document: Text ["下达文号", "Document number"];
        right: Text ["随任务下放的权限", "Powers that came with it"];
        cost: Fen ["所需经费（元）", "Cost (yuan)"] column;
        line: FundLineRef ["经费来源项目", "Fund line that pays"] column;
        state: Choice<TaskState> ["状态", "State"] column kept;
        done: NaiveDate ["完成日期", "Done on"] kept;
        evidence: Text ["佐证", "Evidence"] kept;
        reason: Text ["退回原因", "Why it was returned"] kept;
        note: Note ["备注", "Note"];
    }
}

fn check_fund_line(_id: RecordId, source: &dyn FieldSource) -> Vec<ProblemAt> {
    let line = FundLine::read(source);
    let stated = [
        ("share_base", !matches!(line.share_base, Field::Missing)),
        ("share_percent", !matches!(line.share_percent, Field::Missing)),
        ("share_document", !matches!(line.share_document, Field::Missing)),
    ];
    if stated.iter().all(|(_, is)| !is) {
        return Vec::new();
    }
    let missing = stated.iter().filter(|(_, is)| !is);
    missing.map(|&(field, _)| ProblemAt { field, problem: Problem::ShareIncomplete }).collect()
}
