package import Canvas
package import PolicyCore

/// The submissions of the account, and one of them in full.
package struct HistoryState: Sendable {
  /// Newest first; nil until they have been read.
  package var records: [SubmissionRecord]?
  package var selection = 0
  package var scroll = ScrollOffset()
  /// The one that is shown in full.
  package var opened: Opened?

  package init() {}

  package struct Opened: Sendable {
    package let record: SubmissionRecord
    /// Its lines, made once and not at every repaint.
    let lines: [HistoryText.Line]
    package var scroll = ScrollOffset()

    init(_ record: SubmissionRecord) {
      self.record = record
      lines = HistoryText.lines(of: record)
    }
  }

  package var selected: SubmissionRecord? {
    guard let records, records.indices.contains(selection) else { return nil }
    return records[selection]
  }
}
