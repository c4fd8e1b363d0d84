package import Mail
package import Values

/// What the API tells of a message that arrived, as far as allow policies look at it, and what became of it.
///
/// Neither its subject nor a name nor the reasons for its verdict are here: they are not even read.
package struct LoggedMessage: Hashable, Sendable {
  /// What tells it from others: 64 bits of its Message-ID and sender, or of the API's id where it has none.
  package var key: UInt64
  /// When it was scanned, in seconds since 1970; zero where that is not told.
  package var time: UInt32
  package var verdict: Verdict
  /// The policy that let it through, as the API names it.
  package var allowance: Allowance?
  package var message: MailMessage

  /// What let a message through.
  package struct Allowance: Hashable, Sendable {
    package var pattern: String
    package var kind: Kind

    package enum Kind: UInt8, CaseIterable, Hashable, Sendable {
      case trustedSender
      case acceptableSender
      case exemptRecipient
      /// It is not told which of them.
      case untold
    }

    package init(pattern: String, kind: Kind) {
      self.pattern = pattern
      self.kind = kind
    }
  }

  /// Whom it says that it is from, or else its envelope's sender, empty for that of a bounce; nil where neither is told.
  package var sender: String? { message.from.value?.first ?? message.envelopeFrom.value }

  /// The day on which it was scanned, in UTC, as 2026-11-28; nil where that is not told.
  package var day: String? { time == 0 ? nil : MailDay.text(ofTime: Int(time)) }

  package init(key: UInt64, time: UInt32, verdict: Verdict, allowance: Allowance? = nil, message: MailMessage) {
    self.key = key
    self.time = time
    self.verdict = verdict
    self.allowance = allowance
    self.message = message
  }

  /// Takes in the same message, seen once more: both recipients count, and the graver verdict.
  package mutating func merge(_ other: LoggedMessage) {
    verdict = min(verdict, other.verdict)
    allowance = allowance ?? other.allowance
    if time == 0 { time = other.time }
    message.from = Self.known(message.from, other.message.from)
    message.envelopeFrom = Self.known(message.envelopeFrom, other.message.envelopeFrom)
    message.replyTo = Self.known(message.replyTo, other.message.replyTo)
    if let mine = message.passesAuthentication.value, let theirs = other.message.passesAuthentication.value {
      if mine != theirs { message.passesAuthentication = .untold(Untold.authentication) }
    } else {
      message.passesAuthentication = Self.known(message.passesAuthentication, other.message.passesAuthentication)
    }
    mergeAddresses(other.message)
  }

  private mutating func mergeAddresses(_ other: MailMessage) {
    if let mine = message.recipients.value, let theirs = other.recipients.value {
      let more = theirs.filter { !mine.contains($0) }
      message.recipients = .given(mine + more.prefix(max(0, Self.mostRecipients - mine.count)))
    } else {
      message.recipients = Self.known(message.recipients, other.recipients)
    }
    var addresses: [IPAddress] = []
    for address in (message.ips + other.ips) where !addresses.contains(address) { addresses.append(address) }
    message.setIPs(Array(addresses.prefix(Self.mostIPs)), orUntold: Untold.ip)
  }

  /// More of them than this are not kept of one message.
  package static let mostRecipients = 1000
  package static let mostIPs = 12

  private static func known<Value>(_ one: MailPart<Value>, _ other: MailPart<Value>) -> MailPart<Value> {
    one.value == nil && other.value != nil ? other : one
  }

  /// Why a part cannot be told: sentences.
  package enum Untold {
    package static let from = "The API does not tell its From, or not so that it can be read."
    package static let envelopeFrom = "The API does not tell its envelope's sender, or not so that it can be read."
    package static let replyTo = "Its Reply-To cannot be read."
    package static let ip = "The API does not tell the IP address that it came from."
    package static let recipients = "The API does not tell its recipients, or not so that they can be read."
    package static let authentication = "The API does not tell whether DMARC, SPF or DKIM passed."
  }
}

extension MailMessage {
  /// Every address that its connection may have come from.
  package var ips: [IPAddress] { (ip.value.map { [$0] } ?? []) + otherIPs }

  /// Sets them, or why none of them can be told.
  package mutating func setIPs(_ addresses: [IPAddress], orUntold reason: String) {
    ip = addresses.first.map(MailPart.given) ?? .untold(reason)
    otherIPs = Array(addresses.dropFirst())
  }
}
