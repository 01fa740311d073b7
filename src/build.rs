//! Packs the lessons that the program carries, and passes on the commit it is built from.
//!
//! The commit comes from the environment (`CLEARTEXT_GIT_HASH`), since a build outside a repository must work as well.
//! The lessons are named relative to their folder, so that nothing of the building machine gets into the program.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

#[path = "lesson/introduced.rs"]
mod introduced;

const LESSONS: &str = "lessons";
const HASH: &str = "CLEARTEXT_GIT_HASH";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed={HASH}");
    println!("cargo::rustc-env={HASH}={}", git_hash());
    println!("cargo::rerun-if-changed={LESSONS}");
    println!("cargo::rerun-if-changed=src/lesson/introduced.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    link_for_a_quick_start(&out)?;
    let mut files = Vec::new();
    collect(&root.join(LESSONS), &mut files)?;
    files.retain(|file| *file != root.join(LESSONS).join("README.md")); // the author's guide is no lesson
    files.sort();
    let mut list = String::from("&[\n");
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = name(file, &root.join(LESSONS));
        let text = fs::read_to_string(file)?;
        let head = head(&name, &text);
        let rest = match &text[head..] {
            "" => Vec::new(),
            rest => miniz_oxide::deflate::compress_to_vec(rest.as_bytes(), 10),
        };
        let packed = out.join(format!("{packed}.packed", packed = name.replace('/', "-")));
        fs::write(&packed, rest)?;
        let mut keys: Vec<&str> = introduced::introduced(&text).collect();
        keys.sort_unstable();
        keys.dedup();
        let (head, packed) = (&text[..head], packed.display().to_string());
        let _ = writeln!(
            list,
            "    Carried {{ path: {name:?}, head: {head:?}, keys: &{keys:?}, rest: include_bytes!({packed:?}) }},"
        );
    }
    list.push_str("]\n");
    fs::write(out.join("lessons.rs"), list)
}

/// A first frame is mostly the start of a process: pages to move to their place, libraries to find. The program stands
/// where it was linked and has the few functions that unwind a panic in itself, so that libc is all it looks for; where
/// libc comes as an archive too, it has that in itself as well.
fn link_for_a_quick_start(out: &Path) -> io::Result<()> {
    let target = |key| env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    if (target("OS"), target("ENV")) == ("linux".into(), "gnu".into()) {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
            leave_out_unwinding(out)?;
            lay_the_start_together(out)?;
        }
        println!("cargo::rustc-link-lib=dylib=gcc_eh");
        if env::var("HOST") == env::var("TARGET") && gather_archives(out)? {
            println!("cargo::rustc-link-arg-bins=-static");
            println!("cargo::rustc-link-arg-bins=-L{}", out.display());
        }
    }
    Ok(())
}

/// Leaves out the tables by which a panic is unwound: a panic ends the program as it is released, and they would be a
/// sixteenth of it. Those of the files that every program begins and ends with are kept, since these name them.
fn leave_out_unwinding(out: &Path) -> io::Result<()> {
    const SCRIPT: &str = "SECTIONS { /DISCARD/ : { *(EXCLUDE_FILE(*crtbegin*.o *crtend*.o) .eh_frame .gcc_except_table \
                          .gcc_except_table.*) } } INSERT AFTER .text;\n";
    let path = out.join("unwinding.ld");
    println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", path.display());
    fs::write(path, SCRIPT)
}

/// Lays the functions that run until the first picture side by side: the kernel maps a file in pieces, and a start that
/// runs a little of each takes all of it into memory. Names that only few of many functions bear stand after an empty
/// line, and those functions behind the others. See assets/start.py, which writes the list.
fn lay_the_start_together(out: &Path) -> io::Result<()> {
    const LIST: &str = "src/start.txt";
    println!("cargo::rerun-if-changed={LIST}");
    let (list, path) = (fs::read_to_string(LIST)?, out.join("start.ld"));
    let mut script = String::from("SECTIONS {\n");
    for (section, names) in ["start", "alike"].iter().zip(list.split("\n\n")) {
        // What a compiler takes for unlikely, such as growth, a start does all the time.
        let pattern = |name| format!("    *(.text.{name}* .text.unlikely.{name}*)\n");
        let names: String = names.lines().map(pattern).collect();
        let _ = writeln!(script, "  .text.{section} : {{\n{names}  }}");
    }
    script.push_str("} INSERT BEFORE .text;\n");
    println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", path.display());
    fs::write(path, script)
}

/// Puts the archives of the system's libraries where the linker looks first, under the names it looks for. False where
/// one of them is missing.
fn gather_archives(out: &Path) -> io::Result<bool> {
    let archives = [
        ("gcc_s", "gcc_eh"),
        ("c", "c"),
        ("m", "m"),
        ("pthread", "pthread"),
        ("rt", "rt"),
        ("dl", "dl"),
        ("util", "util"),
    ];
    for (wanted, archive) in archives {
        let Ok(found) = Command::new("cc").arg(format!("-print-file-name=lib{archive}.a")).output() else {
            return Ok(false);
        };
        let path = PathBuf::from(String::from_utf8_lossy(&found.stdout).trim());
        if !path.is_absolute() {
            return Ok(false);
        }
        println!("cargo::rerun-if-changed={}", path.display());
        fs::copy(path, out.join(format!("lib{wanted}.a")))?;
    }
    Ok(true)
}

/// The commit, as far as it looks like one.
fn git_hash() -> String {
    let given = env::var(HASH).unwrap_or_default();
    let is_hash =
        !given.is_empty() && given.len() <= 64 && given.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if is_hash { given } else { "unknown".to_owned() }
}

/// Where the head of a lesson ends, behind its front matter. Of another file all is head: it is read at every start.
fn head(name: &str, text: &str) -> usize {
    const END: &str = "\n+++\n";
    let is_lesson = name.contains('/') && !name.starts_with("sets/");
    text.find(END).filter(|_| is_lesson).map_or(text.len(), |at| at + END.len())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            collect(&path, files)?;
        } else if path.extension().is_some_and(|end| end == "md" || end == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

/// The path below the folder of lessons, with `/` on every system.
fn name(file: &Path, lessons: &Path) -> String {
    let below = file.strip_prefix(lessons).unwrap_or(file);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
