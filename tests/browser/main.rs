//! The site as a reader meets it: Chromium, driven from outside, on `file://` and on `http://`.
//!
//! Needs `chromium` and `chromedriver` on the PATH. Without them it says so and passes;
//! with `CLAUSEBOOK_BROWSER=required` it fails.

mod address;
mod chromium;
#[path = "../driver/mod.rs"]
mod driver;
mod pages;
mod panel;
mod process;
mod reader;
mod search;
mod stage;
mod timeline;
mod versions;

use libtest_mimic::{Arguments, Trial};
use reader::{Reader, Screen};
use stage::{Stage, Way};
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

/// What a reader does, and fails at by panicking.
type Scenario = fn(&Stage, &Reader);

const SCENARIOS: &[(&str, Screen, Scenario)] = &[
    ("every page opens quietly and asks for nothing from elsewhere", Screen::Desk, pages::every_page_opens),
    ("no page is wider than a phone", Screen::Phone, pages::no_page_is_wider_than_a_phone),
    ("figures of a table stay whole on a phone", Screen::Phone, pages::figures_stay_whole_on_a_phone),
    ("home, timeline and a circular read without script", Screen::NoScript, pages::reading_without_script),
    ("what is not public leaves no trace", Screen::Desk, pages::what_is_not_public_leaves_no_trace),
    ("from home to a clause", Screen::Desk, address::from_home_to_a_clause),
    ("every kind of address lands on its clause", Screen::Desk, address::every_kind_of_address_lands),
    ("the contents mark what is gone to and read", Screen::Desk, address::the_contents_mark_what_is_read),
    ("a citation leads to the clause it names", Screen::Desk, address::a_citation_leads_to_its_clause),
    ("copying by keyboard", Screen::Desk, panel::copying_by_keyboard),
    ("a panel by keyboard alone", Screen::Desk, panel::by_keyboard_alone),
    ("another version opens at the same clause", Screen::Desk, versions::at_the_same_clause),
    ("two versions side by side, and back", Screen::Desk, versions::side_by_side_and_back),
    ("from a parallel to the comparison, and back", Screen::Desk, versions::from_a_parallel_and_back),
    (
        "a Simplified phrase leads to its clause",
        Screen::Desk,
        search::a_simplified_phrase_leads_to_its_clause,
    ),
    (
        "a Traditional phrase leads to both texts",
        Screen::Desk,
        search::a_traditional_phrase_leads_to_both_texts,
    ),
    ("what nobody wrote is not found", Screen::Desk, search::what_nobody_wrote_is_not_found),
    ("a result says where it stands, as its page does", Screen::Desk, search::a_result_says_where_it_stands),
    ("search finds as many as a plain scan", Screen::Desk, search::as_many_as_a_plain_scan),
    ("the box on every page, by keyboard", Screen::Desk, search::the_box_by_keyboard),
    ("facets narrow the results and stay in the address", Screen::Desk, search::facets_stay_in_the_address),
    (
        "clauses come at once, and the rest when typing rests",
        Screen::Desk,
        search::clauses_come_at_once_and_the_rest_when_typing_rests,
    ),
    ("an input method is waited for", Screen::Desk, search::an_input_method_is_waited_for),
    ("on a phone the results come first", Screen::Phone, search::results_come_first_on_a_phone),
    ("timeline filters stay in the address", Screen::Desk, timeline::filters_stay_in_the_address),
    ("a year of a filtered timeline", Screen::Desk, timeline::a_year_of_a_filtered_timeline),
    ("five lanes fit", Screen::Desk, timeline::five_lanes_fit),
];

/// Those that only a server can show.
const SERVED: &[(&str, Screen, Scenario)] = &[
    ("an address without a page", Screen::Desk, pages::an_address_without_a_page),
    ("pages reload by themselves only when served", Screen::Desk, pages::reloading_only_when_served),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let missing: Vec<_> =
        ["chromium", "chromedriver"].into_iter().filter(|name| process::on_path(name).is_none()).collect();
    if !missing.is_empty() {
        println!("skipped: browser tests: no {} on the PATH", missing.join(", no "));
        let required = std::env::var_os("CLAUSEBOOK_BROWSER").is_some_and(|value| value == "required");
        return if required { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    }
    // Set by the first test that runs, gone with `main`.
    let stage = Arc::new(OnceLock::new());
    let both = SCENARIOS.iter().flat_map(|scenario| Way::BOTH.map(|way| (way, scenario)));
    let served = SERVED.iter().map(|scenario| (Way::Http, scenario));
    let trials = both.chain(served).map(|(way, &(name, screen, scenario))| {
        let stage = Arc::clone(&stage);
        Trial::test(format!("{}: {name}", way.name()), move || {
            let stage = stage.get_or_init(Stage::set);
            Reader::reads(stage, way, screen, scenario);
            Ok(())
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}
