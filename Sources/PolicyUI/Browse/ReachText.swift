import Policies
import PolicyCore
import PolicyQuery

extension ReachAnswer.Sign {
  /// Its sign in the table; nil where there is nothing to be said.
  var sign: Character? {
    if contains(.undecided) { return "?" }
    return contains(.opensOthers) ? "&" : nil
  }

  /// The same in a word.
  var word: String? {
    if contains(.undecided) { return "undecided" }
    return contains(.opensOthers) ? "others" : nil
  }

  /// The same in a sentence, with what stands in the way of a decision where that is known.
  func sentence(_ clause: String?) -> String? {
    if contains(.undecided) {
      let reason = clause.map { ": \($0)" } ?? ""
      return "? It is undecided whether it lets in what the filter names\(reason)."
    }
    return contains(.opensOthers) ? "& It lets in others too, that the filter does not name." : nil
  }
}

extension AppState {
  /// Why it is undecided whether the selected policy lets in what the filter names.
  var undecidedClause: String? { selectedRow.map { ReachQuestion.clause(onUndecided: $0.after) } }

  /// The policies that are marked together: those that match, but none that lets in others than the filter names, and
  /// none of which it is undecided whether it lets in these.
  var markableIDs: Set<PolicyID> {
    Set(browse.rows.indices.lazy.filter { browse.rows.sign(at: $0).isEmpty }.map { browse.rows.id(at: $0) })
      .subtracting(browse.unmatched)
  }

  /// Says what was left out when all were marked.
  mutating func tellOfUnmarked() {
    let left = browse.rows.indices.count { place in
      !browse.rows.sign(at: place).isEmpty && !browse.unmatched.contains(browse.rows.id(at: place))
    }
    guard left > 0 else { return }
    let text =
      "Left out: \(left.grouped) that let in others too (&) or of which it is undecided (?)."
      + " \(key(.markToggle)) marks one."
    message = Message(text, tone: .warning)
  }
}
