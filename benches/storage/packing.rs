//! What packing, deflate's level and the number of shards cost: the same records in other ways.

use miniz_oxide::deflate::compress_to_vec;
use sanyou::replica::Saved;
use sanyou::store::pack::pack;

use crate::clock::timed;
use crate::table::{Row, Section, grouped};
use crate::{room, years};

/// Community-years that are packed in other ways: one community for ten years, or ten for one.
const YEARS: usize = 10;
/// Deflate's levels; the store's is 6.
const LEVELS: [u8; 4] = [1, 6, 9, 10];
/// Numbers of shards; the store has 16.
const SHARDS: [usize; 5] = [1, 4, 16, 64, 256];

/// Packs in all the ways.
pub fn section() -> Section {
    let saves: Vec<Saved> = (0..YEARS).flat_map(|year| years::saves(year, 4)).collect();
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
    for shards in SHARDS {
        let units: usize = (0..shards).map(|shard| shard_units(&saves, shard, shards)).sum();
        rows.push(Row::words(
            format!("{shards} shards: units a community-year"),
            format!("{} = × {:.3} of one", grouped(units / YEARS), units as f64 / packed_units as f64),
        ));
    }
    Section { title: format!("Packing, {YEARS} community-years of 4 sessions"), rows }
}

/// Units of one of so many shards; records go round.
fn shard_units(saves: &[Saved], shard: usize, shards: usize) -> usize {
    let of_shard = saves.iter().filter(|saved| saved.key.id.counter as usize % shards == shard);
    pack(&room::packed(of_shard.cloned())).chars().count()
}
