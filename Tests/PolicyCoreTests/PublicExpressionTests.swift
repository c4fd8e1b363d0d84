import Languages
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies

@Suite("Expressions that public documentation of mail gateways has")
struct PublicExpressionTests {
  /// The words of a display name, again in the address: no regular language.
  private static let undecided: Set = [#"(\w{2,}) (\w{2,}) (\w{2,}) <\1.\2.\3"#]
  /// It is known what this matches; which domains it opens takes too many states.
  private static let unchecked = undecided.union([#"\@[^.]{30}"#])
  /// What Java takes for no expression: a star that repeats nothing, a class that does not end, a backslash at the end.
  private static let mistaken: Set = [
    "*mail.com", #"sirius(+\+.*)?@friep\.example\.com"#, #"sirius(\+.*)?@friep\.ex[]ample.com"#,
    #"\.americanexpress.\"#,
  ]

  @Test("fewer than one in a hundred are undecided, in whichever reading")
  func decided() {
    var undecided: Set<String> = []
    var mistaken: Set<String> = []
    for source in PublicExpressions.all {
      for reading in Reading.all {
        do throws(ExpressionFailure) {
          _ = try Language(source: source, reading)
        } catch .undecided {
          undecided.insert(source)
        } catch {
          mistaken.insert(source)
        }
      }
    }
    #expect(Set(PublicExpressions.all).count == PublicExpressions.all.count)
    #expect(PublicExpressions.all.count >= 200)
    #expect(undecided == Self.undecided)
    #expect(mistaken == Self.mistaken)
    #expect(Self.unchecked.count * 100 < PublicExpressions.all.count)
  }

  @Test("what is found of each says so, and whom it lets through")
  func findings() {
    for source in PublicExpressions.all {
      let policy = AllowPolicy.brief(source, .email, "ar")
      let rules = Set(ListJudge(PolicyList([policy])).findings().map(\.rule))
      #expect(rules.contains("regex-unchecked") == Self.unchecked.contains(source), "\(source): \(rules)")
      #expect(rules.contains("regex-invalid") == Self.mistaken.contains(source), "\(source): \(rules)")
      let more = JudgedEffect.of(.post(policy)).more
      let isNothing = Self.mistaken.contains(source) || rules.contains("never-matches")
      #expect(more != .no || isNothing, "\(source): \(rules)")
      #expect((more.undecided != nil) == Self.undecided.contains(source), "\(source): \(more)")
      guard case .yes(let example, _, let condition) = more, isNothing else { continue }
      #expect(condition?.contains("standards of mail do not allow") == true, "\(source): \(example)")
    }
  }
}
