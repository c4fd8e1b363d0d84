import Policies

/// The folded texts of a table's rows, one behind the other: what words are looked for in.
struct FoldedRows: Sendable {
  /// Pattern and comments of each row, and for some those that they had before.
  ///
  /// Ended by a zero, with none before that.
  private(set) var text: [CChar] = []
  /// Where each row begins in `text`, and at last where the next would.
  private(set) var starts: [UInt32] = [0]

  var count: Int { starts.count - 1 }

  /// `former` are the fields that rows had before the draft, where they are other ones.
  init(_ columns: PolicyColumns, former: [Int: PolicyFields] = [:]) {
    text.reserveCapacity(columns.texts.count + 3 * columns.bits.count + 1)
    starts.reserveCapacity(columns.bits.count + 1)
    for row in columns.bits.indices {
      FoldedText.append(columns.pattern(row), to: &text)
      text.append(FoldedText.endOfField)
      FoldedText.append(columns.comments(row), to: &text)
      text.append(FoldedText.endOfField)
      if let former = former[row] { append(former) }
      text.append(FoldedText.endOfRow)
      starts.append(UInt32(text.count))
    }
    text.append(0)
  }

  private mutating func append(_ fields: PolicyFields) {
    if let pattern = fields.pattern { FoldedText.append(pattern, to: &text) }
    text.append(FoldedText.endOfField)
    if let comments = fields.comments { FoldedText.append(comments, to: &text) }
    text.append(FoldedText.endOfField)
  }

  /// The bytes of a row's pattern (0) or comments (1), as they are after the draft.
  func field(_ number: Int, of row: Int) -> Range<Int> {
    var start = Int(starts[row])
    for _ in 0..<number {
      start = endOfField(from: start) + 1
    }
    return start..<endOfField(from: start)
  }

  /// Whether one of a row's texts, before the draft or after it, is such a one.
  func hasField(of row: Int, where holds: (Span<CChar>) -> Bool) -> Bool {
    var start = Int(starts[row])
    let end = Int(starts[row + 1]) - 1
    while start < end {
      let endOfField = endOfField(from: start)
      if holds(text.span.extracting(start..<endOfField)) { return true }
      start = endOfField + 1
    }
    return false
  }

  private func endOfField(from start: Int) -> Int {
    var end = start
    while text[end] != FoldedText.endOfField { end += 1 }
    return end
  }
}
