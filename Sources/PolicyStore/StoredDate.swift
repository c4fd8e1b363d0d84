import Foundation

extension Date {
  /// A moment as a file has it, in seconds since 2001; one that no clock can have told is moved to the end of time.
  ///
  /// A damaged file may say anything, and ages are reckoned with.
  init(stored seconds: Double) {
    let (first, last) = (
      Self.distantPast.timeIntervalSinceReferenceDate, Self.distantFuture.timeIntervalSinceReferenceDate
    )
    self.init(timeIntervalSinceReferenceDate: seconds.isNaN ? first : min(max(seconds, first), last))
  }
}
