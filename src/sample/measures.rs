//! The sample's standards, periods and one frozen report, and what is left of a community that is no more.
//!
//! No standard here is law: all documents are invented and say so.

use super::units::{City, Made};
use super::{Draw, Sheet};
use crate::model::kinds::{Meeting, Need, Period, ReportSnapshot, Standard, Team};
use crate::model::{FundEntry, FundLine};

/// What is measured, from and until when, and by how much.
const STANDARDS: [(&str, &str, &str, &str); 18] = [
    ("workers_per_10000", "2019-01-01", "2025-12-31", "15"),
    ("workers_per_10000", "2026-01-01", "", "18"),
    ("office_area", "2021-01-01", "", "300"),
    ("area_per_100_households", "2021-01-01", "", "30"),
    ("activity_share", "2023-01-01", "", "60"),
    ("money_per_household", "2022-01-01", "", "10"),
    ("office_expense_per_worker", "2024-01-01", "", "3000"),
    ("monthly_pay", "2026-01-01", "", "3200"),
    ("retirement_age", "2018-01-01", "", "60"),
    ("training_hours", "2024-01-01", "", "24"),
    ("open_hours", "2023-01-01", "", "40"),
    ("joint_meetings", "2022-01-01", "", "4"),
    ("quorum", "2022-01-01", "", "66.67"),
    ("volunteers_per_1000", "2023-01-01", "", "20"),
    ("need_days", "2025-01-01", "", "15"),
    ("notice_days", "2025-01-01", "", "7"),
    ("facilities_per_100_communities", "2021-01-01", "", "50"),
    ("report_days", "2025-01-01", "", "15"),
];

/// A period: its name, its part of the year, its state, the days it was checked and frozen, why it was reopened.
const PERIODS: [[&str; 6]; 4] = [
    ["上半年", "h1", "frozen", "2026-07-08", "2026-07-15", ""],
    ["三季度", "q3", "checked", "2026-10-12", "", ""],
    ["一季度", "q1", "open", "2026-04-09", "", "漏报两笔支出，退回补正"],
    ["下半年", "h2", "open", "", "", ""],
];

/// How many records the frozen figures rest on, and their digest.
const BASIS: (&str, &str) = ("177", "90df7baa2a49402ce4797537d9637086ec12b7bf953ee579440c8a8be1161be6");

/// The frozen figures: numerator, denominator, lacking, withheld.
const FROZEN: &str = r#"[["people.workers","8","1","0","0"],["people.quota_filled","7","13","1","0"],
    ["people.workers_per_10000","8","4482","0","0"],["people.median_age","105","2","0","0"],
    ["people.aged_50_or_more","6","8","0","0"],["people.aged_35_or_less","1","8","0","0"],
    ["people.retiring","2","8","0","0"],["people.candidates_for_retiring","3","2","0","0"],
    ["people.college","3","8","0","0"],["people.certified","4","8","0","0"],["people.trained","4","8","0","0"],
    ["people.training_hours","7050","32000","0","0"],["people.insured","4","7","1","0"],
    ["people.unpaid","0","7","1","0"],["people.years_since_promotion","8","2","1","0"],
    ["money.need","20770000","1","0","0"],["money.plan","15760000","1","0","0"],
    ["money.received","11550000","1","0","0"],["money.spent","0","","0","0"],["money.gap","9220000","1","0","0"],
    ["money.received_of_plan","11550000","15760000","0","0"],["money.spent_of_received","0","","0","0"],
    ["money.self_raised","520000","11550000","0","0"],["money.per_household","11550000","1648","0","0"],
    ["money.office_per_worker","0","","0","0"],["money.tasks_funded","2000000","2650000","0","0"],
    ["money.requests_answered","1","1","0","0"],["money.service_income","6740000","1","0","0"],
    ["places.rented","0","1","1","0"],["places.street_centres","0","1","0","0"],
    ["places.service_stations","0","1","0","0"],["places.health_centres","0","1","0","0"],
    ["places.starlight_homes","0","1","0","0"],["places.facilities","0","1","0","0"],
    ["places.leases_ending","0","","0","0"],["places.leases_expired","0","","0","0"],
    ["places.area_known","1","1","0","0"],["places.area_per_100_households","8500","1648","0","0"],
    ["places.below_area","1","1","0","0"],["places.below_area_per_100_households","1","1","0","0"],
    ["places.activity_share","8000","9000","1","0"],["places.use","0","195757","0","0"],
    ["places.multiple_use","1","2","0","0"],["places.without_office","0","1","0","0"],["places.way_out","0","","1","0"],
    ["network.agreements","3","5","0","0"],["network.liaison_vacancy","1","5","0","0"],
    ["network.joint_meetings","200","200","0","0"],["network.turnout","14","16","0","0"],
    ["network.attendance","0","","0","0"],["network.quorum","2","2","0","0"],["network.minutes","2","2","0","0"],
    ["network.actions_on_time","1","1","0","0"],["network.receipts","0","","0","0"],
    ["network.pledges_delivered","200","200","0","0"],["network.funds_delivered","0","","0","0"],
    ["network.hot_cold","6","7","0","0"],["network.own_offers","2","7","0","0"],["network.resources","6","1","0","0"],
    ["network.evaluated","0","5","0","0"],["network.comments_answered","0","","0","0"],
    ["network.selected","0","5","0","0"],["network.needs_matched","3","8","0","0"],
    ["network.exchange_notes","0","1","0","0"],["coverage.eligible","4","5","0","0"],["coverage.all","4","6","0","0"],
    ["coverage.estate","2","2","0","0"],["coverage.block","1","1","0","0"],["coverage.office_building","1","1","0","0"],
    ["coverage.street","0","1","0","0"],["coverage.park","0","1","0","0"],["coverage.market","0","","0","0"],
    ["coverage.new_economic","0","","0","0"],["coverage.new_social","0","","0","0"],["coverage.other","0","","0","0"],
    ["coverage.demonstration","1","1","0","0"],["service.volunteers","3","4482","0","0"],
    ["service.activities","5","1","0","0"],["service.hours","14250","1","0","0"],["service.served","664","1","1","0"],
    ["service.breadth","5","1","0","0"],["service.publicised","0","5","0","0"],["service.needs_solved","2","8","0","0"],
    ["service.disputes_resolved","0","1","0","0"],["service.days_to_solve","146","2","0","0"],
    ["service.needs_in_time","0","8","0","0"],["service.satisfaction","2","2","0","0"],
    ["service.survey_answers","301","400","0","0"],["service.times_used","6060","1","0","0"],
    ["service.members","5","1","0","0"],["service.members_claimed","4","5","0","0"],["data.on_time","1","1","0","0"],
    ["data.reported","1","1","0","0"]]"#;

