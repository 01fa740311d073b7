//! Pictures and shades that a page asks for, and that its value does not have.

use super::drawing::Drawing;
use crate::app::stage::Computing;
use crate::app::stage::lesson::Session;
use crate::learner::lens::subject::Subject;
use crate::lesson::Severity;
use crate::lesson::tree::Watch;
use crate::view::picture::picture;

/// Each watch of the page, when one stands at its value.
fn each(session: &mut Session, see: &mut dyn FnMut(&Session, &Watch)) {
    let watches: Vec<Watch> = session.page().watches().cloned().collect();
    for watch in watches {
        see(session, &watch);
        session.next_watch();
    }
}

/// A picture that cannot draw the value.
pub(super) fn fit(drawing: &mut Drawing, session: &mut Session) {
    each(session, &mut |session, watch| {
        // Some are drawn only where two runs are compared.
        let wanted = watch.picture.as_deref().and_then(picture).filter(|picture| !picture.changes);
        let Some(name) = wanted.map(|picture| picture.name) else { return };
        let pane = &session.half().sight.pane;
        let is_seen = matches!(pane.focus, Subject::Operation { .. } | Subject::Bytes(_) | Subject::Plain { .. });
        if pane.picture.is_none() && is_seen {
            let place = drawing.entry(watch.span, "picture");
            let message = format!("The picture `{name}` cannot draw this value.");
            let hint = "Take another, or leave `picture` out for the one that suits the value.";
            drawing.add(Severity::Warning, place, message, hint);
        }
    });
}

/// A shade without a strip that it could darken.
pub(super) fn shade(drawing: &mut Drawing, session: &mut Session) {
    each(session, &mut |session, watch| {
        let pane = &session.half().sight.pane;
        if watch.shade.is_some() && pane.strip.as_ref().is_none_or(|strip| strip.shades.is_empty()) {
            let message = "There is no strip here that this could darken.".to_owned();
            let hint = "Watch a value of a segment, such as `u/ladder[254]/k_t`, or leave `shade` out.";
            drawing.add(Severity::Warning, drawing.entry(watch.span, "shade"), message, hint);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::super::tests::said;

    #[test]
    fn a_picture_that_cannot_draw_the_value_is_named() {
        let page = |value: &str, picture: &str| {
            let watch = format!("```watch\nvalue = \"{value}\"\npicture = \"{picture}\"\n```\n");
            said("m = input(\"abc\", max: 40)\nd = sha256(m)\nn = 3", &format!("Text.\n\n{watch}"))
        };
        assert_eq!(page("d/block[0]/a[0]", "register"), [""; 0]);
        assert_eq!(page("d", "list"), [""; 0]);
        assert_eq!(page("n", "ladder"), ["The picture `ladder` cannot draw this value."]);
    }

    #[test]
    fn a_shade_of_nothing_is_named() {
        let watch = "Text.\n\n```watch\nvalue = \"d\"\nshade = \"k_t\"\n```\n";
        assert_eq!(said("d = sha256(\"abc\")", watch), ["There is no strip here that this could darken."]);
    }
}
