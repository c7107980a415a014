//! A volunteer's certificate. The records hold hours by activity and not by person: what somebody did is stated only where
//! a record of their own says so, and is otherwise left to be written by hand.

use chrono::NaiveDate;

use super::{Block, Entry, Sheet, entry, entry_if_any, known, words};
use crate::insight::indicator::label;
use crate::insight::report::{Book, Line, Part, Row, field_label};
use crate::model::Label;
use crate::model::kinds::{Activity, Member};
use crate::model::quantity::Decimal;
use crate::model::sorted::in_order;

/// How many of the team's activities are listed, the latest of them.
const ACTIVITIES_MAX: usize = 20;

const OWN_HOURS: Label = label(
    "本人服务时长，台账按活动记录、不按人记录，请据实填写",
    "hours of this person; the records hold hours by activity, fill them in by hand",
);

/// The sheet.
pub fn sheet(book: &Book<'_>, volunteer: &Row) -> Sheet {
    let activities = activities(book, volunteer);
    let blocks = vec![
        Block::Text { heading: None, lines: vec![statement(book, volunteer)] },
        Block::Entries(facts(book, volunteer, activities.len())),
        table(book, &activities),
        Block::Signatures(vec![
            label("出具单位（盖章）", "Issued by (seal)"),
            label("经办人（签字）", "Prepared by (signature)"),
            label("日期", "Date"),
        ]),
    ];
    let title = label("志愿服务证明", "Certificate of volunteer service");
    Sheet { title, subject: vec![book.part(volunteer, "name")], blocks }
}

fn statement(book: &Book<'_>, volunteer: &Row) -> Line {
    vec![
        words("兹证明 ", "This is to certify that "),
        book.part(volunteer, "name"),
        words(" 自 ", " has been registered as a volunteer since "),
        book.part(volunteer, "registered"),
        words(" 起在 ", " with "),
        book.part(volunteer, "unit"),
        words(" 登记为志愿者。", "."),
    ]
}

fn facts(book: &Book<'_>, volunteer: &Row, activities: usize) -> Vec<Entry> {
    let own = ["team", "fields"].map(|field| entry(book, volunteer, field));
    let left = entry_if_any(book, volunteer, "left");
    let hours =
        Entry { label: label("本人服务时长", "Hours of this person"), content: own_hours(book, volunteer) };
    let count = Part::Count(i64::try_from(activities).unwrap_or(i64::MAX));
    let of_team = Entry {
        label: label(
            "注册以来所在队伍的活动（全队，不是个人）",
            "Activities of the team since then (of the team, not the person)",
        ),
        content: if volunteer.is_filled("team") && volunteer.is_filled("registered") {
            vec![count, words(" 次", "")]
        } else {
            vec![Part::missing(label("队伍或注册日期", "team or day of registration"))]
        },
    };
    own.into_iter().chain(left).chain([hours, of_team]).collect()
}

/// Hours that a record of the person's own states: that of the party member who reported in.
fn own_hours(book: &Book<'_>, volunteer: &Row) -> Line {
    let member = book.target(volunteer, "member").and_then(|id| book.row(id));
    let member = member.filter(|member| member.spec().kind == Member::KIND);
    match member.and_then(|member| known(&member.read::<Decimal>("hours"))) {
        Some(hours) => vec![
            Part::decimal(hours.0),
            words(" 小时（据报到党员登记）", " hours, by the register of reporting members"),
        ],
        None => vec![Part::missing(OWN_HOURS)],
    }
}

/// What the volunteer's team did while the volunteer was in it, the latest first.
fn activities(book: &Book<'_>, volunteer: &Row) -> Vec<Row> {
    let Some(team) = book.target(volunteer, "team") else { return Vec::new() };
    let day = |row: &Row, field: &str| known(&row.read::<NaiveDate>(field));
    let Some(from) = day(volunteer, "registered") else { return Vec::new() };
    let to = day(volunteer, "left").unwrap_or(book.day()).min(book.day());
    let is_then = |row: &Row| day(row, "date").is_some_and(|day| from <= day && day <= to);
    let found = book.naming(Activity::KIND, "team", team).into_iter().filter(is_then).collect();
    in_order(found, |a, b| day(b, "date").cmp(&day(a, "date")))
}

fn table(book: &Book<'_>, activities: &[Row]) -> Block {
    let fields = ["date", "name", "field", "volunteers", "hours"];
    let own = label("本人时长（小时，手工填写）", "Hours of this person (by hand)");
    let row = |row: &Row| {
        let held = fields.iter().map(|field| vec![book.part(row, field)]);
        held.chain([vec![Part::missing(own)]]).collect()
    };
    Block::Table {
        heading: label("所在队伍近期活动", "Latest activities of the team"),
        columns: fields.iter().map(|field| field_label(Activity::KIND, field)).chain([own]).collect(),
        rows: activities.iter().take(ACTIVITIES_MAX).map(row).collect(),
        none: label("没有记录", "None is recorded"),
    }
}
