//! Quality on labelled name pairs: confusion table at the default threshold, and with `--fit` a cross-validated grid search.
//!
//! `cargo run --release -p screening --example pairs_quality -- FILE.csv [--fit] [--errors]` where FILE.csv has columns `name1,name2,schema,is_match`.
use screening::{Kind, Name, Weights, compare_with};

struct Case {
    a: Name,
    b: Name,
    kind: Kind,
    truth: bool,
    text: String,
}

fn score(c: &Case, weights: &Weights) -> f32 {
    compare_with(&c.a, &c.b, weights, &screening::built_in_rarity).score
}

fn f1(cases: &[&Case], scores: &[f32], threshold: f32) -> (f64, [usize; 4]) {
    let mut t = [0; 4];
    for (c, s) in cases.iter().zip(scores) {
        t[usize::from(c.truth) * 2 + usize::from(*s >= threshold)] += 1;
    }
    let [_, fp, fal, tp] = t;
    (2.0 * tp as f64 / (2 * tp + fp + fal).max(1) as f64, t)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let file = args.first().ok_or("name the file of pairs")?;
    let mut reader = csv::Reader::from_path(file)?;
    let headers = reader.headers()?.clone();
    let col = |n: &str| headers.iter().position(|h| h == n);
    let (n1, n2, schema, truth) =
        (col("name1").ok_or("no name1")?, col("name2").ok_or("no name2")?, col("schema"), col("is_match").ok_or("no is_match")?);
    let mut cases = Vec::new();
    for row in reader.records() {
        let row = row?;
        let kind = Kind::from_word(schema.and_then(|s| row.get(s)).unwrap_or(""));
        let (x, y) = (row.get(n1).unwrap_or(""), row.get(n2).unwrap_or(""));
        cases.push(Case {
            a: Name::read(x, kind),
            b: Name::read(y, kind),
            kind,
            truth: row.get(truth) == Some("true"),
            text: format!("{x} | {y}"),
        });
    }
    let all: Vec<&Case> = cases.iter().collect();
    let scores: Vec<f32> = all.iter().map(|c| score(c, &Weights::of(c.kind))).collect();
    for t in [0.6, 0.65, 0.7, 0.75, 0.8, 0.85] {
        let (f, [tn, fp, fal, tp]) = f1(&all, &scores, t);
        println!("threshold {t:.2}: F1 {f:.3}  found {tp}, missed {fal}, false {fp}, rightly left {tn}");
    }
    if args.iter().any(|a| a == "--errors") {
        for (c, s) in all.iter().zip(&scores) {
            if (*s >= screening::DEFAULT_THRESHOLD) != c.truth {
                println!("{} {s:.2} {:?} {}", if c.truth { "missed" } else { "false " }, c.kind, c.text);
            }
        }
    }
    if args.iter().any(|a| a == "--fit") {
        fit(&all, Kind::Person);
        fit(&all, Kind::Organisation);
    }
    Ok(())
}

/// Five folds: the best weights of four folds judged on the fifth.
fn fit(all: &[&Case], kind: Kind) {
    let cases: Vec<&Case> = all.iter().filter(|c| c.kind == kind).copied().collect();
    let mut grid = Vec::new();
    for contradiction in [1.0, 1.3, 1.6, 1.9, 2.2, 2.6] {
        for extra in [0.15, 0.25, 0.35, 0.45, 0.6, 0.8] {
            for slip in [0.7, 1.0, 1.3, 1.6, 2.0] {
                let w = Weights { contradiction, extra, slip };
                grid.push((w, cases.iter().map(|c| score(c, &w)).collect::<Vec<f32>>()));
            }
        }
    }
    let pick = |keep: &dyn Fn(usize) -> bool| {
        let subset: Vec<&Case> = cases.iter().enumerate().filter(|(i, _)| keep(*i)).map(|(_, c)| *c).collect();
        grid.iter()
            .enumerate()
            .map(|(g, (_, s))| {
                let s: Vec<f32> = s.iter().enumerate().filter(|(i, _)| keep(*i)).map(|(_, s)| *s).collect();
                (g, f1(&subset, &s, screening::DEFAULT_THRESHOLD).0)
            })
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap_or((0, 0.0))
    };
    let mut total = [0; 4];
    for fold in 0..5 {
        let (g, inside) = pick(&|i| i % 5 != fold);
        let subset: Vec<&Case> = cases.iter().enumerate().filter(|(i, _)| i % 5 == fold).map(|(_, c)| *c).collect();
        let s: Vec<f32> = grid[g].1.iter().enumerate().filter(|(i, _)| i % 5 == fold).map(|(_, s)| *s).collect();
        let (outside, t) = f1(&subset, &s, screening::DEFAULT_THRESHOLD);
        for (a, b) in total.iter_mut().zip(t) {
            *a += b;
        }
        println!("{kind:?} fold {fold}: {:?} inside {inside:.3} outside {outside:.3}", grid[g].0);
    }
    let [_, fp, fal, tp] = total;
    let (g, best) = pick(&|_| true);
    println!("{kind:?} cross-validated F1 {:.3}; whole {:?} {best:.3}", 2.0 * tp as f64 / (2 * tp + fp + fal) as f64, grid[g].0);
}
