import Foundation
import PolicyCore
import PolicyFiles
import Values

/// A file that is reviewed or sent instead of the draft.
enum SubmittedFile {
  case batch(BatchFile)
  case plan(SavedPlan)

  init(_ data: Data) throws(Problem) {
    self = SavedPlan.isOne(data) ? .plan(try SavedPlan(data)) : .batch(try BatchFile(data))
  }

  /// What would be sent.
  var batch: BatchFile {
    switch self {
    case .batch(let batch): batch
    case .plan(let plan): plan.batch
    }
  }
}
