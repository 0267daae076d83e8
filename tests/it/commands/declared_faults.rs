//! `apply` where the way to the backend throttles, loses and delays, and when it is stopped.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use crate::proxy::Fate;
use crate::proxy::Proxy;
use crate::support::World;
use crate::support::wait;

const GROUPS: usize = 12;
const QUERIES: usize = 5;

/// A project with many things.
fn world() -> World {
    let groups: String = (0..GROUPS)
        .map(|n| {
            format!(
                "[logs.groups.\"/app/{n}\"]\nretention = \"7d\"\nmetric_filters.errors.pattern = \"ERROR\"\n"
            )
        })
        .collect();
    World::new().project(&format!(
        "[project]\nname = \"many\"\n[xray.groups.G]\nfilter_expression = 'fault'\n\
         [xray.sampling_rules.R]\npriority = 1\nfixed_rate = 0.1\nreservoir_size = 1\n{groups}{}",
        queries()
    ))
}

/// Saved queries of two datasets, which nobody has sent to.
fn queries() -> String {
    let query = |n: usize| {
        format!("[honeycomb.queries.q{n}]\ndataset = \"d{}\"\nlimit = {}\n", n % 2, n + 1)
    };
    (0..QUERIES).map(query).collect()
}

fn chance(seed: u64) -> impl Fn() -> u64 {
    let state = AtomicU64::new(seed | 1);
    move || {
        let mut x = state.load(Ordering::SeqCst);
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        state.store(x, Ordering::SeqCst);
        x >> 33
    }
}

#[test]
fn throttling_and_lost_answers_change_nothing_about_the_result() {
    let mut faults = 0;
    for seed in 1..=4_u64 {
        let world = world();
        let server = world.serve(&[]);
        let random = chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        // No two in a row of one operation: what never answers is another test's.
        let spared: Mutex<BTreeSet<String>> = Mutex::default();
        let proxy = Proxy::start(&server.url(), move |operation| {
            let mut spared = spared.lock().unwrap();
            if spared.remove(operation) {
                return Fate::Pass;
            }
            let fate = match random() % 12 {
                0 => Fate::Throttle,
                1 => Fate::LoseRequest,
                2 => Fate::LoseAnswer,
                _ => return Fate::Pass,
            };
            spared.insert(operation.to_owned());
            fate
        });
        let shown = world.run(&["apply", "--endpoint-url", proxy.url(), "-o", "json"]);
        faults += proxy.seen().iter().filter(|(_, fate)| *fate != Fate::Pass).count();
        assert!(shown.ends_with("--- 0"), "seed {seed}: {shown}");
        let plan = world.run(&["plan", "--detailed-exitcode"]);
        assert!(plan.ends_with("--- 0"), "seed {seed}: {plan}");
    }
    assert!(faults > 20, "{faults} faults are too few to show anything");
}

#[test]
fn waiting_says_why() {
    let world = world();
    let server = world.serve(&[]);
    let first = AtomicU64::new(0);
    let proxy = Proxy::start(&server.url(), move |operation| {
        let is_first = operation == "CreateGroup" && first.fetch_add(1, Ordering::SeqCst) == 0;
        if is_first { Fate::Throttle } else { Fate::Pass }
    });
    let shown = world.run(&["apply", "--endpoint-url", proxy.url(), "--only", "xray"]);
    let line = shown.lines().find(|line| line.starts_with("waiting")).unwrap_or(&shown);
    let line = regex::Regex::new(r"0\.\d s").unwrap().replace(line, "[PAUSE]");
    insta::assert_snapshot!(line, @"waiting [PAUSE] (attempt 1): CreateGroup failed: Rate exceeded");
}

