package import Policies

/// How much a finding matters.
package enum FindingLevel: String, CaseIterable, Hashable, Sendable, Codable, Comparable {
  case notice
  case warning
  /// A hole in the mail defences: submitting asks for more than a key press.
  case danger
  /// The API would refuse it, or the batch contradicts itself: it cannot be submitted.
  case error

  package static func < (left: FindingLevel, right: FindingLevel) -> Bool { left.rank < right.rank }

  /// The next level down; a notice stays one.
  var lowered: FindingLevel {
    switch self {
    case .notice, .warning: .notice
    case .danger: .warning
    case .error: .danger
    }
  }

  private var rank: Int {
    switch self {
    case .notice: 0
    case .warning: 1
    case .danger: 2
    case .error: 3
    }
  }

  /// The letter in the table's sign column; nil where a level has none.
  package var sign: Character? {
    switch self {
    case .notice: nil
    case .warning: "w"
    case .danger: "D"
    case .error: "E"
    }
  }
}

/// The stable name of a rule, in kebab-case.
///
/// Scripts and suppressions use it.
package struct RuleName: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral {
  package let rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  package init(stringLiteral value: String) {
    self.init(rawValue: value)
  }
}

/// A change to the draft that would mend what a finding is about.
package struct Fix: Hashable, Sendable {
  /// What it does, as an order: "write it in lower case".
  package var title: String
  package var change: Change

  package enum Change: Hashable, Sendable {
    /// Boxed, because few findings have one and a list may have very many findings.
    indirect case set(PolicyFields)
    case delete
    /// Take the operation out of the draft.
    case drop
    /// Review and submit only these operations first.
    case submitFirst([PolicyID])
  }

  package init(title: String, change: Change) {
    self.title = title
    self.change = change
  }
}

extension Fix {
  /// The change of the draft that makes it; nil where it is about submitting, not about the policy.
  package func edit(for policy: AllowPolicy) -> DraftEdit? {
    switch change {
    case .set(let fields): .edit([DraftEdit.FieldEdit(policy: policy, set: fields)])
    case .delete: .delete([policy])
    case .drop: .drop([policy.id])
    case .submitFirst: nil
    }
  }
}

/// One thing that is wrong, or a hole, in a policy or an operation.
package struct Finding: Hashable, Sendable {
  package var rule: RuleName
  package var level: FindingLevel
  /// The policy or operation that it is about; nil where it is about the batch as a whole.
  package var policyID: PolicyID?
  package var pattern: String
  package var field: PolicyField?
  /// One plain sentence of what is wrong.
  package var message: String
  /// One sentence of why it matters.
  package var why: String
  package var fix: Fix?
  /// A text of a message that shows it, such as `x@evilacme.org`; nil where nothing is to be shown.
  package var example: String?
  /// The part of the pattern that it is about, in Unicode scalars, where a rule names one.
  package var place: Range<Int>?
  /// Why somebody accepted it; nil for a finding that nobody has silenced.
  package var silencedBy: String?

  package init(
    rule: RuleName,
    level: FindingLevel,
    policyID: PolicyID?,
    pattern: String,
    field: PolicyField?,
    message: String,
    why: String,
    fix: Fix? = nil,
    example: String? = nil,
    place: Range<Int>? = nil,
    silencedBy: String? = nil
  ) {
    self.rule = rule
    self.level = level
    self.policyID = policyID
    self.pattern = pattern
    self.field = field
    self.message = message
    self.why = why
    self.fix = fix
    self.example = example
    self.place = place
    self.silencedBy = silencedBy
  }

  package var isSilenced: Bool { silencedBy != nil }

  /// The example as a sentence, where the message does not name it already.
  package var sampleSentence: String? {
    example.flatMap { message.contains($0) ? nil : "Example: \($0)" }
  }
}
