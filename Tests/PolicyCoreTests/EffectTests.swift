import PolicyCore
import TestSupport
import Testing
import Policies

extension Effect {
  /// What a change does by itself; nil is no policy.
  static func of(before: PolicyFields?, after: PolicyFields?) -> Effect {
    let policy = before.map { AllowPolicy(id: PolicyID("p"), fields: $0) }
    switch (policy, after) {
    case (let policy?, let after?): return JudgedEffect.of(.put(policy, after)).effect
    case (let policy?, nil): return JudgedEffect.of(.delete(policy)).effect
    case (nil, let after): return after.map { JudgedEffect.of(.post("n", $0)).effect } ?? .neutral
    }
  }
}

@Suite("What an operation does to what gets through")
struct EffectTests {
  /// The four flags as the bits of a number from 0 to 15.
  private func fields(_ bits: Int, pattern: String = "billing@partner.example") -> PolicyFields {
    PolicyFields(
      pattern: pattern,
      patternType: .email,
      isRegex: false,
      isTrustedSender: bits & 1 != 0,
      isAcceptableSender: bits & 2 != 0,
      isExemptRecipient: bits & 4 != 0,
      verifySender: bits & 8 != 0
    )
  }

  /// How far each kind of mail gets past the detections, written down without the code's sets.
  private func passage(_ fields: PolicyFields?) -> [Int] {
    guard let fields else { return [0, 0, 0, 0] }
    let sender = fields.isTrustedSender == true ? 2 : fields.isAcceptableSender == true ? 1 : 0
    let authenticated = sender
    let spoofed = fields.verifySender == true ? 0 : sender
    let recipient = fields.isExemptRecipient == true ? 1 : 0
    return [authenticated, spoofed, recipient, fields.verifySender == true ? 0 : recipient]
  }

  private func expected(_ before: PolicyFields?, _ after: PolicyFields?) -> Effect {
    let steps = zip(passage(before), passage(after)).map { $1 - $0 }
    return switch (steps.contains { $0 > 0 }, steps.contains { $0 < 0 }) {
    case (false, false): .neutral
    case (true, false): .widens
    case (false, true): .narrows
    case (true, true): .both
    }
  }

  @Test("of every change of the four flags", arguments: 0..<16, 0..<16)
  func transitions(before: Int, after: Int) {
    let (old, new) = (fields(before), fields(after))
    #expect(Effect.of(before: old, after: new) == expected(old, new))
  }

  @Test("of a delete and of a new policy, whatever its flags", arguments: 0..<16)
  func ends(bits: Int) {
    #expect(Effect.of(before: fields(bits), after: nil) == expected(fields(bits), nil))
    #expect(Effect.of(before: nil, after: fields(bits)) == expected(nil, fields(bits)))
  }

  @Test(
    "of changes that people make",
    arguments: [
      ("verify on a trusted sender", 1, 9, .narrows),
      ("no longer verify a trusted sender", 9, 1, .widens),
      ("trust what was acceptable", 2, 1, .widens),
      ("accept what was trusted", 1, 2, .narrows),
      ("acceptable besides trusted", 1, 3, .neutral),
      ("trust, but verify, what was acceptable without", 2, 9, .both),
      ("exempt the recipient instead of trusting the sender", 1, 4, .both),
      ("verify where nothing is granted", 0, 8, .neutral),
      ("verify where only the recipient is exempt", 4, 12, .narrows),
      ("the last grant goes", 4, 0, .narrows),
    ] as [(String, Int, Int, Effect)]
  )
  func examples(name: String, before: Int, after: Int, effect: Effect) {
    #expect(Effect.of(before: fields(before), after: fields(after)) == effect)
  }

  @Test("a missing flag counts as off")
  func missing() {
    let bare = PolicyFields(pattern: "billing@partner.example", patternType: .email, isRegex: false)
    #expect(Effect.of(before: bare, after: fields(0)) == .neutral)
    #expect(Effect.of(before: bare, after: fields(2)) == .widens)
  }

  @Test("a comment changes nothing", arguments: 0..<16)
  func comment(bits: Int) {
    var after = fields(bits)
    after.comments = "SEC-1201"
    #expect(Effect.of(before: fields(bits), after: after) == .neutral)
  }

  @Test("another address opens one door and closes another", arguments: [1, 2, 4, 9])
  func otherPattern(bits: Int) {
    let after = fields(bits, pattern: "orders@other.example")
    #expect(Effect.of(before: fields(bits), after: after) == .both)
  }

  @Test("a pattern matters only where something is granted")
  func patternWithoutGrants() {
    let other = "orders@other.example"
    #expect(Effect.of(before: fields(0), after: fields(8, pattern: other)) == .neutral)
    #expect(Effect.of(before: fields(0), after: fields(2, pattern: other)) == .widens)
    #expect(Effect.of(before: fields(2), after: fields(0, pattern: other)) == .narrows)
  }
}
