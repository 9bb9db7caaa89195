//! What a forecast is made of.

/// A balance known at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Day number.
    pub day: i32,
    /// Minor units.
    pub value: i64,
}

/// A range of outcomes, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Lower end.
    pub low: i64,
    /// Upper end.
    pub high: i64,
}

/// What is expected of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForecastDay {
    /// Day number.
    pub day: i32,
    /// Expected balance at its end, in minor units.
    pub value: i64,
    /// About half of outcomes lie in it.
    pub half: Range,
    /// About 80 % of outcomes lie in it.
    pub likely: Range,
    /// What falls due that day.
    pub events: Vec<ForecastEvent>,
}

/// A payment expected on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForecastEvent {
    /// Who or what.
    pub name: String,
    /// Signed amount in minor units.
    pub amount: i64,
}

/// A stretch nothing can be said about: too little history, or a source out of date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fog {
    /// First day of it.
    pub from: i32,
    /// Last day of it.
    pub to: i32,
    /// The reason, in a few words.
    pub text: String,
}
