import Canvas
import Foundation
import Policies
import PolicyCore
import PolicyFiles
import PolicyUI

/// A file that somebody made, with each kind of row in it.
enum FileSample {
  static let header =
    "Values,Rule Type,Is Regex,Sender Verification,Trusted Sender,Exempt Recipient,Acceptable Sender,Notes\n"

  /// New, changed, there already, and three that cannot be taken.
  static let rows =
    header + """
      new@vendor.example,EMAIL,false,true,false,false,true,SEC-1
      billing@acme1.com,EMAIL,false,false,false,false,true,"vendor acme, approved"
      198.51.100.0/24,IP,false,false,false,false,true,office Berlin
      typo@vendor.example,EMIAL,false,true,false,false,true,SEC-2
      odd@vendor.example,EMAIL,false,ture,false,false,true,SEC-3
      vendor.example,DOMAIN,false,true

      """

  static let foreign = """
    Value,Action,Notes
    news@vendor.example,Allow,SEC-9
    spam@vendor.example,Block,SEC-9

    """
}

extension Fixture {
  /// Carries out the orders about files, as the program would where the file has this text; gives the others back.
  @discardableResult
  mutating func answerFiles(_ text: String) throws -> [AppEffect] {
    var others: [AppEffect] = []
    for effect in takeEffects() {
      guard case .files(let order) = effect else {
        others.append(effect)
        continue
      }
      switch order {
      case .read(let source, let form, let list):
        switch try ImportReading(Data(text.utf8), as: form) {
        case .columns(let columns):
          send(.files(.read(ImportedFile(source: source, form: form, content: .columns(columns)))))
        case .rows(let file):
          let plan = ImportPlan(file, over: list, draft: state.draft.draft)
          send(.files(.read(ImportedFile(source: source, form: form, content: .rows(file, plan)))))
        }
      case .plan(let request):
        let plan = ImportPlan(request.file.changed(by: request.changes), over: request.list, draft: state.draft.draft)
        send(.files(.planned(plan, number: request.number)))
      case .listNames, .writeRest, .export: others.append(effect)
      }
    }
    return others
  }

  /// Opens the rows of a file, by its name.
  mutating func openImport(_ text: String, _ path: String = "/srv/partners.csv") throws {
    press("I")
    send(.input(.paste(path)))
    press("enter")
    // A file with a byte of zero in it is refused whole: that is told elsewhere.
    try answerFiles(text.replacing("\u{0}", with: "?"))
  }

  /// Queues what was ordered, as the workspace would.
  mutating func carryOut(_ order: ImportOrder) throws {
    var number = 0
    let edit = try order.plan.edit(skippingInvalid: true) { fields in
      number += 1
      return NewPolicy(placeholderID: PolicyID("row-\(number)"), queuedAt: "2026-09-21T13:00:00Z", fields: fields)
    }
    guard let edit else { return }
    var snapshot = state.draft
    let change = try snapshot.draft.apply(edit)
    snapshot.revision += 1
    snapshot.undoTitle = edit.title
    send(.draft(.changed(DraftOutcome(change: change, snapshot: snapshot), .did)))
  }
}