#[test]
fn what_a_vendor_refuses_leaves_the_rest_done() {
    let world = world();
    let server = world.serve(&[]);
    // Every attempt at one operation gets lost.
    let proxy = Proxy::start(&server.url(), |operation| {
        if operation == "PutMetricFilter" { Fate::LoseRequest } else { Fate::Pass }
    });
    let shown = world.run(&["apply", "--endpoint-url", proxy.url(), "-o", "json"]);
    assert!(shown.ends_with("--- 5"), "{shown}");
    let report: serde_json::Value =
        serde_json::from_str(shown.split("---\n").next().unwrap()).unwrap();
    let mut results: BTreeMap<&str, usize> = BTreeMap::new();
    for step in report["steps"].as_array().unwrap() {
        *results.entry(step["result"].as_str().unwrap()).or_default() += 1;
    }
    assert_eq!(results, BTreeMap::from([("done", GROUPS + 2 + QUERIES + 1), ("failed", GROUPS)]));
    assert!(shown.contains("error: 12 of 32 changes could not be applied\n"), "{shown}");
    let shown = world.run(&["apply", "-q", "-o", "plain"]);
    assert!(shown.ends_with("--- 0"), "the next run goes on: {shown}");
}

#[test]
fn two_runs_at_once_leave_one_result() {
    let world = world();
    let server = world.serve(&[]);
    let url = server.url();
    let start = || {
        let mut command = world.program();
        command.args(["apply", "--endpoint-url", &url, "-o", "json"]);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped());
        command.spawn().unwrap()
    };
    for child in [start(), start(), start()] {
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
    }
    let plan = world.run(&["plan", "--detailed-exitcode", "-o", "plain"]);
    assert!(plan.ends_with("--- 0"), "{plan}");
    let groups = world.run(&["logs", "groups", "-o", "plain", "-q"]);
    assert_eq!(groups.lines().filter(|line| line.starts_with("/app/")).count(), GROUPS);
}

/// Holds one kind of request back until it is let go.
#[derive(Default)]
struct Gate {
    state: Mutex<(usize, bool)>,
    changed: Condvar,
}

impl Gate {
    fn pass(&self) {
        let mut state = self.state.lock().unwrap();
        state.0 += 1;
        self.changed.notify_all();
        drop(self.changed.wait_while(state, |(_, open)| !*open).unwrap());
    }

    fn wait_for(&self, count: usize) {
        let state = self.state.lock().unwrap();
        let waited = self
            .changed
            .wait_timeout_while(state, crate::support::PATIENCE, |(waiting, _)| *waiting < count)
            .unwrap();
        assert!(!waited.1.timed_out(), "the requests do not come");
    }

    fn open(&self) {
        self.state.lock().unwrap().1 = true;
        self.changed.notify_all();
    }
}

#[test]
fn an_interrupt_finishes_what_is_under_way_and_says_what_is_left() {
    let world = world();
    let server = world.serve(&[]);
    let gate = Arc::new(Gate::default());
    let held = Arc::clone(&gate);
    let proxy = Proxy::start(&server.url(), move |operation| {
        if operation == "CreateLogGroup" {
            held.pass();
        }
        Fate::Pass
    });
    let mut command = world.program();
    command.args(["apply", "--only", "logs", "--endpoint-url", proxy.url()]);
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut errors = child.stderr.take().unwrap();
    gate.wait_for(8);
    let id = rustix::process::Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    // The interrupt must have come before the requests go on.
    let mut said = String::new();
    while !said.contains("once more stops at once") {
        let mut chunk = [0; 4096];
        let count = std::io::Read::read(&mut errors, &mut chunk).unwrap();
        assert!(count > 0, "{said}");
        said += &String::from_utf8_lossy(&chunk[..count]);
    }
    gate.open();
    assert_eq!(wait(&mut child), Some(130));
    std::io::Read::read_to_string(&mut errors, &mut said).unwrap();
    assert!(said.contains("stopped: 8 of 24 changes are done\n"), "{said}");
    assert_eq!(said.matches("\nleft: create ").count(), 16, "{said}");
    assert_eq!(said.matches("\ncreated log group ").count(), 8, "{said}");
    let plan = world.run(&["apply", "-o", "plain", "-q"]);
    assert!(plan.ends_with("--- 0"), "{plan}");
}
