//! The languages: an entry each here, and what the grammar calls its nodes in `grammars/<name>.toml`.
//!
//! The engine reads roles ("a call", "a binding"), never node names: [`Grammar`] turns the table into a lookup by
//! tree-sitter's kind and field ids, once per language and on first use.

pub(crate) mod field;
mod forms;
pub mod shapes;
pub(crate) mod stored;

use std::sync::{LazyLock, OnceLock};

use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::facts::macros;
use crate::language::shapes::{FixTable, Shapes};
use crate::template::Template;

pub(crate) use field::Field;

/// One language.
pub struct Language {
    /// As in `uses`: lower case.
    pub name: &'static str,
    /// SDK definitions name families: TypeScript, TSX and JavaScript are one.
    pub family: &'static str,
    /// File name endings without the dot.
    pub extensions: &'static [&'static str],
    /// Whole file names.
    pub file_names: &'static [&'static str],
    table: &'static str,
    parser: fn() -> tree_sitter::Language,
    /// Reads what the grammar sees only as tokens.
    pub macros: Option<macros::Reader>,
    grammar: OnceLock<Grammar>,
}

macro_rules! language {
    ($name:literal, $family:literal, $extensions:expr, $file_names:expr, $parser:expr, $macros:expr) => {
        Language {
            name: $name,
            family: $family,
            extensions: $extensions,
            file_names: $file_names,
            table: include_str!(concat!("../grammars/", $name, ".toml")),
            parser: || $parser.into(),
            macros: $macros,
            grammar: OnceLock::new(),
        }
    };
}

/// Every language, sorted by name.
pub static LANGUAGES: [Language; 28] = [
    language!(
        "blade",
        "php",
        &["blade.php"],
        &[],
        tree_sitter_php::LANGUAGE_PHP_ONLY,
        None
    ),
    language!("c", "cpp", &["c"], &[], tree_sitter_c::LANGUAGE, None),
    language!(
        "cpp",
        "cpp",
        &["cc", "cpp", "cxx", "h", "hh", "hpp", "hxx", "ipp", "inl", "C"],
        &[],
        tree_sitter_cpp::LANGUAGE,
        None
    ),
    language!("csharp", "csharp", &["cs"], &[], tree_sitter_c_sharp::LANGUAGE, None),
    language!("dart", "dart", &["dart"], &[], tree_sitter_dart::LANGUAGE, None),
    language!(
        "django",
        "python",
        &["html", "htm", "djhtml", "jinja", "jinja2", "j2"],
        &[],
        tree_sitter_python::LANGUAGE,
        None
    ),
    language!(
        "eex",
        "elixir",
        &["eex", "leex", "heex"],
        &[],
        tree_sitter_elixir::LANGUAGE,
        None
    ),
    language!(
        "elixir",
        "elixir",
        &["ex", "exs"],
        &[],
        tree_sitter_elixir::LANGUAGE,
        None
    ),
    language!("erb", "ruby", &["erb", "rhtml"], &[], tree_sitter_ruby::LANGUAGE, None),
    language!("go", "go", &["go"], &[], tree_sitter_go::LANGUAGE, None),
    language!("haml", "ruby", &["haml"], &[], tree_sitter_ruby::LANGUAGE, None),
    language!("java", "java", &["java"], &[], tree_sitter_java::LANGUAGE, None),
    language!(
        "javascript",
        "javascript",
        &["js", "jsx", "mjs", "cjs"],
        &[],
        tree_sitter_javascript::LANGUAGE,
        None
    ),
    language!(
        "kotlin",
        "kotlin",
        &["kt", "kts"],
        &[],
        tree_sitter_kotlin_sg::LANGUAGE,
        None
    ),
    language!(
        "objective-c",
        "objective-c",
        &["m", "mm"],
        &[],
        tree_sitter_objc::LANGUAGE,
        None
    ),
    language!(
        "php",
        "php",
        &["php", "phtml"],
        &[],
        tree_sitter_php::LANGUAGE_PHP,
        None
    ),
    language!(
        "python",
        "python",
        &["py", "pyi"],
        &[],
        tree_sitter_python::LANGUAGE,
        None
    ),
    language!(
        "razor",
        "csharp",
        &["cshtml", "razor"],
        &[],
        tree_sitter_c_sharp::LANGUAGE,
        None
    ),
    language!(
        "ruby",
        "ruby",
        &["rb", "rake", "ru", "gemspec"],
        &["Rakefile", "Gemfile"],
        tree_sitter_ruby::LANGUAGE,
        None
    ),
    language!(
        "rust",
        "rust",
        &["rs"],
        &[],
        tree_sitter_rust::LANGUAGE,
        Some(macros::read)
    ),
    language!("slim", "ruby", &["slim"], &[], tree_sitter_ruby::LANGUAGE, None),
    language!(
        "svelte",
        "javascript",
        &["svelte"],
        &[],
        tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
        None
    ),
    language!(
        "scala",
        "scala",
        &["scala", "sc"],
        &[],
        tree_sitter_scala::LANGUAGE,
        None
    ),
    language!("swift", "swift", &["swift"], &[], tree_sitter_swift::LANGUAGE, None),
    language!(
        "tsx",
        "javascript",
        &["tsx"],
        &[],
        tree_sitter_typescript::LANGUAGE_TSX,
        None
    ),
    language!("twig", "php", &["twig"], &[], tree_sitter_python::LANGUAGE, None),
    language!(
        "typescript",
        "javascript",
        &["ts", "mts", "cts"],
        &[],
        tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
        None
    ),
    language!(
        "vue",
        "javascript",
        &["vue"],
        &[],
        tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
        None
    ),
];

