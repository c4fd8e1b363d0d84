package import Values

/// A message that shows what a policy or a change lets through: the pieces that matter, and no others.
package struct MessageExample: Hashable, Sendable {
  /// The text by which a policy lets it through.
  package let text: MatchedText
  package let authentication: Authentication

  /// Of what passes authentication, and what fails it, the message is an example.
  package enum Authentication: Hashable, Sendable {
    case passes
    case fails
    /// The same is true of both.
    case either
  }

  init(_ text: MatchedText, _ authentication: Authentication) {
    self.text = text
    self.authentication = authentication
  }

  /// The address in the header's From.
  package var from: String? {
    guard case .sender(let address) = text, !address.isEmpty else { return nil }
    return address
  }

  /// The envelope's sender: given where it is the empty one, which bounces have and anybody can use.
  package var envelopeFrom: String? {
    guard case .sender("") = text else { return nil }
    return ""
  }

  package var recipient: String? {
    guard case .recipient(let address) = text else { return nil }
    return address
  }

  package var ip: IPAddress? {
    guard case .ip(let address) = text else { return nil }
    return address
  }

  package var serverName: String? {
    guard case .server(let name) = text else { return nil }
    return name
  }
}

extension MessageExample: CustomStringConvertible {
  /// A phrase: "mail from x@evil.com, authenticated or not".
  package var description: String {
    let what =
      switch text {
      case .sender(""): "mail with the empty envelope sender, <>"
      case .sender(let address): "mail from \(address)"
      case .recipient(let address): "mail to \(address)"
      case .ip(let address): "mail from the address \(address)"
      case .server(let name): "mail from a server that calls itself \(name)"
      }
    return switch authentication {
    case .passes: "\(what) that passes authentication"
    case .fails: "\(what) that fails authentication"
    case .either: "\(what), authenticated or not"
    }
  }
}
