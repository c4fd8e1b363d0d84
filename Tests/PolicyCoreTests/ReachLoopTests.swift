import Foundation
import Languages
import Policies
import TestSupport
import Testing
import Values

@testable import PolicyCore

/// What patterns let in, against a look at single texts.
@Suite("What patterns let in, text by text")
struct ReachLoopTests {
  private static let hosts = [
    "old.example", "mail.old.example", "a.mail.old.example", "new.example", "oldxexample.org", "old.example.net",
    "old.co",
    "old.company.org", "example.org",
  ]
  private static let locals = ["x", "bob", "ann", "Bob"]

  private static func expression(using generator: inout SeededGenerator) -> String {
    func one(_ pieces: String...) -> String { pieces.randomElement(using: &generator) ?? "" }
    let host = one(
      #"old\.example"#,
      #"(mail\.)?old\.example"#,
      #".*\.example"#,
      "old.example",
      "old",
      #"mail\.old\.ex"#,
      #"old\.co"#,
      #"(old|new)\.example"#,
      #"[^.]+\.example"#,
      #"OLD\.EXAMPLE"#
    )
    return one("^", "") + one(".*", "[a-z]+", "bob", "(ann|bob)", "[^a]*", "") + one("@", "@", "[@.]") + host
      + one("$", "")
  }

  private static func rounds() -> Int {
    ProcessInfo.processInfo.environment["POSTERN_REACH_ROUNDS"].flatMap { Int($0) } ?? 25
  }

  /// The texts of senders that a policy matches in some reading.
  private func matched(_ fields: PolicyFields, of texts: [String]) -> Set<String> {
    let reach = PolicyReach(fields)
    let languages = Set(ServerReading.all().compactMap { try? reach.language(of: .sender, in: $0) })
    return Set(texts.filter { text in languages.contains { $0.contains(text) } })
  }

  @Test
  func `what matches a text lets it in, and what says that it opens nothing else does not`() throws {
    var generator = SeededGenerator.announced("what patterns let in")
    let texts = Self.hosts.flatMap { host in Self.locals.map { (text: "\($0)@\(host)", host: host) } }
    for _ in 0..<Self.rounds() {
      let policies = (0..<6).map { number -> AllowPolicy in
        let isRegex = number < 4
        let pattern =
          isRegex
          ? Self.expression(using: &generator)
          : (number == 4 ? "bob@" : "") + (Self.hosts.randomElement(using: &generator) ?? "")
        var policy = AllowPolicy.sample(
          "p\(number)",
          pattern: pattern,
          type: number == 5 || number == 3 ? .domain : .email
        )
        policy.fields.isRegex = isRegex
        return policy
      }
      let set = PolicySet(PolicyList(policies))
      let matched = policies.map { self.matched($0.fields, of: texts.map(\.text)) }
      for name in ["old.example", "mail.old.example", "company.org"] {
        let answer = try set.answer(to: ReachQuestion(.any, of: [try #require(NamedSender(name))]))
        for (row, policy) in policies.enumerated() {
          for (text, host) in texts {
            let isThere = host == name || host.hasSuffix(".\(name)")
            guard isThere || policy.pattern.hasSuffix("$") || row >= 4, matched[row].contains(text) else { continue }
            if isThere {
              #expect(answer[row] != nil, "\(policy.pattern) matches \(text), and does not open \(name)")
            } else if let sign = answer[row] {
              #expect(sign != [], "\(policy.pattern) matches \(text), and opens \(name) only")
            }
          }
        }
      }
      for (text, _) in texts.shuffled(using: &generator).prefix(4) {
        let answer = try set.answer(to: ReachQuestion(.all, of: [try #require(NamedSender(text))]))
        for (row, policy) in policies.enumerated() where row != 3 {
          #expect((answer[row] != nil) == matched[row].contains(text), "\(policy.pattern) and \(text)")
        }
      }
    }
  }
}
