#![no_main]
//! Any lines are read or refused; readings that are offered make every check digit agree.
libfuzzer_sys::fuzz_target!(|text: &str| {
    let lines: Vec<&str> = text.lines().collect();
    let today = jiff::civil::date(2026, 11, 23);
    let Ok(found) = formats::mrz::read(&lines, today) else { return };
    for reading in &found.likely_readings {
        assert!(formats::mrz::read(reading, today).is_ok_and(|m| m.check_digits.all()));
    }
});
