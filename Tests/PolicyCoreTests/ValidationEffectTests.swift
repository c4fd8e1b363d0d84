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
      (.brief("8.8.8.8", .ip), .brief("8.8.8.0/30", .ip), .both),
      (.brief("8.8.8.8", .ip), .brief("8.8.8.8/30", .ip), .widens),
      (.brief("8.8.8.8/24", .ip), .brief("8.8.8.0/24", .ip), .neutral),
      (.brief("a@x.org"), .brief(".*@x\\.org", .email, "avr"), .widens),
      (.brief(".*@x\\.org", .email, "avr"), .brief("a@x.org"), .narrows),
      (.brief(".*@x\\.org", .email, "avr"), .brief("x.org", .domain), .both),
      (.brief("x.org", .domain), .brief(".*@x\\.org", .email, "avr"), .both),
      (.brief(".*", .email, "avr"), .brief("x.org", .domain), .narrows),
      (.brief("x.org", .domain), .brief("sub.x.org", .domain), .both),
      (.brief("a@x.org"), .brief("b@x.org"), .both), (.brief("a@x.org"), .brief("a@X.org."), .neutral),
      (.brief("a@x.org"), .brief("A@x.org"), .both), (.brief("a@x.org"), .brief("8.8.8.8", .ip), .both),
      (.brief("x\\.org", .email, "avr"), .brief("a@x.org"), .both),
      (.brief("HASH", .unknown), .brief("a@x.org"), .unclear),
      (.brief("a@x.org", .email, ""), .brief("x.org", .domain, ""), .neutral),
      (.brief("2001:db8::/33", .ip), .brief("2001:db8::/32", .ip), .widens),
      (.brief("2001:db8::/32", .ip), .brief("2001:db8::/33", .ip), .narrows),
      (.brief("8.8.8.0/24", .ip), .brief("^8\\.8\\.8\\.8$", .ip, "avr"), .narrows),
      (.brief("8.8.8.0/24", .ip, ""), .brief("8.8.8.0/24", .ip, "x"), .widens),
      (.brief("a@x.org", .email, "av"), .brief("x.org", .domain, "t"), .widens),
      (.brief("a@x.org", .email, "t"), .brief("x.org", .domain, "av"), .both),
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
      ("a", "tv", .both), ("a", "x", .both), ("", "v", .neutral),
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
    "a delete narrows, and is neutral where what remains covers it in every reading of the server",
    arguments: [
      (AllowPolicy.brief("a@x.org"), AllowPolicy.brief("x.org", .domain, id: "2"), Effect.neutral),
      (.brief("x.org", .domain), .brief("a@x.org", id: "2"), .narrows),
      (.brief("a@sub.x.org"), .brief("x.org", .domain, id: "2"), .narrows),
      (.brief("x.org", .domain), .brief("a@sub.x.org", id: "2"), .narrows),
      (.brief("a@x.org"), .brief("A@x.org", id: "2"), .narrows),
      (.brief("a@x.org"), .brief("x\\.org", .email, "ar", id: "2"), .narrows),
      (.brief("8.8.8.8", .ip), .brief("8.8.8.0/24", .ip, id: "2"), .neutral),
      (.brief("8.8.8.0/24", .ip), .brief("8.8.0.0/16", .ip, "t", id: "2"), .neutral),
      (.brief("b@x.org", .email, "ar"), .brief(".*", .email, "ar", id: "2"), .neutral),
      (.brief("^a@x\\.org$", .email, "ar"), .brief("a@x.org", .email, "a", id: "2"), .neutral),
      (.brief("8.8.8.0/24", .ip), .brief("::ffff:8.8.8.1", .ip, id: "2"), .narrows),
      (.brief(".*@x\\.org", .email, "ar"), .brief("b@x.org", id: "2"), .narrows),
      (.brief(".*@x\\.org", .email, "ar"), .brief("^b@x\\.org$", .email, "ar", id: "2"), .narrows),
      (.brief("x.org", .domain), .brief("[a-z&&[b]]", .email, "ar", id: "2"), .narrows),
      (.brief("a@x.org"), .brief("y.org", .domain, id: "2"), .narrows),
      (.brief("a@x.org"), .brief("8.8.8.8", .ip, id: "2"), .narrows),
      (.brief("a@x.org"), .brief("x.org", .domain, "x", id: "2"), .narrows),
      (.brief("a@x.org"), .brief("x.org", .domain, "v", id: "2"), .narrows),
      (.brief("8.8.8.8", .ip), .brief("8.8.9.0/24", .ip, id: "2"), .narrows),
      (.brief(".*@x\\.org", .email, "ar"), .brief("b@y.org", id: "2"), .narrows),
      (.brief("ax.org", .domain), .brief(".*@x\\.org$", .email, "ar", id: "2"), .narrows),
      (.brief("x.organic", .domain), .brief(".*@x\\.org", .email, "ar", id: "2"), .narrows),
    ]
  )
  func deletes(policy: AllowPolicy, other: AllowPolicy, expected: Effect) {
    let operation = DraftOperation.delete(policy)
    #expect(JudgedEffect.of(operation).effect == .narrows)
    #expect(Self.effects(of: [operation], among: [policy, other]) == [expected])
  }

  private static func effects(of operations: [DraftOperation], among policies: [AllowPolicy]) -> [Effect] {
    let judge = EffectJudge(of: operations, among: PolicySet(PolicyList(policies)))
    return operations.map { judge.judge($0).effect }
  }

  @Test("two overlapping policies that are both deleted narrow")
  func bothDeleted() {
    let policies = [AllowPolicy.brief("a@x.org"), .brief("x.org", .domain, id: "2")]
    let operations = policies.enumerated().map { DraftOperation.delete($1, at: $0) }
    #expect(Self.effects(of: operations, among: policies) == [.narrows, .narrows])
  }

  @Test("two new policies for the same both widen: neither excuses the other")
  func bothNew() {
    let posts = ["n1", "n2"].map { DraftOperation.post(.brief("a@x.org", id: $0)) }
    #expect(Self.effects(of: posts, among: [.brief("y.org", .domain)]) == [.widens, .widens])
  }

  @Test("what takes the place of a wider one opens nothing")
  func replaced() {
    let wide = AllowPolicy.brief("x.org", .domain)
    let operations = [DraftOperation.delete(wide), .post(.brief("a@x.org", id: "n1"))]
    #expect(Self.effects(of: operations, among: [wide]) == [.narrows, .neutral])
  }

  @Test("a new policy that others cover together is neutral", arguments: [("8.8.8.0/24", true), ("8.8.8.0/23", false)])
  func coveredTogether(network: String, isCovered: Bool) {
    let halves = [AllowPolicy.brief("8.8.8.0/25", .ip, id: "1"), .brief("8.8.8.128/25", .ip, id: "2")]
    let post = DraftOperation.post(.brief(network, .ip, id: "n1"))
    #expect(Self.effects(of: [post], among: halves) == [isCovered ? .neutral : .widens])
  }

  @Test("a narrowing under which a policy with more grants lies is one all the same")
  func narrowingUnderAnother() {
    let policy = AllowPolicy.brief("x.org", .domain)
    let operation = DraftOperation.patch(policy, PolicyFields(pattern: "a@x.org", patternType: .email))
    for flags in ["t", "av", "x"] {
      #expect(Self.effects(of: [operation], among: [policy, .brief("b@x.org", .email, flags, id: "2")]) == [.narrows])
    }
  }

  /// A policy of which it cannot be read whether it is trusted.
  private static func unreadable(_ pattern: String, _ type: PatternType) -> AllowPolicy {
    var policy = AllowPolicy.brief(pattern, type, "", id: "odd")
    policy.fields.isTrustedSender = nil
    policy.fields.unread[.isTrustedSender] = "the number 1"
    return policy
  }

  @Test("what cannot be read excuses nothing, and is undecided where it goes")
  func unreadable() {
    let odd = Self.unreadable("x.org", .domain)
    let post = DraftOperation.post(.brief("x.org", .domain, "t", id: "n"))
    #expect(Self.effects(of: [post], among: [odd]) == [.widens])
    #expect(JudgedEffect.of(.delete(odd)).less.undecided != nil)
  }

  @Test("networks that grant less cover none that grants more")
  func lesserNetworks() {
    let inner = [AllowPolicy.brief("8.8.8.0/25", .ip, "a", id: "o1"), .brief("8.8.8.128/25", .ip, "a", id: "o2")]
    let post = DraftOperation.post(.brief("8.8.8.0/24", .ip, "t", id: "n"))
    #expect(Self.effects(of: [post], among: inner) == [.widens])
    #expect(Self.effects(of: [.post(.brief("8.8.8.0/24", .ip, "a", id: "n"))], among: inner) == [.neutral])
  }

  @Test("what an expression has of the addresses of an IPv6 network is not decided")
  func sixthVersion() {
    let post = DraftOperation.post(.brief("2001:db8::/32", .ip, "t", id: "n"))
    let judge = EffectJudge(of: [post], among: PolicySet(PolicyList([.brief("^2001:.*", .ip, "tr", id: "o")])))
    #expect(judge.judge(post).more.undecided?.contains("2001:db8::/32") == true)
  }

  @Test("an operation in place of another for the same policy is not excused by it")
  func inPlace() {
    let policy = AllowPolicy.brief("x.org", .domain, "a")
    var trusted = policy.fields
    trusted.isTrustedSender = true
    let judge = EffectJudge(of: [.put(policy, trusted)], among: PolicySet(PolicyList([policy])))
    #expect(judge.judge(.delete(policy)).effect == .narrows)
  }

  @Test("an expression may see the server's name, which is said")
  func serverName() throws {
    let more = JudgedEffect.of(.post(.brief("^mail\\.vendor\\.example$", .domain, "tr"))).more
    guard case .yes(let example, _, let condition) = more else {
      Issue.record("\(more)")
      return
    }
    #expect(example.serverName == "mail.vendor.example")
    #expect(condition?.contains("held against the IP address and the server's name too") == true)
  }

  @Test("an address that the standards of mail do not allow is told as one")
  func oddAddress() {
    let more = JudgedEffect.of(.post(.brief("^From: .*@vendor\\.example$", .email, "tr"))).more
    guard case .yes(_, _, let condition) = more else {
      Issue.record("\(more)")
      return
    }
    #expect(condition?.contains("standards of mail do not allow") == true)
  }

  @Test("an expression that is not decided hides nothing, blurs nothing, and is unclear where it comes")
  func undecided() {
    let undecided = AllowPolicy.brief("(a)\\1@x\\.org", .email, "tr", id: "2")
    let post = DraftOperation.post(.brief("aa@x.org", id: "n1"))
    #expect(Self.effects(of: [post], among: [undecided]) == [.widens])
    #expect(Self.effects(of: [.delete(undecided)], among: [undecided]) == [.narrows])
    #expect(Self.effects(of: [.patch(undecided, PolicyFields(comments: "why"))], among: [undecided]) == [.neutral])
    let acceptable = PolicyFields(isTrustedSender: false, isAcceptableSender: true)
    #expect(Self.effects(of: [.patch(undecided, acceptable)], among: [undecided]) == [.narrows])
    let judged = EffectJudge(of: [.post(undecided)], among: PolicySet(PolicyList())).judge(.post(undecided))
    #expect(judged.effect == .unclear)
    #expect(judged.sentences == ["Not decided: the expression (a)\\1@x\\.org has a back reference."])
  }

  @Test("each direction has an example, and says in which reading of the server where that matters")
  func examples() {
    let old = AllowPolicy.brief("vendor.example", .domain, "av")
    func sentences(_ fields: PolicyFields) -> [String] {
      EffectJudge(of: [.patch(old, fields)], among: PolicySet(PolicyList([old]))).judge(.patch(old, fields)).sentences
    }
    #expect(
      sentences(PolicyFields(verifySender: false)) == [
        "Newly let past Spam, Spoof and Bulk: mail from x@vendor.example that fails authentication."
      ]
    )
    #expect(
      sentences(PolicyFields(pattern: "mail.vendor.example")) == [
        "Newly let past Spam, Spoof and Bulk: mail from x@mail.vendor.example that passes authentication, if a domain does "
          + "not cover the names below it.",
        "No longer let past Spam, Spoof and Bulk: mail from x@vendor.example that passes authentication.",
      ]
    )
    let open = sentences(PolicyFields(pattern: "@vendor\\.example", patternType: .email, isRegex: true))
    #expect(open.count == 2)
    #expect(open[0].hasSuffix("if the server looks for the expression anywhere in the text."))
  }

  @Test("mail that passes authentication is told apart from mail that fails it where they fare differently")
  func authentication() {
    let unverified = AllowPolicy.brief("boss@vendor.example", .email, "t", id: "1")
    let verified = AllowPolicy.brief("vendor.example", .domain, "tv", id: "2")
    func lost(_ others: [AllowPolicy]) -> [String] {
      let set = PolicySet(PolicyList([unverified] + others))
      return EffectJudge(of: [.delete(unverified)], among: set).judge(.delete(unverified)).sentences
    }
    #expect(lost([]) == ["No longer let past all detections: mail from boss@vendor.example, authenticated or not."])
    #expect(
      lost([verified]) == [
        "No longer let past all detections: mail from boss@vendor.example that fails authentication."
      ]
    )
  }
}
