//! Pieces of the screen, each drawn alone: bars, squares beside each other, pinned values, lines put onto a frame, and
//! what is said of keys.

mod bars {
    use cleartext::run::compare::avalanche::Count;
    use cleartext::run::compare::charts::{Chart, Tally};
    use cleartext::ui::pane::Brush;
    use cleartext::ui::pane::chart::lines;
    use cleartext::ui::text::theme::Theme;

    fn chart(bits: &[u64]) -> Chart {
        let bar = |(i, bits): (usize, &u64)| Tally {
            range: (i as u64, i as u64),
            count: Some(Count { bits: *bits, of: 256 }),
            only: None,
        };
        Chart {
            title: "a…h".into(),
            is_rounds: true,
            sparse: false,
            bars: bits.iter().enumerate().map(bar).collect(),
            current: Some(2),
        }
    }
    fn drawn(chart: Chart, width: u16, height: u16) -> Vec<String> {
        let brush = Brush { theme: Theme::Mono, width, height };
        lines(&[chart], brush).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_bar_for_each_with_its_number() {
        let shown = drawn(chart(&[0, 64, 128]), 20, 9);
        assert_eq!(shown[..2], ["differing bits, of …", "a…h"]);
        assert_eq!(shown[2], " 0 ▏ 0");
        assert_eq!(shown[3], " 1 ▆▆▆▆▆ 64");
        assert_eq!(shown[4], "▸2 ▆▆▆▆▆▆▆▆▆▆▆ 128");
    }
    #[test]
    fn where_rows_are_few_every_other_one_is_shown_and_the_one_that_counts() {
        let mut spread = chart(&[0, 64, 128, 3]);
        spread.current = Some(3);
        let shown = drawn(spread, 40, 4);
        assert_eq!(shown[1], "a…h, 2 of 4");
        assert!(shown[2].starts_with(" 0 ▏ 0"), "{shown:?}");
        assert!(shown[3].starts_with("▸3 ▆") && shown[3].ends_with(" 3"), "{shown:?}");
    }
    #[test]
    fn what_is_alone_among_others_is_never_passed_over() {
        let mut sparse = chart(&[0, 0, 0, 128]);
        sparse.sparse = true;
        let shown = drawn(sparse, 40, 4);
        assert!(shown[2].starts_with(" 0…1 ▏ 0"), "{shown:?}");
        assert!(shown[3].starts_with("▸2…3 ▆") && shown[3].ends_with(" 128"), "{shown:?}");
    }
    #[test]
    fn a_hidden_count_hides_the_stretch_it_is_in() {
        let mut hidden = chart(&[1, 2, 3, 4]);
        (hidden.bars[1].count, hidden.sparse) = (None, true);
        let shown = drawn(hidden, 40, 4);
        assert_eq!(shown[2], " 0…1  ····");
    }
}

mod squares {
    use cleartext::app::pane::Pane;
    use cleartext::learner::lens::among::Entry;
    use cleartext::ui::pane::Brush;
    use cleartext::ui::pane::grids::bands;
    use cleartext::ui::text::theme::{Role, Theme};
    use cleartext::view::{Shape, Shown, view};

    #[test]
    fn states_stand_beside_each_other_as_far_as_there_is_room() {
        let entry = |name: &str, byte: u8| {
            let shown = Some(Shown { state: Some(Shape::Aes), ..Shown::bytes(vec![byte; 16]) });
            Entry { name: name.into(), current: byte == 2, shown, ..Entry::default() }
        };
        let entries = [entry("SubBytes", 1), entry("ShiftRows", 2), entry("MixColumns", 3)];
        let brush = |width| Brush { theme: Theme::Mono, width, height: 20 };
        let matrix = view("matrix").unwrap();
        let mut pane = Pane { around: entries.into(), ..Pane::default() };
        let wide = bands(&pane, matrix, brush(60)).unwrap();
        assert_eq!((wide.lines.len(), wide.anchor, wide.each), (6, 5, 6));
        let wide = wide.lines;
        assert_eq!(wide[0].to_string().trim_end(), "SubBytes        ShiftRows       MixColumns");
        assert_eq!(wide[2].to_string().trim_end(), "0 01 01 01 01   0 02 02 02 02   0 03 03 03 03");
        let narrow = bands(&pane, matrix, brush(30)).unwrap();
        assert_eq!((narrow.lines.len(), narrow.each), (12, 6));
        assert!(bands(&pane, view("feistel").unwrap(), brush(60)).is_none());
        // One byte was another: it alone is marked, not the numbers of its row and column.
        pane.before = Some(Box::new(pane.clone()));
        pane.around[2].shown.as_mut().unwrap().bytes[6] = 9;
        let spans = bands(&pane, matrix, brush(60)).unwrap().lines.into_iter().flat_map(|line| line.spans);
        let loud = spans.filter(|span| span.style == Theme::Mono.style(Role::Changed));
        assert_eq!(loud.map(|span| span.content.into_owned()).collect::<Vec<_>>(), ["09"]);
    }
}

mod frames {
    use cleartext::ui::text::frame::Put;
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Stylize;
    use ratatui::text::{Line, Span};

