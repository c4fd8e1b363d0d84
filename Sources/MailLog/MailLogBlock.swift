/// A log as bytes: the columns one behind the other, and the texts.
///
/// All numbers are little-endian. Whoever changes the layout raises ``version``. Four counts of 4 bytes (messages, parts,
/// texts, bytes of texts), then for each message 8 bytes of key, 4 of time, 2 of marks and 2 for the number of its parts,
/// column by column; 4 bytes for each part, 2 for the length of each text, and the texts.
package enum MailLogBlock {
  package static let version: UInt32 = 1
  private static let headerSize = 16
  private static let bytesPerMessage = 8 + 4 + 2 + 2

  // MARK: - Writing

  package static func encode(_ log: MailLog) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(
      headerSize + log.count * bytesPerMessage + log.parts.count * 4 + log.texts.count * 2 + log.texts.bytes.count
    )
    for count in [log.count, log.parts.count, log.texts.count, log.texts.bytes.count] {
      append(UInt32(count), to: &bytes)
    }
    for key in log.keys { append(key, to: &bytes) }
    for time in log.times { append(time, to: &bytes) }
    for mark in log.marks { append(mark.raw, to: &bytes) }
    for row in log.indices { append(UInt16(log.starts[row + 1] - log.starts[row]), to: &bytes) }
    for part in log.parts { append(part.raw, to: &bytes) }
    for number in 0..<log.texts.count { append(UInt16(log.texts.range(of: number).count), to: &bytes) }
    return bytes + log.texts.bytes
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  // MARK: - Reading

  /// Nil where the bytes are no block.
  package static func decode(_ bytes: [UInt8]) -> MailLog? {
    bytes.withUnsafeBytes { bytes in
      Reader(bytes: bytes).read()
    }
  }

  private struct Reader {
    let bytes: UnsafeRawBufferPointer

    func number<Number: FixedWidthInteger>(_ type: Number.Type, _ offset: Int) -> Number {
      Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }

    func numbers<Number: FixedWidthInteger>(_ type: Number.Type, _ count: Int, at start: Int) -> [Number] {
      (0..<count).map { number(type, start + $0 * MemoryLayout<Number>.size) }
    }

    func read() -> MailLog? {
      guard bytes.count >= headerSize else { return nil }
      let counts = (0..<4).map { Int(number(UInt32.self, 4 * $0)) }
      let (messages, parts, texts, textBytes) = (counts[0], counts[1], counts[2], counts[3])
      guard messages <= MailLog.mostMessages, parts <= MailLog.mostParts, texts <= parts,
        bytes.count == headerSize + messages * bytesPerMessage + parts * 4 + texts * 2 + textBytes
      else { return nil }
      let times = headerSize + messages * 8
      let marks = times + messages * 4
      let sizes = marks + messages * 2
      let place = sizes + messages * 2
      guard let table = readTexts(texts, at: place + parts * 4, bytes: textBytes),
        let starts = readStarts(messages, parts, at: sizes)
      else { return nil }
      let found = MailLog(
        texts: table,
        keys: numbers(UInt64.self, messages, at: headerSize),
        times: numbers(UInt32.self, messages, at: times),
        marks: numbers(UInt16.self, messages, at: marks).map { MailLog.Marks(raw: $0) },
        starts: starts,
        parts: numbers(UInt32.self, parts, at: place).map { MailLog.Part(raw: $0) }
      )
      return found.isSound ? found : nil
    }

    /// Nil where the messages' numbers of parts do not come to the number of all.
    private func readStarts(_ messages: Int, _ parts: Int, at sizes: Int) -> [UInt32]? {
      var starts: [UInt32] = [0]
      starts.reserveCapacity(messages + 1)
      var end = 0
      for row in 0..<messages {
        end += Int(number(UInt16.self, sizes + 2 * row))
        starts.append(UInt32(truncatingIfNeeded: end))
      }
      return end == parts ? starts : nil
    }

    /// Nil where one of them is no text.
    private func readTexts(_ count: Int, at lengths: Int, bytes size: Int) -> TextTable? {
      let start = lengths + 2 * count
      var ends: [UInt32] = []
      ends.reserveCapacity(count)
      var end = 0
      for length in numbers(UInt16.self, count, at: lengths) {
        let text = start + end
        end += Int(length)
        guard end <= size else { return nil }
        let part = UnsafeRawBufferPointer(rebasing: bytes[text..<start + end]).bindMemory(to: UInt8.self)
        guard (try? UTF8Span(validating: part.span)) != nil else { return nil }
        ends.append(UInt32(end))
      }
      return end == size ? TextTable(bytes: Array(bytes[start..<start + size]), ends: ends) : nil
    }
  }
}
