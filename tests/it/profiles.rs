//! Which profile a command works on, seen through `config show`.

use crate::support::World;

const QUERY: &str = "settings[?name=='profile'].[value, origin] | [0]";
const PROJECT: &str =
    "[project]\ndefault_profile = \"file\"\n[profiles.file]\nregion = \"eu-west-3\"\n";
const USER: &str = "default_profile = \"user\"\n";
const USER_FILE: &str = "home/.config/cruddur-obs/config.toml";

#[test]
fn the_first_that_names_a_profile_wins() {
    let all = || {
        World::new().project(PROJECT).write(USER_FILE, USER).set("CRUDDUR_OBS_PROFILE", "variable")
    };
    let profile = |world: World, more: &[&str]| {
        let arguments: Vec<&str> = ["config", "show", "--query", QUERY, "-o", "text"]
            .iter()
            .chain(more)
            .copied()
            .collect();
        world.run(&arguments)
    };
    let lines = [
        profile(all(), &["--profile", "flag"]),
        profile(all(), &[]),
        profile(World::new().project(PROJECT).write(USER_FILE, USER), &[]),
        profile(World::new().write(USER_FILE, USER), &[]),
        profile(World::new(), &[]),
        profile(World::new().set("CRUDDUR_OBS_PROFILE", ""), &[]),
    ];
    insta::assert_snapshot!(lines.join("\n"), @"
    flag	flag --profile
    ---
    warning: there is no profile `flag` (flag --profile)
    hint: profiles: local, file; more are declared as [profiles.NAME] in cruddur-obs.toml
    --- 0
    variable	variable CRUDDUR_OBS_PROFILE
    ---
    warning: there is no profile `variable` (variable CRUDDUR_OBS_PROFILE)
    hint: profiles: local, file; more are declared as [profiles.NAME] in cruddur-obs.toml
    --- 0
    file	cruddur-obs.toml:2:19
    ---
    --- 0
    user	[ROOT]/home/.config/cruddur-obs/config.toml:1:19
    ---
    warning: there is no profile `user` ([ROOT]/home/.config/cruddur-obs/config.toml:1:19)
    hint: profiles: local; more are declared as [profiles.NAME] in cruddur-obs.toml
    --- 0
    local	default
    ---
    --- 0
    local	default
    ---
    --- 0
    ");
}
