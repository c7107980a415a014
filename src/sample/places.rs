//! The sample's offices and facilities: 68 offices, 7 of them rented, and 19, 17, 9 and 27 facilities; rooms, ways out of
//! rent, and what places were used for.
//!
//! Does not say by what right the other 61 offices are held: the report does not.

use super::units::{City, Made};
use super::{Draw, Fields, Kit, Sheet, hundreds, reference, whole};
use crate::model::choice::Enumeration;
use crate::model::kinds::{Booking, BuildingProject, Facility, Function, Home, Tenure};
use crate::model::{Place, RecordId, Value};

/// The renting communities by number, each with its lease and landlord; the first two are in Sanhua Street.
const RENTED: [(usize, &str, &str); 7] = [
    (3, "2024-02-01/2027-01-31", "样本物业公司"),
    (8, "2025-05-01/2027-04-30", "样本纺织厂"),
    (15, "2023-01-01/2027-12-31", "样本供销社"),
    (27, "2025-07-01/2028-06-30", "居民房主（样本）"),
    (38, "2026-01-01/2027-12-31", "样本物业公司"),
    (49, "2024-09-01/2029-08-31", "样本粮库"),
    (61, "2025-10-01/2027-09-30", "居民房主（样本）"),
];

/// The streets without a service centre, by number: 22 − 3 = 19.
const WITHOUT_CENTRE: [usize; 3] = [6, 13, 20];

/// The street service centres.
pub(super) fn centres(sheet: &mut Sheet, city: &City) {
    for street in city.streets.iter().filter(|street| !WITHOUT_CENTRE.contains(&street.place)) {
        let mut draw = Draw::new(2, street.place);
        let area = vec![("area", whole(400 + 20 * draw.below(30)))];
        facility(sheet, street, Facility::StreetCentre, "服务中心", area, &mut draw);
    }
}

/// By what right a room is held; the lease and the lender of one that is lent. The last lacks its lease: to be checked.
const ROOMS: [[&str; 3]; 12] = [
    ["owned", "", ""],
    ["allocated", "", ""],
    ["shared", "2024-01-01/2029-12-31", "样本小学"],
    ["borrowed", "2023-06-01/2029-05-31", "样本粮库"],
    ["owned", "", ""],
    ["shared", "2025-01-01/2029-12-31", "样本中学"],
    ["allocated", "", ""],
    ["owned", "", ""],
    ["borrowed", "2025-03-01/2030-02-28", "样本纺织厂"],
    ["allocated", "", ""],
    ["owned", "", ""],
    ["borrowed", "", "样本物业公司"],
];

/// A way to a place of one's own: whose, by number among those with records of everything, how, and its state.
const PROJECTS: [(usize, &str, &str); 13] = [
    (0, "reserved", "done"),
    (1, "renewal", "done"),
    (2, "bought", "planned"),
    (3, "reserved", "approved"),
    (4, "rebuilt", "building"),
    (5, "allocated", "done"),
    (6, "reserved", "building"),
    (7, "renewal", "approved"),
    (8, "built_together", "planned"),
    (9, "bought", "dropped"),
    (9, "renewal", "planned"),
    (10, "allocated", "planned"),
    (11, "other", "building"),
];

/// The day on which new rooms took the place of old ones.
const REPLACED: &str = "2026-04-28";

/// A use: purpose, function, day, time, hours, by whom, people, what became of it.
const BOOKINGS: [[&str; 8]; 6] = [
    ["党员学习会", "activity", "2026-10-15", "19:00", "2", "党总支", "32", "used"],
    ["广场舞队排练", "culture", "2026-10-17", "18:30", "2", "文艺队", "18", "used"],
    ["社保业务集中办理", "convenience", "2026-10-21", "09:00", "6", "居委会", "54", "used"],
    ["防诈骗讲座", "information", "2026-11-05", "14:30", "1.5", "派出所", "", "cancelled"],
    ["书法班", "culture", "2026-11-12", "15:00", "2", "书法小组", "12", "used"],
    ["居民议事会", "activity", "2026-12-03", "19:00", "2", "居委会", "", "booked"],
];

