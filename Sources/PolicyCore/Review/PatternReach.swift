import Patterns
import Policies

/// Compares what two patterns match.
enum PatternReach {
  /// Whether the second pattern matches more or less than the first; unclear wherever that is not certain.
  static func effect(from before: PolicyFields, to after: PolicyFields) -> Effect {
    guard let old = PatternReader.read(before).parsed, let new = PatternReader.read(after).parsed else {
      return .unclear
    }
    if old.isRegex == new.isRegex, old.kind == new.kind, old.normalForm == new.normalForm { return .neutral }
    if new.coverage(of: old).verdict == .covers { return .widens }
    return isNarrower(new, than: old) ? .narrows : .unclear
  }

  /// Whether the second certainly takes nothing that the first does not, whatever is left undocumented.
  private static func isNarrower(_ new: ParsedPattern, than old: ParsedPattern) -> Bool {
    guard old.coverage(of: new).verdict == .covers else { return false }
    // An expression may take every address at a domain and still, if a domain includes its sub-domains, take less.
    if case .domain = new, case .regex(let regex, _) = old { return regex.shape.takesAnything }
    return true
  }
}
