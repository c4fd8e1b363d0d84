import Canvas
import PolicyCore
import PolicyUI
import TestSupport
import Testing
import Policies
import Values

@Suite("Conflicts on the screen")
struct ConflictTests {
  private static let mine = DraftEdit.edit([
    DraftEdit.FieldEdit(policy: Fixture.policies[0], set: PolicyFields(comments: "mine"))
  ])

  private static func theirs(_ comments: String = "theirs") -> AllowPolicy {
    var policy = Fixture.policies[0]
    policy.fields.comments = comments
    return policy
  }

  private func fixture(
    _ edit: DraftEdit = mine,
    theirs: AllowPolicy? = theirs(),
    size: Size = Size(rows: 24, columns: 80)
  ) throws -> Fixture {
    var fixture = try Fixture(size, edits: [edit])
    let operation = try #require(fixture.state.draft.draft.operations.first)
    guard case .conflict(let conflict) = Drift.of(operation, now: theirs) else {
      Issue.record("no conflict")
      return fixture
    }
    var drift = DraftDrift()
    drift.conflicts = [conflict]
    fixture.send(.draft(.drifted(drift)))
    return fixture
  }

  private func review(_ fixture: inout Fixture) throws {
    fixture.press("r")
    fixture.send(.review(.reviewed(try Review(of: fixture.state.draft.draft.operations, for: fixture.state.account))))
    fixture.press("3")
    _ = fixture.takeEffects()
  }

  @Test("the row shows C, and the footer says what to do")
  func sign() throws {
    let fixture = try fixture()
    #expect(fixture.lines.contains { $0.hasPrefix(" ~C  billing@acme1.com") })
    #expect(fixture.text.contains("r shows the conflicts"))
  }

  @Test("the details of the row say what was changed elsewhere, and where it is settled")
  func details() throws {
    var fixture = try fixture()
    while fixture.state.selectedRow?.id != fixture.state.conflicts.first?.id { fixture.press("j") }
    #expect(fixture.text.contains("changed elsewhere since it was queued. r settles it."))
  }

