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
      var reader = Reader(bytes: bytes)
      return reader.read()
    }
  }

  private struct Reader {
    let bytes: UnsafeRawBufferPointer
    var builder = MailLogBuilder()

    func number<Number: FixedWidthInteger>(_ type: Number.Type, _ offset: Int) -> Number {
      Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }

    mutating func read() -> MailLog? {
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
      guard let numbers = readTexts(texts, at: place + parts * 4, bytes: textBytes) else { return nil }
      builder.reserve(messages)
      var next = 0
      for row in 0..<messages {
        let mark = MailLog.Marks(raw: number(UInt16.self, marks + 2 * row))
        let end = next + Int(number(UInt16.self, sizes + 2 * row))
        let key = number(UInt64.self, headerSize + 8 * row)
        guard mark.isSound, end <= parts, builder.row(of: key) == nil else { return nil }
        builder.begin(key, time: number(UInt32.self, times + 4 * row), mark)
        for index in next..<end {
          let part = MailLog.Part(raw: number(UInt32.self, place + 4 * index))
          guard part.isSound, part.text < texts else { return nil }
          builder.append(part: part.field, numbers[part.text])
        }
        builder.end()
        next = end
      }
      return next == parts ? MailLog(builder) : nil
    }

    /// The numbers under which the builder has the texts; nil where one is no text.
    private mutating func readTexts(_ count: Int, at lengths: Int, bytes size: Int) -> [UInt32]? {
      var start = lengths + 2 * count
      let end = start + size
      var numbers: [UInt32] = []
      numbers.reserveCapacity(count)
      for index in 0..<count {
        let length = Int(number(UInt16.self, lengths + 2 * index))
        guard start + length <= end else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: bytes[start..<start + length]).bindMemory(to: UInt8.self)
        guard (try? UTF8Span(validating: text.span)) != nil else { return nil }
        numbers.append(builder.number(of: text))
        start += length
      }
      return start == end ? numbers : nil
    }
  }
}
