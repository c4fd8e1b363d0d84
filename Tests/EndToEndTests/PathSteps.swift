import Foundation
import Sandbox
import Testing

extension TmuxTerminal {
  /// Filters by what is typed, and leaves the filter on.
  func filter(_ words: String, shows count: Int) async {
    // Right after an Escape, a slash would be taken for Alt-/.
    if await screen.contains(" shown") {
      await press("Escape")
      await expect("no filter") { !$0.contains(" shown") }
    }
    await press("/")
    await type(words)
    await expect("\(count) shown")
    await press("Enter")
    await expect("enter edit")
  }

  /// Reviews and submits the draft, typing out what has to be typed out.
  func submit(_ stage: Stage, operations count: Int) async {
    let sent = stage.batches.count
    await press("r")
    await expect("\(count) operations")
    await press("S")
    await expect("Submit \(count) operations")
    await expect("esc back")
    let asked = await screen.split(separator: "\n").first { $0.contains("Type  ") }?.components(separatedBy: "Type  ")
    if let words = asked?.last?.prefix(while: { $0 != "│" }) {
      await type(words.trimmingCharacters(in: .whitespaces))
      await press("Enter")
    } else {
      await press("y")
    }
    await expect("Applied: \(count) operations")
    #expect(stage.batches.count == sent + 1)
    await press("Enter")
    await expect("no changes")
  }
}

extension Stage {
  /// Makes a policy behind the program's back, and gives its id.
  func create(
    _ pattern: String,
    isTrusted: Bool = false,
    comments: String = "made by a test"
  ) async throws -> String {
    let fields = """
      {"pattern":"\(pattern)","pattern_type":"EMAIL","is_regex":false,"is_trusted_sender":\(isTrusted),
      "is_acceptable_sender":true,"is_exempt_recipient":false,"verify_sender":true,"comments":"\(comments)"}
      """
    return try await server.create(fields: fields)
  }

  /// A field of a policy as the server has it; nil if there is no such policy.
  func value(of id: String, _ field: String) async throws -> String? {
    try await policy(id: id).map { policy in
      (policy[field] as? Bool).map { $0 ? "true" : "false" } ?? "\(policy[field] ?? "missing")"
    }
  }
}
