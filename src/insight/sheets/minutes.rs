//! The minutes of a meeting: who was there, what was decided, who does what until when.

use super::{Block, Entry, Sheet, entry, entry_if_any, known, lines, words};
use crate::insight::indicator::label;
use crate::insight::report::{Book, Line, Part, Row, field_label};
use crate::model::kinds::{Action, Attendance, Decision, MeetingKind, Notice, Receipt};
use crate::model::quantity::{Count, Text};
use crate::model::sorted::in_order;
use crate::model::{Choice, Label};

/// The sheet.
pub fn sheet(book: &Book<'_>, meeting: &Row) -> Sheet {
    let is_joint = meeting.read::<Choice<MeetingKind>>("kind_of_meeting");
    let is_joint = is_joint.known().is_some_and(|kind| kind.is(MeetingKind::Joint));
    let title = if is_joint {
        label("党建联席会议纪要", "Minutes of the joint meeting")
    } else {
        label("会议纪要", "Minutes of the meeting")
    };
    let decisions = decisions(book, meeting);
    let heading = |field: &str| Some(meeting.label(field));
    let blocks = vec![
        Block::Entries(head(book, meeting)),
        Block::Entries(attendance(book, meeting)),
        receipts(book, meeting),
        Block::Text { heading: heading("agenda"), lines: lines(book, meeting, "agenda") },
        decided(book, &decisions),
        assigned(book, &decisions),
        carried(book, meeting),
        Block::Text { heading: heading("minutes"), lines: lines(book, meeting, "minutes") },
        Block::Signatures(vec![
            label("主持人（签字）", "Chair (signature)"),
            label("记录人（签字）", "Recorder (signature)"),
            label("日期", "Date"),
        ]),
    ];
    Sheet { title, subject: vec![book.part(meeting, "name")], blocks }
}

fn head(book: &Book<'_>, meeting: &Row) -> Vec<Entry> {
    let fields = ["unit", "date", "starts", "place", "chair", "recorder"].map(|field| entry(book, meeting, field));
    let more = ["org", "document", "reason"].into_iter().filter_map(|field| entry_if_any(book, meeting, field));
    fields.into_iter().chain(more).collect()
}

/// How many should have been there and were, and whether they were enough.
fn attendance(book: &Book<'_>, meeting: &Row) -> Vec<Entry> {
    let mut entries = ["expected", "quorum", "present"].map(|field| entry(book, meeting, field)).to_vec();
    let count = |field: &str| known(&meeting.read::<Count>(field));
    if let (Some(quorum), Some(present)) = (count("quorum"), count("present")) {
        let is_reached = present >= quorum;
        let content = if is_reached { words("达到", "reached") } else { words("未达到", "not reached") };
        entries.push(Entry { label: label("法定人数", "The quorum was"), content: vec![content] });
    }
    entries
}

fn receipts_of(book: &Book<'_>, meeting: &Row) -> Vec<Row> {
    let notices = book.naming(Notice::KIND, "meeting", meeting.id);
    notices.iter().flat_map(|notice| book.naming(Receipt::KIND, "notice", notice.id)).collect()
}

fn receipts(book: &Book<'_>, meeting: &Row) -> Block {
    let fields = ["partner", "person", "coming", "attended"];
    let rows = receipts_of(book, meeting);
    let came = rows.iter().filter(|row| came(row)).count();
    let mut table: Vec<Vec<Line>> = rows.iter().map(|row| cells(book, row, &fields)).collect();
    if !rows.is_empty() {
        let [came, all] = [came, rows.len()].map(|count| Part::Count(i64::try_from(count).unwrap_or(i64::MAX)));
        let sum = vec![words("到会单位 ", "partners that came: "), came, words("／应到 ", " of "), all];
        table.push(vec![vec![words("合计", "together")], Vec::new(), Vec::new(), sum]);
    }
    table_of(label("参会单位", "Partners"), Receipt::KIND, &fields, table)
}

fn came(receipt: &Row) -> bool {
    let attended = receipt.read::<Choice<Attendance>>("attended");
    attended.known().is_some_and(|how| how.is(Attendance::Present) || how.is(Attendance::Represented))
}

/// The decisions in the order of their numbers; those without one come last, as they were entered.
fn decisions(book: &Book<'_>, meeting: &Row) -> Vec<Row> {
    let number = |row: &Row| {
        let number = row.read::<Text>("number");
        number.known().and_then(|number| number.0.parse::<u32>().ok()).unwrap_or(u32::MAX)
    };
    in_order(book.naming(Decision::KIND, "meeting", meeting.id), |a, b| number(a).cmp(&number(b)))
}

fn decided(book: &Book<'_>, decisions: &[Row]) -> Block {
    let fields = ["number", "what", "in_favour", "against", "abstained"];
    let rows = decisions.iter().map(|row| cells(book, row, &fields)).collect();
    table_of(Decision::SPEC.plural, Decision::KIND, &fields, rows)
}

const ASSIGNED: [&str; 4] = ["what", "owner", "due", "state"];

fn assigned(book: &Book<'_>, decisions: &[Row]) -> Block {
    let actions = decisions.iter().flat_map(|decision| book.naming(Action::KIND, "decision", decision.id));
    let rows = actions.map(|action| action_cells(book, &action, &ASSIGNED)).collect();
    table_of(label("议定事项的落实", "Actions decided"), Action::KIND, &ASSIGNED, rows)
}

/// What was overdue and came before this meeting.
fn carried(book: &Book<'_>, meeting: &Row) -> Block {
    let fields = ["what", "owner", "due", "state", "carried"];
    let actions = book.naming(Action::KIND, "meeting", meeting.id);
    let rows = actions.iter().map(|action| action_cells(book, action, &fields)).collect();
    table_of(label("上次会议转入的事项", "Actions carried over from before"), Action::KIND, &fields, rows)
}

/// The cells of an action: whoever owns it stands in one of three fields, and a new one is open.
fn action_cells(book: &Book<'_>, action: &Row, fields: &[&str]) -> Vec<Line> {
    let content = |field: &&str| match *field {
        "owner" => {
            let owners = ["owner", "owner_partner", "owner_name"].into_iter().filter(|field| action.is_filled(field));
            let owners: Vec<Part> = owners.map(|field| book.part(action, field)).collect();
            match owners.len() {
                0 => book.part(action, "owner"),
                1 => owners.into_iter().next().unwrap_or_else(|| book.part(action, "owner")),
                _ => Part::several(owners),
            }
        }
        "state" if !action.is_filled("state") => words("待办", "Open"),
        field => book.part(action, field),
    };
    fields.iter().map(|field| vec![content(field)]).collect()
}

fn cells(book: &Book<'_>, row: &Row, fields: &[&str]) -> Vec<Line> {
    fields.iter().map(|field| vec![book.part(row, field)]).collect()
}

fn table_of(heading: Label, kind: &str, fields: &[&str], rows: Vec<Vec<Line>>) -> Block {
    let columns = fields.iter().map(|field| field_label(kind, field)).collect();
    Block::Table { heading, columns, rows, none: label("没有记录", "None is recorded") }
}
