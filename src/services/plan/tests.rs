use super::*;
use crate::base::Place;
use crate::model::change_set::Action;
use crate::model::change_set::Address;
use crate::model::change_set::ChangeSet;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldValue;
use crate::model::change_set::Observed;
use crate::model::change_set::OnExists;
use crate::model::change_set::Origin;
use crate::model::change_set::Ownership;
use crate::model::change_set::ResourceKind;
use crate::model::change_set::Section;

fn desired(address: Address, days: u32, on_exists: OnExists) -> Desired {
    Desired {
        address,
        place: Place { name: "cruddur-obs.toml".to_owned(), line: 3, column: 1 },
        fields: vec![Field::new("retention", FieldValue::Days(Some(days)))],
        defaults: Vec::new(),
        on_exists,
        is_reserved: false,
    }
}

fn observed(address: Address, days: u32, ownership: Ownership) -> Observed {
    Observed {
        address,
        fields: vec![
            Field::new("retention", FieldValue::Days(Some(days))),
            Field::new("class", FieldValue::Text("STANDARD".to_owned())),
        ],
        ownership,
        arn: "arn".to_owned(),
        created: Some(1),
        holds_data: false,
        is_protected: false,
        is_shared: false,
        unmarkable: None,
        remark: None,
    }
}

fn group(name: &str) -> Address {
    Address::new(ResourceKind::LogGroup, name)
}

fn filter(name: &str) -> Address {
    Address::below(ResourceKind::MetricFilter, "g", name)
}

fn action(desired: &[Desired], observed: &[Observed], options: &PlanOptions) -> Action {
    let set = plan(desired, observed, options);
    assert_eq!(set.changes.len(), 1, "{set:?}");
    set.changes[0].action
}

#[test]
fn whose_a_thing_is_decides() {
    let options = PlanOptions::new(Goal::Declared);
    let ours = || Ownership::Ours(Origin::Created);
    let others = || Ownership::Others("other".to_owned());
    let cases = [
        (None, 7, OnExists::Fail, Action::Create),
        (Some(ours()), 7, OnExists::Fail, Action::Unchanged),
        (Some(ours()), 14, OnExists::Fail, Action::Update),
        (Some(Ownership::Unmarked), 7, OnExists::Adopt, Action::Unchanged),
        (Some(Ownership::Unmarked), 14, OnExists::Adopt, Action::Adopt),
        (Some(Ownership::Unmarked), 14, OnExists::Update, Action::Update),
        (Some(Ownership::Unmarked), 14, OnExists::Fail, Action::Conflict),
        (Some(others()), 7, OnExists::Adopt, Action::Unchanged),
        (Some(others()), 14, OnExists::Update, Action::Conflict),
        (Some(Ownership::ByName), 14, OnExists::Fail, Action::Update),
    ];
    for (ownership, days, on_exists, expected) in cases {
        let there: Vec<Observed> =
            ownership.iter().map(|o| observed(group("g"), days, o.clone())).collect();
        let wanted = [desired(group("g"), 7, on_exists)];
        assert_eq!(action(&wanted, &there, &options), expected, "{ownership:?} {on_exists:?}");
    }
}

#[test]
fn what_hangs_on_a_thing_that_is_gone_is_gone_too() {
    let wanted = [desired(group("g"), 7, OnExists::Fail), desired(filter("f"), 7, OnExists::Fail)];
    let left = [observed(filter("f"), 7, Ownership::ByName)];
    let set = plan(&wanted, &left, &PlanOptions::new(Goal::Declared));
    assert!(set.changes.iter().all(|change| change.action == Action::Create), "{set:?}");
    let set = plan(&wanted, &left, &PlanOptions::new(Goal::Gone));
    assert!(set.changes.is_empty(), "{set:?}");
}

#[test]
fn a_fixed_field_cannot_change_whoever_owns_it() {
    let mut wanted = desired(group("g"), 7, OnExists::Adopt);
    wanted.fields.push(Field::new("class", FieldValue::Text("INFREQUENT_ACCESS".to_owned())));
    let there = [observed(group("g"), 7, Ownership::Ours(Origin::Created))];
    let set = plan(&[wanted], &there, &PlanOptions::new(Goal::Declared));
    assert_eq!(set.changes[0].action, Action::Conflict);
    let reason = set.changes[0].reason.as_deref().unwrap();
    assert_eq!(reason, "its class is STANDARD, which cannot become INFREQUENT_ACCESS");
}

#[test]
fn destroying_takes_only_what_was_created() {
    let mut options = PlanOptions::new(Goal::Gone);
    let wanted = [desired(group("g"), 7, OnExists::Adopt)];
    let gone = |ownership, options: &PlanOptions| {
        action(&wanted, &[observed(group("g"), 14, ownership)], options)
    };
    assert_eq!(gone(Ownership::Ours(Origin::Created), &options), Action::Delete);
    assert_eq!(gone(Ownership::Ours(Origin::Adopted), &options), Action::Release);
    assert_eq!(gone(Ownership::Unmarked, &options), Action::Unchanged);
    assert_eq!(gone(Ownership::Others("x".to_owned()), &options), Action::Unchanged);
    assert_eq!(plan(&wanted, &[], &options), ChangeSet::default());

    let full =
        Observed { holds_data: true, ..observed(group("g"), 7, Ownership::Ours(Origin::Created)) };
    assert_eq!(action(&wanted, std::slice::from_ref(&full), &options), Action::Conflict);
    options.delete_logs = true;
    assert_eq!(action(&wanted, &[full], &options), Action::Delete);
}

