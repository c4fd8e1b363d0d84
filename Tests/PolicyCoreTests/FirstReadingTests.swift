import Foundation
import Languages
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies

/// Which reading of the server is shown first, where they differ.
@Suite("What is shown first")
struct FirstReadingTests {
  private static func answer(_ policy: AllowPolicy, first: ServerReading) -> JudgedEffect.Answer {
    EffectJudge(of: [.post(policy)], among: PolicySet(PolicyList()), first: first).judge(.post(policy)).more
  }

  @Test("the example and the words are those of the reading that is named, if the answer is the same in it")
  func words() throws {
    let policy = AllowPolicy.brief("Ann@vendor.example", .email, "a")
    #expect(Self.answer(policy, first: .widest).example?.from == "ann@vendor.example")
    #expect(Self.answer(policy, first: ServerReading.widest.turned(.letterCase)).example?.from == "Ann@vendor.example")
    // Where there is none in the reading that is named, another one is shown.
    let expression = AllowPolicy.brief("@vendor\\.example$", .email, "ar")
    let whole = Self.answer(expression, first: ServerReading.widest.turned(.extent))
    #expect(whole.example?.from != nil && whole == Self.answer(expression, first: .widest))
  }

  @Test("of guards and what-if too")
  func others() throws {
    let policy = AllowPolicy.brief("@acme\\.example$|^x@mail\\.acme\\.example$", .email, "ar")
    let policies = PolicySet(PolicyList([policy]))
    let cased = ServerReading.widest.turned(.letterCase)
    var rule = Guard(name: "it stays so", .forbid(.spamSpoofBulk), try #require(Guard.scope("acme.example")))
    rule.isVerified = true
    let wide = GuardJudge(policies: policies).answers(on: rule).before
    let whole = GuardJudge(policies: policies, first: ServerReading.widest.turned(.extent)).answers(on: rule).before
    #expect(wide.holds == false && whole.holds == false)
    #expect(wide.example?.from == "x@acme.example" && whole.example?.from == "x@mail.acme.example")
    let readings = ReadingSet { !($0.ignoresCase && $0.extent == .whole) }
    #expect(readings.condition(first: .widest) != readings.condition(first: cased.turned(.extent)))
    #expect(ReadingSet.coveringSubdomains.condition(first: cased) == "a domain covers the names below it")
    #expect(ReadingSet.all.condition(first: cased) == nil)
  }

  @Test("whatever is named, effects and guards are the same")
  func judgements() throws {
    var generator = SeededGenerator.announced("the reading that is shown first")
    let rounds = ProcessInfo.processInfo.environment["POSTERN_READING_ROUNDS"].flatMap { Int($0) } ?? 12
    let patterns: [(String, PatternType, String)] = [
      ("ann@x.example", .email, ""), ("Ann@x.example", .email, ""), ("x.example", .domain, ""),
      ("mail.x.example", .domain, ""), ("x\\.example", .email, "r"), ("^.*@x\\.example$", .email, "r"),
      ("A", .domain, "r"), ("(a)\\1", .email, "r"), ("8.8.8.0/24", .ip, ""), ("8\\.8", .ip, "r"),
    ]
    func policy(_ id: String) -> AllowPolicy {
      let (text, type, kind) = patterns.randomElement(using: &generator) ?? patterns[0]
      return .brief(text, type, (["a", "av", "t", "tv"].randomElement(using: &generator) ?? "a") + kind, id: id)
    }
    for _ in 0..<rounds {
      let old = (0..<Int.random(in: 1..<4, using: &generator)).map { policy("p\($0)") }
      let operations = [DraftOperation.put(old[0], policy("p0").fields), .post(policy("new"))]
      let set = PolicySet(PolicyList(old))
      let scope = try #require(Guard.scope(["x.example", "ann@x.example"].randomElement(using: &generator) ?? ""))
      let rule = Guard(name: "it stays so", .forbid(.spamSpoofBulk), scope)
      let effects = operations.map(EffectJudge(of: operations, among: set).judge).map(\.effect)
      let report = GuardReport.all([rule], on: set, after: operations)
      let first = try #require(ServerReading.all().dropFirst().randomElement(using: &generator))
      let judge = EffectJudge(of: operations, among: set, first: first)
      #expect(operations.map(judge.judge).map(\.effect) == effects, "\(first) of \(operations)")
      let other = GuardReport.all([rule], on: set, after: operations, first: first)
      #expect(other.map(\.before.holds) == report.map(\.before.holds), "\(first) of \(old)")
      #expect(other.map(\.after.holds) == report.map(\.after.holds), "\(first) of \(operations)")
    }
  }
}