impl Language {
    /// The language of a file name (not a path), if it is one of ours. In endings case counts only where two languages differ in
    /// nothing else: `.C` is C++, as compilers take it.
    pub fn of(file_name: &str) -> Option<&'static Self> {
        /// By whole names and by endings, each the first that has it.
        type Known = (
            FxHashMap<&'static str, &'static Language>,
            FxHashMap<&'static str, &'static Language>,
        );
        static KNOWN: LazyLock<Known> = LazyLock::new(|| {
            let all = || LANGUAGES.iter().rev();
            let names = all().flat_map(|language| language.file_names.iter().map(move |name| (*name, language)));
            let endings = all().flat_map(|language| language.extensions.iter().map(move |ending| (*ending, language)));
            (names.collect(), endings.collect())
        });
        let (names, endings) = &*KNOWN;
        if let Some(language) = names.get(file_name) {
            return Some(language);
        }
        // The longest ending first: `page.blade.php` is no plain PHP.
        let ending = |name: &str| {
            let mut dots = memchr::memchr_iter(b'.', name.as_bytes());
            dots.find_map(|dot| endings.get(name.get(dot + 1..)?).copied())
        };
        // Where case counts for nothing, as on Windows, `CART.TS` is TypeScript for every tool.
        ending(file_name).or_else(|| {
            let endings = file_name.split_once('.')?.1;
            let has_capital = endings.bytes().any(|byte| byte.is_ascii_uppercase());
            has_capital.then(|| ending(&file_name.to_ascii_lowercase()))?
        })
    }

    /// tree-sitter's language.
    pub fn parser(&self) -> tree_sitter::Language {
        (self.parser)()
    }

    /// What a rewrite has to know of its nodes, built on first use.
    pub(crate) fn shapes(&self) -> &Shapes {
        let grammar = self.grammar();
        grammar.shapes.get_or_init(|| Shapes::new(grammar, &self.parser()))
    }

    /// Its settings and the roles of its nodes, each read on first use.
    pub fn grammar(&self) -> &Grammar {
        self.grammar.get_or_init(|| Grammar::new(self))
    }

    /// Whether elements of markup may stand in a file: `<Cart />`.
    pub(crate) fn has_elements(&self) -> bool {
        let table = &self.grammar().table;
        !table.element.is_empty() || table.template.is_some()
    }

    /// The stricter parser, if there is one: whether it can read a text.
    pub fn proof(&self) -> Option<Reads> {
        PROOFS
            .iter()
            .find(|(name, _)| *name == self.name)
            .map(|(_, reads)| *reads)
    }

    /// The table as written, for tests.
    pub fn table(&self) -> Table {
        // The tables are compiled in, and tests/examples.rs reads every one.
        let own: Table = toml::from_str(self.table).unwrap_or_default();
        let code = own.code.as_deref().filter(|code| *code != self.name);
        match code.and_then(|code| LANGUAGES.iter().find(|language| language.name == code)) {
            Some(language) => own.over(language.table()),
            None => own,
        }
    }

    /// The text of the table, for tests.
    pub fn table_text(&self) -> &'static str {
        self.table
    }

    /// Why the table cannot be read, for tests.
    pub fn table_error(&self) -> Option<String> {
        toml::from_str::<Table>(self.table).err().map(|error| error.to_string())
    }
}

/// Whether a parser can read a text.
pub type Reads = fn(&str) -> bool;

/// A second opinion on whether a rewritten text can be read, where there is a parser that is stricter than the grammar.
const PROOFS: &[(&str, Reads)] = &[("rust", macros::parses)];

