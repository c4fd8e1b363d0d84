import MailLog
import Policies
import Values

/// Holds what the API says of patterns against our own matcher: whether they match the messages that they let through.
///
/// Each text is held against all patterns once. A text that is the pattern itself needs no look.
struct UsageCheck: Sendable {
  private let names: NamedPatterns
  private let index: PolicyIndex
  /// The patterns and kinds of each policy, as places among those that are named.
  private let places: [Int: [Int]]
  /// Of which of them it is not known what they match, as a policy is of an unknown type or cannot be read.
  private let isUnknown: [Bool]

  init(_ names: NamedPatterns, _ index: PolicyIndex, _ places: [Int: [Int]]) {
    self.names = names
    self.index = index
    self.places = places
    var isUnknown = names.patterns.map { _ in false }
    for (row, own) in places {
      let type = index.members.table.columns.bits[row].type
      guard type == nil || type == .unknown || index.grants[row].contains(.uncertainPattern) else { continue }
      for place in own { isUnknown[place] = true }
    }
    self.isUnknown = isUnknown
  }

  /// How many messages each pattern does not match by our reading, in any of its readings.
  func differences() async throws(CancellationError) -> [(place: Int, count: Int)] {
    let log = names.log
    let isNamed = Set(places.values.joined())
    let texts = LoggedTexts(log)
    var counts: [Int: Int] = [:]
    // The first look spares most messages the second.
    let rows = log.indices.filter { row in
      let place = Int(names.placeOfRow[row])
      return place >= 0 && isNamed.contains(place) && !isUnknown[place] && !isPattern(row, names.patterns[place])
    }
    let needed = texts.named(in: rows)
    let matches = await matches(of: needed, texts)
    if Task.isCancelled { throw CancellationError() }
    for row in rows {
      let place = Int(names.placeOfRow[row])
      let isMatched = log.parts(of: row).contains { part in
        guard let number = texts.number(of: part), isConcerned(texts.kind(of: number), names.patterns[place]) else {
          return false
        }
        return matches[number]?.contains(Int32(place)) ?? false
      }
      if !isMatched { counts[place, default: 0] += 1 }
    }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func isPattern(_ row: Int, _ pattern: NamedPatterns.LoggedPattern) -> Bool {
    names.log.parts(of: row).contains { part in
      part.text == pattern.text && LoggedText(part).map { isConcerned($0.kind, pattern) } ?? false
    }
  }

  /// Whether a policy of its kind looks at texts of a kind; an exempt recipient may be an IP address.
  private func isConcerned(_ kind: MatchedText.Kind, _ pattern: NamedPatterns.LoggedPattern) -> Bool {
    switch pattern.kind {
    case .trustedSender, .acceptableSender: kind != .recipient
    case .exemptRecipient: kind == .recipient || kind == .ip
    case .untold: true
    }
  }

  /// The patterns that match each text, by the texts' numbers; nil for none.
  private func matches(of needed: [Int], _ texts: LoggedTexts) async -> [[Int32]?] {
    var matches = [[Int32]?](repeating: nil, count: texts.count)
    let filter = DomainFilter(index.names)
    var next = 0
    await Pieces.work(onRows: needed.count) { range in
      guard !Task.isCancelled else { return range.map { _ in [Int32]?.none } }
      var matcher = TextMatcher(index, filter)
      return range.map { number in
        var found: [Int32] = []
        texts.withText(needed[number]) { text, bytes in
          matcher.eachMatch(of: text, bytes) { bucket, _, _ in
            for row in bucket.rows {
              for place in places[row] ?? [] where !found.contains(Int32(place)) { found.append(Int32(place)) }
            }
          }
        }
        return found.isEmpty ? nil : found
      }
    } take: { piece in
      for found in piece {
        matches[needed[next]] = found
        next += 1
      }
    }
    return matches
  }
}
