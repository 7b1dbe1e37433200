//! From what is known to edits: one walk over the tree, outer nodes first.

use crate::fix::block;
use crate::fix::branch;
use crate::fix::edits::{begins_line, ends_line, whole_lines};
use crate::fix::effects;
use crate::fix::fold;
use crate::fix::kinds;
use crate::fix::last;
use crate::fix::names;
use crate::fix::promises;
use crate::fix::reach;
use crate::fix::settled;
use crate::fix::switch;
use crate::fix::syntax::Id;
use crate::fix::texts;
use crate::fix::unit::{Fate, Unit};
use crate::fix::value::{Value, literal};
use crate::source::Span;

/// Rewrites a file; `words` are what comments about the flag say.
pub(crate) fn run(unit: &mut Unit, words: &[String]) {
    let end = Id::try_from(unit.syntax.nodes.len()).unwrap_or(0);
    let mut at = 0;
    while at < end {
        at = visit(unit, at, words);
    }
    unread_macros(unit, words);
    promises::catches(unit);
    reach::run(unit);
    kinds::run(unit);
    promises::keep(unit);
    settled::run(unit);
}

/// A macro that does more than to give the key a name may ask for the flag wherever it stands.
fn unread_macros(unit: &mut Unit, words: &[String]) {
    let syntax = &unit.syntax;
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let asks = |text: &str| {
        quoted
            .iter()
            .any(|word| text.contains(word) && text.trim().trim_matches(['(', ')']) != word)
    };
    let ids = 0..Id::try_from(syntax.nodes.len()).unwrap_or(0);
    let found: Vec<Id> = ids
        .filter(|id| syntax.has_role(*id, |role| role.unparsed))
        .filter(|id| asks(unit.slice(*id)))
        .collect();
    for id in found {
        unit.stop(id, "a macro that cannot be read names the flag");
    }
}

/// Rewrites one node; gives the next one to look at.
fn visit(unit: &mut Unit, id: Id, words: &[String]) -> Id {
    let behind = unit.syntax.node(id).behind.max(id + 1);
    if unit.dead.contains(&id) {
        return behind;
    }
    if unit.gone.contains(&id) {
        vanish(unit, id);
        return behind;
    }
    match unit.fates.get(&id) {
        Some(Fate::Known(value)) => {
            let value = value.clone();
            known(unit, id, &value);
            return behind;
        }
        Some(Fate::Same(_)) => {
            if unit.syntax.is(id, |shape| shape.choice.is_some()) {
                block::cut_comments_about(unit, block::whole_statement(unit, id), words);
            }
            let part = unit.resolved(id);
            same(unit, id, part);
            return part.max(id + 1);
        }
        None => {}
    }
    if unit.syntax.has_role(id, |role| role.string) {
        texts::rewrite(unit, id);
    }
    let Some(shape) = unit.syntax.shape(id) else {
        return id + 1;
    };
    let before = unit.edits.count();
    if shape.branch.is_some() {
        branch::rewrite(unit, id, words);
    } else if shape.modifier.is_some() {
        branch::rewrite_modifier(unit, id);
    } else if shape.switch.is_some() {
        switch::rewrite(unit, id);
    } else if shape.loops {
        never_runs(unit, id);
    } else if shape.assertion && says_what_holds(unit, id) || shape.expression_statement && is_decided(unit, id) {
        idle(unit, id);
    }
    if unit.edits.count() > before {
        stop_if_unread(unit, id);
    }
    match unit.dead.contains(&id) {
        true => behind,
        false => id + 1,
    }
}

/// What the parser could not read may be an arm, or belong to one: what runs is not known then.
fn stop_if_unread(unit: &mut Unit, id: Id) {
    let whole = unit.syntax.span(id);
    let within = |error: &Span| whole.start <= error.start && error.end <= whole.end;
    let split =
        unit.syntax.shapes.table.calls_in_line && unit.syntax.subtree(id).any(|inner| is_split_call(unit, inner));
    if split || unit.syntax.errors.iter().any(within) {
        let text = format!("{} cannot be read as a whole", unit.shown(id));
        unit.stop(id, text);
    }
}

/// The brackets of a call begin a line.
fn is_split_call(unit: &Unit, id: Id) -> bool {
    let called = effects::called(unit, id).and_then(|parts| Some((parts.callee?, parts.list?)));
    called.is_some_and(|(callee, list)| {
        let (end, start) = (unit.syntax.span(callee).end, unit.syntax.span(list).start);
        let between = unit.text.get(end as usize..start as usize);
        between.is_some_and(|between| between.contains('\n')) && unit.slice(list).starts_with('(')
    })
}

/// A statement that does nothing any more goes, but not the value of a case.
fn idle(unit: &mut Unit, id: Id) {
    match switch::of_case(unit, id) {
        None => block::remove(unit, id),
        Some(false) => {
            let span = unit.syntax.span(id);
            unit.edits.replace(span.start, span.end, "{}");
            unit.dead.insert(id);
        }
        Some(true) => {}
    }
}

/// Nothing but a value that the flag decides.
fn is_decided(unit: &Unit, id: Id) -> bool {
    let only = unit.syntax.only_part(id);
    only.is_some_and(|inner| matches!(unit.fates.get(&inner), Some(Fate::Known(_))))
}

