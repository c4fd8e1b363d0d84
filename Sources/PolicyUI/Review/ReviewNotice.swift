import Values
import Canvas
import Theming

/// What stands above the keys of the review: why the last attempt did not go through, and what became of the one before.
enum ReviewNotice {
  struct Line {
    let text: VisibleText
    let role: Role
  }

  private static let mostLines = 3

  static func lines(_ state: AppState, _ review: ReviewState) -> [Line] {
    let width = max(10, state.size.columns - 2)
    return refusal(state, review, width) + unsettled(state, width)
  }

  private static func refusal(_ state: AppState, _ review: ReviewState, _ width: Int) -> [Line] {
    guard let refusal = review.refusal, !review.isInConflict || !state.conflicts(in: review).isEmpty else { return [] }
    let ray = refusal.rayID.map { " (cf-ray \($0))" } ?? ""
    // The keys that settle a conflict stand beside it.
    let advice =
      refusal.isAboutServerFields
      ? "\(state.key(.reviewEncoding, in: .review)) writes it in the other encoding."
      : review.isInConflict ? "" : refusal.advice
    return paragraph("\(refusal.what) \(advice)\(ray)", .levelError, width, state)
  }

  /// An earlier batch that the server may still carry out, or has carried out unseen.
  private static func unsettled(_ state: AppState, _ width: Int) -> [Line] {
    guard let unsettled = state.unsettled else { return [] }
    let keys = "\(state.key(.back, in: .review)) \(state.key(.historyOpen))"
    return paragraph("\(unsettled.sentence(at: state.now)) \(keys): history", .levelWarning, width, state)
  }

  private static func paragraph(_ text: String, _ role: Role, _ width: Int, _ state: AppState) -> [Line] {
    let lines = Paragraph(text, width: width).lines
    var shown = Array(lines.prefix(mostLines))
    if lines.count > mostLines, let last = shown.popLast() {
      let sign = state.glyphs.ellipsis
      shown.append(VisibleText(last.prefix(columns: width - 1).string + sign))
    }
    return shown.map { Line(text: $0, role: role) }
  }
}
