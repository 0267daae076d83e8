//! gRPC over HTTP/2, as far as calls with one message each way need it: status codes, the frame
//! round a message, deadlines, and how a sentence stands in a header.
//!
//! Source: <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>

mod code;
mod frame;
mod headers;

pub use code::Code;
pub use frame::FRAME_HEADER_BYTES;
pub use frame::Frame;
pub use frame::FrameError;
pub use frame::framed;
pub use headers::encoded_message;
pub use headers::time_limit;
