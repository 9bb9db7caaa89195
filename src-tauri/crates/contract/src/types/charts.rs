//! Charts: what is asked, what comes back.

words! {
    /// Which drawing.
    pub enum ChartKind {
        /// Net worth as line and area.
        NetWorth,
        /// Assets up, debts down, net as a line.
        NetWorthStack,
        /// Balance ahead with its bands.
        Forecast,
        /// Budget over the days of a month.
        BudgetBurnup,
        /// Budget over past months.
        BudgetMonths,
        /// In and out by month.
        CashFlow,
        /// A small line without axes.
        Sparkline,
        /// Money from its sources to its uses (Sankey).
        MoneyFlow,
        /// Spending by category as areas (treemap).
        SpendingMap,
        /// Spending by day (calendar heat map).
        SpendingCalendar,
        /// Why net worth changed (waterfall).
        NetWorthChange,
        /// Net worth ahead with its ranges and goals.
        NetWorthAhead,
        /// Spending by month with its moving mean.
        SpendingTrend,
        /// What was kept of what was earned, by month.
        SavingsRate,
        /// Worth and cost of investments.
        Investments,
        /// Time-weighted growth of investments beside that of the benchmark.
        InvestmentsGrowth,
        /// Money to and from one payee, by month.
        Payee,
    }

    /// File kind of an export.
    pub enum ImageFormat {
        /// SVG.
        Svg,
        /// PNG at twice the size.
        Png,
    }

    /// Ground of an export.
    pub enum ChartTheme {
        /// Light.
        Light,
        /// Dark.
        Dark,
    }
}

