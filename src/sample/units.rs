//! The sample's tree: one city, 3 districts, 22 streets, 68 communities.
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

/// A unit that other records are made for.
pub(super) struct Made {
    pub id: RecordId,
    pub name: String,
    /// Its number among its like, from 0.
    pub place: usize,
}

/// What the rest of the sample is made for.
pub(super) struct City {
    pub streets: Vec<Made>,
    pub communities: Vec<Made>,
}

pub(super) fn city(sheet: &mut Sheet) -> City {
    let city = unit(sheet, "示例市", Level::City, None, Vec::new());
    let districts = DISTRICTS.map(|name| unit(sheet, name, Level::District, Some(city), Vec::new()));
    let mut streets = Vec::new();
    for (place, name) in STREETS.split(' ').enumerate() {
        let name = format!("{name}街道");
        let id = unit(sheet, &name, Level::Street, Some(districts[place * districts.len() / 22]), Vec::new());
        streets.push(Made { id, name, place });
    }
    let communities = communities(sheet, &streets);
    City { streets, communities }
}

fn communities(sheet: &mut Sheet, streets: &[Made]) -> Vec<Made> {
    let mut names = COMMUNITIES.split(' ');
    let mut communities = Vec::new();
    for street in streets {
        for name in names.by_ref().take(communities_of(street.place)) {
            let (name, place) = (format!("{name}社区"), communities.len());
            let mut draw = Draw::new(1, place);
            let households = 1200 + draw.below(2001);
            let residents = households * (230 + draw.below(60)) / 100;
            let size = vec![("households", whole(households)), ("residents", whole(residents))];
            let id = unit(sheet, &name, Level::Community, Some(street.id), size);
            communities.push(Made { id, name, place });
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
