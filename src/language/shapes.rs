//! What a rewrite has to know of a language: the `[fix]` table of `grammars/<name>.toml`, by tree-sitter's ids.
//!
//! A language without the table can be read, but not rewritten.

use serde::Deserialize;

use crate::language::forms::{Form, FormTable};
use crate::language::{Field, Grammar, Role};

/// `[fix]` as written. Lists are node kinds unless they are called words, methods or functions.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct FixTable {
    /// How a truth value is spelled, where it is not `true`.
    pub true_word: Option<String>,
    /// How a truth value is spelled, where it is not `false`.
    pub false_word: Option<String>,
    /// How nothing is spelled, where it is not `null`.
    pub null_word: Option<String>,
    /// Other spellings of true, such as `Boolean.TRUE`.
    pub true_words: Vec<String>,
    /// Other spellings of false.
    pub false_words: Vec<String>,
    /// What opens the last branch, where it is not `else`.
    pub else_word: Option<String>,
    /// The statement that does nothing, where a block needs one.
    pub empty_statement: Option<String>,
    /// Where a block may stand alone: what opens it; empty: nothing but the block itself.
    pub bare_block: Option<String>,
    /// What opens a block that has a value, where an expression may stand.
    pub value_block: Option<String>,
    /// `&&` gives nothing but truth values.
    pub boolean_logic: bool,
    /// Logic gives a truth value, whatever its operands are.
    pub truth_logic: bool,
    /// As a condition zero and the empty text count as false, other numbers and texts as true.
    pub empty_is_false: bool,
    /// As a condition every number and text counts as true.
    pub only_nothing_is_false: bool,
    /// The condition of a statement stands in parentheses, always.
    pub condition_parentheses: bool,
    /// A name may not be declared again in a block within its own.
    pub no_shadowing: bool,
    /// What statements outside of functions declare, only their file sees.
    pub file_locals: bool,
    /// The same, but only for blocks behind the declaration.
    pub no_later_shadowing: bool,
    /// What the body of a function declares nothing outside of it sees, unlike `this.a = …` where that makes a field.
    pub closed_bodies: bool,
    /// A name holds only in its block.
    pub block_scope: bool,
    /// A name holds from its declaration on, not in the whole block.
    pub sequential_names: bool,
    /// What a block declares may do something when the block ends.
    pub lifetimes: bool,
    /// A loop whose condition always holds never ends, and the compiler knows it.
    pub endless_while: bool,
    /// A variable that nobody reads is an error.
    pub unused_is_error: bool,
    /// The compiler refuses statements that nothing reaches.
    pub unreachable_is_error: bool,
    /// Further results of a call are errors, and there are none: `value, err := f()`.
    pub extra_results: bool,
    /// A statement that is not the last one of its block ends so.
    pub statement_end: Option<String>,
    /// What a text begins with, before its quote.
    pub text_prefix: Option<String>,
    /// Methods that give their receiver back, as far as a truth value or text is concerned.
    pub same_methods: Vec<String>,
    /// Functions that give their argument back.
    pub same_functions: Vec<String>,
    /// Methods that compare receiver and argument.
    pub equals_methods: Vec<String>,
    /// Words among a declaration's modifiers that make it visible to other files.
    pub public_words: Vec<String>,
    /// Words among a declaration's modifiers that hide it from other files; the others are visible.
    pub private_words: Vec<String>,
    /// Words among a type's modifiers that let other files add to it, so that they see what it hides.
    pub shared_words: Vec<String>,
    /// Names that other files may use, as a regular expression; empty: told by words.
    pub public_names: Option<String>,
    /// Parentheses.
    pub parenthesis: Vec<String>,
    /// Nodes with the value of their only child: `await`, casts.
    pub same: Vec<String>,
    /// Nodes whose named children are statements.
    pub statements: Vec<String>,
    /// Nodes in a block that hold its statements.
    pub inner: Vec<String>,
    /// What a branch holds, with or without delimiters.
    pub block: Vec<String>,
    /// Nodes around one statement or block: `else …`.
    pub wrapper: Vec<String>,
    /// Nodes that are not there themselves, only what is in them: what wraps a statement outside of functions.
    pub transparent: Vec<String>,
    /// The same, with the keyword that has to stay with them: clauses that stand beside the others.
    pub last_clause: Vec<String>,
    /// Statements that are an expression and nothing else.
    pub expression_statement: Vec<String>,
    /// Statements behind which nothing of the block runs.
    pub jump: Vec<String>,
    /// Those of them that leave a loop or a case.
    pub exit: Vec<String>,
    /// Statements that give the value of the block that they end.
    pub yields: Vec<String>,
    /// Expressions that may only be one of several, or stand behind an arrow.
    pub chosen_only: Vec<String>,
    /// What does nothing where its block is empty: the block that runs when an object is made.
    pub idle_empty: Vec<String>,
    /// Statements that hold declarators.
    pub declaration: Vec<String>,
    /// Statements that declare a name behind a jump as well.
    pub hoisted: Vec<String>,
    /// Statements with a label before them.
    pub label: Vec<String>,
    /// Words in a function that make it one that gives a value after the other.
    pub generator: Vec<String>,
    /// Statements around a block that ends as they do: locks.
    pub through: Vec<String>,
    /// Declarations that may do without the name and its sign.
    pub nameless: Vec<String>,
    /// What a clause may catch although nothing says that it is raised; empty: everything.
    pub unchecked: Vec<String>,
    /// What a declaration begins with whose type is that of its value.
    pub inferred_words: Vec<String>,
    /// What is called of a variable may need the word that says that it may change.
    pub changes_inside: bool,
    /// Values whose type is told by what is done with them; with a bracket at the end: what begins so.
    pub untyped_values: Vec<String>,
    /// Loops without a condition.
    pub forever: Vec<String>,
    /// Words of declarations of what may change, and of what does not.
    pub settled: Vec<[String; 2]>,
    /// Expressions that change something.
    pub effect: Vec<String>,
    /// Those of them with an operand that they change.
    pub update: Vec<String>,
    /// Expressions that need no parentheses anywhere.
    pub atom: Vec<String>,
    /// Expressions one after the other, of which the last gives the value; elsewhere their commas mean something else.
    pub comma: Vec<String>,
    /// Clauses at the end of statements that run when one of these fails, or at last.
    pub handler: Vec<String>,
    /// Statements that begin with a label, where a label that nothing names is a mistake.
    pub needed_label: Vec<String>,
    /// Words that stand alone and say how what follows is seen.
    pub section_words: Vec<String>,
    /// Parts of a type whose members only their file sees, unless they say otherwise or the part is for another type.
    pub hiding: Vec<String>,
    /// Nodes around a declaration that make it visible to other files.
    pub export: Vec<String>,
    /// Nodes around a declaration with decorators.
    pub decorated: Vec<String>,
    /// Nodes that hold a declaration's modifiers.
    pub modifiers: Vec<String>,
    /// Attributes that stand before their declaration as statements.
    pub attribute: Vec<String>,
    /// Loops with a condition.
    pub r#while: Vec<String>,
    /// Members that stand for a name and a value of the same spelling: `{ a }`.
    pub shorthand: Vec<String>,
    /// Expressions within markup: `{…}`.
    pub markup_hole: Vec<String>,
    /// Elements that hold markup.
    pub markup: Vec<String>,
    /// Nodes of one kind that a word in them tells apart.
    pub form: Vec<FormTable>,
    /// Clauses within a block that belong beside it, with all that stands behind them.
    pub expelled: Vec<String>,
    /// Calls whose arguments before the last are sources and conditions of what it works out.
    pub comprehension: Vec<String>,
    /// A block gives names new values, and behind it they have the old ones.
    pub inner_names: bool,
    /// Conditionals.
    pub r#if: Vec<IfTable>,
    /// Conditionals behind their statement: `a if b`.
    pub modifier: Vec<ModifierTable>,
    /// `a ? b : c`.
    pub choice: Vec<ChoiceTable>,
    /// `a && b`.
    pub logic: Vec<LogicTable>,
    /// `a == b`.
    pub comparison: Vec<ComparisonTable>,
    /// `switch`, `match`, `case`.
    pub switch: Vec<SwitchTable>,
    /// Declarations whose names hold in the whole function.
    pub function_scope: Vec<String>,
    /// Nodes whose lines must not move, apart from strings.
    pub verbatim: Vec<String>,
    /// Words that are nodes of their own and say nothing.
    pub word: Vec<String>,
    /// Nodes that are a variable with its sign: `$name`. The name in them is none.
    pub variable: Vec<String>,
    /// Nodes whose direct names get a value or a meaning: `foreach`, patterns, references.
    pub declares: Vec<String>,
    /// Ends of comparisons that the grammar lets reach too far: a logical operator in them belongs around the comparison.
    pub narrow: Vec<String>,
    /// Lists of the variables that a function takes along: `use ($a)`.
    pub capture: Vec<String>,
    /// Conditions of the elements that a comprehension takes.
    pub filter: Vec<String>,
    /// Entries of an object that stand for those of another one: `...a`.
    pub spread: Vec<String>,
    /// What leaves a loop or case begins so, where it shares its node kind with other jumps.
    pub exit_words: Vec<String>,
    /// A call of a name that begins with a capital makes an object.
    pub constructors: bool,
    /// A function without arguments may be called by its bare name.
    pub bare_calls: bool,
    /// A function without a list of parameters is read as a property.
    pub bare_functions: bool,
    /// Statements that say what always holds.
    pub assertion: Vec<String>,
    /// Functions that give what the function they take gives, when somebody asks.
    pub lazy_functions: Vec<String>,
    /// Words of a declaration whose name never gets another value.
    pub constant_words: Vec<String>,
    /// A function gives the value of its last statement, whatever that is.
    pub last_value: bool,
    /// What a truth value may be asked where it is written out.
    pub value_methods: Vec<String>,
    /// Other files may give truth values and texts further members.
    pub open_values: bool,
    /// How false and true read in a text, where that is not how they are written.
    pub truth_words: Vec<String>,
    /// What a text with holes begins with, and one without does not.
    pub hole_words: Vec<String>,
    /// Clauses that may go when they are empty, if another clause stays.
    pub finally: Vec<String>,
    /// Statements that catch what goes wrong in their first block.
    pub r#try: Vec<String>,
    /// Nodes that belong to the sibling before them: the getter in the line below a property.
    pub adopted: Vec<String>,
    /// Methods that give a number or truth value as a text.
    pub text_methods: Vec<String>,
    /// Methods that give their receiver back only where that is a text.
    pub text_only_methods: Vec<String>,
    /// Names that no other file sees, as a regular expression.
    pub private_names: Option<String>,
    /// Functions that give a number or truth value as a text.
    pub text_functions: Vec<String>,
    /// How a name is declared with its value alone: `:=`.
    pub short_declaration: Option<String>,
    /// An import stands for more than the names that it is written with, so it stays.
    pub imports_stay: bool,
    /// An import is used by the last piece of the path that it names.
    pub imports_by_last_piece: bool,
    /// Truth values are the numbers one and nought.
    pub truth_is_number: bool,
    /// Objects whose members are written `name = value`, or as a value that gives the name as well.
    pub labels: Vec<String>,
    /// Operators that the grammar lets reach too far: a logical one at their end belongs around them.
    pub loose: Vec<String>,
    /// Methods that tell whether the list before them holds the argument.
    pub contains_methods: Vec<String>,
    /// Functions that tell whether the second argument, a list, holds the first one.
    pub contains_functions: Vec<String>,
    /// Methods that compare receiver and argument whatever the case of their letters.
    pub caseless_methods: Vec<String>,
    /// Functions that compare their two arguments.
    pub equals_functions: Vec<String>,
    /// Functions that give nought for two equal texts, and else something below or above it.
    pub order_functions: Vec<String>,
    /// Patterns of which one has to fit.
    pub either_pattern: Vec<String>,
    /// Patterns that fit what the one in them does not.
    pub not_pattern: Vec<String>,
    /// Macros that tell whether their first argument fits the pattern behind it.
    pub match_macros: Vec<String>,
    /// How a loop without end begins, where it is not written with a condition that always holds.
    pub endless_loop: Option<String>,
    /// Loops that run while their condition does not hold.
    pub until: Vec<String>,
    /// What a line begins with that switches something off, and one that switches it on again.
    pub pairs: Vec<[String; 2]>,
    /// Methods that give the opposite of their receiver.
    pub not_methods: Vec<String>,
    /// What turns a condition around that stands behind it.
    pub negation_word: Option<String>,
    /// Functions that make a decorator fit what it did not: of a function one for a method.
    pub decorator_adapters: Vec<String>,
    /// A type stands before the name that has it, and functions always have one.
    pub types_first: bool,
    /// What a name may begin with that means something of the variable without it: `$open`.
    pub projections: Vec<String>,
    /// Values whose type must be said elsewhere; with a dot or bracket at the end: what begins so.
    pub typeless_values: Vec<String>,
    /// What is called and the brackets of the call stand on one line; what a grammar reads otherwise are two statements.
    pub calls_in_line: bool,
    /// Conditions that ask whether a value fits a pattern.
    pub fitting: Vec<String>,
    /// An entry may have its name alone, and stands for the variable of that name: `{ a: }`.
    pub implied_values: bool,
    /// Blocks that end where the next clause begins.
    pub open_block: Vec<String>,
    /// How they begin, and how the last one of a conditional ends.
    pub open_block_words: Option<[String; 2]>,
    /// Which types the value of a flag is of; without it no types are looked at.
    pub kinds: KindTable,
}

