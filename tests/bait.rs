//! Repositories that would like git to run something: nothing of them is run, however the wish is told.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use crate::e2e::{HEAD, Shop, page};

/// All that git's configuration can name a program for, as far as commands that read could come by it.
const PROGRAMS: [&str; 24] = [
    "core.fsmonitor",
    "core.sshCommand",
    "core.pager",
    "core.editor",
    "core.askPass",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "credential.helper",
    "diff.external",
    "diff.bait.command",
    "diff.bait.textconv",
    "filter.bait.clean",
    "filter.bait.smudge",
    "filter.bait.process",
    "merge.bait.driver",
    "gpg.program",
    "gpg.ssh.program",
    "gpg.x509.program",
    "pager.diff-index",
    "sequence.editor",
    "interactive.diffFilter",
    "trailer.bait.command",
    "uploadpack.packObjectsHook",
    "alias.ls-files",
];
/// Settings that make git use some of them.
const SETTINGS: [(&str, &str); 6] = [
    ("log.showSignature", "true"),
    ("merge.verifySignatures", "true"),
    ("blame.markIgnoredLines", "true"),
    ("filter.bait.required", "true"),
    ("core.untrackedCache", "true"),
    ("submodule.recurse", "true"),
];
const HOOKS: [&str; 6] = [
    "post-checkout",
    "post-index-change",
    "pre-auto-gc",
    "pre-commit",
    "reference-transaction",
    "fsmonitor-watchman",
];
const COMMANDS: [&str; 13] = [
    "check",
    "check --staged",
    "check --since HEAD",
    "uses",
    "flags",
    "graph",
    "tickets",
    "history --weeks 1",
    "baseline",
    "init --print",
    "check --format html",
    "fix --flag x=true",
    "fix --flag x=true --write --allow-dirty",
];

/// A shop with one commit and a change, and what its bait would run.
fn shop() -> (Shop, String) {
    let shop = Shop::new();
    let row = "x,,release,2026-01-10,2026-02-01,production,true,\n";
    shop.write("flags.csv", &format!("{HEAD}{row}"));
    shop.write(
        "flagdebt.toml",
        "registry = [\"flags.csv\"]\nowners = { git-blame = \"always\" }\n",
    );
    shop.write("a.ts", &page(&["x"]));
    shop.commit("first");
    let bait = format!("touch {}; true ", trap(&shop).display());
    (shop, bait)
}

fn trap(shop: &Shop) -> std::path::PathBuf {
    shop.path().join("trap")
}

fn hooks(folder: &Path, bait: &str) {
    fs::create_dir_all(folder).expect("a folder");
    for name in HOOKS {
        let hook = folder.join(name);
        fs::write(&hook, format!("#!/bin/sh\n{bait}\n")).expect("written");
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).expect("executable");
    }
}

/// Changes the tree so that git has something to compare, and runs all commands.
fn nothing_happens(shop: &Shop, how: &str) {
    shop.write(".gitattributes", "*.ts filter=bait diff=bait merge=bait\n");
    for command in COMMANDS {
        // As long as before, and just changed: git has to compare what it holds.
        shop.write("a.ts", &page(&["y"]));
        let out = shop.run("2100-06-01", command);
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.code() < Some(2), "{how}, {command}: {said}");
        assert!(!trap(shop).exists(), "{how}: {command} ran a command of the repository");
    }
}

/// The bait is good: git alone takes it.
fn git_alone_takes_it(shop: &Shop, how: &str) {
    shop.write("a.ts", &page(&["z"]));
    let status = std::process::Command::new("git")
        .arg("status")
        .current_dir(shop.path())
        .output();
    assert!(status.is_ok(), "{how}: git runs");
    assert!(trap(shop).exists(), "{how}: nothing would have happened");
    fs::remove_file(trap(shop)).expect("removed");
}

#[test]
fn the_configuration_of_a_repository_runs_nothing() {
    let (shop, bait) = shop();
    for name in PROGRAMS {
        shop.git(&["config", name, &bait]);
    }
    for (name, value) in SETTINGS {
        shop.git(&["config", name, value]);
    }
    nothing_happens(&shop, "configured");
    git_alone_takes_it(&shop, "configured");
}

/// The configuration of a repository may include files of its tree, where `git pull` changes them.
#[test]
fn what_the_configuration_includes_runs_nothing() {
    for include in [
        "include.path",
        "includeIf.onbranch:**.path",
        "includeIf.gitdir:/**.path",
    ] {
        let (shop, bait) = shop();
        for name in PROGRAMS {
            shop.git(&["config", "-f", "included.conf", name, &bait]);
        }
        shop.git(&["config", include, "../included.conf"]);
        nothing_happens(&shop, include);
        git_alone_takes_it(&shop, include);
    }
}

