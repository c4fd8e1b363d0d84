import Foundation
import Mail
import MailLog

extension FuzzTarget {
  /// A page of the search for messages: one odd row hides no other, and what was read is kept as it is.
  static let messages = FuzzTarget("messages") { bytes in
    guard let answer = try? AnsweredMessages(Data(bytes)) else { return }
    try promise(answer.cursor?.isEmpty != true, "an empty cursor")
    var builder = MailLogBuilder()
    for message in answer.messages ?? [] {
      for field in MailMessage.Field.allCases {
        let texts = message.message.texts(of: field)
        try promise(texts.isEmpty || message.message.reason(for: field) == nil, "given and untold: \(field.rawValue)")
        try promise(!texts.contains { $0.unicodeScalars.contains { $0.value < 0x20 } }, "a control character: \(texts)")
      }
      builder.append(message)
    }
    try isKept(MailLog(builder))
  }

  /// A day of mail as it is kept: damaged bytes are none, and what is one is written back as the same messages.
  static let mailLog = FuzzTarget("mail-log") { bytes in
    guard let log = MailLogBlock.decode(bytes) else { return }
    // What a hand has written may name a part twice; what the program makes of it is kept.
    try isKept(SampledLog.rebuilt(log))
  }

  private static func isKept(_ log: MailLog) throws {
    guard let again = MailLogBlock.decode(MailLogBlock.encode(log)) else {
      throw BrokenPromise(description: "what was kept is not read again")
    }
    try promise(again.count == log.count, "another number of messages")
    for row in log.indices { try promise(again[row] == log[row], "the log gives back something else: \(log[row])") }
  }
}

/// A log put together from its messages.
private enum SampledLog {
  static func rebuilt(_ log: MailLog) -> MailLog {
    var builder = MailLogBuilder()
    for row in log.indices { builder.append(log[row]) }
    return MailLog(builder)
  }
}
