//! What the records look like: the kinds of the app, and what stands in their fields. Everything is invented.

use sanyou::model::RecordId;
use serde_json::{Value, json};

use super::RECORDS;
use crate::draw::Draw;

/// A kind of records, how many a community has, and its fields.
pub struct Kind {
    /// Its name.
    pub name: &'static str,
    count: usize,
    columns: &'static [Column],
}

/// A field, how many records in a hundred have it, and what stands in it.
struct Column(&'static str, u64, Shape);

/// What stands in a field.
enum Shape {
    /// A person's name.
    Person,
    /// One of some texts.
    One(&'static [&'static str]),
    /// Some of some texts, in their order.
    Some(&'static [&'static str]),
    /// A whole number from the first on, so many of them.
    Whole(u64, u64),
    /// Money in fen: so many hundreds of yuan at most.
    Hundreds(u64),
    /// Money in fen, to the fen.
    Fen(u64),
    /// Square metres, with halves.
    Area,
    /// A day of the years from the first on, so many of them.
    Day(u64, u64),
    /// A span of days.
    Span,
    /// A document's number.
    Document,
    /// A phone number that nobody has.
    Phone,
    /// A house in a street.
    Address,
    /// A sentence or two.
    Note,
    /// True, mostly.
    Truth,
    /// The community's own record.
    Unit,
    /// One of the community's fund lines.
    Line,
    /// An object: a share of a base by a document.
    Share,
    /// An object: a voucher.
    Voucher,
}

use Shape::{
    Address, Area, Day, Document, Fen, Hundreds, Line, Note, One, Person, Phone, Share, Some, Span, Truth, Unit,
    Voucher, Whole,
};

/// The place of a community's first fund line among its records, and how many there are.
const LINES: (usize, usize) = (KINDS[0].count + KINDS[1].count, KINDS[2].count);

const KINDS: [Kind; 5] = [
    Kind {
        name: "unit",
        count: 1,
        columns: &[
            Column("name", 100, One(PLACES)),
            Column("level", 100, One(&["community"])),
            Column("code", 100, Whole(220_203_001_000, 999)),
            Column("households", 100, Whole(1_200, 2_000)),
            Column("residents", 100, Whole(3_000, 6_000)),
            Column("valid", 100, Span),
            Column("note", 100, Note),
        ],
    },
    Kind {
        name: "worker",
        count: 70,
        columns: &[
            Column("name", 100, Person),
            Column("unit", 100, Unit),
            Column("role", 100, One(ROLES)),
            Column("born_year", 96, Whole(1956, 45)),
            Column("education", 95, One(EDUCATION)),
            Column("certificate", 90, One(&["none", "assistant_social_worker", "social_worker"])),
            Column("since", 92, Day(2003, 22)),
            Column("promoted", 20, Day(2015, 10)),
            Column("pay_channel", 92, One(&["fiscal", "public_post", "street", "community", "unpaid"])),
            Column("insurance", 88, Some(&["endowment", "medical", "unemployment", "injury", "maternity"])),
            Column("phone", 60, Phone),
            Column("pay", 60, Hundreds(40)),
            Column("allowance", 30, Hundreds(9)),
            Column("note", 25, Note),
        ],
    },
    Kind {
        name: "fund_line",
        count: 80,
        columns: &[
            Column("purpose", 100, One(PURPOSES)),
            Column("unit", 100, Unit),
            Column("year", 100, Whole(2020, 7)),
            Column("source", 100, One(SOURCES)),
            Column("need", 93, Hundreds(1_800)),
            Column("plan", 100, Hundreds(1_500)),
            Column("share", 15, Share),
            Column("approved", 100, Truth),
            Column("note", 40, Note),
        ],
    },
    Kind {
        name: "place",
        count: 60,
        columns: &[
            Column("name", 100, One(ROOMS)),
            Column("unit", 100, Unit),
            Column("facility", 100, One(&["office", "service_station", "health_centre", "activity_room", "other"])),
            Column("tenure", 100, One(&["owned", "allocated", "shared", "borrowed", "rented", "not_stated"])),
            Column("area", 85, Area),
            Column("address", 90, Address),
            Column("lease", 25, Span),
            Column("landlord", 20, One(PARTIES)),
            Column("rent", 20, Hundreds(400)),
            Column("functions", 70, Some(&["activity", "convenience", "culture", "information"])),
            Column("homes", 60, Some(&["members_home", "peoples_home", "service_home"])),
            Column("hours", 80, Whole(10, 50)),
            Column("note", 30, Note),
        ],
    },
    Kind {
        name: "fund_entry",
        count: RECORDS - 211,
        columns: &[
            Column("line", 100, Line),
            Column("date", 100, Day(2020, 7)),
            Column("direction", 100, One(&["receipt", "spending"])),
            Column("amount", 100, Fen(2_000_000)),
            Column("document", 95, Document),
            Column("party", 90, One(PARTIES)),
            Column("handled_by", 80, Person),
            Column("checked", 100, Truth),
            Column("voucher", 35, Voucher),
            Column("note", 35, Note),
        ],
    },
];

