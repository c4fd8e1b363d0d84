import JSONText
package import Policies
package import Values

/// How a file is to be read that is not just what the dashboard writes.
package struct ImportForm: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Rows under the dashboard's header, or under another one with a map.
    case csv
    /// One pattern a line.
    case list
  }

  /// Which column of somebody else's file is which field; all others are passed over.
  package struct Map: Hashable, Sendable {
    package enum Column: Hashable, Sendable, CustomStringConvertible {
      /// As the file's header has it, in upper or lower case.
      case named(String)
      /// By its place, counted from 0, whatever it is called.
      case at(Int)

      package var description: String {
        switch self {
        case .named(let name): name.shortened
        case .at(let place): "\(place + 1)"
        }
      }

      /// The places that are meant, in a header of these names in lower case.
      func places(in names: [String]) -> [Int] {
        switch self {
        case .named(let name): names.indices.filter { names[$0] == CSVHeader.folded(name) }
        case .at(let place): names.indices.filter { $0 == place }
        }
      }
    }

    package struct Pair: Hashable, Sendable {
      package let column: Column
      package let field: PolicyField
    }

    package let pairs: [Pair]

    /// Reads what a person writes: `Value=pattern,Notes=notes`.
    ///
    /// Throws a ``Problem`` of kind `usage` where it names no pattern, a field that is none, or one of them twice.
    package init(_ text: String) throws(Problem) {
      var pairs: [Pair] = []
      for part in text.split(separator: ",") {
        // A column's name may have an equals sign; a field's has none.
        guard let sign = part.lastIndex(of: "=") else {
          throw Self.mistake("\(String(part).shortened) is no column and field.")
        }
        let column = part[..<sign].trimmed
        let name = part[part.index(after: sign)...].trimmed.lowercased()
        guard let field = Self.fields[name] else {
          throw Self.mistake("\(name.shortened) is no field: there are \(Self.names).")
        }
        guard !column.isEmpty, !pairs.contains(where: { $0.field == field }) else {
          throw Self.mistake(column.isEmpty ? "A column has no name." : "\(name) stands there twice.")
        }
        pairs.append(Pair(column: .named(column), field: field))
      }
      guard pairs.contains(where: { $0.field == .pattern }) else { throw Self.mistake("No column is the pattern.") }
      self.pairs = pairs
    }

    /// What each column is, in their order; nil for one that is passed over.
    package init(_ fields: [PolicyField?]) {
      pairs = fields.enumerated().compactMap { place, field in field.map { Pair(column: .at(place), field: $0) } }
    }

    private static let fields: [String: PolicyField] = [
      "pattern": .pattern, "type": .patternType, "regex": .isRegex, "trusted": .isTrustedSender,
      "acceptable": .isAcceptableSender, "exempt": .isExemptRecipient, "verify": .verifySender, "notes": .comments,
      "comments": .comments,
    ]
    private static let names = "pattern, type, regex, trusted, acceptable, exempt, verify and notes"

    private static func mistake(_ what: String) -> Problem {
      Problem(
        .usage,
        what: "The map of columns does not fit: \(what)",
        advice: "Write it as Value=pattern,Notes=notes."
      )
    }
  }

  package var kind: Kind
  package var map: Map?
  /// What every row gets that does not say it itself: a list has no flags, and another product's file has others.
  package var flags: Set<PolicyFlag>
  /// Whether a field between curly quotation marks is one field, as it is between straight ones.
  package var readsCurlyQuotes: Bool

  package init(
    _ kind: Kind = .csv,
    map: Map? = nil,
    flags: Set<PolicyFlag> = [],
    readsCurlyQuotes: Bool = false
  ) {
    self.kind = kind
    self.map = map
    self.flags = flags
    self.readsCurlyQuotes = readsCurlyQuotes
  }

  /// Whether the flags are chosen once for all rows.
  package var choosesFlags: Bool { kind == .list || map != nil }

  /// The flags that every row gets, where no column says them.
  package var chosenFlags: Set<PolicyFlag> {
    let mapped = Set(map?.pairs.map(\.field) ?? [])
    return flags.filter { !mapped.contains($0.field) }
  }

  /// Whether a row of such a file can allow anything at all.
  package var grants: Bool {
    let grants: [PolicyFlag] = [.trusted, .acceptable, .exempt]
    let mapped = map?.pairs.map(\.field) ?? []
    return !choosesFlags || grants.contains { flags.contains($0) || mapped.contains($0.field) }
  }

  /// The row's fields with the flags that were chosen, where it does not say them itself.
  func completed(_ fields: PolicyFields) -> PolicyFields {
    guard choosesFlags else { return fields }
    var fields = fields
    for flag in PolicyFlag.allCases where fields[flag.field] == nil {
      fields[flag.field] = .flag(flags.contains(flag))
    }
    return fields
  }
}

/// What is to be said of a line that makes no row.
package struct ImportRemark: Hashable, Sendable {
  /// Counted from 1.
  package let line: Int
  /// A sentence without its subject, which is the line.
  package let what: String
}
