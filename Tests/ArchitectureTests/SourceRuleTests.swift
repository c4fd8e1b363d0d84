import Foundation
import Testing

@Suite("Source rules")
struct SourceRuleTests {
  @Test("no source file breaks the rule", arguments: SourceRule.all)
  func sources(rule: SourceRule) throws {
    let found = try Repository.sourceFiles.get().flatMap { file in
      rule.violations(in: file).map { "\(file.path):\($0): \(rule.code) is not used here: \(rule.reason)" }
    }
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }

  @Test("no source file is longer than 400 lines")
  func length() throws {
    let long = try Repository.sourceFiles.get()
      .map { (path: $0.path, lines: $0.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1) }
      .filter { $0.lines > 400 }
    #expect(long.isEmpty, "\(long.map { "\($0.path): \($0.lines) lines" }.joined(separator: "\n"))")
  }

  @Test("nothing is left for later in a comment")
  func leftovers() throws {
    // Put together here, so that this file does not find itself.
    let marks = ["TO" + "DO", "FIX" + "ME"]
    let files = try Repository.sourceFiles.get() + SourceFile.all(below: Repository.tests)
    let found = files.flatMap { file in
      file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        .filter { _, line in marks.contains { line.contains($0) } }
        .map { "\(file.path):\($0 + 1): \($1)" }
    }
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }

  @Test(
    "the top level holds manifest, README, sources, tests and themes, and nothing else",
    .enabled(if: Repository.isCheckout)
  )
  func topLevel() throws {
    let names = Set(try Repository.trackedPaths().map { String($0.prefix { $0 != "/" }) })
    let visible = names.filter { !$0.hasPrefix(".") }
    #expect(visible == ["Package.swift", "README.md", "Sources", "Tests", "themes"])
  }

  @Test(
    "a planted violation is found on its line",
    arguments: [
      ("try!", "let text = try! load()", "Canvas", true),
      ("try!", "let text = \"\\(try! load())\"", "Canvas", true),
      ("try!", "let isEmpty = try !load().isFull", "Canvas", false),
      ("try!", "let text = \"try!\"", "Canvas", false),
      ("fatalError(", "fatalError(\"impossible\")", "PolicyCore", true),
      ("fatalError(", "Swift.fatalError(\"impossible\")", "PolicyCore", true),
      ("fatalError(", "// never fatalError(", "PolicyCore", false),
      ("@unchecked", "final class Box: @unchecked Sendable {}", "PolicyStore", true),
      ("@unchecked", "final class Box: @unchecked Sendable {}", "Terminal", true),
      ("@unchecked", "final class Box: @unchecked Sendable {}  // guarded by the lock", "Terminal", false),
      ("nonisolated(unsafe)", "nonisolated(unsafe) var saved = 0", "PolicyUI", true),
      (
        "nonisolated(unsafe)", "// Written before the handler is set.\nnonisolated(unsafe) var saved = 0", "Terminal",
        false
      ),
      ("print(", "print(policy)", "PolicyAPI", true),
      ("print(", "Swift.print(policy)", "PolicyAPI", true),
      ("print(", "print(policy)", "postern", false),
      ("print(", "page.print(policy)", "PolicyAPI", false),
      ("print(", "func print(_ policy: Policy) {}", "PolicyAPI", false),
      ("FileManager", "let files = FileManager.default", "PolicyUI", true),
      ("FileManager", "let files = Foundation.FileManager.default", "PolicyUI", true),
      ("FileManager", "let files = FileManager.default", "PolicyStore", false),
      ("Data(contentsOf", "list.append(Data(contentsOf: file))", "PolicyCore", true),
      ("Data(contentsOf", "data.append(contentsOf: bytes)", "PolicyCore", false),
      ("public", "public struct Policy {}", "PolicyCore", true),
      ("public", "log(privacy: .public)", "PolicyCore", false),
    ]
  )
  func planted(code: String, text: String, room: String, isFound: Bool) throws {
    let rule = try #require(SourceRule.all.first { $0.code == code })
    let file = SourceFile(path: "Sources/\(room)/Planted.swift", text: "\n\n" + text)
    #expect(rule.violations(in: file) == (isFound ? [3] : []))
  }
}
