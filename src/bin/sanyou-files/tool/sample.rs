//! `sample`: writes the sample city as a file, the same bytes every time.
//!
//! Invents nothing: the city is the library's.

use std::io::Write;

use chrono::NaiveTime;
use sanyou::replica::Replica;
use sanyou::sample::{SAMPLE_DAY, SAMPLE_VERSION, sample_city};

use super::Ended;
use super::arguments::Sample;
use super::failure::Exit;
use super::files;

/// Writes the sample city.
pub fn run(asked: &Sample, out: &mut dyn Write) -> Ended {
    let place = asked.output.target.place(asked.output.force, &[])?;
    let at = SAMPLE_DAY.and_time(NaiveTime::MIN).and_utc().timestamp();
    place.write(&files::write(&city(), Some(SAMPLE_VERSION), "样本", at), out)?;
    Ok(Exit::Fine)
}

/// The sample city as a replica.
pub fn city() -> Replica {
    let mut replica = Replica::new();
    replica.apply(sample_city());
    replica
}
