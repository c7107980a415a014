//! The sample's offices and facilities: 68 offices, 7 of them rented, and 19, 17, 9 and 27 facilities.
//!
//! Does not say by what right the other 61 offices are held: the report does not.

use super::units::{City, Made};
use super::{Draw, Fields, Sheet, hundreds, reference, whole};
use crate::model::choice::Enumeration;
use crate::model::kinds::{Facility, Function, Home, Tenure};
use crate::model::{Place, Value};

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

/// The office of a community and the facilities it has.
pub(super) fn of_community(sheet: &mut Sheet, community: &Made) {
    let mut draw = Draw::new(3, community.place);
    let tenure = tenure(community.place, &mut draw);
    facility(sheet, community, Facility::Office, "办公用房", tenure, &mut draw);
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

fn facility(sheet: &mut Sheet, unit: &Made, kind: Facility, name: &str, held: Fields, draw: &mut Draw) {
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
    sheet.add(Place::KIND, fields);
}

/// Some of several choices in their order; none at all leaves the field out instead of saying "none".
fn some<E: Enumeration>(field: &'static str, of: &[E], draw: &mut Draw) -> Option<(&'static str, Value)> {
    let names: Vec<&str> = of.iter().filter(|_| draw.chance(60)).map(|choice| choice.name()).collect();
    (!names.is_empty()).then(|| (field, Value::texts(names)))
}
