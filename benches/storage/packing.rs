//! What packing, deflate's level and the number of shards cost: the same records in other ways.

use miniz_oxide::deflate::compress_to_vec;
use sanyou::model::RecordId;
use sanyou::replica::Saved;
use sanyou::store::pack::pack;

use crate::clock::timed;
use crate::table::{Row, Section, grouped};
use crate::{room, years};

/// Community-years that are packed in other ways: a few communities for ten years.
const YEARS: usize = 40;
/// Deflate's levels; the store's is 6.
const LEVELS: [u8; 4] = [1, 6, 9, 10];
/// Numbers of shards; the store has 16.
const SHARDS: [usize; 3] = [4, 16, 64];
/// A number for a record, by which it is put into a shard.
type Way = fn(RecordId) -> usize;
/// Ways to share records out; the store's is the first.
const WAYS: [(&str, Way); 3] = [
    ("counter", |id| id.counter as usize),
    ("session", spread),
    ("session and stretch of 256", |id| spread(id) + id.counter as usize / 256),
];

/// Packs in all the ways.
pub fn section(sessions: usize) -> Section {
    let saves: Vec<Saved> = (0..YEARS).flat_map(|year| years::saves(year, sessions)).collect();
    let body = room::packed(saves.iter().cloned());
    let packed_units = pack(&body).chars().count();
    let deflated = compress_to_vec(body.as_bytes(), 6).len();
    let mut rows = vec![
        Row::words("bytes of the records' lines, deflated", format!("{} → {}", grouped(body.len()), grouped(deflated))),
        Row::words(
            "units a deflated byte: 15 bits a unit, base 64 beside it",
            format!("{:.3}, {:.3}", packed_units as f64 / deflated as f64, 4.0 / 3.0),
        ),
    ];
    for level in LEVELS {
        let (seconds, bytes) = timed(|| compress_to_vec(body.as_bytes(), level).len());
        let share = bytes as f64 / deflated as f64;
        rows.push(Row::words(
            format!("deflate level {level}: bytes against level 6, time"),
            format!("× {share:.3}, {:.0} ms", seconds * 1e3),
        ));
    }
    rows.extend(SHARDS.iter().flat_map(|&shards| WAYS.iter().map(move |way| (shards, way))).map(
        |(shards, (name, way))| {
            let units = units_in_shards(&saves, shards, *way);
            let (sum, most) = (units.iter().sum::<usize>(), units.iter().max().copied().unwrap_or(0));
            Row::words(
                format!("{shards} shards by {name}: units a community-year, largest shard"),
                format!(
                    "{} = × {:.2} of one shard, × {:.1} of the mean",
                    grouped(sum / YEARS),
                    sum as f64 / packed_units as f64,
                    (most * shards) as f64 / sum as f64
                ),
            )
        },
    ));
    Section { title: format!("Packing, {YEARS} community-years of {sessions} sessions"), rows }
}

/// Units of each shard of so many, records shared out in one way.
fn units_in_shards(saves: &[Saved], shards: usize, way: Way) -> Vec<usize> {
    let mut parts: Vec<Vec<Saved>> = vec![Vec::new(); shards];
    for saved in saves {
        parts[way(saved.key.id) % shards].push(saved.clone());
    }
    parts.into_iter().map(|part| pack(&room::packed(part)).chars().count()).collect()
}

/// A number that a session's bytes decide.
fn spread(id: RecordId) -> usize {
    id.session.to_string().bytes().fold(0, |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)))
}
