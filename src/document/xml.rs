//! XML as maps: an element is a map of its attributes, then of its child elements by name (the same name may stand in it several
//! times), and its text under `#text`. Namespaces are dropped; entities of a document type are not expanded.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Builder, Document, Kind, Syntax, Trouble};

/// Parses a file.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Trouble> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut builder = Builder::new(text);
    builder.open(Kind::Map, 0)?;
    // The text of every open element.
    let mut texts: Vec<String> = Vec::new();
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or(0);
        let event = reader.read_event().map_err(|error| {
            let offset = usize::try_from(reader.error_position()).unwrap_or(start);
            let message = error.to_string();
            let message = message.lines().next().unwrap_or_default().to_owned();
            Trouble::new(format!("not valid XML: {message}")).offset(offset.min(text.len()))
        })?;
        match event {
            Event::Start(element) => {
                open(&element, start, &mut builder)?;
                texts.push(String::new());
            }
            Event::Empty(element) => {
                open(&element, start, &mut builder)?;
                builder.close();
            }
            Event::End(_) => {
                let content = texts.pop().unwrap_or_default();
                if !content.trim().is_empty() {
                    builder.owned(Kind::Owned, start, "#text")?;
                    builder.owned(Kind::PlainOwned, start, content.trim())?;
                }
                builder.close();
            }
            Event::Text(piece) => add(&mut texts, &piece),
            Event::CData(piece) => add(&mut texts, &piece),
            Event::GeneralRef(name) => {
                add(&mut texts, &entity(&name));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if !texts.is_empty() {
        return Err(Trouble::new("the file ends before its elements do").offset(text.len()));
    }
    builder.close();
    Ok(builder.finish(1, Syntax::Xml))
}

fn open(element: &BytesStart<'_>, start: usize, builder: &mut Builder<'_>) -> Result<(), Trouble> {
    let name = element.local_name();
    builder.owned(Kind::Owned, start, name.as_ref())?;
    builder.open(Kind::Map, start)?;
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| Trouble::new("not valid XML: an attribute is broken").offset(start))?;
        let name = attribute.key.local_name();
        let raw = &attribute.value;
        let value = quick_xml::escape::unescape(raw).unwrap_or_else(|_| raw.clone());
        builder.owned(Kind::Owned, start, name.as_ref())?;
        builder.owned(Kind::PlainOwned, start, &value)?;
    }
    Ok(())
}

fn add(texts: &mut [String], piece: &str) {
    if let Some(last) = texts.last_mut() {
        last.push_str(piece);
    }
}

/// One of XML's own entities or a character by number; any other stays as it is written.
fn entity(name: &str) -> String {
    let text = format!("&{name};");
    quick_xml::escape::unescape(&text).map_or_else(|_| text.clone(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn elements_are_maps_and_entities_are_not_expanded() {
        let text = "<?xml version='1.0'?><!DOCTYPE f [<!ENTITY a 'boom'>]>\n<ns:f on='true'><g id='1 &lt; 2'/><g>x &amp; &a;<![CDATA[<y>]]></g></ns:f>";
        let document = parse(text).map_err(|trouble| trouble.message);
        let value = document.as_ref().map(|document| document.root().value().to_string());
        assert_eq!(
            value,
            Ok(r##"{"f":{"on":true,"g":{"#text":"x & &a;<y>"}}}"##.to_owned())
        );
        let ids = document.map(|document| document.root().get("f").map(|f| f.entries().count()));
        assert_eq!(
            ids,
            Ok(Some(3)),
            "both elements are there, although a map shows only the last one"
        );
    }

    #[test]
    fn what_is_broken_is_told() {
        for text in ["<a>", "<a></b>", "<a b=></a>", "<a", &"<a>".repeat(1000)] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
