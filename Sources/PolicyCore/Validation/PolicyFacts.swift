import Patterns
import Policies

/// A policy as the rules see it: its fields, and what its pattern was read as.
///
/// A flag that cannot be read is the more dangerous of the two: on, and off where it asks for verification.
struct PolicyFacts: Sendable {
  let id: PolicyID
  let fields: PolicyFields
  let reading: PatternReading
  /// What the pattern lets through, where it is an expression that some dialect takes.
  let expression: ExpressionJudgement?
  let grants: Grants
  /// The policy as the server has it; nil for one that the batch creates.
  let remote: AllowPolicy?
  /// What the batch sends of it; nil where nothing is sent.
  let sent: SentFields?

  init(
    id: PolicyID,
    fields: PolicyFields,
    reading: PatternReading,
    remote: AllowPolicy? = nil,
    sent: SentFields? = nil
  ) {
    self.id = id
    self.fields = fields
    self.reading = reading
    expression = Self.expression(of: fields, reading)
    grants = Grants(fields)
    self.remote = remote
    self.sent = sent
  }

  /// What was decided of an expression; nil for a pattern that is none, or can be none in any dialect.
  static func expression(of fields: PolicyFields, _ reading: PatternReading) -> ExpressionJudgement? {
    guard fields.mayBeOn(.isRegex), let text = fields.pattern, let kind = PatternKind(fields.patternType) else {
      return nil
    }
    switch reading {
    case .parsed, .problem(.regexUnchecked): return .of(text, kind)
    case .problem, .nothing: return nil
    }
  }

  var pattern: String { fields.pattern ?? "" }
  var kind: PatternKind? { PatternKind(fields.patternType) }
  var isRegex: Bool { fields.mayBeOn(.isRegex) }
  var isTrusted: Bool { fields.mayBeOn(.isTrustedSender) }
  var isAcceptable: Bool { fields.mayBeOn(.isAcceptableSender) }
  var isExempt: Bool { fields.mayBeOn(.isExemptRecipient) }
  var isVerified: Bool { fields.verifySender == true }

  /// Whether it lets senders through by a name that anybody can write; an address of a network cannot be forged so.
  var namesSenders: Bool { isRegex || kind != .ip }

  /// The host name that a pattern without expression is about.
  var hostName: HostName? {
    switch reading.parsed {
    case .email(let address): address.domain
    case .domain(let name): name
    case .network, .regex, nil: nil
    }
  }

  /// A text that the pattern matches, to be shown; nil where none is known.
  var example: String? {
    switch reading.parsed {
    case .email(let address): "\(address)"
    case .domain(let name): "x@\(name.ascii)"
    case .network(let network): "\(network.cleared.address)"
    case .regex, nil: expression?.example
    }
  }

  /// The network that a pattern without expression is.
  var network: Network? {
    guard case .network(let network) = reading.parsed else { return nil }
    return network
  }

  /// The domain, where the pattern is one and no expression.
  var wholeDomain: HostName? {
    guard case .domain(let name) = reading.parsed else { return nil }
    return name
  }
}

/// Which fields an operation sends, and in which kind of item.
struct SentFields: Sendable {
  let kind: OperationKind
  let fields: Set<PolicyField>

  /// Nil for a delete, which sends no field.
  init?(_ operation: DraftOperation) {
    kind = operation.kind
    switch operation.intent {
    case .delete: return nil
    case .edit(_, let edit): fields = Set(edit.replacesWhole ? PolicyField.allCases : edit.changes.present)
    case .create: fields = Set(PolicyField.allCases)
    }
  }
}

extension PolicyFacts {
  /// The policy once the operation has run; nil for a delete.
  init?(_ operation: DraftOperation, reader: inout PatternReader) {
    guard let fields = operation.result else { return nil }
    self.init(
      id: operation.id,
      fields: fields,
      reading: reader.read(fields),
      remote: operation.base,
      sent: SentFields(operation)
    )
  }

  /// The policy as it is on the server.
  init(_ policy: AllowPolicy, reader: inout PatternReader) {
    self.init(id: policy.id, fields: policy.fields, reading: reader.read(policy.fields), remote: policy)
  }
}
