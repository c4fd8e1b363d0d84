import Policies
import PolicyCore
import TestSupport
import Testing
import Values

@testable import postern

@Suite("Recipients in what is handed on")
struct RecipientShortenerTests {
  private func shortener(_ policies: AllowPolicy...) -> RecipientShortener {
    RecipientShortener(PolicyList(policies))
  }

  @Test("addresses are shortened as whole words, whatever the case and the stop behind them")
  func addresses() {
    let shorten = shortener(.brief("Payroll@acme.example", .email, "x"))
    #expect(shorten("payroll@acme.example") == "P…@acme.example")
    #expect(shorten("Mail for <PAYROLL@acme.example>, then.") == "Mail for <P…@acme.example>, then.")
    #expect(shorten("It lets payroll@acme.example.") == "It lets P…@acme.example.")
    #expect(shorten("nopayroll@acme.example") == "nopayroll@acme.example")
    #expect(shorten("payroll@acme.example.org") == "payroll@acme.example.org")
  }

  @Test("an expression is shortened where it stands between ends of words, and nowhere else")
  func expressions() {
    let shorten = shortener(.brief("a", .email, "xr", id: "1"), .brief(#"(carol|dave)@acme\.example"#, .email, "xr"))
    #expect(shorten("data of a sender: fa1a") == "data of a… sender: fa1a")
    #expect(shorten(#"“(carol|dave)@acme\.example” matches"#) == #"“(…@acme\.example” matches"#)
    #expect(shorten(#"x(carol|dave)@acme\.example"#) == #"x(carol|dave)@acme\.example"#)
    #expect(shorten(#"(carol|dave)@acme\.examples"#) == #"(carol|dave)@acme\.examples"#)
  }

  @Test("an empty pattern shortens nothing, and one of which it is not said whether it is an expression is none")
  func others() {
    var unsaid = AllowPolicy.brief("b.c@acme.example", .email, "x", id: "2")
    unsaid.fields.isRegex = nil
    let shorten = shortener(.brief("", .email, "xr"), .brief("", .email, "x", id: "1"), unsaid)
    #expect(shorten("any text") == "any text")
    #expect(shorten("to B.C@acme.example") == "to b…@acme.example")
    #expect(shortener(.brief("vendor.example", .email, "t"))("vendor.example") == "vendor.example")
  }

  @Test("of expressions one of which another begins with, the longer one counts")
  func longest() {
    let shorten = shortener(.brief("ab cd@x", .email, "xr", id: "1"), .brief("ab", .email, "xr"))
    #expect(shorten("by ab cd@x") == "by a…@x")
    #expect(shorten("by ab alone") == "by a… alone")
  }
}
