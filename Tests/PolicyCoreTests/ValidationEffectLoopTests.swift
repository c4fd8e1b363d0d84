import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies

/// Effects against a second opinion: what random messages get before and after random changes.
@Suite("Effects, at random")
struct ValidationEffectLoopTests {
  private static let patterns: [(String, PatternType, Bool)] = [
    ("a@x.org", .email, false), ("b@x.org", .email, false), ("A@x.org", .email, false), ("a@sub.x.org", .email, false),
    ("a@y.org", .email, false), ("x.org", .domain, false), ("X.ORG", .domain, false), ("sub.x.org", .domain, false),
    ("y.org", .domain, false), (".*@x\\.org", .email, true), ("^.*@x\\.org$", .email, true),
    (".*x\\.org", .email, true),
    ("a@x\\.org", .email, true), ("^a@.*", .email, true), (".*", .email, true), (".*", .domain, true),
    (".*@(x|y)\\.org", .email, true), ("sub", .email, true), (".*@x.org", .email, true),
    ("^[a-z]@x\\.org$", .email, true),
    ("8.8.8.8", .ip, false), ("8.8.8.0/24", .ip, false), ("8.8.8.9/24", .ip, false), ("8.8.8.128/25", .ip, false),
    ("8.8.0.0/16", .ip, false), ("8.8.9.1", .ip, false), ("8\\.8\\.8\\..*", .ip, true), (".*", .ip, true),
    ("8.8.8.0/25", .ip, false), ("^$", .email, true), ("^(b@x\\.org)?$", .email, true), ("[@.]x\\.org$", .email, true),
    ("^(?!a).*@x\\.org$", .email, true), ("mail", .domain, true), ("(?i)A@X\\.ORG", .email, true),
    ("(?:sub\\.)?x\\.org$", .email, true), ("^[0-9.]+$", .email, true),
    // What cannot be decided: it hides nothing.
    ("(a)\\1?@x\\.org", .email, true), ("a++@x\\.org", .email, true),
  ]

  private static let people = [
    "a@x.org", "b@x.org", "A@x.org", "a@sub.x.org", "a@y.org", "c@x-org.net", "a@xorg.net", "c@y.org", "a@evilx.org",
    "a@x.org.evil.net", "a@xzorg",
  ]
  private static let addresses = ["8.8.8.8", "8.8.8.9", "8.8.8.200", "8.8.7.1", "8.8.9.1", "9.9.9.9"]

  private static func message(using generator: inout SeededGenerator) -> PlainMessage {
    func one(_ texts: [String]) -> String { texts.randomElement(using: &generator) ?? "" }
    let count = Int.random(in: 1...3, using: &generator)
    return PlainMessage(
      senders: (0..<count).map { $0 == 1 && Bool.random(using: &generator) ? "" : one(people) },
      recipient: one(people + ["p@z.net"]),
      address: one(addresses),
      server: one(["mail.x.org", "x.org", "mx.evil.net", "sub.x.org"]),
      passes: Bool.random(using: &generator)
    )
  }

  private static func policy(_ id: String, using generator: inout SeededGenerator) -> AllowPolicy {
    let (text, type, isRegex) = patterns.randomElement(using: &generator) ?? patterns[0]
    let flags = ["t", "a", "x", "v"].filter { _ in Int.random(in: 0..<5, using: &generator) < 2 }.joined()
    return .brief(text, type, flags + (isRegex ? "r" : ""), id: id)
  }

  /// A change as people make them: half of them leave the flags or the pattern alone.
  private static func change(of before: AllowPolicy, using generator: inout SeededGenerator) -> DraftOperation {
    var after = policy(before.id.text, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: return .delete(before)
    case 1:
      (after.fields.pattern, after.fields.patternType, after.fields.isRegex) = (
        before.fields.pattern, before.fields.patternType, before.fields.isRegex
      )
    case 2:
      let pattern = after.fields
      after = before
      (after.fields.pattern, after.fields.patternType, after.fields.isRegex) = (
        pattern.pattern, pattern.patternType, pattern.isRegex
      )
    default: break
    }
    return .put(before, after.fields)
  }

