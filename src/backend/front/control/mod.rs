//! The backend's own routes under `/_backend/`.

mod answer;
mod export;

#[cfg(test)]
pub(super) use answer::ROUTES;
pub(super) use answer::answer;
pub(super) use answer::front_page;
