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
  ]

  private static let people = [
    "a@x.org", "b@x.org", "A@x.org", "a@sub.x.org", "a@y.org", "c@x-org.net", "a@xorg.net", "c@y.org", "a@evilx.org",
    "a@x.org.evil.net", "a@xzorg",
  ]
  private static let addresses = ["8.8.8.8", "8.8.8.9", "8.8.8.200", "8.8.7.1", "8.8.9.1", "9.9.9.9"]

  private static let messages = people.flatMap { sender in
    ["p@z.net", "a@x.org", "b@x.org", "a@sub.x.org"].flatMap { recipient in
      addresses.flatMap { address in
        [true, false].map { PlainMessage(sender: sender, recipient: recipient, address: address, passes: $0) }
      }
    }
  }

  private static func policy(_ id: String, using generator: inout SeededGenerator) -> AllowPolicy {
    let (text, type, isRegex) = patterns.randomElement(using: &generator) ?? patterns[0]
    let flags = ["t", "a", "x", "v"].filter { _ in Int.random(in: 0..<5, using: &generator) < 2 }.joined()
    return .brief(text, type, flags + (isRegex ? "r" : ""), id: id)
  }

  @Test(
    "where some message gets more, the effect is never narrows or neutral, however the API reads patterns",
    arguments: 1...12 as ClosedRange<UInt64>
  )
  func neverMissed(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var told: [Effect: Int] = [:]
    for _ in 0..<120 {
      let others = (0..<Int.random(in: 0..<3, using: &generator)).map { Self.policy("o\($0)", using: &generator) }
      let before = Self.policy("p", using: &generator)
      var after = Self.policy("p", using: &generator)
      // Half of the changes leave the flags or the pattern alone, as people's do.
      switch Int.random(in: 0..<4, using: &generator) {
      case 0:
        (after.fields.pattern, after.fields.patternType, after.fields.isRegex) = (
          before.fields.pattern, before.fields.patternType, before.fields.isRegex
        )
      case 1:
        let pattern = after.fields
        after = before
        (after.fields.pattern, after.fields.patternType, after.fields.isRegex) = (
          pattern.pattern, pattern.patternType, pattern.isRegex
        )
      default: break
      }
      let isDelete = Int.random(in: 0..<4, using: &generator) == 0
      let operation: DraftOperation = isDelete ? .delete(before) : .put(before, after.fields)
      let set = PolicySet(PolicyList([before] + others)).applying([operation])
      let effect = Effect.of(operation, among: set)
      told[effect, default: 0] += 1
      guard effect == .narrows || effect == .neutral else { continue }
      let (old, new) = (others + [before], others + (isDelete ? [] : [after]))
      let matcher = PlainMatcher.all.randomElement(using: &generator) ?? PlainMatcher.all[0]
      let message = Self.messages.first { matcher.strength(of: $0, under: new) > matcher.strength(of: $0, under: old) }
      #expect(
        message == nil,
        "seed \(seed): \(before.fields) to \(isDelete ? "nothing" : "\(after.fields)") among \(others.map(\.fields)), \(matcher)"
      )
    }
    #expect(told[.narrows, default: 0] > 5 && told[.neutral, default: 0] > 2 && told[.widens, default: 0] > 5)
  }

  @Test("the second opinion itself tells more from less")
  func matcher() {
    let message = PlainMessage(sender: "a@x.org", recipient: "p@z.net", address: "8.8.8.8", passes: false)
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
