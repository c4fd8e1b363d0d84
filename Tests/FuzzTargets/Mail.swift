import Mail

extension FuzzTarget {
  private static let servers = TrustedServers(["mx.acme.example", "mx2.acme.example"])

  /// A message as an `.eml` file has it, and the same text as a person would type the parts of one.
  static let message = FuzzTarget("message") { bytes in
    let message = MailMessage(header: bytes[...], trusting: servers)
    try isSound(message)
    let untrusting = MailMessage(header: bytes[...], trusting: TrustedServers([]))
    for field in [MailMessage.Field.ip, .helo, .authentication] {
      try promise(untrusting.texts(of: field).isEmpty, "\(field.rawValue) is believed of nobody")
    }
    try promise(untrusting.from == message.from, "the From depends on who is trusted")
    var typed = MailMessage()
    for field in MailMessage.Field.allCases { try? typed.set(field, to: text(bytes.prefix(512))) }
    try isSound(typed)
  }

  /// An mbox file: however it is cut into pieces, its messages are the same.
  static let mbox = FuzzTarget("mbox") { bytes in
    let whole = sections(of: bytes, inPiecesOf: max(1, bytes.count))
    for size in [1, 7] {
      try promise(sections(of: bytes, inPiecesOf: size) == whole, "in pieces of \(size) it has other messages")
    }
    try promise(whole.reduce(0) { $0 + $1.count } <= bytes.count, "more than there is")
    for section in whole { try isSound(MailMessage(header: section[...], trusting: servers)) }
  }

  private static func sections(of bytes: [UInt8], inPiecesOf size: Int) -> [[UInt8]] {
    var reader = MboxReader()
    var sections: [[UInt8]] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      reader.read(Array(bytes[start..<min(start + size, bytes.count)])) { sections.append(Array($0)) }
    }
    reader.finish { sections.append(Array($0)) }
    return sections
  }

  /// Whether what was read of a message can be written, and read again as the same.
  private static func isSound(_ message: MailMessage) throws {
    for field in MailMessage.Field.allCases {
      let texts = message.texts(of: field)
      try promise(texts.isEmpty || message.reason(for: field) == nil, "given and untold: \(field.rawValue)")
      try promise(!texts.contains { $0.unicodeScalars.contains { $0.value < 0x20 } }, "a control character: \(texts)")
      for text in texts {
        var again = MailMessage()
        do {
          try again.set(field, to: text.isEmpty ? "<>" : text)
        } catch {
          throw BrokenPromise(description: "\(field.rawValue) is not read again: \(text)")
        }
        try promise(again.texts(of: field) == [text], "\(field.rawValue) is another one when it is read again: \(text)")
      }
    }
  }
}
