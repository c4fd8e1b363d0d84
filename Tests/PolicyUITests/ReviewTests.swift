import Canvas
import Foundation
import PolicyCore
import PolicyUI
import TestSupport
import Testing
import Policies

/// What is about to be sent can be read to the last letter.
@Suite("The review shows all of it")
struct ReviewTests {
  private static let narrow = [Size(rows: 10, columns: 40), Size(rows: 24, columns: 80), Size(rows: 40, columns: 120)]
  /// No two places of it look alike.
  private static let long = (0..<140).map { "line\($0)" }.joined(separator: " ")

  private func review(_ edits: [DraftEdit], _ size: Size) throws -> Fixture {
    var fixture = try Fixture(size, edits: edits)
    fixture.press("r")
    fixture.send(.review(.reviewed(try Review(of: fixture.state.draft.draft.operations, for: fixture.state.account))))
    _ = fixture.takeEffects()
    return fixture
  }

  private func set(_ index: Int, _ fields: PolicyFields) -> DraftEdit {
    .edit([DraftEdit.FieldEdit(policy: Fixture.policies[index], set: fields)])
  }

  /// Everything that comes to be seen on the way down, without blanks, and no row twice.
  private func readDown(_ fixture: inout Fixture) -> String {
    var rows: [String] = []
    for _ in 0..<500 {
      let body = Array(fixture.lines.dropFirst(3).dropLast(2))
      let known = (0...body.count).reversed().first { rows.suffix($0).elementsEqual(body.prefix($0)) } ?? 0
      rows += body.dropFirst(known)
      let before = fixture.lines
      fixture.press("j")
      if fixture.lines == before { break }
    }
    return rows.joined().filter { $0 != " " && $0 != "\"" }
  }

  @Test("an unfolded change to a long comment is read from its first letter to its last", arguments: narrow)
  func comment(size: Size) throws {
    var fixture = try review([set(0, PolicyFields(comments: Self.long)), .delete([Fixture.policies[1]])], size)
    fixture.press("j", "enter")
    let text = readDown(&fixture)
    #expect(text.contains("vendoracme,approved"))
    #expect(text.contains(Self.long.filter { $0 != " " }))
    #expect(text.contains("/patches/0"))
    #expect(text.contains("billing@acme1.com"))
    // and the way back up
    for _ in 0..<500 { fixture.press("k") }
    #expect(fixture.text.contains("deletes"))
  }

  @Test("a long pattern that does not change is told in full too")
  func pattern() throws {
    var policy = Fixture.policies[0]
    policy.fields.pattern = "a-mailbox-with-a-very-long-name.accounts-receivable@subsidiary.of.a.conglomerate.example"
    let edit = DraftEdit.edit([DraftEdit.FieldEdit(policy: policy, set: PolicyFields(verifySender: false))])
    var fixture = try review([edit], Size(rows: 24, columns: 80))
    fixture.press("enter")
    #expect(readDown(&fixture).contains(try #require(policy.fields.pattern)))
  }

  @Test("the request is read byte for byte", arguments: narrow)
  func request(size: Size) throws {
    var fixture = try review([set(0, PolicyFields(comments: Self.long))], size)
    guard case .review(let state) = fixture.state.layers.last else { return }
    fixture.press("4")
    #expect(readDown(&fixture) == state.review.request.text.filter { !" \"\n".contains($0) })
  }

  @Test("what fits takes one row, and a narrower screen no more than it needs")
  func heights() throws {
    var fixture = try review([set(0, PolicyFields(comments: "why"))], Size(rows: 24, columns: 80))
    fixture.press("enter")
    #expect(fixture.lines.contains { $0.contains("comments            vendor acme, approved > why") })
    fixture.send(.input(.resize(Size(rows: 24, columns: 46))))
    #expect(fixture.lines.contains { $0.hasSuffix("vendor acme, ") || $0.hasSuffix("vendor acme,") })
    #expect(fixture.lines.contains { $0.hasSuffix("> why") })
    fixture.send(.input(.resize(Size(rows: 24, columns: 80))))
    #expect(fixture.lines.contains { $0.contains("vendor acme, approved > why") })
  }

