//! Files kept with transactions.

use super::Change;

words! {
    /// What a file is, by its bytes.
    pub enum AttachmentKind {
        /// A picture that the page can show.
        Image,
        /// A PDF document.
        Pdf,
        /// Text; markup is text too.
        Text,
        /// Anything else.
        Other,
    }

    /// Why a file was not kept.
    pub enum AttachmentRefusal {
        /// Larger than 25 MB.
        TooLarge,
        /// A program, whatever it is called.
        Program,
        /// Nothing in it.
        Empty,
        /// It could not be read.
        Unreadable,
    }
}

wire! {
    /// A file kept with a transaction.
    pub struct Attachment {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// How large it is.
        pub bytes: u32,
        /// What it is.
        pub kind: AttachmentKind,
    }

    /// Keeps offered files with a transaction.
    pub struct AttachmentsAddReq {
        /// The transaction.
        pub transaction: String,
        /// The files, by token.
        pub tokens: Vec<String>,
    }

    /// What became of offered files.
    pub struct AttachmentsAdded {
        /// What was kept.
        pub change: Change,
        /// What was not.
        pub refused: Vec<RefusedFile>,
    }

    /// A file that was not kept.
    pub struct RefusedFile {
        /// Its name.
        pub name: String,
        /// Why.
        pub reason: AttachmentRefusal,
    }

    /// Names a file.
    pub struct AttachmentReq {
        /// Its id.
        pub id: String,
    }

    /// What the page shows of a file.
    pub struct AttachmentContent {
        /// The file.
        pub file: Attachment,
        /// The media type of a picture; empty otherwise.
        pub media: String,
        /// A picture, base64; none for anything else.
        pub image: Option<String>,
        /// Text, at most its first hundred thousand signs; none for anything else.
        pub text: Option<String>,
        /// There is more text.
        pub cut: bool,
    }
}
