import Canvas
package import Policies
import PolicyCore
import Theming

/// The place of a review that was asked for and is not there yet.
package struct PreparingState: Equatable, Sendable {
  /// Nil for the whole draft.
  package let marked: Set<PolicyID>?

  package init(marked: Set<PolicyID>?) { self.marked = marked }
}

extension PreparingState: ScreenLayer {
  var layer: Layer { .preparing(self) }
  var context: CommandContext { .review }
  var isOpening: Bool { true }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    command == .back || command == .interrupt ? .close() : .stay()
  }

  /// What is there already stays to be seen: mostly the review comes with the next frame.
  func draw(_ state: AppState, into buffer: inout Buffer) {
    let line = buffer.bounds.splitBottom(1).bottom
    buffer.fill(line, style: state.theme[.status])
    let text = " Preparing the review\(state.glyphs.ellipsis)  \(state.key(.back, in: .review)) leaves it"
    buffer.write(text, at: line.origin, style: state.theme[.status], maxWidth: line.columns)
  }
}

extension AppState {
  /// Says what the review is of where the table lets one expect something else.
  mutating func sayExtentOfReview() {
    guard !browse.marks.isEmpty, browse.marks.count < draft.draft.count else { return }
    let keys = [key(.back, in: .review), key(.markClear), key(.reviewOpen)].joined(separator: ", ")
    message = Message("Of the draft only what is marked: \(keys) one after the other review all of it.", tone: .warning)
  }

  /// Opens the review of the draft, or of the operations on some policies.
  mutating func openReview(of marked: Set<PolicyID>?) -> [AppEffect] {
    layers.append(.preparing(PreparingState(marked: marked)))
    return [.work(.review(only: marked))]
  }
}