impl std::fmt::Debug for Language {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

/// `grammars/<name>.toml` as written. Node kinds are tree-sitter's; values of other members are its field names.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Table {
    /// Equals the file's name.
    pub name: String,
    /// Shared by dialects.
    pub family: String,
    /// File name endings.
    pub extensions: Vec<String>,
    /// Whole file names.
    pub filenames: Vec<String>,
    /// The language of a template's code, whose table the rest is taken from.
    pub code: Option<String>,
    /// The file holds code and tags.
    pub template: Option<Template>,
    /// Nodes that stand for their first child: parentheses, `await`, casts.
    pub transparent: Vec<String>,
    /// The same, for address-of operators that other operators share a kind with.
    pub reference: Vec<String>,
    /// Names.
    pub identifier: Vec<String>,
    /// The receiver inside a method, where it is a node kind.
    #[serde(rename = "self")]
    pub this: Vec<String>,
    /// The receiver inside a method, where it is a plain name.
    pub self_names: Vec<String>,
    /// The type around, where it has a name of its own.
    pub self_type: Option<String>,
    /// A name's first character that makes it a field of the object.
    pub field_sigil: Option<char>,
    /// String and symbol literals, templates included.
    pub string: Vec<String>,
    /// Their plain parts.
    pub string_content: Vec<String>,
    /// Their escapes.
    pub escape: Vec<String>,
    /// Their holes.
    pub interpolation: Vec<String>,
    /// Literals that are symbols, not strings.
    pub symbol: Vec<String>,
    /// Adjacent strings that are one.
    pub joined_strings: Vec<String>,
    /// The literal.
    #[serde(rename = "true")]
    pub yes: Vec<String>,
    /// The literal.
    #[serde(rename = "false")]
    pub no: Vec<String>,
    /// One kind for both truth values, told apart by text.
    pub boolean: Vec<String>,
    /// The literal.
    pub null: Vec<String>,
    /// Number literals.
    pub number: Vec<String>,
    /// Lists, tuples.
    pub list: Vec<String>,
    /// Objects, dictionaries, hashes.
    pub object: Vec<String>,
    /// Functions that make a list of their arguments.
    pub list_functions: Vec<String>,
    /// Functions that make an object of their arguments, which are its members.
    pub object_functions: Vec<String>,
    /// Functions that give the name of their argument as a text.
    pub name_functions: Vec<String>,
    /// Objects whose children are names and values by turns.
    pub paired_object: Vec<String>,
    /// Several expressions side by side, as in `a, b := c`.
    pub sequence: Vec<String>,
    /// Comments.
    #[serde(rename = "comment")]
    pub comments: Vec<String>,
    /// Return statements.
    #[serde(rename = "return")]
    pub returns: Vec<String>,
    /// Literals that are members of the type around them: `type Key = "a" | "b"`.
    pub type_member: Vec<String>,
    /// Statements that drop the value of the expression in them.
    pub statement: Vec<String>,
    /// Lists of statements whose values are dropped, the last one's aside.
    pub statement_list: Vec<String>,
    /// Functions without a name.
    pub function_value: Vec<String>,
    /// Methods that call the function they are given once for each element.
    pub iterator_methods: Vec<String>,
    /// Methods that give their receiver back as far as a key is concerned; `A::b` for a function of one argument.
    pub transparent_methods: Vec<String>,
    /// Methods whose argument stands in for a missing value.
    pub default_methods: Vec<String>,
    /// Functions whose first argument is a format string.
    pub format_functions: Vec<String>,
    /// Macros whose first argument is a format string.
    pub format_macros: Vec<String>,
    /// A bare name as the key of an object's member is an expression: `{KEY: true}`.
    pub entry_keys_are_expressions: bool,
    /// Text that is not parsed further, and may be a literal or a name.
    pub unparsed: Vec<String>,
    /// Characters that make a `reference` stand for its operand.
    pub reference_marks: Option<String>,
    /// A name that is declared with a list and no brackets of its own is made with the list's values.
    pub made_by_list: bool,
    /// Outside of functions `M(name, "text", …)` is a macro that gives the name the text.
    pub defining_macros: bool,
    /// What a file imports whole it sees without naming it.
    pub import_brings_names: bool,
    /// Functions that give the name in their first argument the value of their second.
    pub define_functions: Vec<String>,
    /// The member of a class that is its full name.
    pub class_name_member: Option<String>,
    /// What separates the parts of a module's name.
    pub module_separators: Vec<String>,
    /// File stems that stand for their folder.
    pub module_index: Vec<String>,
    /// First parts of a module's name that mean "in this project".
    pub module_prefixes: Vec<String>,
    /// What a module's name begins with where it may be one of this project.
    pub own_modules: Vec<String>,
    /// First character of a module name that is relative to the file's folder.
    pub relative_prefix: Option<char>,
    /// Files of one folder share their names.
    pub package_scope: bool,
    /// Names of the packages around a file's own are seen as well.
    pub nested_packages: bool,
    /// A module's last part is its name in the file.
    pub import_alias_from_path: bool,
    /// Imports name a class or function, not a file.
    pub import_names_symbol: bool,
    /// A field is read and written by its name alone.
    pub implicit_this: bool,
    /// What a decorator may leave out at the end of its type's name.
    pub decorator_suffix: Option<String>,
    /// The last expression of a function is its result.
    pub implicit_return: bool,
    /// A call without arguments reads like a member.
    pub member_without_arguments: bool,
    /// Constants are found without an import.
    pub global_constants: bool,
    /// Invocations that the language's macro reader reads.
    #[serde(rename = "macro")]
    pub macros: Vec<String>,
    /// Attributes that the language's macro reader reads.
    pub cfg_attribute: Vec<String>,
    /// Calls.
    pub call: Vec<CallTable>,
    /// `a.b`.
    pub member: Vec<MemberTable>,
    /// `a[b]`.
    pub subscript: Vec<SubscriptTable>,
    /// `T{..}`.
    pub literal: Vec<LiteralTable>,
    /// A member without its object, where the type around says which: `.newCheckout`; it begins with a dot.
    pub implicit_member: Vec<String>,
    /// JSX elements.
    pub element: Vec<NamedTable>,
    /// Their attributes.
    pub attribute: Vec<KindTable>,
    /// Decorators and annotations.
    pub decorator: Vec<DecoratorTable>,
    /// Named arguments.
    pub keyword: Vec<KeywordTable>,
    /// Functions and methods.
    pub function: Vec<FunctionTable>,
    /// Classes, interfaces, enums, modules.
    pub container: Vec<ContainerTable>,
    /// Enum members.
    pub enumerator: Vec<EnumeratorTable>,
    /// Whatever gives a name a value or a type.
    pub binding: Vec<BindingTable>,
    /// Members of an object literal.
    pub entry: Vec<EntryTable>,
    /// Arms that give an enum's member a value.
    pub arm: Vec<ArmTable>,
    /// Destructuring.
    pub pattern: Vec<PatternTable>,
    /// A default inside a destructuring or parameter.
    pub pattern_default: Vec<PairTable>,
    /// Parameters.
    pub parameter: Vec<ParameterTable>,
    /// Where a file says which package or namespace it belongs to.
    pub package: Vec<NamedTable>,
    /// Import statements.
    pub import: Vec<ImportTable>,
    /// What they bring in.
    pub import_item: Vec<ImportItemTable>,
    /// File stems whose imports hold for all files of their folder and of those within.
    pub shared_imports: Vec<String>,
    /// Statements that hand names of another module on; without a module they hand on the file's own.
    pub reexport: Vec<ReexportTable>,
    /// Nodes that ask for a member of a type: a literal in them is no member of the type around.
    pub type_lookup: Vec<String>,
    /// A prefix for several items.
    pub import_scope: Vec<ImportScopeTable>,
    /// Functions that import.
    pub require: Vec<RequireTable>,
    /// Conditionals.
    pub branch: Vec<BranchTable>,
    /// `!a`.
    pub negation: Vec<NegationTable>,
    /// `a ?? b`.
    pub fallback: Vec<OperatorsTable>,
    /// `a + b`.
    pub concatenation: Vec<OperatorTable>,
    /// `a || b`, where it is no fallback.
    pub disjunction: Vec<DisjunctionTable>,
    /// Loops.
    #[serde(rename = "loop")]
    pub loops: Vec<LoopTable>,
    /// What gives a name the elements of a collection, one after the other.
    pub each: Vec<EachTable>,
    /// What runs in a browser or on a phone.
    pub client: ClientTable,
    /// `a |> f(b)`: the left side is the first argument of the right one.
    pub pipe: Vec<OperatorTable>,
    /// What is test code.
    pub test: TestTable,
    /// What a rewrite has to know.
    pub fix: FixTable,
    /// What a plain reader of braces has to know; without it files are always parsed whole.
    pub lexis: Option<Lexis>,
}

