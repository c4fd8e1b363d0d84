/// The name of one of an account's drafts: 1 to 64 letters and digits of ASCII, `-`, `_` and `.`.
///
/// So it can stand in a command, a variable and a header as it is. Names are told apart by their bytes.
package struct DraftName: Hashable, Sendable {
  /// What ``init(_:)`` asks for, for messages.
  package static let expected = "1 to 64 letters, digits, dots, - and _"
  /// That of the draft which has been there from the beginning.
  package static let standard = DraftName(unchecked: "default")

  /// In bytes, each of which is a sign.
  package static let longest = 64

  package let text: String

  /// Nil where the text is no name.
  package init?(_ text: String) {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_.".utf8.contains(byte)
      }
    }
    guard isPlain, 1...Self.longest ~= text.utf8.count else { return nil }
    self.text = text
  }

  private init(unchecked text: String) { self.text = text }
}

extension DraftName: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let name = DraftName(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not the name of a draft")
    }
    self = name
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
