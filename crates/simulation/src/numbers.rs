//! Identifying numbers that carry a check digit, and plates. All of them are made up: from ranges and with letters that nobody issues, as far as is known.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Letters of plates; I and O are left out as in many states, so that no plate is read two ways.
const PLATE_LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Owner code of the made-up containers; `U` is the category of freight containers.
const OWNER: &str = "QQQU";

/// A plate after a pattern: `L` a letter, `9` a digit, the rest as it stands.
pub(crate) fn plate(rng: &mut ChaCha8Rng, pattern: &str) -> String {
    let one = |rng: &mut ChaCha8Rng, c: char| match c {
        'L' => char::from(PLATE_LETTERS[rng.random_range(0..PLATE_LETTERS.len())]),
        '9' => char::from(b'0' + rng.random_range(0..10u8)),
        other => other,
    };
    pattern.chars().map(|c| one(rng, c)).collect()
}

/// The IMO number of the ship with this index. Ships' numbers are issued from 5 upwards (IMO Resolution A.1117(30) keeps the Lloyd's Register numbers, which
/// began there); these start with 0.
pub(crate) fn imo(index: u32) -> String {
    let six = format!("0{:05}", index % 100_000);
    let digit = imo_check(&six);
    format!("{six}{digit}")
}

/// Sum of the six digits weighted 7 to 2, modulo 10.
fn imo_check(six: &str) -> u32 {
    six.chars().zip((2..=7).rev()).map(|(c, weight)| c.to_digit(10).unwrap_or(0) * weight).sum::<u32>() % 10
}

/// A container number (ISO 6346). Serials whose check digit would be 10 are passed over, as the standard recommends.
pub(crate) fn container(rng: &mut ChaCha8Rng) -> String {
    loop {
        let body = format!("{OWNER}{:06}", rng.random_range(0..1_000_000u32));
        let digit = container_check(&body);
        if digit < 10 {
            return format!("{body}{digit}");
        }
    }
}

/// ISO 6346 annex A: letters count from 10, leaving out multiples of 11; each position weighs twice the one before; modulo 11.
fn container_check(body: &str) -> u32 {
    let value = |c: char| match c.to_digit(36).unwrap_or(0) {
        v @ 0..=9 => v,
        10 => 10,
        v @ 11..=20 => v + 1,
        v @ 21..=30 => v + 2,
        v => v + 3,
    };
    body.chars().zip(0..10u32).map(|(c, position)| value(c) << position).sum::<u32>() % 11
}

/// Document numbers that no two travellers of a world share: `X`, two letters or digits for the flow, and a counter that is stirred so that neighbours do not
/// look alike. A flow repeats its numbers after a million travellers.
#[derive(Debug, Clone)]
pub(crate) struct Documents {
    flow: [char; 2],
    issued: u64,
    offset: u64,
}

const SERIALS: u64 = 1_000_000;
/// Without a common divisor with [`SERIALS`], so that multiplying by it visits every serial once.
const STIR: u64 = 611_953;

impl Documents {
    pub fn of_flow(index: usize, rng: &mut ChaCha8Rng) -> Self {
        let digit = |n: usize| char::from_digit(u32::try_from(n % 36).unwrap_or(0), 36).unwrap_or('0').to_ascii_uppercase();
        Self { flow: [digit(index / 36), digit(index)], issued: 0, offset: rng.random_range(0..SERIALS) }
    }

    pub fn next(&mut self) -> String {
        let serial = (self.issued * STIR + self.offset) % SERIALS;
        self.issued += 1;
        let [a, b] = self.flow;
        format!("X{a}{b}{serial:06}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use std::collections::BTreeSet;

    #[test]
    fn check_digits_are_those_of_published_specimens() {
        // IMO 9074729 is the worked example of the numbering scheme; CSQU 305438 3 is that of ISO 6346.
        assert_eq!(imo_check("907472"), 9);
        assert_eq!(container_check("CSQU305438"), 3);
    }

    #[test]
    fn made_up_ships_and_containers_are_sound_and_told_from_real_ones() {
        let mut rng = ChaCha8Rng::from_seed([7; 32]);
        for i in 0..500 {
            let (ship, box_) = (imo(i), container(&mut rng));
            assert!(ship.len() == 7 && ship.starts_with('0'), "{ship}");
            assert!(box_.len() == 11 && box_.starts_with(OWNER), "{box_}");
            assert!(ship.ends_with(&imo_check(&ship[..6]).to_string()));
        }
    }

    #[test]
    fn a_plate_follows_its_pattern() {
        let mut rng = ChaCha8Rng::from_seed([7; 32]);
        let plate = plate(&mut rng, "UX9 99L");
        let bytes = plate.as_bytes();
        assert!(plate.starts_with("UX") && bytes[2].is_ascii_digit() && bytes[3] == b' ' && bytes[6].is_ascii_uppercase(), "{plate}");
    }

    #[test]
    fn no_document_number_comes_twice_before_the_serials_run_out() {
        let mut rng = ChaCha8Rng::from_seed([7; 32]);
        let (mut first, mut second) = (Documents::of_flow(0, &mut rng), Documents::of_flow(1_295, &mut rng));
        let mut seen = BTreeSet::new();
        for _ in 0..20_000 {
            assert!(seen.insert(first.next()) && seen.insert(second.next()));
        }
        assert!(seen.iter().all(|n| n.len() == 9 && (n.starts_with("X00") || n.starts_with("XZZ"))));
        let stirred: BTreeSet<u64> = (0..SERIALS).map(|n| n * STIR % SERIALS).collect();
        assert_eq!(stirred.len() as u64, SERIALS, "every serial is visited");
    }
}