/// The first part always holds.
fn says_what_holds(unit: &Unit, id: Id) -> bool {
    let said = unit.syntax.parts(id).next();
    said.is_some_and(|said| unit.truth(said) == Some(true))
}

/// `while (false) …`; `do … while (false)` runs once.
fn never_runs(unit: &mut Unit, id: Id) {
    let syntax = &unit.syntax;
    let condition = syntax.parts(id).find(|part| unit.known(*part).is_some());
    let ends = syntax.is(id, |shape| shape.until);
    let Some(condition) = condition.filter(|condition| unit.truth(*condition) == Some(ends)) else {
        return;
    };
    // What runs when the loop ends by itself would go as well.
    let ends = syntax.parts(id).any(|part| syntax.is(part, |shape| shape.last_clause));
    if syntax.statement(id).is_none() || ends {
        return;
    }
    let body = syntax
        .parts(id)
        .find(|part| *part != condition)
        .filter(|body| *body < condition);
    let others = syntax.parts(id).take_while(|part| *part < condition);
    let others: Vec<Id> = others.filter(|_| has_commas(unit, id)).collect();
    if let Some(effect) = others.iter().find_map(|other| effects::first(unit, *other)) {
        let text = format!("{} would no longer run", unit.shown(effect));
        unit.stop(effect, text);
        return;
    }
    let Some(body) = body.filter(|_| others.is_empty()) else {
        block::remove(unit, block::whole_statement(unit, id));
        unit.dead.insert(id);
        return;
    };
    // What leaves the loop would leave one further out.
    let leaves = syntax.subtree(body).any(|inner| {
        syntax.is(inner, |shape| shape.jump)
            && ["break", "continue", "next"]
                .iter()
                .any(|word| unit.slice(inner).starts_with(word))
    });
    let items = block::items(unit, body);
    if leaves || items.is_empty() {
        return;
    }
    unit.dead.insert(condition);
    branch::in_list(unit, id, block::whole_statement(unit, id), body, &items);
}

/// Several conditions stand side by side.
fn has_commas(unit: &Unit, id: Id) -> bool {
    unit.syntax.children(id).any(|child| unit.slice(child) == ",")
}

/// A declaration whose name is read nowhere any more.
fn vanish(unit: &mut Unit, id: Id) {
    let in_list = unit.syntax.statement(id).is_some_and(|(statement, _)| statement == id);
    // `if x := f(); …` is looked at with its condition.
    let is_initializer = unit.syntax.parent(id).is_some_and(|parent| {
        let field = unit.syntax.shape(parent).and_then(|shape| shape.initializer());
        field.is_some_and(|field| unit.syntax.fills(id, field))
    });
    if is_initializer {
        return;
    }
    if in_list && gives_value(unit, id) {
        return;
    }
    match (in_list, idle_declaration(unit, id)) {
        (true, _) => block::remove(unit, id),
        (false, Some(statement)) => {
            let declarators: Vec<Id> = unit.syntax.subtree(statement).collect();
            block::remove(unit, statement);
            unit.dead.extend(declarators);
        }
        (false, None) => remove_item(unit, id),
    }
    unit.dead.insert(id);
}

/// The value of a declaration is what its function gives: it stays alone.
fn gives_value(unit: &mut Unit, statement: Id) -> bool {
    let syntax = &unit.syntax;
    let value = syntax.subtree(statement).take(2).find_map(|id| {
        let binding = syntax.role(id)?.binding.as_ref()?;
        syntax.part(id, binding.value?)
    });
    let Some((part, value)) = value.and_then(|part| Some((part, unit.known(part)?.clone()))) else {
        return false;
    };
    if !last::gives_value(unit, statement) {
        return false;
    }
    let whole = unit.syntax.span(statement);
    unit.edits.cut(whole.start, unit.syntax.span(part).start);
    known(unit, part, &value);
    true
}

/// The statement of a declarator, if all the others disappear as well.
fn idle_declaration(unit: &Unit, id: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let whole = syntax
        .parent(id)
        .filter(|whole| syntax.is(*whole, |shape| shape.declaration))?;
    let mut declarators = syntax
        .parts(whole)
        .filter(|part| syntax.has_role(*part, |role| role.binding.is_some()));
    let in_list = syntax.statement(whole).is_some();
    (in_list && declarators.all(|part| unit.gone.contains(&part))).then(|| block::whole_statement(unit, whole))
}

/// Takes an element of a list away, with its comma.
pub(crate) fn remove_item(unit: &mut Unit, id: Id) {
    let span = item_span(unit, id);
    unit.edits.cut(span.start, span.end);
    unit.dead.insert(id);
}

