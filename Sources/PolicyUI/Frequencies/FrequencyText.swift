import Canvas
import Policies
import PolicyCore
import PolicyQuery
import Theming

/// What policies have in common, in words.
enum FrequencyText {
  static func label(_ key: FrequencyKey) -> String {
    switch key {
    case .domain(let name): name ?? "no domain"
    case .type(let type, let isExpression):
      type.label + (isExpression == true ? " re" : isExpression == nil ? " re?" : "")
    case .flags(let values): flags(values)
    case .finding(let rule): rule?.rawValue ?? "nothing is found"
    case .ticket(let text): text ?? "no ticket"
    }
  }

  private static func flags(_ values: [Bool?]) -> String {
    let words = zip(FrequencyKey.flags, values).compactMap { field, value -> String? in
      guard let flag = PolicyFlag.allCases.first(where: { $0.field == field }), value != false else { return nil }
      return value == nil ? "\(flag.word)?" : flag.word
    }
    return words.isEmpty ? "no flag" : words.joined(separator: " + ")
  }

  /// How grave the rule is by nature that was counted by; nil for everything else.
  static func level(_ key: FrequencyKey) -> FindingLevel? {
    guard case .finding(let rule?) = key else { return nil }
    return Rule.named(rule)?.level
  }

  static func title(_ dimension: FrequencyDimension) -> String {
    switch dimension {
    case .domain: "Domain"
    case .type: "Type"
    case .flags: "Flags"
    case .finding: "Finding"
    case .ticket: "Ticket"
    }
  }
}
