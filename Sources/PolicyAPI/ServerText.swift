import Foundation
import Values

/// How much of what a server says is kept: bounded once, where it comes in, so that nothing behind it has to be.
enum ServerText {
  static let longestMessage = 1000
  static let longestPointer = 200
  static let longestLink = 500
  static let longestRay = 64
  static let mostErrors = 20
  /// Of the answer to a batch, for the history.
  static let longestBody = 1 << 20

  /// The beginning of a text of more than `limit` bytes, and how long it was.
  static func bounded(_ text: String, _ limit: Int) -> String {
    let size = text.utf8.count
    guard size > limit else { return text }
    var end = text.utf8.index(text.utf8.startIndex, offsetBy: limit)
    // Never in the middle of a character.
    while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
    return text[..<end] + "… (\(words(for: size)), cut)"
  }

  static func bounded(_ body: Data) -> Data {
    guard body.count > longestBody else { return body }
    return body.prefix(longestBody) + Data("… (\(words(for: body.count)), cut)".utf8)
  }

  /// Errors without the secret, each and all of them bounded.
  static func bounded(_ errors: [ServerError], without secret: Secret) -> [ServerError] {
    var kept = errors.prefix(mostErrors).map { error in
      var error = error
      // Blanked first: a cut through the secret would leave a part of it.
      error.message = bounded(secret.blanked(in: error.message), longestMessage)
      error.pointer = error.pointer.map { bounded(secret.blanked(in: $0), longestPointer) }
      error.documentationURL = error.documentationURL.map { bounded(secret.blanked(in: $0), longestLink) }
      return error
    }
    if errors.count > mostErrors { kept.append(ServerError(message: "and \(errors.count - mostErrors) errors more")) }
    return kept
  }

  private static func words(for size: Int) -> String {
    switch size {
    case (1 << 20)...: "\(size >> 20) MB"
    case (1 << 10)...: "\(size >> 10) KB"
    default: "\(size) bytes"
    }
  }
}
