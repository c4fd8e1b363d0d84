package import Canvas
package import Policies
package import PolicyFiles

/// New policies of pasted lines, to be looked at before they are queued.
package struct BulkNewState: Equatable, Sendable {
  package let pasted: PastedPatterns
  /// Those that are left out, by their places in the list.
  package var leftOut: Set<Int>
  /// Set on all of them.
  package var flags: Set<PolicyFlag>
  package var comments: TextField
  package var isEditingComments = false
  package var selection = 0

  /// Whether the form in which they were typed lies below: leaving goes back to it.
  let isFromForm: Bool

  package init(_ text: String) {
    self.init(text, flags: FormState.startingFlags, comments: "", isFromForm: false)
  }

  init(_ text: String, flags: Set<PolicyFlag>, comments: String, isFromForm: Bool) {
    self.isFromForm = isFromForm
    let pasted = PastedPatterns(text)
    self.pasted = pasted
    self.flags = flags
    self.comments = TextField(comments, limit: 1024)
    leftOut = Set(pasted.entries.indices.filter { pasted.entries[$0].fields == nil })
  }

  /// The policy that an entry would become; nil for a line that is no pattern.
  func fields(at index: Int) -> PolicyFields? {
    guard var fields = pasted.entries[index].fields else { return nil }
    fields.isRegex = false
    for flag in PolicyFlag.allCases { fields[flag.field] = .flag(flags.contains(flag)) }
    fields.comments = comments.text
    return fields
  }

  /// Whether they would let anything in.
  var hasAction: Bool { !flags.isDisjoint(with: [.trusted, .acceptable, .exempt]) }

  /// What is queued, in the order of the lines.
  var chosen: [PolicyFields] {
    pasted.entries.indices.filter { !leftOut.contains($0) }.compactMap { fields(at: $0) }
  }
}
