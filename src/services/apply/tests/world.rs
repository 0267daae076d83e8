//! A vendor that misbehaves in every way that vendors do, by a seed.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use crate::base::Place;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldChange;
use crate::model::change_set::FieldValue;
use crate::model::change_set::Observed;
use crate::model::change_set::OnExists;
use crate::model::change_set::Origin;
use crate::model::change_set::Ownership;
use crate::model::change_set::ResourceKind;
use crate::services::apply::ApplyOptions;
use crate::services::apply::Report;
use crate::services::apply::Resources;
use crate::services::apply::apply;
use crate::services::plan::Goal;
use crate::services::plan::PlanOptions;
use crate::services::resources::BoxFuture;
use crate::services::resources::CallError;
use crate::services::resources::Caller;
use crate::services::resources::FailureCause;
use crate::services::resources::Reading;
use crate::services::resources::Resource;
use crate::services::resources::Timer;
use crate::services::resources::VirtualTimer;

/// What is stored of a thing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Thing {
    pub(super) values: BTreeMap<String, i64>,
    pub(super) ownership: Ownership,
    pub(super) created: i64,
    pub(super) holds_data: bool,
}

pub(super) type State = BTreeMap<Address, Thing>;

/// How badly a world behaves; chances are out of 256.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Manners {
    /// How often a call is throttled.
    pub(super) throttles: u8,
    /// How often an answer is lost, before or after the work was done.
    pub(super) loses: u8,
    /// How old a read may be.
    pub(super) lag: Duration,
}

#[derive(Debug)]
struct Inner {
    state: State,
    /// States with the moment since which they hold.
    past: Vec<(Duration, State)>,
    seed: u64,
    manners: Manners,
    written: BTreeSet<Address>,
    /// What was written, in order.
    order: Vec<Address>,
    next_created: i64,
    /// Writes that are done and whose answers get lost, by their number from now on.
    lost_writes: BTreeSet<usize>,
    writes: usize,
    /// What somebody else does before the next write.
    intruder: Vec<(Address, Option<i64>)>,
    /// Log groups that are made again when they are deleted.
    producers: BTreeSet<Address>,
}

/// The world, shared by its kinds.
#[derive(Clone, Debug)]
pub(super) struct World {
    inner: Arc<Mutex<Inner>>,
    pub(super) timer: Arc<VirtualTimer>,
}

impl World {
    pub(super) fn new(state: State, seed: u64, manners: Manners) -> Self {
        let timer = Arc::new(VirtualTimer::default());
        let past = vec![(Duration::ZERO, state.clone())];
        let inner = Inner {
            state,
            past,
            seed: seed | 1,
            manners,
            written: BTreeSet::new(),
            order: Vec::new(),
            next_created: 1000,
            lost_writes: BTreeSet::new(),
            writes: 0,
            intruder: Vec::new(),
            producers: BTreeSet::new(),
        };
        Self { inner: Arc::new(Mutex::new(inner)), timer }
    }

    pub(super) fn state(&self) -> State {
        self.inner.lock().unwrap().state.clone()
    }

    pub(super) fn written(&self) -> BTreeSet<Address> {
        self.inner.lock().unwrap().written.clone()
    }

    pub(super) fn order(&self) -> Vec<Address> {
        self.inner.lock().unwrap().order.clone()
    }

    pub(super) fn intrude(&self, acts: Vec<(Address, Option<i64>)>) {
        self.inner.lock().unwrap().intruder = acts;
    }

    pub(super) fn lose_answer_of_write(&self, number: usize) {
        self.inner.lock().unwrap().lost_writes.insert(number);
    }

    pub(super) fn produce(&self, group: &str) {
        let address = Address::new(ResourceKind::LogGroup, group);
        self.inner.lock().unwrap().producers.insert(address);
    }

    /// Ends all misbehaviour, and lets everything that was written show.
    pub(super) fn calm(&self) {
        let mut inner = self.inner.lock().unwrap();
        inner.manners = Manners::default();
        inner.intruder.clear();
    }

    pub(super) fn resources(&self) -> Resources {
        let caller = Caller::new(Arc::clone(&self.timer) as Arc<dyn Timer>);
        let kind = |kind| {
            Arc::new(FakeKind { kind, world: self.clone(), caller: caller.clone() })
                as Arc<dyn Resource>
        };
        Resources::new(vec![
            kind(ResourceKind::LogGroup),
            kind(ResourceKind::MetricFilter),
            kind(ResourceKind::HoneycombQuery),
            kind(ResourceKind::HoneycombBoard),
        ])
    }

    /// Plans and applies, as one run of the program does; nothing where reading fails.
    pub(super) async fn run(&self, declared: &[Desired], goal: Goal) -> Option<Report> {
        let plan = PlanOptions { delete_logs: true, ..PlanOptions::new(goal) };
        self.run_with(declared, plan).await
    }

