//! Elements and their attributes: a reader that knows no HTML but how tags are written.

use crate::facts::{Argument, Branch, Call, CallContext, Expression, FILE_SCOPE, Form};
use crate::source::Span;
use crate::template::{Element, Mark, Markup, Page, scan};

/// Elements that are never closed: <https://html.spec.whatwg.org/multipage/syntax.html#void-elements>.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
];
/// How many open elements are looked through for the one that is closed.
const DEPTH: usize = 64;
/// How many attributes of an element are read.
const ATTRIBUTES: usize = 256;

/// Reads the elements of a page.
pub(super) fn read(page: &mut Page<'_>, markup: &Markup) {
    page.taken.sort_unstable();
    let mut elements = Elements {
        markup,
        open: Vec::new(),
        before: None,
        element_before: None,
        taken: 0,
        branches: Vec::new(),
    };
    let mut at = 0;
    while let Some(next) = page.text.get(at..).and_then(|rest| rest.find('<')) {
        at += next;
        at = elements
            .jump(page, at)
            .unwrap_or_else(|| elements.tag(page, at))
            .max(at + 1);
    }
    page.found.conditions.extend(elements.branches);
}

struct Elements<'a> {
    markup: &'a Markup,
    open: Vec<Open<'a>>,
    /// The branch of the element that was closed right before.
    before: Option<usize>,
    /// The element that was closed right before, if an attribute decides it.
    element_before: Option<usize>,
    /// The next stretch that is not for us.
    taken: usize,
    branches: Vec<(Span, Branch)>,
}

struct Open<'a> {
    name: std::borrow::Cow<'a, str>,
    start: usize,
    /// Its own branch.
    decides: Option<usize>,
    /// The branch whose alternative it is.
    otherwise: Option<usize>,
    /// Its place among those that an attribute decides.
    element: Option<usize>,
}

/// An attribute: the places of its name and of its value.
struct Attribute {
    name: (usize, usize),
    value: Option<(usize, usize)>,
}

