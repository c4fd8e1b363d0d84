import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies

/// Guards by the indexes against a look at every policy.
@Suite("Guards at random")
struct GuardLoopTests {
  private static let patterns: [(String, PatternType?, String)] = [
    ("ceo@acme.example", .email, ""), ("CEO@acme.example", .email, ""), ("x@mail.acme.example", .email, ""),
    ("acme.example", .domain, ""), ("mail.acme.example", .domain, ""), ("example", .domain, ""),
    ("other.example", .domain, ""), ("ann@other.example", .email, ""), ("evilacme.example", .domain, ""),
    (".*@acme\\.example$", .email, "r"), ("acme\\.example", .domain, "r"), ("(a)\\1", .email, "r"),
    ("[a-z&&[^b]]*@other\\.example", .email, "r"), ("x@(", .email, "r"), (".*", .email, "r"), ("CEO@", .email, "r"),
    ("198.51.100.7", .ip, ""), ("198.51.0.0/16", .ip, ""), ("203.0.113.0/24", .ip, ""), ("2001:db8:1::/48", .ip, ""),
    ("^198\\.51\\.", .ip, "r"), ("^2001:", .ip, "r"), ("acme", .ip, "r"), ("HASH", .unknown, ""), ("new", nil, ""),
    ("no address", .email, ""), ("bücher.example", .domain, ""),
  ]
  private static let scopes = [
    "ceo@acme.example", "Ceo@acme.example", "acme.example", "mail.acme.example", "other.example", "bücher.example",
    "198.51.100.0/24", "198.51.100.7", "2001:db8::/32", "/@(acme|other)\\.example$/", "/CEO/",
  ]

  private static func policy(_ id: String, using generator: inout SeededGenerator) -> AllowPolicy {
    let (text, type, kind) = patterns.randomElement(using: &generator) ?? patterns[0]
    let chosen = ["t", "a", "v", "x"].filter { _ in Int.random(in: 0..<5, using: &generator) < 2 }
    var policy = AllowPolicy.brief(text, type, chosen.joined() + kind, id: id)
    if Int.random(in: 0..<8, using: &generator) == 0 {
      let field = [PolicyField.isRegex, .verifySender, .isTrustedSender].randomElement(using: &generator) ?? .isRegex
      policy.fields[field] = nil
      policy.fields.unread[field] = "maybe"
    }
    return policy
  }

  private static func operations(
    on policies: [AllowPolicy],
    using generator: inout SeededGenerator
  ) -> [DraftOperation] {
    var operations: [DraftOperation] = []
    for old in policies {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: operations.append(.delete(old))
      case 1: operations.append(.put(old, policy(old.id.text, using: &generator).fields))
      default: break
      }
    }
    if Bool.random(using: &generator) { operations.append(.post(policy("new", using: &generator))) }
    return operations
  }

  @Test("what the indexes find is what a look at every policy finds, before a batch and after it")
  func agreement() throws {
    var generator = SeededGenerator.announced("guards over random policies")
    let rounds = ProcessInfo.processInfo.environment["POSTERN_GUARD_ROUNDS"].flatMap { Int($0) } ?? 30
    for _ in 0..<rounds {
      let policies = (0..<Int.random(in: 0..<9, using: &generator)).map { Self.policy("p\($0)", using: &generator) }
      let set = PolicySet(PolicyList(policies))
      let operations = Self.operations(on: policies, using: &generator)
      let changed = set.applying(operations)
      let scope = try #require(Self.scopes.randomElement(using: &generator).flatMap(Guard.scope))
      var rule = Guard(name: "it stays so", .forbid(Bool.random(using: &generator) ? .all : .spamSpoofBulk), scope)
      rule.isVerified = Bool.random(using: &generator)
      rule.isAboutHeader = Int.random(in: 0..<4, using: &generator) == 0
      let found = GuardJudge(policies: set, changed: changed).answers(on: rule)
      #expect(found.before == GuardWalk(rule: rule, policies: set).answer, "\(rule) over \(policies)")
      #expect(found.after == GuardWalk(rule: rule, policies: changed).answer, "\(rule) over \(operations)")
    }
  }
}
