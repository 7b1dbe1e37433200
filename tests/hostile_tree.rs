//! Trees that nobody should have: the run ends, finds what can be found, and says what it did not look into.
#![cfg(unix)]

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use tempfile::TempDir;

use crate::hostile::{TYPESCRIPT, folder, found, json, run, write};

/// Why a file was not looked into; `None`: nothing is said of it.
fn reason<'r>(result: &'r Value, path: &str) -> Option<&'r str> {
    let skipped = result["summary"]["skipped"].as_array().expect("a list");
    let entry = skipped.iter().find(|entry| entry["path"] == path)?;
    entry["reason"].as_str()
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

#[test]
fn what_is_no_file_is_told_and_not_opened() {
    let folder = folder();
    write(&folder, "good.ts", TYPESCRIPT);
    pipe(&folder.path().join("pipe.ts"));
    pipe(&folder.path().join("pipe"));
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket.ts")).expect("a socket");
    symlink("/dev/zero", folder.path().join("endless.ts")).expect("a link");
    symlink("loop.ts", folder.path().join("loop.ts")).expect("a link");
    symlink("..", folder.path().join("up")).expect("a link");
    fs::create_dir(folder.path().join("folder.ts")).expect("a folder");
    let result = json(&folder);
    for path in ["pipe.ts", "pipe", "socket.ts"] {
        assert_eq!(reason(&result, path), Some("not a regular file"), "{result}");
    }
    assert_eq!(found(&result), 1, "{result}");
}

/// What nobody may read; as root nothing is like that, so the program is run as somebody else.
#[test]
fn what_may_not_be_read_is_told() {
    let folder = folder();
    write(&folder, "good.ts", TYPESCRIPT);
    write(&folder, "secret.ts", TYPESCRIPT);
    fs::create_dir(folder.path().join("closed")).expect("a folder");
    write(&folder, "closed/a.ts", TYPESCRIPT);
    let allow = |path: &str, mode: u32| {
        fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(mode)).expect("permissions");
    };
    allow(".", 0o755);
    allow("secret.ts", 0);
    allow("closed", 0);
    let program = env!("CARGO_BIN_EXE_flagdebt");
    let mut command = Command::new(program);
    if File::open(folder.path().join("secret.ts")).is_ok() {
        // A copy, because the way to the program may be closed as well.
        let copy = folder.path().join("program");
        fs::copy(program, &copy).expect("a copy");
        command = Command::new("setpriv");
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(copy);
    }
    let done = command
        .args(["uses", "--format", "json", "--no-cache"])
        .current_dir(folder.path())
        .output();
    allow("closed", 0o755);
    let Ok(done) = done else {
        return; // there is no setpriv here
    };
    let result: Value = serde_json::from_slice(&done.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&done.stderr)));
    for path in ["secret.ts", "closed"] {
        assert_eq!(reason(&result, path), Some("permission denied"), "{result}");
    }
    assert_eq!(found(&result), 1, "{result}");
}

#[test]
fn a_thousand_folders_deep_is_a_place_like_any_other() {
    let folder = folder();
    let deep = "d/".repeat(1_000);
    fs::create_dir_all(folder.path().join(&deep)).expect("folders");
    write(&folder, &format!("{deep}a.ts"), TYPESCRIPT);
    let result = json(&folder);
    assert_eq!(found(&result), 1);
    assert_eq!(result["summary"]["skipped"], serde_json::json!([]));
}

