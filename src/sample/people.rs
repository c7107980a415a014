//! The sample's workers, as the report describes them: few, old, with little schooling, partly insured.
//!
//! Phone numbers begin with zeros, so that nobody's is among them; birth dates are left out.

use super::units::Made;
use super::{Draw, Fields, Sheet, hundreds, reference, whole};
use crate::model::choice::Enumeration;
use crate::model::kinds::{Certificate, Education, Insurance, PayChannel, Role};
use crate::model::{RecordId, Value, Worker};

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧";
const GIVEN: &str = "伟芳秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲红梅建华国庆志春";

/// The day on which this year's new workers came.
pub(super) const APPOINTED: &str = "2026-05-12";

const ROLES: [(u64, Role); 4] = [(20, Role::Deputy), (30, Role::Member), (25, Role::Grid), (13, Role::Special)];

/// A missing level stands for a roster that does not say.
const EDUCATION: [(u64, Option<Education>); 6] = [
    (6, Some(Education::Primary)),
    (30, Some(Education::Junior)),
    (36, Some(Education::Senior)),
    (18, Some(Education::College)),
    (6, Some(Education::Bachelor)),
    (1, Some(Education::Master)),
];

const CERTIFICATES: [(u64, Option<Certificate>); 4] = [
    (74, Some(Certificate::None)),
    (11, Some(Certificate::Assistant)),
    (4, Some(Certificate::Social)),
    (1, Some(Certificate::Senior)),
];

const CHANNELS: [(u64, Option<PayChannel>); 4] = [
    (46, Some(PayChannel::Fiscal)),
    (22, Some(PayChannel::Street)),
    (18, Some(PayChannel::Community)),
    (6, Some(PayChannel::Unpaid)),
];

const ALL: &[Insurance] =
    &[Insurance::Endowment, Insurance::Medical, Insurance::Unemployment, Insurance::Injury, Insurance::Maternity];

/// An empty list says that there is none; a missing one says nothing.
const INSURANCE: [(u64, Option<&[Insurance]>); 5] = [
    (44, Some(ALL)),
    (14, Some(&[Insurance::Endowment, Insurance::Medical])),
    (16, Some(&[Insurance::Medical])),
    (6, Some(&[Insurance::Injury])),
    (8, Some(&[])),
];

/// Four to nine workers, the head first; each takes a post of their role while one is free. Some leave soon. Gives the post
/// of the last too, who came this year if there was one.
pub(super) fn of_community(
    sheet: &mut Sheet,
    community: &Made,
    posts: &[(Role, RecordId)],
) -> (Vec<(RecordId, String)>, Option<RecordId>) {
    let mut draw = Draw::new(4, community.place);
    let mut free = posts.to_vec();
    let mut workers: Vec<(RecordId, String)> = Vec::new();
    let head_is_both = draw.chance(60);
    let count = 4 + draw.below(6);
    let mut newest = None;
    for place in 0..count {
        let role = match (place, head_is_both) {
            (0, true) => Role::Both,
            (0, false) => Role::Secretary,
            (1, false) => Role::Director,
            _ => draw.weighted(&ROLES, Role::PublicPost),
        };
        let name = name(&mut draw, &workers);
        let mut fields =
            vec![("name", Value::text(&name)), ("unit", reference(community.id)), ("role", Value::text(role.name()))];
        career(&mut fields, &mut draw);
        treatment(&mut fields, role, sheet.next(), &mut draw);
        if let Some(post) = free.iter().position(|&(of, _)| of == role) {
            let post = free.swap_remove(post).1;
            fields.push(("post", reference(post)));
            if place + 1 == count {
                newest = Some(post);
                fields.retain(|(name, _)| !["since", "promoted"].contains(name));
                fields.push(("since", Value::text(APPOINTED)));
            }
        }
        if place == 0 && community.rich.is_some() {
            fields.push(("rank", Value::text("社区工作者四级")));
        }
        if place == 2 && community.rich.is_some() {
            fields.push(("left", Value::text("2026-12-31")));
            fields.push(("leaving", Value::text("retired")));
        }
        workers.push((sheet.add(Worker::KIND, fields), name));
    }
    (workers, newest)
}

/// A name that nobody else in the community has: two of a name in one unit would be listed as likely duplicates.
pub(super) fn name(draw: &mut Draw, taken: &[(RecordId, String)]) -> String {
    let mut letter = |of: &str| of.chars().nth(draw.below(of.chars().count() as u64) as usize).unwrap_or('某');
    loop {
        let name = String::from_iter([letter(SURNAMES), letter(GIVEN), letter(GIVEN)]);
        if taken.iter().all(|(_, of)| *of != name) {
            return name;
        }
    }
}

fn career(fields: &mut Fields, draw: &mut Draw) {
    let (youngest, span) = draw.weighted(&[(12, (25, 10)), (30, (36, 14))], (50, 13));
    let born = 2026 - youngest - draw.below(span);
    if draw.chance(96) {
        fields.push(("born_year", whole(born)));
    }
    fields.extend(draw.weighted(&EDUCATION, None).map(|level| ("education", Value::text(level.name()))));
    fields.extend(draw.weighted(&CERTIFICATES, None).map(|held| ("certificate", Value::text(held.name()))));
    let first = (born + 22).max(2000);
    let since = first + draw.below(2026 - first);
    if draw.chance(92) {
        fields.push(("since", day(since, draw)));
    }
    if since < 2025 && draw.chance(22) {
        fields.push(("promoted", day(since + 1 + draw.below(2025 - since), draw)));
    }
}

fn day(year: u64, draw: &mut Draw) -> Value {
    Value::text(&format!("{year}-{:02}-01", 1 + draw.below(12)))
}

fn treatment(fields: &mut Fields, role: Role, number: u32, draw: &mut Draw) {
    let channel = if role == Role::PublicPost { Some(PayChannel::PublicPost) } else { draw.weighted(&CHANNELS, None) };
    fields.extend(channel.map(|channel| ("pay_channel", Value::text(channel.name()))));
    let insurance = draw.weighted(&INSURANCE, None);
    fields.extend(insurance.map(|held| ("insurance", Value::texts(held.iter().map(|one| one.name())))));
    if draw.chance(35) {
        fields.push(("phone", Value::text(&format!("000-0000-{number:04}"))));
    }
    if channel != Some(PayChannel::Unpaid) && draw.chance(35) {
        fields.push(("pay", hundreds(19 + draw.below(17))));
        if draw.chance(30) {
            fields.push(("allowance", hundreds(2 + draw.below(5))));
        }
    }
}
