//! The README's picture: a real run on `testdata/demo`, turned from terminal colours into SVG.
//!
//! `UPDATE=1 cargo test svg::` draws it again.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Columns of the terminal in the picture.
const WIDTH: usize = 100;

#[test]
fn the_picture_of_the_demo_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(root.join("testdata/demo").is_dir(), "the picture shows testdata/demo");
    let run = crate::program::flagdebt()
        .args(["check", "--color", "always", "--as-of", "2026-11-23"])
        .env("COLUMNS", WIDTH.to_string())
        .current_dir(root.join("testdata/demo"))
        .output()
        .expect("the program starts");
    let text = String::from_utf8(run.stdout).expect("UTF-8");
    assert!(
        text.contains("gate: "),
        "{text}\n{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let picture = svg("$ flagdebt check --as-of 2026-11-23", &shortened(&text));
    let path = root.join("docs/demo.svg");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, picture).expect("docs can be written");
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        picture == expected,
        "docs/demo.svg is old; `UPDATE=1 cargo test svg::` draws it again"
    );
}

#[test]
fn colours_become_classes_and_markup_is_escaped() {
    let picture = svg("$ x", "\u{1b}[1m\u{1b}[31ma<b\u{1b}[0m & \u{1b}[38;5;1mc\u{1b}[39m\n");
    assert!(picture.contains(r#"<tspan class="b c1">a&lt;b</tspan>"#), "{picture}");
    assert!(picture.contains(" &amp; "), "{picture}");
    assert!(!picture.contains('\u{1b}'));
}

#[test]
fn the_first_finding_and_the_summary_are_shown() {
    let bold = "\u{1b}[1mlint-two\u{1b}[0m";
    let text = format!("lint-one\n\n  a\n\n{bold}\n\n  b\n\nfindings  2\n\ngate: failed\n");
    let wanted = "lint-one\n\n  a\n\n\u{1b}[2m  ⋮\u{1b}[0m\n\nfindings  2\n\ngate: failed\n";
    assert_eq!(shortened(&text), wanted);
    let short = "lint-one\n\n  a\n\nfindings  1\n";
    assert_eq!(shortened(short), short);
}

/// The findings of the first lint, and what follows all findings.
fn shortened(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let is_head = |line: &&str| plain(line).starts_with(|letter: char| !letter.is_whitespace());
    let second = lines.iter().skip(1).position(is_head).map(|index| index + 1);
    let summary = lines.iter().position(|line| plain(line).starts_with("findings "));
    match (second, summary) {
        (Some(second), Some(summary)) if second < summary => {
            let middle = ["\u{1b}[2m  ⋮\u{1b}[0m", ""];
            let shown = lines[..second].iter().chain(&middle).chain(&lines[summary..]);
            shown.map(|line| format!("{line}\n")).collect()
        }
        _ => text.to_owned(),
    }
}

/// Text with terminal colours as a picture of a terminal.
fn svg(title: &str, text: &str) -> String {
    const ADVANCE: f64 = 8.4;
    const LEADING: usize = 19;
    const MARGIN: usize = 18;
    let lines: Vec<&str> = std::iter::once(title).chain(text.trim_end().lines()).collect();
    let widest = lines
        .iter()
        .map(|line| plain(line).chars().count())
        .max()
        .unwrap_or(0)
        .max(WIDTH);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "a few hundred columns"
    )]
    let width = (widest as f64 * ADVANCE) as i64 + 2 * i64::try_from(MARGIN).expect("small");
    let height = lines.len() * LEADING + 2 * MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-label=\"flagdebt check\">\n<style>\n\
         text {{ font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; \
         fill: #d4d4d4; white-space: pre; }}\n\
         .b {{ font-weight: bold; }} .d {{ opacity: .6; }} .u {{ text-decoration: underline; }}\n\
         .c1 {{ fill: #f48771; }} .c2 {{ fill: #89d185; }} .c3 {{ fill: #e5c07b; }} .c4 {{ fill: #75beff; }}\n\
         .c5 {{ fill: #d6a5f0; }} .c6 {{ fill: #56c8d8; }}\n\
         </style>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1e1e1e\"/>\n"
    );
    let mut pen = Pen::default();
    for (number, line) in lines.iter().enumerate() {
        let y = MARGIN + (number + 1) * LEADING - 5;
        let _ = write!(out, "<text x=\"{MARGIN}\" y=\"{y}\" xml:space=\"preserve\">");
        for (codes, words) in pieces(line) {
            pen.take(codes);
            let words = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            match (words.is_empty(), pen.classes()) {
                (true, _) => {}
                (false, classes) if classes.is_empty() => out += &words,
                (false, classes) => {
                    let _ = write!(out, "<tspan class=\"{classes}\">{words}</tspan>");
                }
            }
        }
        out += "</text>\n";
    }
    out + "</svg>\n"
}

/// What the codes so far have switched on.
#[derive(Default)]
struct Pen {
    bold: bool,
    dim: bool,
    underline: bool,
    color: Option<u8>,
}

impl Pen {
    fn take(&mut self, codes: &str) {
        let mut codes = codes.split(';').map(|code| code.parse::<u8>().unwrap_or(0));
        while let Some(code) = codes.next() {
            match code {
                0 => *self = Self::default(),
                1 => self.bold = true,
                2 => self.dim = true,
                4 => self.underline = true,
                22 => (self.bold, self.dim) = (false, false),
                24 => self.underline = false,
                30..=37 => self.color = Some(code - 30),
                38 => {
                    codes.next();
                    self.color = codes.next();
                }
                39 => self.color = None,
                90..=97 => self.color = Some(code - 90),
                _ => {}
            }
        }
    }

    fn classes(&self) -> String {
        let mut names = Vec::new();
        names.extend(self.bold.then(|| "b".to_owned()));
        names.extend(self.dim.then(|| "d".to_owned()));
        names.extend(self.underline.then(|| "u".to_owned()));
        names.extend(
            self.color
                .filter(|color| (1..=6).contains(color))
                .map(|color| format!("c{color}")),
        );
        names.join(" ")
    }
}

/// A line as pairs of the codes before a piece, and the piece. Code 99 changes nothing.
fn pieces(line: &str) -> Vec<(&str, &str)> {
    let mut pieces = Vec::new();
    for (index, part) in line.split("\u{1b}[").enumerate() {
        match (index, part.split_once('m')) {
            (0, _) => pieces.push(("99", part)),
            (_, Some(piece)) => pieces.push(piece),
            (_, None) => pieces.push(("99", "")),
        }
    }
    pieces
}

fn plain(line: &str) -> String {
    pieces(line).into_iter().map(|(_, words)| words).collect()
}