/// What a plain reader of braces has to know of a language.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Lexis {
    /// What comments begin with that end with their line.
    pub line_comments: Vec<String>,
    /// Begin and end of other comments.
    pub block_comments: Vec<[String; 2]>,
    /// What strings begin and end with, longer ones first.
    pub quotes: Vec<String>,
    /// Those of them that may hold ends of lines.
    pub multiline_quotes: Vec<String>,
    /// Those of them in which a backslash escapes nothing.
    pub raw_quotes: Vec<String>,
    /// What code in a string stands between: `${`, `}`.
    pub interpolation: [String; 2],
    /// Blocks show in how far lines are indented, not in brackets.
    pub indented: bool,
    /// What a line goes on behind, other than an open bracket: `,`, `&&`.
    pub joining_ends: Vec<String>,
    /// What a line begins with that goes on with the one above: `.`.
    pub joining_starts: Vec<String>,
    /// What a text begins with that stands below its line, up to the name that follows: `<<~`.
    pub heredocs: Vec<String>,
    /// What stands right before the brace of a block of statements; where blocks are indented, words on the line above one that
    /// is a function's body.
    pub body_ends: Vec<String>,
    /// Words on the line of the brace that opens a function's body.
    pub body_words: Vec<String>,
    /// What stands between a function's parameters and its type: `:`, `->`.
    pub result_marks: Vec<String>,
    /// A statement may end with its line.
    pub newlines: bool,
    /// A brace behind a blank opens a block of statements, any other one the members of a literal: `if x {`, `T{`.
    pub spaced_blocks: bool,
    /// Braces hold statements or declarations, never the members of a literal.
    pub blocks_only: bool,
    /// The last statement of a block may be its value.
    pub last_counts: bool,
    /// Words that declare a type, whose braces hold no statements although they stand behind a bracket: `class A(x) {`.
    pub container_words: Vec<String>,
    /// What stands right before the brace of a type: `struct`.
    pub type_words: Vec<String>,
    /// Words that a statement begins with that is never left out: labels, results.
    pub kept_words: Vec<String>,
    /// Words that go on with the statement before them: `else`.
    pub joining_words: Vec<String>,
    /// A block needs a statement: where nothing in one within a function matters, it stays as it is, or keeps the shortest one.
    pub blocks_stay: bool,
    /// Names may stand in any string: `f"{name}"`.
    pub names_in_text: bool,
    /// Words that a statement follows, or brackets and a statement, on their line or the next: `if`.
    pub head_words: Vec<String>,
    /// Words that a value follows: `return`.
    pub prefix_words: Vec<String>,
    /// Regular expressions stand between slashes.
    pub patterns: bool,
    /// Elements of markup are values: `<Cart />`.
    pub markup: bool,
    /// Names for whatever a call gives beside its result: `err`.
    pub common_names: Vec<String>,
    /// How imports are written that do nothing but bring names, and name each of them; no file hands those on without naming them again.
    pub imports: ImportLines,
}

/// How imports are written.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct ImportLines {
    /// Words that one begins with, at the beginning of a line; none: they are not told from other code.
    pub words: Vec<String>,
    /// A word in front of which the names stand, and behind which a text does: `from`.
    pub names_before: String,
    /// Where there is no such word: the names stand behind the last of these.
    pub names_behind: String,
}

impl Table {
    /// A template's table on the one of the language of its code.
    fn over(self, code: Self) -> Self {
        let mut test = code.test.clone();
        test.paths.extend(self.test.paths);
        let mut shared_imports = code.shared_imports.clone();
        shared_imports.extend(self.shared_imports);
        Self {
            shared_imports,
            name: self.name,
            family: self.family,
            extensions: self.extensions,
            filenames: self.filenames,
            code: self.code,
            template: self.template,
            // what is no code follows other rules
            lexis: None,
            test,
            ..code
        }
    }
}

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Default, Clone, Deserialize)]
            #[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
            pub struct $name {
                /// The node kind.
                pub kind: String,
                $(
                    $(#[$field_meta])*
                    #[allow(missing_docs, reason = "named after the role; see the comments in grammars/")]
                    pub $field: $type,
                )*
            }
        )*
    };
}

tables! {
    /// A call: either `function` holds the whole callee, or `receiver` and `name` do. With `selector` the name is in
    /// pieces between the arguments.
    CallTable { function: Option<String>, receiver: Option<String>, name: Option<String>, arguments: Option<String>, block: Option<String>, construct: bool, operands: Vec<String>, type_arguments: Option<String>, selector: bool }
    /// A member access.
    MemberTable { object: Option<String>, name: Option<String> }
    /// An indexing; without `index` the second named child is it.
    SubscriptTable { object: Option<String>, index: Option<String> }
    /// A typed literal.
    LiteralTable { r#type: String, body: String }
    /// A node with a name.
    NamedTable { name: String }
    /// A node.
    KindTable {}
    /// A decorator; without fields its only child is the callee or the call. `flat`: labels and values of its arguments
    /// stand side by side behind the name.
    DecoratorTable { name: Option<String>, arguments: Option<String>, flat: bool }
    /// A named argument.
    KeywordTable { name: String, value: String }
    /// A function; with `word` only where that child reads as one of `words`.
    FunctionTable { name: Option<String>, parameters: Option<String>, type_parameters: Option<String>, parameter: Option<String>, body: Option<String>, receiver: Option<String>, word: Option<String>, words: Vec<String>, selector: bool }
    /// A container; `parameters` are its primary constructor's, `value` is the constructor call of an object that is
    /// declared and made at once.
    ContainerTable { name: String, supertypes: Vec<String>, parameters: Option<String>, value: Option<String>, word: Option<String>, words: Vec<String> }
    /// An enum member.
    EnumeratorTable { name: String, value: Option<String>, arguments: Option<String>, attribute: Option<String>, rename: Option<String> }
    /// A binding.
    BindingTable { operator: Option<String>, name: String, value: Option<String>, r#type: Option<String>, outer_type: Option<String>, constant: bool, field: bool, assignment: bool }
    /// A member of an object literal; with `operator` only where that child reads as one of `operators`.
    EntryTable { key: String, value: String, operator: Option<String>, operators: Vec<String> }
    /// An arm.
    ArmTable { pattern: String, value: String }
    /// A destructuring pattern.
    PatternTable { pair: String, key: String, value: String, rest: String }
    /// A name with its default.
    PairTable { name: String, value: String }
    /// A parameter; without `name` the node or its first child is the name. With `field` it is a field of the type whose
    /// primary constructor it stands in. Callers write the `label` where it has one.
    ParameterTable { name: Option<String>, r#type: Option<String>, field_modifier: Vec<String>, field: bool, label: Option<String> }
    /// An import statement; with a `wildcard` in it the whole module is meant; `joined`: the parts of the
    /// module's name stand side by side.
    ImportTable { module: Option<String>, alias: Option<String>, wildcard: Option<String>, joined: bool, word: Option<String>, words: Vec<String> }
    /// A statement that hands names on.
    ReexportTable { module: String }
    /// An imported name.
    ImportItemTable { name: Option<String>, alias: Option<String>, whole: bool }
    /// A prefix for several imported names.
    ImportScopeTable { path: String, list: String }
    /// A conditional, by fields or by the positions of condition, consequence, alternative.
    BranchTable { condition: Option<String>, consequence: Option<String>, alternative: Option<String>, negated: bool, operator: Vec<String>, positions: Vec<usize>, word: Option<String>, words: Vec<String> }
    /// A negation; without `operand` the last child is it. `operators` are further spellings.
    NegationTable { operator: Option<String>, operators: Vec<String>, operand: Option<String> }
    /// A binary operator with several spellings.
    OperatorsTable { operator: Vec<String>, left: String, right: String }
    /// A binary operator.
    OperatorTable { operator: String, left: String, right: String }
    /// A binary operator that is true where one side is.
    DisjunctionTable { operator: Vec<String> }
    /// A loop: the field that is run more than once.
    LoopTable { body: String }
    /// A name, or several for the parts of each element, and the collection.
    EachTable { name: String, collection: String }
}

/// A function that imports, such as Ruby's `require`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequireTable {
    /// Its name.
    pub function: String,
}

/// What runs on a user's device.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct ClientTable {
    /// All code in the language.
    pub always: bool,
    /// Files that import one of these modules, or something within one.
    pub imports: Vec<String>,
    /// Files whose path fits one of these regular expressions.
    pub paths: Vec<String>,
}

/// What is test code.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct TestTable {
    /// Paths, as regular expressions.
    pub paths: Vec<String>,
    /// Calls whose block is a test.
    pub calls: Vec<String>,
    /// Classes and modules that hold tests, as a regular expression.
    pub container_names: Option<String>,
    /// Functions that are tests, as a regular expression.
    pub function_names: Option<String>,
    /// Attributes and annotations of a test.
    pub decorators: Vec<String>,
    /// Calls around an evaluation that make it a mock's set-up or check.
    pub setup_calls: Vec<String>,
    /// Calls that an evaluation is called on when a mock is set up or checked; they stand for their argument or receiver.
    pub setup_receivers: Vec<String>,
    /// Methods called on an evaluation that make it one.
    pub setup_chain: Vec<String>,
    /// Calls that put something in the place of what a text names: `patch("cart.is_enabled")`.
    pub replacing_calls: Vec<String>,
    /// Mocks that name the method.
    pub mock: MockTable,
    /// Tests that run once for each of several cases.
    pub cases: Vec<CaseTable>,
}

