import Foundation
import TestSupport
import Testing

@testable import Languages
@testable import Patterns
@testable import PolicyCore

@Suite("The shape of an expression")
struct ExpressionShapeTests {
  private static let locals = [
    ".*", "^.*", "^", "", "^[a-z.]+", "billing-[0-9]+", "^(ann|bob)", "^ann", "ann.lee", "^ann\\.lee", "^.+", "(.*)",
    "^[^@]+", "^\\w+", "^[a-z]{2,4}", "^ann(\\+.*)?", "noreply", "x*", "^a|b", "^(?!ceo).*", ".*@", "\\bann", "^A",
  ]
  private static let fronts = [
    "", "(.*\\.)?", "(.+\\.)?", "([a-z0-9-]+\\.)*", ".*\\.", "[^.]+\\.", ".*", "(mail|news)\\.", "(mail\\.)?", "[a-z]*",
  ]
  private static let starts = ["", "^", ".*", "(.*\\.)?", ".*\\.", "[@.]", ".*[@.]", "^.*[@.]", "\\."]
  private static let labels = [
    "vendor", "acme-mail", "acmemail", "x", "mail", "news", "gmail", "a1b2", "partnership", "stoneprint265", "co",
    "blogspot", "vendor", "kilnworks", "outlook", "e", "web", "proto", "abcdefghijklmnopqrstuvwxyzabcdefghij", "3com",
  ]
  private static let suffixes = [
    "com", "org", "de", "co\\.uk", "co.uk", "io", "github\\.io", "example", "c", "xyz", "no",
  ]

  /// What anybody may write: a local part, a host of one to three labels, some of them known, dots loose or not.
  private static func expression(using random: inout SeededGenerator) -> String {
    let count = Int.random(in: 1...3, using: &random)
    var host = ""
    for _ in 0..<count {
      host += labels.randomElement(using: &random) ?? ""
      host += Int.random(in: 0..<4, using: &random) == 0 ? "." : "\\."
    }
    host += suffixes.randomElement(using: &random) ?? ""
    let end = ["$", "$", "", "\\."].randomElement(using: &random) ?? ""
    guard Int.random(in: 0..<4, using: &random) > 0 else {
      return (starts.randomElement(using: &random) ?? "") + host + end
    }
    let front = Bool.random(using: &random) ? "" : fronts.randomElement(using: &random) ?? ""
    return (locals.randomElement(using: &random) ?? "") + "@" + front + host + end
  }

  @Test("what is said by way of the shape is what is said of the expression itself")
  func differential() throws {
    let rounds = ProcessInfo.processInfo.environment["POSTERN_SHAPE_ROUNDS"].flatMap { Int($0) } ?? 300
    let rules = try #require(MailTexts.suffixes)
    var random = SeededGenerator.announced("shapes of expressions")
    var shaped = 0
    for round in 0..<rounds {
      let source = Self.expression(using: &random)
      guard ExpressionShape(of: source, rules) != nil else { continue }
      shaped += 1
      for kind in [PatternKind.email, .domain] {
        let (by, itself) = (ExpressionVerdict(of: source, kind), ExpressionVerdict(deciding: source, kind))
        #expect("\(by)" == "\(itself)", "\(source), \(kind), round \(round)")
      }
    }
    #expect(shaped * 8 > rounds, "only \(shaped) of \(rounds) had a shape")
  }

  @Test("expressions of one form for hosts that nobody knows have one shape")
  func shared() throws {
    let rules = try #require(MailTexts.suffixes)
    let one = try #require(ExpressionShape(of: #".*@mail\.kilnworks\.com$"#, rules))
    let other = try #require(ExpressionShape(of: #".*@mail\.stoneprint\.com$"#, rules))
    #expect(one.source == other.source)
    #expect(other.restored(one.source) == #".*@mail\.stoneprint\.com$"#)
  }

  @Test(
    "there is no shape where a name is known, or the form is not one of a few",
    arguments: [
      #".*@gmail\.com$"#, #".*@gma\.com$"#, #".*mail\.com$"#, #".*@x\.blogspot\.com$"#, #".*@com$"#, #".*@github\.io"#,
      #"a|.*@kilnworks\.com"#, #"(?!x).*@kilnworks\.com"#, #".*@kiln[a-z]*works\.com"#, #".*@kilnworks\.com|x"#,
      #".*@kilnworks?\.com"#, #"a@b@kilnworks\.com"#, #".*@(kilnworks\.com)"#, #".*@\wkilnworks\.com"#,
      #".*@qzjaxvq\.com"#, #".*@Kilnworks\.com"#,
      #"^a.kilnworks.com$"#,
    ]
  )
  func unshaped(source: String) throws {
    let rules = try #require(MailTexts.suffixes)
    #expect(ExpressionShape(of: source, rules) == nil)
  }

  @Test("no list and no table has anything that resembles a stand-in")
  func standIns() {
    for name in ExpressionShape.standIns { #expect(!KnownLabels.standard.resemble(name)) }
    #expect(Set(ExpressionShape.standIns.map(\.count)).count == 1)
  }
}
