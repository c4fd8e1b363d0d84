import Policies
import Canvas
import Foundation
import PolicyCore
import PolicyUI
import TestSupport
import Testing

@Suite("History and changes on the screen")
struct HistoryTests {
  private func record(_ id: String, _ state: SubmissionRecord.State, _ fixture: Fixture) throws -> SubmissionRecord {
    let operations = try Fixture.snapshot([.delete([Fixture.policies[1]])]).draft.operations
    let review = try Review(of: operations, for: fixture.state.account)
    var record = SubmissionRecord(
      id: id,
      account: fixture.state.account.key,
      startedAt: Date(timeIntervalSince1970: 1_790_000_000),
      user: "ada",
      reason: "SEC-1201",
      fingerprint: review.fingerprint.hex,
      encoding: .documented,
      operations: operations,
      request: review.request.body,
      state: state
    )
    record.rayID = "ray-7"
    return record
  }

  private func history() throws -> Fixture {
    var fixture = try Fixture(Size(rows: 24, columns: 100))
    fixture.press("H")
    guard case .work(.readHistory) = fixture.takeEffects().first else {
      Issue.record("the history was not read")
      return fixture
    }
    fixture.send(.history(.read([try record("s2", .refused, fixture), try record("s1", .applied, fixture)])))
    return fixture
  }

  @Test("submissions stand with outcome, counts and reason, newest first")
  func list() throws {
    let fixture = try history()
    #expect(fixture.lines[2].contains("refused") && fixture.lines[3].contains("applied"))
    #expect(fixture.lines[3].contains("-1") && fixture.lines[3].contains("SEC-1201"))
  }

  @Test("enter shows one in full, esc goes back to the list")
  func show() throws {
    var fixture = try history()
    fixture.press("j", "enter")
    for text in ["ray-7", "198.51.100.0/24", " request", "\"deletes\""] { #expect(fixture.text.contains(text)) }
    fixture.press("esc")
    #expect(fixture.lines[1].contains("OUTCOME") && fixture.lines[1].contains("ID"))
    fixture.press("esc")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("U queues what takes an applied one back; for another one it says why not")
  func undo() throws {
    var fixture = try history()
    fixture.press("U")
    #expect(fixture.takeEffects().isEmpty)
    #expect(fixture.text.contains("It was not applied"))
    fixture.press("j", "U")
    guard case .draft(.undoSubmission("s1")) = fixture.takeEffects().first else {
      Issue.record("nothing was undone")
      return
    }
    let record = try record("s1", .applied, fixture)
    let undo = SubmissionUndo(of: record, current: { _ in nil }) {
      NewPolicy(placeholderID: "n", queuedAt: "", fields: $0)
    }
    let edit = try #require(undo.edit)
    var snapshot = try Fixture.snapshot([edit])
    snapshot.revision = 9
    fixture.send(.history(.submissionUndone(undo, snapshot)))
    #expect(fixture.state.layers.isEmpty)
    #expect(fixture.text.contains("comes back under a new id"))
    #expect(fixture.state.draft.draft.count == 1)
  }

  @Test("the list of changes stands at the draft as it is, and enter goes to another one")
  func changes() throws {
    var fixture = try Fixture()
    fixture.press("U")
    guard case .work(.readChanges) = fixture.takeEffects().first else {
      Issue.record("the changes were not read")
      return
    }
    let entries = (1...3).map {
      ChangeLog.Entry(sequence: $0, at: Date(timeIntervalSince1970: 0), title: "change \($0)")
    }
    fixture.send(.history(.changesRead(ChangeLog(entries: entries, cursor: 2))))
    #expect(fixture.text.contains("> 1970-01-01 00:00:00  change 2"))
    #expect(fixture.text.contains("change 3   undone"))
    fixture.press("j", "j", "enter")
    guard case .draft(.jump(to: 0)) = fixture.takeEffects().first else {
      Issue.record("it did not jump")
      return
    }
  }

  @Test("a submission in full is cut nowhere, on a narrow screen neither")
  func whole() throws {
    var fixture = try history()
    fixture.send(.input(.resize(Size(rows: 10, columns: 40))))
    fixture.press("enter")
    guard case .history(let history) = fixture.state.layers.last, let opened = history.opened else {
      Issue.record("nothing was opened")
      return
    }
    var text = ""
    for _ in 0..<200 {
      text += fixture.lines[2] + "\n"
      let before = fixture.lines
      fixture.press("j")
      if fixture.lines == before { break }
    }
    text += fixture.lines.dropFirst(3).joined()
    let letters = text.filter { !$0.isWhitespace }
    #expect(letters.contains(opened.record.fingerprint))
    #expect(letters.contains(String(decoding: opened.record.request, as: UTF8.self).filter { !$0.isWhitespace }))
    #expect(!letters.contains("…"))
  }
}