  @Test("every finding is told with its reason and its fix")
  func findings() async throws {
    for size in Self.narrow {
      let scene = try #require(ScreenScene.all.first { $0.name == "review-findings" })
      var fixture = try await scene.draw(.ordinary, size)
      guard case .review(let review) = fixture.state.layers.last else { return }
      let text = readDown(&fixture)
      for finding in review.findings {
        for words in [finding.message, finding.why, finding.fix?.title ?? finding.why] {
          #expect(text.contains(words.filter { $0 != " " && $0 != "\"" }), "\(size)")
        }
      }
    }
  }

  @Test("what does nothing on a tab is not offered there, and does nothing")
  func commands() throws {
    let offered = [
      "1": ["z all", "backspace drop", "4 request"], "2": ["enter operation"], "3": [], "4": ["S submit", "E export"],
    ]
    let missing = [
      "2": ["z all", "drop"], "3": ["unfold", "drop", "f "], "4": ["unfold", "drop", "4 request", "e edit"],
    ]
    for tab in ["1", "2", "3", "4"] {
      var fixture = try review([set(0, PolicyFields(verifySender: false))], Size(rows: 24, columns: 140))
      fixture.press(tab)
      let keys = try #require(fixture.lines.last)
      for text in offered[tab] ?? [] { #expect(keys.contains(text), "\(tab): \(keys)") }
      for text in missing[tab] ?? [] { #expect(!keys.contains(text), "\(tab): \(keys)") }
      fixture.press("d")
      #expect(fixture.takeEdits().isEmpty == (tab != "1"), "tab \(tab)")
    }
  }
}

@Suite("What is not settled")
struct UnsettledTests {
  private func record(
    _ fixture: Fixture,
    _ state: SubmissionRecord.State,
    ago seconds: Double
  ) throws
    -> SubmissionRecord
  {
    let review = try Review(of: fixture.state.draft.draft.operations, for: fixture.state.account)
    return SubmissionRecord(
      id: "s",
      account: fixture.state.account.key,
      startedAt: fixture.state.now.addingTimeInterval(-seconds),
      user: "ada",
      reason: nil,
      fingerprint: review.fingerprint.hex,
      encoding: review.account.encoding,
      operations: fixture.state.draft.draft.operations,
      request: review.request.body,
      state: state
    )
  }

  private func reviewing(_ fixture: inout Fixture) throws {
    fixture.press("r")
    fixture.send(.review(.reviewed(try Review(of: fixture.state.draft.draft.operations, for: fixture.state.account))))
  }

  private func fixture() throws -> Fixture {
    let edit = DraftEdit.FieldEdit(policy: Fixture.policies[0], set: PolicyFields(verifySender: false))
    return try Fixture(edits: [.edit([edit])])
  }

  @Test("a batch that was not seen stays in sight, in the review and where it is sent again")
  func session() throws {
    var fixture = try fixture()
    try reviewing(&fixture)
    fixture.press("S", "y")
    let report = SubmissionReport(outcome: .notSeen, record: try record(fixture, .notSeen, ago: 60))
    fixture.send(.submission(.ended(report)))
    fixture.press("enter")
    #expect(fixture.text.contains("not seen; it may still commit"))
    fixture.press("S")
    #expect(fixture.text.components(separatedBy: "not seen").count == 3, "above the keys and in the question")
    fixture.press("y")
    fixture.send(
      .submission(.ended(SubmissionReport(outcome: .notSent, record: try record(fixture, .notSent, ago: 1))))
    )
    #expect(fixture.state.unsettled != nil, "what never left says nothing about it")
    fixture.send(
      .submission(.ended(SubmissionReport(outcome: .applied, record: try record(fixture, .applied, ago: 1))))
    )
    #expect(fixture.state.unsettled == nil)
  }

  @Test("it is remembered at the next start, for a day")
  func restart() throws {
    for (hours, isTold) in [(2.0, true), (30, false)] {
      var fixture = try fixture()
      let records = [
        try record(fixture, .notSent, ago: 60), try record(fixture, .unknown, ago: hours * 3600),
        try record(fixture, .applied, ago: hours * 3600 + 60),
      ]
      fixture.send(.submission(.recentlySubmitted(records)))
      try reviewing(&fixture)
      #expect(fixture.text.contains("outcome unknown; it may be applied") == isTold)
    }
  }
}
