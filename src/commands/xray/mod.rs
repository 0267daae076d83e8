//! `xray`: groups and sampling rules.

mod create_group;
mod create_sampling_rule;
mod delete_group;
mod delete_sampling_rule;
mod expression;
mod get_group;
mod groups;
mod if_exists;
mod noun;
mod rule_flags;
mod sampling_rules;
mod selector;
mod update_group;
mod update_sampling_rule;
mod view;

pub(crate) use noun::XrayCommand;