/// How a test says that it runs once for each of several cases, and which.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct CaseTable {
    /// The mark that says it.
    pub mark: String,
    /// The mark of a test that runs once.
    pub plain: String,
    /// What both are imported by, where that has to be said.
    pub imports: Vec<String>,
    /// Marks with a list of values, for the only parameter.
    pub values: Vec<String>,
    /// Marks with a list of texts, each of which has a value for each parameter, with commas between them.
    pub texts: Vec<String>,
    /// Marks that are one case each.
    pub rows: Vec<String>,
}

/// Calls of mocks that name the method which they stand in for.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct MockTable {
    /// They take the method's name as a text, and its arguments behind it, or the object before it: `receive(:on?)`.
    pub names: Vec<String>,
    /// Called on such a call, they take the method's arguments: `.with(…)`.
    pub arguments: Vec<String>,
    /// They hand such a chain to an object, which is the argument of the call they are called on: `allow(x).to`.
    pub holders: Vec<String>,
    /// Called on the method itself, or on a call that takes it, they take its arguments: `toHaveBeenCalledWith`.
    pub checks: Vec<String>,
}

/// What a node kind can be; most are nothing.
#[derive(Debug, Default, Clone)]
pub(crate) struct Role {
    pub(crate) transparent: bool,
    pub(crate) reference: bool,
    pub(crate) identifier: bool,
    pub(crate) this: bool,
    pub(crate) string: bool,
    pub(crate) string_content: bool,
    pub(crate) escape: bool,
    pub(crate) interpolation: bool,
    pub(crate) symbol: bool,
    pub(crate) joined_strings: bool,
    pub(crate) yes: bool,
    pub(crate) no: bool,
    pub(crate) boolean: bool,
    pub(crate) null: bool,
    pub(crate) number: bool,
    pub(crate) list: bool,
    pub(crate) object: bool,
    pub(crate) sequence: bool,
    pub(crate) comment: bool,
    pub(crate) returns: bool,
    pub(crate) statement: bool,
    pub(crate) statement_list: bool,
    pub(crate) function_value: bool,
    pub(crate) macros: bool,
    pub(crate) cfg_attribute: bool,
    pub(crate) attribute: bool,
    pub(crate) type_member: bool,
    pub(crate) implicit_member: bool,
    pub(crate) flat_decorator: bool,
    pub(crate) paired_object: bool,
    pub(crate) package: Option<Field>,
    pub(crate) call: Option<Call>,
    pub(crate) member: Option<(Option<Field>, Option<Field>)>,
    pub(crate) subscript: Option<(Option<Field>, Option<Field>)>,
    pub(crate) literal: Option<(Field, Field)>,
    pub(crate) element: Option<Field>,
    pub(crate) decorator: Option<(Option<Field>, Option<Field>)>,
    pub(crate) keyword: Option<(Field, Field)>,
    pub(crate) function: Option<Function>,
    pub(crate) container: Option<Container>,
    pub(crate) enumerator: Option<Enumerator>,
    pub(crate) binding: Option<Binding>,
    pub(crate) entry: Option<(Field, Field)>,
    /// The entry is one only with one of these words in that child.
    pub(crate) entry_operator: Option<(Field, Vec<String>)>,
    pub(crate) arm: Option<(Field, Field)>,
    pub(crate) pattern: Option<Pattern>,
    pub(crate) pattern_default: Option<(Field, Field)>,
    pub(crate) parameter: Option<Parameter>,
    pub(crate) import: Option<Import>,
    pub(crate) reexport: Option<Field>,
    pub(crate) type_lookup: bool,
    pub(crate) import_item: Option<(Option<Field>, Option<Field>, bool)>,
    pub(crate) import_scope: Option<(Field, Field)>,
    pub(crate) branch: Vec<Branch>,
    pub(crate) negation: Option<(Vec<String>, Option<Field>)>,
    pub(crate) fallback: Option<(Vec<String>, Field, Field)>,
    pub(crate) concatenation: Option<(String, Field, Field)>,
    pub(crate) disjunction: Vec<String>,
    pub(crate) repeated: Option<Field>,
    /// The name, and the collection whose elements it takes.
    pub(crate) each: Option<(Field, Field)>,
    pub(crate) pipe: Option<(String, Field, Field)>,
    pub(crate) unparsed: bool,
    /// Where the kind of a node does not say it: what a child must read as.
    pub(crate) function_words: Option<Words>,
    pub(crate) container_words: Option<Words>,
    pub(crate) import_words: Option<Words>,
}

