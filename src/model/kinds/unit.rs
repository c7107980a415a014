//! Units and what they are measured by: the tree, standards, reporting periods and frozen figures.

use chrono::NaiveDate;

use crate::model::Rule;
use crate::model::field::{FieldSource, Problem, ProblemAt};
use crate::model::id::RecordId;
use crate::model::macros::{choices, record};
use crate::model::quantity::{Count, Decimal, DivisionCode, Interval, Note, PeriodRef, Text, UnitRef, Year};
use crate::model::rows::FrozenFigures;
use crate::model::{Choice, Field};

choices! {
    /// A unit's level in the tree.
    Level {
        City = "city" ["市", "City"],
        District = "district" ["区", "District"],
        Street = "street" ["街道", "Street"],
        Community = "community" ["社区", "Community"],
    }
}

record! {
    /// A unit of the tree: city, district, street or community.
    Unit = "unit" ["单位", "Unit"; "单位", "Units"] title name, check check_unit {
        name: Text ["名称", "Name"] required column;
        level: Choice<Level> ["层级", "Level"] required column;
        parent: UnitRef ["上级单位", "Parent unit"] column dated;
        code: DivisionCode ["统计用区划代码", "Division code"];
        households: Count ["户数", "Households"] column;
        residents: Count ["常住人口", "Residents"] column;
        valid: Interval ["存续期间", "In being"];
        origin: UnitRef ["由何单位分设", "Split from"];
        successor: UnitRef ["并入单位", "Merged into"];
        change_document: Text ["变更文号", "Document of the change"];
        note: Note ["备注", "Note"];
    }
}

choices! {
    /// What a standard measures.
    StandardKey {
        WorkersPerTenThousand = "workers_per_10000" ["每万名居民工作人员（人）", "Workers per 10,000 residents"],
        OfficeArea = "office_area" ["办公和服务用房面积（m²）", "Area of office and service rooms (m²)"],
        AreaPerHundredHouseholds = "area_per_100_households" ["每百户服务用房面积（m²）", "Area per 100 households (m²)"],
        ActivityShare = "activity_share" ["活动用房占比（%）", "Share of activity rooms (%)"],
        MoneyPerHousehold = "money_per_household" ["每户经费（元）", "Money per household (yuan)"],
        OfficeExpense = "office_expense_per_worker" ["人均办公经费（元/年）", "Office expense per worker (yuan a year)"],
        MonthlyPay = "monthly_pay" ["月工资（元）", "Monthly pay (yuan)"],
        RetirementAge = "retirement_age" ["退休年龄（岁）", "Retirement age (years)"],
        TrainingHours = "training_hours" ["每人每年培训学时", "Hours of training a person and year"],
        OpenHours = "open_hours" ["场所每周开放小时", "Open hours of a place a week"],
        JointMeetings = "joint_meetings" ["每年联席会议次数", "Joint meetings a year"],
        Quorum = "quorum" ["会议法定到会率（%）", "Quorum of a meeting (%)"],
        VolunteersPerThousand = "volunteers_per_1000" ["每千名居民志愿者（人）", "Volunteers per 1,000 residents"],
        NeedDays = "need_days" ["需求办结期限（天）", "Days in which a need is to be solved"],
        NoticeDays = "notice_days" ["通知回执期限（天）", "Days in which a notice is to be answered"],
        Facilities = "facilities_per_100_communities" ["每百个社区服务设施（处）", "Facilities per 100 communities"],
        ReportDays = "report_days" ["填报期限（期末后天数）", "Days after its end in which a period is reported"],
    }
}

choices! {
    /// Which part of a year a period is.
    PeriodPart {
        Year = "year" ["全年", "Year"],
        FirstHalf = "h1" ["上半年", "First half"],
        SecondHalf = "h2" ["下半年", "Second half"],
        First = "q1" ["一季度", "First quarter"],
        Second = "q2" ["二季度", "Second quarter"],
        Third = "q3" ["三季度", "Third quarter"],
        Fourth = "q4" ["四季度", "Fourth quarter"],
    }
}

choices! {
    /// How far a period is.
    PeriodState {
        Open = "open" ["填报中", "Open"],
        Checked = "checked" ["已核对", "Checked"],
        Frozen = "frozen" ["已冻结", "Frozen"],
    }
}

record! {
    /// A measure that figures are compared with: dated, sourced, for a unit and all below it.
    Standard = "standard" ["标准", "Standard"; "标准", "Standards"] title key, rules [
        Rule::NotBefore { field: "until", than: "from" },
    ] {
        key: Choice<StandardKey> ["标准项目", "What it measures"] required column;
        unit: UnitRef ["适用单位", "Unit"] required column;
        value: Decimal ["数值", "Value"] required column;
        document: Text ["依据文件", "Source document"] required column;
        from: NaiveDate ["施行日期", "In force from"] required column;
        until: NaiveDate ["停用日期", "In force until"];
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A period for which a unit reports.
    Period = "period" ["填报期", "Period"; "填报期", "Periods"] title name {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        year: Year ["年度", "Year"] required column;
        part: Choice<PeriodPart> ["时段", "Part of the year"] required column;
        state: Choice<PeriodState> ["状态", "State"] column kept;
        checked: NaiveDate ["核对日期", "Checked on"] kept;
        frozen: NaiveDate ["冻结日期", "Frozen on"] kept;
        reason: Text ["重新开放的原因", "Why it was reopened"] kept;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// The figures of a unit as they were when a period was frozen.
    ReportSnapshot = "report_snapshot" ["报表快照", "Report snapshot"; "报表快照", "Report snapshots"] title name {
        name: Text ["名称", "Name"] required column kept;
        period: PeriodRef ["填报期", "Period"] required column kept;
        unit: UnitRef ["单位", "Unit"] required column kept;
        taken: NaiveDate ["冻结日期", "Frozen on"] required column kept;
        records: Count ["依据的记录数", "Records it rests on"] column kept;
        digest: Text ["依据的校验值", "Digest of what it rests on"] kept;
        values: FrozenFigures ["指标", "Figures"] kept;
        note: Note ["备注", "Note"];
    }
}

fn check_unit(id: RecordId, source: &dyn FieldSource) -> Vec<ProblemAt> {
    let unit = Unit::read(source);
    let problem = match (&unit.level, &unit.parent) {
        (_, Field::Known(parent)) if parent.0 == id => Problem::ParentIsSelf,
        (Field::Known(level), Field::Missing) if level.is(Level::District) || level.is(Level::Street) => {
            Problem::ParentMissing
        }
        _ => return Vec::new(),
    };
    vec![ProblemAt { field: "parent", problem }]
}