impl Elements<'_> {
    /// The end of the stretch around `at` that is not for us.
    fn jump(&mut self, page: &Page<'_>, at: usize) -> Option<usize> {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        while let Some(span) = page.taken.get(self.taken).filter(|span| span.end <= at) {
            let _ = span;
            self.taken += 1;
        }
        let span = page.taken.get(self.taken).filter(|span| span.start <= at)?;
        Some(span.end as usize)
    }

    /// Reads a tag that may begin at `at`; gives the place behind it.
    fn tag(&mut self, page: &mut Page<'_>, at: usize) -> usize {
        let bytes = page.text.as_bytes();
        let closes = bytes.get(at + 1) == Some(&b'/');
        let from = at + 1 + usize::from(closes);
        let is_name = |byte: &u8| scan::is_word(*byte) || matches!(byte, b'-' | b'.' | b':');
        let length = bytes
            .get(from..)
            .unwrap_or(&[])
            .iter()
            .take_while(|byte| is_name(byte))
            .count();
        if !bytes.get(from).is_some_and(u8::is_ascii_alphabetic) {
            return at + 1;
        }
        let behind = from + length;
        if closes {
            let end = behind + usize::from(bytes.get(behind) == Some(&b'>'));
            let name = page.text.get(from..behind).unwrap_or("").to_owned();
            self.close(page, &name, end);
            return end;
        }
        let Some((attributes, end, alone)) = self.attributes(page, behind) else {
            return behind;
        };
        self.element(page, (at, from, behind), &attributes, end, alone);
        end
    }

    fn attributes(&mut self, page: &mut Page<'_>, at: usize) -> Option<(Vec<Attribute>, usize, bool)> {
        let text = page.text;
        let bytes = text.as_bytes();
        let mut attributes = Vec::new();
        let mut at = at;
        while attributes.len() < ATTRIBUTES {
            at = scan::skip_space(text, at);
            match bytes.get(at)? {
                b'>' => return Some((attributes, at + 1, false)),
                b'/' if bytes.get(at + 1) == Some(&b'>') => return Some((attributes, at + 2, true)),
                b'<' => return None,
                b'/' => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            if let Some(end) = self.jump(page, at) {
                at = end;
                continue;
            }
            let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/');
            let length = bytes.get(at..)?.iter().take_while(|byte| !ends(byte)).count().max(1);
            let name = (at, at + length);
            at = scan::skip_space(text, at + length);
            if bytes.get(at) != Some(&b'=') {
                attributes.push(Attribute { name, value: None });
                continue;
            }
            let (value, behind) = self.value(page, scan::skip_space(text, at + 1))?;
            attributes.push(Attribute {
                name,
                value: Some(value),
            });
            at = behind;
        }
        None
    }

    fn value(&mut self, page: &mut Page<'_>, at: usize) -> Option<((usize, usize), usize)> {
        let bytes = page.text.as_bytes();
        let first = *bytes.get(at)?;
        if matches!(first, b'"' | b'\'') {
            if page.budget == 0 {
                return None;
            }
            let rest = page.text.get(at + 1..)?;
            let Some(length) = rest.find(char::from(first)) else {
                page.budget = page.budget.saturating_sub(rest.len());
                return None;
            };
            return Some(((at + 1, at + 1 + length), at + length + 2));
        }
        if let Some(end) = self.jump(page, at) {
            return Some(((at, end), end));
        }
        let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
        let length = bytes.get(at..)?.iter().take_while(|byte| !ends(byte)).count();
        Some(((at, at + length), at + length))
    }

    fn element(
        &mut self,
        page: &mut Page<'_>,
        place: (usize, usize, usize),
        attributes: &[Attribute],
        end: usize,
        alone: bool,
    ) {
        let (start, from, behind) = place;
        let text = page.text;
        let markup = self.markup;
        let name = text.get(from..behind).unwrap_or("");
        let mut decides = None;
        let mut otherwise = None;
        let mut arguments = Vec::new();
        for attribute in attributes {
            let written = text.get(attribute.name.0..attribute.name.1).unwrap_or("");
            let is = |names: &[String]| names.iter().any(|known| known == written);
            if is(&markup.otherwise) {
                otherwise = self.before;
            }
            let begins = |names: &[String]| names.iter().find(|known| written.starts_with(known.as_str())).cloned();
            if let (Some(_), Some((from, to))) = (begins(&markup.code), attribute.value) {
                page.keep(from, to);
                page.end(to, 1);
                let inside = Span::new(from, to);
                page.found.marks.push(Mark {
                    whole: inside,
                    inside,
                    word: None,
                    ends: false,
                });
                if is(&markup.conditions) || is(&markup.negated_conditions) {
                    decides = Some(self.branches.len());
                    let branch = Branch {
                        span: Span::new(start, end),
                        consequence: None,
                        alternative: None,
                        negated: is(&markup.negated_conditions),
                        same: false,
                    };
                    self.branches.push((Span::new(from, to), branch));
                }
            }
            arguments.push(self.argument(page, attribute, written, begins(&markup.bound)));
        }
        if !arguments.is_empty() {
            page.found.calls.push(Call {
                form: Form::Component,
                name: match markup.pascal && name.contains('-') {
                    true => pascal(name).into(),
                    false => name.into(),
                },
                name_span: Span::new(from, behind),
                span: Span::new(start, end),
                receiver: None,
                receiver_span: Span::default(),
                arguments,
                types: Vec::new(),
                scope: FILE_SCOPE,
                context: CallContext::default(),
            });
        }
        let element = self.decided(page, place, attributes, end);
        self.before = None;
        self.element_before = None;
        let opened = Open {
            name: name.to_owned().into(),
            start,
            decides,
            otherwise,
            element,
        };
        match alone || is_void(name) {
            true => self.ended(page, &opened, end),
            false => self.open.push(opened),
        }
    }

    fn argument(&self, page: &Page<'_>, attribute: &Attribute, written: &str, bound: Option<String>) -> Argument {
        let name = bound
            .as_deref()
            .and_then(|prefix| written.strip_prefix(prefix))
            .unwrap_or(written);
        let (from, to) = attribute.value.unwrap_or(attribute.name);
        let value = page.text.get(from..to).unwrap_or("");
        let code = self
            .markup
            .marks
            .iter()
            .find_map(|mark| value.strip_prefix(mark.as_str()));
        let expression = match (attribute.value, code, bound) {
            (None, ..) => Expression::Boolean(true),
            (Some(_), Some(code), _) => scan::atom(code.trim_end_matches(['}', ')']).trim_start_matches('(')),
            (Some(_), None, Some(_)) => scan::atom(value),
            (Some(_), None, None) => Expression::Text(value.into()),
        };
        Argument {
            keyword: Some(name.into()),
            span: Span::new(from, to),
            value: expression,
        }
    }

    fn close(&mut self, page: &mut Page<'_>, name: &str, end: usize) {
        let near = self.open.len().saturating_sub(DEPTH);
        let found = self.open.iter().skip(near).rposition(|open| open.name == name);
        let Some(at) = found.map(|at| near + at) else { return };
        let opened = self.open.drain(at..).next();
        if let Some(opened) = opened {
            self.ended(page, &opened, end);
        }
    }

    fn ended(&mut self, page: &mut Page<'_>, opened: &Open<'_>, end: usize) {
        let whole = Span::new(opened.start, end);
        if let Some((_, branch)) = opened.otherwise.and_then(|at| self.branches.get_mut(at)) {
            branch.alternative = Some(whole);
            branch.span.end = whole.end;
        }
        if let Some((_, branch)) = opened.decides.and_then(|at| self.branches.get_mut(at)) {
            branch.span = whole;
            branch.consequence = Some(whole);
        }
        self.before = opened.decides;
        if let Some(element) = opened.element.and_then(|at| page.found.elements.get_mut(at)) {
            element.whole = whole;
            element.closed = true;
        }
        self.element_before = opened.element;
    }

    /// Remembers an element that an attribute decides; gives its place among them.
    fn decided(
        &self,
        page: &mut Page<'_>,
        place: (usize, usize, usize),
        attributes: &[Attribute],
        end: usize,
    ) -> Option<usize> {
        let text = page.text;
        let fix = page.template.fix.as_ref()?;
        let written = |attribute: &Attribute| text.get(attribute.name.0..attribute.name.1).unwrap_or("");
        let decides = |attribute: &&Attribute| {
            let name = written(attribute);
            fix.attributes.iter().any(|known| known == name)
                || (self.markup.otherwise.iter().any(|known| known == name)
                    && !self.markup.conditions.iter().any(|known| known == name))
        };
        let attribute = attributes.iter().find(decides)?;
        let to = attribute.value.map_or(attribute.name.1, |(_, to)| {
            let is_quoted = matches!(text.as_bytes().get(to), Some(b'"' | b'\''));
            to + usize::from(is_quoted)
        });
        let goes_on = self.markup.otherwise.iter().any(|known| known == written(attribute));
        let (start, from, behind) = place;
        page.found.elements.push(Element {
            whole: Span::new(start, end),
            tag: Span::new(start, end),
            name: Span::new(from, behind),
            attribute: Span::new(attribute.name.0, to),
            condition: attribute.value.map(|(from, to)| Span::new(from, to)),
            otherwise: self.element_before.filter(|_| goes_on),
            bare: attributes.len() == 1,
            closed: false,
        });
        Some(page.found.elements.len() - 1)
    }
}

/// Whether elements of the name are never closed.
pub(super) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// `new-menu` as `NewMenu`.
pub(crate) fn pascal(name: &str) -> String {
    let mut pascal = String::with_capacity(name.len());
    for part in name.split('-') {
        let mut characters = part.chars();
        pascal.extend(characters.next().into_iter().flat_map(char::to_uppercase));
        pascal.push_str(characters.as_str());
    }
    pascal
}