#[test]
fn files_may_vanish_and_change_while_they_are_read() {
    let folder = folder();
    for number in 0..40 {
        write(&folder, &format!("{number}.ts"), &TYPESCRIPT.repeat(20));
    }
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in (0..).take_while(|_| !over.load(Ordering::Relaxed)) {
                let path = folder.path().join(format!("{}.ts", round % 40));
                let _ = match round / 40 % 4 {
                    0 => fs::remove_file(&path),
                    1 => fs::write(&path, TYPESCRIPT.repeat(20)),
                    2 => fs::write(&path, "x"),
                    _ => fs::write(&path, b"\xff".repeat(3_000)),
                };
            }
        });
        for arguments in [
            ["check", "--format", "sarif"],
            ["check", "--format", "html"],
            ["uses", "--format", "json"],
        ] {
            let done = run(&folder, &arguments);
            assert!(matches!(done.status.code(), Some(0 | 1)), "{done:?}");
        }
        over.store(true, Ordering::Relaxed);
    });
}

#[test]
fn two_gigabytes_of_nothing_are_not_read() {
    let folder = folder();
    write(&folder, "good.ts", TYPESCRIPT);
    let sparse = File::create(folder.path().join("sparse.ts")).expect("a file");
    sparse.set_len(2 << 30).expect("a file system with holes");
    let result = json(&folder);
    assert_eq!(reason(&result, "sparse.ts"), Some("larger than the limit"));
    assert_eq!(found(&result), 1);
}

#[test]
fn every_encoding_is_read_or_named() {
    let folder = folder();
    let utf16 = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(order).collect() };
    let text = format!("// ä\n{TYPESCRIPT}");
    let bytes = text.as_bytes();
    for (name, content, expected) in [
        ("bom.ts", [b"\xef\xbb\xbf", bytes].concat(), None),
        ("bom-twice.ts", [b"\xef\xbb\xbf\xef\xbb\xbf", bytes].concat(), None),
        (
            "utf16le.ts",
            [b"\xff\xfe".to_vec(), utf16(&text, u16::to_le_bytes)].concat(),
            Some("binary"),
        ),
        (
            "utf16be.ts",
            [b"\xfe\xff".to_vec(), utf16(&text, u16::to_be_bytes)].concat(),
            Some("binary"),
        ),
        (
            "utf32le.ts",
            [
                b"\xff\xfe\0\0".to_vec(),
                text.chars()
                    .flat_map(|letter| u32::from(letter).to_le_bytes())
                    .collect(),
            ]
            .concat(),
            Some("binary"),
        ),
        ("mixed.ts", [bytes, b"// caf\xe9\n", bytes].concat(), Some("not UTF-8")),
        ("overlong.ts", [bytes, b"// \xc0\xaf\n"].concat(), Some("not UTF-8")),
        (
            "half-a-pair.ts",
            [bytes, b"// \xed\xa0\x80\n"].concat(),
            Some("not UTF-8"),
        ),
        ("cut.ts", [bytes, b"// \xe2\x82"].concat(), Some("not UTF-8")),
    ] {
        fs::write(folder.path().join(name), &content).expect("a file");
        let result = json(&folder);
        assert_eq!(reason(&result, name), expected, "{name}");
        assert_eq!(found(&result), usize::from(expected.is_none()), "{name}: {result}");
        fs::remove_file(folder.path().join(name)).expect("removed");
    }
}

/// UTF-16 without a mark holds none of the names that are looked for, and a zero in every second byte.
#[test]
fn utf16_without_a_mark_is_binary() {
    let folder = folder();
    let bytes: Vec<u8> = TYPESCRIPT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.path().join("a.ts"), bytes).expect("a file");
    assert_eq!(reason(&json(&folder), "a.ts"), Some("binary"));
}

#[test]
fn lines_are_counted_however_they_end() {
    for mark in ["", "\u{feff}"] {
        for end in ["\n", "\r\n", "\r"] {
            let folder = folder();
            write(&folder, "a.ts", &format!("{mark}{}", TYPESCRIPT.replace('\n', end)));
            let result = json(&folder);
            let place = (&result["uses"][0]["line"], &result["uses"][0]["column"]);
            assert_eq!(place, (&Value::from(3), &Value::from(32)), "{mark:?} {end:?}: {result}");
        }
    }
}

