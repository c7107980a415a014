//! Numbers that a seed decides. No other source of chance exists in the simulator.

use sanyou::model::SessionId;

/// A stream of numbers from one seed (splitmix64; Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `count`; 0 when `count` is 0.
    pub fn below(&mut self, count: usize) -> usize {
        // The high half of a product: no division, and the bias of a few in 2^32 harms no simulation.
        (((self.draw() >> 32) * count as u64) >> 32) as usize
    }

    /// Tells yes in so many of a hundred draws.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the items.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// A session id of 80 fresh bits.
    pub fn session(&mut self) -> SessionId {
        let mut bytes = [0; SessionId::BYTES];
        bytes[..8].copy_from_slice(&self.draw().to_be_bytes());
        bytes[8..].copy_from_slice(&self.draw().to_be_bytes()[..2]);
        SessionId::from_bytes(bytes)
    }

    /// A number of seconds between minus and plus ten years.
    pub fn clock(&mut self) -> i64 {
        const TEN_YEARS: i64 = 315_576_000;
        (self.draw() % (2 * TEN_YEARS as u64 + 1)) as i64 - TEN_YEARS
    }
}
