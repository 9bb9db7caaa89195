//! What a service sends by itself.

words! {
    /// Who a delivery is from.
    pub enum WebhookSender {
        /// The service: its signature or its token is right.
        Service,
        /// It does not say.
        Unsaid,
    }
}

wire! {
    /// Takes one delivery of a service's.
    pub struct WebhookReq {
        /// Which connection it is for; none finds it by what the delivery says.
        pub connection: Option<String>,
        /// Its headers.
        pub headers: Vec<super::FieldValue>,
        /// The path that it was sent to.
        pub path: String,
        /// Its body, unchanged.
        pub body: String,
        /// It may come without a signature: the person vouches for it.
        pub vouched: bool,
        /// It is kept from earlier: its signature may be old.
        pub kept: bool,
    }

    /// What a delivery brought.
    pub struct WebhookReport {
        /// Connection.
        pub connection: String,
        /// Its name.
        pub label: String,
        /// Who it is from.
        pub sender: WebhookSender,
        /// Accounts in it.
        pub accounts: u32,
        /// Rows in it.
        pub transactions: u32,
        /// Rows new.
        pub new: u32,
        /// Rows changed.
        pub changed: u32,
        /// Rows removed.
        pub removed: u32,
        /// Rows that a file had already brought.
        pub matched: u32,
        /// What the person may want to know.
        pub notices: Vec<super::SyncNotice>,
    }
}