impl Role {
    /// Whether a name, a member, a function or a type may get what stands in such a node.
    pub(crate) fn gives(&self) -> bool {
        self.binding.is_some()
            || self.returns
            || self.each.is_some()
            || self.entry.is_some()
            || self.parameter.is_some()
            || self.enumerator.is_some()
            || self.container.is_some()
            || self.arm.is_some()
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) function: Option<Field>,
    pub(crate) receiver: Option<Field>,
    pub(crate) name: Option<Field>,
    pub(crate) arguments: Option<Field>,
    pub(crate) block: Option<Field>,
    pub(crate) operands: Vec<Field>,
    pub(crate) construct: bool,
    pub(crate) type_arguments: Option<Field>,
    pub(crate) selector: bool,
}

/// A child, and what it must read as.
pub(crate) type Words = (Field, Vec<String>);

#[derive(Debug, Clone)]
pub(crate) struct Function {
    pub(crate) name: Option<Field>,
    pub(crate) parameters: Option<Field>,
    pub(crate) parameter: Option<Field>,
    pub(crate) body: Option<Field>,
    pub(crate) receiver: Option<Field>,
    pub(crate) selector: bool,
    pub(crate) type_parameters: Option<Field>,
}

#[derive(Debug, Clone)]
pub(crate) struct Container {
    pub(crate) name: Field,
    pub(crate) supertypes: Vec<Field>,
    pub(crate) parameters: Option<Field>,
    pub(crate) value: Option<Field>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Import {
    pub(crate) module: Option<Field>,
    pub(crate) alias: Option<Field>,
    pub(crate) wildcard: Option<Field>,
    pub(crate) joined: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Enumerator {
    pub(crate) name: Field,
    pub(crate) value: Option<Field>,
    pub(crate) arguments: Option<Field>,
    pub(crate) attribute: Option<u16>,
    pub(crate) rename: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Binding {
    /// Only where this is the operator.
    pub(crate) operator: Option<String>,
    pub(crate) name: Field,
    pub(crate) value: Option<Field>,
    pub(crate) declared_type: Option<Field>,
    pub(crate) outer_type: Option<Field>,
    pub(crate) constant: bool,
    pub(crate) field: bool,
    pub(crate) assignment: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    pub(crate) pair: u16,
    pub(crate) key: Field,
    pub(crate) value: Field,
    pub(crate) rest: u16,
}

#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    pub(crate) name: Option<Field>,
    pub(crate) declared_type: Option<Field>,
    pub(crate) field_modifier: Vec<String>,
    pub(crate) field: bool,
    pub(crate) label: Option<Field>,
}

#[derive(Debug, Clone)]
pub(crate) struct Branch {
    pub(crate) condition: Option<Field>,
    pub(crate) consequence: Option<Field>,
    pub(crate) alternative: Option<Field>,
    pub(crate) negated: bool,
    pub(crate) operator: Vec<String>,
    pub(crate) positions: Vec<usize>,
    pub(crate) words: Option<Words>,
}

/// A [`Table`] by tree-sitter's ids, and its texts ready for use.
#[derive(Debug)]
pub struct Grammar {
    /// Of each kind of node; built when the first file is parsed.
    roles: OnceLock<Vec<Option<Box<Role>>>>,
    /// What a rewrite has to know; built when the first file is rewritten.
    shapes: OnceLock<Shapes>,
    /// The table's plain settings.
    pub table: Table,
    test_paths: Vec<Regex>,
    client_paths: Vec<Regex>,
    test_containers: Option<Regex>,
    test_functions: Option<Regex>,
    /// Built when the first file is read in part.
    keywords: OnceLock<FxHashSet<String>>,
    parser: fn() -> tree_sitter::Language,
}

/// What the table says of each kind of node.
fn roles(table: &Table, parser: &tree_sitter::Language) -> Vec<Option<Box<Role>>> {
    let mut builder = Builder {
        roles: Vec::new(),
        parser,
    };
    builder.roles.resize_with(parser.node_kind_count(), || None);
    builder.flags(table);
    builder.shapes(table);
    builder.roles
}

/// The words among a grammar's tokens.
fn keywords(parser: &tree_sitter::Language) -> FxHashSet<String> {
    let kinds = 0..u16::try_from(parser.node_kind_count()).unwrap_or(u16::MAX);
    let tokens = kinds.filter(|kind| !parser.node_kind_is_named(*kind));
    let words = tokens.filter_map(|kind| parser.node_kind_for_id(kind));
    words
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .map(str::to_owned)
        .collect()
}

impl Grammar {
    fn new(language: &Language) -> Self {
        let table = language.table();
        let regexes = |patterns: &[String]| patterns.iter().filter_map(|text| Regex::new(text).ok()).collect();
        Self {
            roles: OnceLock::new(),
            shapes: OnceLock::new(),
            test_paths: regexes(&table.test.paths),
            client_paths: regexes(&table.client.paths),
            test_containers: table
                .test
                .container_names
                .as_deref()
                .and_then(|text| Regex::new(text).ok()),
            test_functions: table
                .test
                .function_names
                .as_deref()
                .and_then(|text| Regex::new(text).ok()),
            keywords: OnceLock::new(),
            parser: language.parser,
            table,
        }
    }

    /// Whether a word belongs to the language.
    pub(crate) fn is_keyword(&self, word: &[u8]) -> bool {
        let keywords = self.keywords.get_or_init(|| keywords(&(self.parser)()));
        std::str::from_utf8(word).is_ok_and(|word| keywords.contains(word))
    }

    /// The roles of a node kind, if it has any.
    pub(crate) fn role(&self, kind: u16) -> Option<&Role> {
        let roles = self.roles.get_or_init(|| roles(&self.table, &(self.parser)()));
        roles.get(usize::from(kind)).and_then(Option::as_deref)
    }

    /// Whether a path, relative and with `/`, is test code.
    pub fn is_test_path(&self, path: &str) -> bool {
        self.test_paths.iter().any(|pattern| pattern.is_match(path))
    }

    /// Whether a path, relative and with `/`, is code for a user's device.
    pub fn is_client_path(&self, path: &str) -> bool {
        self.client_paths.iter().any(|pattern| pattern.is_match(path))
    }

    /// Whether a class or module holds tests.
    pub fn is_test_container(&self, name: &str) -> bool {
        self.test_containers
            .as_ref()
            .is_some_and(|pattern| pattern.is_match(name))
    }

    /// Whether a function is a test.
    pub fn is_test_function(&self, name: &str) -> bool {
        self.test_functions
            .as_ref()
            .is_some_and(|pattern| pattern.is_match(name))
    }
}

type SetRole = fn(&mut Role);

struct Builder<'a> {
    roles: Vec<Option<Box<Role>>>,
    parser: &'a tree_sitter::Language,
}

impl Builder<'_> {
    /// A kind may exist more than once, under aliases: all ids that carry the name get the role.
    fn each(&mut self, kind: &str, mut set: impl FnMut(&mut Role)) {
        // A word such as `this` may be a token.
        let named = self.kind(kind) != 0;
        for id in 0..self.roles.len() {
            let Ok(kind_id) = u16::try_from(id) else { break };
            if self.parser.node_kind_is_named(kind_id) == named && self.parser.node_kind_for_id(kind_id) == Some(kind) {
                set(self.roles[id].get_or_insert_with(Box::default));
            }
        }
    }