/// What a flag's value may be declared as, and what takes values that only come later.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct KindTable {
    /// Types of truth values.
    pub truth: Vec<String>,
    /// Types of texts.
    pub text: Vec<String>,
    /// Types of numbers.
    pub number: Vec<String>,
    /// Types that every value is of.
    pub any: Vec<String>,
    /// Types of whatever their only argument is a type of.
    pub wrappers: Vec<String>,
    /// A name may stand for any other type.
    pub aliases: bool,
    /// What an expression begins with that waits for a value.
    pub waiting_words: Vec<String>,
    /// Words before a function that gives later what it returns: its declared result is around that.
    pub later_words: Vec<String>,
    /// Functions that take what gives its value later, alone or behind the name that they are called on.
    pub waiting_functions: Vec<String>,
    /// Functions that take a function whose result gives its value later.
    pub waiting_callbacks: Vec<String>,
    /// What names of such values end with by convention.
    pub waiting_ends: Vec<String>,
}

/// A conditional with blocks.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct IfTable {
    /// The node kind.
    pub kind: String,
    /// Field of the condition; several of them all have to hold.
    pub condition: String,
    /// Field of what runs when it holds.
    pub consequence: String,
    /// Field of what runs when it does not; several of them are clauses one after the other.
    pub alternative: Option<String>,
    /// Field of a statement before the condition.
    pub initializer: Option<String>,
    /// It runs its consequence when the condition does not hold.
    pub negated: bool,
    /// It is a clause of the conditional around it, and this is what it begins with when it comes first: `elif`.
    pub clause: Option<String>,
    /// It has a value.
    pub value: bool,
}

