package import Policies

/// One rule: its name, how much it matters, what it looks at, and why.
///
/// A rule is declared once, as a value in ``Rule/all``; the findings, `lint --explain`, the documentation and the tests
/// all read that declaration. To add one, write a `static let` beside its like, name it in the catalogue, give it a case
/// that holds and one that does not, and a line in the article on findings.
package struct Rule: Sendable {
  /// What a rule needs to know.
  package enum Subject: String, CaseIterable, Sendable {
    /// One policy, as it is or as an operation leaves it.
    case policy
    /// One operation: what it sends.
    case change
    /// All policies that remain once the batch has run.
    case set
    /// The operations of a batch together.
    case batch
  }

  /// How it is found out whether the rule holds; nil or empty where it does not.
  enum Check: Sendable {
    case policy(@Sendable (PolicyFacts, RuleSettings) -> Observation?)
    case change(@Sendable (DraftOperation) -> Observation?)
    case set(@Sendable (PolicyFacts, Neighbours) -> Observation?)
    case batch(@Sendable (BatchScope) -> [BatchObservation])
  }

  package let name: RuleName
  package let level: FindingLevel
  /// When it holds, as a clause that ends a sentence: "the pattern is empty".
  package let holds: String
  /// One sentence of why it matters.
  package let why: String
  /// Where that is said in public; nil where it is this project's own judgement.
  package let source: RuleSource?
  /// The fields on which it passes judgement; the first is where a finding points.
  ///
  /// An error is one only where an operation sends such a field.
  package let fields: [PolicyField]
  let check: Check

  init(
    _ name: RuleName,
    _ level: FindingLevel,
    on fields: [PolicyField] = [],
    holds: String,
    why: String,
    source: RuleSource? = nil,
    check: Check
  ) {
    self.name = name
    self.level = level
    self.fields = fields
    self.holds = holds
    self.why = why
    self.source = source
    self.check = check
  }

  package var subject: Subject {
    switch check {
    case .policy: .policy
    case .change: .change
    case .set: .set
    case .batch: .batch
    }
  }

  /// What `lint --explain` prints: the name and level, when it holds, why, and the source.
  package var explanation: String {
    var lines = ["\(name.rawValue) (\(level.rawValue))", "Holds when \(holds).", why]
    if let source { lines += ["Source: \(source.title)", source.url] }
    if level == .error { lines.append("An error cannot be switched off, silenced or given another level.") }
    return lines.joined(separator: "\n")
  }
}

/// A public page that says why a rule is there.
package struct RuleSource: Hashable, Sendable {
  package let title: String
  package let url: String
}

/// That a rule holds of one policy or operation.
///
/// Sentences and fixes are made when somebody asks for them: of a hundred thousand policies nobody reads most.
struct Observation: Sendable {
  /// One sentence of what is wrong.
  let message: @Sendable () -> String
  /// Another level than the rule's own.
  let level: FindingLevel?
  let fix: @Sendable () -> Fix?
  /// A text of a message that shows it, such as `x@evilacme.org`.
  let example: @Sendable () -> String?
  /// The part of the pattern that it is about, in Unicode scalars.
  let place: @Sendable () -> Range<Int>?

  init(
    _ message: @autoclosure @escaping @Sendable () -> String,
    level: FindingLevel? = nil,
    fix: @autoclosure @escaping @Sendable () -> Fix? = nil,
    example: @autoclosure @escaping @Sendable () -> String? = nil,
    place: @autoclosure @escaping @Sendable () -> Range<Int>? = nil
  ) {
    self.message = message
    self.level = level
    self.fix = fix
    self.example = example
    self.place = place
  }
}

/// That a rule holds of a batch: of one of its operations, or of it as a whole.
struct BatchObservation: Sendable {
  let operation: DraftOperation?
  let observation: Observation

  init(_ operation: DraftOperation?, _ observation: Observation) {
    self.operation = operation
    self.observation = observation
  }
}

/// What the rules about a batch look at.
struct BatchScope: Sendable {
  let plan: BatchPlan
  /// The policies before the batch; nil where they are not known.
  let before: PolicySet?
  /// How it is written; nil where it is written already, or not yet.
  var encoder: BatchEncoder?
  /// What must hold once it has run; empty where that is not asked, as checking takes long.
  var guards: [Guard] = []
  /// The reading of the server whose example is shown, if there is one.
  var firstReading = ServerReading.widest
}