    pub(super) async fn run_with(&self, declared: &[Desired], plan: PlanOptions) -> Option<Report> {
        let resources = self.resources();
        let reading = resources.read(declared, &plan).await.ok()?;
        let set = resources.plan(declared, &reading, &plan);
        let options = self.options(plan);
        let never = std::future::pending();
        Some(apply(&resources, &set.changes, declared, &reading, &options, never).await)
    }

    pub(super) fn options(&self, plan: PlanOptions) -> ApplyOptions {
        ApplyOptions {
            plan,
            timer: Arc::clone(&self.timer) as Arc<dyn Timer>,
            tell: Arc::new(|_| {}),
            verify_time: Duration::from_secs(30),
            watch_time: Duration::from_secs(2),
        }
    }

    async fn call<T>(
        &self,
        work: impl FnOnce(&mut Inner) -> Result<T, CallError>,
    ) -> Result<T, CallError> {
        // Others get their turn, as while a request is on its way.
        tokio::task::yield_now().await;
        let mut inner = self.inner.lock().unwrap();
        let (throttles, loses) = (inner.manners.throttles, inner.manners.loses);
        if inner.chance(throttles) {
            return Err(CallError::new(FailureCause::Busy, "Rate exceeded"));
        }
        if inner.chance(loses) {
            // Half of the lost answers are those of work that was done.
            if inner.chance(128) {
                drop(work(&mut inner));
            }
            return Err(CallError::new(FailureCause::Uncertain, "no answer"));
        }
        work(&mut inner)
    }

    async fn write(
        &self,
        address: &Address,
        work: impl FnOnce(&mut Inner) -> Result<(), CallError>,
    ) -> Result<(), CallError> {
        let now = self.timer.now();
        self.call(|inner| {
            if let Some((address, value)) = inner.intruder.pop() {
                inner.intrude(&address, value);
            }
            work(inner)?;
            inner.written.insert(address.clone());
            inner.order.push(address.clone());
            let state = inner.state.clone();
            inner.past.push((now, state));
            inner.writes += 1;
            if inner.lost_writes.contains(&inner.writes) {
                return Err(CallError::new(FailureCause::Uncertain, "no answer"));
            }
            Ok(())
        })
        .await
    }

    /// Returns a state that may be old.
    async fn look(&self) -> Result<State, CallError> {
        let now = self.timer.now();
        self.call(|inner| {
            let lag = inner.manners.lag.mul_f64(f64::from(inner.random() as u8) / 255.0);
            let moment = now.saturating_sub(lag);
            let since = inner.past.iter().rev().find(|(since, _)| *since <= moment);
            let state = if inner.manners.lag.is_zero() {
                inner.state.clone()
            } else {
                since.map_or_else(|| inner.past[0].1.clone(), |(_, state)| state.clone())
            };
            Ok(state)
        })
        .await
    }
}

impl Inner {
    fn random(&mut self) -> u64 {
        // xorshift64*: seeds repeat, which the standard generator does not promise.
        self.seed ^= self.seed >> 12;
        self.seed ^= self.seed << 25;
        self.seed ^= self.seed >> 27;
        self.seed.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32
    }

    fn chance(&mut self, of_256: u8) -> bool {
        (self.random() as u8) < of_256
    }

    fn intrude(&mut self, address: &Address, value: Option<i64>) {
        match value {
            Some(value) => {
                let created = self.created();
                let thing = self.state.entry(address.clone()).or_insert_with(|| Thing {
                    values: BTreeMap::new(),
                    ownership: Ownership::Unmarked,
                    created,
                    holds_data: false,
                });
                thing.values.insert("a".to_owned(), value);
            }
            None => self.remove(address),
        }
    }

    fn created(&mut self) -> i64 {
        self.next_created += 1;
        self.next_created
    }

    fn remove(&mut self, address: &Address) {
        self.state.retain(|other, _| {
            other != address && other.parent_address().as_ref() != Some(address)
        });
    }

    fn thing(&mut self, address: &Address) -> Result<&mut Thing, CallError> {
        self.state
            .get_mut(address)
            .ok_or_else(|| CallError::new(FailureCause::Missing, "does not exist"))
    }
}

struct FakeKind {
    kind: ResourceKind,
    world: World,
    caller: Caller,
}

impl FakeKind {
    fn observe(address: &Address, thing: &Thing) -> Observed {
        let fields = thing.values.iter();
        Observed {
            address: address.clone(),
            fields: fields.map(|(name, value)| field(name, *value)).collect(),
            ownership: thing.ownership.clone(),
            arn: address.to_string(),
            created: Some(thing.created),
            holds_data: thing.holds_data,
            is_protected: false,
            is_shared: false,
            unmarkable: None,
            remark: None,
        }
    }

