import Canvas
import PolicyCore
import PolicyFiles
import Policies

/// Several lines that were pasted where one pattern goes.
struct PastedLines: Equatable, Sendable {
  let text: String
  /// As they stand in the field.
  let joined: String

  /// Nil for a single line.
  init?(_ text: String) {
    let entries = PastedPatterns(text).entries
    guard entries.count > 1 else { return nil }
    self.text = text
    joined = entries.map(\.text).joined(separator: ", ")
  }
}

extension FormState {
  /// The lines of which each becomes a policy of its own; nil where the pattern is one.
  ///
  /// Lines that were pasted are always several, expressions never.
  var several: String? {
    guard subject == .new, mending == nil, !isRegex else { return nil }
    if let pasted, pasted.joined == pattern.text { return pasted.text }
    return PastedPatterns.listed(in: pattern.text)?.joined(separator: "\n")
  }

  /// Goes on with the list of several new policies, with what is chosen here, if the pattern is several.
  func opensSeveral(in state: inout AppState) -> Bool {
    guard focus == .pattern, let several else { return false }
    state.layers.append(.bulkNew(BulkNewState(several, flags: flags, comments: comments.text, isFromForm: true)))
    return true
  }
}

extension AppState {
  /// The comment of what was queued last, to be taken for a policy of the same kind.
  ///
  /// Never filled in by itself: it would carry an old ticket to a new door.
  var lastComment: String? {
    draft.draft.operations.sorted { $0.position > $1.position }.lazy
      .compactMap { $0.kind == .delete ? nil : $0.result?.comments }.first { !$0.isEmpty }
  }
}