/// What goes with an element of a list.
fn item_span(unit: &Unit, id: Id) -> Span {
    let syntax = &unit.syntax;
    let own = syntax.span(id);
    let Some(parent) = syntax.parent(id) else { return own };
    let siblings: Vec<Id> = syntax.children(parent).collect();
    let at = siblings.iter().position(|sibling| *sibling == id).unwrap_or(0);
    let is_comma = |id: &Id| !syntax.node(*id).named && matches!(unit.slice(*id), "," | "|");
    let last = at + beside(unit, &siblings, at);
    let own = Span {
        end: siblings.get(last).map_or(own.end, |last| syntax.node(*last).end),
        ..own
    };
    let comma_behind = siblings.get(last + 1).filter(|next| is_comma(next)).copied();
    // Where everything behind it goes as well it is the last one.
    let goes = |id: &Id| unit.gone.contains(id) || unit.dead.contains(id);
    let rest: Vec<Id> = siblings.get(last + 1..).unwrap_or(&[]).to_vec();
    let mut rest = rest
        .into_iter()
        .filter(|id| syntax.node(*id).named && !syntax.is_comment(*id))
        .peekable();
    let ends = rest.peek().is_some() && rest.all(|id| goes(&id));
    let comma_before = at
        .checked_sub(1)
        .and_then(|before| siblings.get(before))
        .filter(|before| is_comma(before))
        .copied();
    let with_comments = block::with_comments(unit, id);
    let end = comma_behind.map_or(own.end, |comma| syntax.node(comma).end);
    let text = &unit.text;
    if begins_line(text, own.start) && (ends_line(text, end) || with_comments.end > end) {
        // The last element of several lines leaves the comma of the one before, where that is allowed.
        let lines = whole_lines(text, with_comments.start, end.max(with_comments.end));
        if comma_behind.is_some() || comma_before.is_none() || allows_trailing(unit, parent) {
            return lines;
        }
    }
    match (comma_behind.filter(|_| !ends || comma_before.is_none()), comma_before) {
        (Some(_), _) => {
            let next = siblings.get(last + 2).map_or(end, |next| syntax.node(*next).start);
            Span {
                start: own.start,
                end: next.max(end),
            }
        }
        (None, Some(comma)) => Span {
            start: syntax.node(first_comma(unit, &siblings, comma)).start,
            end: own.end,
        },
        (None, None) => own,
    }
}

/// The comma behind the last element before this one that stays.
fn first_comma(unit: &Unit, siblings: &[Id], comma: Id) -> Id {
    let mut first = comma;
    let mut gone = true;
    for sibling in siblings.iter().rev().copied().skip_while(|sibling| *sibling >= comma) {
        if unit.syntax.node(sibling).named {
            gone = unit.dead.contains(&sibling);
        } else if unit.slice(sibling) == "," && gone {
            first = sibling;
        }
        if !gone {
            break;
        }
    }
    first
}

/// How many children behind an element belong to it: the default of a parameter.
fn beside(unit: &Unit, siblings: &[Id], at: usize) -> usize {
    let is_sign = siblings
        .get(at + 1)
        .is_some_and(|sign| !unit.syntax.node(*sign).named && unit.slice(*sign) == "=");
    let list = siblings.get(at).and_then(|id| unit.syntax.parent(*id));
    let binds = list.is_some_and(|list| unit.syntax.has_role(list, |role| role.binding.is_some()));
    if is_sign && !binds { 2 } else { 0 }
}

/// The list ends its lines with commas already.
fn allows_trailing(unit: &Unit, list: Id) -> bool {
    let commas = unit
        .syntax
        .children(list)
        .filter(|child| !unit.syntax.node(*child).named && unit.slice(*child) == ",")
        .count();
    commas >= unit.syntax.parts(list).count()
}

/// It is asked whether the value fits a pattern that says more than the value: `if let Ok(true) = …`.
fn fits_unknown(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(parent) = syntax.parent(id) else { return false };
    let matches = syntax.parent(parent).is_some_and(|invocation| {
        let macros = &syntax.shapes.table.match_macros;
        let name = || syntax.parts(invocation).next().map(|name| unit.slice(name));
        syntax.has_role(invocation, |role| role.macros) && macros.iter().any(|one| Some(one.as_str()) == name())
    });
    matches || syntax.is(parent, |shape| shape.fitting)
}

