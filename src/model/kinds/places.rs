//! 有场所议事: offices and service facilities.

use crate::model::field::{FieldSource, Problem, ProblemAt};
use crate::model::id::RecordId;
use crate::model::macros::{choices, record};
use crate::model::quantity::{Area, Count, Fen, Interval, Note, Text, UnitRef};
use crate::model::{Choice, Choices, Field};

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
    Place = "place" ["场所", "Place"; "场所", "Places"] title name, check check_place {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        facility: Choice<Facility> ["类别", "Facility"] required column;
        tenure: Choice<Tenure> ["权属", "Tenure"] column;
        area: Area ["面积（m²）", "Area (m²)"] column;
        address: Text ["地址", "Address"];
        lease: Interval ["租借期间", "Lease"] column;
        landlord: Text ["出租或出借方", "Landlord or lender"];
        rent: Fen ["年租金（元）", "Yearly rent (yuan)"];
        functions: Choices<Function> ["功能", "Functions"];
        homes: Choices<Home> ["阵地", "Homes"];
        hours: Count ["每周开放小时", "Open hours a week"];
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
