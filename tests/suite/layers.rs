//! The layers of the crate: who may import whom. Reads the sources and fails on any other import.

use std::path::{Path, PathBuf};

/// The layers from the lowest to the highest; each may use those before it.
const LAYERS: [&str; 10] = ["num", "run", "functions", "sheet", "lesson", "learner", "app", "ui", "shell", "command"];
/// `view` uses only these, and is used from `lesson` upward.
const BELOW_VIEW: [&str; 2] = ["num", "run"];

fn allowed(from: &str, to: &str) -> bool {
    let place = |name: &str| LAYERS.iter().position(|l| *l == name);
    match (from, to) {
        _ if from == to => true,
        ("view", to) => BELOW_VIEW.contains(&to),
        (from, "view") => place(from) >= place("lesson"),
        (from, to) => place(to).is_none() || place(from) > place(to),
    }
}

/// The source without comments, texts and the tests at its end.
fn code(source: &str) -> String {
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
    source.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}
/// The layers that a source names: `crate::x` in a path, and every `x` of `use crate::{x, …}`.
fn imports(source: &str) -> Vec<String> {
    let code = code(source);
    let mut found = vec![];
    for piece in code.split("crate::").skip(1) {
        if let Some(list) = piece.strip_prefix('{') {
            let (mut depth, mut word, mut fresh) = (1, String::new(), true);
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                let named = c.is_alphanumeric() || c == '_';
                if depth == 1 && fresh && named {
                    word.push(c);
                } else if !word.is_empty() {
                    found.push(std::mem::take(&mut word));
                    fresh = false;
                }
                fresh |= depth == 1 && c == ',';
                if depth == 0 {
                    break;
                }
            }
        } else {
            found.push(piece.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found
}
fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}
/// Every source file with the layer it belongs to.
fn sources() -> Vec<(PathBuf, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = vec![];
    files(&root, &mut paths);
    let layer = |path: &Path| {
        let first = path.strip_prefix(&root).unwrap().iter().next().unwrap().to_string_lossy().into_owned();
        first.trim_end_matches(".rs").to_string()
    };
    paths.into_iter().map(|p| (p.clone(), layer(&p), std::fs::read_to_string(&p).unwrap())).collect()
}

#[test]
fn imports_run_one_way() {
    let mut wrong = vec![];
    let mut seen = 0;
    for (path, from, source) in sources() {
        if ["lib", "main", "build"].contains(&from.as_str()) {
            continue;
        }
        assert!(from == "view" || LAYERS.contains(&from.as_str()), "{} belongs to no layer", path.display());
        for to in imports(&source) {
            seen += 1;
            if !allowed(&from, &to) {
                wrong.push(format!("{}: {from} uses {to}", path.display()));
            }
        }
    }
    assert!(seen > 100, "the imports were found");
    assert_eq!(wrong, Vec::<String>::new());
}
#[test]
fn a_forbidden_import_would_be_found() {
    let found = |source: &str| imports(source).into_iter().find(|to| !allowed("run", to));
    assert_eq!(found("use crate::num::Trace;\nuse crate::sheet::Sheet;"), Some("sheet".into()));
    assert_eq!(found("use crate::{num::{Op, Trace}, functions::all};"), Some("functions".into()));
    assert_eq!(found("fn f() { crate::ui::draw() }"), Some("ui".into()));
    assert_eq!(
        found("use crate::num::Trace; // crate::sheet\n#[cfg(test)]\nmod tests {\n use crate::sheet::Sheet;"),
        None
    );
    assert!(!allowed("view", "functions") && !allowed("sheet", "view") && allowed("ui", "view"));
}
#[test]
fn only_the_outside_prints_or_touches_files() {
    let impure =
        ["println!", "eprintln!", "print!(", "std::fs::", "std::env::", "std::net", "std::process", "thread::spawn"];
    for (path, layer, source) in sources() {
        if ["shell", "command", "main", "build"].contains(&layer.as_str()) {
            continue;
        }
        for word in impure {
            assert!(!code(&source).contains(word), "{} uses {word}", path.display());
        }
    }
}