/// A value that nothing around it can be folded with: it stays as a literal.
fn known(unit: &mut Unit, id: Id, value: &Value) {
    // `while (…)` keeps its parentheses, and a function's body its sign.
    let in_parentheses = fold::is_required(unit, id) && unit.syntax.is(id, |shape| shape.parenthesis);
    if (in_parentheses || begins_with_sign(unit, id))
        && let Some(inner) = unit.syntax.only_part(id)
    {
        known(unit, inner, value);
        return;
    }
    if value.truth() == Some(true) && is_one_condition(unit, id) {
        return;
    }
    if switch::guarded(unit, id, value) || filtered(unit, id, value) || comprehended(unit, id, value) {
        return;
    }
    if value.truth() == Some(false) && begins_no_round(unit, id) {
        return;
    }
    let syntax = &unit.syntax;
    let span = syntax.span(id);
    let parent = syntax.parent(id);
    if let Some(list) = parent.filter(|parent| is_dependency(unit, *parent, id)) {
        let _ = list;
        remove_item(unit, id);
        return;
    }
    if let Some(spread) =
        parent.filter(|parent| syntax.is(*parent, |shape| shape.spread) && value.truth() == Some(false))
    {
        match hole_of(unit, spread) {
            Some(hole) => remove_attribute(unit, hole),
            None => remove_item(unit, spread),
        }
        return;
    }
    if let Some(list) = parent.filter(|parent| syntax.is(*parent, |shape| shape.capture)) {
        captured(unit, list, id);
        return;
    }
    if let Some(hole) = parent.filter(|parent| syntax.is(*parent, |shape| shape.markup_hole))
        && syntax
            .parent(hole)
            .is_some_and(|above| syntax.is(above, |shape| shape.markup))
        && !matches!(value, Value::Text(_) | Value::Number(_))
    {
        remove_markup(unit, hole);
        return;
    }
    if let Some(statement) = parent.filter(|parent| syntax.is(*parent, |shape| shape.expression_statement))
        && switch::of_case(unit, statement) != Some(true)
    {
        return;
    }
    if unit.truth(id).is_none() && fold::decides(unit, id) {
        let text = format!("whether {} counts as true is not known", unit.shown(id));
        unit.stop(id, text);
        return;
    }
    if let Some(name) = asked(unit, id).filter(|name| !may_be_asked(unit, value, name)) {
        unit.stop(id, format!("what `{name}` makes of the value cannot be followed"));
        return;
    }
    if fits_unknown(unit, id) {
        unit.stop(id, format!("whether {} fits is not known", unit.shown(id)));
        return;
    }
    let spelled = value.spelled(syntax, unit.quote);
    if let Some(entry) = names::implying(unit, id) {
        let end = syntax.span(entry).end;
        unit.edits.replace(end, end, format!(" {spelled}"));
        return;
    }
    let shorthand = |id: Id| syntax.is(id, |shape| shape.shorthand);
    let within = parent.is_some_and(|parent| shorthand(parent) && syntax.only_part(parent) == Some(id));
    let spelled = match shorthand(id) || within {
        true => format!("{}: {spelled}", unit.slice(id)),
        false => spelled,
    };
    let spelled = match implied_label(unit, id) {
        Some(name) => format!("{name} = {spelled}"),
        None => spelled,
    };
    // `0.toString()` is no number.
    let of_member = parent.is_some_and(|parent| effects::member(unit, parent).is_some_and(|(object, _)| object == id));
    let spelled = match value {
        Value::Number(_) if of_member => format!("({spelled})"),
        Value::Number(text) if text.starts_with('-') && !fold::is_delimited(unit, id) => format!("({spelled})"),
        _ => spelled,
    };
    let spelled = match further_results(unit, id) {
        Further::None => spelled,
        Further::Returned => format!("{spelled}, {}", unit.syntax.shapes.table.null()),
        Further::Bound => {
            unit.stop(id, "the call gives several values, and not all of them can be followed");
            return;
        }
    };
    if is_taken_apart(unit, id) {
        unit.stop(id, "parts are taken from the value, and they are not known");
        return;
    }
    if endless(unit, id, value) {
        return;
    }
    if let Some(entry) = texts::reported(unit, id) {
        unit.remark(entry, texts::NOT_LOGGED);
        remove_item(unit, entry);
        return;
    }
    let runs_on = parent.is_some_and(|parent| unit.syntax.is(parent, |shape| shape.loops)) && value.truth().is_some();
    if let Some(text) = stays(unit, id, value).filter(|_| !runs_on && !unit.quiet.contains(&id)) {
        unit.remark(id, text);
    }
    unit.edits.replace(span.start, span.end, spelled);
}

/// `a()[0]` and `b, c = a()` ask for more than the value.
fn is_taken_apart(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    let mut at = id;
    while let Some(around) = syntax
        .parent(at)
        .filter(|around| syntax.is(*around, |shape| shape.parenthesis))
    {
        at = around;
    }
    let Some(parent) = syntax.parent(at) else { return false };
    let role = syntax.role(parent);
    if role.is_some_and(|role| role.subscript.is_some()) {
        return syntax.parts(parent).next() == Some(at);
    }
    let binding = role.and_then(|role| role.binding.as_ref());
    let part = |field: Option<crate::language::Field>| syntax.part(parent, field?);
    let name = binding
        .filter(|binding| part(binding.value) == Some(at))
        .and_then(|binding| part(Some(binding.name)));
    name.is_some_and(|name| {
        syntax.has_role(name, |role| role.pattern.is_some())
            || syntax.has_role(name, |role| role.sequence) && syntax.parts(name).count() > 1
    })
}

/// `while let a = b(), true`: the condition of a loop goes from among others. True: that is done.
fn is_one_condition(unit: &mut Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(whole) = syntax.parent(id).filter(|whole| syntax.is(*whole, |shape| shape.loops)) else {
        return false;
    };
    let is_comma = |child: &Id| !syntax.node(*child).named && unit.slice(*child) == ",";
    let before = syntax
        .children(whole)
        .take_while(|child| *child < id)
        .last()
        .filter(is_comma);
    let behind = syntax
        .children(whole)
        .filter(|child| *child > id && syntax.parent(*child) == Some(whole))
        .find(|_| true);
    let behind = behind.filter(is_comma);
    let own = syntax.span(id);
    let span = match (before, behind) {
        (Some(comma), _) => (syntax.node(comma).start, own.end),
        (None, Some(comma)) => {
            let next = syntax.children(whole).find(|child| *child > comma);
            (
                own.start,
                next.map_or(syntax.node(comma).end, |next| syntax.node(next).start),
            )
        }
        (None, None) => return false,
    };
    unit.edits.cut(span.0, span.1);
    true
}

