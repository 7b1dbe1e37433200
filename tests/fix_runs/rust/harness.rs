//! Writes down what a program asks, and answers with drawn values.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Debug;

#[derive(Default)]
struct World {
    trace: Vec<String>,
    counts: HashMap<String, u32>,
    served: HashMap<String, String>,
    gone: Vec<String>,
    seed: u32,
}

thread_local!(static WORLD: RefCell<World> = RefCell::default());

pub fn drawn(label: &str) -> u32 {
    WORLD.with(|world| {
        let mut world = world.borrow_mut();
        let count = world.counts.entry(label.to_owned()).or_default();
        *count += 1;
        let text = format!("{}/{label}/{}", world.seed, world.counts[label]);
        let mut value = text.bytes().fold(2_166_136_261_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
        value = (value ^ (value >> 13)).wrapping_mul(0x5bd1_e995);
        (value ^ (value >> 15)) >> 4
    })
}

pub fn note(text: &str) {
    let long = WORLD.with(|world| {
        let mut world = world.borrow_mut();
        world.trace.push(text.to_owned());
        world.trace.len() > 300
    });
    if long {
        panic!("too long");
    }
}

pub fn served(key: &str) -> String {
    if WORLD.with(|world| world.borrow().gone.iter().any(|gone| gone == key)) {
        note(&format!("asks for {key}"));
    }
    WORLD.with(|world| world.borrow().served[key].clone())
}

pub fn trace(label: &str) {
    note(label);
}

pub fn ask(label: &str) -> bool {
    note(label);
    drawn(label) % 2 == 0
}

pub fn number(label: &str) -> i64 {
    note(label);
    i64::from(drawn(label) % 4)
}

pub fn text(label: &str) -> String {
    note(label);
    ["red", "blue", "a", ""][drawn(label) as usize % 4].to_owned()
}

pub fn fail(label: &str) -> Result<bool, String> {
    note(label);
    match drawn(label) % 2 {
        0 => Ok(true),
        _ => Err(label.to_owned()),
    }
}

pub fn show(label: &str, value: impl Debug) {
    note(&format!("{label} {value:?}"));
}

/// Runs a program for one seed.
pub fn run(seed: u32, served: &[(&str, &str)], gone: &[&str], program: impl Fn(bool, bool, i64, &str) -> i64) -> String {
    WORLD.with(|world| {
        *world.borrow_mut() = World {
            served: served.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect(),
            gone: gone.iter().map(|key| key.to_string()).collect(),
            seed,
            ..World::default()
        };
    });
    let name = ["red", "blue", "a"][drawn("s") as usize % 3];
    let (a, b, n) = (drawn("a") % 2 == 0, drawn("b") % 2 == 0, i64::from(drawn("n") % 4));
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| program(a, b, n, name)));
    let end = match result {
        Ok(result) => format!("gives {result}"),
        Err(failed) => format!("fails {:?}", failed.downcast_ref::<&str>()),
    };
    WORLD.with(|world| format!("{}\n{end}", world.borrow().trace.join("\n")))
}
