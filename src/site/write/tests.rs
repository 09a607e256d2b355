//! What stands in the folder before, between and after.

use super::*;

/// Stages `files` for the folder `out`.
fn staged(out: &Path, files: &[(&str, &str)]) -> Staging {
    let staging = Staging::open(out).unwrap();
    files.iter().for_each(|(path, text)| staging.put(path, text.as_bytes()).unwrap());
    staging
}

fn write(out: &Path, files: &[(&str, &str)]) -> Result<Written, WriteError> {
    staged(out, files).finish()
}

/// Path and text of every file in the folder, but for the program's own.
fn tree(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_entry(|entry| entry.file_name() != STATE)
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            (path, fs::read_to_string(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn pairs(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect()
}

#[test]
fn only_what_changed_is_written_and_the_stale_goes() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    let first = [("a.html", "甲"), ("old/b.html", "乙"), ("c", "丙")];
    assert_eq!(write(&out, &first).unwrap(), Written { written: 3, unchanged: 0, removed: 0 });
    fs::write(out.join("CNAME"), "rules").unwrap();
    let second = [("a.html", "甲"), ("c/d.html", "丁")];
    assert_eq!(write(&out, &second).unwrap(), Written { written: 1, unchanged: 1, removed: 2 });
    assert_eq!(tree(&out), pairs(&[("CNAME", "rules"), ("a.html", "甲"), ("c/d.html", "丁")]));
    assert!(!out.join("old").exists());
    assert_eq!(write(&out, &[("c", "丙")]).unwrap().removed, 2, "a folder becomes a file again");
    assert_eq!(tree(&out), pairs(&[("CNAME", "rules"), ("c", "丙")]));
}

#[test]
fn a_file_of_others_stops_the_write_before_it_starts() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    fs::write(out.join("index.html"), "theirs").unwrap();
    let error = write(out, &[("a.html", "甲"), ("index.html", "ours")]).unwrap_err();
    assert!(error.to_string().contains("index.html"), "{error}");
    assert_eq!(tree(out), pairs(&[("index.html", "theirs")]));
    assert_eq!(write(out, &[("index.html", "theirs")]).unwrap().unchanged, 1, "the same is taken over");
    assert_eq!(write(out, &[("index.html", "ours")]).unwrap().written, 1);
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_the_writing_out() {
    let folder = tempfile::tempdir().unwrap();
    let (out, away) = (folder.path().join("public"), folder.path().join("away"));
    fs::create_dir_all(&out).unwrap();
    fs::create_dir_all(&away).unwrap();
    std::os::unix::fs::symlink(&away, out.join("circulars")).unwrap();
    assert!(matches!(write(&out, &[("circulars/x.html", "")]), Err(WriteError::Foreign { .. })));
    assert!(tree(&away).is_empty());
}

#[test]
fn a_write_cut_off_is_the_old_site_or_is_finished() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    let (old, new) = ([("a", "旧"), ("b", "旧")], [("a", "新"), ("c", "新")]);
    write(out, &old).unwrap();
    let state = out.join(STATE);
    // Cut off while staging: nothing has been decided.
    let staging = staged(out, &new);
    let (decision, _) = staging.decide(None).unwrap();
    assert_eq!(tree(out), pairs(&old));
    // Cut off in the middle of the moves.
    decision.record(&state).unwrap();
    fs::rename(state.join("next/0/a"), out.join("a")).unwrap();
    let unfinished = Decision::read(&state).unwrap().unwrap();
    unfinished.carry_out(out).unwrap();
    drop(staging);
    assert_eq!(tree(out), pairs(&new));
    assert_eq!(write(out, &new).unwrap(), Written { written: 0, unchanged: 2, removed: 0 });
}

#[test]
fn a_copy_that_can_not_be_read_leaves_the_old_site() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    write(&out, &[("a", "旧")]).unwrap();
    let staging = staged(&out, &[("a", "new")]);
    let error = staging.copy("sources/x.txt", &folder.path().join("x.txt")).unwrap_err();
    assert!(error.to_string().contains("x.txt"), "{error}");
    drop(staging);
    assert_eq!(tree(&out), pairs(&[("a", "旧")]));
    assert!(!out.join(STATE).join("next").exists());
}

#[test]
fn what_is_given_up_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    drop(staged(&out, &[("a/b", "甲")]));
    assert!(!out.exists());
}

