//! Markdown to blocks.
//!
//! The parser gives events with their places; here they become a tree of [`Block`]s on a stack of our own, so that no
//! text, however deep, recurses. What a terminal lesson cannot have (HTML, images, links to elsewhere) is reported and
//! shown as it stands.

mod builder;
mod frame;

pub use builder::MAX_NESTING;

use crate::lesson::located::Located;
use crate::lesson::reading::Reading;
use crate::lesson::tree::{Block, Inline};
use builder::Builder;

/// Reads Markdown.
pub(crate) fn blocks(text: &Located, reading: &mut Reading) -> Vec<Block> {
    Builder::new(text, 0, reading).build(&text.text)
}

/// Reads running text, such as a question: emphasis, code, links and live values, but no blocks.
pub(crate) fn running(text: &Located, reading: &mut Reading) -> Vec<Inline> {
    // A word in front keeps "1. What is …?" from being a list.
    const LEAD: &str = "x ";
    let led = format!("{LEAD}{}", text.text);
    let blocks = Builder::new(text, LEAD.len(), reading).build(&led);
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph { text, .. } => {
                if !out.is_empty() {
                    out.push(Inline::Break);
                }
                out.extend(text);
            }
            Block::Broken { .. } => {}
            other => {
                reading.problems.error(
                    other.span(),
                    "Only running text can stand here.",
                    "Lists, headings and listings belong on the page.",
                );
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::words::Vocabulary;
    use crate::run::address::Span;

    /// Blocks in a short notation.
    fn outline(source: &str) -> String {
        let mut reading = Reading::of(source, Vocabulary { directives: &[], views: &["hex"] });
        let text = Located::piece(source, Span::new(0, source.len()));
        let blocks = blocks(&text, &mut reading);
        let shown = many(&blocks);
        let problems = reading.problems.finish();
        assert!(problems.is_empty(), "{problems:?}");
        shown
    }

    fn many(blocks: &[Block]) -> String {
        blocks.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn one(block: &Block) -> String {
        match block {
            Block::Heading { level, text, .. } => format!("h{level}({})", inlines(text)),
            Block::Paragraph { text, .. } => format!("p({})", inlines(text)),
            Block::List { first, items, .. } => {
                let items: Vec<String> = items.iter().map(|item| many(item)).collect();
                format!("list{}({})", first.map(|n| n.to_string()).unwrap_or_default(), items.join(" | "))
            }
            Block::Quote { blocks, .. } => format!("quote({})", many(blocks)),
            Block::Code { language, text, .. } => format!("code:{language}({text})"),
            Block::Table { sides, head, rows, .. } => {
                let row =
                    |cells: &Vec<Vec<Inline>>| cells.iter().map(|cell| inlines(cell)).collect::<Vec<_>>().join(",");
                let rows: Vec<String> = rows.iter().map(row).collect();
                format!("table{sides:?}({} / {})", row(head), rows.join(" / "))
            }
            Block::Rule { .. } => "rule".to_owned(),
            other => format!("{other:?}"),
        }
    }

    fn inlines(text: &[Inline]) -> String {
        let shown = text.iter().map(|inline| match inline {
            Inline::Text(text) => text.to_string(),
            Inline::Emphasis(inner) => format!("<e {}>", inlines(inner)),
            Inline::Strong(inner) => format!("<s {}>", inlines(inner)),
            Inline::Code(code) => format!("<c {code}>"),
            Inline::Link { text, url } => format!("<{} {url}>", inlines(text)),
            Inline::Live(live) => format!("<live {} {:?}>", live.value.source, live.view),
            Inline::Break => "<br>".to_owned(),
            Inline::Broken(source) => format!("<broken {source}>"),
        });
        shown.collect()
    }

    #[test]
    fn running_text() {
        assert_eq!(outline("a *b **c*** `d`\ne\\\nf"), "p(a <e b <s c>> <c d> e<br>f)");
        assert_eq!(outline("W[16..63] and 2 \\< 3 &amp; \\{{ x }}"), "p(W[16..63] and 2 < 3 & {{ x }})");
        assert_eq!(
            outline("[t](https://e.org) <http://e.org/x>"),
            "p(<t https://e.org> <http://e.org/x http://e.org/x>)"
        );
    }

    #[test]
    fn blocks_in_blocks() {
        assert_eq!(outline("# A *b*\n\nc\n\n***\n"), "h1(A <e b>) p(c) rule");
        assert_eq!(outline("3. a\n4. b\n   - c\n   - d\n"), "list3(p(a) | p(b) list(p(c) | p(d)))");
        assert_eq!(outline("- a\n\n  b\n- c\n"), "list(p(a) p(b) | p(c))");
        assert_eq!(outline("> a\n>\n> - b\n"), "quote(p(a) list(p(b)))");
        assert_eq!(outline("    x\n      y\n"), "code:(x\n  y)");
        assert_eq!(outline("> ```text\n> {{ x }}\n> ```\n"), "quote(code:text({{ x }}))");
        assert_eq!(outline("|a|b|\n|:-:|--:|\n|`1`|2|\n"), "table[Centre, Right](a,b / <c 1>,2)");
    }

    #[test]
    fn live_values_stand_where_they_were_written() {
        assert_eq!(
            outline("a {{ x * y }}, **{{ z as hex }}** b"),
            "p(a <live x * y None>, <s <live z Some(\"hex\")>> b)"
        );
        assert_eq!(
            outline("|a|\n|-|\n|{{ x | y }}|\n".replace("x | y", "x ++ y").as_str()),
            "table[Left](a / <live x ++ y None>)"
        );
        assert_eq!(outline("`{{ x }}` {{ \"`\" }} `{{ y }}`"), "p(<c {{ x }}> <live \"`\" None> <c {{ y }}>)");
    }

    #[test]
    fn decoded_control_characters_are_filtered() {
        assert_eq!(outline("a&#27;[31m&#x202e;b"), "p(a\u{FFFD}[31m\u{FFFD}b)");
    }

    #[test]
    fn running_text_is_never_a_block() {
        let source = "1. *What*?\n- no list";
        let mut reading = Reading::of(source, Vocabulary::default());
        let text = Located::piece(source, Span::new(0, source.len()));
        assert_eq!(inlines(&running(&text, &mut reading)), "1. <e What>?");
        assert_eq!(reading.problems.finish().len(), 1);
    }
}
