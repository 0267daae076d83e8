# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_cruddur_obs_global_optspecs
    string join \n y/yes profile= region= file= data-dir= endpoint-url= o/output= query= color= raw utc ci= no-input q/quiet v/verbose timeout= h/help V/version
end

function __fish_cruddur_obs_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_cruddur_obs_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_cruddur_obs_using_subcommand
    set -l cmd (__fish_cruddur_obs_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -s V -l version -d 'Print version'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "demo" -d 'Show the main job on the embedded backend, from nothing to logs read back'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "plan" -d 'Show what apply would change'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "apply" -d 'Make what is there as the project file declares it'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "destroy" -d 'Remove what was created for this project'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "status" -d 'Show how what is there differs from the project file'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "xray" -d 'Set up X-Ray groups and sampling rules'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "logs" -d 'Set up, fill and read CloudWatch log groups'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "honeycomb" -d 'Query Honeycomb, or the embedded backend in its place'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "rollbar" -d 'Prove that errors reach Rollbar, or the embedded backend in its place, and read them'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "env" -d 'Put variables and secrets where they are needed, and compare'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "backend" -d 'Run and look at the embedded backend'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "config" -d 'Look at the settings'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "man" -d 'Print the manual page'
complete -c cruddur-obs -n "__fish_cruddur_obs_needs_command" -f -a "help" -d 'Show help about a command or a topic'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l only -d 'Work on these parts of the file only' -r -f -a "xray\t'X-Ray groups and sampling rules'
logs\t'Log groups and metric filters'
honeycomb\t'Honeycomb'
rollbar\t'Rollbar'
env\t'Environment variables and secrets'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l out -d 'Keep the plan in this file, for apply' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l markdown -d 'Write the plan as Markdown into this file; - is stdout' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l against -d 'Rehearse on a backend of its own' -r -f -a "local\t'A fresh embedded backend in memory'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l prune -d 'Remove what is ours and is declared no more'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l delete-logs -d 'Delete log groups that hold events, too'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l detailed-exitcode -d 'Exit with 10 if there are changes'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l only -d 'Work on these parts of the file only' -r -f -a "xray\t'X-Ray groups and sampling rules'
logs\t'Log groups and metric filters'
honeycomb\t'Honeycomb'
rollbar\t'Rollbar'
env\t'Environment variables and secrets'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l marker -d 'Put a marker on the graphs of Honeycomb if something changed' -r -f -a "true\t''
false\t''"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l deploy -d 'Tell Rollbar of a deploy if something changed' -r -f -a "true\t''
false\t''"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l prune -d 'Remove what is ours and is declared no more'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l delete-logs -d 'Delete log groups that hold events, too'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l rewrite-secrets -d 'Write variables, too, that are there with a value that nobody can tell'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l allow-odd-value -d 'Take values that are hardly meant: empty, in quotes, with outer blanks, placeholders'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l only -d 'Work on these parts of the file only' -r -f -a "xray\t'X-Ray groups and sampling rules'
logs\t'Log groups and metric filters'
honeycomb\t'Honeycomb'
rollbar\t'Rollbar'
env\t'Environment variables and secrets'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l prune -d 'Remove what is ours and is declared no more'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l delete-logs -d 'Delete log groups that hold events, too'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand destroy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -l only -d 'Work on these parts of the file only' -r -f -a "xray\t'X-Ray groups and sampling rules'
logs\t'Log groups and metric filters'
honeycomb\t'Honeycomb'
rollbar\t'Rollbar'
env\t'Environment variables and secrets'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -l detailed-exitcode -d 'Exit with 10 if anything differs'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -f -a "create-group" -d 'Create an X-Ray group'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -f -a "get-group" -d 'Show one X-Ray group'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -f -a "groups" -d 'List X-Ray groups'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -f -a "get-groups" -d 'List X-Ray groups'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -f -a "update-group" -d 'Change the filter expression or insights of an X-Ray group'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -f -a "delete-group" -d 'Delete an X-Ray group'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -f -a "create-sampling-rule" -d 'Create a sampling rule'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -f -a "sampling-rules" -d 'List sampling rules in the order in which they are tried'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -f -a "get-sampling-rules" -d 'List sampling rules in the order in which they are tried'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -f -a "update-sampling-rule" -d 'Change fields of a sampling rule'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and not __fish_seen_subcommand_from create-group get-group groups get-groups update-group delete-group create-sampling-rule sampling-rules get-sampling-rules update-sampling-rule delete-sampling-rule" -f -a "delete-sampling-rule" -d 'Delete a sampling rule'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l group-name -d 'Name of the group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l filter-expression -d 'Which traces belong to the group; without one all do' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l insights-configuration -d 'Insights in the AWS CLI\'s way: InsightsEnabled=true,NotificationsEnabled=true or JSON' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l tags -d 'Tags in the AWS CLI\'s way: Key=NAME,Value=TEXT, or JSON' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l if-exists -d 'What to do when the group exists and differs [default: fail]' -r -f -a "adopt\t'Keep it as it is'
update\t'Change the named fields'
fail\t'Fail'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l cli-input-json -d 'Read the request from JSON or file://PATH; flags win' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l insights -d 'Generate insights'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-group" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -l group-name -d 'Name of the group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -l group-arn -d 'ARN of the group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-group" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from groups" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-groups" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l group-name -d 'Name of the group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l group-arn -d 'ARN of the group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l filter-expression -d 'Which traces belong to the group' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l insights-configuration -d 'Insights: InsightsEnabled=true,NotificationsEnabled=true or JSON' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-group" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -l group-name -d 'Name of the group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -l group-arn -d 'ARN of the group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-group" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l project-file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l rule-name -d 'Name of the rule, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l rule-arn -d 'ARN of the rule, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l priority -d 'Order in which rules are tried, 1 to 9999, lowest first' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l fixed-rate -d 'Share of requests beyond the reservoir that are traced, 0 to 1' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l reservoir-size -d 'Requests traced per second before the rate applies' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l service-name -d 'Service name to match; * and ? are wildcards' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l service-type -d 'Service type to match' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l host -d 'Host to match' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l http-method -d 'HTTP method to match' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l url-path -d 'Path of the URL to match' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l resource-arn -d 'ARN of the resource the service runs on' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l file -d 'Read the rule from a file of the AWS CLI' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l cli-input-json -d 'Read the request from JSON or file://PATH; flags win' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l sampling-rule -l sampling-rule-update -d 'The rule in the AWS CLI\'s way: JSON or file://PATH' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l tags -d 'Tags in the AWS CLI\'s way: Key=NAME,Value=TEXT, or JSON' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l if-exists -d 'What to do when the rule exists and differs [default: fail]' -r -f -a "adopt\t'Keep it as it is'
update\t'Change the named fields'
fail\t'Fail'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from create-sampling-rule" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from sampling-rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from get-sampling-rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l project-file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l rule-name -d 'Name of the rule, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l rule-arn -d 'ARN of the rule, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l priority -d 'Order in which rules are tried, 1 to 9999, lowest first' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l fixed-rate -d 'Share of requests beyond the reservoir that are traced, 0 to 1' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l reservoir-size -d 'Requests traced per second before the rate applies' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l service-name -d 'Service name to match; * and ? are wildcards' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l service-type -d 'Service type to match' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l host -d 'Host to match' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l http-method -d 'HTTP method to match' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l url-path -d 'Path of the URL to match' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l resource-arn -d 'ARN of the resource the service runs on' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l file -d 'Read the rule from a file of the AWS CLI' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l cli-input-json -d 'Read the request from JSON or file://PATH; flags win' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l sampling-rule -l sampling-rule-update -d 'The rule in the AWS CLI\'s way: JSON or file://PATH' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from update-sampling-rule" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -l rule-name -d 'Name of the rule, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -l rule-arn -d 'ARN of the rule, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand xray; and __fish_seen_subcommand_from delete-sampling-rule" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "create-group" -d 'Create a log group'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "create-log-group" -d 'Create a log group'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "groups" -d 'List log groups'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "describe-log-groups" -d 'List log groups'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "delete-group" -d 'Delete a log group and all its events'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "delete-log-group" -d 'Delete a log group and all its events'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "streams" -d 'List the streams of a log group, the last written first'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "describe-log-streams" -d 'List the streams of a log group, the last written first'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "create-stream" -d 'Create a log stream in a group'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "create-log-stream" -d 'Create a log stream in a group'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "retention" -d 'Say how long the events of a log group are kept'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "put-retention-policy" -d 'Say how long the events of a log group are kept'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "delete-retention-policy" -d 'Keep the events of a log group for ever'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "tail" -d 'Print the events of log groups in time order, once or as they come'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "put" -d 'Send lines from stdin to a log stream'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "put-log-events" -d 'Send lines from stdin to a log stream'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "test-pattern" -d 'Show which lines a filter pattern matches, and what it picks out of them'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and not __fish_seen_subcommand_from create-group create-log-group groups describe-log-groups delete-group delete-log-group streams describe-log-streams create-stream create-log-stream retention put-retention-policy delete-retention-policy tail put put-log-events test-pattern test-metric-filter" -f -a "test-metric-filter" -d 'Show which lines a filter pattern matches, and what it picks out of them'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l log-group-name -d 'Name of the log group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l retention -d 'How long events are kept, for instance 7d; without it they never expire' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l class -l log-group-class -d 'The log class [possible values: STANDARD, INFREQUENT_ACCESS, DELIVERY, ESSENTIALS]' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l kms-key-id -d 'KMS key of the group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l tags -d 'Tags: NAME=TEXT,NAME=TEXT or JSON' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l if-exists -d 'What to do when the group exists and differs [default: adopt]' -r -f -a "adopt\t'Change the retention if it is named, keep the rest'
update\t'The same: a log group has nothing else that can change here'
fail\t'Fail'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-group" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l log-group-name -d 'Name of the log group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l retention -d 'How long events are kept, for instance 7d; without it they never expire' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l class -l log-group-class -d 'The log class [possible values: STANDARD, INFREQUENT_ACCESS, DELIVERY, ESSENTIALS]' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l kms-key-id -d 'KMS key of the group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l tags -d 'Tags: NAME=TEXT,NAME=TEXT or JSON' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l if-exists -d 'What to do when the group exists and differs [default: adopt]' -r -f -a "adopt\t'Change the retention if it is named, keep the rest'
update\t'The same: a log group has nothing else that can change here'
fail\t'Fail'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-group" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l prefix -l log-group-name-prefix -d 'Only groups whose names start so' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l pattern -l log-group-name-pattern -d 'Only groups whose names contain this' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l class -l log-group-class -d 'Only groups of this class' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from groups" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l prefix -l log-group-name-prefix -d 'Only groups whose names start so' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l pattern -l log-group-name-pattern -d 'Only groups whose names contain this' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l class -l log-group-class -d 'Only groups of this class' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-groups" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -l log-group-name -d 'Name of the log group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-group" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -l log-group-name -d 'Name of the log group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-log-group" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l log-group-name -d 'Name of the log group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l prefix -l log-stream-name-prefix -d 'Only streams whose names start so; they are listed by name' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l order-by -d 'Order: LastEventTime or LogStreamName' -r -f -a "LastEventTime\t''
LogStreamName\t''"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l descending -d 'Newest or last name first'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from streams" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l log-group-name -d 'Name of the log group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l prefix -l log-stream-name-prefix -d 'Only streams whose names start so; they are listed by name' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l order-by -d 'Order: LastEventTime or LogStreamName' -r -f -a "LastEventTime\t''
LogStreamName\t''"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l descending -d 'Newest or last name first'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from describe-log-streams" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -l log-group-name -d 'Name of the log group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -l log-stream-name -d 'Name of the stream, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-stream" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -l log-group-name -d 'Name of the log group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -l log-stream-name -d 'Name of the stream, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from create-log-stream" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -l log-group-name -d 'Name of the log group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -l retention-in-days -d 'How long in days, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from retention" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -l log-group-name -d 'Name of the log group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -l retention-in-days -d 'How long in days, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-retention-policy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -l log-group-name -d 'Name of the log group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from delete-retention-policy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l groups-from -d 'Read more group names from a file, one a line; - is stdin' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l since -d 'First time: 15m, 2h30m, yesterday 14:00, RFC 3339, epoch seconds or milliseconds' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l until -d 'Last time, in the same forms' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l filter -l filter-pattern -d 'Only events that match this filter pattern' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l stream -l log-stream-names -d 'Only these streams' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l stream-prefix -l log-stream-name-prefix -d 'Only streams whose names start so' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l wait-for -d 'Follow until a line matches this filter pattern' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l idle -d 'Follow until nothing has come for this long' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l for -d 'Follow for this long' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l max -d 'End after this many events' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l overlap -d 'How far each poll reads back for late events; it widens by itself, up to 15m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l interval -d 'Time between two polls [default: 2s, 250ms on the embedded backend]' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l format -d 'Lines with time, stream and message, or short ones without the stream' -r -f -a "detailed\t'Time, stream and message'
short\t'Time and message'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -s f -l follow -d 'Go on as events come'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l fail-on-empty -d 'Exit with code 3 when no event was found'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from tail" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l log-group-name -d 'Name of the log group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l stream -l log-stream-name -d 'Name of the stream' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l log-events -d 'Events in the AWS CLI\'s way: JSON, file://PATH, or timestamp=NUMBER,message=TEXT' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l log-group-name -d 'Name of the log group, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l stream -l log-stream-name -d 'Name of the stream' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l log-events -d 'Events in the AWS CLI\'s way: JSON, file://PATH, or timestamp=NUMBER,message=TEXT' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from put-log-events" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -l filter-pattern -d 'The filter pattern, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -l log-event-messages -d 'Lines to test, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-pattern" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -l filter-pattern -d 'The filter pattern, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -l log-event-messages -d 'Lines to test, in the AWS CLI\'s way' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand logs; and __fish_seen_subcommand_from test-metric-filter" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -f -a "query" -d 'Run a query and show its result'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -f -a "queries" -d 'List the saved queries: those of the project file and the built-in ones'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -f -a "open" -d 'Print the address of the page that runs a saved query, on every plan'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -f -a "push" -d 'Save the queries of the project file, and show them on one board'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -f -a "datasets" -d 'List the datasets'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -f -a "columns" -d 'List the columns of a dataset'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -f -a "marker" -d 'Put a marker on the graphs, such as a deploy, and print its id'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and not __fish_seen_subcommand_from query queries open push datasets columns marker auth" -f -a "auth" -d 'Say whose the key is, and what it may do'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -s f -l spec-file -d 'Read the specification from a JSON file' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l spec -d 'The specification as JSON' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l dataset -d 'Ask this dataset; __all__ is the whole environment' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l since -d 'From this time on, instead of the query\'s own range' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l until -d 'Up to this time' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l no-cache -d 'Ask an account again, also if the answer is still known'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from query" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from queries" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -l dataset -d 'Ask this dataset; __all__ is the whole environment' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -l browser -d 'Open it in the browser too, at a terminal'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from open" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from push" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from datasets" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from columns" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l message -d 'What is written at the marker' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l type -d 'The type, which decides about its colour' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l url -d 'Where a click on it leads' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l start -d 'When it begins, instead of now' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l end -d 'When it ends; without this it is a moment' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l dataset -d 'The dataset; __all__ is the whole environment' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l delete -d 'Delete the marker of this id instead' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l list -d 'List the markers instead'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from marker" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand honeycomb; and __fish_seen_subcommand_from auth" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -f -a "test" -d 'Send a test message, and prove that it arrives'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -f -a "items" -d 'List the items, the last seen first'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -f -a "item" -d 'Show an item and its latest occurrences'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -f -a "occurrence" -d 'Show one occurrence: what happened, where, in which request and to whom'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and not __fish_seen_subcommand_from test items item occurrence deploy" -f -a "deploy" -d 'Tell Rollbar of a deploy, and print its id'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l level -d 'How bad the message is' -r -f -a "debug\t''
info\t''
warning\t''
error\t''
critical\t''"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l message -d 'What the message says' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l environment -d 'The environment [default: that of the project file, else production]' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l environment -d 'Only items of this environment; may be repeated' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l level -d 'Only items of this level; may be repeated' -r -f -a "debug\t''
info\t''
warning\t''
error\t''
critical\t''"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l status -d 'Only items of this status; may be repeated' -r -f -a "active\t''
resolved\t''
muted\t''
archived\t''"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l framework -d 'Only items of this framework; may be repeated' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l search -d 'Only items that Rollbar\'s own search finds by this' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l since -d 'Only items that were seen since then' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l until -d 'Only items that were last seen before' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l limit -d 'At most this many' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l all-environments -d 'Items of all environments, whatever the project file says'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l fail-on-empty -d 'Exit with code 3 when there is none'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from items" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -l occurrences -d 'How many of its occurrences are listed, the newest first' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -l id -d 'The number is an id'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from item" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -l frames -d 'How many frames of a trace are shown' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from occurrence" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l environment -d 'The environment [default: that of the project file, else production]' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l revision -d 'The commit, or what else names what was deployed' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l comment -d 'What is worth saying about it' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l status -d 'What has become of it [default: succeeded]' -r -f -a "started\t''
succeeded\t''
failed\t''
timed_out\t''"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l user -d 'Who deployed, as the machine knows them' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l rollbar-user -d 'Who deployed, as Rollbar knows them' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l id -d 'Change the status of this deploy instead' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand rollbar; and __fish_seen_subcommand_from deploy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -f -a "set" -d 'Give a variable a value at the places that it is declared for, or at those of --target'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -f -a "get" -d 'Print the value that a place holds'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -f -a "list" -d 'List the declared variables and their places, or what a place holds; never a value'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -f -a "check" -d 'Compare what places hold with what is declared, without showing a value'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -f -a "unset" -d 'Take a variable away from the places that it is declared for, or from those of --target'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and not __fish_seen_subcommand_from set get list check unset sync" -f -a "sync" -d 'Write declared variables from their sources to their places'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l target -d 'Work on this place only: gitpod, ona, github, codespaces, direnv or dotenv:PATH; can be given several times' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l service -d 'Work on the variables of this service only' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l repository -d 'The repository of github, codespaces and gitpod, instead of the git remote\'s' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l from-file -d 'Read the value from this file' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l from-env -d 'Take the value from this variable' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l plain -d 'It is no secret; places that keep such values apart show it'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l allow-odd-value -d 'Take values that are hardly meant: empty, in quotes, with outer blanks, placeholders'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l from -d 'Ask this place' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l service -d 'The variable of this service' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l repository -d 'The repository of github, codespaces and gitpod, instead of the git remote\'s' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l reveal -d 'Yes, print the value'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l target -d 'Work on this place only: gitpod, ona, github, codespaces, direnv or dotenv:PATH; can be given several times' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l service -d 'Work on the variables of this service only' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l repository -d 'The repository of github, codespaces and gitpod, instead of the git remote\'s' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l target -d 'Work on this place only: gitpod, ona, github, codespaces, direnv or dotenv:PATH; can be given several times' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l service -d 'Work on the variables of this service only' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l repository -d 'The repository of github, codespaces and gitpod, instead of the git remote\'s' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l target -d 'Work on this place only: gitpod, ona, github, codespaces, direnv or dotenv:PATH; can be given several times' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l service -d 'Work on the variables of this service only' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l repository -d 'The repository of github, codespaces and gitpod, instead of the git remote\'s' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l plain -d 'It is kept as one that is no secret; of use where a place keeps these apart'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from unset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l target -d 'Work on this place only: gitpod, ona, github, codespaces, direnv or dotenv:PATH; can be given several times' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l service -d 'Work on the variables of this service only' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l repository -d 'The repository of github, codespaces and gitpod, instead of the git remote\'s' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l shell -d 'The shell that reads what --target shell prints' -r -f -a "sh\t'sh, bash, dash, zsh'
fish\t'fish'
powershell\t'PowerShell'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l allow-odd-value -d 'Take values that are hardly meant: empty, in quotes, with outer blanks, placeholders'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand env; and __fish_seen_subcommand_from sync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -f -a "serve" -d 'Serve the embedded backend until it is stopped'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -f -a "run" -d 'Run a program against the embedded backend'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -f -a "env" -d 'Print the variables that make SDKs and command-line tools use the backend'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -f -a "status" -d 'Show what the backend holds'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -f -a "reset" -d 'Make the backend forget everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -f -a "export" -d 'Write everything that the backend holds into one file'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and not __fish_seen_subcommand_from serve run env status reset export import" -f -a "import" -d 'Fill the data directory from a file that \'backend export\' wrote'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l listen -d 'Address of the port of all APIs; port 0 takes a free one' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l otlp-grpc -d 'Address of a further port for OTLP over gRPC, or off' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l otlp-http -d 'Address of a further port for OTLP over HTTP, or off' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l auth -d 'Whether AWS requests must carry a valid signature' -r -f -a "open\t'Any credentials, or none'
strict\t'Signature Version 4 with the backend\'s secret'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l allow-host -d 'Accept this host name beside the local ones; needs a token' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l allow-origin -d 'Let pages of this origin send telemetry' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l honeycomb-plan -d 'Plan of the Honeycomb team that the backend answers as' -r -f -a "enterprise\t'Queries are run by the API'
free\t'Queries are saved by the API, and run by Honeycomb\'s pages only'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l rollbar-item-limit -d 'Bytes above which a Rollbar item is too large' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l rollbar-rate-limit -d 'Rollbar items that a token may send in so many seconds, as 60/60; without it, any number' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l rollbar-arrival-delay -d 'Time after which a Rollbar item is to be seen' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l ready-file -d 'Write the addresses here once all listen' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l rollbar-retention -d 'Days for which Rollbar occurrences are kept, also by later commands; 0 keeps them for ever [default: as said before, else 90]' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l hot-cap -d 'Bytes of events that may wait to be sealed' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l size-cap -d 'Bytes of sealed files beyond which the oldest are removed' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l occurrence-cap -d 'Bytes of Rollbar occurrences beyond which the oldest are deleted' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l maintenance-interval -d 'Time between two looks for files to merge' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l honeycomb-rate-limits -d 'Refuse more results of Honeycomb queries a minute than Honeycomb does'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l rollbar-strict-tokens -d 'Take the tokens of the Rollbar project only, not any token of the right form'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -l ephemeral -d 'Use a fresh, empty data directory and remove it at the end'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -l format -d 'For whom the lines are written' -r -f -a "shell\t'export NAME=\'value\''
dotenv\t'NAME=\'value\''
json\t'One JSON object'
github\t'For the file that GITHUB_ENV names: NAME=value, or the value between delimiters'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from env" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -l force -d 'Replace the file if there is one'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -l replace -d 'Forget what the data directory holds now'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand backend; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -f -a "show" -d 'Show the settings that a command would use here'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and not __fish_seen_subcommand_from show schema" -f -a "schema" -d 'Print the JSON Schema of cruddur-obs.toml'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -l origin -d 'Show where each value comes from'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -l all -d 'Show settings without a value too'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand config; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -l dir -d 'Write one page per command into this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -l profile -d 'Work on this profile: `local`, or one declared in cruddur-obs.toml' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -l region -d 'Use this region' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -l file -d 'Read this project file instead of the nearest cruddur-obs.toml upward' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -l data-dir -d 'Keep the embedded backend\'s data in this directory' -r -F
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -l endpoint-url -d 'Send every request to this address' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -s o -l output -d 'Print the result in this format' -r -f -a "human\t'For reading: aligned columns, colour on a terminal'
table\t'Columns in a frame'
plain\t'Tab-separated values, no header, as the AWS CLI\'s `text`'
json\t'One JSON document'
ndjson\t'One JSON value per line'
yaml\t'One YAML document'
csv\t'Comma-separated values with a header line'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -l query -d 'Print only what this JMESPath expression picks from the result' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -l color -d 'Use colour' -r -f -a "auto\t'Colour on a terminal, unless a variable says otherwise'
always\t'Colour even into a pipe, but never in a machine format'
never\t'No colour'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -l ci -d 'Speak to this CI system' -r -f -a "auto\t'Look at GITHUB_ACTIONS, GITLAB_CI and CI'
github\t'Speak to GitHub Actions'
gitlab\t'Speak to GitLab CI'
none\t'Behave as on a developer\'s machine'"
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -l timeout -d 'Stop the command after this time, such as 90s or 5m' -r
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -s y -l yes -d 'Answer yes to every confirmation'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -l raw -d 'Print text from outside as it is, without escaping control characters'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -l utc -d 'Show times in UTC instead of the local time zone'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -l no-input -d 'Never prompt; a missing answer is an error'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -s q -l quiet -d 'Print warnings and errors only on stderr'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -s v -l verbose -d 'Say more on stderr: -v shows requests, -vv everything'
complete -c cruddur-obs -n "__fish_cruddur_obs_using_subcommand help" -s h -l help -d 'Print help (see more with \'--help\')'
