import Testing

@testable import Sandbox

@Suite("Faults as text")
struct FaultTextTests {
  @Test(
    "a text names a fault",
    arguments: [
      ("never-answers", Fault(.neverAnswers)),
      ("never-answers:after", Fault(.neverAnswers, commits: true)),
      ("html-502,on=batch,first=1", Fault(.html502, on: .batch, first: 1)),
      ("html-502:after,on=batch", Fault(.html502, on: .batch, commits: true)),
      ("html-502-after", Fault(.html502, commits: true)),
      ("html-502-before", Fault(.html502, commits: false)),
      ("html-502,commits=yes", Fault(.html502, commits: true)),
      ("500", Fault(.error500, on: .batch, commits: false)),
      ("500-before", Fault(.error500, commits: false)),
      ("500-after,on=any", Fault(.error500, on: .any, commits: true)),
      ("500,on=list,after=1,first=1", Fault(.error500, on: .list, after: 1, first: 1)),
      ("slow", Fault(.slow, delay: .milliseconds(300))),
      ("slow,delay=250", Fault(.slow, delay: .milliseconds(250))),
      ("slow:0.25", Fault(.slow, delay: .milliseconds(250))),
      ("answer-late:2", Fault(.answerLate, on: .batch, delay: .seconds(2))),
      ("apply-late:5", Fault(.applyLate, on: .batch, delay: .seconds(5), ending: .cut)),
      ("apply-late:5,ending=silence", Fault(.applyLate, delay: .seconds(5), ending: .silence)),
      ("apply-late,ending=html-502", Fault(.applyLate, ending: .html502)),
      ("truncated,commits=no,on=list", Fault(.truncated, on: .list, commits: false)),
      ("truncated:before", Fault(.truncated, commits: false)),
      ("bad-json", Fault(.badJSON, commits: true, form: .text)),
      ("bad-json:shape,commits=no", Fault(.badJSON, commits: false, form: .shape)),
      ("429", Fault(.rateLimited, first: 2, delay: .seconds(1))),
      ("429:30,on=list,first=1", Fault(.rateLimited, on: .list, first: 1, delay: .seconds(30))),
      ("rate-limited,first=3", Fault(.rateLimited, first: 3)),
      ("refuse", Fault(.refuse, on: .batch, pointer: nil)),
      ("refuse:owned", Fault(.refuse)),
      ("refuse:/posts/0/created_at,first=1", Fault(.refuse, first: 1, pointer: "/posts/0/created_at")),
      ("edit-behind", Fault(.editBehind, on: .any, after: 1, first: 1)),
      ("edit-behind:4,id=abc", Fault(.editBehind, after: 4, policyID: "abc")),
      ("edit-behind,on=read,after=0", Fault(.editBehind, on: .read, after: 0)),
      ("delete-between-pages", Fault(.deleteBetweenPages, on: .list, after: 0, first: 1)),
      ("delete-between-pages,after=1,id=abc", Fault(.deleteBetweenPages, after: 1, policyID: "abc")),
      ("apply-then-cut", Fault(.applyThenCut, on: .batch)),
      ("commit-then-cut", Fault(.applyThenCut)),
      ("cut-before-apply,on=any", Fault(.cutBeforeApply, on: .any)),
      ("cut-before-commit", Fault(.cutBeforeApply)),
    ]
  )
  func named(text: String, fault: Fault) throws {
    #expect(try Fault(text: text) == fault)
    #expect(Fault(rawValue: fault.rawValue) == fault, "\(fault.rawValue)")
  }

  @Test("first=all takes a bound away")
  func endless() throws {
    let fault = try Fault(text: "429,first=all")
    #expect(fault.first == nil)
    #expect(Fault(rawValue: fault.rawValue) == fault)
  }

  @Test("what another admin sets ends the text, commas and all")
  func fields() throws {
    let json = #"{"comments":"one, two,set=three","verify_sender":false}"#
    let fault = try Fault(text: "edit-behind:2,id=abc,set=" + json)
    #expect(fault == Fault(.editBehind, after: 2, policyID: "abc", edit: try PolicyEdit(json)))
    #expect(Fault(rawValue: fault.rawValue) == fault)
    #expect(fault.edit.fields.comments == "one, two,set=three")
  }

  @Test("every kind is read by its name, and everything that it uses is written and read back")
  func roundTrip() throws {
    let edit = try PolicyEdit(#"{"is_regex":true}"#)
    for kind in Fault.Kind.allCases {
      #expect(Fault(rawValue: kind.rawValue) == Fault(kind))
      #expect(!kind.summary.isEmpty)
      for commits in [true, false] {
        let narrowed = Fault(
          kind,
          on: .list,
          after: 3,
          first: 4,
          delay: .milliseconds(1_050),
          commits: commits,
          ending: .silence,
          pointer: "/puts/2/id",
          form: .empty,
          policyID: "abc",
          edit: edit
        )
        #expect(Fault(rawValue: narrowed.rawValue) == narrowed, "\(narrowed.rawValue)")
      }
    }
  }

  @Test(
    "a text that names no fault says why",
    arguments: [
      ("", "there is no fault \"\""),
      ("explode", "there is no fault \"explode\""),
      ("Slow", "there is no fault"),
      ("slow,delay", "\"delay\" is not of the form KEY=VALUE"),
      ("slow,,", "\"\" is not of the form"),
      ("slow,delay=x", "\"x\" is not a number from 0 up"),
      ("slow,delay=-1", "\"-1\" is not a number from 0 up"),
      ("slow:x", "\"x\" is not a number of seconds"),
      ("slow:", "\"\" is not a number of seconds"),
      ("slow:-1", "\"-1\" is not"),
      ("slow:inf", "\"inf\" is not"),
      ("slow:nan", "\"nan\" is not"),
      ("slow,first=0", "\"0\" is not a number from 1 up"),
      ("slow,after=-1", "\"-1\" is not a number from 0 up"),
      ("slow,on=all", "\"all\" is not one of any, batch, list, read"),
      ("slow,commits=yes", "slow does not take \"commits\"; it takes after, delay, first, on"),
      ("slow,set={}", "slow does not take \"set\""),
      ("html-502,commits=maybe", "\"maybe\" is not yes or no"),
      ("html-502:soon", "\"soon\" is not before or after"),
      ("500-after:before", "500-after takes no argument"),
      ("apply-then-cut:3", "apply-then-cut takes no argument"),
      ("apply-late,ending=x", "\"x\" is not one of cut, silence, html-502"),
      ("bad-json:xml", "\"xml\" is not one of text, shape, empty"),
      ("refuse:posts", "\"posts\" is not a JSON pointer"),
      ("edit-behind:-1", "\"-1\" is not a number"),
      ("edit-behind,id=", "\"\" is not the id of a policy"),
      ("edit-behind,set={", "not JSON"),
      ("edit-behind,set={\"colour\":1}", "colour"),
      ("delete-between-pages,on=batch", "does not take \"on\""),
    ]
  )
  func unknown(text: String, reason: String) {
    #expect(Fault(rawValue: text) == nil)
    let mistake = #expect(throws: FaultMistake.self) { try Fault(text: text) }
    #expect(mistake?.description.contains(reason) == true, "\(mistake?.description ?? "")")
  }
}