#[test]
fn what_is_declared_no_more_is_left_unless_pruned() {
    let there = [
        observed(group("created"), 7, Ownership::Ours(Origin::Created)),
        observed(group("adopted"), 7, Ownership::Ours(Origin::Adopted)),
        observed(group("unmarked"), 7, Ownership::Unmarked),
        observed(group("others"), 7, Ownership::Others("x".to_owned())),
        observed(filter("by-name"), 7, Ownership::ByName),
    ];
    let actions = |options: &PlanOptions| -> Vec<(String, Action)> {
        let changes = plan(&[], &there, options).changes.into_iter();
        changes.map(|change| (change.address.name, change.action)).collect()
    };
    let mut options = PlanOptions::new(Goal::Declared);
    let named = |name: &str, action| (name.to_owned(), action);
    assert_eq!(
        actions(&options),
        [named("adopted", Action::Orphan), named("created", Action::Orphan)]
    );
    options.prune = true;
    assert_eq!(
        actions(&options),
        [named("adopted", Action::Release), named("created", Action::Delete)]
    );
    options.sections = [Section::Xray].into();
    assert_eq!(actions(&options), []);
}

#[test]
fn reserved_things_get_their_factory_values_back() {
    let address = Address::new(ResourceKind::SamplingRule, "Default");
    let wanted = Desired {
        fields: vec![Field::new("reservoir_size", FieldValue::Integer(5))],
        is_reserved: true,
        ..desired(address.clone(), 7, OnExists::Fail)
    };
    let there = |size, rate| Observed {
        fields: vec![
            Field::new("fixed_rate", FieldValue::Number(rate)),
            Field::new("reservoir_size", FieldValue::Integer(size)),
        ],
        ..observed(address.clone(), 7, Ownership::ByName)
    };
    let wanted = [wanted];
    let apply = PlanOptions::new(Goal::Declared);
    assert_eq!(action(&wanted, &[there(1, 0.05)], &apply), Action::Update);
    assert_eq!(action(&wanted, &[there(5, 0.05)], &apply), Action::Unchanged);
    assert_eq!(action(&wanted, &[], &apply), Action::Conflict);
    let destroy = PlanOptions::new(Goal::Gone);
    // The rate is not named, and stays as somebody set it.
    let set = plan(&wanted, &[there(5, 0.5)], &destroy);
    assert_eq!(set.changes[0].action, Action::Restore);
    assert_eq!(set.changes[0].fields.len(), 1);
    assert_eq!(set.changes[0].fields[0].after, FieldValue::Integer(1));
    assert_eq!(action(&wanted, &[there(1, 0.5)], &destroy), Action::Unchanged);
}

#[test]
fn what_hangs_on_a_deleted_thing_says_so() {
    let wanted = [desired(group("g"), 7, OnExists::Adopt), desired(filter("f"), 7, OnExists::Fail)];
    let there = [
        observed(group("g"), 7, Ownership::Ours(Origin::Created)),
        observed(filter("f"), 7, Ownership::ByName),
    ];
    let set = plan(&wanted, &there, &PlanOptions::new(Goal::Gone));
    let filter = set.changes.iter().find(|c| c.address.kind == ResourceKind::MetricFilter).unwrap();
    assert_eq!(filter.reason.as_deref(), Some("it goes with log group g"));
}

#[test]
fn what_hangs_on_another_projects_thing_is_left() {
    let wanted = [desired(group("g"), 7, OnExists::Adopt), desired(filter("f"), 7, OnExists::Fail)];
    let others = observed(group("g"), 7, Ownership::Others("x".to_owned()));
    let of_filter = |days: Option<u32>, goal| {
        let hung = days.map(|days| observed(filter("f"), days, Ownership::ByName));
        let there: Vec<Observed> = [others.clone()].into_iter().chain(hung).collect();
        let set = plan(&wanted, &there, &PlanOptions::new(goal));
        let found = set.changes.into_iter().find(|c| c.address.kind == ResourceKind::MetricFilter);
        found.map(|change| change.action)
    };
    assert_eq!(of_filter(None, Goal::Declared), Some(Action::Conflict));
    assert_eq!(of_filter(Some(14), Goal::Declared), Some(Action::Conflict));
    assert_eq!(of_filter(Some(7), Goal::Declared), Some(Action::Unchanged));
    assert_eq!(of_filter(Some(7), Goal::Gone), Some(Action::Unchanged));
    assert_eq!(of_filter(None, Goal::Gone), None);
}
