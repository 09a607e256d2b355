//! The command line itself: help, usage, settings, a new site.

mod driver;

use driver::{Site, run};

#[test]
fn help_teaches_the_way_and_the_exit_codes() {
    let site = Site::new();
    let help = site.run(&["--help"]).exits(0).out;
    for words in ["content/sources/", "public/index.html", "clausebook init", "Exit codes:", "  3  "] {
        assert!(help.contains(words), "{words}\n{help}");
    }
    for command in ["init", "import", "link", "build", "serve", "check", "find", "explain", "completions"] {
        site.run(&[command, "--help"]).exits(0).says("Example");
    }
}

#[test]
fn usage_errors_exit_with_2() {
    let site = Site::new();
    site.run(&["bild"]).exits(2).says("build");
    site.run(&["find"]).exits(2);
    site.run(&["--site", "nowhere", "build"]).exits(2).says("config-absent").says("clausebook init");
    site.run(&["explain", "no-such-code"]).exits(2);
}

#[test]
fn a_fault_in_the_settings_names_place_and_remedy_and_does_nothing() {
    let site = Site::new();
    for (settings, place, words) in [
        ("title = \"x\"\nouput = \"y\"\n", "site.toml:2:1", "take it out"),
        ("title = \"x\"\nlangauge = \"en\"\n", "site.toml:2:1", "did you mean `language`?"),
        ("title = 3\n", "site.toml:1:9", "quotation marks"),
        ("title = \"x\"\n[paths]\ncontent = \"inhalt\"\n", "site.toml:3:11", "does not exist"),
        ("title = \"x\"\n[paths]\noutput = \"content/public\"\n", "site.toml:3:10", "one in the other"),
        ("title = \"x\"\n[paths]\noutput = \".\"\n", "site.toml:3:10", "no folder of its own"),
        ("title = \"x\"\ntheme = \"dark\"\n", "site.toml:2:9", "does not exist"),
        ("title = \"x\"\ntheme = \"../x\"\n", "site.toml:2:9", "no theme's name"),
    ] {
        site.write("site.toml", settings);
        site.run(&["build"]).exits(2).says(place).says(words);
        assert!(!site.path("public").exists(), "{settings}");
    }
}

#[test]
fn init_makes_a_site_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "rules"]).exits(0).says("clausebook --site rules build");
    let settings = folder.path().join("rules/site.toml");
    assert!(settings.is_file() && folder.path().join("rules/content/sources").is_dir());
    std::fs::write(&settings, "title = \"mine\"\n").unwrap();
    run(folder.path(), &["init", "rules"]).exits(2).says("nothing is overwritten");
    assert_eq!(std::fs::read_to_string(&settings).unwrap(), "title = \"mine\"\n");
    run(folder.path(), &["--site", "rules", "check"]).keeps_quiet_about("config-");
}

#[test]
fn every_code_can_be_explained() {
    let site = Site::new();
    site.run(&["explain"]).exits(0).says("anchor-vanished");
    site.run(&["explain", "anchor-vanished"]).exits(0).says("moved");
}

#[test]
fn shells_get_their_completions() {
    let site = Site::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        site.run(&["completions", shell]).exits(0).says("clausebook");
    }
}

#[test]
fn what_stands_in_the_output_folder_is_not_overwritten() {
    let site = Site::new();
    site.write("public/CNAME", "rules.example.org");
    site.run(&["build"]);
    assert_eq!(site.read("public/CNAME"), "rules.example.org");
}
