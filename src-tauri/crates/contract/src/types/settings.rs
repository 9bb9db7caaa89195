//! Settings.

words! {
    /// Light, dark, or as the system says.
    pub enum Theme {
        /// As the system says.
        System,
        /// Light.
        Light,
        /// Dark.
        Dark,
    }

    /// Height of rows.
    pub enum Density {
        /// 28 px.
        Compact,
        /// 32 px.
        Normal,
        /// 40 px.
        Roomy,
    }
}

/// Hours between syncs in books that were made before there was a choice.
fn six() -> u32 {
    6
}

/// A book that was made before there was a choice files what is right nine times of ten.
fn ninety() -> u32 {
    90
}

wire! {
    /// Every setting.
    pub struct Settings {
        /// Currency of totals.
        pub base_currency: String,
        /// Light or dark.
        pub theme: Theme,
        /// Height of rows.
        pub density: Density,
        /// Region of number and date formats, a BCP 47 tag; empty is the system's.
        pub region: String,
        /// Text size in percent, 90 to 200.
        pub text_size: u32,
        /// Lock after so many minutes without input; none is never.
        pub lock_after_minutes: Option<u32>,
        /// Lock when the computer sleeps.
        pub lock_on_suspend: bool,
        /// Ask the European Central Bank for rates.
        pub fetch_rates: bool,
        /// Ask Narodowy Bank Polski for rates of currencies that the European Central Bank does not quote.
        #[serde(default)]
        pub second_rates: bool,
        /// Connections are read by themselves every so many hours; 0 is only when asked.
        #[serde(default = "six")]
        pub sync_hours: u32,
        /// Single letters act as shortcuts.
        pub letter_shortcuts: bool,
        /// Amounts are shown as dots.
        pub hide_amounts: bool,
        /// Patterns in charts.
        pub chart_patterns: bool,
        /// Lowest balance accepted, in the base currency; decimal text.
        pub floor: String,
        /// Experimental services may be linked: nobody vouches for them, and they need the password of an account.
        #[serde(default)]
        pub experimental_services: bool,
        /// New rows are filed by what was learned when it is so sure, in hundredths; 0 is never.
        #[serde(default = "ninety")]
        pub file_above: u32,
    }

    /// Changes settings; what is none stays.
    #[derive(Default)]
    #[serde(default)]
    pub struct SettingsUpdateReq {
        /// Currency of totals.
        pub base_currency: Option<String>,
        /// Light or dark.
        pub theme: Option<Theme>,
        /// Height of rows.
        pub density: Option<Density>,
        /// Region of formats.
        pub region: Option<String>,
        /// Text size in percent.
        pub text_size: Option<u32>,
        /// Lock after so many minutes; 0 is never.
        pub lock_after_minutes: Option<u32>,
        /// Lock when the computer sleeps.
        pub lock_on_suspend: Option<bool>,
        /// Ask for rates.
        pub fetch_rates: Option<bool>,
        /// Ask the second source for rates.
        pub second_rates: Option<bool>,
        /// Read connections every so many hours, 0 to 168; 0 is only when asked.
        pub sync_hours: Option<u32>,
        /// Single letters act.
        pub letter_shortcuts: Option<bool>,
        /// Amounts as dots.
        pub hide_amounts: Option<bool>,
        /// Patterns in charts.
        pub chart_patterns: Option<bool>,
        /// Lowest balance accepted, decimal text in the base currency.
        pub floor: Option<String>,
        /// Experimental services may be linked.
        pub experimental_services: Option<bool>,
        /// File by what was learned when so sure, 50 to 100; 0 is never.
        pub file_above: Option<u32>,
    }
}