/// A conditional behind its statement.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct ModifierTable {
    /// The node kind.
    pub kind: String,
    /// Field of the condition.
    pub condition: String,
    /// Field of the statement.
    pub body: String,
    /// It runs when the condition does not hold.
    pub negated: bool,
}

/// A conditional expression, by fields or by the positions of condition, consequence and alternative.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct ChoiceTable {
    /// The node kind.
    pub kind: String,
    /// Field.
    pub condition: Option<String>,
    /// Field.
    pub consequence: Option<String>,
    /// Field.
    pub alternative: Option<String>,
    /// Positions among the named children.
    pub positions: Vec<usize>,
}

/// Logical operators; the operands are the first and the last child.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct LogicTable {
    /// The node kind.
    pub kind: String,
    /// Spellings of "and".
    pub and_operators: Vec<String>,
    /// Spellings of "or".
    pub or_operators: Vec<String>,
    /// Operators whose right side stands in for a missing value.
    pub default_operators: Vec<String>,
}

/// Comparisons; the operands are the first and the last child.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct ComparisonTable {
    /// The node kind.
    pub kind: String,
    /// Spellings of "equal".
    pub equal_operators: Vec<String>,
    /// Spellings of "not equal".
    pub unequal_operators: Vec<String>,
    /// Spellings of "is one of".
    pub within_operators: Vec<String>,
    /// Spellings of "is none of".
    pub without_operators: Vec<String>,
}

