import Mail
import Values

/// Messages in columns: what the API told of mail that arrived, at some fifty bytes a message and its texts once.
///
/// A ``LoggedMessage`` is made of a row when somebody asks for it. Immutable; copies share their storage.
package struct MailLog: Sendable, Equatable {
  package let texts: TextTable
  /// What tells messages apart.
  package let keys: [UInt64]
  /// When each was scanned, in seconds since 1970; zero where that is not told.
  package let times: [UInt32]
  package let marks: [Marks]
  /// Where the parts of each message begin, and at last where the next would.
  package let starts: [UInt32]
  package let parts: [Part]

  /// No messages.
  package init() { self.init(MailLogBuilder()) }

  package init(_ builder: MailLogBuilder) {
    let whole = builder.merged()
    texts = whole.texts.table
    keys = whole.keys
    times = whole.times
    marks = whole.marks
    starts = whole.starts
    parts = whole.parts
  }

  package var count: Int { keys.count }

  package var indices: Range<Int> { keys.indices }

  /// More messages, or parts of them, than these are not held.
  package static let mostMessages = 5_000_000
  static let mostParts = 1 << 28
  static let mostTextBytes = 1 << 30

  /// Where a text stands in a message.
  package enum Field: UInt8, CaseIterable, Sendable {
    case from, envelopeFrom, replyTo, ip, recipient
    /// The pattern of the policy that let it through.
    case pattern
  }

  /// A text of a message: where it stands, and its number.
  package struct Part: Hashable, Sendable {
    package let raw: UInt32

    static let mostTexts = 1 << 29

    init(raw: UInt32) { self.raw = raw }

    init(_ field: Field, _ text: UInt32) { raw = UInt32(field.rawValue) << 29 | text }

    package var field: Field { Field(rawValue: UInt8(raw >> 29)) ?? .pattern }
    package var text: Int { Int(raw & (UInt32(Self.mostTexts) - 1)) }
    var isSound: Bool { Field(rawValue: UInt8(raw >> 29)) != nil }
  }

  /// What of a message is no text.
  package struct Marks: Hashable, Sendable {
    package let raw: UInt16

    init(raw: UInt16) { self.raw = raw }

    /// What of it cannot be told.
    enum Untold: UInt16, CaseIterable {
      case from = 0x0200
      case envelopeFrom = 0x0400
      case replyTo = 0x0800
      case ip = 0x1000
      case recipients = 0x2000
    }

    init(_ message: LoggedMessage) {
      var raw = UInt16(message.verdict.rank)
      raw |= UInt16(message.message.passesAuthentication.value.map { $0 ? 1 : 2 } ?? 0) << 4
      raw |= UInt16(message.allowance.map { $0.kind.rawValue + 1 } ?? 0) << 6
      let reasons: [(String?, Untold)] = [
        (message.message.from.reason, .from), (message.message.envelopeFrom.reason, .envelopeFrom),
        (message.message.replyTo.reason, .replyTo), (message.message.ip.reason, .ip),
        (message.message.recipients.reason, .recipients),
      ]
      for (reason, untold) in reasons where reason != nil { raw |= untold.rawValue }
      self.raw = raw
    }

    package var verdict: Verdict { Verdict.allCases[min(Int(raw & 0xF), Verdict.allCases.count - 1)] }

    /// Nil where it is not told.
    package var passesAuthentication: Bool? { [nil, true, false][min(Int(raw >> 4 & 3), 2)] }

    package var allowance: LoggedMessage.Allowance.Kind? {
      let number = raw >> 6 & 7
      return number == 0 ? nil : LoggedMessage.Allowance.Kind(rawValue: UInt8(number - 1))
    }

    func lacks(_ untold: Untold) -> Bool { raw & untold.rawValue != 0 }

    /// Whether a sender's address, an IP address or the recipients cannot be told.
    package var lacksSender: Bool { raw & 0x0E00 != 0 }
    package var lacksIP: Bool { lacks(.ip) }
    package var lacksRecipients: Bool { lacks(.recipients) }

    /// Whether it can be what a message was written as.
    var isSound: Bool {
      raw & 0xF < UInt16(Verdict.allCases.count) && raw >> 4 & 3 < 3 && raw >> 6 & 7 < 5 && raw < 0x4000
    }
  }

  package func parts(of row: Int) -> ArraySlice<Part> { parts[Int(starts[row])..<Int(starts[row + 1])] }

  package subscript(row: Int) -> LoggedMessage {
    let marks = marks[row]
    var message = MailMessage()
    func texts(_ field: Field) -> [String] { parts(of: row).filter { $0.field == field }.map { self.texts[$0.text] } }
    func part(_ texts: [String], _ untold: Marks.Untold, _ reason: String) -> MailPart<[String]> {
      marks.lacks(untold) ? .untold(reason) : texts.isEmpty ? .notGiven : .given(texts)
    }
    message.from = part(texts(.from), .from, LoggedMessage.Untold.from)
    message.replyTo = part(texts(.replyTo), .replyTo, LoggedMessage.Untold.replyTo)
    message.recipients = part(texts(.recipient), .recipients, LoggedMessage.Untold.recipients)
    if marks.lacks(.envelopeFrom) {
      message.envelopeFrom = .untold(LoggedMessage.Untold.envelopeFrom)
    } else if let sender = texts(.envelopeFrom).first {
      message.envelopeFrom = .given(sender)
    }
    message.setIPs(texts(.ip).compactMap { try? IPAddress.parse($0) }, orUntold: LoggedMessage.Untold.ip)
    message.passesAuthentication =
      marks.passesAuthentication.map(MailPart.given) ?? .untold(LoggedMessage.Untold.authentication)
    let pattern = texts(.pattern).first
    return LoggedMessage(
      key: keys[row],
      time: times[row],
      verdict: marks.verdict,
      allowance: marks.allowance.flatMap { kind in
        pattern.map { LoggedMessage.Allowance(pattern: $0, kind: kind) }
      },
      message: message
    )
  }
}