    fn kind(&self, name: &str) -> u16 {
        self.parser.id_for_node_kind(name, true)
    }

    fn field(&self, name: &str) -> Option<Field> {
        Field::new(name, self.parser)
    }

    fn words(&self, word: &Option<String>, words: &[String]) -> Option<Words> {
        Some((self.optional(word)?, words.to_vec()))
    }

    fn optional(&self, name: &Option<String>) -> Option<Field> {
        name.as_deref().and_then(|name| self.field(name))
    }

    fn flags(&mut self, table: &Table) {
        let flags: [(&[String], SetRole); 28] = [
            (&table.unparsed, |role| role.unparsed = true),
            (&table.transparent, |role| role.transparent = true),
            (&table.reference, |role| role.reference = true),
            (&table.identifier, |role| role.identifier = true),
            (&table.this, |role| role.this = true),
            (&table.string, |role| role.string = true),
            (&table.string_content, |role| role.string_content = true),
            (&table.escape, |role| role.escape = true),
            (&table.interpolation, |role| role.interpolation = true),
            (&table.symbol, |role| role.symbol = true),
            (&table.joined_strings, |role| role.joined_strings = true),
            (&table.yes, |role| role.yes = true),
            (&table.no, |role| role.no = true),
            (&table.boolean, |role| role.boolean = true),
            (&table.null, |role| role.null = true),
            (&table.number, |role| role.number = true),
            (&table.list, |role| role.list = true),
            (&table.object, |role| role.object = true),
            (&table.paired_object, |role| role.paired_object = true),
            (&table.implicit_member, |role| role.implicit_member = true),
            (&table.sequence, |role| role.sequence = true),
            (&table.comments, |role| role.comment = true),
            (&table.returns, |role| role.returns = true),
            (&table.statement, |role| role.statement = true),
            (&table.statement_list, |role| role.statement_list = true),
            (&table.macros, |role| role.macros = true),
            (&table.cfg_attribute, |role| role.cfg_attribute = true),
            (&table.type_member, |role| role.type_member = true),
        ];
        for (kinds, set) in flags {
            for kind in kinds {
                self.each(kind, set);
            }
        }
        for kind in &table.function_value {
            self.each(kind, |role| role.function_value = true);
        }
        for entry in &table.package {
            if let Some(name) = self.field(&entry.name) {
                self.each(&entry.kind, |role| role.package = Some(name));
            }
        }
        for entry in &table.attribute {
            self.each(&entry.kind, |role| role.attribute = true);
        }
    }

    fn shapes(&mut self, table: &Table) {
        self.expressions(table);
        self.definitions(table);
        self.imports(table);
        for entry in &table.branch {
            let (condition, consequence) = (self.optional(&entry.condition), self.optional(&entry.consequence));
            let alternative = self.optional(&entry.alternative);
            let words = self.words(&entry.word, &entry.words);
            self.each(&entry.kind, |role| {
                role.branch.push(Branch {
                    condition,
                    consequence,
                    alternative,
                    negated: entry.negated,
                    operator: entry.operator.clone(),
                    positions: entry.positions.clone(),
                    words: words.clone(),
                });
            });
        }
        for entry in &table.negation {
            let operand = self.optional(&entry.operand);
            let spellings: Vec<_> = entry.operator.iter().chain(&entry.operators).cloned().collect();
            self.each(&entry.kind, |role| role.negation = Some((spellings.clone(), operand)));
        }
        for entry in &table.fallback {
            if let (Some(left), Some(right)) = (self.field(&entry.left), self.field(&entry.right)) {
                self.each(&entry.kind, |role| {
                    role.fallback = Some((entry.operator.clone(), left, right))
                });
            }
        }
        for entry in &table.pipe {
            if let (Some(left), Some(right)) = (self.field(&entry.left), self.field(&entry.right)) {
                self.each(&entry.kind, |role| {
                    role.pipe = Some((entry.operator.clone(), left, right))
                });
            }
        }
        for entry in &table.concatenation {
            if let (Some(left), Some(right)) = (self.field(&entry.left), self.field(&entry.right)) {
                self.each(&entry.kind, |role| {
                    role.concatenation = Some((entry.operator.clone(), left, right))
                });
            }
        }
        for entry in &table.disjunction {
            self.each(&entry.kind, |role| role.disjunction.clone_from(&entry.operator));
        }
        for entry in &table.loops {
            let body = self.field(&entry.body);
            self.each(&entry.kind, |role| role.repeated = body);
        }
        for entry in &table.each {
            if let (Some(name), Some(collection)) = (self.field(&entry.name), self.field(&entry.collection)) {
                self.each(&entry.kind, |role| role.each = Some((name, collection)));
            }
        }
    }

