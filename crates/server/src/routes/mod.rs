//! One file for each group of endpoints.

pub(crate) mod account;
pub(crate) mod assignments;
pub(crate) mod board;
pub(crate) mod body_calendar;
pub(crate) mod body_list;
pub(crate) mod crossing;
pub(crate) mod crossing_view;
pub(crate) mod difference;
pub(crate) mod editions;
pub(crate) mod explorer;
pub(crate) mod framework;
pub(crate) mod hits;
pub(crate) mod intake;
pub(crate) mod lists;
pub(crate) mod live;
pub(crate) mod lookup;
pub(crate) mod measures;
pub(crate) mod meeting_view;
pub(crate) mod meetings;
pub(crate) mod minutes;
pub(crate) mod notifications;
pub(crate) mod post_view;
pub(crate) mod posts;
pub(crate) mod scan;
pub(crate) mod session;
pub(crate) mod versions;
