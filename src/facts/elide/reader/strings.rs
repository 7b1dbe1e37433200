//! Where strings end, with the code in them.

use super::DEPTH;
use crate::language::Lexis;

/// What a place in a string lies in.
#[derive(Clone, Copy)]
enum Inside<'t> {
    /// Text, up to this quote.
    Text(&'t str),
    /// Code, or a bracket in it: `${…}`.
    Code,
}

/// Where reading a string goes.
enum Next<'t> {
    On,
    In(Inside<'t>),
    Out,
}

/// Behind a string that begins here, with the code in it and the strings in that; `Err`: its line ends before it does, there.
/// `over_lines`: it may go on behind its line, whatever its quotes are.
pub(in crate::facts::elide) fn string_end(
    bytes: &[u8],
    lexis: &Lexis,
    at: usize,
    quote: &str,
    over_lines: bool,
) -> Result<usize, usize> {
    let mut at = at + quote.len();
    let mut inside = Inside::Text(quote);
    let mut around: Vec<Inside<'_>> = Vec::new();
    let [opens, closes] = &lexis.interpolation;
    let open = opens.as_bytes().first();
    loop {
        if let Inside::Text(quote) = inside {
            // Nearly all of a text means nothing.
            let first = quote.as_bytes().first();
            let is_plain = |byte: &&u8| {
                !matches!(byte, b'\\' | b'\n' | b'\r')
                    && first.is_some_and(|first| first != *byte)
                    && open != Some(byte)
            };
            at += bytes.get(at..).unwrap_or(&[]).iter().take_while(is_plain).count();
        }
        let Some(byte) = bytes.get(at).copied() else { break };
        let rest = bytes.get(at..).unwrap_or(&[]);
        let (length, next) = match inside {
            Inside::Text(quote) if rest.starts_with(quote.as_bytes()) => (quote.len(), Next::Out),
            Inside::Text(_) if !opens.is_empty() && rest.starts_with(opens.as_bytes()) => {
                (opens.len(), Next::In(Inside::Code))
            }
            Inside::Text(quote) => match byte {
                b'\\' if !is_one(&lexis.raw_quotes, quote) => (2, Next::On),
                b'\n' | b'\r' if !over_lines && !is_one(&lexis.multiline_quotes, quote) => return Err(at),
                _ => (1, Next::On),
            },
            Inside::Code if closes.as_bytes() == [byte] => (1, Next::Out),
            Inside::Code => match byte {
                b'{' if closes == "}" => (1, Next::In(Inside::Code)),
                b'(' if closes == ")" => (1, Next::In(Inside::Code)),
                _ => match lexis.quotes.iter().find(|quote| rest.starts_with(quote.as_bytes())) {
                    Some(quote) => (quote.len(), Next::In(Inside::Text(quote))),
                    None => (1, Next::On),
                },
            },
        };
        at += length;
        match next {
            Next::On => {}
            Next::In(inner) if around.len() < DEPTH => around.push(std::mem::replace(&mut inside, inner)),
            Next::In(_) => {}
            Next::Out => match around.pop() {
                Some(outer) => inside = outer,
                None => return Ok(at),
            },
        }
    }
    Err(bytes.len())
}

fn is_one(quotes: &[String], quote: &str) -> bool {
    quotes.iter().any(|other| other == quote)
}
