import Foundation
import GRDB

/// What shows that the file itself is what is wrong, in SQLite's words or ours.
struct Damage: Error {
  let words: String

  init(_ words: String) {
    self.words = words
  }

  /// Nil for an error that another file or another try would not be rid of.
  init?(_ error: any Error) {
    switch error {
    case let damage as Damage:
      self = damage
    case let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode):
      self.init(error.message ?? "\(error.resultCode)")
    case is DecodingError:
      self.init("something in it cannot be read")
    case is RowDecodingError:
      self.init("a value in it is of another type than it should be")
    default:
      return nil
    }
  }
}
