import Patterns
import Policies
import PolicyCore
import Values

/// Which policy a row is about, whatever it says of it.
struct ImportSubject {
  /// What a policy must have in common with a row for the row to be about it.
  enum Name: Hashable {
    case key(PatternKey)
    /// The pattern as it stands; of any type, if that is nil.
    case text(ByBytes<String>, PatternType?)
  }

  /// Equal for two rows that are about the same.
  let name: Name
  /// By which a policy is looked for if none has the name: where the dialect does not say whether the pattern is an
  /// expression, the row may be about a policy that is one, or whose type is UNKNOWN.
  let looseName: Name?

  init(_ fields: PolicyFields) {
    name = .key(Self.key(of: fields, type: fields.patternType ?? Self.likelyType(of: fields.pattern)))
    looseName = fields.isRegex == nil ? .text(.init(fields.pattern ?? ""), fields.patternType) : nil
  }

  static func name(of fields: PolicyFields) -> Name { .key(key(of: fields, type: fields.patternType)) }

  /// The names by which a row of an older dialect finds the policy.
  static func looseNames(of fields: PolicyFields) -> [Name] {
    guard let text = fields.pattern, fields.isRegex == true || fields.patternType?.isWritable != true else { return [] }
    let general = Name.text(.init(text), nil)
    return fields.patternType.map { [general, .text(.init(text), $0)] } ?? [general]
  }

  /// The fields of a new policy: what the dialect does not say is taken from the pattern, and is no expression.
  static func completed(_ fields: PolicyFields) -> PolicyFields {
    var fields = fields
    fields.patternType = fields.patternType ?? likelyType(of: fields.pattern)
    fields.isRegex = fields.isRegex ?? false
    return fields
  }

  private static func key(of fields: PolicyFields, type: PatternType?) -> PatternKey {
    var named = PolicyFields(pattern: fields.pattern, patternType: type)
    named.isRegex = fields.isRegex == true
    return PatternKey(written: named)
  }

  private static func likelyType(of pattern: String?) -> PatternType? {
    pattern.flatMap { PatternKind.likely(for: $0) }.map { PatternType($0) }
  }
}
