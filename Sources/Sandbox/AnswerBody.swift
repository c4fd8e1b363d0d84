import FlyingFox
import FlyingSocks
import Foundation

/// What is sent of an answer: its bytes, whole or cut short of what the head promised.
struct AnswerBody: AsyncBufferedSequence {
  let bytes: Data
  /// Whether the connection ends where the bytes end, and not the body.
  var isCut = false
  /// Let go with the answer, when all of it is written.
  let lease: Leases.Lease

  func makeAsyncIterator() -> Iterator { Iterator(rest: bytes, isCut: isCut) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    var rest: Data
    let isCut: Bool

    mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

    mutating func nextBuffer(suggested count: Int) async throws -> Data? {
      guard !rest.isEmpty else {
        if isCut { throw ClosedConnection.Cut() }
        return nil
      }
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count)
    }
  }
}

/// Ends a connection without a word.
///
/// The HTTP server closes a connection whose handler of a changed protocol fails, and asks it before it sends the head of
/// its answer: so nothing at all reaches the client.
struct ClosedConnection: WSHandler {
  struct Cut: Error {}

  func makeFrames(for client: AsyncThrowingStream<WSFrame, any Error>) async throws -> AsyncStream<WSFrame> {
    throw Cut()
  }
}
