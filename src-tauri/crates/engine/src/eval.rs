//! The yardstick's questions, answered by the same functions as the screens.
