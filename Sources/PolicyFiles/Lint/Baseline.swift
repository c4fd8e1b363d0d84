package import Foundation
import JSONText
package import Policies
package import PolicyCore
package import Values

/// The findings that were known at an earlier time: what `lint --format json` printed then.
package struct Baseline: Sendable {
  /// By what a finding is the same as an earlier one, wherever it stands now: never a line or an id.
  package struct Key: Hashable, Sendable {
    private let rule: String
    private let type: ByBytes<String>
    private let isRegex: Bool
    private let pattern: ByBytes<String>

    package init(rule: RuleName, type: PatternType?, isRegex: Bool?, pattern: String) {
      self.rule = rule.rawValue
      self.type = ByBytes(type?.rawValue ?? "")
      self.isRegex = isRegex ?? false
      self.pattern = ByBytes(pattern)
    }

    /// The same as bytes, each part ended so that no text can pass for two.
    package var data: Data {
      Data("\(rule)\n\(type.wrappedValue)\n\(isRegex)\n".utf8) + Data(pattern.wrappedValue.utf8)
    }
  }

  package let keys: Set<Key>

  /// Reads a file's bytes.
  ///
  /// Throws a ``Problem`` of kind `invalid` where they are not what `lint` prints.
  package init(_ data: Data) throws(Problem) {
    struct File: Decodable {
      let findings: [Item]
    }
    struct Item: Decodable {
      let rule: String
      let pattern: String
      let pattern_type: String?
      let is_regex: Bool?
    }
    guard data.count <= PolicyCSV.maximumSize, let file = try? JSONDecoder().decode(File.self, from: data) else {
      throw Problem(
        .invalid,
        what: "The baseline is not what `postern lint --format json` prints.",
        advice: "Write it anew: postern lint … --format json > baseline.json"
      )
    }
    keys = Set(
      file.findings.map { item in
        Key(
          rule: RuleName(rawValue: item.rule),
          type: item.pattern_type.map { PatternType(rawValue: $0) },
          isRegex: item.is_regex,
          pattern: item.pattern
        )
      }
    )
  }
}