#[test]
fn archives_with_the_name_of_a_source_are_binary() {
    let folder = folder();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    std::io::Write::write_all(&mut packed, TYPESCRIPT.as_bytes()).expect("packed");
    // Stored, not packed, so that the names that are looked for stand in it as they are.
    let zip = [
        b"PK\x03\x04\x0a\0\0\0\0\0".as_slice(),
        &[0; 20],
        b"a.ts",
        TYPESCRIPT.as_bytes(),
    ]
    .concat();
    let tar = [b"a.ts".as_slice(), &[0; 508], TYPESCRIPT.as_bytes()].concat();
    for (name, bytes) in [
        ("gzip.ts", packed.finish().expect("packed")),
        ("zip.ts", zip),
        ("tar.ts", tar),
    ] {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    let result = json(&folder);
    for name in ["gzip.ts", "zip.ts", "tar.ts"] {
        assert_eq!(reason(&result, name), Some("binary"), "{result}");
    }
    assert_eq!(found(&result), 0);
}

#[test]
fn a_line_of_twenty_megabytes_is_taken_for_what_it_is() {
    let folder = folder();
    write(&folder, "flagdebt.toml", "max-file-size = \"64MiB\"\n");
    write(
        &folder,
        "a.ts",
        &format!("{TYPESCRIPT}const a = \"{}\";\n", "a".repeat(20 << 20)),
    );
    assert_eq!(reason(&json(&folder), "a.ts"), Some("minified"));
}

fn endless(name: &str, make: impl Fn(&Path)) -> TempDir {
    let folder = folder();
    fs::create_dir(folder.path().join("inner")).expect("a folder");
    write(&folder, "inner/a.ts", TYPESCRIPT);
    write(&folder, "good.ts", TYPESCRIPT);
    make(&folder.path().join(name));
    folder
}

#[test]
fn an_ignore_file_without_an_end_is_not_read() {
    let makes: [fn(&Path); 3] = [
        |path| symlink("/dev/zero", path).expect("a link"),
        |path| pipe(path),
        |path| {
            File::create(path)
                .and_then(|file| file.set_len(2 << 30))
                .expect("a file")
        },
    ];
    for make in makes {
        for name in [".gitignore", ".ignore", ".flagdebtignore"] {
            let inner = endless(&format!("inner/{name}"), make);
            let result = json(&inner);
            let expected = format!("its {name} is no file, or larger than 1 MiB");
            assert_eq!(reason(&result, "inner"), Some(expected.as_str()), "{result}");
            assert_eq!(found(&result), 1);
            let outer = endless(name, make);
            for command in ["uses", "init"] {
                let done = run(&outer, &[command]);
                assert_eq!(done.status.code(), Some(3), "{name}: {done:?}");
                assert!(String::from_utf8_lossy(&done.stderr).contains(name), "{done:?}");
            }
        }
    }
}

/// Were it passed over as if nothing stood there, a gate would pass that no longer knows its rules.
#[test]
fn what_stands_beside_the_code_is_a_file_or_an_error() {
    let code = |arguments: &[&str], name: &str, config: &str, target: &str| {
        let folder = folder();
        write(&folder, "a.ts", TYPESCRIPT);
        if !config.is_empty() {
            write(&folder, "flagdebt.toml", config);
        }
        let path = folder.path().join(name);
        match target {
            "a pipe" => pipe(&path),
            "a folder" => fs::create_dir(path).expect("a folder"),
            "itself" => symlink(name, path).expect("a link"),
            target => symlink(target, path).expect("a link"),
        }
        let done = run(&folder, arguments);
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    for (target, why) in [
        ("/dev/zero", "no regular file"),
        ("a pipe", "no regular file"),
        ("a folder", "no regular file"),
        ("itself", "symbolic link"),
        ("../gone", "a link to `../gone`, which does not exist"),
    ] {
        for arguments in [&["check", "-q"][..], &["fix", "--write"], &["flags"]] {
            let (status, said) = code(arguments, "flagdebt.toml", "", target);
            assert_eq!(status, Some(2), "{target}: {said}");
            assert!(
                said.contains("in: flagdebt.toml") && said.contains(why) && said.contains("--config FILE"),
                "{target}: {said}"
            );
        }
        let (status, said) = code(&["check"], "flagdebt-baseline.json", "", target);
        assert_eq!(status, Some(3), "{target}: {said}");
        assert!(
            said.contains("in: flagdebt-baseline.json") && said.contains(why),
            "{said}"
        );
        let orphans = "[lints.orphaned-flag]\ncodeowners = true\n";
        for (arguments, config) in [(&["check"][..], ""), (&["tickets"], ""), (&["flags"], orphans)] {
            let (status, said) = code(arguments, "CODEOWNERS", config, target);
            if target == "a folder" {
                // Where case counts for nothing, a folder of texts about owners has the same name.
                assert_eq!(status, Some(0), "{said}");
            } else {
                assert_eq!(status, Some(3), "{target}: {said}");
                assert!(
                    said.contains("in: CODEOWNERS") && said.contains(why),
                    "{target}: {said}"
                );
            }
        }
    }
    for target in ["/dev/zero", "a pipe"] {
        let (status, said) = code(&["baseline"], "flagdebt-baseline.json", "", target);
        assert_eq!(status, Some(3), "{said}");
        assert!(said.contains("regular file"), "{said}");
        let (status, said) = code(&["check"], "flags.json", "registry = [\"flags.json\"]\n", target);
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains("regular file"), "{said}");
    }
    let (status, said) = code(&["check", "--registry", "flags.json"], "flags.json", "", "/dev/zero");
    assert_eq!(status, Some(3), "{said}");
    assert!(said.contains("larger than 256 MiB"), "{said}");
}

/// tree-sitter takes memory with the square of how often it goes on after a mistake, or cannot decide between two readings:
/// two gigabytes for each of these. A few mistakes are read around.
#[test]
fn chains_of_mistakes_are_given_up() {
    const C: &str = "#include <launchdarkly/server_side/bindings/c/sdk.h>\n\
        bool on(LDServerSDK c, LDContext u) { return LDServerSDK_BoolVariation(c, u, \"probe-flag\", false); }\n";
    const JAVA: &str = "import com.launchdarkly.sdk.server.LDClient;\n\
        class A { boolean on(LDClient c) { return c.boolVariation(\"probe-flag\", u, false); } }\n";
    let chains = [
        ("a.c", C, "x => "),
        ("a.java", JAVA, "x => "),
        ("a.java", JAVA, "A<"),
        (
            "a.c",
            C,
            "x =>                                                                                ",
        ),
        ("a.c", C, "x => y; z; /* and so on */ "),
    ];
    for (name, head, link) in chains {
        let folder = folder();
        let line = link.repeat(50);
        for (lines, expected) in [(60, Some("parsing takes too much")), (2, None)] {
            write(&folder, name, &format!("{head}{}", format!("{line}\n").repeat(lines)));
            let result = json(&folder);
            assert_eq!(reason(&result, name), expected, "{name}, {lines} lines of `{link}`");
            assert_eq!(
                found(&result),
                usize::from(expected.is_none()),
                "{name}, {lines} lines of `{link}`"
            );
        }
    }
}

/// A comment that nobody closes is read to the end of the file at each of its tokens: six minutes for 200 kB of them.
#[test]
fn what_is_read_again_and_again_is_given_up() {
    let folder = folder();
    let head =
        "import LaunchDarkly\nlet on = LDClient.get()!.boolVariation(forKey: \"probe-flag\", defaultValue: false)\n";
    write(
        &folder,
        "a.swift",
        &format!("{head}{}", format!("{}\n", "/*".repeat(100)).repeat(1_000)),
    );
    assert_eq!(reason(&json(&folder), "a.swift"), Some("parsing takes too much"));
}