const SURNAMES: &[&str] =
    &["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "欧阳"];
const GIVEN: &[&str] = &[
    "伟", "芳", "秀英", "敏", "静", "丽华", "强", "磊", "军", "洋", "桂兰", "勇", "艳", "杰", "娟", "涛", "明", "超",
    "国庆", "霞", "志刚", "平", "玉梅", "建华",
];
const PLACES: &[&str] =
    &["和平社区", "光明社区", "新华社区", "团结社区", "向阳社区", "幸福社区", "长青社区", "桃源社区"];
const ROLES: &[&str] = &["secretary", "director", "deputy", "member", "grid_worker", "community_worker", "public_post"];
const EDUCATION: &[&str] = &["primary", "junior_secondary", "senior_secondary", "college", "bachelor", "postgraduate"];
const PURPOSES: &[&str] =
    &["办公经费", "为民服务专项", "党建活动", "冬季取暖", "环境整治", "便民设施维修", "困难群众慰问", "文体活动"];
const SOURCES: &[&str] =
    &["provincial", "municipal", "district", "special", "dues", "management_fee", "upper_unit", "own_income"];
const ROOMS: &[&str] =
    &["办公用房", "社区服务站", "卫生服务中心", "星光老年之家", "党员活动室", "图书阅览室", "调解室", "居民议事厅"];
const PARTIES: &[&str] = &[
    "示例市财政局",
    "示例市直机关党工委",
    "样本印刷店",
    "样本超市",
    "样本供电所",
    "样本文体用品店",
    "样本物业公司",
    "居民房主（样本）",
];
const STREETS: &[&str] = &["解放大街", "滨江东路", "铁西街", "站前路", "工农胡同", "凤鸣巷"];
const NOTES: &[&str] = &[
    "已与街道核对。",
    "票据原件在社区留存，复印件交街道。",
    "居民代表会议讨论通过。",
    "冬季供暖不足，需协调。",
    "与去年同期相比有所增加。",
    "待补充材料。",
    "经办人已更换，见交接清单。",
    "按季度拨付，第三季度尚未到账。",
    "场地与相邻社区共用，周三、周六开放。",
    "本人提出调整，书记已同意。",
];

/// The kind of a community's record by its place.
pub fn kind_at(place: usize) -> &'static Kind {
    let mut first = 0;
    let held = KINDS.iter().find(|kind| {
        first += kind.count;
        place < first
    });
    held.unwrap_or(&KINDS[KINDS.len() - 1])
}

/// The values of a new record; `id` gives the id of a record of the same community by its place.
pub fn record(kind: &Kind, id: &dyn Fn(usize) -> RecordId, draw: &mut Draw) -> Vec<(&'static str, Value)> {
    let held = |Column(name, percent, shape): &Column, draw: &mut Draw| {
        draw.chance(*percent).then(|| (*name, shape.value(id, draw)))
    };
    kind.columns.iter().filter_map(|column| held(column, draw)).collect()
}

/// A value for one field.
pub fn value(kind: &Kind, field: &str, id: &dyn Fn(usize) -> RecordId, draw: &mut Draw) -> Value {
    let column = kind.columns.iter().find(|Column(name, ..)| *name == field);
    column.map_or(Value::Null, |Column(.., shape)| shape.value(id, draw))
}

/// One of a community's three people who use the app.
pub fn author(community: usize, number: usize) -> String {
    let mut draw = Draw::new(9, (community * 3 + number) as u64);
    Person.value(&|_| unreachable!("a name refers to no record"), &mut draw).as_str().unwrap_or_default().to_owned()
}

impl Shape {
    fn value(&self, id: &dyn Fn(usize) -> RecordId, draw: &mut Draw) -> Value {
        match self {
            Person => json!(format!("{}{}", draw.pick(SURNAMES), draw.pick(GIVEN))),
            One(texts) => json!(draw.pick(texts)),
            Some(texts) => json!(texts.iter().filter(|_| draw.chance(60)).collect::<Vec<_>>()),
            Whole(least, span) => json!(least + draw.below(*span)),
            Hundreds(most) => json!(10_000 * (1 + draw.below(*most))),
            Fen(most) => json!(100 + draw.below(*most)),
            Area => json!((40 + draw.below(900)) as f64 / 2.0),
            Day(first, years) => json!(day(*first, *years, draw)),
            Span => json!(format!("{}/{}", day(2018, 6, draw), day(2026, 5, draw))),
            Document => json!(format!("样〔{}〕{}号", 2020 + draw.below(7), 1 + draw.below(4_000))),
            Phone => json!(format!("000-0000-{:04}", draw.below(10_000))),
            Address => json!(format!("{}{}号", draw.pick(STREETS), 1 + draw.below(300))),
            Note => json!(format!("{}{}", draw.pick(NOTES), draw.pick(NOTES))),
            Truth => json!(draw.chance(80)),
            Unit => json!(id(0).to_string()),
            Line => json!(id(LINES.0 + draw.place(LINES.1)).to_string()),
            Share => json!({
                "base": 10_000 * (1 + draw.below(9_000)),
                "percent": draw.below(20),
                "document": Document.value(id, draw),
            }),
            Voucher => json!({
                "kind": draw.pick(&["发票", "收据", "银行回单"]),
                "number": format!("{:08}", draw.below(100_000_000)),
            }),
        }
    }
}

fn day(first: u64, years: u64, draw: &mut Draw) -> String {
    format!("{}-{:02}-{:02}", first + draw.below(years), 1 + draw.below(12), 1 + draw.below(28))
}
