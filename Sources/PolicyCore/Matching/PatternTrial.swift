import Mail
import Policies

/// Whether a pattern matches one text: an address, the name of a server, or an IP address.
package enum PatternTrial: Hashable, Sendable {
  case matches
  case doesNotMatch
  /// It does in some readings of what is not documented: those of which this clause, to follow "if", is true.
  case depends(on: String)
  /// It was not decided, because of this.
  case undecided(String)
  /// The text is none that a policy could match: a clause that follows "it".
  case unreadable(String)

  /// Tries a text as a person writes it: `ann@vendor.example`, `mail.vendor.example`, `198.51.100.7`, or `<>`.
  ///
  /// Where readings differ, the clause begins with those that are shown first.
  init(_ text: String, against fields: PolicyFields, first: ServerReading = .widest) {
    let message: MailMessage
    do throws(TypedPartProblem) {
      message = try Self.message(text)
    } catch {
      self = .unreadable(error.description)
      return
    }
    let index = PolicyIndex(PolicyList([AllowPolicy(id: PolicyID("tried"), fields: fields)]))
    var (readings, undecided) = (ReadingSet.none, ReadingSet.none)
    var reason: String?
    for match in message.matchedTexts.flatMap({ index.matches(of: $0.text) }) {
      readings.formUnion(match.readings)
      undecided.formUnion(match.undecided)
      reason = reason ?? match.reason
    }
    if let reason, !undecided.isEmpty {
      self = .undecided(reason)
    } else if let condition = readings.isEmpty ? nil : readings.condition(first: first) {
      self = .depends(on: condition)
    } else {
      self = readings.isEmpty ? .doesNotMatch : .matches
    }
  }

  private static func message(_ text: String) throws(TypedPartProblem) -> MailMessage {
    var message = MailMessage()
    var address = MailMessage()
    if (try? address.set(.ip, to: text)) != nil {
      message = address
    } else if text.contains("@") {
      try message.set(.from, to: text)
    } else if text.contains("<") {
      try message.set(.envelopeFrom, to: text)
    } else {
      try message.set(.helo, to: text)
    }
    return message
  }
}