  @Test("where some message gets more, some operation widens, in every reading of the server, whatever else there is")
  func neverMissed() {
    var generator = SeededGenerator.announced("effects of random drafts")
    let rounds = ProcessInfo.processInfo.environment["POSTERN_EFFECT_ROUNDS"].flatMap { Int($0) } ?? 80
    var told: [Effect: Int] = [:]
    for _ in 0..<rounds {
      let others = (0..<Int.random(in: 0..<4, using: &generator)).map { Self.policy("o\($0)", using: &generator) }
      let changed = (0..<Int.random(in: 1...2, using: &generator)).map { Self.policy("p\($0)", using: &generator) }
      var operations = changed.map { Self.change(of: $0, using: &generator) }
      if Int.random(in: 0..<3, using: &generator) == 0 {
        operations.append(.post(Self.policy("n", using: &generator)))
      }
      let judge = EffectJudge(of: operations, among: PolicySet(PolicyList(others + changed)))
      let judged = operations.map(judge.judge)
      for effect in judged { told[effect.effect, default: 0] += 1 }
      let new =
        others
        + operations.compactMap { operation in
          operation.result.map { AllowPolicy(id: operation.id, fields: $0) }
        }
      let steps = operations.map { "\(Self.brief($0.base?.fields)) > \(Self.brief($0.result))" }
      let story = "\(steps.joined(separator: "; ")) among \(others.map { Self.brief($0.fields) }), judged \(judged)"
      Self.checkExamples(judged, before: others + changed, after: new, story)
      for matcher in PlainMatcher.all {
        let message = Self.message(using: &generator)
        let (less, more) = (
          matcher.strength(of: message, under: others + changed), matcher.strength(of: message, under: new)
        )
        if more > less { #expect(judged.contains { $0.more != .no }, "\(message), \(matcher): \(story)") }
        if more < less { #expect(judged.contains { $0.less != .no }, "\(message), \(matcher): \(story)") }
      }
    }
    print("effects: \(told.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", "))")
    #expect(Effect.allCases.allSatisfy { told[$0, default: 0] > 0 })
  }

  private static func brief(_ fields: PolicyFields?) -> String {
    guard let fields else { return "nothing" }
    let flags = PolicyFlag.allCases.filter { fields.isOn($0) }.map { "\($0)" }
    return "\(fields.pattern ?? "") \(fields.typeLabel) \(flags)"
  }

  /// Each example is a message that gets more, or less, than before in some reading.
  private static func checkExamples(
    _ judged: [JudgedEffect],
    before: [AllowPolicy],
    after: [AllowPolicy],
    _ story: String
  ) {
    for effect in judged {
      for (example, sign) in [(effect.more.example, 1), (effect.less.example, -1)] {
        guard let example else { continue }
        let authentications = example.authentication == .either ? [true, false] : [example.authentication == .passes]
        let messages = authentications.map { passes in
          PlainMessage(
            senders: [example.from ?? example.envelopeFrom ?? "nobody@nowhere.test"],
            recipient: example.recipient ?? "nobody@nowhere.test",
            address: example.ip.map { "\($0)" } ?? "192.0.2.1",
            server: example.serverName ?? "nowhere.test",
            passes: passes
          )
        }
        let isShown = PlainMatcher.all.contains { matcher in
          messages.allSatisfy { message in
            (matcher.strength(of: message, under: after) - matcher.strength(of: message, under: before)) * sign > 0
          }
        }
        // Where something else grants it to whatever is not in the example, nothing shows.
        let isFree = !(before + after).contains {
          ["", ".*"].contains($0.pattern) || $0.pattern.contains("++")
            // Of one address both flags grant the same here, and the product keeps them apart.
            || ($0.fields.isOn(.exempt) && example.ip != nil) || $0.pattern.contains("0-9")
            || $0.pattern.contains("\\1") || $0.pattern.contains("^$")
        }
        if isFree { #expect(isShown, "\(sign > 0 ? "more" : "less"): \(messages): \(story)") }
      }
    }
  }

  @Test("the second opinion itself tells more from less")
  func matcher() {
    let message = PlainMessage(
      senders: ["a@x.org"],
      recipient: "p@z.net",
      address: "8.8.8.8",
      server: "mx.evil.net",
      passes: false
    )
    for matcher in PlainMatcher.all {
      #expect(matcher.strength(of: message, under: [.brief("a@x.org", .email, "t")]) == 2)
      #expect(matcher.strength(of: message, under: [.brief("x.org", .domain, "a")]) == 1)
      #expect(matcher.strength(of: message, under: [.brief("x.org", .domain, "tv")]) == 0)
      #expect(matcher.strength(of: message, under: [.brief("8.8.8.0/24", .ip, "t")]) == 2)
      #expect(matcher.strength(of: message, under: [.brief("8.8.9.0/24", .ip, "t")]) == 0)
      #expect(matcher.strength(of: message, under: [.brief(".*@x\\.org", .email, "ar")]) == 1)
      #expect(matcher.strength(of: message, under: [.brief("x\\.org", .email, "ar")]) == (matcher.wholeMatch ? 0 : 1))
    }
  }
}