/// A choice among several values.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct SwitchTable {
    /// The node kind.
    pub kind: String,
    /// Field of what is compared.
    pub subject: Option<String>,
    /// Field of a statement before the subject.
    pub initializer: Option<String>,
    /// Field of the node around the cases, where there is one.
    pub body: Option<String>,
    /// Node kinds of a case.
    pub case: Vec<String>,
    /// Node kinds of the last resort, where it is a kind of its own.
    pub default: Vec<String>,
    /// Field, or node kind, of the values of a case.
    pub pattern: Option<String>,
    /// Node kinds around the values of a pattern: alternatives, labels.
    pub pattern_list: Vec<String>,
    /// Patterns that fit everything, as written.
    pub wildcard_words: Vec<String>,
    /// Field of what runs; without it everything behind the pattern does.
    pub result: Option<String>,
    /// A case without a `break` goes on with the next one.
    pub falls_through: bool,
    /// What its cases say is worked out and compared, and declares nothing.
    pub compares: bool,
    /// Node kinds of cases that never do.
    pub closed: Vec<String>,
    /// A `break` leaves it.
    pub exits: bool,
    /// What a case holds that does nothing, where it may not be empty.
    pub empty_case: Option<String>,
    /// Node kinds of a further condition of a case.
    pub guard: Vec<String>,
    /// Without a subject: what a case that always runs begins with, instead of its condition.
    pub default_word: Option<String>,
    /// It has a value.
    pub value: bool,
}

