import Policies
import Values

/// Makes recipients unrecognisable in what is handed on: of the name before the `@` its first character is left.
///
/// It knows whose names they are: the patterns of exempt recipients, and the recipients of messages that serve as examples.
/// Senders stay as they are, as a report is about them, but for those who are recipients too; whoever writes a report hands
/// numbers and names of ours past it. What a text costs does not depend on how many recipients are known.
struct RecipientShortener: Sendable {
  /// What an address becomes, by the address in lower case.
  private var addresses: [String: String] = [:]
  /// What a pattern that is no plain address becomes: it may stand as a piece of a sentence.
  private var expressions: [String: String] = [:]
  /// How they begin, and how long they are, so that few pieces of a text have to be looked up.
  private var beginnings: Set<String> = []
  private var lengths: Set<Int> = []

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
    guard Self.concerns(fields), let pattern = fields.pattern, !pattern.isEmpty, fields.patternType != .ip else {
      return
    }
    // One of which it is not said is no expression; one of which it cannot be read may be.
    if fields.isRegex != true, fields.unread[.isRegex] == nil { return add(pattern) }
    let at = pattern.lastIndex(of: "@")
    expressions[pattern] =
      at.map { Self.initial(of: pattern[..<$0]) + pattern[$0...] } ?? Self.initial(of: pattern[...])
    beginnings.insert(String(pattern.prefix(Self.beginning)))
    lengths.insert(pattern.count)
  }

  /// Whether a policy is, or may be, about a recipient.
  static func concerns(_ fields: PolicyFields) -> Bool {
    fields.isExemptRecipient == true || fields.unread[.isExemptRecipient] != nil
  }

  /// Adds an address; anything else is left alone.
  mutating func add(_ address: String?) {
    guard let address, let at = address.lastIndex(of: "@") else { return }
    addresses[address.lowercased()] = Self.initial(of: address[..<at]) + address[at...]
  }

  private static func initial(of name: Substring) -> String { (name.first.map(String.init) ?? "") + "…" }

  /// So much of an expression tells whether a place in a text is worth a look.
  private static let beginning = 4

  /// The same text with the recipients in it shortened: each stands there from one end of a word to another.
  func callAsFunction(_ text: String) -> String {
    guard !addresses.isEmpty || !expressions.isEmpty else { return text }
    if let short = expressions[text] ?? addresses[text.lowercased()] { return short }
    let characters = Array(text)
    var result = ""
    var place = 0
    while place < characters.count {
      let isStart = place == 0 || Self.isEnd(characters[place - 1])
      if isStart, let (short, end) = expression(at: place, in: characters) ?? address(at: place, in: characters) {
        result += short
        place = end
      } else {
        result.append(characters[place])
        place += 1
      }
    }
    return result
  }

  /// The longest expression that begins here, and where it ends.
  private func expression(at start: Int, in characters: [Character]) -> (short: String, end: Int)? {
    guard !beginnings.isEmpty else { return nil }
    let rest = characters[start...]
    guard (1...Self.beginning).contains(where: { beginnings.contains(String(rest.prefix($0))) }) else { return nil }
    for length in lengths.sorted(by: >) where length <= rest.count && Self.isEnd(at: start + length, in: characters) {
      if let short = expressions[String(rest.prefix(length))] { return (short, start + length) }
    }
    return nil
  }

  /// The address that begins here, with a full stop or the like behind it or not.
  private func address(at start: Int, in characters: [Character]) -> (short: String, end: Int)? {
    var end = characters[start...].firstIndex(where: Self.isEnd) ?? characters.count
    guard characters[start..<end].contains("@") else { return nil }
    while end > start, Self.isStop(characters[end - 1]) { end -= 1 }
    return addresses[String(characters[start..<end]).lowercased()].map { ($0, end) }
  }

  private static func isEnd(at place: Int, in characters: [Character]) -> Bool {
    guard place < characters.count, isStop(characters[place]) else {
      return place == characters.count || isEnd(characters[place])
    }
    return place + 1 == characters.count || isEnd(characters[place + 1])
  }

  private static func isStop(_ character: Character) -> Bool { ".,:;!?".contains(character) }

  private static func isEnd(_ character: Character) -> Bool {
    character.isWhitespace || "<>()[]{}\"'`“”‘’„«»,;|/".contains(character)
  }
}