/// The office of a community, its rooms and the facilities it has; gives the office and the rooms.
pub(super) fn of_community(sheet: &mut Sheet, community: &Made) -> Vec<RecordId> {
    let mut draw = Draw::new(3, community.place);
    let tenure = tenure(community.place, &mut draw);
    let mut sites = vec![facility(sheet, community, Facility::Office, "办公用房", tenure, &mut draw)];
    for (kind, name, is_there) in [
        (Facility::ServiceStation, "服务站", is_nth(community.place, 4, 1, 17)),
        (Facility::HealthCentre, "卫生服务中心", is_nth(community.place, 7, 3, 9)),
        (Facility::Starlight, "星光老年之家", is_nth(community.place, 5, 2, 27)),
    ] {
        if is_there {
            let area = if draw.chance(80) { vec![("area", whole(80 + 10 * draw.below(25)))] } else { Vec::new() };
            facility(sheet, community, kind, name, area, &mut draw);
        }
    }
    let Some(rich) = community.rich else { return sites };
    sites.push(room(sheet, community, rich));
    if is_new(rich) {
        sites.push(closed_room(sheet, community));
    }
    sites
}

/// Tells whether a project ended in the room.
fn is_new(rich: usize) -> bool {
    PROJECTS.iter().any(|&(of, _, state)| of == rich && state == "done")
}

/// The room that a new one took the place of.
fn closed_room(sheet: &mut Sheet, community: &Made) -> RecordId {
    let (name, unit) = (format!("{}旧活动室", community.name), community.id.to_string());
    let fields = [("name", name.as_str()), ("unit", &unit), ("facility", "activity_room"), ("tenure", "allocated")];
    let more = [("area", "45"), ("since", "2009-03-01"), ("closed", REPLACED), ("address", "样本巷1号")];
    sheet.make(Place::KIND, &[&fields[..], &more].concat())
}

/// A room for activities. One that was lent is the community's own from a day on.
fn room(sheet: &mut Sheet, community: &Made, rich: usize) -> RecordId {
    let [tenure, lease, landlord] = ROOMS[rich];
    let [name, kind] = if rich % 4 == 1 { ["多功能厅", "other"] } else { ["活动室", "activity_room"] };
    let (name, unit) = (format!("{}{name}", community.name), community.id.to_string());
    let area = (90 + 15 * rich).to_string();
    let own_from = if rich == 3 { "owned" } else { "" };
    let fields = [("name", name.as_str()), ("unit", &unit), ("facility", kind), ("area", &area)];
    let held = [("tenure", tenure), ("lease", lease), ("landlord", landlord), ("tenure@2026-05-01", own_from)];
    let used = [("activity_area", "80"), ("functions", "activity culture"), ("homes", "members_home peoples_home")];
    let address = format!("样本路{}号", 10 + rich);
    let since = if is_new(rich) { REPLACED } else { "2020-06-01" };
    let open = [("hours", "42"), ("since", since), ("address", &address)];
    sheet.make(Place::KIND, &[&fields[..], &held, &used, &open].concat())
}

/// What is built and what is used; bookings are entered everywhere, if only one.
pub(super) fn projects_and_bookings(sheet: &mut Sheet, community: &Made, kit: &Kit) {
    for (_, way, state) in PROJECTS.into_iter().filter(|&(rich, ..)| Some(rich) == community.rich) {
        project(sheet, community, kit, way, state);
    }
    let place = kit.room().to_string();
    let of_partner = kit.partners[0].partner.to_string();
    for nth in 0..if community.rich.is_some() { 6 } else { 1 } {
        let [purpose, function, date, starts, hours, by, people, outcome] =
            BOOKINGS[(community.place + nth) % BOOKINGS.len()];
        let fields = [("purpose", purpose), ("place", place.as_str()), ("date", date), ("starts", starts)];
        let used = [("hours", hours), ("function", function), ("by", by), ("people", people), ("outcome", outcome)];
        let partner = [("partner", if nth == 3 { of_partner.as_str() } else { "" })];
        sheet.make(Booking::KIND, &[&fields[..], &used, &partner].concat());
    }
}

