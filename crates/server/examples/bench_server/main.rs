//! Figures for the journal and the API: `cargo xtask bench server`.
//!
//! Everything happens in one process on one SQLite file below `target/bench`: the clients share the two cores with the server, so the figures err on the
//! low side. The journal is measured when it is young and again when it is old (`MPAKA_BENCH_ENTRIES`, one million when absent).
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that cannot go on ends")]

mod border;
mod http;
mod measure;
mod owed;

use border::Border;
use std::path::PathBuf;
use std::time::Instant;

/// As the `mpaka` command has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Entries that the old journal has when nothing else is asked for.
const ENTRIES: u64 = 1_000_000;
/// Crossings on the board.
const BOARD: usize = 5_000;

fn folder() -> PathBuf {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/bench"));
    std::fs::create_dir_all(&folder).expect("a folder can be made below target/");
    for tail in ["", "-wal", "-shm"] {
        // What is not there need not go.
        let _ = std::fs::remove_file(folder.join(format!("server.db{tail}")));
    }
    folder
}

#[tokio::main(flavor = "multi_thread")]
async fn main() {
    let wanted = std::env::var("MPAKA_BENCH_ENTRIES").ok().and_then(|v| v.parse().ok()).unwrap_or(ENTRIES);
    let folder = folder();
    println!("limit: {:.0} durable writes of 4 KiB a second on this disk, one after the other", measure::durable_writes(&folder));
    let border = Border::start(&folder.join("server.db")).await;
    let board = border.fill_board(BOARD).await;
    figures(&border, &board).await;
    let start = Instant::now();
    let head = border.grow(wanted).await;
    println!("\nthe journal grew to {head} entries in {:.0} s, each durable and in the views", start.elapsed().as_secs_f64());
    let size = std::fs::metadata(folder.join("server.db")).map_or(0, |m| m.len());
    println!("size: {:.1} GB, {} bytes an entry with its views and indexes", size as f64 / 1e9, size / head.max(1));
    figures(&border, &board).await;
    let closed = usize::try_from(wanted / 10).unwrap_or(usize::MAX);
    let start = Instant::now();
    let open = owed::fill(&border, closed).await;
    println!("\n-- {open} open and {closed} closed assignments of one desk, made in {:.0} s", start.elapsed().as_secs_f64());
    println!("inbox through HTTP, the first hundred: {}", http::inbox(&border).await);
    println!("one look at 100000 running clocks: {}", owed::clocks(&border).await);
    border.end().await;
}

async fn figures(border: &Border, board: &str) {
    println!("\n-- with {} entries in the journal, {BOARD} crossings on the board", border.head().await + 1);
    for clients in [1, 64, 512] {
        let (rate, times) = border.decide(clients, 3.0).await;
        println!("stage decisions, {clients} at once: {rate:.0}/s, each durable with its views; {times}");
    }
    for wanted in [500, 2_000] {
        let (rate, times) = http::commands(border, wanted, 8.0).await;
        println!("the same through HTTP, {wanted}/s wanted: {rate:.0}/s; {times}");
    }
    let (bytes, times) = http::board(border, board, BOARD).await;
    println!("board of {BOARD} crossings through HTTP, {:.1} MB: {times}", bytes as f64 / 1e6);
    println!("one crossing through HTTP: {}", http::crossing(border).await);
}
