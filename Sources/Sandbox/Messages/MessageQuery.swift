/// What a search for messages asks for.
struct MessageQuery: Sendable, Equatable {
  var start: Int64
  var end: Int64
  /// The reference's older versions take true where it is left out.
  var detectionsOnly = true
  var verdict: String?
  var sender: String?
  var recipient: String?
  var domain: String?
  var heloIP: String?
  var words: String?
  var messageID: String?
  var subject: String?
  var perPage = 20
  var cursor: Cursor?
  /// The search as it was asked, without what tells pages apart.
  private var asked: [String] = []

  /// Where the next page begins: behind this message, on the way back in time.
  struct Cursor: Sendable, Equatable {
    var day: Int64
    var number: Int
  }

  static let verdicts = ["MALICIOUS", "SUSPICIOUS", "SPOOF", "SPAM", "BULK", "NONE"]

  /// Reads the parameters of a request; names that the reference does not list are ignored, as by the API.
  init(_ parameters: [(name: String, value: String)], now: Int64) throws(Refusal) {
    start = now - MessageGenerator.days * MessageGenerator.microsPerDay
    end = now
    var cursorText: String?
    for (name, value) in parameters {
      if !["cursor", "per_page"].contains(name) { asked.append("\(name)=\(value)") }
      switch name {
      case "start": start = try Self.time(name, value)
      case "end": end = try Self.time(name, value)
      case "detections_only":
        guard let flag = Bool(value) else { throw Self.invalid(name, "true or false") }
        detectionsOnly = flag
      case "final_disposition":
        guard Self.verdicts.contains(value) else {
          throw Self.invalid(name, Self.verdicts.joined(separator: ", "))
        }
        verdict = value
      case "sender": sender = value.lowercased()
      case "recipient": recipient = value.lowercased()
      case "domain": domain = value.lowercased()
      case "smtp_helo_ip": heloIP = value
      case "query": words = value.lowercased()
      case "message_id": messageID = value
      case "subject": subject = value.lowercased()
      case "per_page":
        guard let number = Int(value), Contract.perPage.contains(number) else {
          throw Self.invalid(name, "a number from 1 to 1000")
        }
        perPage = number
      case "cursor": cursorText = value.isEmpty ? nil : value
      case "page": throw Self.invalid(name, "left out: pages by number reached their end of life, use cursor")
      default: continue
      }
    }
    guard start <= now else { throw Self.invalid("start", "a time that has come") }
    if let cursorText { cursor = try read(cursor: cursorText) }
  }

  // MARK: - Cursors

  /// The text of a cursor holds for this search alone.
  func text(of cursor: Cursor) -> String {
    "\(String(cursor.day, radix: 36)).\(String(cursor.number, radix: 36)).\(String(fingerprint, radix: 36))"
  }

  private func read(cursor text: String) throws(Refusal) -> Cursor {
    let parts = text.split(separator: ".")
    guard parts.count == 3, let day = Int64(parts[0], radix: 36), let number = Int(parts[1], radix: 36),
      UInt64(parts[2], radix: 36) == fingerprint
    else { throw Self.invalid("cursor", "the one of the page before, of the same search") }
    return Cursor(day: day, number: number)
  }

  private var fingerprint: UInt64 {
    asked.sorted().joined(separator: "\n").utf8.reduce(0xCBF2_9CE4_8422_2325) {
      ($0 ^ UInt64($1)) &* 0x0100_0000_01B3
    }
  }

  // MARK: - What it lets through

  func matches(_ message: MessageRecord) -> Bool {
    guard message.scannedMicros >= start, message.scannedMicros < end else { return false }
    if detectionsOnly, !message.isDetection { return false }
    if let verdict, message.verdict != verdict { return false }
    if let sender, !isSender(sender, of: message) { return false }
    if let recipient, !message.recipients.contains(where: { Self.isAt(recipient, $0.lowercased()) }) { return false }
    if let domain, !isSender(domain, of: message), !message.recipients.contains(where: { Self.isAt(domain, $0) }) {
      return false
    }
    if let heloIP, message.heloIP != heloIP { return false }
    if let messageID, message.messageID != messageID { return false }
    if let subject, !message.subject.lowercased().contains(subject) { return false }
    if let words, !words.split(separator: " ").allSatisfy({ isWord($0, of: message) }) { return false }
    return true
  }

  private func isSender(_ asked: String, of message: MessageRecord) -> Bool {
    [message.from, message.envelopeFrom].contains { text in
      guard let text else { return false }
      let address = text.split(separator: "<").last.map { $0.filter { $0 != ">" } } ?? text
      return Self.isAt(asked, address.lowercased())
    }
  }

  /// Whether an address is the one that is asked for, or at the domain or below it.
  private static func isAt(_ asked: String, _ address: String) -> Bool {
    address == asked || address.hasSuffix("@" + asked) || (!asked.contains("@") && address.hasSuffix("." + asked))
  }

  private func isWord(_ word: Substring, of message: MessageRecord) -> Bool {
    ([message.from ?? "", message.envelopeFrom ?? "", message.subject, message.messageID] + message.recipients)
      .contains { $0.lowercased().contains(word) }
  }

  private static func time(_ name: String, _ value: String) throws(Refusal) -> Int64 {
    guard let micros = Timestamp.micros(of: value) else { throw invalid(name, "a time such as 2026-11-01T00:00:00Z") }
    return micros
  }

  private static func invalid(_ name: String, _ wanted: String) -> Refusal {
    Refusal(400, .invalidValue, "\(name) must be \(wanted)", at: "/" + name)
  }
}
