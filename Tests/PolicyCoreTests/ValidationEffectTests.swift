import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies

@Suite("Effects of changes")
struct ValidationEffectTests {
  private func effect(_ before: AllowPolicy?, _ after: AllowPolicy?) -> Effect {
    Effect.of(before: before?.fields, after: after?.fields)
  }

  @Test(
    "a pattern that is changed",
    arguments: [
      (AllowPolicy.brief("a@x.org"), AllowPolicy.brief("x.org", .domain), Effect.widens),
      (.brief("x.org", .domain), .brief("a@x.org"), .narrows),
      (.brief("8.8.8.0/24", .ip), .brief("8.8.8.0/25", .ip), .narrows),
      (.brief("8.8.8.0/25", .ip), .brief("8.8.8.0/24", .ip), .widens),
      (.brief("8.8.8.8", .ip), .brief("8.8.8.0/30", .ip), .unclear),
      (.brief("8.8.8.8", .ip), .brief("8.8.8.8/30", .ip), .widens),
      (.brief("8.8.8.8/24", .ip), .brief("8.8.8.0/24", .ip), .neutral),
      (.brief("a@x.org"), .brief(".*@x\\.org", .email, "avr"), .widens),
      (.brief(".*@x\\.org", .email, "avr"), .brief("a@x.org"), .narrows),
      (.brief(".*@x\\.org", .email, "avr"), .brief("x.org", .domain), .unclear),
      (.brief("x.org", .domain), .brief(".*@x\\.org", .email, "avr"), .widens),
      (.brief(".*", .email, "avr"), .brief("x.org", .domain), .narrows),
      (.brief("x.org", .domain), .brief("sub.x.org", .domain), .unclear),
      (.brief("a@x.org"), .brief("b@x.org"), .unclear), (.brief("a@x.org"), .brief("a@X.org."), .neutral),
      (.brief("a@x.org"), .brief("A@x.org"), .unclear), (.brief("a@x.org"), .brief("8.8.8.8", .ip), .unclear),
      (.brief("x\\.org", .email, "avr"), .brief("a@x.org"), .unclear),
      (.brief("HASH", .unknown), .brief("a@x.org"), .unclear),
      (.brief("a@x.org", .email, ""), .brief("x.org", .domain, ""), .neutral),
      (.brief("a@x.org", .email, "av"), .brief("x.org", .domain, "t"), .widens),
      (.brief("a@x.org", .email, "t"), .brief("x.org", .domain, "av"), .unclear),
    ]
  )
  func pattern(before: AllowPolicy, after: AllowPolicy, expected: Effect) {
    #expect(effect(before, after) == expected)
  }

  @Test(
    "flags that are changed",
    arguments: [
      ("a", "t", Effect.widens), ("t", "a", .narrows), ("av", "a", .widens), ("a", "av", .narrows), ("", "a", .widens),
      ("a", "", .narrows), ("a", "ax", .widens), ("t", "ta", .neutral), ("xv", "x", .widens), ("x", "xv", .narrows),
      ("a", "tv", .unclear), ("a", "x", .unclear), ("", "v", .neutral),
    ]
  )
  func flags(before: String, after: String, expected: Effect) {
    #expect(effect(.brief("a@x.org", .email, before), .brief("a@x.org", .email, after)) == expected)
  }

  @Test("a new policy with an action widens, and one without does nothing")
  func posts() {
    #expect(effect(nil, .brief("a@x.org", .email, "xv")) == .widens)
    #expect(effect(nil, .brief("a@x.org", .email, "v")) == .neutral)
  }

  @Test(
    "a delete narrows, and is unclear where a policy that remains overlaps",
    arguments: [
      (AllowPolicy.brief("a@x.org"), AllowPolicy.brief("x.org", .domain, id: "2"), Effect.unclear),
      (.brief("x.org", .domain), .brief("a@x.org", id: "2"), .unclear),
      (.brief("a@sub.x.org"), .brief("x.org", .domain, id: "2"), .unclear),
      (.brief("x.org", .domain), .brief("a@sub.x.org", id: "2"), .unclear),
      (.brief("a@x.org"), .brief("A@x.org", id: "2"), .unclear),
      (.brief("a@x.org"), .brief("x\\.org", .email, "ar", id: "2"), .unclear),
      (.brief("8.8.8.8", .ip), .brief("8.8.8.0/24", .ip, id: "2"), .unclear),
      (.brief("8.8.8.0/24", .ip), .brief("::ffff:8.8.8.1", .ip, id: "2"), .unclear),
      (.brief(".*@x\\.org", .email, "ar"), .brief("b@x.org", id: "2"), .unclear),
      (.brief(".*@x\\.org", .email, "ar"), .brief("^b@x\\.org$", .email, "ar", id: "2"), .unclear),
      (.brief("x.org", .domain), .brief("[a-z&&[b]]", .email, "ar", id: "2"), .unclear),
      (.brief("a@x.org"), .brief("y.org", .domain, id: "2"), .narrows),
      (.brief("a@x.org"), .brief("8.8.8.8", .ip, id: "2"), .narrows),
      (.brief("a@x.org"), .brief("x.org", .domain, "x", id: "2"), .narrows),
      (.brief("a@x.org"), .brief("x.org", .domain, "v", id: "2"), .narrows),
      (.brief("8.8.8.8", .ip), .brief("8.8.9.0/24", .ip, id: "2"), .narrows),
      (.brief(".*@x\\.org", .email, "ar"), .brief("b@y.org", id: "2"), .narrows),
      (.brief("ax.org", .domain), .brief(".*@x\\.org$", .email, "ar", id: "2"), .narrows),
      (.brief("x.organic", .domain), .brief(".*@x\\.org", .email, "ar", id: "2"), .unclear),
    ]
  )
  func deletes(policy: AllowPolicy, other: AllowPolicy, expected: Effect) {
    let operation = DraftOperation.delete(policy)
    #expect(Effect.of(operation, among: nil) == .narrows)
    #expect(Effect.of(operation, among: PolicySet(PolicyList([policy, other])).applying([operation])) == expected)
  }

  @Test("two overlapping policies that are both deleted narrow")
  func bothDeleted() {
    let operations = [
      DraftOperation.delete(.brief("a@x.org")), .delete(.brief("x.org", .domain, id: "2"), at: 1),
    ]
    let set = PolicySet(PolicyList(operations.compactMap(\.base))).applying(operations)
    #expect(operations.allSatisfy { Effect.of($0, among: set) == .narrows })
  }

  @Test("a narrowing under which a policy with more grants would come to rule is unclear")
  func narrowingUnderAnother() {
    let policy = AllowPolicy.brief("x.org", .domain)
    let operation = DraftOperation.patch(policy, PolicyFields(pattern: "a@x.org", patternType: .email))
    func effect(_ flags: String) -> Effect {
      let other = AllowPolicy.brief("b@x.org", .email, flags, id: "2")
      return Effect.of(operation, among: PolicySet(PolicyList([policy, other])).applying([operation]))
    }
    #expect(effect("t") == .unclear)
    #expect(effect("av") == .narrows)
    #expect(effect("x") == .narrows)
  }
}
