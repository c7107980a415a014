//! 有场所议事: offices and service facilities.

use chrono::NaiveDate;

use crate::model::field::{FieldSource, Problem, ProblemAt};
use crate::model::id::RecordId;
use crate::model::macros::{choices, record};
use crate::model::quantity::{
    Area, Count, Decimal, Fen, FundLineRef, Interval, Note, PartnerRef, PlaceRef, Text, UnitRef,
};
use crate::model::{Choice, Choices, Field, Rule};

choices! {
    /// What a place is.
    Facility {
        Office = "office" ["办公用房", "Office"],
        StreetCentre = "street_service_centre" ["街道服务中心", "Street service centre"],
        ServiceStation = "service_station" ["社区服务站", "Community service station"],
        HealthCentre = "health_centre" ["社区卫生服务中心", "Community health centre"],
        Starlight = "starlight_home" ["星光老年之家", "Starlight home"],
        Activity = "activity_room" ["活动室", "Activity room"],
        Other = "other" ["其他", "Other"],
    }
}

choices! {
    /// By what right a place is used.
    Tenure {
        Owned = "owned" ["自有", "Owned"],
        Allocated = "allocated" ["划拨", "Allocated"],
        Shared = "shared" ["共用", "Shared"],
        Borrowed = "borrowed" ["借用", "Borrowed"],
        Rented = "rented" ["租用", "Rented"],
        None = "none" ["无", "None"],
        NotStated = "not_stated" ["未说明", "Not stated"],
    }
}

choices! {
    /// What a place serves for.
    Function {
        Activity = "activity" ["党员活动", "Members' activities"],
        Convenience = "convenience" ["便民服务", "Convenient services"],
        Culture = "culture" ["文化宣传", "Culture"],
        Information = "information" ["信息传播", "Information"],
    }
}

choices! {
    /// The three homes a place may be.
    Home {
        Members = "members_home" ["党员之家", "Party members' home"],
        People = "peoples_home" ["群众之家", "People's home"],
        Service = "service_home" ["社区服务之家", "Community service home"],
    }
}

record! {
    /// An office or facility of a unit.
    Place = "place" ["场所", "Place"; "场所", "Places"] title name, check check_place, rules [
        Rule::NotBefore { field: "closed", than: "since" },
        Rule::AtMost { field: "activity_area", than: "area" },
    ] {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column dated;
        facility: Choice<Facility> ["类别", "Facility"] required column;
        tenure: Choice<Tenure> ["权属", "Tenure"] column dated;
        area: Area ["面积（m²）", "Area (m²)"] column;
        activity_area: Area ["其中活动用房（m²）", "Of it activity rooms (m²)"];
        address: Text ["地址", "Address"];
        lease: Interval ["租借期间", "Lease"] column;
        landlord: Text ["出租或出借方", "Landlord or lender"];
        rent: Fen ["年租金（元）", "Yearly rent (yuan)"];
        functions: Choices<Function> ["功能", "Functions"];
        homes: Choices<Home> ["阵地", "Homes"];
        hours: Count ["每周开放小时", "Open hours a week"];
        since: NaiveDate ["启用日期", "In use since"];
        closed: NaiveDate ["停用日期", "Closed on"];
        note: Note ["备注", "Note"];
    }
}

choices! {
    /// How an office comes to be.
    Way {
        Reserved = "reserved" ["新区规划预留", "Reserved in a new district"],
        Renewal = "renewal" ["旧城改造配建", "Built with an old district's renewal"],
        Together = "built_together" ["与单位共建", "Built together with a unit"],
        Bought = "bought" ["购置", "Bought"],
        Allocated = "allocated" ["调剂划拨", "Allocated"],
        Rebuilt = "rebuilt" ["改建扩建", "Rebuilt"],
        Other = "other" ["其他", "Other"],
    }
}

choices! {
    /// How far a building project is.
    ProjectState {
        Planned = "planned" ["计划", "Planned"],
        Approved = "approved" ["已批准", "Approved"],
        Building = "building" ["在建", "Under way"],
        Done = "done" ["已建成", "Done"],
        Dropped = "dropped" ["已终止", "Dropped"],
    }
}

choices! {
    /// What became of a booking.
    BookingState {
        Booked = "booked" ["已预约", "Booked"],
        Used = "used" ["已使用", "Used"],
        Cancelled = "cancelled" ["已取消", "Cancelled"],
    }
}

record! {
    /// A way to an office or facility of one's own.
    BuildingProject = "building_project" ["建设项目", "Building project"; "建设项目", "Building projects"] title name, rules [
        Rule::Needed { field: "partner", because: "way", values: &["built_together"] },
    ] {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        way: Choice<Way> ["方式", "Way"] required column;
        replaces: PlaceRef ["替代的场所", "Place it replaces"] column;
        area: Area ["建设面积（m²）", "Area (m²)"] column;
        budget: Fen ["预算（元）", "Budget (yuan)"];
        line: FundLineRef ["经费项目", "Fund line"];
        partner: PartnerRef ["共建单位", "Partner"];
        planned: Interval ["计划工期", "Planned from and to"];
        document: Text ["批准文号", "Document number"] kept;
        state: Choice<ProjectState> ["状态", "State"] column kept;
        approved: NaiveDate ["批准日期", "Approved on"] kept;
        started: NaiveDate ["开工日期", "Begun on"] kept;
        finished: NaiveDate ["建成日期", "Finished on"] column kept;
        place: PlaceRef ["建成的场所", "Place it became"] kept;
        reason: Text ["终止原因", "Why it was dropped"] kept;
        finding: Text ["来自诊断", "From a diagnosis"] kept;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A use of a place.
    Booking = "booking" ["场所预约", "Booking"; "场所预约", "Bookings"] title purpose {
        purpose: Text ["用途", "Purpose"] required column;
        place: PlaceRef ["场所", "Place"] required column;
        date: NaiveDate ["日期", "Date"] required column;
        starts: Text ["开始时间", "Begins at"];
        hours: Decimal ["时长（小时）", "Hours"] required column;
        function: Choice<Function> ["功能", "Function"];
        by: Text ["使用方", "Used by"] column;
        partner: PartnerRef ["使用单位", "Partner that uses it"];
        people: Count ["人数", "People"];
        outcome: Choice<BookingState> ["使用情况", "What became of it"] column;
        note: Note ["备注", "Note"];
    }
}

fn check_place(_id: RecordId, source: &dyn FieldSource) -> Vec<ProblemAt> {
    let place = Place::read(source);
    let temporary = place.tenure.known().is_some_and(|tenure| tenure.is(Tenure::Rented) || tenure.is(Tenure::Borrowed));
    if temporary && matches!(place.lease, Field::Missing) {
        return vec![ProblemAt { field: "lease", problem: Problem::LeaseMissing }];
    }
    Vec::new()
}
