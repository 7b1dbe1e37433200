//! Blocks that end where the next clause begins: `if (a): … else: … endif;`. A conditional without `else` at the end of one
//! would take that `else` for its own, so it gets an end of its own.

use crate::fix::edits::{Edits, begins_line, indentation};
use crate::fix::syntax::{Id, Syntax};
use crate::language::Language;

/// Statements in each other that are looked into.
const DEPTH: usize = 64;

/// A text in which no clause is taken by the conditional before it; `None`: it was so already.
///
/// # Errors
/// Which line cannot be written so.
pub(crate) fn closed(language: &'static Language, text: &str) -> Result<Option<String>, String> {
    let Some([opening, end]) = &language.shapes().table.open_block_words else {
        return Ok(None);
    };
    if !text.contains(end.as_str()) {
        return Ok(None);
    }
    let Some(syntax) = Syntax::parse(language, text) else {
        return Ok(None);
    };
    let mut edits = Edits::default();
    for block in syntax.subtree(0) {
        let Some(last) = ended_by_clause(&syntax, block).and_then(|()| syntax.parts(block).last()) else {
            continue;
        };
        let Some(whole) = taking(&syntax, last) else { continue };
        let marks = [opening.as_str(), end.as_str()];
        if whole != last || !close(&mut edits, &syntax, text, whole, marks) {
            let line = syntax.text(whole, text).lines().next().unwrap_or("").to_owned();
            return Err(line);
        }
    }
    Ok((!edits.is_empty()).then(|| edits.apply(text)))
}

/// Another clause follows the block.
fn ended_by_clause(syntax: &Syntax, block: Id) -> Option<()> {
    syntax.is(block, |shape| shape.open_block).then_some(())?;
    let mut conditional = syntax.parent(block)?;
    let is_clause = |id: Id| syntax.shape(id)?.branch.as_ref()?.clause.as_ref().map(|_| ());
    if is_clause(conditional).is_some() {
        conditional = syntax.parent(conditional)?;
    }
    syntax.parts(conditional).any(|part| part > block).then_some(())
}

/// The conditional at the end of a statement that has no last resort, if it is not closed itself.
fn taking(syntax: &Syntax, statement: Id) -> Option<Id> {
    let mut at = statement;
    for _ in 0..DEPTH {
        let ends_itself = |id: Id| syntax.is(id, |shape| shape.open_block);
        if let Some(branch) = syntax.shape(at).and_then(|shape| shape.branch.as_ref()) {
            let body = syntax.part(at, branch.consequence)?;
            if ends_itself(body) {
                return None;
            }
            let last = branch.alternative.and_then(|field| syntax.all_parts(at, field).pop());
            match last {
                None if branch.clause.is_some() => return syntax.parent(at),
                None => return Some(at),
                Some(last) => at = last,
            }
            continue;
        }
        let is_wrapper = syntax.is(at, |shape| shape.wrapper);
        let is_loop = syntax.is(at, |shape| shape.loops) || syntax.has_role(at, |role| role.each.is_some());
        if !is_wrapper && !is_loop {
            return None;
        }
        at = syntax.parts(at).last().filter(|body| !ends_itself(*body))?;
    }
    Some(at)
}

/// Writes a conditional of one arm with marks of its own; false: it has more.
fn close(edits: &mut Edits, syntax: &Syntax, text: &str, whole: Id, [opening, end]: [&str; 2]) -> bool {
    let Some(branch) = syntax.shape(whole).and_then(|shape| shape.branch.as_ref()) else {
        return false;
    };
    let several = branch
        .alternative
        .is_some_and(|field| syntax.part(whole, field).is_some());
    let (Some(condition), Some(body)) = (
        syntax.part(whole, branch.condition),
        syntax.part(whole, branch.consequence).filter(|_| !several),
    ) else {
        return false;
    };
    let head = syntax.node(condition).end;
    if let Some((open, close)) = syntax.braces(body, text) {
        edits.replace(head, syntax.node(open).end, opening);
        let span = syntax.span(close);
        edits.replace(span.start, span.end, end);
        return true;
    }
    let span = syntax.span(body);
    let outer = indentation(text, syntax.span(whole).start).to_owned();
    match begins_line(text, span.start) {
        true => edits.replace(head, head, opening),
        false => {
            let step = if outer.contains('\t') { "\t" } else { "    " };
            edits.replace(head, span.start, format!("{opening}\n{outer}{step}"));
        }
    }
    edits.replace(span.end, span.end, format!("\n{outer}{end}"));
    true
}
