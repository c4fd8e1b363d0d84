package import Canvas
package import PolicyCore

/// The submissions of the account, and one of them in full.
package struct HistoryState: Equatable, Sendable {
  /// Newest first; nil until they have been read.
  package var records: [SubmissionRecord]?
  package var selection = 0
  package var scroll = ScrollOffset()
  /// The one that is shown in full.
  package var opened: Opened?
  /// In the list, or in the submission that is shown in full.
  package var search = ListSearch()

  package init() {}

  package struct Opened: Equatable, Sendable {
    package let record: SubmissionRecord
    /// Its lines, made once and not at every repaint.
    let lines: [HistoryText.Line]
    /// The lines as rows of a width: each row by its line, and its place among the rows of that.
    private(set) var rows: [Place] = []
    private var width = 0

    struct Place: Equatable {
      let line: Int
      let part: Int
    }

    /// What stands in each row; of a line of several the whole stands in its first.
    var texts: [String] {
      rows.map { $0.part == 0 ? lines[$0.line].parts.map(\.text).joined() : "" }
    }

    package var scroll = ScrollOffset()

    init(_ record: SubmissionRecord, width: Int) {
      self.record = record
      lines = HistoryText.lines(of: record)
      layOut(width: width)
    }

    /// Breaks the lines into rows, unless they are so already.
    mutating func layOut(width: Int) {
      guard width != self.width else { return }
      self.width = width
      rows = lines.indices.flatMap { line in
        (0..<lines[line].rowCount(width: width)).map { Place(line: line, part: $0) }
      }
    }
  }

  package var selected: SubmissionRecord? {
    guard let records, records.indices.contains(selection) else { return nil }
    return records[selection]
  }
}
