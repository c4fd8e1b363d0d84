import Policies
import Foundation

/// Finds the rows of a table that hold all words of a query and none of those that it excludes.
///
/// Each word has a cursor that leaps to the next row with it, over the whole text at once; a row that every cursor
/// stands on is a hit. So each word costs at most one pass, and a rare one spares the others most of theirs.
struct WordSearch {
  private var wanted: [Cursor]
  private var excluded: [Cursor]

  private struct Cursor {
    let bytes: [CChar]
    /// The first row with the word at or after the row that was last asked for; -1 at the beginning.
    var row = -1

    mutating func advance(to start: Int, in text: UnsafePointer<CChar>, _ starts: UnsafeBufferPointer<UInt32>) {
      guard row < start else { return }
      // A word never holds the bytes that end fields and rows, so that no match reaches over an end.
      guard let found = strstr(text + Int(starts[start]), bytes) else {
        row = starts.count - 1
        return
      }
      let offset = UnsafePointer(found) - text
      row = start
      while Int(starts[row + 1]) <= offset { row += 1 }
    }
  }

  init(_ words: [RowPredicate.Word]) {
    wanted = words.filter { !$0.isNegated }.map { Cursor(bytes: $0.bytes) }
    excluded = words.filter(\.isNegated).map { Cursor(bytes: $0.bytes) }
  }

  /// Calls `found` for each hit that passes `test`, in the order of the rows.
  ///
  /// Looks every few thousand rows whether its task was cancelled, and throws if so.
  mutating func run(
    in rows: SearchRows,
    where test: (Int) -> Bool,
    found: (Int) -> Void
  ) throws(CancellationError) {
    let count = rows.columns.bits.count
    let isComplete: Bool
    if wanted.isEmpty, excluded.isEmpty {
      isComplete = visit(count, where: test, found: found)
    } else {
      let texts = rows.texts
      isComplete = texts.text.withUnsafeBufferPointer { text in
        texts.starts.withUnsafeBufferPointer { starts in
          guard let text = text.baseAddress else { return true }
          return visit(count, text, starts, where: test, found: found)
        }
      }
    }
    if !isComplete { throw CancellationError() }
  }

  /// Without any word; false where the task was cancelled.
  private func visit(_ count: Int, where test: (Int) -> Bool, found: (Int) -> Void) -> Bool {
    for row in 0..<count {
      if row % 4096 == 4095, Task.isCancelled { return false }
      if test(row) { found(row) }
    }
    return true
  }

  /// False where the task was cancelled.
  private mutating func visit(
    _ count: Int,
    _ text: UnsafePointer<CChar>,
    _ starts: UnsafeBufferPointer<UInt32>,
    where test: (Int) -> Bool,
    found: (Int) -> Void
  ) -> Bool {
    var row = 0
    var visited = 0
    while row < count {
      visited += 1
      if visited % 4096 == 0, Task.isCancelled { return false }
      let next = nextCandidate(from: row, text, starts)
      guard next == row else {
        row = next
        continue
      }
      if test(row), !isExcluded(row, text, starts) { found(row) }
      row += 1
    }
    return true
  }

  /// The row itself where it has all words, else a later one before which there is no hit.
  private mutating func nextCandidate(
    from row: Int,
    _ text: UnsafePointer<CChar>,
    _ starts: UnsafeBufferPointer<UInt32>
  ) -> Int {
    for index in wanted.indices {
      wanted[index].advance(to: row, in: text, starts)
      if wanted[index].row > row { return wanted[index].row }
    }
    return row
  }

  private mutating func isExcluded(
    _ row: Int,
    _ text: UnsafePointer<CChar>,
    _ starts: UnsafeBufferPointer<UInt32>
  ) -> Bool {
    for index in excluded.indices {
      excluded[index].advance(to: row, in: text, starts)
      if excluded[index].row == row { return true }
    }
    return false
  }
}