/// `for (…; false; …)` does no more than what it begins with.
fn begins_no_round(unit: &mut Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    let field = syntax.language.parser().field_id_for_name("condition");
    let whole = syntax.parent(id).filter(|whole| {
        let own = field.is_some_and(|field| field.get() == syntax.node(id).field);
        own && syntax.has_role(*whole, |role| role.repeated.is_some()) && !syntax.is(*whole, |shape| shape.loops)
    });
    let Some(whole) = whole else { return false };
    let effect = syntax
        .parts(whole)
        .take_while(|part| *part < id)
        .find_map(|part| effects::first(unit, part));
    match effect {
        Some(effect) => {
            let text = format!("{} would no longer run", unit.shown(effect));
            unit.stop(effect, text);
        }
        None => {
            block::remove(unit, block::whole_statement(unit, whole));
            unit.dead.insert(whole);
        }
    }
    true
}

/// A loop whose condition always holds is written as one without.
fn endless(unit: &mut Unit, id: Id, value: &Value) -> bool {
    let syntax = &unit.syntax;
    let Some((word, parent)) = syntax.shapes.table.endless_loop.clone().zip(syntax.parent(id)) else {
        return false;
    };
    if value.truth() != Some(true) || !syntax.is(parent, |shape| shape.loops) {
        return false;
    }
    // A label may stand before the word.
    let Some(first) = syntax.children(parent).find(|child| !syntax.node(*child).named) else {
        return false;
    };
    let (start, end) = (syntax.span(first).start, syntax.span(id).end);
    unit.edits.replace(start, end, word);
    true
}

/// The name that a member of an object gets from its value: `new { a.b }`.
fn implied_label(unit: &Unit, id: Id) -> Option<String> {
    let syntax = &unit.syntax;
    let list = syntax
        .parent(id)
        .filter(|list| syntax.is(*list, |shape| shape.labels))?;
    let before = syntax.children(list).take_while(|child| *child < id).last()?;
    if unit.slice(before) == "=" {
        return None;
    }
    match effects::member(unit, id) {
        Some((_, name)) => Some(name),
        None => syntax.is_identifier(id).then(|| unit.slice(id).to_owned()),
    }
}

/// `=> a` and `= a` as a node.
fn begins_with_sign(unit: &Unit, id: Id) -> bool {
    let first = unit.syntax.children(id).next();
    first.is_some_and(|first| !unit.syntax.node(first).named && matches!(unit.slice(first), "=>" | "=" | "->"))
}

/// The member that is read or called of an expression.
pub(crate) fn asked(unit: &Unit, id: Id) -> Option<String> {
    let mut at = id;
    while let Some(parent) = unit.syntax.parent(at) {
        if let Some((object, name)) = effects::member(unit, parent) {
            return (object == at).then_some(name);
        }
        if let Some(parts) = effects::called(unit, parent) {
            return (parts.receiver == Some(at)).then_some(parts.name);
        }
        if !unit.syntax.is(parent, |shape| shape.parenthesis || shape.same) {
            return None;
        }
        at = parent;
    }
    None
}

/// Whether a written out value has the member: what waits for a value or holds one has others.
pub(crate) fn may_be_asked(unit: &Unit, value: &Value, name: &str) -> bool {
    const HOLDERS: &[&str] = &[
        "then",
        "thenApply",
        "thenAccept",
        "thenCompose",
        "thenRun",
        "whenComplete",
        "handle",
        "exceptionally",
        "catch",
        "finally",
        "subscribe",
        "pipe",
        "switchMap",
        "flatMap",
        "mergeMap",
        "toPromise",
        "ContinueWith",
        "GetAwaiter",
        "onSuccess",
        "onComplete",
        "onFailure",
        "andThen",
        "collect",
        "await",
        "isPresent",
        "ifPresent",
        "orElseGet",
        "block",
        "doOnNext",
        "catchError",
        "whenData",
        "HasValue",
        "current",
        "sink",
        "valueChanges",
    ];
    let name = name.trim_start_matches(['?', '.', '!']);
    let table = &unit.syntax.shapes.table;
    if table.value_methods.iter().any(|member| member == name) {
        return true;
    }
    // What is asked of a variant as a whole, no text has.
    let of_variant = matches!(
        name,
        "enabled" | "isEnabled" | "feature_enabled" | "featureEnabled" | "payload"
    );
    let holds = HOLDERS.contains(&name) || of_variant;
    match value {
        Value::Bool(_) | Value::Null => !holds && table.open_values,
        Value::Text(_) | Value::Number(_) => !holds,
    }
}

