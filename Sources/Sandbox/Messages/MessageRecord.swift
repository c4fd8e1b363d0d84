/// A message as the search tells it; what no client of the sandbox reads is left out.
struct MessageRecord: Sendable, Equatable {
  var id: String
  var messageID: String
  var scannedMicros: Int64
  /// Nil is served as `null`.
  var envelopeFrom: String?
  var from: String?
  var fromName: String?
  var replyTo: String?
  var recipients: [String]
  var heloIP: String?
  var previousHopIP: String?
  var originatingIP: String?
  var deliveryMode = "DIRECT"
  /// Nil leaves the whole member out, as for a message that nobody looked at.
  var validation: Validation?
  var verdict: String
  var allowance: Allowance?
  var subject: String
  var reasons: [String] = []

  struct Validation: Sendable, Equatable {
    /// Nil is served as `null`.
    var dmarc: String?
    var spf: String?
    var dkim: String?
  }

  /// The policy that let it through, as the answer names it.
  struct Allowance: Sendable, Equatable {
    var pattern: String
    var type: String
    /// Whether the type stands under the name that it had before.
    var isLegacy = false
  }

  /// The verdicts that count as detections where no policy let the message through.
  static let detections: Set = ["MALICIOUS", "SUSPICIOUS", "SPOOF", "SPAM", "BULK"]

  var isDetection: Bool { allowance == nil && Self.detections.contains(verdict) }

  /// Gives the message as the API shows it: one JSON object, without line breaks.
  func rendered() -> String {
    let scanned = JSONText.literal(Timestamp.text(scannedMicros, fractionDigits: 3))
    let sent = JSONText.literal(Timestamp.text(scannedMicros - 2 * Timestamp.microsPerSecond, fractionDigits: 0))
    let list = "[" + recipients.map { JSONText.literal($0) }.joined(separator: ",") + "]"
    var text = "{\"id\":" + JSONText.literal(id) + ",\"postfix_id\":" + JSONText.literal(String(id.prefix(10)))
    text += ",\"message_id\":" + JSONText.literal(messageID)
    text += ",\"scanned_at\":" + scanned + ",\"sent_at\":" + sent
    text += ",\"envelope_from\":" + JSONText.literal(envelopeFrom) + ",\"from\":" + JSONText.literal(from)
    text += ",\"from_name\":" + JSONText.literal(fromName) + ",\"replyto\":" + JSONText.literal(replyTo)
    text += ",\"envelope_to\":" + list + ",\"to\":" + list + ",\"to_name\":null,\"client_recipients\":" + list
    text += ",\"smtp_helo_server_ip\":" + JSONText.literal(heloIP)
    text += ",\"smtp_previous_hop_ip\":" + JSONText.literal(previousHopIP)
    text += ",\"x_originating_ip\":" + JSONText.literal(originatingIP)
    text += ",\"delivery_mode\":" + JSONText.literal(deliveryMode)
    if let validation { text += ",\"validation\":" + validation.rendered() }
    text += ",\"final_disposition\":" + JSONText.literal(verdict)
    text += ",\"properties\":" + (allowance?.rendered() ?? "{}")
    text += ",\"delivery_status\":[\"" + (isDetection && verdict != "BULK" ? "quarantined" : "delivered") + "\"]"
    text += ",\"is_quarantined\":" + (isDetection && verdict != "BULK" ? "true" : "false")
    text += ",\"detection_reasons\":[" + reasons.map { JSONText.literal($0) }.joined(separator: ",") + "]"
    text += ",\"threat_categories\":null,\"subject\":" + JSONText.literal(subject)
    return text + "}"
  }
}

extension MessageRecord.Validation {
  fileprivate func rendered() -> String {
    "{\"comment\":null,\"dkim\":" + JSONText.literal(dkim) + ",\"dmarc\":" + JSONText.literal(dmarc) + ",\"spf\":"
      + JSONText.literal(spf) + "}"
  }
}

extension MessageRecord.Allowance {
  fileprivate func rendered() -> String {
    "{\"allowlisted_pattern\":" + JSONText.literal(pattern)
      + (isLegacy ? ",\"whitelisted_pattern_type\":" : ",\"allowlisted_pattern_type\":") + JSONText.literal(type) + "}"
  }
}
