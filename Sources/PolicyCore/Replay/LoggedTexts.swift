import MailLog
import Values

/// The texts of a log by the kinds in which messages have them, each once.
struct LoggedTexts: Sendable {
  private let log: MailLog
  private var texts: [LoggedText] = []
  /// The number of a text of a kind among these, by its number in the log; -1 where no message has it so.
  private var places: [[Int32]]

  init(_ log: MailLog) {
    self.log = log
    places = (0..<3).map { _ in [Int32](repeating: -1, count: log.texts.count) }
    for part in log.parts {
      guard let text = LoggedText(part), places[text.kind.place][text.number] < 0 else { continue }
      places[text.kind.place][text.number] = Int32(texts.count)
      texts.append(text)
    }
  }

  var count: Int { texts.count }

  /// Nil for a part that is no text of the message.
  func number(of part: MailLog.Part) -> Int? {
    LoggedText(part).map { Int(places[$0.kind.place][$0.number]) }
  }

  func kind(of number: Int) -> MatchedText.Kind { texts[number].kind }

  /// The texts that some messages have, in order.
  func named(in rows: [Int]) -> [Int] {
    var isNamed = [Bool](repeating: false, count: texts.count)
    for row in rows {
      for part in log.parts(of: row) {
        if let number = number(of: part) { isNamed[number] = true }
      }
    }
    return isNamed.indices.filter { isNamed[$0] }
  }

  /// Hands over a text and its bytes; gives nil where it is none that a policy could match.
  @discardableResult
  func withText<Result>(_ number: Int, _ body: (MatchedText, UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
    guard let text = texts[number].text(in: log) else { return nil }
    return log.texts.bytes.withUnsafeBufferPointer { bytes in
      body(text, UnsafeBufferPointer(rebasing: bytes[log.texts.range(of: texts[number].number)]))
    }
  }
}
