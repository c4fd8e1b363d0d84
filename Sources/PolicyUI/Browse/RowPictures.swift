import Canvas
import PolicyCore
import Policies
import Theming

/// The rows of the table as they were drawn last: a row that shows the same is not drawn again.
///
/// Not part of the state, which alone says what is to be seen: with fresh pictures every frame is the same to the cell,
/// only slower. For one screen, on the thread that draws.
package final class RowPictures {
  /// What all rows depend on.
  struct Look: Equatable {
    let layout: TableLayout
    let theme: Theme
    let glyphs: Glyphs
    let filter: String
    let listRevision: Int
    let findings: AccountFindings

    static func == (left: Look, right: Look) -> Bool {
      left.listRevision == right.listRevision && left.findings.isSame(as: right.findings)
        && left.layout == right.layout && left.filter == right.filter && left.theme == right.theme
        && left.glyphs == right.glyphs
    }
  }

  /// What one row depends on beside that.
  struct Content: Equatable {
    let operation: DraftOperation?
    let isMarked: Bool
    let isInConflict: Bool
    /// It is only still to be seen.
    let isUnmatched: Bool
    /// What is to be said of what it lets in.
    let reach: ReachAnswer.Sign
  }

  private var look: Look?
  private var pictures: [PolicyID: (content: Content, line: Buffer)] = [:]
  private var next: [PolicyID: (content: Content, line: Buffer)] = [:]
  /// How many rows were drawn since it was made.
  package private(set) var drawn = 0

  package init() {}

  /// Begins a frame: what the last one did not show is forgotten, and everything where all rows look different now.
  func begin(_ look: Look) {
    pictures = look == self.look ? next : [:]
    next = [:]
    self.look = look
  }

  /// The row as it was drawn, or drawn now.
  func line(of id: PolicyID, showing content: Content, draw: () -> Buffer) -> Buffer {
    if let known = pictures[id], known.content == content {
      next[id] = known
      return known.line
    }
    let line = draw()
    drawn += 1
    next[id] = (content, line)
    return line
  }
}
