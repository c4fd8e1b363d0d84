package import Patterns
package import Policies
package import Values

/// What two policies share that are duplicates of each other: pattern, type and expression, without their spelling.
package enum PatternKey: Hashable, Sendable {
  case email(EmailAddress)
  case domain(HostName)
  case network(Network)
  case regex(ByBytes<String>, PatternKind)
  /// An address in lower case, of one that is not written so; beside its own key.
  case folded(EmailAddress)
  /// The mailbox of addresses whose provider does not mind some spellings; beside their own key.
  case mailbox(String)
  /// A pattern that could not be read, as it stands.
  case unread(ByBytes<String>, PatternType?, isRegex: Bool)

  init(_ fields: @autoclosure () -> PolicyFields, _ reading: PatternReading) {
    switch reading.parsed {
    case .email(let address): self = .email(address)
    case .domain(let name): self = .domain(name)
    case .network(let network): self = .network(network.cleared)
    case .regex(let regex, let kind): self = .regex(.init(regex.expression), kind)
    case nil:
      let fields = fields()
      self = .unread(.init(fields.pattern ?? ""), fields.patternType, isRegex: fields.mayBeOn(.isRegex))
    }
  }
}

extension PatternKey {
  /// The key by the text alone, without compiling an expression: that of a whole list would take long.
  package init(written fields: PolicyFields) {
    if fields.isRegex == true {
      self = .unread(.init(fields.pattern ?? ""), fields.patternType, isRegex: true)
    } else {
      self.init(fields, PatternReader.read(fields))
    }
  }
}

extension PolicyFacts {
  var key: PatternKey { PatternKey(fields, reading) }
}
