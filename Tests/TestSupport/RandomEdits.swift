package import PolicyCore
import Policies

extension DraftEdit {
  /// Any intent on a few policies, so that intents meet; some cannot be carried out.
  package static func random(using generator: inout some RandomNumberGenerator) -> DraftEdit {
    let policies = (0..<8).filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }.map {
      AllowPolicy.random(id: "p\($0)", using: &generator)
    }
    switch Int.random(in: 0..<16, using: &generator) {
    case 0..<3: return .delete(policies)
    case 3..<5: return .restore(policies.map(\.id))
    case 5..<10: return .edit(policies.map { .random(of: $0, using: &generator) })
    case 10..<12: return .create([.random(using: &generator)])
    case 12..<14: return .drop(policies.map(\.id))
    case 14: return .rebase(policies)
    default: return .clear
    }
  }
}

extension DraftEdit.FieldEdit {
  fileprivate static func random(
    of policy: AllowPolicy,
    using generator: inout some RandomNumberGenerator
  ) -> DraftEdit.FieldEdit {
    var set = PolicyFields.random(using: &generator)
    // What is sent must be valid: a pattern with its type, or neither; a whole policy only with a pattern.
    let patterns: [(String, PatternType, Bool)?] = [
      nil, ("a@b.example", .email, false), (#".*@b\.example"#, .email, true), ("2001:db8::/32", .ip, false),
      ("日本.example", .domain, false),
    ]
    let pattern = patterns.randomElement(using: &generator) ?? nil
    (set.pattern, set.patternType, set.isRegex) = (pattern?.0, pattern?.1, pattern?.2)
    let replacesWhole = pattern == nil ? false : [nil, true, false].randomElement(using: &generator) ?? nil
    return DraftEdit.FieldEdit(policy: policy, set: set, replacesWhole: replacesWhole)
  }
}

extension NewPolicy {
  fileprivate static func random(using generator: inout some RandomNumberGenerator) -> NewPolicy {
    var fields = PolicyFields.random(using: &generator)
    fields.pattern = "new@partner.example"
    fields.patternType = .email
    return NewPolicy(
      placeholderID: PolicyID("new\(Int.random(in: 0..<4, using: &generator))"),
      queuedAt: "2026-05-06T07:08:09Z",
      fields: fields
    )
  }
}