/// `[a for b in c if true]`: the filter goes.
fn filtered(unit: &mut Unit, id: Id, value: &Value) -> bool {
    let syntax = &unit.syntax;
    let Some(filter) = syntax
        .parent(id)
        .filter(|filter| syntax.is(*filter, |shape| shape.filter))
    else {
        return false;
    };
    let before = syntax
        .parent(filter)
        .and_then(|around| syntax.children(around).take_while(|child| *child < filter).last());
    if value.truth() == Some(false)
        && let Some(around) = syntax.parent(filter)
        && syntax
            .statement(filter)
            .is_some_and(|(statement, _)| statement == around)
        && syntax
            .children(around)
            .take_while(|child| *child < filter)
            .all(|part| effects::first(unit, part).is_none())
    {
        block::remove(unit, around);
        return true;
    }
    if value.truth() == Some(false) && takes_nothing(unit, filter) {
        return true;
    }
    let syntax = &unit.syntax;
    let (Some(before), Some(true)) = (before, value.truth()) else {
        return false;
    };
    let (start, end) = (syntax.span(before).end, syntax.span(filter).end);
    unit.edits.cut(start, end);
    true
}

/// `[a for b in c if false]` is an empty list, if working out `c` does nothing else.
fn takes_nothing(unit: &mut Unit, filter: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(whole) = syntax
        .parent(filter)
        .filter(|whole| unit.slice(*whole).starts_with('['))
    else {
        return false;
    };
    let mut sources = syntax.parts(whole).skip(1).take_while(|part| *part < filter);
    if sources.any(|source| effects::first(unit, source).is_some()) {
        return false;
    }
    let span = syntax.span(whole);
    unit.edits.replace(span.start, span.end, "[]");
    unit.dead.insert(whole);
    true
}

/// `for a <- b, true, do: c`: the condition goes.
fn comprehended(unit: &mut Unit, id: Id, value: &Value) -> bool {
    let syntax = &unit.syntax;
    let Some(list) = syntax.parent(id) else { return false };
    let whole = syntax
        .parent(list)
        .filter(|whole| syntax.is(*whole, |shape| shape.comprehension));
    let Some(whole) = whole else { return false };
    // Its last part may be the block.
    let others = syntax
        .parts(list)
        .filter(|part| *part != id && !syntax.has_role(*part, |role| role.sequence));
    match (value.truth(), others.count()) {
        (Some(true), 1..) => remove_item(unit, id),
        _ => {
            let text = format!("what {} gives now is not known", unit.shown(whole));
            unit.stop(whole, text);
        }
    }
    true
}

/// An inlined variable in the list of what a function depends on: `useMemo(() => …, [a])`.
fn is_dependency(unit: &Unit, list: Id, id: Id) -> bool {
    let syntax = &unit.syntax;
    let is_name = syntax.is_identifier(id) || effects::member(unit, id).is_some();
    if !is_name || !syntax.has_role(list, |role| role.list) {
        return false;
    }
    syntax
        .above(list)
        .take(2)
        .find_map(|above| effects::called(unit, above))
        .is_some_and(|parts| match parts.arguments[..] {
            [first, .., last] => last == list && syntax.has_role(first, |role| role.function_value),
            _ => false,
        })
}

/// A function does not take the variable along any more.
fn captured(unit: &mut Unit, list: Id, id: Id) {
    if unit.syntax.parts(list).all(|part| unit.known(part).is_some()) {
        let span = unit.syntax.span(list);
        // The brackets begin the function.
        if unit.slice(list).starts_with('[') {
            unit.edits.cut(span.start + 1, span.end.saturating_sub(1));
            unit.dead.insert(list);
            return;
        }
        let before = unit.text.get(..span.start as usize).unwrap_or("");
        let white = before.len() - before.trim_end().len();
        let start = span.start.saturating_sub(u32::try_from(white).unwrap_or(0));
        unit.edits.cut(start, span.end);
    } else {
        remove_item(unit, id);
    }
}

/// Whether the call stands for more values than one.
enum Further {
    None,
    Returned,
    Bound,
}

fn further_results(unit: &Unit, id: Id) -> Further {
    let syntax = &unit.syntax;
    if !syntax.shapes.table.extra_results || !syntax.has_role(id, |role| role.call.is_some()) {
        return Further::None;
    }
    let Some(list) = syntax
        .parent(id)
        .filter(|list| syntax.has_role(*list, |role| role.sequence) && syntax.only_part(*list) == Some(id))
    else {
        return Further::None;
    };
    let Some(around) = syntax.parent(list) else {
        return Further::None;
    };
    if let Some(binding) = syntax.role(around).and_then(|role| role.binding.as_ref()) {
        let names = syntax
            .part(around, binding.name)
            .map_or(0, |names| syntax.parts(names).count());
        return if names > 1 { Further::Bound } else { Further::None };
    }
    // `(bool, error)` between the parameters and the body.
    let several = syntax.function(around).is_some_and(|function| {
        syntax
            .parts(function)
            .filter(|part| !syntax.is(*part, |shape| shape.block))
            .last()
            .is_some_and(|result| {
                let parameters = syntax
                    .role(function)
                    .and_then(|role| role.function.as_ref()?.parameters);
                parameters.is_none_or(|parameters| !syntax.fills(result, parameters))
                    && unit.slice(result).contains(',')
            })
    });
    match syntax.has_role(around, |role| role.returns) && several {
        true => Further::Returned,
        false => Further::None,
    }
}

