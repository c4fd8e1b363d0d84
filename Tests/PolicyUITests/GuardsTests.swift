import Policies
import PolicyCore
import PolicyUI
import TestSupport
import Testing

@Suite("Guards on the screen")
struct GuardsTests {
  @Test("M checks them, and shows what each demands, whether it holds, and what breaks it")
  func shown() throws {
    var fixture = try Fixture()
    fixture.press("M")
    #expect(fixture.text.contains("Checking…"))
    #expect(fixture.takeEffects().contains(.work(.checkGuards)))
    fixture.send(.draft(.guardsChecked(GuardSamples.reports)))
    #expect(fixture.text.contains("BROKEN  nobody passes as us"))
    #expect(fixture.text.contains("by this draft"))
    #expect(fixture.text.contains("For example mail from ceo@acme.example"))
    #expect(fixture.text.contains("holds  payroll keeps arriving"))
    fixture.press("esc")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("an answer that comes after it was closed opens nothing")
  func late() throws {
    var fixture = try Fixture()
    fixture.press("M", "esc")
    fixture.send(.draft(.guardsChecked(GuardSamples.reports)))
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("without guards it says where they are written")
  func none() throws {
    var fixture = try Fixture()
    fixture.press("M")
    fixture.send(.draft(.guardsChecked([])))
    #expect(fixture.text.contains("The configuration has no guards"))
  }
}

/// Two guards, of which a draft breaks one.
enum GuardSamples {
  static let reports: [GuardReport] = {
    var payroll = Guard.scope("payroll@adp.example").map {
      Guard(name: "payroll keeps arriving", .require(.spamSpoofBulk), $0)
    }
    payroll?.isVerified = true
    let ours = Guard.scope("acme.example").map { Guard(name: "nobody passes as us", .forbid(.spamSpoofBulk), $0) }
    let policy = AllowPolicy(
      id: "g1",
      fields: PolicyFields(
        pattern: "payroll@adp.example",
        patternType: .email,
        isRegex: false,
        isAcceptableSender: true,
        verifySender: true
      )
    )
    let post = DraftOperation.post(
      "g2",
      PolicyFields(pattern: "ceo@acme.example", patternType: .email, isRegex: false, isTrustedSender: true)
    )
    return GuardReport.all(
      [ours, payroll].compactMap(\.self),
      on: PolicySet(PolicyList([policy])),
      after: [post]
    )
  }()
}
