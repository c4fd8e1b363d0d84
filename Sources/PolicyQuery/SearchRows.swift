import Policies
import Synchronization

/// The rows of a list as filters and orders see them: its columns, and its texts folded when somebody first asks.
final class SearchRows: Sendable {
  let list: PolicyList
  /// The fields that rows had before the draft, where they are other ones: words are looked for in both.
  private let former: [Int: PolicyFields]
  private let folded = Mutex<FoldedRows?>(nil)

  init(_ list: PolicyList, former: [Int: PolicyFields] = [:]) {
    self.list = list
    self.former = former
  }

  var columns: PolicyColumns { list.table.columns }

  /// Takes some 20 ms for 100,000 policies in a release build when it is first asked for.
  var texts: FoldedRows {
    folded.withLock { folded in
      if let folded { return folded }
      let made = FoldedRows(columns, former: former)
      folded = made
      return made
    }
  }
}