#[test]
fn a_spoilt_file_is_mended_and_a_copy_is_compared() {
    let folder = tempfile::tempdir().unwrap();
    let (out, source) = (folder.path().join("public"), folder.path().join("x.txt"));
    fs::write(&source, "甲".repeat(50_000)).unwrap();
    let build = || {
        let staging = staged(&out, &[("a", "乙")]);
        staging.copy("x", &source).unwrap();
        staging.finish().unwrap().written
    };
    assert_eq!(build(), 2);
    assert_eq!(build(), 0);
    fs::write(out.join("a"), "丙").unwrap();
    fs::write(&source, format!("{}丁", "甲".repeat(49_999))).unwrap();
    assert_eq!(build(), 2);
    assert_eq!(fs::read(out.join("x")).unwrap(), fs::read(&source).unwrap());
}

#[test]
fn a_site_of_an_earlier_version_is_ours() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    write(out, &[("a", "旧"), ("b", "旧")]).unwrap();
    fs::remove_file(out.join(STATE).join("manifest")).unwrap();
    fs::write(
        out.join(STATE).join("manifest.json"),
        r#"{"a":{"sha256":"","len":3},"b":{"sha256":"","len":3}}"#,
    )
    .unwrap();
    assert_eq!(write(out, &[("a", "新")]).unwrap(), Written { written: 1, unchanged: 0, removed: 1 });
}

#[test]
fn folders_are_moved_whole_and_a_move_cut_off_is_finished() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    let files = [("a/x", "甲"), ("a/y", "乙"), ("a/b/z", "丙"), ("c/w", "丁"), ("v", "戊")];
    let staging = staged(out, &files);
    let (decision, done) = staging.decide(None).unwrap();
    assert_eq!(done.written, 5);
    let state = out.join(STATE);
    decision.record(&state).unwrap();
    // Cut off when one folder stands; then someone puts a file of theirs into another.
    fs::rename(staged_folder(&state, decision.folders["a"]), out.join("a")).unwrap();
    fs::create_dir(out.join("c")).unwrap();
    fs::write(out.join("c/theirs"), "").unwrap();
    Decision::read(&state).unwrap().unwrap().carry_out(out).unwrap();
    drop(staging);
    let mut all = pairs(&files);
    all.push(("c/theirs".into(), String::new()));
    all.sort();
    assert_eq!(tree(out), all);
    assert_eq!(write(out, &files).unwrap().unchanged, 5);
}

#[test]
fn what_stands_as_it_was_noted_is_known_without_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let (out, site) = (folder.path().join("public"), [("d/a", "甲")]);
    let file = out.join("d/a");
    let is_known = || {
        let notes = manifest::read(&out.join(STATE)).unwrap();
        notes.get("d/a").unwrap().holds(&fs::metadata(&file).unwrap(), MadeOf::bytes("甲".as_bytes()))
    };
    // What was written a moment ago is not known yet: a change in the same tick of the clock would not be seen.
    let becomes_known = || {
        write(&out, &site).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(10));
        is_known()
    };
    assert!((0..50).any(|_| becomes_known()));
    let then = fs::metadata(&file).unwrap().modified().unwrap();
    fs::write(&file, "乙").unwrap();
    File::options().write(true).open(&file).unwrap().set_modified(then).unwrap();
    if cfg!(unix) {
        assert!(!is_known(), "the time of the file was set back, not that of its inode");
        assert_eq!(write(&out, &site).unwrap().written, 1);
    }
    assert_eq!(write(&out, &[("d/a", "丙")]).unwrap().written, 1, "what comes is another");
    assert_eq!(tree(&out), pairs(&[("d/a", "丙")]));
}

#[test]
fn a_small_change_of_a_site_is_noted_beside_the_manifest() {
    let folder = tempfile::tempdir().unwrap();
    let (out, state) = (folder.path(), folder.path().join(STATE));
    write(out, &[("a", "旧"), ("b", "旧"), ("c", "旧")]).unwrap();
    let base = fs::read(state.join("manifest")).unwrap();
    assert!(!state.join("changes").exists());
    let done = write(out, &[("a", "新"), ("c", "旧"), ("d", "新")]).unwrap();
    assert_eq!(done, Written { written: 2, unchanged: 1, removed: 1 });
    assert_eq!(fs::read(state.join("manifest")).unwrap(), base);
    let notes = manifest::read(&state).unwrap();
    assert_eq!(notes.paths().collect::<Vec<_>>(), ["a", "c", "d"]);
    let many: Vec<(String, &str)> = (0..1100).map(|n| (format!("n/{n}"), "新")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    write(out, &many).unwrap();
    assert!(!state.join("changes").exists());
    assert_eq!(manifest::read(&state).unwrap().len(), 1100);
}
