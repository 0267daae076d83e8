//! What is declared, what is there, and the changes that lead from one to the other.
//!
//! Pure values: how they are found is known by `services`, how they look by `commands`.

mod address;
mod change;
mod field;
mod state;

pub use address::Address;
pub use address::ResourceKind;
pub use address::Section;
pub use change::Action;
pub use change::Change;
pub use change::ChangeSet;
pub use change::Summary;
pub use field::Field;
pub use field::FieldChange;
pub use field::FieldValue;
pub use state::Desired;
pub use state::Observed;
pub use state::OnExists;
pub use state::Origin;
pub use state::Ownership;
