//! Blocks, tags and directives: what stands between marks.

use crate::facts::{Argument, Call, CallContext, Expression, FILE_SCOPE, Form, Import, Name};
use crate::source::Span;
use crate::template::branches::{self, Condition, Kind, Tag};
use crate::template::{Block, Content, Mark, Page, scan, statements};

/// How far a balanced bracket is looked for.
const REACH: usize = 64 * 1024;
/// What speaks to us in a comment.
pub(super) const OWN_COMMENT: &str = "flagdebt:";

/// Reads all blocks and directives of a page.
pub(super) fn read(page: &mut Page<'_>) {
    let template = page.template;
    let mut begins = [false; 256];
    let opens = template.block.iter().filter_map(|block| block.open.bytes().next());
    for byte in opens.chain(template.directive.and_then(|sigil| u8::try_from(sigil).ok())) {
        begins[usize::from(byte)] = true;
    }
    let mut reader = Blocks {
        in_vain: vec![false; template.block.len()],
        tags: Vec::new(),
    };
    let bytes = page.text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if !begins[usize::from(*byte)] {
            at += 1;
            continue;
        }
        let behind = reader.block(page, at).or_else(|| reader.directive(page, at));
        at = behind.filter(|behind| *behind > at).unwrap_or(at + 1);
    }
    let found = branches::pair(&reader.tags);
    page.found.conditions.extend(found);
}

struct Blocks<'a> {
    /// The closing mark of this block stands nowhere behind.
    in_vain: Vec<bool>,
    tags: Vec<Tag<'a>>,
}

/// The inside of a block, with the marks behind it.
#[derive(Clone, Copy)]
struct Inside {
    /// The whole block.
    start: usize,
    end: usize,
    /// What stands in it.
    from: usize,
    to: usize,
    /// The closing mark, and how long it is.
    close: usize,
    marks: usize,
}

impl<'a> Blocks<'a> {
    /// The block that begins at `at`, if one does; gives the place behind it.
    fn block(&mut self, page: &mut Page<'a>, at: usize) -> Option<usize> {
        let template = page.template;
        template
            .block
            .iter()
            .enumerate()
            .find_map(|(index, block)| self.one(page, at, index, block))
    }

    fn one(&mut self, page: &mut Page<'a>, at: usize, index: usize, block: &Block) -> Option<usize> {
        let text = page.text;
        if self.in_vain.get(index) == Some(&true) || !text.get(at..)?.starts_with(block.open.as_str()) {
            return None;
        }
        let mut from = at + block.open.len();
        let next = text.as_bytes().get(from).copied();
        if block.spaced && !next.is_some_and(|byte| byte.is_ascii_whitespace()) {
            return None;
        }
        if let Some(end) = &block.open_end {
            if next.is_some_and(|byte| scan::is_word(byte) || byte == b'-') {
                return None;
            }
            from += text.get(from..)?.find(end.as_str())? + end.len();
            if text.get(..from)?.ends_with("/>") {
                return Some(from);
            }
        }
        if block.content == Content::Remark && page.budget == 0 {
            return None;
        }
        let close = self.close(page, from, index, block)?;
        let end = close + block.close.len();
        let inner = text.get(from..close)?;
        let is_trim = |character: char| block.trim.contains(character);
        let start = from + (inner.len() - inner.trim_start_matches(is_trim).len());
        let inside = Inside {
            start: at,
            end,
            from: start,
            to: (from + inner.trim_end_matches(is_trim).len()).max(start),
            close,
            marks: block.close.len(),
        };
        self.content(page, block, inside)
    }

    /// Where a block is closed.
    fn close(&mut self, page: &mut Page<'a>, from: usize, index: usize, block: &Block) -> Option<usize> {
        let text = page.text;
        if block.balanced {
            if page.budget == 0 {
                return None;
            }
            let end = text.len().min(from.saturating_add(REACH));
            let close = scan::balanced(text, from, end).filter(|at| {
                text.get(*at..)
                    .is_some_and(|rest| rest.starts_with(block.close.as_str()))
            });
            if close.is_none() {
                page.budget = page.budget.saturating_sub(end - from);
            }
            return close;
        }
        let close = text.get(from..)?.find(block.close.as_str()).map(|at| from + at);
        if close.is_none()
            && let Some(in_vain) = self.in_vain.get_mut(index)
        {
            *in_vain = true;
        }
        close
    }

