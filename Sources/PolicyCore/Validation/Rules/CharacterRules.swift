import Patterns
import Policies

/// Characters that do not show, or show as others.
extension Rule {
  static let controlCharacter = Rule(
    "control-character",
    .error,
    on: [.pattern],
    holds: "the pattern has control characters, line ends, direction marks or characters without width",
    why: "Nobody can see what such a pattern matches, and two programs may read it in two ways.",
    source: .unicodeSecurity,
    check: .policy { policy, _ in
      let hidden = HiddenCharacters.find(in: policy.pattern)
      guard let first = hidden.first else { return nil }
      return Observation(
        "The pattern contains \(first.name)\(others(hidden.count)).",
        fix: hidden.contains { $0.kind == .lineBreak } ? nil : withoutHidden(policy.pattern)
      )
    }
  )

  private static func withoutHidden(_ pattern: String) -> Fix? {
    let kept = pattern.unicodeScalars.filter { HiddenCharacters.kind(of: $0) == nil }
    guard !kept.isEmpty else { return nil }
    let text = String(String.UnicodeScalarView(kept))
    return Fix(title: "write it without them", change: .set(PolicyFields(pattern: text)))
  }

  static let hiddenCharacter = Rule(
    "hidden-character",
    .warning,
    on: [.comments],
    holds: "the comment has control characters, line ends, direction marks or characters without width",
    why: "A comment that looks different from what it says can hide why a policy is there.",
    source: .unicodeSecurity,
    check: .policy { policy, _ in
      guard let comment = policy.fields.comments else { return nil }
      let hidden = HiddenCharacters.find(in: comment).filter { !$0.isPartOfEmoji }
      guard let first = hidden.first else { return nil }
      return Observation("The comment contains \(first.name)\(others(hidden.count)).")
    }
  )

  static let homograph = Rule(
    "homograph",
    .warning,
    on: [.pattern],
    holds: "a label that is not ASCII, or punycode, mixes scripts or reads like an ASCII name",
    why: "Such a name is easily taken for another one, and may be there for that.",
    source: .unicodeSecurity,
    check: .policy { policy, _ in
      for name in names(of: policy) where name.isInternational {
        let shown = "\(name.unicode) (\(name.ascii))"
        if let plain = name.confusableASCIISkeleton { return Observation("\(shown) reads like \(plain).") }
        for label in name.internationalLabels {
          if label.mixesScripts {
            let scripts = label.scripts.map(\.rawValue).sorted().joined(separator: " and ")
            return Observation("\(shown) mixes \(scripts) letters in one word.")
          }
          if let plain = label.confusableASCIISkeleton {
            return Observation("In \(shown), \(label.unicode) reads like \(plain).")
          }
          if label.isUndecodable {
            return Observation("\(label.ascii) in \(shown) cannot be decoded, so nobody can say what it stands for.")
          }
        }
      }
      return nil
    }
  )

  private static func names(of policy: PolicyFacts) -> [HostName] {
    if let name = policy.hostName { return [name] }
    guard policy.isRegex, policy.pattern.utf8.contains(where: { $0 >= 0x80 }) || policy.pattern.contains("xn--") else {
      return []
    }
    // As they are spelt: what the expression takes of them makes no difference to who reads it.
    return policy.pattern.replacing("\\.", with: ".")
      .split { !$0.isLetter && !$0.isNumber && $0 != "." && $0 != "-" }
      .compactMap { try? HostName.parse(String($0.drop { $0 == "." })) }
  }

  private static func others(_ count: Int) -> String { count > 1 ? " and \(count - 1) more that do not show" : "" }
}