    fn expressions(&mut self, table: &Table) {
        for entry in &table.call {
            let (function, receiver) = (self.optional(&entry.function), self.optional(&entry.receiver));
            let (name, arguments) = (self.optional(&entry.name), self.optional(&entry.arguments));
            let (block, type_arguments) = (self.optional(&entry.block), self.optional(&entry.type_arguments));
            let operands: Vec<_> = entry.operands.iter().filter_map(|name| self.field(name)).collect();
            self.each(&entry.kind, |role| {
                let operands = operands.clone();
                role.call = Some(Call {
                    function,
                    receiver,
                    name,
                    arguments,
                    block,
                    operands,
                    construct: entry.construct,
                    type_arguments,
                    selector: entry.selector,
                });
            });
        }
        for entry in &table.member {
            let fields = (self.optional(&entry.object), self.optional(&entry.name));
            self.each(&entry.kind, |role| role.member = Some(fields));
        }
        for entry in &table.subscript {
            let fields = (self.optional(&entry.object), self.optional(&entry.index));
            self.each(&entry.kind, |role| role.subscript = Some(fields));
        }
        for entry in &table.literal {
            if let (Some(declared), Some(body)) = (self.field(&entry.r#type), self.field(&entry.body)) {
                self.each(&entry.kind, |role| role.literal = Some((declared, body)));
            }
        }
        for entry in &table.element {
            if let Some(name) = self.field(&entry.name) {
                self.each(&entry.kind, |role| role.element = Some(name));
            }
        }
        for entry in &table.decorator {
            let fields = (self.optional(&entry.name), self.optional(&entry.arguments));
            self.each(&entry.kind, |role| {
                role.decorator = Some(fields);
                role.flat_decorator = entry.flat;
            });
        }
        for entry in &table.keyword {
            if let (Some(name), Some(value)) = (self.field(&entry.name), self.field(&entry.value)) {
                self.each(&entry.kind, |role| role.keyword = Some((name, value)));
            }
        }
        for entry in &table.entry {
            if let (Some(key), Some(value)) = (self.field(&entry.key), self.field(&entry.value)) {
                let operator = self.optional(&entry.operator);
                self.each(&entry.kind, |role| {
                    role.entry = Some((key, value));
                    role.entry_operator = operator.map(|operator| (operator, entry.operators.clone()));
                });
            }
        }
    }

    fn definitions(&mut self, table: &Table) {
        for entry in &table.function {
            let (name, parameters) = (self.optional(&entry.name), self.optional(&entry.parameters));
            let (parameter, body) = (self.optional(&entry.parameter), self.optional(&entry.body));
            let receiver = self.optional(&entry.receiver);
            let type_parameters = self.optional(&entry.type_parameters);
            let words = self.words(&entry.word, &entry.words);
            self.each(&entry.kind, |role| {
                role.function_words.clone_from(&words);
                role.function = Some(Function {
                    name,
                    parameters,
                    parameter,
                    body,
                    receiver,
                    type_parameters,
                    selector: entry.selector,
                });
            });
        }
        for entry in &table.container {
            let Some(name) = self.field(&entry.name) else { continue };
            let (parameters, value) = (self.optional(&entry.parameters), self.optional(&entry.value));
            let supertypes: Vec<_> = entry.supertypes.iter().filter_map(|name| self.field(name)).collect();
            let words = self.words(&entry.word, &entry.words);
            self.each(&entry.kind, |role| {
                role.container_words.clone_from(&words);
                role.container = Some(Container {
                    name,
                    supertypes: supertypes.clone(),
                    parameters,
                    value,
                });
            });
        }
        for entry in &table.enumerator {
            let Some(name) = self.field(&entry.name) else { continue };
            let (value, arguments) = (self.optional(&entry.value), self.optional(&entry.arguments));
            let attribute = entry.attribute.as_deref().map(|name| self.kind(name));
            self.each(&entry.kind, |role| {
                let rename = entry.rename.clone();
                role.enumerator = Some(Enumerator {
                    name,
                    value,
                    arguments,
                    attribute,
                    rename,
                });
            });
        }
        for entry in &table.binding {
            let Some(name) = self.field(&entry.name) else { continue };
            let (value, declared_type) = (self.optional(&entry.value), self.optional(&entry.r#type));
            let outer_type = self.optional(&entry.outer_type);
            self.each(&entry.kind, |role| {
                role.binding = Some(Binding {
                    operator: entry.operator.clone(),
                    name,
                    value,
                    declared_type,
                    outer_type,
                    constant: entry.constant,
                    field: entry.field,
                    assignment: entry.assignment,
                });
            });
        }
        for entry in &table.arm {
            if let (Some(pattern), Some(value)) = (self.field(&entry.pattern), self.field(&entry.value)) {
                self.each(&entry.kind, |role| role.arm = Some((pattern, value)));
            }
        }
        for entry in &table.pattern {
            let (Some(key), Some(value)) = (self.field(&entry.key), self.field(&entry.value)) else {
                continue;
            };
            let (pair, rest) = (self.kind(&entry.pair), self.kind(&entry.rest));
            self.each(&entry.kind, |role| {
                role.pattern = Some(Pattern { pair, key, value, rest })
            });
        }
        for entry in &table.pattern_default {
            if let (Some(name), Some(value)) = (self.field(&entry.name), self.field(&entry.value)) {
                self.each(&entry.kind, |role| role.pattern_default = Some((name, value)));
            }
        }
        for entry in &table.parameter {
            let (name, declared_type) = (self.optional(&entry.name), self.optional(&entry.r#type));
            let label = self.optional(&entry.label);
            self.each(&entry.kind, |role| {
                let field_modifier = entry.field_modifier.clone();
                role.parameter = Some(Parameter {
                    name,
                    declared_type,
                    field_modifier,
                    field: entry.field,
                    label,
                });
            });
        }
    }

    fn imports(&mut self, table: &Table) {
        for entry in &table.import {
            let import = Import {
                module: self.optional(&entry.module),
                alias: self.optional(&entry.alias),
                wildcard: self.optional(&entry.wildcard),
                joined: entry.joined,
            };
            let words = self.words(&entry.word, &entry.words);
            self.each(&entry.kind, |role| {
                role.import_words.clone_from(&words);
                role.import = Some(import);
            });
        }
        for entry in &table.reexport {
            let module = self.field(&entry.module);
            self.each(&entry.kind, |role| role.reexport = module);
        }
        for kind in &table.type_lookup {
            self.each(kind, |role| role.type_lookup = true);
        }
        for entry in &table.import_item {
            let fields = (self.optional(&entry.name), self.optional(&entry.alias), entry.whole);
            self.each(&entry.kind, |role| role.import_item = Some(fields));
        }
        for entry in &table.import_scope {
            if let (Some(path), Some(list)) = (self.field(&entry.path), self.field(&entry.list)) {
                self.each(&entry.kind, |role| role.import_scope = Some((path, list)));
            }
        }
    }
}