wire! {
    /// What to draw.
    pub struct ChartReq {
        /// Which drawing.
        pub kind: ChartKind,
        /// Width in CSS pixels.
        pub width: u32,
        /// Height in CSS pixels.
        pub height: u32,
        /// How the region writes amounts and days.
        pub format: LabelFormat,
        /// First day, for drawings over time.
        pub from: Option<String>,
        /// Last day.
        pub to: Option<String>,
        /// Step, for net worth.
        pub by: Option<super::Step>,
        /// Currency; none is the base currency.
        pub currency: Option<String>,
        /// Account, for the forecast of one and for sparklines.
        pub account: Option<String>,
        /// Category, for budgets.
        pub category: Option<String>,
        /// Payee as it is shown, for one payee's months.
        #[serde(default)]
        pub payee: Option<String>,
        /// Month `YYYY-MM`, for budgets.
        pub month: Option<String>,
        /// Days ahead, for the forecast.
        pub days: Option<u32>,
        /// Fewer labels, for small places.
        pub compact: bool,
        /// Scenarios that the forecast is drawn with, beside the line without them.
        #[serde(default)]
        pub scenarios: Vec<super::Scenario>,
        /// In today's money, for net worth.
        #[serde(default)]
        pub real: bool,
        /// Years ahead, for net worth ahead; none is as kept.
        #[serde(default)]
        pub years: Option<u32>,
        /// Assumptions to try, for net worth ahead; none are those that are kept.
        #[serde(default)]
        pub ahead: Option<super::AheadPlan>,
    }

    /// How the region writes amounts and days, from `Intl`.
    pub struct LabelFormat {
        /// Currency symbol.
        pub symbol: String,
        /// The symbol stands before the number.
        pub symbol_first: bool,
        /// Between symbol and number.
        pub symbol_space: String,
        /// Decimal mark.
        pub decimal: String,
        /// Thousands mark.
        pub group: String,
        /// Minus sign.
        pub minus: String,
        /// Suffix of thousands.
        pub thousand: String,
        /// Suffix of millions.
        pub million: String,
        /// Twelve short month names.
        pub months: Vec<String>,
        /// Seven short weekday names from Monday.
        pub weekdays: Vec<String>,
        /// Day before month (`3 Jun`), else month before day.
        pub day_first: bool,
        /// The words the drawing itself holds.
        pub words: ChartWords,
    }

    /// Words inside drawings.
    pub struct ChartWords {
        /// “Today”.
        pub today: String,
        /// “Floor”.
        pub floor: String,
        /// “Limit”.
        pub limit: String,
        /// “Expected”.
        pub expected: String,
        /// “Likely range”.
        pub likely: String,
        /// “Balance”.
        pub balance: String,
        /// “Net worth”.
        pub net_worth: String,
        /// “Owned”.
        pub assets: String,
        /// “Owed”.
        pub liabilities: String,
        /// “In”.
        pub money_in: String,
        /// “Out”.
        pub money_out: String,
        /// “Spent”.
        pub spent: String,
        /// “Even pace”.
        pub pace: String,
        /// “Cash”, and so on: classes of net worth.
        pub cash: String,
        /// “Savings”.
        pub savings: String,
        /// “Investments”.
        pub investments: String,
        /// “Pension”.
        pub pension: String,
        /// “Home loan”.
        pub home_loan: String,
        /// “Loans”.
        pub loans: String,
        /// “Cards”.
        pub cards: String,
        /// “Other”.
        pub other: String,
        /// “Property”.
        pub property: String,
        /// “Vehicles”.
        pub vehicles: String,
        /// “Metals”.
        pub metals: String,
        /// “Lent”.
        pub lent: String,
        /// “Kept”.
        pub kept: String,
        /// “From what was there”.
        pub reserves: String,
        /// “Without a category”.
        pub without: String,
        /// “Mean of three months”.
        pub average: String,
        /// “Savings rate”.
        pub savings_rate: String,
        /// “Market”.
        pub market: String,
        /// “Exchange rates”.
        pub exchange: String,
        /// “Valuations”.
        pub valuation: String,
        /// “Value”.
        pub value: String,
        /// “Paid in”.
        pub paid_in: String,
        /// “Half of futures”.
        pub half: String,
        /// “Put in”: what is there and what is added, without what it earns.
        pub put_in: String,
        /// “Your investments”.
        pub yours: String,
        /// “of 10 futures”, after a number.
        pub of_ten: String,
    }

    /// A drawing and how to read it.
    pub struct ChartDrawing {
        /// The SVG; classes only, no styles.
        pub svg: String,
        /// Width drawn for.
        pub width: u32,
        /// Height drawn for.
        pub height: u32,
        /// Position of each point, CSS pixels.
        pub x: Vec<f32>,
        /// For each series, position of each point; none where there is a gap.
        pub y: Vec<Vec<Option<f32>>>,
        /// Where each point is, for drawings of parts; empty for those along a line.
        pub boxes: Vec<PlotRect>,
        /// The plot's rectangle.
        pub plot: PlotRect,
        /// Class of each series' ink.
        pub series: Vec<String>,
        /// What to read at each point.
        pub points: Vec<ChartPoint>,
        /// The same as a table.
        pub table: ChartTable,
        /// Index of the lowest point of the first series.
        pub lowest: Option<u32>,
        /// Index of the highest.
        pub highest: Option<u32>,
        /// Nothing to draw.
        pub empty: bool,
    }

    /// A rectangle in CSS pixels.
    pub struct PlotRect {
        /// Left.
        pub left: f32,
        /// Top.
        pub top: f32,
        /// Right.
        pub right: f32,
        /// Bottom.
        pub bottom: f32,
    }

    /// What to read at one point.
    pub struct ChartPoint {
        /// First line.
        pub label: String,
        /// What it opens: `income/KEY`, `spending/KEY`, `day/DATE`, `reason/WORD`; empty for nothing or the date.
        pub key: String,
        /// The day or month it is of, `YYYY-MM-DD`.
        pub date: String,
        /// The rows.
        pub rows: Vec<ChartPointRow>,
    }

    /// One row of a reading.
    pub struct ChartPointRow {
        /// Name.
        pub name: String,
        /// Value, formatted.
        pub value: String,
        /// Ink class of its swatch; empty for none.
        pub series: String,
    }

    /// A chart as a table.
    pub struct ChartTable {
        /// Column heads.
        pub head: Vec<String>,
        /// Rows.
        pub rows: Vec<Vec<String>>,
    }

    /// Saves a drawing through the system's dialog.
    pub struct ChartExportReq {
        /// The drawing.
        pub chart: ChartReq,
        /// File kind.
        pub format: ImageFormat,
        /// Ground.
        pub theme: ChartTheme,
        /// Title over it.
        pub title: String,
        /// Span under the title.
        pub span: String,
        /// Source line under the drawing.
        pub source: String,
    }

    /// Whether a file was written.
    pub struct ExportResult {
        /// Its name; none when the person closed the dialog.
        pub file: Option<String>,
    }
}