  @Test("the tab shows base, mine and theirs, and nothing can be submitted before it is settled")
  func tab() throws {
    var fixture = try fixture()
    try review(&fixture)
    for text in ["vendor acme, approved", "mine", "theirs"] { #expect(fixture.text.contains(text)) }
    fixture.press("S")
    #expect(fixture.text.contains("settle the conflicts"))
    #expect(fixture.state.layers.count == 1)
  }

  @Test("the header, the row, the tab and the summary of the review tell of it, and the review opens on its tab")
  func told() throws {
    var fixture = try fixture()
    #expect(fixture.lines[0].contains("1 conflict"))
    fixture.press("r")
    fixture.send(.review(.reviewed(try Review(of: fixture.state.draft.draft.operations, for: fixture.state.account))))
    #expect(fixture.lines[1].contains("1 conflict"))
    #expect(fixture.lines[2].contains("3 Conflicts 1"))
    #expect(fixture.lines.contains { $0.hasPrefix(" C~ billing@acme1.com") })
    fixture.press("1")
    #expect(fixture.lines.contains { $0.hasPrefix("   ~C billing@acme1.com") })
  }

  @Test("what else was changed elsewhere is told, and what mine does")
  func others() throws {
    var theirs = Self.theirs()
    theirs.fields.isTrustedSender = true
    var fixture = try fixture(theirs: theirs)
    try review(&fixture)
    #expect(fixture.text.contains("also changed elsewhere:  trusted sender off > on"))
    #expect(fixture.text.contains(" C~ billing@acme1.com   patch   neutral"))
  }

  @Test("what cannot be edited together is not offered to be")
  func noEdit() throws {
    for (edit, theirs) in [(Self.mine, nil), (DraftEdit.delete([Fixture.policies[0]]), Self.theirs())] {
      var fixture = try fixture(edit, theirs: theirs)
      try review(&fixture)
      #expect(fixture.lines.last { $0.contains("S submit") }?.contains("(e edit)") == true)
      fixture.press("e")
      #expect(fixture.state.layers.count == 1)
    }
  }

  @Test("values longer than a row are shown whole")
  func long() throws {
    let words = (0..<120).map { "word\($0)" }.joined(separator: " ")
    var fixture = try fixture(theirs: Self.theirs(words), size: Size(rows: 40, columns: 80))
    try review(&fixture)
    #expect(fixture.lines.joined().filter { $0 != " " }.contains(words.filter { $0 != " " }))
  }

  @Test("m lays mine over theirs, t drops mine")
  func settle() throws {
    var fixture = try fixture()
    try review(&fixture)
    fixture.press("m")
    #expect(fixture.takeEdits() == [.rebase([Self.theirs()])])
    fixture.press("t")
    #expect(fixture.takeEdits() == [.drop(["p1"])])
  }

  @Test("that nothing was sent is said for as long as there is something to settle")
  func said() throws {
    var fixture = try fixture(size: Size(rows: 40, columns: 120))
    try review(&fixture)
    let conflicts = fixture.state.conflicts
    var report = SubmissionReport(outcome: .conflict, problem: .conflicting(conflicts))
    report.conflicts = conflicts
    fixture.send(.submission(.ended(report)))
    #expect(fixture.text.contains("was changed elsewhere in comments; nothing was sent."))
    #expect(!fixture.text.contains("Drop the operation"), "the keys stand beside it")
    fixture.send(.draft(.drifted(DraftDrift())))
    #expect(!fixture.text.contains("nothing was sent"))
  }

  @Test("e opens mine in the form, and only queueing it settles the conflict")
  func edit() throws {
    var fixture = try fixture()
    try review(&fixture)
    fixture.press("e")
    #expect(fixture.text.contains("Edit policy"))
    fixture.press("esc")
    #expect(fixture.takeEdits().isEmpty)
    fixture.press("e", "enter")
    guard case .group(let edits, let title) = fixture.takeEdits().first else {
      Issue.record("nothing was queued")
      return
    }
    #expect(edits.first == .rebase([Self.theirs()]))
    #expect(title.contains("billing@acme1.com"))
  }

  @Test("what is gone can be made anew, or dropped")
  func gone() throws {
    var fixture = try fixture(theirs: nil)
    try review(&fixture)
    #expect(fixture.text.contains("no longer exists"))
    fixture.press("m")
    let effects = fixture.takeEffects()
    guard case .draft(.change(.drop(["p1"]))) = effects.first, case .draft(.create(let fields, _)) = effects.last else {
      Issue.record("it was not made anew: \(effects)")
      return
    }
    #expect(fields.comments == "mine")
  }

  @Test("a conflict goes with the base that it was about")
  func settled() throws {
    var fixture = try fixture()
    var draft = fixture.state.draft
    _ = try draft.draft.apply(.rebase([Self.theirs()]))
    draft.revision += 1
    fixture.send(.draft(.read(draft)))
    #expect(fixture.state.conflicts.isEmpty)
  }

  @Test("a refusal of the server's own fields offers the other encoding, any other refusal does not")
  func encoding() throws {
    for (pointer, isOffered) in [("/patches/0/created_at", true), ("/patches/0/comments", false)] {
      var fixture = try Fixture(edits: [Self.mine])
      fixture.press("r")
      fixture.send(.review(.reviewed(try Review(of: fixture.state.draft.draft.operations, for: fixture.state.account))))
      fixture.press("S", "enter")
      var problem = Problem(.refused, what: "The server refused the batch.", advice: "")
      problem.serverErrors = [ServerError(code: 1001, message: "not writable", pointer: pointer)]
      fixture.send(.submission(.ended(SubmissionReport(outcome: .refused, problem: problem))))
      _ = fixture.takeEffects()
      fixture.press("o")
      let offered = fixture.takeEffects().contains { effect in
        if case .work(.review(_, .lean)) = effect { true } else { false }
      }
      #expect(offered == isOffered)
    }
  }
}
