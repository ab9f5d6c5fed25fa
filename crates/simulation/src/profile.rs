//! How the arrivals of a day are spread over it.
//!
//! A profile is a step function of the local time of day whose mean over the day is 1, so that a flow's `per_day` is met whatever its shape. Steps
//! instead of curves: nobody has better than hourly counts of a border, and a step can be checked by hand.

/// Seconds of a day. Days with a change of the clock are treated like all others.
pub(crate) const DAY_S: u32 = 86_400;

/// By day, of `profile = "daytime"`. Seconds since midnight.
const DAY_FROM_S: u32 = 6 * 3600;
const DAY_TO_S: u32 = 20 * 3600;
/// Share of the arrivals that come by day.
const DAY_SHARE: f64 = 0.9;

/// Part of a day with a share of its arrivals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bank {
    /// Seconds since midnight, before `to_s`.
    pub from_s: u32,
    /// Seconds since midnight, at most [`DAY_S`].
    pub to_s: u32,
    /// 0..=1.
    pub share: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    from_s: u32,
    to_s: u32,
    factor: f64,
}

/// Factors against an even spread, by second of the local day.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Profile(Vec<Step>);

impl Profile {
    /// Evenly all day.
    pub fn flat() -> Self {
        Self(vec![Step { from_s: 0, to_s: DAY_S, factor: 1.0 }])
    }

    /// Nine tenths between six and twenty hours.
    pub fn daytime() -> Self {
        Self::banks(&[Bank { from_s: DAY_FROM_S, to_s: DAY_TO_S, share: DAY_SHARE }])
    }

    /// Each bank its share, evenly over it; what is left over evenly over the rest of the day. The banks are in order, do not overlap, and their shares
    /// are at most 1 together.
    pub fn banks(banks: &[Bank]) -> Self {
        let taken: u32 = banks.iter().map(|b| b.to_s - b.from_s).sum();
        let left = (1.0 - banks.iter().map(|b| b.share).sum::<f64>()).max(0.0);
        let factor = |share: f64, seconds: u32| if seconds == 0 { 0.0 } else { share * f64::from(DAY_S) / f64::from(seconds) };
        let rest = factor(left, DAY_S - taken);
        let mut steps = Vec::new();
        let mut from_s = 0;
        for b in banks {
            steps.push(Step { from_s, to_s: b.from_s, factor: rest });
            steps.push(Step { from_s: b.from_s, to_s: b.to_s, factor: factor(b.share, b.to_s - b.from_s) });
            from_s = b.to_s;
        }
        steps.push(Step { from_s, to_s: DAY_S, factor: rest });
        steps.retain(|s| s.from_s < s.to_s);
        Self(steps)
    }

    /// The same number of arrivals a day, all of them between two times: the opening hours. `None` where the profile has nobody coming then.
    pub fn within(&self, from_s: u32, to_s: u32) -> Option<Self> {
        let mut steps: Vec<Step> = self
            .0
            .iter()
            .map(|s| Step { from_s: s.from_s.max(from_s), to_s: s.to_s.min(to_s), ..*s })
            .filter(|s| s.from_s < s.to_s)
            .collect();
        let mean = mean(&steps);
        if mean <= 0.0 {
            return None;
        }
        for s in &mut steps {
            s.factor /= mean;
        }
        Some(Self(steps))
    }

    /// The factor at a second of the local day.
    pub fn at(&self, second: u32) -> f64 {
        self.0.iter().find(|s| (s.from_s..s.to_s).contains(&second)).map_or(0.0, |s| s.factor)
    }

    /// The highest factor of the day.
    pub fn highest(&self) -> f64 {
        self.0.iter().map(|s| s.factor).fold(0.0, f64::max)
    }
}

fn mean(steps: &[Step]) -> f64 {
    steps.iter().map(|s| s.factor * f64::from(s.to_s - s.from_s)).sum::<f64>() / f64::from(DAY_S)
}

/// Seconds since midnight of `HH:MM`; `24:00` is the end of the day.
pub(crate) fn time_of_day(text: &str) -> Option<u32> {
    let (h, m) = text.split_once(':')?;
    let two = |t: &str| (t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse::<u32>().ok())?;
    let (h, m) = (two(h)?, two(m)?);
    (m < 60 && (h < 24 || (h == 24 && m == 0))).then_some(h * 3600 + m * 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn two_banks() -> Profile {
        Profile::banks(&[Bank { from_s: 3600, to_s: 7200, share: 0.25 }, Bank { from_s: 72_000, to_s: DAY_S, share: 0.5 }])
    }

    #[rstest]
    #[case(Profile::flat())]
    #[case(Profile::daytime())]
    #[case(two_banks())]
    #[case(two_banks().within(1800, 80_000).unwrap())]
    fn the_mean_over_the_day_is_one(#[case] profile: Profile) {
        let sum: f64 = (0..DAY_S).map(|s| profile.at(s)).sum();
        assert!((sum / f64::from(DAY_S) - 1.0).abs() < 1e-9, "{sum}");
    }

    #[test]
    fn a_bank_gets_its_share() {
        let share = |from: u32, to: u32| (from..to).map(|s| two_banks().at(s)).sum::<f64>() / f64::from(DAY_S);
        assert!((share(3600, 7200) - 0.25).abs() < 1e-9);
        assert!((share(72_000, DAY_S) - 0.5).abs() < 1e-9);
        assert!((two_banks().highest() - 6.0).abs() < 1e-9, "a quarter of the day's arrivals in an hour");
    }

    #[test]
    fn nobody_comes_while_the_point_is_closed() {
        let open = Profile::daytime().within(6 * 3600, 18 * 3600).unwrap();
        assert_eq!((open.at(6 * 3600 - 1), open.at(18 * 3600)), (0.0, 0.0));
        assert!(open.at(6 * 3600) > 0.0 && open.at(18 * 3600 - 1) > 0.0);
        assert_eq!(Profile::banks(&[Bank { from_s: 0, to_s: 60, share: 1.0 }]).within(3600, 7200), None);
    }

    #[rstest]
    #[case("05:30", Some(19_800))]
    #[case("24:00", Some(DAY_S))]
    #[case("24:01", None)]
    #[case("12:60", None)]
    #[case("7:00", None)]
    #[case("noon", None)]
    fn times_of_day_are_read(#[case] text: &str, #[case] seconds: Option<u32>) {
        assert_eq!(time_of_day(text), seconds);
    }
}
