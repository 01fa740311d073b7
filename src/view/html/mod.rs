//! HTML: pages that stand alone, print well and need no script. `maud` escapes whatever is put into them.

use maud::{DOCTYPE, PreEscaped};
pub use maud::{Markup, html};

use crate::view::SafeText;

/// The style of every page: ink on paper, tables with lines, pictures that are not broken over two sheets.
const STYLE: &str = include_str!("style.css");

/// A whole page of this title.
pub fn page(title: &str, body: &Markup) -> String {
    let title = SafeText::line(title);
    let whole = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "cleartext " (env!("CARGO_PKG_VERSION")) };
                title { (title.as_str()) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (body) } }
        }
    };
    whole.into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        let hostile = "</title><script>alert('1')</script>\" onload=\"x\u{1b}[31m";
        let whole = page(hostile, &html! { p title=(hostile) { (hostile) } });
        assert!(!whole.contains("<script") && !whole.contains("\" onload"), "{whole}");
        assert_eq!(whole.matches("</title>").count(), 1);
    }
}
