import Foundation

/// An answer as it came over the wire, before anything is made of it.
struct HTTPAnswer: Sendable {
  var status: Int
  var body = Data()
  var headers: [(name: String, value: String)] = []
  /// The `cf-ray` header, which the provider's support asks for.
  var rayID: String?
  /// The `retry-after` header in seconds from its arrival.
  var retryAfter: Double?
  /// Where a redirect points.
  var location: String?
  /// Why the body ended too early; nil for a whole answer.
  var cut: ConnectionFailure?

  /// The first header of this name, whatever its case.
  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name }?.value
  }

  /// The outer frame, if the body is whole and in the API's form.
  func frame() -> Envelope<Unread>? {
    cut == nil ? try? JSONDecoder().decode(Envelope<Unread>.self, from: body) : nil
  }

  /// What a page that is not the API's says of itself: its title, or how it begins.
  ///
  /// At most 80 characters on one line.
  var gist: String {
    let text = String(decoding: body.prefix(4096), as: UTF8.self)
    let title = text.firstMatch(of: /(?i)<title[^>]*>([^<]*)<\/title>/).map { String($0.1) }
    let words = (title ?? text).split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
    return words.count > 80 ? "\(words.prefix(79))…" : words
  }
}
