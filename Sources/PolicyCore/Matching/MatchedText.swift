import Languages
import Patterns
package import Values

/// A text of a message that a policy may match.
package enum MatchedText: Hashable, Sendable {
  /// The envelope's sender, the header's, or the reply-to: an address, or the empty text for the sender of bounces.
  case sender(String)
  case recipient(String)
  case ip(IPAddress)
  /// The name that the sending server gives.
  case server(String)

  /// Which of them it is.
  enum Kind: CaseIterable, Hashable, Sendable {
    case sender
    case recipient
    case ip
    case server

    /// All texts of the kind, as they are taken to reach the policies: domains in lower case and as A-labels.
    func universe(_ reading: ServerReading) -> Language {
      switch self {
      case .sender: reading.ignoresCase ? Self.sendersOfAnyCase : Self.senders
      case .recipient: reading.ignoresCase ? Self.addressesOfAnyCase : Self.addresses
      case .ip: Self.networks
      case .server: reading.ignoresCase ? .hostNamesOfAnyCase : .hostNames
      }
    }

    private static let addresses = (try? Language.addresses(at: .hostNames)) ?? .none
    private static let addressesOfAnyCase = (try? Language.addresses(at: .hostNamesOfAnyCase)) ?? .none
    private static let senders = (try? addresses.union(.emptyText)) ?? addresses
    private static let sendersOfAnyCase = (try? addressesOfAnyCase.union(.emptyText)) ?? addressesOfAnyCase
    private static let networks = (try? Language.ipv4Texts.union(.ipv6Texts)) ?? .ipv4Texts
  }

  var kind: Kind {
    switch self {
    case .sender: .sender
    case .recipient: .recipient
    case .ip: .ip
    case .server: .server
    }
  }

  /// As an expression sees it.
  var text: String {
    switch self {
    case .sender(let text), .recipient(let text), .server(let text): text
    case .ip(let address): "\(address)"
    }
  }

  /// Whether the standards of mail allow it: of addresses the part before the `@` is looked at.
  var isAllowedInMail: Bool {
    switch self {
    case .sender(""), .ip, .server: true
    case .sender(let text), .recipient(let text):
      text.lastIndex(of: "@").map { MailTexts.localParts.contains(String(text[..<$0])) } ?? false
    }
  }

  /// A text of a kind; nil for one of an IP address that cannot be read.
  init?(_ kind: Kind, _ text: String) {
    switch kind {
    case .sender: self = .sender(text)
    case .recipient: self = .recipient(text)
    case .server: self = .server(text)
    case .ip:
      guard let address = try? IPAddress.parse(text) else { return nil }
      self = .ip(address)
    }
  }
}
