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

  init(policies: [AllowPolicy], info: PageInfo?) {
    self.policies = policies
    totalCount = info?.totalCount.flatMap { (0...Self.mostPolicies).contains($0) ? $0 : nil }
    let perPage = info?.perPage.flatMap { (1...Endpoint.pageSize).contains($0) ? $0 : nil }
    fullSize = perPage ?? Endpoint.pageSize
  }

  /// Takes the page out of a success; nil where it holds none.
  ///
  /// A result of null is an empty list where the server counts none, and else an answer that cannot be trusted.
  init?(_ envelope: Envelope<[AllowPolicy]>) {
    guard let policies = envelope.result ?? (envelope.info?.totalCount == 0 ? [] : nil) else { return nil }
    self.init(policies: policies, info: envelope.info)
  }
}
