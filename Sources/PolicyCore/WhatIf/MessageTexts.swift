import Mail

/// A text of a message, and where it stands there.
struct MessageText {
  let text: MatchedText
  let fields: [MailMessage.Field]
}

extension MailMessage {
  /// The texts by which policies match, each once.
  var matchedTexts: [MessageText] {
    var texts: [MessageText] = []
    func add(_ text: MatchedText, _ field: Field) {
      if let place = texts.firstIndex(where: { $0.text == text }) {
        texts[place] = MessageText(text: text, fields: texts[place].fields + [field])
      } else {
        texts.append(MessageText(text: text, fields: [field]))
      }
    }
    for field in [Field.from, .envelopeFrom, .replyTo] {
      for address in self.texts(of: field) { add(.sender(address), field) }
    }
    if let ip = ip.value { for address in [ip] + otherIPs { add(.ip(address), .ip) } }
    if let name = serverName.value { add(.server(name), .helo) }
    // A recipient is no sender, so it is found among recipients only; there are none twice.
    let recipients = recipients.value ?? []
    return texts + recipients.map { MessageText(text: .recipient($0), fields: [.to]) }
  }

  /// The kinds of texts of which the message has one that cannot be told.
  var untoldKinds: Set<MatchedText.Kind> {
    Set(Field.allCases.filter { reason(for: $0) != nil }.compactMap(\.kind))
  }
}

extension MailMessage.Field {
  /// Nil for what is no text that a policy matches.
  fileprivate var kind: MatchedText.Kind? {
    switch self {
    case .from, .envelopeFrom, .replyTo: .sender
    case .ip: .ip
    case .helo: .server
    case .to: .recipient
    case .authentication: nil
    }
  }
}
