import PolicyCore
import TestSupport
import Testing
import Policies
import Values

@Suite("Findings in a workspace")
struct WorkspaceFindingsTests {
  private static let policies: [AllowPolicy] = [
    .sample("domain", pattern: "partner.example", type: .domain, comments: "known"),
    .sample("inside", pattern: "ann@partner.example", comments: "known"),
  ]

  @Test("a review is judged beside the newest list")
  func review() async throws {
    let scene = WorkspaceScene(policies: Self.policies)
    try await scene.delete("inside")
    #expect(try await scene.workspace.review().operations.first?.effect == .narrows)
    _ = try await scene.workspace.loadPolicies()
    #expect(try await scene.workspace.review().operations.first?.effect == .neutral)
  }

  @Test("an accepted finding does not ask for a stronger confirmation")
  func confirmation() async throws {
    let scene = WorkspaceScene(policies: Self.policies)
    _ = try await scene.workspace.loadPolicies()
    try await scene.edit("inside", PolicyFields(isTrustedSender: true, verifySender: false))
    let loud = try await scene.workspace.review()
    #expect(loud.count(of: .danger) == 1)
    #expect(Confirmation.needed(for: loud) != .yes)
    try await scene.workspace.suppress(
      Suppression(policyID: "inside", rule: "trusted-unverified", reason: "SEC-12")
    )
    let quiet = try await scene.workspace.review()
    #expect(quiet.count(of: .danger) == 0)
    #expect(quiet.findings.contains { $0.rule == "trusted-unverified" && $0.silencedBy == "SEC-12" })
    #expect(Confirmation.needed(for: quiet) == .yes)
    try await scene.workspace.unsuppress("trusted-unverified", of: "inside")
    #expect(try await scene.workspace.review().count(of: .danger) == 1)
  }

  @Test("an error cannot be silenced, nor anything without a reason, nor by a rule that does not exist")
  func refusals() async throws {
    let scene = WorkspaceScene(policies: Self.policies)
    for suppression in [
      Suppression(policyID: "inside", rule: "email-invalid", reason: "we know"),
      Suppression(policyID: "inside", rule: "no-reason", reason: "  "),
      Suppression(policyID: "inside", rule: "no-such-rule", reason: "we know"),
    ] {
      await #expect(throws: Problem.self) { () async throws in try await scene.workspace.suppress(suppression) }
    }
    #expect(try await scene.store.suppressions(of: scene.account.key).isEmpty)
  }

  @Test("a list is judged once, and each draft over it anew")
  func findings() async throws {
    let scene = WorkspaceScene(policies: Self.policies)
    let list = try await scene.workspace.loadPolicies().list
    let before = try await scene.workspace.findings(on: list, draft: scene.workspace.draft())
    #expect(before.findings(on: "inside").map(\.rule).contains("shadowed"))
    try await scene.delete("domain")
    let after = try await scene.workspace.findings(on: list, draft: scene.workspace.draft())
    #expect(!after.findings(on: "inside").map(\.rule).contains("shadowed"))
    #expect(after.draftRevision > before.draftRevision)
  }
}
