//! What tree-sitter sees only as tokens, read with `syn`: Rust's macro invocations and attributes.
//!
//! `syn` recurses, so nesting is counted first; its positions are relative to the text it was given.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::visit::Visit;

use crate::facts::{Argument, Call, CallContext, Expression, FILE_SCOPE, Form, Name, Part};
use crate::language::Table;
use crate::source::Span;

/// Brackets deeper than this are no code.
const NESTING: usize = 128;
/// How many levels `syn` may need: far below what overflows the stack of a parsing thread in a debug build.
const DEEPEST: usize = 400;
/// Words that go on with the expression that a block ends.
const CONTINUES: [&str; 4] = ["as", "else", "if", "in"];
/// Larger invocations are tables, not code.
const SIZE: usize = 256 * 1024;
/// How deep groups that are neither expressions nor statements are opened.
const GROUPS: u8 = 16;

/// Reads a macro invocation or an attribute that stands at a span of a text.
pub type Reader = fn(&str, Span, &Table, &dyn Fn(&str) -> Name) -> Found;

/// What stands in the tokens.
#[derive(Debug, Default)]
pub struct Found {
    /// With places in the whole text; scopes are left to the caller.
    pub calls: Vec<Call>,
    /// String literals.
    pub strings: Vec<(Span, Name)>,
    /// The value of the invocation, where it formats a string.
    pub value: Option<Expression>,
    /// The attribute makes the next function a test.
    pub marks_test: bool,
}

/// Reads Rust.
pub fn read(text: &str, span: Span, table: &Table, name: &dyn Fn(&str) -> Name) -> Found {
    let source = text.get(span.range()).unwrap_or("");
    let mut found = Found::default();
    if source.len() > SIZE || nesting(source) > NESTING {
        return found;
    }
    let Ok(tokens) = source.parse::<TokenStream>() else {
        return found;
    };
    let mut reader = Tokens {
        base: span.start,
        table,
        name,
        found: &mut found,
        negated: false,
    };
    if source.starts_with('#') {
        reader.attribute(tokens, span);
    } else {
        reader.invocation(tokens, span);
    }
    // The positions of every text ever parsed on this thread are kept until told otherwise.
    proc_macro2::extra::invalidate_current_thread_spans();
    found
}

/// Bounds how deep `syn` recurses over tokens: operators, types and patterns nest without brackets, so every token up to
/// the end of an expression may be one level more.
fn depth(tokens: &TokenStream) -> usize {
    let (mut run, mut deepest) = (0usize, 0);
    // Between `<…>` and `|…|` a comma ends nothing.
    let mut commas_end = true;
    let mut behind_block = false;
    for token in tokens.clone() {
        let ends = match &token {
            TokenTree::Punct(punct) => match punct.as_char() {
                ';' => true,
                ',' => commas_end,
                '#' => behind_block,
                _ => false,
            },
            TokenTree::Ident(ident) => behind_block && CONTINUES.iter().all(|word| ident != word),
            TokenTree::Group(_) | TokenTree::Literal(_) => false,
        };
        if ends {
            (run, commas_end) = (0, true);
        }
        run += 1;
        commas_end &= !matches!(&token, TokenTree::Punct(punct) if matches!(punct.as_char(), '<' | '|'));
        behind_block = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        deepest = deepest.max(match &token {
            TokenTree::Group(group) => run + depth(&group.stream()),
            _ => run,
        });
    }
    deepest
}

/// Like `syn`, but for tokens that would exhaust the stack there is no result.
fn parse<P: Parser>(parser: P, tokens: &TokenStream) -> Option<P::Output> {
    if depth(tokens) > DEEPEST {
        return None;
    }
    parser.parse2(tokens.clone()).ok()
}

/// Whether a whole file can be read as Rust; what nests too deep for the parser counts as readable.
pub fn parses(text: &str) -> bool {
    if nesting(text) > NESTING {
        return true;
    }
    let readable = text
        .parse::<TokenStream>()
        .is_ok_and(|tokens| depth(&tokens) > DEEPEST || syn::parse2::<syn::File>(tokens).is_ok());
    proc_macro2::extra::invalidate_current_thread_spans();
    readable
}