    proptest! {
        /// As the library draws lines.
        #[test]
        fn lines_are_put_as_the_library_puts_them(
            texts in prop::collection::vec(("([ -~]|[é→⊕─]|[漢👍\u{301}]){0,9}", any::<bool>()), 0..4),
            x in 0u16..5,
            width in 0u16..12,
        ) {
            let spans = texts.iter().map(|(text, bold)| {
                let span = Span::raw(text.clone()).red();
                if *bold { span.bold() } else { span }
            });
            let line = Line::from(spans.collect::<Vec<_>>()).on_blue();
            let whole = Rect::new(0, 0, 12, 2);
            let (mut ours, mut theirs) = (Buffer::empty(whole), Buffer::empty(whole));
            let area = Rect { x, y: 1, width, height: 1 }.intersection(whole);
            ours.put([line.clone()], area);
            theirs.set_line(area.x, 1, &line, area.width);
            prop_assert_eq!(ours, theirs);
        }
    }
}

mod pins {
    use cleartext::app::desk::pins::Pinned;
    use cleartext::ui::pane::Brush;
    use cleartext::ui::stage::pins::{height, lines};
    use cleartext::ui::text::theme::Theme;
    use ratatui::text::Line;

    fn pins(n: usize) -> Vec<Pinned> {
        let row = |i| Pinned { address: format!("d/block[0]/T1[{i}]"), value: format!("{i:08x}"), follows: i % 2 == 0 };
        (0..n).map(row).collect()
    }

    #[test]
    fn pins_never_take_more_than_a_quarter() {
        assert_eq!(height(&[], 19), 0);
        assert_eq!(height(&pins(6), 19), 4);
        assert_eq!(height(&pins(6), 3), 1);
        assert_eq!(height(&pins(1), 19), 2);
    }

    #[test]
    fn the_latest_are_seen_and_say_what_they_do() {
        let brush = Brush { theme: Theme::Mono, width: 40, height: 3 };
        let lines: Vec<String> = lines(&pins(6), brush).iter().map(Line::to_string).collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[1].starts_with("▴ T1[4]  00000004") && lines[1].ends_with("follows"), "{lines:?}");
        assert!(lines[2].ends_with("stays"));
    }
}

mod help {
    use cleartext::app::App;
    use cleartext::app::command::footer::Shortcut;
    use cleartext::app::command::{KEYS, rows};
    use cleartext::app::context::{CONTEXTS, Context};
    use cleartext::app::keymap::Keymap;
    use cleartext::lesson::Library;
    use cleartext::ui::Look;
    use cleartext::ui::text::help::{entries, screen};
    use cleartext::ui::text::theme::Theme;
    use unicode_width::UnicodeWidthStr;

    fn look(ascii: bool) -> Look {
        Look { theme: Theme::Mono, ascii }
    }

    /// The line of a context with all of its rows.
    fn line(context: Context, width: u16, ascii: bool) -> String {
        let here = KEYS.iter().enumerate().filter(|(_, row)| row.contexts.contains(&context));
        let here = here.filter(|(_, row)| !row.word.is_empty());
        let here = here.map(|(place, row)| Shortcut { place, row, word: row.word, next: false });
        entries(&Keymap::default(), context, here.collect(), width, look(ascii)).to_string()
    }

    #[test]
    fn every_line_fits_and_offers_four_keys() {
        for context in CONTEXTS {
            let wide = line(context, 80, false);
            assert!(wide.width() <= 82, "{context:?}: {wide}");
            let narrow = line(context, 40, true);
            assert!(narrow.trim_end().width() <= 40, "{context:?}: {narrow}");
            assert!(narrow.is_ascii(), "{narrow}");
        }
    }

    #[test]
    fn the_screen_has_a_sentence_for_every_row() {
        let app = App::new(Library::default(), (80, 24));
        for context in CONTEXTS {
            let text: String = screen(&app, context, 200, look(false)).iter().map(|line| format!("{line}\n")).collect();
            for row in rows(context) {
                let sentence = Keymap::default().say(row.sentence);
                assert!(text.contains(&sentence), "{context:?}: {sentence}");
            }
        }
        let narrow = screen(&app, Context::Page, 40, look(true));
        assert!(narrow.iter().all(|line| line.width() <= 40));
    }
}
