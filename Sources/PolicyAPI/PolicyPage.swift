import PolicyCore

/// One page of the list.
struct PolicyPage: Sendable {
  var policies: [AllowPolicy]
  /// How many policies the list has in all, if the server says so.
  var totalCount: Int?
  /// How many policies a full page has; fewer mean that it is the last.
  var fullSize: Int
  /// How many bytes the answer had.
  var bytes = 0

  /// More than any reading of a list takes in: a count is reckoned with, and one beyond this counts nothing.
  static let mostPolicies = ListPass.pageCeiling * Endpoint.pageSize

  /// How many rows are in none of these policies, because they have no id that can be told.
  var leftOut = 0

  init(policies: [AllowPolicy], info: PageInfo?) {
    self.policies = policies
    totalCount = info?.totalCount.flatMap { (0...Self.mostPolicies).contains($0) ? $0 : nil }
    let perPage = info?.perPage.flatMap { (1...Endpoint.pageSize).contains($0) ? $0 : nil }
    fullSize = perPage ?? Endpoint.pageSize
  }

  /// How many rows the server put on it.
  var rows: Int { policies.count + leftOut }

  /// Takes the page out of a success; nil where it holds none.
  ///
  /// A result of null is an empty list where the server counts none, and else an answer that cannot be trusted.
  init?(_ answer: PolicyAnswer) {
    switch answer.result {
    case .list(let policies, let leftOut):
      self.init(policies: policies, info: answer.info)
      self.leftOut = leftOut
    case .nothing where answer.info?.totalCount == 0:
      self.init(policies: [], info: answer.info)
    case .nothing, .one:
      return nil
    }
  }
}
