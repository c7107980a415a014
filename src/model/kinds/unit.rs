//! Units: city, district, street, community.

use crate::model::field::{FieldSource, Problem, ProblemAt};
use crate::model::id::RecordId;
use crate::model::macros::{choices, record};
use crate::model::quantity::{Count, DivisionCode, Interval, Note, Text, UnitRef};
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
        parent: UnitRef ["上级单位", "Parent unit"] column;
        code: DivisionCode ["统计用区划代码", "Division code"];
        households: Count ["户数", "Households"] column;
        residents: Count ["常住人口", "Residents"] column;
        valid: Interval ["存续期间", "In being"];
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