    fn content(&mut self, page: &mut Page<'a>, block: &Block, inside: Inside) -> Option<usize> {
        let whole = Span::new(inside.start, inside.end);
        match block.content {
            Content::Comment => page.found.comments.push(whole),
            Content::Remark => {
                let speaks = page
                    .text
                    .get(inside.from..inside.to)
                    .is_some_and(|text| text.contains(OWN_COMMENT));
                if !speaks {
                    page.budget = page.budget.saturating_sub(inside.to - inside.from);
                    return Some(inside.start + block.open.len());
                }
                page.found.comments.push(whole);
            }
            Content::Literal => {}
            Content::Code => {
                mark(page, inside, None, false);
                page.keep(inside.from, inside.to);
                page.end(inside.close, inside.marks);
                self.filters(page, inside.from, inside.to);
            }
            Content::End => {
                let (from, to) = scan::trimmed(page.text, inside.from, inside.to);
                let word = page.text.get(from..to).unwrap_or("");
                mark(page, inside, Some(Span::new(from, to)), true);
                self.tag(inside, Kind::End(word));
            }
            Content::Tag => {
                let end = self.word(page, inside);
                page.taken.push(whole);
                return Some(end);
            }
        }
        page.taken.push(whole);
        Some(inside.end)
    }

    fn tag(&mut self, inside: Inside, kind: Kind<'a>) {
        self.tags.push(Tag {
            kind,
            start: inside.start,
            end: inside.end,
        });
    }

    /// `{% word rest %}`; gives the place behind it.
    fn word(&mut self, page: &mut Page<'a>, inside: Inside) -> usize {
        let (from, to) = scan::trimmed(page.text, inside.from, inside.to);
        let behind = scan::word(page.text, from).min(to);
        let (rest, _) = scan::trimmed(page.text, behind, to);
        let word = page.text.get(from..behind).unwrap_or("");
        let template = page.template;
        mark(page, inside, Some(Span::new(from, behind)), false);
        let is = |words: &[String]| words.iter().any(|known| known == word);
        if let Some(ended) = self.ended(page, word) {
            self.tag(inside, Kind::End(ended));
        } else if is(&template.otherwise) {
            let next = scan::word(page.text, rest);
            let goes_on = page.text.get(rest..next).unwrap_or("");
            let condition = template
                .conditions
                .iter()
                .any(|known| known == goes_on)
                .then(|| self.condition(page, inside, next, to, false));
            self.tag(inside, Kind::Otherwise(condition));
        } else if is(&template.other_conditions) {
            let condition = self.condition(page, inside, rest, to, false);
            self.tag(inside, Kind::Otherwise(Some(condition)));
        } else if is(&template.conditions) || is(&template.negated_conditions) {
            let negated = is(&template.negated_conditions);
            let condition = self.condition(page, inside, rest, to, negated);
            self.tag(inside, Kind::Opens(word, Some(condition)));
        } else if is(&template.imports) {
            self.imports(page, rest, to);
        } else if is(&template.literals) {
            return literal(page, word, inside.end);
        } else if is(&template.code) || is(&template.statements) {
            let from = if is(&template.statements) { from } else { rest };
            let to = until(page, from, to);
            page.keep(from, to);
            page.end(inside.close, inside.marks);
            self.filters(page, from, to);
        } else {
            self.call(page, inside, (from, behind), to);
            let condition = Condition {
                span: Span::new(from, inside.close + 1),
                negated: false,
                tag: true,
            };
            self.tag(inside, Kind::Opens(word, Some(condition)));
        }
        inside.end
    }

