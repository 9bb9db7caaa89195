//! Categories.

use domain::category::CategoryKind;
use domain::feed::FeedCategory;
use serde_json::value::RawValue;

use super::system::{self, Place};
use crate::delivery::Notices;
use crate::finwise::is_color;
use crate::json::Record;

/// Reads one category.
pub(super) fn read(row: &RawValue, notices: &mut Notices) -> Option<FeedCategory> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.id("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    let place = Place::of_id(&id);
    let group = record.object("group");
    let slug = record.text("systemId");
    // A custom category lies below one of the vendor's; its own id says nothing.
    let parent = record.id("parentId");
    let kind = system::kind(
        place.or_else(|| parent.as_deref().and_then(Place::of_id)),
        group.as_ref().and_then(|group| group.text("id")).as_deref(),
    );
    let custom = record.flag("customCategory").unwrap_or(place.is_none());
    Some(FeedCategory {
        name: record.text("name").unwrap_or_else(|| id.clone()),
        group: group
            .and_then(|group| group.text("name"))
            .or_else(|| record.text("parentName")),
        parent_source_id: parent,
        kind: if system::is_transfer(&id) {
            Some(CategoryKind::Transfer)
        } else {
            kind
        },
        color: record.text("color").filter(|text| is_color(text)),
        archived: record.flag("archived").unwrap_or(false) || record.flag("enabled") == Some(false),
        system_key: (!custom)
            .then(|| system::key(place, slug.as_deref()))
            .flatten()
            .map(str::to_owned),
        source_id: id,
    })
}
