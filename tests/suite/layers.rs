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
pub fn files(folder: &Path, out: &mut Vec<PathBuf>) {
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

#[test]
fn the_system_is_called_in_one_file() {
    for (path, _, source) in sources() {
        for word in ["rustix::", "signal_hook::", "etcetera::", "std::os::"] {
            let here = path.ends_with("shell/platform.rs");
            assert!(here || !code(&source).contains(word), "{} calls the system by {word}", path.display());
        }
    }
}

/// The rooms of `app` from the lowest to the highest; each may use those before it. The last of `app` itself are its
/// state and what goes in and out.
const ROOMS: [&str; 20] = [
    "key", "context", "keymap", "text", "list", "outcome", "play", "desk", "pane", "stage", "aim", "tool", "event",
    "mod", "course", "asking", "command", "pointer", "update", "lines",
];
/// The rooms of the state and below it; nothing there names `App`.
const BELOW_APP: usize = 13;

/// The files of `app`: their room, and their code.
fn rooms() -> Vec<(PathBuf, &'static str, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app");
    let room = |path: &Path| {
        let first = path.strip_prefix(&root).unwrap().iter().next().unwrap().to_string_lossy().into_owned();
        let name = first.trim_end_matches(".rs");
        ROOMS.iter().find(|room| **room == name).copied().unwrap_or_else(|| panic!("{name} is no room of app"))
    };
    let inside = sources().into_iter().filter(|(path, ..)| path.starts_with(&root));
    inside.map(|(path, _, source)| (path.clone(), room(&path), code(&source))).collect()
}
fn place_of(room: &str) -> usize {
    ROOMS.iter().position(|known| *known == room).unwrap()
}

#[test]
fn the_rooms_of_app_use_those_below_them() {
    let (mut wrong, mut seen) = (vec![], 0);
    for (path, room, code) in rooms() {
        for piece in code.split("app::").skip(1) {
            let words = piece.split(|c: char| !c.is_alphanumeric() && c != '_');
            let named = if piece.starts_with('{') {
                words.skip(1).take(9).collect()
            } else {
                words.take(1).collect::<Vec<_>>()
            };
            for to in named.into_iter().filter(|to| !to.is_empty()) {
                // What has no room of its own is the state's, or what it hands on.
                let to = if ROOMS.contains(&to) { to } else { "mod" };
                seen += 1;
                if room != "mod" && place_of(to) > place_of(room) && to != room {
                    wrong.push(format!("{}: {room} uses {to}", path.display()));
                }
            }
        }
    }
    assert!(seen > 150, "the imports were found: {seen}");
    assert_eq!(wrong, Vec::<String>::new());
}
#[test]
fn the_rooms_of_app_keep_to_their_own() {
    for (path, room, code) in rooms() {
        let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        if place_of(room) < BELOW_APP {
            assert!(!words.contains(&"App"), "{} names App", path.display());
        }
        // The lens makes text of a value, and nobody here.
        for door in ["value.show(", "given.show(", "trace.text(", "Shown::of(", ".to_text("] {
            assert!(!code.contains(door), "{} has a door of its own to text: {door}", path.display());
        }
        // Whether something is computed is asked, not kept.
        let kept =
            code.lines().map(str::trim).find(|line| line.starts_with("pending:") || line.starts_with("is_pending:"));
        assert_eq!(kept, None, "{} keeps what it should ask", path.display());
    }
}
#[test]
fn one_name_of_a_type_has_one_meaning_in_app() {
    let mut seen: Vec<(String, PathBuf)> = vec![];
    for (path, _, source) in sources().into_iter().filter(|(_, layer, _)| layer == "app") {
        let code = code(&source);
        for line in code.lines().map(str::trim_start) {
            let line = line.strip_prefix("pub ").unwrap_or(line).trim_start_matches("pub(super) ");
            let name = line.strip_prefix("struct ").or(line.strip_prefix("enum ")).or(line.strip_prefix("trait "));
            let Some(name) = name else { continue };
            let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
            let other = seen.iter().find(|(known, _)| *known == name);
            assert!(other.is_none(), "{name} is a type in {} and in {}", other.unwrap().1.display(), path.display());
            seen.push((name, path.clone()));
        }
    }
    assert!(seen.len() > 60);
}

/// A file of the crate: the module it is, and its source without comments and tests.
struct File {
    module: Vec<String>,
    code: String,
    uses: Vec<Use>,
}
/// A name that a `use` brings in: the path it stands for, from the root of the crate.
struct Use {
    name: String,
    path: Vec<String>,
    /// Whether others see it here.
    public: bool,
}
impl File {
    fn read(path: &Path, source: &str) -> File {
        let path = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap().with_extension("");
        let mut module: Vec<String> = path.iter().map(|step| step.to_string_lossy().into_owned()).collect();
        module.pop_if(|last| matches!(last.as_str(), "mod" | "lib"));
        let (code, uses) = uses(&code(source), &module);
        File { module, code, uses }
    }
}
/// Takes the `use` statements out of some code: what is left, and the names they bring in.
fn uses(code: &str, module: &[String]) -> (String, Vec<Use>) {
    let (mut rest, mut uses, mut statement) = (String::new(), vec![], None::<String>);
    for line in code.lines() {
        let start = line.trim_start();
        let public = start.starts_with("pub");
        let behind =
            start.strip_prefix("pub(crate) ").or(start.strip_prefix("pub(super) ")).or(start.strip_prefix("pub "));
        match (&mut statement, behind.unwrap_or(start).strip_prefix("use ")) {
            (None, Some(tree)) => statement = Some(format!("{public} {tree}")),
            // A module's own line names nothing in it.
            (None, None) if behind.unwrap_or(start).starts_with("mod ") && start.ends_with(';') => {}
            (None, None) => rest.push_str(&format!("{line}\n")),
            (Some(open), _) => open.push_str(start),
        }
        if let Some(whole) = statement.take_if(|open| open.contains(';')) {
            let (public, tree) = whole.split_once(' ').unwrap();
            expand(&tree.replace(';', ""), &[], &mut |path| {
                let (path, alias) = path.split_last().map(|(last, before)| (before, last)).unwrap();
                let (last, name) = alias.split_once(" as ").unwrap_or((alias, alias));
                let mut path = path.to_vec();
                path.extend((last != "self").then(|| last.to_owned()));
                let name = if name == "self" { path.last().unwrap().clone() } else { name.to_owned() };
                uses.push(Use { name, path: absolute(&path, module, &[]), public: public == "true" });
            });
        }
    }
    (rest, uses)
}
/// Every path of a tree such as `a::{b, c::{self, d}}`.
fn expand(tree: &str, before: &[String], found: &mut dyn FnMut(&[String])) {
    let tree = tree.trim();
    let (steps, list) = match tree.split_once('{') {
        Some((steps, list)) => (steps.trim_end_matches("::"), list.strip_suffix('}')),
        None => (tree, None),
    };
    let steps = steps.split("::").filter(|step| !step.is_empty()).map(|step| step.trim().to_owned());
    let path: Vec<String> = before.iter().cloned().chain(steps).collect();
    let Some(list) = list else { return found(&path) };
    let (mut depth, mut start) = (0, 0);
    for (at, c) in list.char_indices().chain([(list.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !list[start..at].trim().is_empty() {
                    expand(&list[start..at], &path, found);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}
/// A path from the root of the crate, where it is one of this crate; what another crate has stays as it is.
fn absolute(path: &[String], module: &[String], uses: &[Use]) -> Vec<String> {
    let rest = |from: &[String], skip: usize| [from, &path[skip..]].concat();
    let supers = path.iter().take_while(|step| *step == "super").count();
    match path.first().map(String::as_str) {
        Some("crate") => rest(&[], 1),
        Some("self") => rest(module, 1),
        Some("super") => rest(&module[..module.len().saturating_sub(supers)], supers),
        Some(first) => match uses.iter().find(|known| known.name == first) {
            Some(known) => rest(&known.path, 1),
            None => rest(module, 0),
        },
        None => vec![],
    }
}
/// The file that a path leads to: where what it names is defined, behind whatever hands it on.
fn defined(path: &[String], files: &[File], depth: usize) -> Option<usize> {
    let at = |module: &[String]| files.iter().position(|file| file.module == module);
    let known = (0..=path.len()).rev().find(|steps| at(&path[..*steps]).is_some())?;
    let file = at(&path[..known])?;
    // A module itself is followed where something in it is named.
    let name = path.get(known)?;
    match files[file].uses.iter().find(|used| used.name == *name && used.path != path && depth < 9) {
        Some(used) => defined(&used.path, files, depth + 1),
        None => Some(file),
    }
}
/// The paths of two steps or more in some code.
fn paths(code: &str) -> impl Iterator<Item = Vec<String>> {
    let named = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let chains = code.split(move |c| !named(c)).filter(|chain| chain.contains("::"));
    chains.map(|chain| chain.split("::").filter(|step| !step.is_empty()).map(str::to_owned).collect())
}
/// The files of which each reaches the other over what they import, circle by circle.
fn circles(files: &[File]) -> Vec<Vec<String>> {
    let edges: Vec<Vec<usize>> = files
        .iter()
        .enumerate()
        .map(|(from, file)| {
            let words: std::collections::HashSet<&str> =
                file.code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            let used = file.uses.iter().filter(|used| !used.public || words.contains(used.name.as_str()));
            let used = used.map(|used| used.path.clone());
            let named = paths(&file.code).map(|path| absolute(&path, &file.module, &file.uses));
            let to = used.chain(named).filter_map(|path| defined(&path, files, 0)).filter(|to| *to != from);
            to.collect()
        })
        .collect();
    let reached = |start: usize| {
        let (mut seen, mut open) = (vec![false; files.len()], edges[start].clone());
        while let Some(next) = open.pop() {
            if !std::mem::replace(&mut seen[next], true) {
                open.extend(&edges[next]);
            }
        }
        seen
    };
    let reached: Vec<Vec<bool>> = (0..files.len()).map(reached).collect();
    let circle =
        |file: usize| (0..files.len()).filter(|other| reached[file][*other] && reached[*other][file]).collect();
    let circles: Vec<Vec<usize>> = (0..files.len()).map(circle).collect();
    let first = |(file, circle): (usize, &Vec<usize>)| circle.first() == Some(&file);
    let circles = circles.iter().enumerate().filter(|(file, circle)| first((*file, circle))).map(|(_, circle)| circle);
    circles.map(|circle| circle.iter().map(|file| files[*file].module.join("::")).collect()).collect()
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let inside = |path: &Path| !path.ends_with("tests.rs") && !path.ends_with("main.rs");
    let files: Vec<File> =
        sources().iter().filter(|(path, ..)| inside(path)).map(|(path, _, source)| File::read(path, source)).collect();
    assert_eq!(circles(&files), Vec::<Vec<String>>::new());
}
#[test]
fn a_circle_would_be_found() {
    let file =
        |path: &str, source: &str| File::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path), source);
    let found = |others: &[(&str, &str)]| {
        let facade = ("a/mod.rs", "mod b;\nmod c;\npub use b::B;\npub(crate) use c::{\n    C, f as g,\n};");
        circles(&[&[facade], others].concat().iter().map(|(path, source)| file(path, source)).collect::<Vec<_>>())
    };
    let circle = vec![vec!["a::b".to_owned(), "a::c".to_owned()]];
    assert_eq!(found(&[("a/b.rs", "use super::C;"), ("a/c.rs", "use crate::num::N;")]), Vec::<Vec<String>>::new());
    assert_eq!(found(&[("a/b.rs", "use super::C;"), ("a/c.rs", "use crate::a::{B, D};")]), circle, "handed on");
    assert_eq!(found(&[("a/b.rs", "use crate::a;\nfn b() { a::g() }"), ("a/c.rs", "fn f(b: super::b::B) {}")]), circle);
    let upward = ("d/mod.rs", "mod e;\npub use e::E;\npub struct Row;");
    assert_eq!(found(&[upward, ("d/e.rs", "use super::Row;")]), Vec::<Vec<String>>::new(), "it is only handed on");
    let table = ("d/mod.rs", "mod e;\npub struct Row;\nconst ALL: [Row; 1] = [e::ROW];");
    assert_eq!(found(&[table, ("d/e.rs", "use super::Row;")]), [["d", "d::e"]]);
}
