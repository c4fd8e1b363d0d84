import Languages
package import Mail
import Patterns
package import Policies
import Values

/// A text by which a policy lets a message through, and the part of the message that it stands in.
package struct MatchingExample: Hashable, Sendable {
  package let field: MailMessage.Field
  /// As a person would type it.
  package let text: String

  /// Nil where none is known: the pattern cannot be read, or matches nothing.
  package init?(_ fields: PolicyFields) {
    let reach = PolicyReach(fields)
    let isForRecipients = fields.mayBeOn(.isExemptRecipient) && reach.grants.isDisjoint(with: Grants.asSender)
    if let network = reach.network {
      (field, text) = (.ip, "\(network.address)")
    } else if let address = reach.address {
      (field, text) = (isForRecipients ? .to : .from, "\(address)")
    } else if let domain = reach.domain {
      (field, text) = (isForRecipients ? .to : .from, "x@\(domain)")
    } else if let example = Self.ofExpression(reach, isForRecipients ? [.recipient, .ip] : [.sender, .ip, .server]) {
      self = example
    } else {
      return nil
    }
  }

  private init(field: MailMessage.Field, text: String) {
    self.field = field
    self.text = text
  }

  private static func ofExpression(_ reach: PolicyReach, _ kinds: [MatchedText.Kind]) -> MatchingExample? {
    for kind in kinds {
      guard let language = try? reach.language(of: kind, in: .widest), let text = language.mailWitness() else {
        continue
      }
      switch kind {
      case .sender where text.isEmpty: return MatchingExample(field: .envelopeFrom, text: "<>")
      case .sender: return MatchingExample(field: .from, text: text)
      case .recipient: return MatchingExample(field: .to, text: text)
      case .ip: return MatchingExample(field: .ip, text: text)
      case .server: return MatchingExample(field: .helo, text: text)
      }
    }
    return nil
  }
}
