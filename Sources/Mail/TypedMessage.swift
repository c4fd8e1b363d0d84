import Values

/// Why what somebody wrote for a part of a message is none: a clause after "it", without a full stop.
package struct TypedPartProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
}

extension MailMessage {
  /// Takes a part as a person writes it, in an option, a field of the screen or a column of a file.
  ///
  /// The empty text leaves it out; `<>` is the null sender. Several addresses stand with commas between.
  package mutating func set(_ field: Field, to text: String) throws(TypedPartProblem) {
    let text = text.trimmed
    switch field {
    case .from: from = try Self.addresses(text)
    case .replyTo: replyTo = try Self.addresses(text)
    case .to: recipients = try Self.addresses(text)
    case .envelopeFrom: envelopeFrom = try Self.envelopeSender(text)
    case .ip: ip = try Self.address(text)
    case .helo: serverName = try Self.name(text)
    case .authentication: passesAuthentication = try Self.passes(text)
    }
  }

  private static func addresses(_ text: String) throws(TypedPartProblem) -> MailPart<[String]> {
    guard !text.isEmpty else { return .notGiven }
    let list = AddressList(Array(text.utf8))
    guard list.isWhole, !list.addresses.isEmpty else { throw noAddress }
    return .given(list.addresses)
  }

  private static func envelopeSender(_ text: String) throws(TypedPartProblem) -> MailPart<String> {
    guard !text.isEmpty else { return .notGiven }
    guard let path = AddressList.path(Array(text.utf8)) else { throw noAddress }
    return .given(path)
  }

  private static let noAddress = TypedPartProblem(description: "is no mail address")

  private static func address(_ text: String) throws(TypedPartProblem) -> MailPart<IPAddress> {
    guard !text.isEmpty else { return .notGiven }
    do {
      let address = try IPAddress.parse(text)
      return .given(address.mappedIPv4 ?? address)
    } catch {
      throw TypedPartProblem(description: "is no IP address: \(error)")
    }
  }

  private static func name(_ text: String) throws(TypedPartProblem) -> MailPart<String> {
    guard !text.isEmpty else { return .notGiven }
    guard let name = ReceivedLine.name(Array(text.utf8)) else {
      throw TypedPartProblem(description: "is no server name")
    }
    return .given(name)
  }

  private static func passes(_ text: String) throws(TypedPartProblem) -> MailPart<Bool> {
    switch text.lowercased() {
    case "": .notGiven
    case "pass": .given(true)
    case "fail": .given(false)
    default: throw TypedPartProblem(description: "is neither pass nor fail")
    }
  }
}