impl Shape {
    /// The field of a statement that a conditional or switch begins with.
    pub(crate) fn initializer(&self) -> Option<Field> {
        let branch = self.branch.as_ref().and_then(|branch| branch.initializer);
        branch.or(self.switch.as_ref().and_then(|switch| switch.initializer))
    }
}

/// What a node kind is to a rewrite; most are nothing.
#[derive(Debug, Default, Clone)]
pub(crate) struct Shape {
    pub(crate) parenthesis: bool,
    pub(crate) same: bool,
    pub(crate) statements: bool,
    pub(crate) inner: bool,
    pub(crate) block: bool,
    pub(crate) wrapper: bool,
    pub(crate) transparent: bool,
    pub(crate) last_clause: bool,
    pub(crate) expression_statement: bool,
    pub(crate) jump: bool,
    pub(crate) exit: bool,
    pub(crate) yields: bool,
    pub(crate) idle_empty: bool,
    pub(crate) chosen_only: bool,
    pub(crate) declaration: bool,
    pub(crate) hoisted: bool,
    pub(crate) effect: bool,
    pub(crate) update: bool,
    pub(crate) atom: bool,
    pub(crate) comma: bool,
    pub(crate) label: bool,
    pub(crate) handler: bool,
    pub(crate) export: bool,
    pub(crate) decorated: bool,
    pub(crate) modifiers: bool,
    pub(crate) attribute: bool,
    pub(crate) loops: bool,
    pub(crate) shorthand: bool,
    pub(crate) markup_hole: bool,
    pub(crate) markup: bool,
    pub(crate) function_scope: bool,
    pub(crate) verbatim: bool,
    pub(crate) word: bool,
    pub(crate) variable: bool,
    pub(crate) declares: bool,
    pub(crate) capture: bool,
    pub(crate) spread: bool,
    pub(crate) filter: bool,
    pub(crate) narrow: bool,
    pub(crate) finally: bool,
    pub(crate) catches: bool,
    pub(crate) adopted: bool,
    pub(crate) assertion: bool,
    pub(crate) labels: bool,
    pub(crate) loose: bool,
    pub(crate) either: bool,
    pub(crate) denies: bool,
    pub(crate) until: bool,
    pub(crate) expelled: bool,
    pub(crate) hiding: bool,
    pub(crate) comprehension: bool,
    pub(crate) needed_label: bool,
    pub(crate) generator: bool,
    pub(crate) through: bool,
    pub(crate) nameless: bool,
    pub(crate) forever: bool,
    pub(crate) open_block: bool,
    pub(crate) fitting: bool,
    pub(crate) branch: Option<IfShape>,
    pub(crate) modifier: Option<ModifierShape>,
    pub(crate) choice: Option<ChoiceShape>,
    pub(crate) logic: Option<LogicTable>,
    pub(crate) comparison: Option<ComparisonTable>,
    pub(crate) switch: Option<SwitchShape>,
}

