package import Foundation
package import Policies

/// An answer of the API about messages: its frame, and the rows in it.
///
/// Read as tolerantly as policies are: a member of a message that is of another type than the reference's, a text that is
/// no text, or a member that stands twice is as if it were not told, and hides neither its message nor the page.
package struct AnsweredMessages: Sendable {
  package internal(set) var success = false
  /// Nil where the result is no array.
  package internal(set) var messages: [LoggedMessage]?
  package internal(set) var cursor: String?
  /// How many rows have no id that can be told.
  package internal(set) var leftOut = 0
  /// What of a whole JSON text is not what the reference says; nil where all that matters is.
  package internal(set) var oddity: String?

  /// A page has at most a thousand; more rows than these are left out.
  static let mostMessages = 10_000
  /// A longer cursor could not be sent back in a URL.
  static let longestCursor = 4096

  /// Throws where the bytes are no whole JSON text.
  package init(_ body: Data) throws(NoJSON) {
    let read = body.withUnsafeBytes { bytes -> Result<AnsweredMessages, NoJSON> in
      var reader = MessageReader(bytes.bindMemory(to: UInt8.self))
      do throws(NoJSON) {
        try reader.read()
      } catch {
        return .failure(error)
      }
      return .success(reader.answer)
    }
    self = try read.get()
  }

  init() {}

  mutating func note(_ what: String) { oddity = oddity ?? what }
}
