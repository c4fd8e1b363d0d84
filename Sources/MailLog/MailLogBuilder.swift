import Mail
import Values

/// Collects messages; the same message seen twice becomes one.
package struct MailLogBuilder: Sendable {
  private(set) var texts = TextTableBuilder()
  private(set) var keys: [UInt64] = []
  private(set) var times: [UInt32] = []
  private(set) var marks: [MailLog.Marks] = []
  private(set) var starts: [UInt32] = [0]
  private(set) var parts: [MailLog.Part] = []
  /// Rows, counted from one, by their key; zero is a free place.
  private var slots = [UInt32](repeating: 0, count: 1024)
  /// What was seen of a row's message once more.
  private var repeats: [Int: [LoggedMessage]] = [:]
  private let most: Int

  /// Holds so many messages at most.
  package init(most: Int = MailLog.mostMessages) {
    self.most = most
  }

  package var count: Int { keys.count }

  /// Whether there is no room for more.
  package var isFull: Bool {
    keys.count >= most || parts.count >= MailLog.mostParts
      || texts.table.bytes.count >= MailLog.mostTextBytes
  }

  package mutating func reserve(_ messages: Int) {
    keys.reserveCapacity(messages)
    times.reserveCapacity(messages)
    marks.reserveCapacity(messages)
    starts.reserveCapacity(messages + 1)
    parts.reserveCapacity(messages * 6)
  }

  /// Takes a message, unless there is no room; false where it was seen before.
  @discardableResult
  package mutating func append(_ message: LoggedMessage) -> Bool {
    guard !isFull else { return false }
    if let row = row(of: message.key) {
      repeats[row, default: []].append(message)
      return false
    }
    add(message.key, time: message.time, MailLog.Marks(message))
    for (field, text) in Self.texts(of: message) { parts.append(MailLog.Part(field, texts.number(of: text))) }
    starts.append(UInt32(parts.count))
    return true
  }

  /// Takes the messages of a log; false where there was no room for all of them.
  @discardableResult
  package mutating func append(_ log: MailLog) -> Bool {
    var numbers = [UInt32](repeating: .max, count: log.texts.count)
    return log.texts.bytes.withUnsafeBufferPointer { bytes in
      for row in log.indices {
        guard !isFull else { return false }
        if let known = self.row(of: log.keys[row]) {
          repeats[known, default: []].append(log[row])
          continue
        }
        add(log.keys[row], time: log.times[row], log.marks[row])
        for part in log.parts[Int(log.starts[row])..<Int(log.starts[row + 1])] {
          if numbers[part.text] == .max {
            numbers[part.text] = texts.number(of: UnsafeBufferPointer(rebasing: bytes[log.texts.range(of: part.text)]))
          }
          parts.append(MailLog.Part(part.field, numbers[part.text]))
        }
        starts.append(UInt32(parts.count))
      }
      return true
    }
  }

  /// The row of a message that has come already.
  private func row(of key: UInt64) -> Int? {
    var place = Self.place(of: key, among: slots.count)
    while slots[place] != 0 {
      if keys[Int(slots[place]) - 1] == key { return Int(slots[place]) - 1 }
      place = (place + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The same with each message once: what was seen of it again is taken in.
  func merged() -> MailLogBuilder {
    guard !repeats.isEmpty else { return self }
    let log = MailLog(withoutRepeats: self)
    var whole = MailLogBuilder()
    whole.reserve(count)
    for row in log.indices {
      var message = log[row]
      for other in repeats[row] ?? [] { message.merge(other) }
      whole.append(message)
    }
    return whole
  }

  fileprivate var withoutRepeats: MailLogBuilder {
    var other = self
    other.repeats = [:]
    return other
  }

  // MARK: - Parts

  private mutating func add(_ key: UInt64, time: UInt32, _ mark: MailLog.Marks) {
    if 2 * (keys.count + 1) > slots.count { grow() }
    var place = Self.place(of: key, among: slots.count)
    while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
    keys.append(key)
    times.append(time)
    marks.append(mark)
    slots[place] = UInt32(keys.count)
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 2)
    for (row, key) in keys.enumerated() {
      var place = Self.place(of: key, among: larger.count)
      while larger[place] != 0 { place = (place + 1) & (larger.count - 1) }
      larger[place] = UInt32(row + 1)
    }
    slots = larger
  }

  /// Keys are hashes already, but not of a kind that nobody could foresee.
  private static func place(of key: UInt64, among count: Int) -> Int { key.hashValue & (count - 1) }

  private static func texts(of message: LoggedMessage) -> [(field: MailLog.Field, text: String)] {
    let mail = message.message
    return (mail.from.value ?? []).map { (.from, $0) } + (mail.envelopeFrom.value.map { [(.envelopeFrom, $0)] } ?? [])
      + (mail.replyTo.value ?? []).map { (.replyTo, $0) } + mail.ips.map { (.ip, "\($0)") }
      + (mail.recipients.value ?? []).map { (.recipient, $0) }
      + (message.allowance.map { [(.pattern, $0.pattern)] } ?? [])
  }
}

extension MailLog {
  fileprivate init(withoutRepeats builder: MailLogBuilder) { self.init(builder.withoutRepeats) }
}
