import Patterns
import Policies

/// What came of reading a policy's pattern.
enum PatternReading: Sendable {
  /// There is nothing to read: no text, or a type that this version does not know.
  case nothing
  case parsed(ParsedPattern)
  case problem(PatternProblem)

  var parsed: ParsedPattern? {
    guard case .parsed(let pattern) = self else { return nil }
    return pattern
  }

  var problem: PatternProblem? {
    guard case .problem(let problem) = self else { return nil }
    return problem
  }

  /// The address that a policy without expression names; nil for any other.
  static func address(of fields: PolicyFields) -> EmailAddress? {
    guard fields.patternType == .email, !fields.mayBeOn(.isRegex), let text = fields.pattern else { return nil }
    guard case .email(let address)? = try? ParsedPattern.parse(text, kind: .email, isRegex: false) else { return nil }
    return address
  }

  /// The network that a policy without expression names; nil for any other.
  static func network(of fields: PolicyFields) -> Network? {
    guard fields.patternType == .ip, !fields.mayBeOn(.isRegex), let text = fields.pattern else { return nil }
    guard case .network(let network)? = try? ParsedPattern.parse(text, kind: .ip, isRegex: false) else { return nil }
    return network
  }

  var regex: PatternRegex? {
    guard case .parsed(.regex(let regex, _)) = self else { return nil }
    return regex
  }
}

/// Reads patterns, each expression once, because compiling takes long and people write the same ones.
struct PatternReader {
  private struct Expression: Hashable {
    let text: String
    let kind: PatternKind
  }

  private var expressions: [Expression: PatternReading] = [:]

  mutating func read(_ fields: PolicyFields) -> PatternReading {
    guard let text = fields.pattern, !text.isEmpty, let kind = PatternKind(fields.patternType) else { return .nothing }
    guard fields.mayBeOn(.isRegex) else { return Self.read(text, kind, isRegex: false) }
    let expression = Expression(text: text, kind: kind)
    if let known = expressions[expression] { return known }
    let reading = Self.read(text, kind, isRegex: true)
    expressions[expression] = reading
    return reading
  }

  /// Reads one pattern and remembers nothing.
  static func read(_ fields: PolicyFields) -> PatternReading {
    var reader = PatternReader()
    return reader.read(fields)
  }

  /// Takes over what another reader knows.
  mutating func learn(from other: PatternReader) {
    expressions.merge(other.expressions) { known, _ in known }
  }

  private static func read(_ text: String, _ kind: PatternKind, isRegex: Bool) -> PatternReading {
    do {
      return .parsed(try ParsedPattern.parse(text, kind: kind, isRegex: isRegex))
    } catch {
      return .problem(error)
    }
  }
}

extension PatternKind {
  /// The kind that a type asks for; nil for one that cannot be written.
  init?(_ type: PatternType?) {
    switch type {
    case .email: self = .email
    case .domain: self = .domain
    case .ip: self = .ip
    default: return nil
    }
  }
}
