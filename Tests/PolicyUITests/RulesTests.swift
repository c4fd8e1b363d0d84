import Canvas
import Policies
import PolicyCore
import PolicyUI
import Testing

@Suite("What was found, rule by rule")
struct RulesTests {
  private func opened(_ size: Size = Size(rows: 40, columns: 120), _ keys: String...) throws -> Fixture {
    var fixture = try Fixture(size)
    for key in keys { fixture.press(key) }
    fixture.press("F")
    return fixture
  }

  private func rules(_ fixture: Fixture) throws -> RulesState {
    guard case .rules(let rules) = fixture.state.layers.last else { throw Absent() }
    return rules
  }

  private struct Absent: Error {}

  @Test("every rule that holds is there with its number, the worst first, and as often as the findings say")
  func counts() throws {
    let fixture = try opened()
    let rules = try rules(fixture)
    var expected: [RuleName: Int] = [:]
    for policy in Fixture.policies {
      for rule in Set(fixture.state.findings.findings(on: policy.id).map(\.rule)) { expected[rule, default: 0] += 1 }
    }
    #expect(Dictionary(uniqueKeysWithValues: rules.entries.map { ($0.tally.rule, $0.tally.count) }) == expected)
    let levels = rules.entries.map(\.finding.level)
    #expect(levels == levels.sorted(by: >) && !levels.isEmpty)
    #expect(fixture.text.contains(rules.entries[0].finding.message))
  }

  @Test("enter filters to the policies of the rule")
  func show() throws {
    var fixture = try opened()
    let first = try #require(try rules(fixture).entries.first)
    fixture.press("enter")
    #expect(fixture.state.layers.isEmpty)
    #expect(fixture.state.browse.filter.text == "rule:\(first.tally.rule.rawValue)")
    #expect(fixture.state.browse.rows.count == first.tally.count)
  }

  @Test("with marks it is about them")
  func marked() throws {
    let fixture = try opened(Size(rows: 40, columns: 120), "space")
    let id = Fixture.policies[0].id
    #expect(try rules(fixture).ids == [id])
    #expect(
      Set(try rules(fixture).entries.map(\.tally.rule)) == Set(fixture.state.findings.findings(on: id).map(\.rule))
    )
  }

  @Test("all that can be mended alike is shown before it is queued, as one change")
  func fix() throws {
    var fixture = try opened()
    let place = try #require(try rules(fixture).entries.firstIndex { $0.finding.fix != nil })
    for _ in 0..<place { fixture.press("j") }
    let entry = try rules(fixture).entries[place]
    fixture.press("f")
    #expect(fixture.takeEdits().isEmpty)
    #expect(fixture.text.contains("This changes \(entry.tally.count)"))
    fixture.press("esc")
    #expect(try rules(fixture).plan == nil)
    fixture.press("f", "enter")
    guard case .group(let edits, _) = fixture.takeEdits().first else {
      Issue.record("nothing was queued")
      return
    }
    #expect(edits.count == entry.tally.count)
  }

  @Test("the findings that are counted are silenced with a reason, and an error is not")
  func silence() throws {
    var fixture = try opened()
    let place = try #require(try rules(fixture).entries.firstIndex { $0.finding.level < .error })
    for _ in 0..<place { fixture.press("j") }
    let entry = try rules(fixture).entries[place]
    fixture.press("s", "enter")
    #expect(fixture.text.contains("Say in a few words"))
    fixture.type("audited")
    fixture.press("enter")
    let silenced = fixture.takeEffects().filter { effect in
      if case .draft(.suppress(let suppression, on: _)) = effect {
        suppression.rule == entry.tally.rule && suppression.reason == "audited"
      } else {
        false
      }
    }
    #expect(silenced.count == entry.tally.count)
  }

  @Test("what was silenced is counted no more, though neither the list nor the draft is another")
  func silenced() throws {
    var fixture = try opened()
    let before = try rules(fixture).entries
    let entry = try #require(before.first { $0.finding.level < .error })
    let silenced = Fixture.policies.map { Suppression(policyID: $0.id, rule: entry.tally.rule, reason: "audited") }
    let settings = RuleSettings(suppressions: silenced, now: fixture.state.now)
    let list = ListFindings(of: fixture.state.browse.list, settings: settings)
    fixture.send(.draft(.judged(AccountFindings(fixture.state.draft, over: list, settings: settings))))
    // It stays in its place, so that the next key is about the rule that it was pressed for.
    let after = try rules(fixture).entries
    #expect(after.map(\.tally.rule) == before.map(\.tally.rule))
    #expect(after.first { $0.tally.rule == entry.tally.rule }?.tally.count == 0)
    let place = try #require(after.firstIndex { $0.tally.rule == entry.tally.rule })
    for _ in 0..<place { fixture.press("j") }
    #expect(fixture.text.contains("none left"))
    fixture.press("f", "enter")
    #expect(fixture.takeEdits().isEmpty && fixture.text.contains("None of it is left"))
  }

  @Test("a rule that no key can mend offers no key for it, and says what can be done")
  func noFix() throws {
    var fixture = try opened()
    let place = try #require(try rules(fixture).entries.firstIndex { $0.finding.fix == nil })
    for _ in 0..<place { fixture.press("j") }
    #expect(fixture.text.contains("No fix: enter shows the policies"))
    #expect(!fixture.text.contains("fix all"))
  }

  @Test("a click on the number of dangers opens it")
  func click() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 120))
    let line = try #require(fixture.lines.first)
    let place = try #require(line.ranges(of: "in danger").first)
    let column = line.distance(from: line.startIndex, to: place.lowerBound)
    fixture.send(.input(.mouse(MouseEvent(.press(.left), at: Position(row: 0, column: column)))))
    #expect(try rules(fixture).ids == nil)
  }
}
