package import Foundation

/// RFC 3339 timestamps as the API writes them.
///
/// They travel as text and are parsed only to be shown or compared.
package enum Timestamp {
  /// The moment in UTC with whole seconds, such as `2026-08-14T09:12:00Z`.
  package static func text(of date: Date) -> String {
    date.formatted(.iso8601)
  }

  /// The moment that the text names; nil if it is not RFC 3339.
  ///
  /// Takes up to nine fractional digits.
  package static func date(of text: String) -> Date? {
    if let date = try? Date(text, strategy: .iso8601) { return date }
    return try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  /// Whether both name the same moment, however they write it.
  package static func isSame(_ text: String, _ other: String?) -> Bool {
    guard let other else { return false }
    if text == other { return true }
    guard let moment = date(of: text), let another = date(of: other) else { return false }
    return moment == another
  }
}