/// What to tell of a value that stays.
fn stays(unit: &Unit, id: Id, value: &Value) -> Option<String> {
    let spelled = value.spelled(&unit.syntax, '"');
    for above in unit.syntax.above(id).take(4) {
        // Not what is asked of the value itself.
        let within = |part: Option<Id>| part.is_some_and(|part| unit.syntax.subtree(part).contains(&id));
        if let Some(parts) = effects::called(unit, above)
            && !within(parts.callee)
            && !within(parts.receiver)
        {
            return Some(format!("`{spelled}` is handed on to `{}`", parts.name));
        }
        let Some(role) = unit.syntax.role(above) else { continue };
        if role.returns {
            return Some(format!("`{spelled}` is what a function gives back"));
        }
        if role.binding.is_some() || role.entry.is_some() || role.keyword.is_some() || role.attribute {
            return Some(format!("`{spelled}` is stored"));
        }
    }
    Some(format!("`{spelled}` stays here"))
}

/// Takes a hole of markup away.
fn remove_markup(unit: &mut Unit, hole: Id) {
    let span = unit.syntax.span(hole);
    let lines = match begins_line(&unit.text, span.start) && ends_line(&unit.text, span.end) {
        true => whole_lines(&unit.text, span.start, span.end),
        false => span,
    };
    unit.edits.cut(lines.start, lines.end);
    unit.dead.insert(hole);
}

/// An expression that is the same as a part of it.
fn same(unit: &mut Unit, id: Id, part: Id) {
    let syntax = &unit.syntax;
    let hole = syntax
        .parent(id)
        .filter(|parent| syntax.is(*parent, |shape| shape.markup_hole));
    let in_markup = hole.filter(|hole| {
        syntax
            .parent(*hole)
            .is_some_and(|above| syntax.is(above, |shape| shape.markup))
    });
    let bare = bared(unit, part);
    if let Some(hole) = in_markup {
        if literal(&unit.syntax, bare, &unit.text) == Some(Value::Null) {
            remove_markup(unit, hole);
            return;
        }
        if is_markup(unit, bare) {
            replace_by(unit, hole, bare);
            return;
        }
    }
    if let Some(hole) = hole.filter(|_| in_markup.is_none()) {
        // `{"a"}` as an attribute's value is `"a"`.
        let is_value = syntax
            .parent(hole)
            .is_some_and(|above| syntax.has_role(above, |role| role.attribute));
        let plain = literal(syntax, bare, &unit.text).is_some_and(|value| matches!(value, Value::Text(_)))
            && unit.slice(bare).starts_with(['"', '\''])
            && !unit.slice(bare).contains('\\');
        if is_value && plain {
            replace_by(unit, hole, bare);
            return;
        }
        if is_value
            && unit.slice(bare) == "undefined"
            && let Some(attribute) = syntax.parent(hole)
        {
            remove_attribute(unit, attribute);
            return;
        }
    }
    if let Some(statement) = assigns_itself(unit, id, bare) {
        block::remove(unit, statement);
        return;
    }
    if let Some(entry) = syntax.parent(id).filter(|entry| is_shorthand(unit, *entry, id, bare)) {
        replace_by(unit, entry, bare);
        return;
    }
    let spread = syntax.parent(id).filter(|spread| {
        syntax.is(*spread, |shape| shape.spread) && syntax.has_role(bare, |role| role.object || role.list)
    });
    if let Some(hole) = spread.and_then(|spread| hole_of(unit, spread))
        && syntax.parts(bare).next().is_none()
    {
        remove_attribute(unit, hole);
        return;
    }
    // An element may be a node around it.
    let spread = spread.map(|spread| match syntax.parent(spread) {
        Some(element) if syntax.has_role(element, |role| role.entry.is_some()) => element,
        _ => spread,
    });
    if let Some(spread) = spread.filter(|spread| {
        syntax
            .parent(*spread)
            .is_some_and(|around| syntax.node(around).kind == syntax.node(bare).kind)
    }) {
        let entries: Vec<Id> = unit.syntax.parts(bare).collect();
        match entries.is_empty() {
            true => remove_item(unit, spread),
            false => block::unwrap(unit, spread, &entries),
        }
        return;
    }
    if unit.syntax.is(bare, |shape| shape.chosen_only) && !may_be_thrown(unit, id) {
        thrown(unit, id, bare);
        return;
    }
    let strip = bare != part && !unit.slice(part).contains('\n') && fold::is_delimited(unit, id);
    let target = if strip { bare } else { part };
    behind_sign(unit, id, target);
    replace_by(unit, id, target);
    if fold::would_be_block(unit, id, target) {
        let span = unit.syntax.span(target);
        unit.edits.replace(span.start, span.start, "(");
        unit.edits.replace(span.end, span.end, ")");
    }
}

/// The hole of an element's tag that a spread fills.
fn hole_of(unit: &Unit, spread: Id) -> Option<Id> {
    let hole = unit.syntax.parent(spread)?;
    unit.syntax.is(hole, |shape| shape.markup_hole).then_some(hole)
}

