import Policies
import Testing

@Suite("Values in words") struct FieldWordsTests {
  @Test("no text, an empty text and a text that says something are told apart")
  func texts() {
    let values: [FieldValue?] = [.text("billing"), .text(""), nil]
    #expect(values.map(\.word) == ["billing", "(empty)", "(none)"])
    #expect([FieldValue.flag(true), .flag(false), .type(.domain)].map(\.word) == ["on", "off", "domain"])
  }

  @Test("a flag that was not said or cannot be read is neither on nor off")
  func flags() {
    var fields = PolicyFields(isTrustedSender: true, isAcceptableSender: false)
    fields.unread[.verifySender] = "1"
    #expect(PolicyFlag.allCases.map { fields.word(of: $0) } == ["on", "off", "?", "?"])
    #expect(fields.words(for: .verifySender) == "? (the server said 1)")
    #expect(fields.words(for: .isExemptRecipient) == nil)
  }
}
