import Policies
import Values

/// Matches rows of a file with policies that have the same pattern, type and expression, as accounts hold duplicates.
///
/// The least different go together first; of several policies that differ as little, the one with the lowest id.
struct EqualRows {
  /// One side's place in its list, and what it says.
  struct Side {
    let place: Int
    let fields: PolicyFields
  }

  /// What can differ between the two, as bits.
  private static let fields: [PolicyField] = [
    .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender, .comments,
  ]
  /// The sets of fields by how many there are in each.
  private static let masks = (0..<(1 << fields.count)).sorted {
    ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1)
  }

  /// What is said of the fields that count.
  private struct Content: Hashable {
    let flags: [Flag?]
    let comments: ByBytes<String>?

    enum Flag: Hashable {
      case off
      case on
      /// The server said something that is neither.
      case unread
    }

    init(_ fields: PolicyFields, without mask: Int) {
      func counts(_ bit: Int) -> Bool { mask & (1 << bit) == 0 }
      flags = EqualRows.fields.enumerated().dropLast().map { bit, field in
        guard counts(bit) else { return nil }
        return fields.unread[field] != nil ? .unread : fields[field] == .flag(true) ? .on : .off
      }
      comments = counts(EqualRows.fields.count - 1) ? ByBytes(fields.comments ?? "") : nil
    }
  }

  /// Policies by what they say, without some fields; those with the lowest id first.
  private struct Shelf {
    private var places: [Content: [Int]] = [:]
    private var next: [Content: Int] = [:]

    init(_ policies: [Side], without mask: Int) {
      for (number, policy) in policies.enumerated() {
        places[Content(policy.fields, without: mask), default: []].append(number)
      }
    }

    /// The first that is free.
    mutating func first(_ content: Content, isFree: (Int) -> Bool) -> Int? {
      guard let all = places[content] else { return nil }
      var place = next[content] ?? 0
      while place < all.count, !isFree(all[place]) { place += 1 }
      next[content] = place
      return place < all.count ? all[place] : nil
    }
  }

  private let policies: [Side]
  private var isTaken: [Bool]
  private var shelves: [Int: Shelf] = [:]

  /// Gives the places that belong together; `policies` stand by their ids, `rows` in the order of the file.
  static func pairs(_ rows: [Side], _ policies: [Side]) -> [(row: Int, policy: Int)] {
    if rows.count == 1, policies.count == 1 { return [(rows[0].place, policies[0].place)] }
    var matching = EqualRows(policies)
    return matching.pairs(rows)
  }

  private init(_ policies: [Side]) {
    self.policies = policies
    isTaken = policies.map { _ in false }
  }

  private mutating func pairs(_ rows: [Side]) -> [(row: Int, policy: Int)] {
    var pairs: [(row: Int, policy: Int)] = []
    var open = rows
    for count in 0...Self.fields.count where !open.isEmpty && pairs.count < policies.count {
      var left: [Side] = []
      for row in open {
        if let policy = nearest(row, differingIn: count) {
          isTaken[policy] = true
          pairs.append((row.place, policies[policy].place))
        } else {
          left.append(row)
        }
      }
      open = left
    }
    return pairs
  }

  /// The free policy with the lowest id that differs from the row in just so many fields.
  private mutating func nearest(_ row: Side, differingIn count: Int) -> Int? {
    let unsaid = Self.fields.enumerated().reduce(0) { mask, field in
      row.fields[field.element] == nil ? mask | 1 << field.offset : mask
    }
    var best: Int?
    for mask in Self.masks where mask.nonzeroBitCount == count && mask & unsaid == 0 {
      let ignored = mask | unsaid
      let policies = policies
      let isTaken = isTaken
      let found = shelves[ignored, default: Shelf(policies, without: ignored)]
        .first(Content(row.fields, without: ignored)) { !isTaken[$0] }
      if let found, found < best ?? .max { best = found }
    }
    return best
  }
}
