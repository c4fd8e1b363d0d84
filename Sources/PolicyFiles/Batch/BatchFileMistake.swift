import Values

/// Why a batch file cannot be taken: one thing that is wrong, and where.
package struct BatchFileMistake: Hashable, Sendable, CustomStringConvertible {
  /// A JSON pointer (RFC 6901) such as `/patches/2/verify_sender`, empty for the whole file.
  ///
  /// Nil where the file is not JSON. What is missing has the pointer that it would have.
  package let pointer: String?
  /// Counted from 1.
  ///
  /// What is missing has the line and column of the object that lacks it.
  package let line: Int
  /// In code points, counted from 1.
  package let column: Int
  /// What is wrong with what stands there, such as `is missing`.
  package let what: String

  /// A mistake at an offset into the bytes.
  init(_ pointer: String?, at offset: Int, of bytes: [UInt8], _ what: String) {
    self.pointer = pointer
    self.what = what
    var line = 1
    var lineStart = 0
    for index in 0..<offset {
      let isReturn = bytes[index] == 0x0D && !bytes[(index + 1)...].starts(with: [0x0A])
      guard isReturn || bytes[index] == 0x0A else { continue }
      line += 1
      lineStart = index + 1
    }
    self.line = line
    // Every byte of a code point but the first is 10xxxxxx.
    column = bytes[lineStart..<offset].count { $0 & 0xC0 != 0x80 } + 1
  }

  /// Where it is and what it is, without a full stop.
  package var description: String {
    switch pointer {
    case nil: "The file is not JSON at line \(line), column \(column): \(what)"
    case "": "The file \(what)"
    case let pointer?: "\(pointer) (line \(line)) \(what)"
    }
  }
}

extension Problem {
  /// Of kind `invalid`; names the first mistake, and how many more there are.
  static func batchFile(_ first: BatchFileMistake, more: Int) -> Problem {
    let others = more == 0 ? "" : " (and \(more.counted("more mistake")))"
    return Problem(
      .invalid,
      what: "\(first)\(others); nothing was sent.",
      advice: "Mend the file and try again, or export the batch anew."
    )
  }
}
