//! `cargo xtask bench`: the figures of docs/performance.md. Measured and printed, never asserted.

use crate::system::Need;
use crate::{Outcome, sh, system, ui};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Instant;

/// What the window logs when its first screen has its data.
const FIRST_SCREEN: &str = "the first screen is answered";

/// Measures on the large sample, which is made once and kept.
pub fn run(args: &mut sh::Args) -> Outcome {
    let no_install = args.switch("--no-install");
    let peers = args.switch("--peers");
    let seed = args.option("--seed")?.unwrap_or_else(|| "1".into());
    args.done()?;
    system::ensure(&[Need::Compiler, Need::Window, Need::WindowTests], no_install)?;
    ui::build()?;
    sh::must(&mut sh::cargo([
        "build",
        "--locked",
        "--release",
        "--package",
        "gemba-cli",
        "--package",
        "gemba-desktop",
        "--package",
        "gemba-tests",
        "--bins",
    ]))?;
    let file = sh::scratch("bench")?.join(format!("large-{seed}.gemba"));
    if !file.exists() {
        println!("Making the large sample; this takes about half a minute and 400 MB on the disk.");
        let began = Instant::now();
        let mut make =
            sh::command(sh::binary("release", "gemba"), ["sample", "--size", "large", "--seed", &seed, "--workspace"]);
        if let Err(message) = sh::must(make.arg(&file)) {
            // Half a sample would be measured the next time.
            let _ = std::fs::remove_file(&file);
            return Err(message);
        }
        println!("Made and imported in {:.1} s.", began.elapsed().as_secs_f64());
    }
    println!("\nMachine: {}\n", machine());
    println!("Queries (`gemba-bench`):\n");
    sh::must(sh::command(sh::binary("release", "gemba-bench"), Vec::<&str>::new()).arg(&file))?;
    println!("\nThe window:\n");
    match window(&file) {
        Ok(line) => println!("{line}"),
        Err(message) => println!("not measured: {message}"),
    }
    println!("\nRebuild of projections:\n");
    let mut store =
        sh::cargo(["run", "--quiet", "--locked", "--release", "--package", "gemba-store", "--example", "bench_store"]);
    if !peers {
        return sh::must(&mut store);
    }
    let folder = sh::scratch("bench/peers")?;
    sh::must(store.env("PEER_DIR", &folder))?;
    println!("\nPeers, on the same counts:\n");
    let python = folder.join("bin/python");
    if !python.exists() {
        sh::must(sh::command("python3", ["-m", "venv"]).arg(&folder))?;
        sh::must(&mut sh::command(&python, ["-m", "pip", "install", "--quiet", "duckdb", "numpy"]))?;
    }
    sh::must(sh::command(python, ["tests/bench/peers.py"]).arg(&folder))
}

/// Opens the window on a display without a screen, waits for its first screen, and reads its memory.
fn window(file: &Path) -> Outcome<String> {
    let mut command =
        sh::command("xvfb-run", ["--auto-servernum", "--server-args=-screen 0 1600x1000x24", "dbus-run-session", "--"]);
    command.arg(sh::binary("release", "gemba-desktop")).arg("--workspace").arg(file);
    command.env("GEMBA_LOG", "gemba_desktop=info").env("NO_AT_BRIDGE", "1").env("NO_COLOR", "1");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{error}."))?;
    let seen = watch(&mut child);
    // The display and the bus end with the window that they were started for.
    let _ = child.kill();
    let _ = child.wait();
    seen
}

fn watch(child: &mut Child) -> Outcome<String> {
    let stderr = child.stderr.take().ok_or("the window has no log.")?;
    for line in BufReader::new(stderr).lines().map_while(Result::ok) {
        let field = |name: &str| {
            let (_, rest) = line.split_once(&format!("{name}="))?;
            rest.split_whitespace().next().map(|value| value.trim_matches('"').to_owned())
        };
        if line.contains(FIRST_SCREEN)
            && let (Some(millis), Some(pid)) = (field("millis"), field("pid"))
        {
            let memory = resident(&pid).unwrap_or_else(|| "unknown".into());
            let _ = sh::must(&mut sh::command("kill", [pid.as_str()]));
            return Ok(format!(
                "| first screen after the start | {millis} ms |\n| resident memory of the desktop process | {memory} |"
            ));
        }
    }
    Err("the window ended before its first screen.".into())
}

fn resident(pid: &str) -> Option<String> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let kilobytes: f64 =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().trim_end_matches(" kB").parse().ok()?;
    Some(format!("{:.0} MB", kilobytes / 1024.0))
}

/// Processor, cores and memory, as far as the system tells.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or_else(|_| "?".into(), |count| count.to_string());
    let line = |file: &str, name: &str| {
        let text = std::fs::read_to_string(file).ok()?;
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let processor = line("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".into());
    let memory = line("/proc/meminfo", "MemTotal").unwrap_or_else(|| "unknown".into());
    format!("{processor}, {cores} cores, memory {memory}, {}", std::env::consts::OS)
}
