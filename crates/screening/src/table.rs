//! A hash table from 64-bit keys to many values, in two flat arrays: 8 bytes a row and one cache miss a look-up.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};

pub(crate) fn hash<T: Hash>(value: T) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
}

/// Spreads what tells keys apart over all bits (the last steps of MurmurHash3).
pub(crate) fn mix(mut key: u64) -> u64 {
    key ^= key >> 33;
    key = key.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    key ^= key >> 33;
    key = key.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    key ^ (key >> 33)
}

#[derive(Default)]
pub(crate) struct Table {
    starts: Vec<u32>,
    rows: Vec<(u32, u32)>,
    shift: u32,
}

impl Table {
    pub(crate) fn build(mut rows: Vec<(u64, u32)>) -> Self {
        rows.sort_unstable();
        rows.dedup();
        let bits = (rows.len().max(1).ilog2() + 1).clamp(4, 28);
        let shift = 64 - bits;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for (key, _) in &rows {
            starts[(key >> shift) as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        #[expect(clippy::cast_possible_truncation, reason = "the low half of the key tells keys of one bucket apart")]
        let rows = rows.into_iter().map(|(k, v)| (k as u32, v)).collect();
        Self { starts, rows, shift }
    }

    /// The values of a key, and in one case in 4 billion those of another.
    pub(crate) fn get(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let bucket = (key >> self.shift) as usize;
        let range = if self.starts.is_empty() { 0..0 } else { self.starts[bucket] as usize..self.starts[bucket + 1] as usize };
        #[expect(clippy::cast_possible_truncation, reason = "the low half of the key tells keys of one bucket apart")]
        let low = key as u32;
        self.rows[range].iter().filter(move |(k, _)| *k == low).map(|(_, v)| *v)
    }
}
