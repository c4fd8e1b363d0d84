import PolicyFiles
import Foundation
import PolicyCore
import TestSupport
import Testing
import Policies
import Values

@Suite("A batch from a file")
struct WorkspaceFileTests {
  private static let moment = "2025-01-02T03:04:05Z"

  /// A delete of `d1` and a patch of `e1`, as of the moment that the samples have.
  private static func file(modified: String = moment, more: String = "") throws -> BatchFile {
    let stamps = #""created_at": "\#(moment)", "last_modified": "\#(modified)""#
    return try BatchFile(
      Data(
        """
        {"deletes": [{"id": "d1"}],
         "patches": [{"id": "e1", \(stamps), "verify_sender": false}\(more)], "puts": [], "posts": []}
        """.utf8
      )
    )
  }

  private func loaded(_ encoding: BatchEncoding = .documented) async throws -> WorkspaceScene {
    let scene = WorkspaceScene(encoding)
    _ = try await scene.workspace.loadPolicies()
    return scene
  }

  @Test("its own bytes are what is reviewed and sent, and the draft has no part in it")
  func bytes() async throws {
    let scene = try await loaded(.lean)
    try await scene.edit("e1", PolicyFields(comments: "in the draft"))
    let file = try Self.file()
    let found = try await scene.workspace.review(file)
    #expect(found.conflicts.isEmpty)
    #expect(found.review.request.body == file.data)
    #expect(found.review.operations.map(\.pointer) == ["/deletes/0", "/patches/0"])
    #expect(found.review.operations[1].changes.map(\.field) == [.verifySender])
    #expect(found.review.account.encoding == .documented, "the file's, not the account's")

    scene.service.reply(.init(.applied()))
    let report = try await scene.workspace.submit(found.review)
    #expect(report.outcome == .applied)
    #expect(scene.service.sent.map(\.body) == [file.data])
    #expect(try await scene.record()?.isFromDraft == false)
    #expect(try await scene.draft().count == 1)
  }

  @Test("what was changed after the time that the file gives stands against it, in whatever field")
  func changedSince() async throws {
    let scene = try await loaded()
    let earlier = try await scene.workspace.review(Self.file(modified: "2025-01-02T03:04:04Z"))
    #expect(earlier.conflicts.map(\.id) == ["e1"], "a delete carries no time")
    #expect(earlier.conflicts.allSatisfy { !$0.isGone && $0.fields.isEmpty })
    let sameMoment = try await scene.workspace.review(Self.file(modified: "2025-01-02T03:04:05.000Z"))
    #expect(sameMoment.conflicts.isEmpty, "the same moment, written otherwise")
  }

  @Test("a policy that is gone stands against it; one that only the list lacks does not")
  func gone() async throws {
    let scene = WorkspaceScene()
    let all = scene.service.stored
    scene.service.stored = []
    _ = try await scene.workspace.loadPolicies()
    scene.service.stored = all.filter { $0.id == "e1" }
    let found = try await scene.workspace.review(Self.file())
    #expect(found.conflicts.map(\.id) == ["d1"])
    #expect(found.conflicts.first?.isGone == true)
    #expect(found.review.operations[1].pattern == "billing@partner.example")
  }

  @Test("what is changed between the review and the sending stops it, and nothing is rebased")
  func changedUnderIt() async throws {
    let scene = try await loaded()
    let review = try await scene.workspace.review(Self.file()).review
    scene.service.change("e1") { $0.fields.comments = "theirs" }
    let report = try await scene.workspace.submit(review)
    #expect(report.outcome == .conflict)
    #expect(report.rebased.isEmpty && report.draft == nil)
    #expect(report.problem?.advice.contains("Review the file again") == true)
    #expect(scene.service.sent.isEmpty)
    #expect(try await scene.draft().isEmpty)
  }

  @Test("it is queued as one change over the policies as they are now")
  func queued() async throws {
    let scene = try await loaded()
    let edit = try #require(try await scene.workspace.edit(queueing: Self.file(modified: "2024-01-01T00:00:00Z")))
    let outcome = try await scene.workspace.perform(edit)
    #expect(outcome.change.title == "import 2 operations")
    let draft = try await scene.draft()
    #expect(draft["d1"]?.kind == .delete && draft["e1"]?.kind == .patch)
    #expect(draft["e1"]?.base?.lastModified == Self.moment)
    _ = try await scene.workspace.undo()
    #expect(try await scene.draft().isEmpty)
  }

  @Test("two items on one policy, and one on a policy that is gone, are refused with their place")
  func refused() async throws {
    let scene = try await loaded()
    let stamps = #""created_at": "\#(Self.moment)", "last_modified": "\#(Self.moment)""#
    let twice = try Self.file(more: #", {"id": "d1", \#(stamps), "verify_sender": true}"#)
    let first = await #expect(throws: Problem.self) { try await scene.workspace.edit(queueing: twice) }
    #expect(first?.what == "/patches/1 is about the same policy as /deletes/0. Nothing was queued.")
    let missing = try Self.file(more: #", {"id": "nobody", \#(stamps), "verify_sender": true}"#)
    let second = await #expect(throws: Problem.self) { try await scene.workspace.edit(queueing: missing) }
    #expect(second?.what.hasPrefix("/patches/1 is about nobody, which no longer exists") == true)
  }
}
