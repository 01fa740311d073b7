//! The pictures of README.md: real frames of the program, as SVG. Run by name, since it writes files:
//! `cargo test --release --test terminal pictures -- --ignored`.

use crate::pty::Terminal;
use std::fmt::Write;

const CELL: (f32, f32) = (8.4, 18.0);
const INK: &str = "#d8dee9";
const PAPER: &str = "#16181d";
/// The terminal's 16 colours, as one common dark palette has them.
const PALETTE: [&str; 16] = [
    "#16181d", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#c8ccd4", "#6b7280", "#ef8a92",
    "#b1d196", "#f0d399", "#84c3f5", "#d79bea", "#7fcdd6", "#ffffff",
];

fn colour(colour: vt100::Color, default: &str) -> String {
    match colour {
        vt100::Color::Default => default.into(),
        vt100::Color::Idx(i) => PALETTE.get(i as usize).copied().unwrap_or(default).into(),
        vt100::Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
    }
}
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
/// Every cell with its colours; runs of equal cells share an element.
fn svg(screen: &vt100::Screen) -> String {
    let (rows, columns) = screen.size();
    let (width, height) = (columns as f32 * CELL.0 + 24.0, rows as f32 * CELL.1 + 24.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{PAPER}\"/>\n"
    );
    for row in 0..rows {
        let mut column = 0;
        while column < columns {
            let Some(cell) = screen.cell(row, column) else { break };
            let same = |c: &vt100::Cell| {
                (c.fgcolor(), c.bgcolor(), c.bold(), c.dim(), c.underline(), c.inverse())
                    == (cell.fgcolor(), cell.bgcolor(), cell.bold(), cell.dim(), cell.underline(), cell.inverse())
            };
            let (start, mut text) = (column, String::new());
            while let Some(c) = screen.cell(row, column).filter(|c| same(c)) {
                text.push_str(if c.contents().is_empty() { " " } else { c.contents() });
                column += 1;
            }
            let (mut ink, mut paper) = (colour(cell.fgcolor(), INK), colour(cell.bgcolor(), PAPER));
            if cell.inverse() {
                std::mem::swap(&mut ink, &mut paper);
            }
            let (x, y) = (12.0 + start as f32 * CELL.0, 12.0 + row as f32 * CELL.1);
            let length = (column - start) as f32 * CELL.0;
            if paper != PAPER {
                writeln!(
                    out,
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{length:.1}\" height=\"{}\" fill=\"{paper}\"/>",
                    CELL.1
                )
                .unwrap();
            }
            if text.trim().is_empty() {
                continue;
            }
            let style = [
                (cell.bold(), " font-weight=\"bold\""),
                (cell.dim(), " opacity=\"0.62\""),
                (cell.underline(), " text-decoration=\"underline\""),
            ];
            let style: String = style.iter().filter(|(on, _)| *on).map(|(_, s)| *s).collect();
            writeln!(
                out,
                "<text x=\"{x:.1}\" y=\"{:.1}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
                 xml:space=\"preserve\" fill=\"{ink}\"{style}>{}</text>",
                y + 13.5,
                escape(&text)
            )
            .unwrap();
        }
    }
    out + "</svg>\n"
}
fn picture(name: &str, lesson: &str, keys: &str) {
    let mut program = Terminal::new(100, 30).start(&["learn", lesson]);
    program.settle();
    program.press(keys);
    program.settle();
    let mut parser = vt100::Parser::new(30, 100, 0);
    parser.process(&program.bytes());
    let drawn = svg(parser.screen());
    std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/assets")).unwrap();
    std::fs::write(format!("{}/assets/{name}.svg", env!("CARGO_MANIFEST_DIR")), drawn).unwrap();
}

#[test]
#[ignore = "writes the pictures of README.md"]
fn draw_the_pictures() {
    picture("lesson", "hashing/sha256-rounds", "ngdigest/block[0]/T1[12]<Enter>");
    picture("origin", "hashing/sha256-rounds", "ngdigest/block[0]/T1[12]<Enter>p");
}