/// The deepest nesting of brackets.
fn nesting(source: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for byte in source.bytes() {
        match byte {
            b'(' | b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

struct Tokens<'a> {
    base: u32,
    table: &'a Table,
    name: &'a dyn Fn(&str) -> Name,
    found: &'a mut Found,
    negated: bool,
}

impl Tokens<'_> {
    fn span(&self, span: proc_macro2::Span) -> Span {
        let range = span.byte_range();
        let base = self.base as usize;
        Span::new(base + range.start, base + range.end)
    }

    fn text(&self, text: &str) -> Name {
        (self.name)(text)
    }

    /// `name!(…)`.
    fn invocation(&mut self, tokens: TokenStream, whole: Span) {
        let mut tokens = tokens.into_iter();
        let Some(TokenTree::Ident(mut last)) = tokens.next() else {
            return;
        };
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => last = ident,
                TokenTree::Group(group) => {
                    let macro_name = last.to_string();
                    if self.table.format_macros.contains(&macro_name) {
                        self.found.value = self.formatted(&group.stream());
                    }
                    self.named_values(
                        &format!("{macro_name}!"),
                        Form::Macro,
                        last.span(),
                        &group.stream(),
                        whole,
                    );
                    self.body(group.stream(), GROUPS);
                }
                _ => {}
            }
        }
    }

    /// `#[name(key = "value")]` and what nests in it.
    fn attribute(&mut self, tokens: TokenStream, whole: Span) {
        for token in tokens {
            let TokenTree::Group(group) = token else { continue };
            let path: String = group
                .stream()
                .into_iter()
                .take_while(|token| !matches!(token, TokenTree::Group(_)))
                .map(|token| token.to_string())
                .collect();
            self.found.marks_test |= self.table.test.decorators.contains(&path);
            self.groups(&group.stream(), Form::Attribute, whole, GROUPS);
        }
    }

    fn groups(&mut self, tokens: &TokenStream, form: Form, whole: Span, depth: u8) {
        let mut before = None;
        for token in tokens.clone() {
            match token {
                TokenTree::Ident(ident) => before = Some(ident),
                TokenTree::Group(group) if depth > 0 => {
                    if let Some(ident) = before.take() {
                        let stream = group.stream();
                        self.named_values(&ident.to_string(), form, ident.span(), &stream, whole);
                        self.groups(&stream, form, whole, depth - 1);
                    }
                }
                _ => {}
            }
        }
    }

    /// `key = "value"` pairs, however they nest: a call with named arguments.
    fn named_values(&mut self, name: &str, form: Form, at: proc_macro2::Span, tokens: &TokenStream, whole: Span) {
        let mut arguments = Vec::new();
        self.pairs(tokens, &mut arguments, GROUPS);
        if !arguments.is_empty() {
            let name_span = self.span(at);
            let call = self.record(form, name, name_span, whole, None, arguments);
            self.found.calls.push(call);
        }
    }

    fn pairs(&self, tokens: &TokenStream, arguments: &mut Vec<Argument>, depth: u8) {
        let tokens: Vec<_> = tokens.clone().into_iter().collect();
        for window in tokens.windows(3) {
            if let [
                TokenTree::Ident(key),
                TokenTree::Punct(equals),
                TokenTree::Literal(value),
            ] = window
                && equals.as_char() == '='
                && let Ok(value_text) = syn::parse_str::<syn::LitStr>(&value.to_string())
            {
                arguments.push(Argument {
                    keyword: Some(self.text(&key.to_string())),
                    span: self.span(value.span()),
                    value: Expression::Text(self.text(&value_text.value())),
                });
            }
        }
        for token in &tokens {
            if let TokenTree::Group(group) = token
                && depth > 0
            {
                self.pairs(&group.stream(), arguments, depth - 1);
            }
        }
    }

    fn record(
        &self,
        form: Form,
        name: &str,
        name_span: Span,
        span: Span,
        receiver: Option<(Expression, Span)>,
        arguments: Vec<Argument>,
    ) -> Call {
        let (receiver, receiver_span) = receiver.map_or((None, Span::default()), |(value, span)| (Some(value), span));
        Call {
            form,
            name: self.text(name),
            name_span,
            span,
            receiver,
            receiver_span,
            arguments,
            types: Vec::new(),
            scope: FILE_SCOPE,
            context: CallContext {
                negated: self.negated,
                ..CallContext::default()
            },
        }
    }

    /// Arguments, then statements, then whatever can be told from tokens.
    fn body(&mut self, tokens: TokenStream, depth: u8) {
        let list = syn::punctuated::Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated;
        if let Some(expressions) = parse(list, &tokens) {
            for expression in &expressions {
                self.visit_expr(expression);
            }
        } else if let Some(statements) = parse(syn::Block::parse_within, &tokens) {
            for statement in &statements {
                self.visit_stmt(statement);
            }
        } else if depth > 0 {
            self.scan(tokens, depth);
        }
    }

    /// `tokio::select!` and other grammars of their own: runs between separators that are expressions, and groups.
    fn scan(&mut self, tokens: TokenStream, depth: u8) {
        let mut run: Vec<TokenTree> = Vec::new();
        let flush = |run: &mut Vec<TokenTree>, tokens: &mut Self| {
            let stream: TokenStream = run.drain(..).collect();
            if stream.is_empty() {
                return;
            }
            match parse(<syn::Expr as syn::parse::Parse>::parse, &stream) {
                Some(expression) => tokens.visit_expr(&expression),
                None => {
                    for token in stream {
                        if let TokenTree::Group(group) = token {
                            tokens.body(group.stream(), depth - 1);
                        }
                    }
                }
            }
        };
        for token in tokens {
            let separates = match &token {
                TokenTree::Punct(punct) => matches!(punct.as_char(), ',' | ';' | '=' | '>'),
                TokenTree::Ident(ident) => *ident == "if" || *ident == "else",
                TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                TokenTree::Literal(_) => false,
            };
            if !separates {
                run.push(token);
                continue;
            }
            flush(&mut run, self);
            if let TokenTree::Group(group) = token {
                self.body(group.stream(), depth - 1);
            }
        }
        flush(&mut run, self);
    }

    /// `"a-{b}", c` as a string with holes.
    fn formatted(&self, tokens: &TokenStream) -> Option<Expression> {
        let list = syn::punctuated::Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated;
        let arguments = parse(list, tokens)?;
        let mut arguments = arguments.iter();
        let Some(syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(format),
            ..
        })) = arguments.next()
        else {
            return None;
        };
        let format = format.value();
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut characters = format.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '{' | '}' if characters.next_if_eq(&character).is_some() => text.push(character),
                '{' => {
                    let inside: String = characters.by_ref().take_while(|character| *character != '}').collect();
                    let variable = inside.split(':').next().unwrap_or("").trim();
                    let value = match variable {
                        "" => arguments
                            .next()
                            .map_or(Expression::Other, |value| self.expression(value)),
                        variable => Expression::Path(self.text(variable)),
                    };
                    if !text.is_empty() {
                        parts.push(Part::Text(self.text(&std::mem::take(&mut text))));
                    }
                    parts.push(Part::Hole(value));
                }
                character => text.push(character),
            }
        }
        if !text.is_empty() || parts.is_empty() {
            parts.push(Part::Text(self.text(&text)));
        }
        Some(match &parts[..] {
            [Part::Text(text)] => Expression::Text(text.clone()),
            _ => Expression::Template(parts),
        })
    }

    fn path(&self, path: &syn::Path) -> Name {
        let parts: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.text(&parts.join("."))
    }

    fn expression(&self, expression: &syn::Expr) -> Expression {
        match expression {
            syn::Expr::Lit(literal) => match &literal.lit {
                syn::Lit::Str(text) => Expression::Text(self.text(&text.value())),
                syn::Lit::Bool(value) => Expression::Boolean(value.value),
                syn::Lit::Int(number) => Expression::Number(self.text(&number.to_string())),
                syn::Lit::Float(number) => Expression::Number(self.text(&number.to_string())),
                _ => Expression::Other,
            },
            syn::Expr::Path(path) => Expression::Path(self.path(&path.path)),
            syn::Expr::Reference(inner) => self.expression(&inner.expr),
            syn::Expr::Paren(inner) => self.expression(&inner.expr),
            syn::Expr::Group(inner) => self.expression(&inner.expr),
            syn::Expr::Try(inner) => self.expression(&inner.expr),
            syn::Expr::Await(inner) => self.expression(&inner.base),
            syn::Expr::Cast(inner) => self.expression(&inner.expr),
            syn::Expr::Field(field) => {
                let member = match &field.member {
                    syn::Member::Named(name) => name.to_string(),
                    syn::Member::Unnamed(index) => index.index.to_string(),
                };
                match self.expression(&field.base) {
                    Expression::Path(path) => Expression::Path(self.text(&format!("{path}.{member}"))),
                    Expression::Other => Expression::Other,
                    base => Expression::Member(Box::new(base), self.text(&member)),
                }
            }
            syn::Expr::MethodCall(call) => {
                let method = call.method.to_string();
                match call.args.is_empty() && self.table.transparent_methods.contains(&method) {
                    true => self.expression(&call.receiver),
                    false => Expression::Call(self.span(call.span())),
                }
            }
            syn::Expr::Call(call) => Expression::Call(self.span(call.span())),
            syn::Expr::Macro(invocation) => {
                let is_format = invocation
                    .mac
                    .path
                    .get_ident()
                    .is_some_and(|name| self.table.format_macros.contains(&name.to_string()));
                let value = is_format.then(|| self.formatted(&invocation.mac.tokens)).flatten();
                value.unwrap_or(Expression::Other)
            }
            _ => Expression::Other,
        }
    }

    fn arguments<'e>(&self, arguments: impl Iterator<Item = &'e syn::Expr>) -> Vec<Argument> {
        let read = |argument: &syn::Expr| Argument {
            keyword: None,
            span: self.span(argument.span()),
            value: self.expression(argument),
        };
        arguments.map(read).collect()
    }
}