/// What those replace that rent is their office; what is done became the room and replaced the one before.
fn project(sheet: &mut Sheet, community: &Made, kit: &Kit, way: &str, state: &str) {
    let rents = RENTED.iter().any(|(place, ..)| *place == community.place);
    let is_done = state == "done";
    let place = |is: bool, nth: usize| if is { kit.sites[nth].to_string() } else { String::new() };
    let on = |states: &[&str], text| if states.contains(&state) { text } else { "" };
    let (replaces, became) = (place(rents || is_done, if is_done { 2 } else { 0 }), place(is_done, 1));
    let name = format!("{}{}", community.name, if rents { "办公用房建设" } else { "活动用房建设" });
    let [unit, line, partner] = [community.id, kit.lines[1], kit.partners[0].partner].map(|id| id.to_string());
    let partner = if way == "built_together" { partner.as_str() } else { "" };
    let fields = [("name", name.as_str()), ("unit", &unit), ("way", way), ("replaces", &replaces), ("area", "320")];
    let means = [("budget", "860000"), ("line", &line), ("partner", partner), ("planned", "2025-03-01/2027-06-30")];
    let approved = on(&["approved", "building", "done"], "2025-04-10");
    let document = on(&["approved", "building", "done"], "样规〔2025〕22号（虚构）");
    let so_far = [("state", state), ("approved", approved), ("document", document)];
    let built = [("started", on(&["building", "done"], "2025-06-01")), ("finished", on(&["done"], REPLACED))];
    let ended = [("place", became.as_str()), ("reason", on(&["dropped"], "选址未通过，另行安排。"))];
    sheet.make(BuildingProject::KIND, &[&fields[..], &means, &so_far, &built, &ended].concat());
}

/// Spreads so many facilities over the 68 communities; a step that shares no factor with 68 meets none twice.
fn is_nth(place: usize, step: usize, first: usize, count: usize) -> bool {
    (0..count).any(|nth| (first + nth * step) % 68 == place)
}

fn tenure(place: usize, draw: &mut Draw) -> Fields {
    let area = whole(60 + 5 * draw.below(45));
    let Some(&(_, lease, landlord)) = RENTED.iter().find(|(renting, ..)| *renting == place) else {
        let mut fields = vec![("tenure", Value::text(Tenure::NotStated.name()))];
        if place % 6 != 4 {
            fields.push(("area", area));
        }
        return fields;
    };
    vec![
        ("tenure", Value::text(Tenure::Rented.name())),
        ("area", area),
        ("lease", Value::text(lease)),
        ("landlord", Value::text(landlord)),
        ("rent", hundreds(120 + 10 * draw.below(25))),
    ]
}

fn facility(sheet: &mut Sheet, unit: &Made, kind: Facility, name: &str, held: Fields, draw: &mut Draw) -> RecordId {
    let mut fields = held;
    fields.push(("name", Value::text(&format!("{}{name}", unit.name))));
    fields.push(("unit", reference(unit.id)));
    fields.push(("facility", Value::text(kind.name())));
    if draw.chance(45) {
        let all = [Function::Activity, Function::Convenience, Function::Culture, Function::Information];
        fields.extend(some("functions", &all, draw));
    }
    if draw.chance(25) {
        fields.extend(some("homes", &[Home::Members, Home::People, Home::Service], draw));
    }
    if draw.chance(50) {
        fields.push(("hours", whole(20 + 5 * draw.below(8))));
    }
    sheet.add(Place::KIND, fields)
}

/// Some of several choices in their order; none at all leaves the field out instead of saying "none".
fn some<E: Enumeration>(field: &'static str, of: &[E], draw: &mut Draw) -> Option<(&'static str, Value)> {
    let names: Vec<&str> = of.iter().filter(|_| draw.chance(60)).map(|choice| choice.name()).collect();
    (!names.is_empty()).then(|| (field, Value::texts(names)))
}
