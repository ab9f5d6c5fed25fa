//! Figures for the decoders: `cargo xtask bench formats`. Peers (`pip install pydifact mrz`) are measured in the same run where Python has them.
use formats::edifact::{Segments, clean};
use formats::paxlst::{Document, Leg, Moment, PassengerList, Person};
use std::fmt::Write as _;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

/// As the `mpaka` command has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Repetitions a second of `work`, over about a second.
fn rate(mut work: impl FnMut()) -> f64 {
    work();
    let (start, mut times) = (Instant::now(), 0_u32);
    while start.elapsed().as_millis() < 1000 {
        work();
        times += 1;
    }
    f64::from(times) / start.elapsed().as_secs_f64()
}

fn list() -> String {
    let people = (0..260)
        .map(|i| Person {
            role: "FL".into(),
            surname: format!("ERIKSSON{i}"),
            given: "ANNA MARIA".into(),
            gender: "F".into(),
            birth: Some(Moment::day(1974, 8, 12)),
            embarked: "AAA".into(),
            destination: "BBB".into(),
            nationality: "UTO".into(),
            locator: "ABC123".into(),
            seat: "12A".into(),
            documents: vec![Document {
                kind: "P".into(),
                number: format!("L{i:08}"),
                issuer: "UTO".into(),
                expires: Some(Moment::day(2032, 4, 15)),
                issued: None,
            }],
            ..Person::default()
        })
        .collect();
    let legs = vec![Leg { carrier: "ZZ".into(), number: "123".into(), origin: "AAA".into(), destination: "BBB".into(), ..Leg::default() }];
    let list = PassengerList {
        message_ref: "1".into(),
        document: "745".into(),
        directory: "D:12B".into(),
        legs,
        people,
        ..PassengerList::default()
    };
    formats::paxlst::encode(&list, "AIRLINE", "GOVERNMENT", "1").replace('\n', "")
}

fn peer(code: &str) -> Option<f64> {
    let out = Command::new("python3").args(["-c", code]).output().ok().filter(|o| o.status.success())?;
    String::from_utf8_lossy(&out.stdout).trim().parse().ok()
}

fn main() {
    let text = list();
    let segments = Segments::new(&text).map_or(0, Iterator::count);
    println!("data: one generated passenger list, {segments} segments, {} bytes", text.len());
    let parse = rate(|| {
        black_box(Segments::new(black_box(&clean(text.as_bytes()))).map_or(0, |s| s.map(|s| s.get(0, 0).len()).sum::<usize>()));
    }) * segments as f64;
    let decode = rate(|| {
        black_box(formats::paxlst::decode(black_box(text.as_bytes())).is_ok());
    }) * segments as f64;
    println!("EDIFACT segments cut: {:.2} M segments/s, {:.0} MB/s", parse / 1e6, parse / segments as f64 * text.len() as f64 / 1e6);
    println!("PAXLST decoded:       {:.2} M segments/s", decode / 1e6);
    let file = std::env::temp_dir().join("mpaka-bench.edi");
    if std::fs::write(&file, &text).is_ok() {
        let mut code = String::new();
        let _ = write!(
            code,
            "import time\nfrom pydifact.segmentcollection import Interchange\nt=open({:?}).read()\ns=time.time()\nfor _ in range(5): n=len(list(Interchange.from_str(t).segments))\nprint(n*5/(time.time()-s))",
            file
        );
        match peer(&code) {
            Some(p) => println!("pydifact:             {:.4} M segments/s; ratio {:.0} cut, {:.0} decoded", p / 1e6, parse / p, decode / p),
            None => println!("pydifact: not measured (not installed)"),
        }
    }
    let zone = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
    let today = jiff::civil::date(2026, 11, 23);
    let mrz = rate(|| {
        for _ in 0..100 {
            black_box(formats::mrz::read(black_box(&zone), today).is_ok_and(|m| m.valid));
        }
    }) * 100.0;
    println!("MRZ checked:          {:.2} M zones/s", mrz / 1e6);
    match peer(
        "import time\nfrom mrz.checker.td3 import TD3CodeChecker\nz='P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\\nL898902C36UTO7408122F1204159ZE184226B<<<<<10'\ns=time.time()\nfor _ in range(2000): bool(TD3CodeChecker(z))\nprint(2000/(time.time()-s))",
    ) {
        Some(p) => println!("PyPI mrz:             {:.4} M zones/s; ratio {:.0}", p / 1e6, mrz / p),
        None => println!("PyPI mrz: not measured (not installed)"),
    }
}