/// Filters whose names cannot be given to git to turn them off.
#[test]
fn filters_with_names_that_cannot_be_turned_off_are_not_run() {
    use std::os::unix::ffi::OsStrExt;
    for name in [&b"b=c"[..], b"b\xff", b"b=", b"=.clean"] {
        let (shop, bait) = shop();
        let mut configuration = fs::read(shop.path().join(".git/config")).expect("a configuration");
        for part in [b"[filter \"", name, b"\"]\n\tclean = \"", bait.as_bytes(), b"; cat\"\n"] {
            configuration.extend_from_slice(part);
        }
        fs::write(shop.path().join(".git/config"), configuration).expect("written");
        let attributes = [b"*.ts filter=", name, b"\n"].concat();
        let how = std::ffi::OsStr::from_bytes(name).to_string_lossy().into_owned();
        fs::write(shop.path().join(".gitattributes"), attributes).expect("written");
        for command in [
            "check",
            "check --staged",
            "check --since HEAD",
            "fix --flag x=true --write",
        ] {
            shop.write("a.ts", &page(&["x", "y"]));
            // older than all files: git compares what they hold
            let index = fs::File::options().append(true).open(shop.path().join(".git/index"));
            let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
            index.expect("an index").set_modified(old).expect("it is ours");
            let out = shop.run("2100-06-01", command);
            let said = String::from_utf8_lossy(&out.stderr);
            assert!(!trap(&shop).exists(), "{how}: {command} ran a filter");
            assert!(
                out.status.code() > Some(1) && said.contains("rename that filter"),
                "{how}, {command}: {said}"
            );
        }
        git_alone_takes_it(&shop, &how);
    }
}

#[test]
fn hooks_are_not_run() {
    let (shop, bait) = shop();
    hooks(&shop.path().join(".git/hooks"), &bait);
    nothing_happens(&shop, "hooks");
    shop.write("a.ts", &page(&["z"]));
    shop.git(&["add", "a.ts"]);
    assert!(trap(&shop).exists(), "hooks: nothing would have happened");
    fs::remove_file(trap(&shop)).expect("removed");
    hooks(&shop.path().join("hooks"), &bait);
    shop.git(&["config", "core.hooksPath", "hooks"]);
    let _ = fs::remove_file(trap(&shop));
    nothing_happens(&shop, "hooks of the tree");
}

/// A `.git` file may name any folder, an archive may bring one along.
#[test]
fn a_repository_that_lies_elsewhere_runs_nothing() {
    let (shop, bait) = shop();
    fs::rename(shop.path().join(".git"), shop.path().join("elsewhere")).expect("moved");
    shop.write(".git", "gitdir: elsewhere\n");
    for name in PROGRAMS {
        shop.git(&["config", name, &bait]);
    }
    shop.git(&["config", "core.worktree", ".."]);
    nothing_happens(&shop, "elsewhere");
    git_alone_takes_it(&shop, "elsewhere");
}

/// Files of a tree may look like a repository without files.
#[test]
fn a_repository_within_the_tree_is_not_asked() {
    let (shop, bait) = shop();
    let bare = shop.path().join("vendor/bare");
    fs::create_dir_all(bare.parent().expect("a folder")).expect("a folder");
    shop.git(&["clone", "-q", "--bare", ".", "vendor/bare"]);
    let config = bare.join("config");
    let config = config.to_str().expect("UTF-8");
    shop.git(&["config", "-f", config, "core.bare", "false"]);
    shop.git(&["config", "-f", config, "core.worktree", ".."]);
    for name in PROGRAMS {
        shop.git(&["config", "-f", config, name, &bait]);
    }
    for command in COMMANDS {
        let out = within(&bare, command, &[]);
        assert!(out.status.code().is_some(), "{command}");
        assert!(!trap(&shop).exists(), "{command} ran a command of the tree");
    }
    let out = within(&bare, "check --since HEAD", &[]);
    let said = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(3), "{said}");
}

/// git itself refuses repositories of other users; that is an answer and no crash, and what needs no git goes on.
#[test]
fn a_repository_of_somebody_else_is_refused_by_git() {
    let (shop, bait) = shop();
    shop.git(&["config", "core.fsmonitor", &bait]);
    let other = [("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")];
    for (command, code) in [("check --since HEAD", 3), ("check --staged", 3), ("uses", 0)] {
        let out = within(shop.path(), command, &other);
        let said = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(code), "{command}: {said}");
        assert!(code == 0 || said.contains("dubious ownership"), "{command}: {said}");
        assert!(!trap(&shop).exists(), "{command}");
    }
}

fn within(folder: &Path, command: &str, environment: &[(&str, &str)]) -> Output {
    crate::program::flagdebt()
        .current_dir(folder)
        .args(command.split(' '))
        .args(["--as-of", "2100-06-01"])
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .envs(environment.iter().copied())
        .output()
        .expect("the program runs")
}
