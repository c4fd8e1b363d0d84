import TestSupport
import Testing

@testable import Patterns
@testable import PolicyCore
@testable import Policies

@Suite("An expression that is slow on purpose")
struct HostileExpressionTests {
  private static let expression = "(a+)+$"
  private static let text = String(repeating: "a", count: 100_000) + "!"

  @Test("a match over 100,000 letters is given up, by interpreter and machine code", .timeLimit(.minutes(2)))
  func engine() throws {
    let regex = try #require(PatternRegex.read(Self.expression).regex)
    // More often than the interpreter is used. Without a limit of length, so that the engine itself has to give up.
    for _ in 0..<12 {
      #expect(regex.match(Self.text, .part, longest: .max) == .limitReached)
      #expect(regex.match(Self.text, .whole, longest: .max) == .limitReached)
    }
    #expect(regex.match(String(repeating: "a", count: 100_000), .part, longest: .max) == .matched)
  }

  @Test("what callers may ask gives an answer too, of the longest text and beyond", .timeLimit(.minutes(2)))
  func callers() throws {
    let regex = try #require(PatternRegex.read(Self.expression).regex)
    let longest = String(repeating: "a", count: PatternRegex.subjectLimit - 1) + "!"
    for text in [longest, Self.text] {
      #expect(regex.match(text) == .limitReached)
      #expect(regex.match(text, .whole) == .limitReached)
    }
  }

  @Test("lint tells of it, says what it covers of nothing, and ends", .timeLimit(.minutes(2)))
  func lint() throws {
    let hostile = AllowPolicy.brief(Self.expression, .email, "avr", id: "hostile")
    let addresses = (0..<50).map { AllowPolicy.brief(String(repeating: "a", count: 60) + "!@x\($0).org", id: "q\($0)") }
    let long = AllowPolicy.brief(Self.text, id: "long")
    let findings = ListJudge(PolicyList([hostile, long] + addresses)).findings()
    #expect(findings.contains { $0.rule == "regex-backtracking" && $0.policyID == hostile.id })
    #expect(!findings.contains { $0.rule == "shadowed" || $0.rule == "conflicting-overlap" })
  }
}
