//! A line of text that is being typed.

use crate::app::desk::Desk;
use crate::app::outcome::Outcome;
use crate::app::stage::Computing;
use crate::app::{App, Effect};

/// Takes what was typed, leaves it, or goes on from it.
pub fn end(app: &mut App, by: impl FnOnce(&mut dyn Computing) -> Outcome) -> Vec<Effect> {
    let outcome = app.stage.go(by);
    app.after(outcome)
}

/// Takes what was typed; where a place is asked for, the short code of a page leads there.
pub fn accept(app: &mut App) -> Vec<Effect> {
    let typed = app.desk().and_then(Desk::asked_place).filter(|_| app.stage.lesson().is_some());
    if let Some(why) = typed.and_then(|typed| app.library.miscoded(typed)) {
        return app.on_desk(|desk| desk.refuse(why));
    }
    let Some((id, page)) = typed.and_then(|typed| app.library.coded(typed)).map(|(id, page)| (id.to_owned(), page))
    else {
        return end(app, |stage| stage.accept());
    };
    end(app, |stage| stage.cancel());
    app.go_to_page(&id, page);
    app.elsewhere()
}

/// Whether there is something to complete, or another input to go on to.
pub fn has_next(app: &App) -> bool {
    match app.stage.bench().and_then(|bench| bench.bar.as_ref()) {
        Some(bar) => !bar.offers.is_empty(),
        None => app.desk().is_some_and(|desk| desk.inputs().nth(1).is_some()),
    }
}

/// Completes the word, goes on to the next input, or takes another seed.
pub fn next(app: &mut App) -> Vec<Effect> {
    if app.desk().is_some_and(Desk::has_seed) {
        return vec![Effect::Random];
    }
    end(app, |stage| stage.next_field())
}
