//! Names, targets, and what targets can carry.

use super::*;

fn target(text: &str) -> VariableTarget {
    VariableTarget::parse(text).unwrap()
}

#[test]
fn names_follow_the_rules_of_their_targets() {
    for good in ["A", "_x9", "OTEL_SERVICE_NAME"] {
        assert!(check_name("name", good).is_ok(), "{good}");
    }
    for bad in ["", "9A", "A-B", "é", &"A".repeat(256)] {
        assert!(check_name("name", bad).is_err(), "{bad}");
    }
    let refuses = |text: &str, name| target(text).check_name("name", name).is_err();
    assert!(refuses("gitpod:user", "GITPOD_X") && !refuses("gitpod", "GITPOD_IMAGE_AUTH"));
    assert!(refuses("github", "github_x") && refuses("codespaces:user", "GITHUB_X"));
    assert!(refuses("ona:project", "AB") && !refuses("shell", "GITHUB_X"));
    for reserved in ["GITHUB_PATH", "runner_temp", "NODE_OPTIONS", "9A"] {
        assert!(check_github_file_name("name", reserved).is_err(), "{reserved}");
    }
    assert!(check_github_file_name("name", "NODE_ENV").is_ok());
}

#[test]
fn targets_are_written_as_they_are_read() {
    let pattern = regex::Regex::new(TARGET_PATTERN).unwrap();
    let texts = [
        "gitpod",
        "gitpod:user",
        "ona",
        "ona:project",
        "ona:organization",
        "github",
        "github:environment=pre prod/eu",
        "github:organization=cruddur-9",
        "codespaces",
        "codespaces:user",
        "codespaces:organization=cruddur",
        "shell",
        "direnv",
        "dotenv:.env",
        "dotenv:a:b=c/.env",
    ];
    for text in texts {
        assert_eq!(target(text).to_string(), text);
        assert!(pattern.is_match(text), "{text}");
    }
    let wrong = [
        "GitHub",
        "github:",
        "github:environment=",
        "github:environment=..",
        "github:environment=a\nb",
        "github:organization=a/b",
        "github:user",
        "ona:user",
        "codespaces:environment=x",
        "dotenv:",
        "dotenv",
    ];
    for text in wrong {
        assert_eq!(VariableTarget::parse(text), None, "{text}");
    }
    assert_eq!(target("direnv").file(), target("dotenv:.env").file());
}

#[test]
fn sizes_are_counted_as_the_target_counts() {
    let takes = |text: &str, value: &str| target(text).check_value("v", "NAME", value).is_ok();
    for (text, unit, most) in [
        ("gitpod", "a", 32_767),
        ("gitpod", "é", 32_767),
        // One character, and two units of UTF-16.
        ("gitpod", "🦀", 16_383),
        ("ona", "é", 10_240),
        ("ona", "🦀", 10_240),
        ("github", "a", 49_152),
        ("codespaces", "é", 24_576),
        ("shell", "a", 131_066),
        ("dotenv:.env", "a", 131_066),
    ] {
        assert!(takes(text, &unit.repeat(most)), "{text} {unit}");
        assert!(!takes(text, &unit.repeat(most + 1)), "{text} {unit}");
    }
}

#[test]
fn what_a_target_cannot_carry_is_refused_with_target_and_reason() {
    let told = |text: &str, value: &str| {
        target(text).check_value("v", "NAME", value).map_err(|broken| {
            assert!(broken.value.is_empty());
            broken.to_string()
        })
    };
    for text in ["gitpod", "ona", "github", "codespaces", "shell", "direnv", "dotenv:.env"] {
        assert!(told(text, "a\0b").unwrap_err().contains(text), "{text}");
        assert_eq!(told(text, "plain"), Ok(()));
    }
    assert_eq!(
        told("dotenv:.env", "a\rb").unwrap_err(),
        "dotenv:.env cannot carry NAME: it holds a carriage return, and dotenv readers disagree on \
         every form of that"
    );
    assert!(told("direnv", "a\nb").is_err() && told("shell", "a\nb").is_ok());
    assert!(told("gitpod", " \n ").is_err() && told("ona", "").is_err());
    for mangled in ["\"a", "a'", "a\\ b"] {
        let broken = check_gp_value("v", "NAME", mangled).unwrap_err();
        assert!(!broken.to_string().contains(mangled), "{broken}");
    }
    assert!(check_gp_value("v", "NAME", "a\"b'c d\\e").is_ok());
}

#[test]
fn a_value_has_one_form_that_all_dotenv_readers_agree_on() {
    let form = |value: &str| DotenvForm::of(value).ok();
    for value in ["", "a", "http://h:1/p?", "a=b==", "+%@,._-"] {
        let bare = !value.contains('?');
        assert_eq!(form(value) == Some(DotenvForm::Bare), bare, "{value}");
    }
    for value in ["a b", "a#b", "$HOME", "`id`", "a\"b", "a\\nb", "é", " a ", "a\tb"] {
        assert_eq!(form(value), Some(DotenvForm::SingleQuoted), "{value}");
    }
    assert_eq!(form("it's"), Some(DotenvForm::DoubleQuoted));
    for value in ["it's $1", "'\"", "${A}", "a\\\\b", "a\\\"b", "a\\", "a\nb", "a\rb", "a\0b"] {
        assert_eq!(form(value), None, "{value:?}");
    }
}
