import Policies

/// One page of the list.
struct PolicyPage: Sendable {
  var policies: PolicyTable
  /// How many policies the list has in all, if the server says so.
  var totalCount: Int?
  /// How many policies a full page has; fewer mean that it is the last.
  var fullSize: Int
  /// How many bytes the answer had.
  var bytes = 0

  /// More than any reading of a list takes in: a count is reckoned with, and one beyond this counts nothing.
  static let mostPolicies = ListPass.pageCeiling * Endpoint.pageSize

  /// How many rows are in none of these policies, because they have no id that can be told.
  var leftOut: Int

  init(_ policies: PolicyTable, leftOut: Int = 0, totalCount: Int? = nil, perPage: Int? = nil) {
    self.policies = policies
    self.leftOut = leftOut
    self.totalCount = totalCount.flatMap { (0...Self.mostPolicies).contains($0) ? $0 : nil }
    fullSize = perPage.flatMap { (1...Endpoint.pageSize).contains($0) ? $0 : nil } ?? Endpoint.pageSize
  }

  /// How many rows the server put on it.
  var rows: Int { policies.count + policies.repeats + leftOut }

  /// Takes the page out of a success; nil where it holds none.
  ///
  /// A result of null is an empty list where the server counts none, and else an answer that cannot be trusted.
  init?(_ answer: AnsweredPolicies) {
    switch answer.result {
    case .list(let policies, let leftOut):
      self.init(policies, leftOut: leftOut, totalCount: answer.totalCount, perPage: answer.perPage)
    case .nothing where answer.totalCount == 0:
      self.init(PolicyTable(), totalCount: 0, perPage: answer.perPage)
    case .nothing, .one:
      return nil
    }
  }
}