impl<'ast> Visit<'ast> for Tokens<'_> {
    fn visit_expr_unary(&mut self, node: &'ast syn::ExprUnary) {
        let outer = self.negated;
        self.negated ^= matches!(node.op, syn::UnOp::Not(_));
        syn::visit::visit_expr_unary(self, node);
        self.negated = outer;
    }

    fn visit_expr_method_call(&mut self, node: &'ast syn::ExprMethodCall) {
        let receiver = (self.expression(&node.receiver), self.span(node.receiver.span()));
        let name = node.method.to_string();
        let (name_span, span) = (self.span(node.method.span()), self.span(node.span()));
        let arguments = self.arguments(node.args.iter());
        let call = self.record(Form::Call, &name, name_span, span, Some(receiver), arguments);
        self.found.calls.push(call);
        syn::visit::visit_expr_method_call(self, node);
    }

    fn visit_expr_call(&mut self, node: &'ast syn::ExprCall) {
        if let syn::Expr::Path(function) = &*node.func
            && let Some(last) = function.path.segments.last()
        {
            let path = self.path(&function.path);
            let receiver = path
                .rsplit_once('.')
                .map(|(owner, _)| (Expression::Path(self.text(owner)), self.span(function.path.span())));
            let (name_span, span) = (self.span(last.ident.span()), self.span(node.span()));
            let arguments = self.arguments(node.args.iter());
            let call = self.record(
                Form::Call,
                &last.ident.to_string(),
                name_span,
                span,
                receiver,
                arguments,
            );
            self.found.calls.push(call);
        }
        syn::visit::visit_expr_call(self, node);
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        if let Some(last) = node.path.segments.last() {
            let name = format!("{}!", last.ident);
            self.named_values(
                &name,
                Form::Macro,
                last.ident.span(),
                &node.tokens,
                self.span(node.path.span()),
            );
        }
        self.body(node.tokens.clone(), GROUPS);
    }

    fn visit_lit_str(&mut self, node: &'ast syn::LitStr) {
        let text = self.text(&node.value());
        let span = self.span(node.span());
        self.found.strings.push((span, text));
    }
}
