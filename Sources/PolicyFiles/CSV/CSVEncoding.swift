/// In which encoding a file is written, by what spreadsheets of all countries write.
enum CSVEncoding: String, Sendable {
  case utf8 = "UTF-8"
  /// What spreadsheets call Unicode text; it begins with a byte order mark.
  case utf16 = "UTF-16"
  /// What spreadsheets on Windows write where nothing else is asked for.
  case windows1252 = "Windows-1252"

  /// The bytes as UTF-8 without a byte order mark, and the encoding that they were in; nil where they are in none of
  /// these.
  static func decoded(_ bytes: [UInt8]) -> (utf8: [UInt8], encoding: CSVEncoding)? {
    if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes, isLittleEndian: true) }
    if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes, isLittleEndian: false) }
    if (try? UTF8Span(validating: bytes.span)) != nil { return (bytes, .utf8) }
    return windows1252(bytes)
  }

  /// Where UTF-8 ends in bytes that otherwise are it; nil where they are sound, or have no sign of UTF-8 anywhere else.
  ///
  /// Such a file was damaged: read as another encoding, every character that is sound would come out wrong.
  static func damage(in bytes: [UInt8]) -> Int? {
    guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else { return nil }
    var first: Int?
    var rest = bytes[...]
    var hasCharacters = false
    while !rest.isEmpty {
      do throws(UTF8.ValidationError) {
        _ = try UTF8Span(validating: rest.span)
        hasCharacters = hasCharacters || rest.contains { $0 >= 0x80 }
        break
      } catch {
        let sound = rest.prefix(error.byteOffsets.lowerBound)
        hasCharacters = hasCharacters || sound.contains { $0 >= 0x80 }
        first = first ?? sound.endIndex
        if hasCharacters { break }
        rest = rest[(rest.startIndex + max(error.byteOffsets.upperBound, error.byteOffsets.lowerBound + 1))...]
      }
    }
    return hasCharacters ? first : nil
  }

  /// UTF-8 that was decoded from this encoding as it was before, to the byte; without a byte order mark.
  func encoded(_ utf8: ArraySlice<UInt8>, isLittleEndian: Bool) -> [UInt8] {
    switch self {
    case .utf8: Array(utf8)
    case .utf16:
      String(decoding: utf8, as: UTF8.self).utf16.flatMap { unit in
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
        return isLittleEndian ? [low, high] : [high, low]
      }
    case .windows1252:
      String(decoding: utf8, as: UTF8.self).unicodeScalars.map { scalar in
        // Nothing else comes out of that encoding than what is one byte in it.
        Self.upperHalf.firstIndex(of: scalar.value).map { UInt8(0x80 + $0) } ?? UInt8(truncatingIfNeeded: scalar.value)
      }
    }
  }

  private static func utf16(_ bytes: [UInt8], isLittleEndian: Bool) -> (utf8: [UInt8], encoding: CSVEncoding)? {
    guard bytes.count.isMultiple(of: 2) else { return nil }
    let units = stride(from: 2, to: bytes.count, by: 2).lazy.map { place in
      let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
      return isLittleEndian ? first | second << 8 : first << 8 | second
    }
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count / 2)
    let isBroken = transcode(units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: true) {
      utf8.append($0)
    }
    return isBroken ? nil : (utf8, .utf16)
  }

  /// Any byte but five means a character there, so a file of zeros or of other bytes below a blank is none.
  private static func windows1252(_ bytes: [UInt8]) -> (utf8: [UInt8], encoding: CSVEncoding)? {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      switch byte {
      case 0: return nil
      case 1..<0x80: utf8.append(byte)
      case 0x80..<0xA0:
        guard let scalar = Unicode.Scalar(upperHalf[Int(byte) - 0x80]), scalar.value != 0 else { return nil }
        utf8 += Array(String(scalar).utf8)
      default: utf8 += [0xC0 | byte >> 6, 0x80 | byte & 0x3F]
      }
    }
    return (utf8, .windows1252)
  }

  /// 0x80 to 0x9F, 0 where there is no character.
  ///
  /// Source: the WHATWG Encoding Standard, index windows-1252, with the five
  /// that it maps to controls left out.
  private static let upperHalf: [UInt32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
    0x0178,
  ]
}

/// What stands between the fields of a row.
enum CSVDelimiter {
  private static let all: [UInt8] = [CSVByte.comma, CSVByte.semicolon, CSVByte.tab, CSVByte.bar]

  /// The delimiter that a first line such as `sep=;` names, and where the next line begins; nil where there is none.
  static func declared(_ bytes: [UInt8], from start: Int) -> (delimiter: UInt8, next: Int)? {
    let line = bytes[start...].prefix { $0 != CSVByte.lineFeed && $0 != CSVByte.carriageReturn }
    // Spreadsheets put it between quotation marks when they write it back.
    let words = line.filter { $0 != CSVByte.quote }
    guard words.count == 5, words.prefix(4).elementsEqual("sep=".utf8) || words.prefix(4).elementsEqual("SEP=".utf8),
      let delimiter = words.last, all.contains(delimiter)
    else { return nil }
    var next = line.endIndex
    if next < bytes.count, bytes[next] == CSVByte.carriageReturn { next += 1 }
    if next < bytes.count, bytes[next] == CSVByte.lineFeed { next += 1 }
    return (delimiter, next)
  }

  /// A comma where the first row has one outside of quotation marks, and else what it has most of.
  static func likely(_ bytes: [UInt8], from start: Int) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    var hasBegun = false
    for byte in bytes[start...] {
      let isEnd = byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn
      if isEnd, !isQuoted {
        if hasBegun { break }
        continue
      }
      hasBegun = true
      if byte == CSVByte.quote { isQuoted.toggle() }
      if !isQuoted, all.contains(byte) { counts[byte, default: 0] += 1 }
    }
    guard counts[CSVByte.comma] == nil, let most = counts.values.max() else { return CSVByte.comma }
    return all.first { counts[$0] == most } ?? CSVByte.comma
  }
}
