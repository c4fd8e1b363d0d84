import Policies
import Values

/// Makes recipients unrecognisable in what is handed on: of the name before the `@` its first character is left.
///
/// It knows whose names they are: the patterns of exempt recipients, and the recipients of messages that serve as examples.
/// Senders stay as they are, as a report is about them.
struct RecipientShortener: Sendable {
  /// What an address or a pattern becomes; addresses in lower case.
  private var known: [String: String] = [:]
  /// Those that are no plain address, such as expressions: they may stand anywhere in a sentence.
  private var expressions: [String] = []

  /// Shortens nothing.
  init() {}

  /// Knows the exempt recipients of a list.
  init(_ list: PolicyList) {
    let columns = list.table.columns
    for row in list.indices {
      let bits = columns.bits[row]
      guard bits.flag(.isExemptRecipient) == true || bits.isUnread(.isExemptRecipient) else { continue }
      add(list.fields(at: row))
    }
  }

  /// Adds a policy's pattern, if it exempts recipients.
  mutating func add(_ fields: PolicyFields) {
    guard Self.concerns(fields), let pattern = fields.pattern, fields.patternType != .ip else { return }
    if fields.isRegex == false {
      add(pattern)
    } else {
      let at = pattern.lastIndex(of: "@")
      let short = at.map { Self.initial(of: pattern[..<$0]) + pattern[$0...] } ?? Self.initial(of: pattern[...])
      if known.updateValue(short, forKey: pattern) == nil { expressions.append(pattern) }
    }
  }

  /// Whether a policy is, or may be, about a recipient.
  static func concerns(_ fields: PolicyFields) -> Bool {
    fields.isExemptRecipient == true || fields.unread[.isExemptRecipient] != nil
  }

  /// Adds an address; anything else is left alone.
  mutating func add(_ address: String?) {
    guard let address, let at = address.lastIndex(of: "@") else { return }
    known[address.lowercased()] = Self.initial(of: address[..<at]) + address[at...]
  }

  private static func initial(of name: Substring) -> String { (name.first.map(String.init) ?? "") + "…" }

  /// The same text with the recipients in it shortened.
  func callAsFunction(_ text: String) -> String {
    guard !known.isEmpty else { return text }
    if let short = known[text] ?? known[text.lowercased()] { return short }
    var text = text
    for expression in expressions where text.contains(expression) {
      text = text.split(separator: expression, omittingEmptySubsequences: false)
        .joined(separator: known[expression] ?? "…")
    }
    guard text.contains("@") else { return text }
    var result = ""
    var word = ""
    for character in text {
      if Self.isEnd(character) {
        result += shortened(word)
        result.append(character)
        word = ""
      } else {
        word.append(character)
      }
    }
    return result + shortened(word)
  }

  /// A word that may be an address with a full stop or the like behind it.
  private func shortened(_ word: String) -> String {
    guard word.contains("@") else { return word }
    let address = word.reversed().drop { ".,:;!?".contains($0) }.reversed()
    guard let short = known[String(address).lowercased()] else { return word }
    return short + String(word.suffix(word.count - address.count))
  }

  private static func isEnd(_ character: Character) -> Bool {
    character.isWhitespace || "<>()[]{}\"'`“”‘’„«»,;|/".contains(character)
  }
}