    /// The word of the block that a word ends.
    fn ended(&self, page: &Page<'a>, word: &'a str) -> Option<&'a str> {
        let ends = page.template.ends.iter();
        ends.filter_map(|end| word.strip_prefix(end.as_str())).next()
    }

    fn condition(&mut self, page: &mut Page<'a>, inside: Inside, from: usize, to: usize, negated: bool) -> Condition {
        page.keep(from, to);
        page.end(inside.close, inside.marks);
        self.filters(page, from, to);
        Condition {
            span: Span::new(from, to),
            negated,
            tag: false,
        }
    }

    /// `{% flag 'k' %}` is the call `flag('k')`.
    fn call(&mut self, page: &mut Page<'a>, inside: Inside, word: (usize, usize), to: usize) {
        let (from, behind) = word;
        let rest = scan::skip_space(page.text, behind);
        if from == behind || rest >= to {
            return;
        }
        page.found.tags.insert(u32::try_from(from).unwrap_or(u32::MAX));
        if page.text.as_bytes().get(rest) == Some(&b'(') {
            page.keep(from, to);
            page.end(inside.close, inside.marks);
            self.filters(page, rest, to);
            return;
        }
        page.keep(from, behind);
        page.put(behind, b'(');
        arguments(page, behind, to);
        page.put(inside.close, b')');
        if inside.marks > 1 {
            page.put(inside.close + 1, b';');
        }
    }

    fn imports(&mut self, page: &mut Page<'a>, from: usize, to: usize) {
        let modules = page.text.get(from..to).unwrap_or("").split_whitespace();
        let imports = modules.map(|module| Import {
            module: Name::from(module.trim_matches(['"', '\''])),
            name: None,
            alias: Name::from(""),
        });
        page.found.imports.extend(imports.take(64));
    }

    /// `@word(…)`; gives the place behind it.
    fn directive(&mut self, page: &mut Page<'a>, at: usize) -> Option<usize> {
        let text = page.text;
        let bytes = text.as_bytes();
        let sigil = page.template.directive.and_then(|sigil| u8::try_from(sigil).ok())?;
        if bytes.get(at) != Some(&sigil) {
            return None;
        }
        let from = at + 1;
        if bytes.get(from) == Some(&sigil) {
            return Some(from + 1);
        }
        let is_inside_word = at
            .checked_sub(1)
            .and_then(|at| bytes.get(at))
            .is_some_and(|byte| scan::is_word(*byte));
        let behind = scan::word(text, from);
        if is_inside_word || behind == from {
            return None;
        }
        let open = behind + bytes.get(behind..)?.iter().take_while(|byte| **byte == b' ').count();
        if page.template.expressions && !self.is_known(page, from, behind) {
            return Some(statements::expression(page, from, behind));
        }
        if bytes.get(open) != Some(&b'(') && page.template.expressions {
            return Some(statements::without_brackets(page, from, behind));
        }
        if bytes.get(open) != Some(&b'(') || page.budget == 0 {
            let inside = Inside {
                start: at,
                end: behind,
                from,
                to: behind,
                close: behind,
                marks: 0,
            };
            return Some(self.word(page, inside));
        }
        let end = text.len().min(open.saturating_add(REACH));
        let Some(close) = scan::balanced(text, open + 1, end) else {
            page.budget = page.budget.saturating_sub(end - open);
            return None;
        };
        if page.template.braces && self.is_condition(page, from, behind) {
            page.keep(open + 1, close);
            page.end(close, 1);
            statements::braces(page, Span::new(open + 1, close), at, close + 1);
            return Some(close + 1);
        }
        self.arguments_of_directive(page, (from, behind), (open, close));
        Some(close + 1)
    }

    fn is_condition(&self, page: &Page<'_>, from: usize, behind: usize) -> bool {
        let word = page.text.get(from..behind);
        page.template
            .conditions
            .iter()
            .any(|known| Some(known.as_str()) == word)
    }

    fn is_known(&self, page: &Page<'_>, from: usize, behind: usize) -> bool {
        let template = page.template;
        let word = page.text.get(from..behind).unwrap_or("");
        let lists = [
            &template.conditions,
            &template.otherwise,
            &template.code,
            &template.statements,
            &template.skipped,
            &template.imports,
        ];
        lists.into_iter().any(|words| words.iter().any(|known| known == word))
    }

    fn arguments_of_directive(&mut self, page: &mut Page<'a>, word: (usize, usize), brackets: (usize, usize)) {
        let (from, behind) = word;
        let (open, close) = brackets;
        let template = page.template;
        let name = page.text.get(from..behind).unwrap_or("");
        let known = [
            &template.conditions,
            &template.negated_conditions,
            &template.other_conditions,
            &template.code,
        ];
        let is_known = known.iter().any(|words| words.iter().any(|known| known == name));
        // A call keeps its brackets; of a condition only what stands in them is code.
        let inside = Inside {
            start: from - 1,
            end: close + 1,
            from,
            to: if is_known { close } else { close + 1 },
            close: if is_known { close } else { close + 1 },
            marks: 1,
        };
        if is_known {
            page.put(open, b' ');
        }
        self.word(page, inside);
        if is_known {
            page.put(open, b' ');
        }
    }

    /// `'k'|filter` and `'k' is test` in code.
    fn filters(&mut self, page: &mut Page<'a>, from: usize, to: usize) {
        if !page.template.filters {
            return;
        }
        let text = page.text;
        let bytes = text.as_bytes();
        let mut at = from;
        while at < to {
            let Some(quote @ (b'"' | b'\'')) = bytes.get(at).copied() else {
                at += 1;
                continue;
            };
            let inner = text.get(at + 1..to).unwrap_or("");
            let Some(length) = inner.find(char::from(quote)) else {
                break;
            };
            let end = at + 1 + length + 1;
            if let Some(call) = filter(text, (at, end), from, to) {
                page.found.calls.push(call);
            }
            at = end;
        }
    }
}

