package import Values

/// A message, as far as allow policies look at it.
///
/// Addresses are in the form in which patterns are compared with them: the domain in lower case and as A-labels.
package struct MailMessage: Hashable, Sendable {
  /// The addresses of the header's From: one, or several.
  package var from = MailPart<[String]>.notGiven
  /// The envelope's sender; the empty text is the null sender of bounces, `<>`.
  package var envelopeFrom = MailPart<String>.notGiven
  package var replyTo = MailPart<[String]>.notGiven
  /// The address of the server that handed it over.
  package var ip = MailPart<IPAddress>.notGiven
  /// Further addresses that may be that server's, where it is not told which one policies are held against.
  package var otherIPs: [IPAddress] = []
  /// The name by which that server introduced itself.
  package var serverName = MailPart<String>.notGiven
  package var recipients = MailPart<[String]>.notGiven
  /// Whether DMARC, SPF or DKIM passed.
  package var passesAuthentication = MailPart<Bool>.notGiven

  package init() {}

  /// The parts by the names that columns of a file and members of an answer have.
  package enum Field: String, CaseIterable, Hashable, Sendable {
    case from
    case envelopeFrom = "envelope_from"
    case replyTo = "reply_to"
    case ip
    case helo
    case to
    case authentication = "auth"

    /// In the middle of a sentence.
    package var words: String {
      switch self {
      case .from: "the header's From"
      case .envelopeFrom: "the envelope's sender"
      case .replyTo: "the Reply-To"
      case .ip: "the IP address"
      case .helo: "the server's name"
      case .to: "the recipient"
      case .authentication: "whether it passes authentication"
      }
    }
  }

  /// What a part says, as texts; of one that is not known none.
  package func texts(of field: Field) -> [String] {
    switch field {
    case .from: from.value ?? []
    case .envelopeFrom: envelopeFrom.value.map { [$0] } ?? []
    case .replyTo: replyTo.value ?? []
    case .ip: ip.value.map { ([$0] + otherIPs).map { "\($0)" } } ?? []
    case .helo: serverName.value.map { [$0] } ?? []
    case .to: recipients.value ?? []
    case .authentication: passesAuthentication.value.map { [$0 ? "pass" : "fail"] } ?? []
    }
  }

  /// Whether nobody named a part, and the message has none.
  package func lacks(_ field: Field) -> Bool { texts(of: field).isEmpty && reason(for: field) == nil }

  /// Why a part cannot be told, as a sentence; nil where it is given, or where there is none.
  package func reason(for field: Field) -> String? {
    switch field {
    case .from: from.reason
    case .envelopeFrom: envelopeFrom.reason
    case .replyTo: replyTo.reason
    case .ip: ip.reason
    case .helo: serverName.reason
    case .to: recipients.reason
    case .authentication: passesAuthentication.reason
    }
  }
}
