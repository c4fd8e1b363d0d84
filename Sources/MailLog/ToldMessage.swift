import Mail
import Values

/// What an answer says of a message, member by member, before anything is made of it.
struct ToldMessage {
  enum Value: Equatable {
    case null
    case flag(Bool)
    case number(String)
    /// Nil where it stands between quotation marks and is no text.
    case text(String?)
    case texts([String])
    case other
  }

  private var values: [String: Value] = [:]

  private static let known: Set = [
    "id", "message_id", "scanned_at", "sent_at", "envelope_from", "from", "replyto", "envelope_to", "to",
    "client_recipients", "smtp_helo_server_ip", "smtp_previous_hop_ip", "x_originating_ip", "validation.dmarc",
    "validation.spf", "validation.dkim", "final_disposition", "properties.allowlisted_pattern",
    "properties.allowlisted_pattern_type", "properties.whitelisted_pattern_type",
  ]

  /// Takes a member; nobody else's words are kept, and of two with one name neither counts.
  mutating func set(_ name: String, _ value: Value) {
    guard Self.known.contains(name) else { return }
    values[name] = values[name] == nil ? value : .other
  }

  /// Nil where it has no id that can be told.
  var message: LoggedMessage? {
    guard let id = id("id") else { return nil }
    var message = MailMessage()
    message.from = addresses(text("from"), .from, LoggedMessage.Untold.from)
    message.envelopeFrom = envelopeFrom
    message.replyTo = replyTo
    message.recipients = recipients
    message.setIPs(ips, orUntold: LoggedMessage.Untold.ip)
    message.passesAuthentication = authentication
    return LoggedMessage(
      key: key(of: id),
      time: time,
      verdict: Verdict(named: text("final_disposition") ?? ""),
      allowance: allowance,
      message: message
    )
  }

  private func text(_ name: String) -> String? {
    guard case .text(let text) = values[name] else { return nil }
    return text
  }

  private func id(_ name: String) -> String? {
    switch values[name] {
    case .number(let digits): digits
    case .text(let text?): text.isEmpty ? nil : text
    default: nil
    }
  }

  /// The same message seen twice has two ids and one Message-ID; its sender counts too, as anyone can write an id that
  /// another message has.
  private func key(of id: String) -> UInt64 {
    guard let messageID = text("message_id"), !messageID.isEmpty else { return MessageKey.hash(["id", id]) }
    return MessageKey.hash(["message", messageID, text("from") ?? "", text("envelope_from") ?? ""])
  }

  private var time: UInt32 {
    for name in ["scanned_at", "sent_at"] {
      guard let moment = text(name).flatMap({ Instant(rfc3339: $0) }) else { continue }
      let seconds = moment.microseconds / 1_000_000
      if seconds > 0, seconds <= Int64(UInt32.max) { return UInt32(seconds) }
    }
    return 0
  }

  // MARK: - Addresses

  private func addresses(
    _ text: String?,
    _ field: MailMessage.Field,
    _ reason: String
  ) -> MailPart<[String]> {
    guard let text, let addresses = Self.addresses(in: text, field) else { return .untold(reason) }
    return .given(addresses)
  }

  /// Nil where none, or not all of them, can be read.
  private static func addresses(in text: String, _ field: MailMessage.Field) -> [String]? {
    var message = MailMessage()
    guard (try? message.set(field, to: text)) != nil else { return nil }
    let found = message.texts(of: field)
    return found.isEmpty ? nil : found
  }

  /// Nothing is the null sender of bounces; what is not there is not told.
  private var envelopeFrom: MailPart<String> {
    guard let text = text("envelope_from") else { return .untold(LoggedMessage.Untold.envelopeFrom) }
    let trimmed = text.trimmed
    if trimmed.isEmpty || trimmed == "<>" { return .given("") }
    var message = MailMessage()
    if (try? message.set(.envelopeFrom, to: text)) != nil, let path = message.envelopeFrom.value { return .given(path) }
    // Some write a name before it.
    guard let addresses = Self.addresses(in: text, .from), addresses.count == 1 else {
      return .untold(LoggedMessage.Untold.envelopeFrom)
    }
    return .given(addresses[0])
  }

  /// Most messages have none.
  private var replyTo: MailPart<[String]> {
    switch values["replyto"] {
    case nil, .null: return .notGiven
    case .text(let text?) where text.trimmed.isEmpty: return .notGiven
    default: return addresses(text("replyto"), .replyTo, LoggedMessage.Untold.replyTo)
    }
  }

  /// All of the three lists: by which of them a recipient is exempt is not documented.
  private var recipients: MailPart<[String]> {
    var found: [String] = []
    var known: Set<String> = []
    for name in ["envelope_to", "to", "client_recipients"] {
      switch values[name] {
      case nil, .null: continue
      case .texts(let texts):
        for text in texts where !text.trimmed.isEmpty {
          guard let addresses = Self.addresses(in: text, .to) else { return Self.untoldRecipients }
          found += addresses.filter { known.insert($0).inserted }
        }
      default: return Self.untoldRecipients
      }
    }
    guard !found.isEmpty, found.count <= LoggedMessage.mostRecipients else { return Self.untoldRecipients }
    return .given(found)
  }

  private static let untoldRecipients = MailPart<[String]>.untold(LoggedMessage.Untold.recipients)

  /// Each of the three that is an address: which of them a policy is held against is not documented.
  private var ips: [IPAddress] {
    var found: [IPAddress] = []
    for name in ["smtp_helo_server_ip", "smtp_previous_hop_ip", "x_originating_ip"] {
      guard let text = text(name), text.utf8.count <= 64, let address = try? IPAddress.parse(text.trimmed) else {
        continue
      }
      let plain = address.mappedIPv4 ?? address
      if !found.contains(plain) { found.append(plain) }
    }
    return found
  }

  // MARK: - What became of it

  private var authentication: MailPart<Bool> {
    let results = ["dmarc", "spf", "dkim"].map { text("validation.\($0)")?.lowercased() }
    if results.contains("pass") { return .given(true) }
    return results.contains(nil) ? .untold(LoggedMessage.Untold.authentication) : .given(false)
  }

  private var allowance: LoggedMessage.Allowance? {
    guard let pattern = text("properties.allowlisted_pattern"), !pattern.isEmpty,
      pattern.utf8.count <= Self.longestPattern
    else { return nil }
    let name = "properties.allowlisted_pattern_type"
    let type: String? =
      switch values[name] {
      case nil, .null: text("properties.whitelisted_pattern_type")
      default: text(name)
      }
    guard let type else { return LoggedMessage.Allowance(pattern: pattern, kind: .untold) }
    let kind: LoggedMessage.Allowance.Kind? =
      switch type.lowercased() {
      case "allowed_sender": .trustedSender
      case "acceptable_sender": .acceptableSender
      case "allowed_recipient": .exemptRecipient
      // Releases, similar names and the like: no allow policy.
      default: nil
      }
    return kind.map { LoggedMessage.Allowance(pattern: pattern, kind: $0) }
  }

  /// The API takes patterns of 1024 characters.
  private static let longestPattern = 4096
}

/// A hash that is the same in each run: of what tells a message from others only this is kept.
///
/// FNV-1a, mixed once more (the end of SplitMix64). No defence against somebody who looks for two texts with one hash:
/// such messages count as one, with the graver verdict of the two.
enum MessageKey {
  static func hash(_ texts: [String]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for text in texts {
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01B3 }
      // A sign that no UTF-8 has, so that two texts side by side are not one.
      hash = (hash ^ 0xFF) &* 0x0100_0000_01B3
    }
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return hash ^ (hash >> 31)
  }
}
