import Foundation
import Policies
import TestSupport
import Testing

@testable import PolicyCore

@Suite("Words for what may be done twice")
struct SubmissionWordsTests {
  private static let past = PastSubmission(
    id: "s1",
    startedAt: Date(timeIntervalSince1970: 1_790_000_000),
    state: .unknown
  )

  private static func operation(_ number: Int) -> DraftOperation {
    let fields = PolicyFields(pattern: "p\(number)@x.example", patternType: .email)
    let policy = NewPolicy(placeholderID: PolicyID("n\(number)"), queuedAt: "2026-09-21T00:00:00Z", fields: fields)
    return DraftOperation(intent: .create(policy), position: number)
  }

  private static func sentence(_ count: Int, _ cause: Repetition.Cause) -> String {
    let repetitions = (0..<count).map { Repetition(operation($0), cause) }
    return SubmissionWords.sentences(on: repetitions, withIDs: false).joined(separator: " ")
  }

  @Test("agree with one, two and many")
  func number() {
    let theirs = AllowPolicy(id: "t", fields: PolicyFields(pattern: "p0@x.example", patternType: .email))
    #expect(Self.sentence(1, .unsettled(Self.past)).hasPrefix("p0@x.example was sent at 2026-09-21"))
    #expect(Self.sentence(2, .unsettled(Self.past)).hasPrefix("p0@x.example and 1 more were sent at"))
    #expect(Self.sentence(1, .applied(Self.past)).contains("was queued before the like of it was applied"))
    #expect(
      Self.sentence(3, .applied(Self.past)).contains("and 2 more were queued before the like of them was applied")
    )
    #expect(Self.sentence(1, .alreadyThere(theirs)) == "p0@x.example is there already (t).")
    #expect(Self.sentence(2, .alreadyThere(theirs)) == "p0@x.example and 1 more are there already.")
  }
}
