//! The sample's tree: one city, 3 districts, 22 streets, 68 communities; one that moved, one that was split off, and
//! one more that was merged away.
//!
//! Leaves out division codes: an invented official code would be wrong.

use super::{Draw, Fields, Sheet, reference, whole};
use crate::model::choice::Enumeration;
use crate::model::kinds::Level;
use crate::model::{RecordId, Unit, Value};

const DISTRICTS: [&str; 3] = ["东岸区", "西岸区", "北岸区"];

/// The first, Sanhua Street, has 12 communities; the others share 56.
const STREETS: &str =
    "三化 解放 人民 民主 前进 跃进 曙光 朝阳 滨河 滨江 湖滨 铁西 站前 工农 工业 科技 教场 古楼 通达 迎宾 凤鸣 青云";

const COMMUNITIES: &str = "和平 光明 建设 新华 友谊 胜利 团结 向阳 文化 红旗 幸福 永安 \
    东风 长青 青松 翠竹 兰亭 梅园 桂花 柳荫 桃源 杏林 槐树 梧桐 银杏 丹枫 海棠 芙蓉 百合 紫荆 玉泉 龙泉 清泉 清河 沙河 双河 \
    石桥 虹桥 南桥 北桥 东门 西门 南门 北门 钟楼 鼓楼 书院 学府 文庙 孔园 锦绣 锦华 金谷 金穗 银河 星河 星光 晨光 春晓 秋实 \
    安居 乐业 康乐 康宁 福源 福寿 祥和 瑞景";

/// The communities with records of everything, by number: six of Sanhua Street, and those that rent.
const RICH: [usize; 12] = [0, 1, 2, 3, 4, 5, 8, 15, 27, 38, 49, 61];

/// A community that went to the street before its own in 2026, by number.
const MOVED: usize = 22;
/// A community that was split off the one before it in 2025, by number.
const SPLIT: usize = 24;
/// A community that another was merged into at the end of 2025, by number.
pub(super) const WIDENED: usize = 25;

/// A unit that other records are made for.
pub(super) struct Made {
    pub id: RecordId,
    pub name: String,
    /// The unit above it.
    pub above: RecordId,
    /// Its number among its like, from 0.
    pub place: usize,
    /// Its number among the communities with records of everything.
    pub rich: Option<usize>,
}

impl Made {
    /// Its name without what kind of unit it is.
    pub fn stem(&self) -> &str {
        self.name.trim_end_matches("社区")
    }
}

/// What the rest of the sample is made for.
pub(super) struct City {
    pub id: RecordId,
    pub streets: Vec<Made>,
    pub communities: Vec<Made>,
    /// The community that is no more.
    pub dissolved: RecordId,
}

pub(super) fn city(sheet: &mut Sheet) -> City {
    let city = unit(sheet, "示例市", Level::City, None, Vec::new());
    let districts = DISTRICTS.map(|name| unit(sheet, name, Level::District, Some(city), Vec::new()));
    let mut streets = Vec::new();
    for (place, name) in STREETS.split(' ').enumerate() {
        let (name, above) = (format!("{name}街道"), districts[place * districts.len() / 22]);
        let id = unit(sheet, &name, Level::Street, Some(above), Vec::new());
        streets.push(Made { id, name, above, place, rich: None });
    }
    let communities = communities(sheet, &streets);
    let widened = &communities[WIDENED];
    let merged = vec![
        ("valid", Value::text("1999-05-01/2025-12-31")),
        ("successor", reference(widened.id)),
        ("change_document", Value::text("样政〔2025〕19号（虚构）")),
        ("households", whole(640)),
        ("residents", whole(1590)),
    ];
    let dissolved = unit(sheet, "老街社区", Level::Community, Some(widened.above), merged);
    City { id: city, streets, communities, dissolved }
}

fn communities(sheet: &mut Sheet, streets: &[Made]) -> Vec<Made> {
    let mut names = COMMUNITIES.split(' ');
    let mut communities: Vec<Made> = Vec::new();
    for street in streets {
        for name in names.by_ref().take(communities_of(street.place)) {
            let (name, place) = (format!("{name}社区"), communities.len());
            let mut draw = Draw::new(1, place);
            let households = 1200 + draw.below(2001);
            let residents = households * (230 + draw.below(60)) / 100;
            let mut fields = vec![("households", whole(households)), ("residents", whole(residents))];
            if place == MOVED {
                fields.push(("parent@2026-03-01", reference(streets[street.place - 1].id)));
                fields.push(("change_document", Value::text("样政〔2026〕2号（虚构）")));
            }
            if place == SPLIT {
                fields.push(("origin", reference(communities[place - 1].id)));
                fields.push(("valid", Value::text("2025-07-01/..")));
                fields.push(("change_document", Value::text("样政〔2025〕7号（虚构）")));
            }
            let id = unit(sheet, &name, Level::Community, Some(street.id), fields);
            let rich = RICH.iter().position(|&rich| rich == place);
            communities.push(Made { id, name, above: street.id, place, rich });
        }
    }
    communities
}

/// 12 + 14 × 3 + 7 × 2 = 68.
const fn communities_of(street: usize) -> usize {
    match street {
        0 => 12,
        _ if street.is_multiple_of(3) => 2,
        _ => 3,
    }
}

fn unit(sheet: &mut Sheet, name: &str, level: Level, parent: Option<RecordId>, size: Fields) -> RecordId {
    let mut fields = size;
    fields.push(("name", Value::text(name)));
    fields.push(("level", Value::text(level.name())));
    fields.extend(parent.map(|parent| ("parent", reference(parent))));
    sheet.add(Unit::KIND, fields)
}