/// Takes an attribute out of its tag.
fn remove_attribute(unit: &mut Unit, attribute: Id) {
    let span = unit.syntax.span(attribute);
    let lines = whole_lines(&unit.text, span.start, span.end);
    unit.edits.cut(lines.start, lines.end);
    unit.dead.insert(attribute);
}

/// What can only be one of several expressions, or behind an arrow, may stand here.
fn may_be_thrown(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(parent) = syntax.parent(id) else { return false };
    let is_default = syntax.is(parent, |shape| shape.logic.is_some()) && unit.slice(parent).contains("??");
    let chosen = syntax.is(parent, |shape| shape.choice.is_some() || shape.switch.is_some());
    let behind_arrow = unit
        .text
        .get(..syntax.span(id).start as usize)
        .is_some_and(|before| before.trim_end().ends_with("=>"));
    is_default || chosen || behind_arrow
}

/// `return throw a;` is the statement `throw a;`.
fn thrown(unit: &mut Unit, id: Id, bare: Id) {
    let syntax = &unit.syntax;
    let returned = syntax
        .parent(id)
        .filter(|parent| syntax.has_role(*parent, |role| role.returns) && syntax.only_part(*parent) == Some(id));
    match returned {
        Some(statement) => {
            let start = syntax.span(statement).start;
            block::keep_only(unit, id, bare);
            let inner = unit.syntax.span(id).start;
            unit.edits.cut(start, inner);
        }
        None => {
            let text = format!("{} cannot stand here alone", unit.shown(bare));
            unit.stop(id, text);
        }
    }
}

/// A value that had a line of its own stands behind its sign if what is left of it has room there.
fn behind_sign(unit: &mut Unit, id: Id, kept: Id) {
    const WIDTH: usize = 80;
    let syntax = &unit.syntax;
    let (outer, text) = (syntax.span(id), unit.slice(kept));
    let head = unit.text.get(..outer.start as usize).unwrap_or("");
    let Some(before) = head.trim_end().strip_suffix('=') else {
        return;
    };
    let assigns = !before.ends_with([
        '=', '!', '<', '>', ':', '+', '-', '*', '/', '|', '&', '?', '%', '^', '~', '.',
    ]);
    // The sign may begin the line.
    let name = before.trim_end();
    let line = name.rsplit(['\n', '\r']).next().unwrap_or("");
    let gap = &head[name.len()..];
    let width = line.chars().count() + " = ;".len() + text.chars().count();
    let ends = unit
        .text
        .get(outer.end as usize..)
        .is_some_and(|rest| rest.starts_with([';', ',', '\n', '\r']));
    if assigns && gap.contains('\n') && !text.contains('\n') && ends && width <= WIDTH {
        let start = u32::try_from(name.len()).unwrap_or(outer.start);
        unit.edits.replace(start, outer.start, " = ");
    }
}

/// `a = a` does nothing: the statement that it is.
fn assigns_itself(unit: &Unit, id: Id, bare: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let assignment = syntax.above(id).take(2).find(|above| {
        let binding = syntax.role(*above).and_then(|role| role.binding.as_ref());
        binding.is_some_and(|binding| binding.assignment)
    })?;
    let binding = syntax.role(assignment)?.binding.as_ref()?;
    let (left, right) = (
        syntax.part(assignment, binding.name)?,
        syntax.part(assignment, binding.value?)?,
    );
    let alone = right == id || syntax.only_part(right) == Some(id);
    let same = unit.slice(left) == unit.slice(bare) && effects::first(unit, left).is_none();
    let statement = block::whole_statement(unit, assignment);
    let plain = statement == assignment || syntax.is(statement, |shape| shape.expression_statement);
    (alone && same && plain).then_some(statement)
}

/// `{ a: a }` is `{ a }`.
fn is_shorthand(unit: &Unit, entry: Id, value: Id, bare: Id) -> bool {
    let syntax = &unit.syntax;
    let Some((key, given)) = syntax.role(entry).and_then(|role| role.entry) else {
        return false;
    };
    let key = syntax.part(entry, key).filter(|key| syntax.is_identifier(*key));
    !syntax.shapes.table.shorthand.is_empty()
        && syntax.part(entry, given) == Some(value)
        && syntax.is_identifier(bare)
        && key.is_some_and(|key| unit.slice(key) == unit.slice(bare))
}

/// Without parentheses that are not needed.
fn bared(unit: &Unit, id: Id) -> Id {
    let mut at = id;
    while unit.syntax.is(at, |shape| shape.parenthesis)
        && let Some(inner) = unit.syntax.only_part(at)
        && !unit.syntax.is(inner, |shape| shape.comma)
    {
        at = inner;
    }
    at
}

fn is_markup(unit: &Unit, id: Id) -> bool {
    unit.syntax.is(id, |shape| shape.markup) || unit.syntax.has_role(id, |role| role.element.is_some())
}

/// A part takes the place of the whole, its lines as far to the left as the whole began.
pub(crate) fn replace_by(unit: &mut Unit, outer: Id, inner: Id) {
    let (at, kept) = (unit.syntax.span(outer), unit.syntax.span(inner));
    block::keep_only(unit, outer, inner);
    block::dedent_continued(unit, at.start, kept, inner);
}