/// Remembers a tag or a stretch of code.
fn mark(page: &mut Page<'_>, inside: Inside, word: Option<Span>, ends: bool) {
    page.found.marks.push(Mark {
        whole: Span::new(inside.start, inside.end),
        inside: Span::new(inside.from, inside.to),
        word,
        ends,
    });
}

/// What a literal is given to.
fn filter(text: &str, literal: (usize, usize), from: usize, to: usize) -> Option<Call> {
    let value = text.get(literal.0 + 1..literal.1 - 1)?;
    let before = text.get(from..literal.0)?.trim_end();
    let mut negated = before.ends_with("not") || before.ends_with('!');
    let mut at = scan::skip_space(text, literal.1);
    let rest = text.get(at..to)?;
    if rest.starts_with('|') && !rest.starts_with("||") {
        at = scan::skip_space(text, at + 1);
        let end = scan::word(text, at).min(to);
        return Some(subject_call(text, value, literal, (at, end), negated));
    }
    let test = rest
        .strip_prefix("is")
        .filter(|test| test.starts_with(char::is_whitespace))?;
    at = scan::skip_space(text, to - test.len());
    let mut words = 0;
    let mut end = at;
    let mut next = at;
    while words < 3 && next < to {
        let behind = scan::word(text, next).min(to);
        match text.get(next..behind)? {
            "" | "and" | "or" | "if" | "else" => break,
            "not" if words == 0 => {
                negated = !negated;
                at = scan::skip_space(text, behind);
                next = at;
                continue;
            }
            _ => end = behind,
        }
        words += 1;
        next = scan::skip_space(text, behind);
    }
    (end > at).then(|| subject_call(text, value, literal, (at, end), negated))
}

fn subject_call(text: &str, value: &str, literal: (usize, usize), name: (usize, usize), negated: bool) -> Call {
    let called: Vec<&str> = text.get(name.0..name.1).unwrap_or("").split_whitespace().collect();
    Call {
        form: Form::Tag,
        name: called.join(" ").into(),
        name_span: Span::new(name.0, name.1),
        span: Span::new(literal.0, name.1),
        receiver: None,
        receiver_span: Span::default(),
        arguments: vec![Argument {
            keyword: None,
            span: Span::new(literal.0, literal.1),
            value: Expression::Text(value.into()),
        }],
        types: Vec::new(),
        scope: FILE_SCOPE,
        context: CallContext {
            negated,
            ..CallContext::default()
        },
    }
}

/// Arguments with white space between them, as arguments with commas.
fn arguments(page: &mut Page<'_>, from: usize, to: usize) {
    let text = page.text;
    let mut at = scan::skip_space(text, from);
    let mut first = true;
    while at < to {
        let end = token(text, at, to);
        let Some(argument) = text.get(at..end).filter(|argument| *argument != "as") else {
            break;
        };
        if !first {
            page.put(at - 1, b',');
        }
        let kept = argument.trim_end_matches(',');
        if is_plain(kept) {
            page.keep(at, at + kept.len());
        } else {
            page.put(at, b'0');
        }
        first = false;
        at = scan::skip_space(text, end);
    }
}

/// The end of what reaches to the next white space outside of quotes.
fn token(text: &str, at: usize, to: usize) -> usize {
    let bytes = text.as_bytes();
    let mut quote = None;
    let mut end = at;
    while end < to {
        match (quote, bytes.get(end).copied().unwrap_or(b' ')) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, byte @ (b'"' | b'\'')) => quote = Some(byte),
            (None, byte) if byte.is_ascii_whitespace() => break,
            _ => {}
        }
        end += 1;
    }
    end
}

/// A literal, a name, or a named argument that is one.
fn is_plain(argument: &str) -> bool {
    let value = argument
        .split_once('=')
        .filter(|(name, _)| !name.is_empty() && name.bytes().all(scan::is_word))
        .map_or(argument, |(_, value)| value);
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    is_number || scan::atom(value) != Expression::Other
}

/// The end of what a word's code reaches.
fn until(page: &Page<'_>, from: usize, to: usize) -> usize {
    let end = page.template.until.as_deref();
    let code = page.text.get(from..to).unwrap_or("");
    end.and_then(|end| code.find(end)).map_or(to, |at| from + at)
}

/// The place of the word that ends a literal block.
fn literal(page: &mut Page<'_>, word: &str, at: usize) -> usize {
    if page.budget == 0 {
        return at;
    }
    let end = page.template.ends.first().map_or("end", String::as_str);
    let rest = page.text.get(at..).unwrap_or("");
    match rest.find(&format!("{end}{word}")) {
        Some(behind) => {
            page.taken.push(Span::new(at, at + behind));
            at + behind
        }
        None => {
            page.budget = page.budget.saturating_sub(rest.len());
            at
        }
    }
}
