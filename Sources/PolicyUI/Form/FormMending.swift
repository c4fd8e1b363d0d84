package import Policies
package import PolicyFiles
import Canvas

/// The row of a file that a form mends.
package struct Mending: Equatable, Sendable {
  /// Its place among the rows.
  package let row: Int
  /// The line in which it begins, counted from 1.
  package let line: Int
  /// The file's name.
  package let file: String
  package let mistakes: [ImportMistake]
  /// How it stands there.
  package var text = ""
  /// The flags that the row does not say: an empty field may mean either, and one of the two opens a door.
  package let unsaid: Set<PolicyFlag>
  /// Those of them that nobody has decided yet.
  package var undecided: Set<PolicyFlag>
  /// What the form held when it was opened.
  let values: PolicyFields
}

extension FormState {
  /// A form for a row of a file, as far as it could be read.
  package init(mending fields: PolicyFields, row: Int, line: Int, of file: String, mistakes: [ImportMistake]) {
    self.init(newFrom: fields)
    let unsaid = Set(PolicyFlag.allCases.filter { fields[$0.field] == nil })
    if type == nil {
      followsPattern = true
      followPattern()
    }
    // What nobody can read is what has to be looked at.
    if type == nil {
      focus = .type
    } else if let flag = PolicyFlag.allCases.first(where: unsaid.contains) {
      focus = Field(flag)
    }
    mending = Mending(
      row: row,
      line: line,
      file: file,
      mistakes: mistakes,
      unsaid: unsaid,
      undecided: unsaid,
      values: values
    )
  }
}

extension FormState {
  /// Whether what a row's mistake is about is said by the form.
  func hasMended(_ mistake: ImportMistake) -> Bool {
    guard let field = mistake.field else { return isChanged }
    if let flag = PolicyFlag.allCases.first(where: { $0.field == field }) {
      return mending?.undecided.contains(flag) == false
    }
    return switch field {
    case .pattern: !pattern.text.isEmpty
    case .patternType: type != nil
    default: isChanged
    }
  }
}

extension FormState.Field {
  init(_ flag: PolicyFlag) {
    switch flag {
    case .trusted: self = .trusted
    case .acceptable: self = .acceptable
    case .exempt: self = .exempt
    case .verify: self = .verify
    }
  }
}
