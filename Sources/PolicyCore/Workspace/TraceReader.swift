import Policies
import Values

/// Reads what tells of a batch whose outcome is unknown, within a bound on the requests.
///
/// Looking must not be what the server turns away: 40 requests are enough for a batch and an account of any size.
actor TraceReader {
  /// For all that is looked for in one minute.
  static let mostRequests = 40
  static let pageSize = 1000
  /// So many requests are not spent on the newest policies.
  private static let keptForPolicies = 10

  /// Whether enough is left to look at one more submission.
  var canLook: Bool { requestsLeft > Self.keptForPolicies }

  private let service: any PolicyService
  private(set) var requestsLeft: Int

  init(_ service: any PolicyService, requests: Int = mostRequests) {
    self.service = service.withoutRetries
    requestsLeft = requests
  }

  struct Traces {
    let reconciliation: Reconciliation
    /// The policies that were read one by one; nil for one that does not exist.
    let seen: [PolicyID: AllowPolicy?]
  }

  /// Whether a single request shows that something has happened since the batch was sent.
  ///
  /// It asks for one of the touched policies, or where there are none for the newest ones.
  func showsAnything(of record: SubmissionRecord, _ others: Reconciliation.Others) async throws(Problem) -> Bool {
    guard requestsLeft > 0 else { return true }
    if let witness = Reconciliation.witnesses(of: record.operations, others: others).first {
      let now = try await read([witness.id])
      let found = Reconciliation(of: [witness], seen: now, made: .init([], isComplete: false), others: others)
      return found.look != .notSeen
    }
    requestsLeft -= 1
    let page = try await service.newestPolicies(page: 1, size: min(Self.pageSize, record.operations.count + 20))
    let made = Reconciliation.Made(record.mark.made(among: page.policies), isComplete: false)
    let found = Reconciliation(of: record.operations, seen: [:], made: made, others: others)
    return !found.createdIDs.isEmpty
  }

  /// Reads all that there is room for, and judges the batch by it.
  func traces(of record: SubmissionRecord, _ others: Reconciliation.Others) async throws(Problem) -> Traces {
    var made = Reconciliation.Made([], isComplete: true)
    if record.operations.contains(where: { $0.kind == .post }) { made = try await policies(madeSince: record.mark) }
    let witnesses = Reconciliation.witnesses(of: record.operations, others: others)
    let seen = try await read(witnesses.prefix(max(0, requestsLeft)).map(\.id))
    return Traces(
      reconciliation: Reconciliation(of: record.operations, seen: seen, made: made, others: others),
      seen: seen
    )
  }

  /// The policies that the server made since, the oldest first, read from the newest on until they are older.
  ///
  /// A server that gives the newest in another order, or without their times, is read to the end, as far as the bound
  /// allows.
  func policies(madeSince mark: CreationMark) async throws(Problem) -> Reconciliation.Made {
    var made: [AllowPolicy] = []
    var order = NewestFirst()
    var count = 0
    // A row without an id may be one of ours.
    var isWhole = true
    for number in 1...Self.mostRequests where requestsLeft > Self.keptForPolicies {
      requestsLeft -= 1
      let page = try await service.newestPolicies(page: number, size: Self.pageSize)
      made += mark.made(among: page.policies)
      order.take(page.policies)
      count += page.policies.count + page.leftOut
      isWhole = isWhole && page.leftOut == 0
      let isEnd =
        page.policies.isEmpty && page.leftOut == 0 || (page.total.map { count >= $0 } ?? page.isShort)
      let isOlder = page.policies.last.map { mark.isAfter($0) } ?? true
      if isEnd || (order.isKept && isOlder) { return .init(made.reversed(), isComplete: isWhole) }
    }
    return .init(made.reversed(), isComplete: false)
  }

  private func read(_ ids: [PolicyID]) async throws(Problem) -> [PolicyID: AllowPolicy?] {
    requestsLeft -= ids.count
    return try await PolicyReader(service: service).readOneByOne(ids)
  }
}
