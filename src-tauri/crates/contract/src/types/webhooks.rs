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

    /// Switches the listener on or off, for this book and from now on.
    pub struct WebhookListenReq {
        /// On.
        pub on: bool,
        /// The port on this machine's own address, 1024 to 65535.
        pub port: u32,
    }

    /// The listener for what services send by themselves.
    pub struct WebhookListener {
        /// It is switched on.
        pub on: bool,
        /// The port it is to listen on.
        pub port: u32,
        /// Where it listens; none while it does not.
        pub address: Option<String>,
        /// It is switched on and cannot listen: another program has the port.
        pub taken: bool,
        /// Connections whose deliveries are signed with a key that is here. The others are believed by their token.
        pub keyed: Vec<String>,
        /// What came since the program began, newest first.
        pub recent: Vec<WebhookArrival>,
    }

    /// Something that came to the listener.
    pub struct WebhookArrival {
        /// When.
        pub at: String,
        /// The status it was answered with: 204 when it was taken.
        pub status: u16,
        /// The connection it was for, when it was taken.
        pub label: Option<String>,
        /// Rows new.
        pub new: u32,
        /// Rows changed.
        pub changed: u32,
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
