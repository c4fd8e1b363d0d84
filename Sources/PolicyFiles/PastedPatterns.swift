import Values
import Patterns
package import Policies

/// New policies made of pasted lines, one pattern a line, each to be looked at before it is queued.
package struct PastedPatterns: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    /// The line as it was pasted, without the blanks around it.
    package let text: String
    /// Counted from 1.
    package let line: Int
    /// Pattern and type; nil for a line that is no pattern.
    package let fields: PolicyFields?

    /// Whether the pattern is not what was pasted.
    package var isCleaned: Bool { fields.map { $0[.pattern] != .text(text) } ?? false }
  }

  package let entries: [Entry]

  /// Takes the lines that are not empty.
  ///
  /// What people paste around a pattern is taken off, as the form offers it; a pattern that stands twice is taken once.
  package init(_ text: String) {
    var seen: Set<PolicyFields> = []
    var entries: [Entry] = []
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let words = line.trimmed
      guard !words.isEmpty else { continue }
      let fields = Self.fields(of: words)
      if let fields, !seen.insert(fields).inserted { continue }
      entries.append(Entry(text: words, line: number + 1, fields: fields))
    }
    self.entries = entries
  }

  /// The patterns that a text lists with commas between, where each is one by itself and the whole is none:
  /// `"a,b"@x.org` is one address; nil where it is no such list.
  package static func listed(in text: String) -> [String]? {
    let parts = text.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
    guard parts.count > 1, PatternKind.likely(for: text) == nil, parts.allSatisfy({ fields(of: $0) != nil }) else {
      return nil
    }
    return parts
  }

  private static func fields(of text: String) -> PolicyFields? {
    if let kind = PatternKind.likely(for: text) { return PolicyFields(pattern: text, patternType: PatternType(kind)) }
    // An address before a domain: a domain would let more through than was meant.
    for kind in [PatternKind.ip, .email, .domain] {
      if let suggestion = PatternCleanup.suggestion(for: text, kind: kind) {
        return PolicyFields(pattern: suggestion.text, patternType: PatternType(kind))
      }
    }
    return nil
  }
}

extension PatternType {
  /// The type that a text has as it stands; nil for what is no pattern.
  package init?(of text: String) {
    guard let kind = PatternKind.likely(for: text) else { return nil }
    self.init(kind)
  }

  init(_ kind: PatternKind) {
    switch kind {
    case .email: self = .email
    case .domain: self = .domain
    case .ip: self = .ip
    }
  }
}
