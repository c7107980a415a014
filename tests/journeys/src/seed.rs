//! Numbers that look drawn by lot and are the same in every run.

/// Where a row of numbers stands (`SplitMix64`, Steele et al. 2014).
#[derive(Debug, Clone)]
pub struct Seed(pub u64);

impl Seed {
    /// The next number, below a bound.
    ///
    /// # Panics
    /// When the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        // What is left over above a multiple of the bound is too little to matter here.
        usize::try_from(mixed % bound as u64).unwrap_or_default()
    }
}