/// The standards of the city, and a street's own that asks for more.
pub(super) fn of_city(sheet: &mut Sheet, city: &City) {
    for (nth, (key, from, until, value)) in STANDARDS.into_iter().enumerate() {
        let (unit, document) = (city.id.to_string(), format!("样标〔{}〕{}号（虚构）", &from[..4], nth + 1));
        let fields = [("key", key), ("unit", &unit), ("value", value), ("document", &document)];
        sheet.make(Standard::KIND, &[&fields[..], &[("from", from), ("until", until)]].concat());
    }
    let street = city.streets[0].id.to_string();
    let fields = [("key", "training_hours"), ("unit", &street), ("value", "40"), ("from", "2026-01-01")];
    sheet.make(Standard::KIND, &[&fields[..], &[("document", "三化样〔2026〕1号（虚构）")]].concat());
    periods(sheet, &city.id.to_string(), "全市");
}

/// The periods of a community with records of everything; the first of them has a frozen report.
pub(super) fn of_community(sheet: &mut Sheet, community: &Made) {
    let Some(rich) = community.rich else { return };
    let unit = community.id.to_string();
    let frozen = periods(sheet, &unit, community.stem());
    if rich == 0 {
        let (period, name) = (frozen.to_string(), format!("{}2026年上半年报表", community.stem()));
        let basis = [("records", BASIS.0), ("digest", BASIS.1), ("values", FROZEN)];
        let fields = [("name", name.as_str()), ("period", &period), ("unit", &unit), ("taken", "2026-07-15")];
        sheet.make(ReportSnapshot::KIND, &[&fields[..], &basis].concat());
    }
}

/// Makes the periods of a unit and gives the one that is frozen.
fn periods(sheet: &mut Sheet, unit: &str, stem: &str) -> crate::model::RecordId {
    let made = PERIODS.map(|[name, part, state, checked, frozen, reason]| {
        let name = format!("{stem}2026年{name}");
        let fields = [("name", name.as_str()), ("unit", unit), ("year", "2026"), ("part", part), ("state", state)];
        let days = [("checked", checked), ("frozen", frozen), ("reason", reason)];
        sheet.make(Period::KIND, &[&fields[..], &days].concat())
    });
    made[0]
}

/// What the dissolved community has left: a team that went on elsewhere, a year's money, a meeting, a need that was solved.
pub(super) fn of_past(sheet: &mut Sheet, city: &City) {
    let unit = city.dissolved.to_string();
    let (own, mut draw) = (("unit", unit.as_str()), Draw::new(6, 0));
    let fields = [own, ("name", "老街巡逻队（样本）"), ("field", "security"), ("founded", "2018-03-01")];
    let into = [("unit@2026-01-01", city.communities[super::units::WIDENED].id.to_string())];
    let into = into.each_ref().map(|(name, id)| (*name, id.as_str()));
    sheet.make(Team::KIND, &[&fields[..], &into].concat());
    let fields = [own, ("purpose", "办公经费"), ("year", "2025"), ("source", "municipal")];
    let line = sheet.make(FundLine::KIND, &[&fields[..], &[("need", "21000"), ("plan", "15000")]].concat());
    let line = line.to_string();
    for (direction, amount, party) in [("receipt", "15000", "示例市财政局"), ("spending", "14200", "样本印刷店")]
    {
        let (date, document) = (format!("2025-0{}-11", 3 + draw.below(6)), format!("样〔2025〕{}号", sheet.next()));
        let fields = [("line", line.as_str()), ("date", &date), ("direction", direction), ("amount", amount)];
        sheet.make(FundEntry::KIND, &[&fields[..], &[("document", &document), ("party", party)]].concat());
    }
    let fields = [own, ("name", "2025年四季度联席会议"), ("kind_of_meeting", "joint"), ("date", "2025-11-20")];
    let held = [("expected", "8"), ("present", "7"), ("state", "minuted"), ("minutes", "商议并入后的工作交接。")];
    sheet.make(Meeting::KIND, &[&fields[..], &held].concat());
    let fields = [own, ("what", "并入后老人食堂是否保留"), ("kind_of_need", "question"), ("raised", "2025-10-09")];
    let closed = [("state", "solved"), ("accepted", "2025-10-10"), ("solved", "2025-12-01"), ("answer", "予以保留")];
    sheet.make(Need::KIND, &[&fields[..], &closed].concat());
}