    async fn write(
        &self,
        address: &Address,
        work: impl Fn(&mut Inner) -> Result<(), CallError>,
    ) -> Result<(), CallError> {
        self.caller.write("Write", || self.world.write(address, &work)).await
    }
}

impl Resource for FakeKind {
    fn kind(&self) -> ResourceKind {
        self.kind
    }

    fn read<'a>(&'a self, _declared: &'a [Desired]) -> BoxFuture<'a, Result<Reading, CallError>> {
        Box::pin(async {
            let state = self.caller.read("Read", || self.world.look()).await?;
            let of_kind = state.iter().filter(|(address, _)| address.kind == self.kind);
            let observed = of_kind.map(|(address, thing)| Self::observe(address, thing)).collect();
            Ok(Reading { observed, notes: Vec::new() })
        })
    }

    fn find<'a>(
        &'a self,
        declared: &'a Desired,
    ) -> BoxFuture<'a, Result<Option<Observed>, CallError>> {
        Box::pin(async {
            let state = self.caller.read("Find", || self.world.look()).await?;
            let address = &declared.address;
            Ok(state.get(address).map(|thing| Self::observe(address, thing)))
        })
    }

    /// Made in two calls, as a log group with a retention is: the second may fail.
    fn create<'a>(&'a self, declared: &'a Desired) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let address = &declared.address;
            let ownership = if self.kind.has_tags() {
                Ownership::Ours(Origin::Created)
            } else {
                Ownership::ByName
            };
            let make = |inner: &mut Inner| {
                if inner.state.contains_key(address) {
                    return Err(CallError::new(FailureCause::Exists, "exists already"));
                }
                if address.parent_address().is_some_and(|p| !inner.state.contains_key(&p)) {
                    return Err(CallError::new(FailureCause::Missing, "no such group"));
                }
                let thing = Thing {
                    values: BTreeMap::new(),
                    ownership: ownership.clone(),
                    created: inner.created(),
                    holds_data: false,
                };
                inner.state.insert(address.clone(), thing);
                Ok(())
            };
            self.write(address, make).await?;
            let fill = |inner: &mut Inner| {
                let values = &mut inner.thing(address)?.values;
                values.extend(
                    declared.fields.iter().map(|field| (field.name.clone(), number(&field.value))),
                );
                Ok(())
            };
            self.write(address, fill).await
        })
    }

    fn update<'a>(
        &'a self,
        observed: &'a Observed,
        fields: &'a [FieldChange],
    ) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async move {
            let set = |inner: &mut Inner| {
                let values = &mut inner.thing(&observed.address)?.values;
                values.extend(fields.iter().map(|c| (c.field.clone(), number(&c.after))));
                Ok(())
            };
            self.write(&observed.address, set).await
        })
    }

    fn mark<'a>(
        &'a self,
        observed: &'a Observed,
        origin: Origin,
    ) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async move {
            let set = |inner: &mut Inner| {
                inner.thing(&observed.address)?.ownership = Ownership::Ours(origin);
                Ok(())
            };
            self.write(&observed.address, set).await
        })
    }

    fn release<'a>(&'a self, observed: &'a Observed) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let set = |inner: &mut Inner| {
                inner.thing(&observed.address)?.ownership = Ownership::Unmarked;
                Ok(())
            };
            self.write(&observed.address, set).await
        })
    }

    fn delete<'a>(&'a self, address: &'a Address) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let remove = |inner: &mut Inner| {
                inner.thing(address)?;
                inner.remove(address);
                if inner.producers.contains(address) {
                    inner.intrude(address, Some(0));
                }
                Ok(())
            };
            self.write(address, remove).await
        })
    }
}

/// Declares a thing with two named fields.
pub(super) fn declare(address: Address, a: i64, b: i64, on_exists: OnExists) -> Desired {
    Desired {
        address,
        place: Place { name: "cruddur-obs.toml".to_owned(), line: 1, column: 1 },
        fields: vec![field("a", a), field("b", b)],
        defaults: Vec::new(),
        on_exists,
        is_reserved: false,
    }
}

/// Makes a stored thing.
pub(super) fn thing(a: i64, b: i64, ownership: Ownership) -> Thing {
    let values = BTreeMap::from([("a".to_owned(), a), ("b".to_owned(), b), ("c".to_owned(), 9)]);
    Thing { values, ownership, created: 1, holds_data: false }
}

/// Says whether a thing is as declared.
pub(super) fn is_as_declared(state: &State, declared: &Desired) -> bool {
    state.get(&declared.address).is_some_and(|thing| {
        let has = |field: &Field| thing.values.get(&field.name) == Some(&number(&field.value));
        declared.fields.iter().all(has)
    })
}

fn field(name: &str, value: i64) -> Field {
    Field::new(name, FieldValue::Integer(value))
}

fn number(value: &FieldValue) -> i64 {
    match value {
        FieldValue::Integer(number) => *number,
        other => panic!("{other:?} is no number"),
    }
}