#[derive(Debug, Clone)]
pub(crate) struct IfShape {
    pub(crate) condition: Field,
    pub(crate) consequence: Field,
    pub(crate) alternative: Option<Field>,
    pub(crate) initializer: Option<Field>,
    pub(crate) negated: bool,
    pub(crate) clause: Option<String>,
    pub(crate) value: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct ModifierShape {
    pub(crate) condition: Field,
    pub(crate) body: Field,
    pub(crate) negated: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct ChoiceShape {
    pub(crate) fields: Option<(Field, Field, Field)>,
    pub(crate) positions: Vec<usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct SwitchShape {
    pub(crate) subject: Option<Field>,
    pub(crate) initializer: Option<Field>,
    pub(crate) body: Option<Field>,
    pub(crate) case: Vec<u16>,
    pub(crate) default: Vec<u16>,
    pub(crate) pattern: Option<Field>,
    pub(crate) pattern_list: Vec<u16>,
    pub(crate) wildcard_words: Vec<String>,
    pub(crate) result: Option<Field>,
    pub(crate) falls_through: bool,
    pub(crate) compares: bool,
    pub(crate) closed: Vec<u16>,
    pub(crate) exits: bool,
    pub(crate) empty_case: Option<String>,
    pub(crate) guard: Vec<u16>,
    pub(crate) default_word: Option<String>,
    pub(crate) value: bool,
}

/// The `[fix]` table by kind and field ids.
#[derive(Debug)]
pub(crate) struct Shapes {
    /// The place of a kind's shape in `shapes`, from 1; 0: it has none.
    places: Vec<u16>,
    shapes: Vec<Shape>,
    pub(crate) forms: Vec<Form>,
    pub(crate) table: FixTable,
    pub(crate) public_names: Option<regex::Regex>,
    pub(crate) private_names: Option<regex::Regex>,
}

impl Shapes {
    pub(crate) fn new(grammar: &Grammar, parser: &tree_sitter::Language) -> Self {
        let table = &grammar.table.fix;
        let forms = table.form.iter().map(|form| Form::new(form, parser, grammar));
        let mut shapes = Self {
            places: vec![0; parser.node_kind_count()],
            shapes: Vec::new(),
            forms: forms.collect(),
            table: table.clone(),
            public_names: table
                .public_names
                .as_deref()
                .and_then(|text| regex::Regex::new(text).ok()),
            private_names: table
                .private_names
                .as_deref()
                .and_then(|text| regex::Regex::new(text).ok()),
        };
        shapes.flags(parser);
        shapes.conditionals(parser);
        shapes.operators(parser);
        shapes
    }

    /// What a node kind or a form of it is, if it is anything; forms count from 1.
    pub(crate) fn shape(&self, kind: u16, form: u8) -> Option<&Shape> {
        match self.form(form) {
            Some(form) => Some(&form.shape),
            None => {
                let place = self.places.get(usize::from(kind))?;
                self.shapes.get(usize::from(place.checked_sub(1)?))
            }
        }
    }

    /// The roles of a form.
    pub(crate) fn role(&self, form: u8) -> Option<&Role> {
        self.form(form).map(|form| &form.role)
    }

    fn form(&self, form: u8) -> Option<&Form> {
        self.forms.get(usize::from(form.checked_sub(1)?))
    }

    /// A kind may exist more than once, under aliases: all ids that carry the name get the shape.
    fn each(&mut self, parser: &tree_sitter::Language, name: &str, mut set: impl FnMut(&mut Shape)) {
        if let Some(form) = self.forms.iter_mut().find(|form| form.name == name) {
            set(&mut form.shape);
            return;
        }
        for id in kinds_of(parser, name) {
            let Some(place) = self.places.get_mut(usize::from(id)) else {
                continue;
            };
            if *place == 0 {
                self.shapes.push(Shape::default());
                *place = u16::try_from(self.shapes.len()).unwrap_or(0);
            }
            if let Some(shape) = place.checked_sub(1).and_then(|at| self.shapes.get_mut(usize::from(at))) {
                set(shape);
            }
        }
    }

    fn flags(&mut self, parser: &tree_sitter::Language) {
        type Set = fn(&mut Shape);
        let table = self.table.clone();
        let flags: [(&[String], Set); 59] = [
            (&table.parenthesis, |shape| shape.parenthesis = true),
            (&table.same, |shape| shape.same = true),
            (&table.statements, |shape| shape.statements = true),
            (&table.inner, |shape| shape.inner = true),
            (&table.block, |shape| shape.block = true),
            (&table.wrapper, |shape| shape.wrapper = true),
            (&table.transparent, |shape| shape.transparent = true),
            (&table.last_clause, |shape| shape.last_clause = true),
            (&table.expression_statement, |shape| shape.expression_statement = true),
            (&table.jump, |shape| shape.jump = true),
            (&table.exit, |shape| shape.exit = true),
            (&table.yields, |shape| shape.yields = true),
            (&table.idle_empty, |shape| shape.idle_empty = true),
            (&table.chosen_only, |shape| shape.chosen_only = true),
            (&table.declaration, |shape| shape.declaration = true),
            (&table.hoisted, |shape| shape.hoisted = true),
            (&table.effect, |shape| shape.effect = true),
            (&table.update, |shape| shape.update = true),
            (&table.atom, |shape| shape.atom = true),
            (&table.export, |shape| shape.export = true),
            (&table.decorated, |shape| shape.decorated = true),
            (&table.modifiers, |shape| shape.modifiers = true),
            (&table.attribute, |shape| shape.attribute = true),
            (&table.r#while, |shape| shape.loops = true),
            (&table.shorthand, |shape| shape.shorthand = true),
            (&table.markup_hole, |shape| shape.markup_hole = true),
            (&table.markup, |shape| shape.markup = true),
            (&table.function_scope, |shape| shape.function_scope = true),
            (&table.verbatim, |shape| shape.verbatim = true),
            (&table.word, |shape| shape.word = true),
            (&table.variable, |shape| shape.variable = true),
            (&table.declares, |shape| shape.declares = true),
            (&table.capture, |shape| shape.capture = true),
            (&table.spread, |shape| shape.spread = true),
            (&table.filter, |shape| shape.filter = true),
            (&table.narrow, |shape| shape.narrow = true),
            (&table.finally, |shape| shape.finally = true),
            (&table.r#try, |shape| shape.catches = true),
            (&table.assertion, |shape| shape.assertion = true),
            (&table.adopted, |shape| shape.adopted = true),
            (&table.labels, |shape| shape.labels = true),
            (&table.loose, |shape| shape.loose = true),
            (&table.either_pattern, |shape| shape.either = true),
            (&table.not_pattern, |shape| shape.denies = true),
            (&table.until, |shape| shape.loops = true),
            (&table.until, |shape| shape.until = true),
            (&table.expelled, |shape| shape.expelled = true),
            (&table.hiding, |shape| shape.hiding = true),
            (&table.comma, |shape| shape.comma = true),
            (&table.needed_label, |shape| shape.needed_label = true),
            (&table.handler, |shape| shape.handler = true),
            (&table.comprehension, |shape| shape.comprehension = true),
            (&table.label, |shape| shape.label = true),
            (&table.generator, |shape| shape.generator = true),
            (&table.through, |shape| shape.through = true),
            (&table.nameless, |shape| shape.nameless = true),
            (&table.forever, |shape| shape.forever = true),
            (&table.open_block, |shape| shape.open_block = true),
            (&table.fitting, |shape| shape.fitting = true),
        ];
        for (kinds, set) in flags {
            for kind in kinds {
                self.each(parser, kind, set);
            }
        }
    }

    fn conditionals(&mut self, parser: &tree_sitter::Language) {
        let table = self.table.clone();
        let field = |name: &str| Field::new(name, parser);
        let optional = |name: &Option<String>| name.as_deref().and_then(field);
        for entry in &table.r#if {
            let (Some(condition), Some(consequence)) = (field(&entry.condition), field(&entry.consequence)) else {
                continue;
            };
            let shape = IfShape {
                condition,
                consequence,
                alternative: optional(&entry.alternative),
                initializer: optional(&entry.initializer),
                negated: entry.negated,
                clause: entry.clause.clone(),
                value: entry.value,
            };
            self.each(parser, &entry.kind, |target| target.branch = Some(shape.clone()));
        }
        for entry in &table.modifier {
            if let (Some(condition), Some(body)) = (field(&entry.condition), field(&entry.body)) {
                let negated = entry.negated;
                self.each(parser, &entry.kind, |target| {
                    target.modifier = Some(ModifierShape {
                        condition,
                        body,
                        negated,
                    });
                });
            }
        }
        for entry in &table.switch {
            let ids = |names: &[String]| names.iter().flat_map(|name| kinds_of(parser, name)).collect::<Vec<_>>();
            let pattern = entry.pattern.as_deref();
            let shape = SwitchShape {
                subject: optional(&entry.subject),
                initializer: optional(&entry.initializer),
                body: optional(&entry.body),
                case: ids(&entry.case),
                default: ids(&entry.default),
                pattern: pattern.and_then(field),
                pattern_list: ids(&entry.pattern_list),
                wildcard_words: entry.wildcard_words.clone(),
                result: optional(&entry.result),
                falls_through: entry.falls_through,
                compares: entry.compares,
                closed: ids(&entry.closed),
                exits: entry.exits || entry.falls_through,
                empty_case: entry.empty_case.clone(),
                guard: ids(&entry.guard),
                default_word: entry.default_word.clone(),
                value: entry.value,
            };
            self.each(parser, &entry.kind, |target| target.switch = Some(shape.clone()));
        }
    }

    fn operators(&mut self, parser: &tree_sitter::Language) {
        let table = self.table.clone();
        let field = |name: &Option<String>| name.as_deref().and_then(|name| Field::new(name, parser));
        for entry in &table.choice {
            let fields = match (
                field(&entry.condition),
                field(&entry.consequence),
                field(&entry.alternative),
            ) {
                (Some(condition), Some(consequence), Some(alternative)) => Some((condition, consequence, alternative)),
                _ => None,
            };
            self.each(parser, &entry.kind, |target| {
                target.choice = Some(ChoiceShape {
                    fields,
                    positions: entry.positions.clone(),
                });
            });
        }
        for entry in &table.logic {
            self.each(parser, &entry.kind, |target| target.logic = Some(entry.clone()));
        }
        for entry in &table.comparison {
            self.each(parser, &entry.kind, |target| target.comparison = Some(entry.clone()));
        }
    }
}

pub(crate) fn kinds_of(parser: &tree_sitter::Language, name: &str) -> Vec<u16> {
    (0..parser.node_kind_count())
        .filter_map(|id| u16::try_from(id).ok())
        .filter(|id| parser.node_kind_is_named(*id) && parser.node_kind_for_id(*id) == Some(name))
        .collect()
}

impl FixTable {
    /// Whether the language can be rewritten at all.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// How a truth value is spelled.
    pub(crate) fn truth(&self, value: bool) -> &str {
        match value {
            true => self.true_word.as_deref().unwrap_or("true"),
            false => self.false_word.as_deref().unwrap_or("false"),
        }
    }

    /// How nothing is spelled.
    pub(crate) fn null(&self) -> &str {
        self.null_word.as_deref().unwrap_or("null")
    }
}
