//! Status codes.

/// How a call ended, as numbered by
/// [the specification](https://github.com/grpc/grpc/blob/master/doc/statuscodes.md); those that
/// this backend gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// It was done.
    Ok = 0,
    /// The caller asks for what makes no sense.
    InvalidArgument = 3,
    /// The caller's deadline passed before the end.
    DeadlineExceeded = 4,
    /// The caller may not do that.
    PermissionDenied = 7,
    /// It is larger than allowed. Exporters do not send it again.
    ResourceExhausted = 8,
    /// There is no such method.
    Unimplemented = 12,
    /// The protocol was broken, or the server was.
    Internal = 13,
    /// Not now. Exporters send it again later.
    Unavailable = 14,
    /// Nobody knows the caller.
    Unauthenticated = 16,
}

impl Code {
    /// Returns the number on the wire.
    #[must_use]
    pub const fn number(self) -> i32 {
        self as i32
    }

    /// Returns the code of a request that HTTP would refuse with this status.
    #[must_use]
    pub const fn of_http_status(status: u16) -> Self {
        match status {
            401 => Self::Unauthenticated,
            403 => Self::PermissionDenied,
            413 => Self::ResourceExhausted,
            404 | 405 | 415 | 501 => Self::Unimplemented,
            503 => Self::Unavailable,
            500.. => Self::Internal,
            _ => Self::InvalidArgument,
        }
    }
}
