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
  package let undecided: Int
  /// Whether all mail of the time was read.
  package let isComplete: Bool

  package init(_ result: ReplayResult, _ coverage: MailCoverage?) {
    messages = result.log.count
    more = result.verdicts(.more).map { Count(verdict: $0.verdict, count: $0.count) }
    less = result.count(.less)
    undecided = result.count(.undecided)
    isComplete = coverage?.isComplete ?? false
  }

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
    let newly = more.reduce(0) { $0 + $1.count }
    let verdicts = more.map { "\($0.verdict.rawValue) \($0.count)" }.joined(separator: ", ")
    let passed = newly == 0 ? "none would newly have passed" : "\(newly) would newly have passed (\(verdicts))"
    let open = undecided == 0 ? "" : ", \(undecided) \(undecided.agreeing("is", "are")) undecided"
    let part = isComplete ? "" : " Not all mail was read."
    return "Of \(messages.counted("message")) that \(messages.agreeing("was", "were")) read, \(passed), "
      + "\(less) no longer\(open).\(part)"
  }
}
