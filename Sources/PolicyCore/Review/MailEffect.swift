package import MailLog
import Values

/// What a batch would have done with the mail that was read.
package struct MailEffect: Hashable, Sendable {
  package struct Count: Hashable, Sendable {
    package let verdict: Verdict
    package let count: Int
  }

  /// How many messages were replayed.
  package let messages: Int
  /// Those that would newly have been let through, the gravest verdicts first.
  package let more: [Count]
  package let less: Int
  package let same: Int
  package let undecided: Int
  /// Whether these are the first figures, of a part of the mail, and others follow.
  package var isPartial = false
  /// Whether all mail of the time was read.
  package let isComplete: Bool
  /// What was left out, as sentences.
  package let gaps: [String]
  /// Some of the messages that change, or of which that is undecided: those that newly pass first, of each kind the
  /// gravest verdicts first.
  package let examples: [Example]

  package struct Example: Hashable, Sendable {
    package let message: LoggedMessage
    package let change: BypassChange
    /// The patterns of the policies by which it would be let through, or was.
    package let patterns: [String]
  }

  package init(_ report: ReplayReport) {
    let result = report.result
    messages = result.log.count
    more = result.verdicts(.more).map { Count(verdict: $0.verdict, count: $0.count) }
    less = result.count(.less)
    same = result.count(.same)
    undecided = result.count(.undecided)
    isComplete = report.mail.coverage?.isComplete ?? false
    gaps = report.mail.coverage?.gaps ?? []
    func some(_ examples: [ReplayReport.Example], _ change: BypassChange) -> [Example] {
      examples.map { Example(message: $0.message, change: change, patterns: $0.policies.map(\.pattern)) }
    }
    examples = some(report.more, .more) + some(report.less, .less) + some(report.undecided, .undecided)
  }

  /// How many messages would newly have been let through.
  package var moreInAll: Int { more.reduce(0) { $0 + $1.count } }

  /// The verdicts of mail that nobody wants, whatever a policy says.
  private static let grave: Set<Verdict> = [.malicious, .maliciousBEC]

  /// That mail recorded as malicious would newly have been let through, as a sentence; nil where none would.
  ///
  /// It counts as a danger.
  package var danger: String? {
    let counts = more.filter { Self.grave.contains($0.verdict) && $0.count > 0 }
    guard !counts.isEmpty else { return nil }
    let texts = counts.map { "\($0.count.counted("message")) recorded as \($0.verdict.rawValue)" }
    return "\(texts.joined(separator: " and ")) would have passed."
  }

  /// What it comes to, as a sentence.
  package var words: String {
    let newly = moreInAll
    let verdicts = more.map { "\($0.verdict.rawValue) \($0.count)" }.joined(separator: ", ")
    let passed = newly == 0 ? "none would newly have passed" : "\(newly) would newly have passed (\(verdicts))"
    let open = undecided == 0 ? "" : "; \(undecided) cannot be decided"
    let part = isComplete ? "" : " Not all mail was read."
    return "Of \(messages.counted("message")) that \(messages.agreeing("was", "were")) read, \(passed), "
      + "\(less) no longer, \(same) as before\(open).\(part)"
  }

  /// What no replay can tell, as sentences.
  package static let caveats = """
    Verdicts are those on record: what would have been found in a message that a policy let through is known only where \
    it is recorded. Whose SPF or DKIM passed is not told. Mail without a word on authentication is undecided where that \
    matters.
    """
}
