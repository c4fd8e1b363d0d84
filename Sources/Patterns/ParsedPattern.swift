package import Values

/// A pattern that was read once, so that it can be compared with many others.
package enum ParsedPattern: Sendable {
  case email(EmailAddress)
  case domain(HostName)
  case network(Network)
  case regex(PatternRegex, kind: PatternKind)

  /// Reads a pattern of a kind.
  ///
  /// Spaces around it are left aside, except in a regular expression, where they mean something.
  package static func parse(
    _ text: String,
    kind: PatternKind,
    isRegex: Bool
  ) throws(PatternProblem) -> ParsedPattern {
    if isRegex {
      switch PatternRegex.read(text) {
      case .ready(let regex): return .regex(regex, kind: kind)
      case .invalid(let problem): throw .regexInvalid(problem)
      case .unchecked(let problem): throw .regexUnchecked(problem)
      }
    }
    let trimmed = text.trimmed
    switch kind {
    case .email:
      do { return .email(try EmailAddress.parse(trimmed)) } catch { throw .email(error) }
    case .domain:
      do { return .domain(try HostName.parse(trimmed)) } catch { throw .domain(error) }
    case .ip:
      do { return .network(try Network.parse(trimmed)) } catch { throw .ip(error) }
    }
  }

  package var kind: PatternKind {
    switch self {
    case .email: .email
    case .domain: .domain
    case .network: .ip
    case .regex(_, let kind): kind
    }
  }

  package var isRegex: Bool {
    if case .regex = self { return true }
    return false
  }

  /// Whether a text is this pattern in its canonical spelling, host bits as typed.
  package func isSpelled(_ text: String) -> Bool {
    switch self {
    case .email(let address): address.isSpelled(text)
    case .domain(let name): name.ascii.utf8.elementsEqual(text.utf8)
    case .network(let network): "\(network)".utf8.elementsEqual(text.utf8)
    case .regex(let regex, _): regex.expression.utf8.elementsEqual(text.utf8)
    }
  }

  /// A text that is equal for two patterns of one kind which say the same: domains in ASCII, host bits cleared.
  package var normalForm: String {
    switch self {
    case .email(let address): "\(address)"
    case .domain(let name): name.ascii
    case .network(let network): "\(network.cleared)"
    case .regex(let regex, _): regex.expression
    }
  }
}

/// Why a pattern could not be read.
///
/// `description` is a clause about the pattern, without a full stop, for use in a message.
package enum PatternProblem: Error, Hashable, Sendable, CustomStringConvertible {
  case email(EmailAddressProblem)
  case domain(HostNameProblem)
  case ip(IPAddressProblem)
  case regexInvalid(RegexProblem)
  case regexUnchecked(RegexProblem)

  package var description: String {
    switch self {
    case .email(let problem): problem.description
    case .domain(let problem): problem.description
    case .ip(let problem): problem.description
    case .regexInvalid(let problem), .regexUnchecked(let problem): problem.reason
    }
  }
}
