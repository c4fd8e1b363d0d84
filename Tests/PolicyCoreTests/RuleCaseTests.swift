import Foundation
import TestSupport
import Testing

@testable import PolicyCore

@Suite("Rules, one by one")
struct RuleCaseTests {
  static let cases = RuleCase.errors + RuleCase.dangers + RuleCase.warnings + RuleCase.batches

  @Test("a rule holds where it should, and nowhere else", arguments: cases)
  func holds(_ example: RuleCase) async throws {
    let rule = try #require(Rule.named(example.rule))
    #expect(await example.isObserved(by: rule) == example.holds)
  }

  @Test("every rule has a case in which it holds and one in which it does not", arguments: Rule.all.map(\.name))
  func bothSides(_ name: RuleName) {
    let own = Self.cases.filter { $0.rule == name }
    #expect(own.contains { $0.holds } && own.contains { !$0.holds })
  }

  @Test("a rule whose check is turned round fails a case, whichever it is", arguments: Rule.all.map(\.name))
  func inverted(_ name: RuleName) async throws {
    let rule = try #require(Rule.named(name))
    var failed: Set<Bool> = []
    for example in Self.cases where example.rule == name {
      if await example.isObserved(by: rule.inverted) != example.holds { failed.insert(example.holds) }
    }
    #expect(failed == [true, false])
  }

  @Test("names are in kebab-case and each is there once")
  func names() {
    #expect(Set(Rule.names).count == Rule.all.count)
    for name in Rule.names {
      #expect(name.rawValue.allSatisfy { $0.isLowercase || $0 == "-" })
    }
  }

  @Test("an explanation tells the name, the level, when it holds, why, and where that is said")
  func explanation() throws {
    let text = try #require(Rule.named("trusted-unverified")).explanation
    #expect(text.hasPrefix("trusted-unverified (danger)\nHolds when a sender named by"))
    #expect(text.contains("Anyone who spoofs this sender bypasses every detection."))
    #expect(text.contains("Source: Cloudflare, Email security: allow policies\nhttps://developers.cloudflare.com/"))
  }

  @Test("every sentence ends, and no clause does", arguments: Rule.all.map(\.name))
  func sentences(_ name: RuleName) throws {
    let rule = try #require(Rule.named(name))
    #expect(rule.why.hasSuffix(".") || rule.why.hasSuffix(")"))
    #expect(!rule.holds.hasSuffix(".") && rule.holds.first?.isUppercase != true || rule.holds.hasPrefix("UNKNOWN"))
  }

  @Test("the article on findings names exactly the rules that there are, with their levels")
  func article() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/PolicyCore/Documentation.docc/Findings.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
    #expect(rows == Rule.all.map { "| `\($0.name.rawValue)` | \($0.level.rawValue) | \($0.holds) |" })
  }
}
