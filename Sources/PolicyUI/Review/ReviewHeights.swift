/// How many rows the parts of a review take on a screen of a width.
///
/// Found out once: of a hundred thousand operations only those that are unfolded are laid out, and none of them again at
/// the next key.
struct ReviewHeights: Equatable, Sendable {
  let width: Int
  /// Of what stands below an unfolded operation, by its place in the order of execution.
  var details: [Int: Int] = [:]
  /// Of each finding; nil until they were asked for.
  var findings: [Int]?
  /// Of those lines of the request that take more than one; nil until they were asked for.
  var request: [Int: Int]?
  /// The rows of the tab that is open; nil once something has changed that they depend on.
  var plan: [ReviewBody.Line]?

  init(width: Int) {
    self.width = width
  }
}
